"""What a hurried editor commits: it is understood where its meaning is plain, and answered in plain words where not."""

from pathlib import Path

import pytest

from plugins.cli.checking import Told
from tests.networks import PIXEL, Place

pytestmark = pytest.mark.xdist_group("careless")

FILES: dict[str, str | bytes] = {
    "network.yaml": "name: 示例网络\nbase_url: https://wang.example.cn/\n",
    "root/site.yaml": "title: 示例党委\nkind: committee\n",
    "root/pages/about.md": "# 关于\n\n## 宗旨\n\n见[宗旨](#宗旨)。\n",
    "a/site.yaml": "title: 甲支部\nkind: branch\nparent: root\n",
    "a/news/word.md": (
        "---\n标题：\u3000春季检查\n日期：二〇二六年三月五日（周四）\n标签：安全 学习\n---\n"
        "\u3000\u3000一、总体情况\n\u3000\u3000检查了八个班组。\n\u3000\u3000二、名单\n姓名\t班组\n甲\t一班\n乙\t二班\n"
    ),
    "a/news/photo.md": "---\n标题: 合影\n日期: 2026.3.8\n---\n##一、现场\n！[合影]（合影 照片.png）\n请看[检查](word.md)和[通知](../notices/stopped.md)。\n",
    "a/news/合影 照片.png": PIXEL,
    "a/notices/stopped.md": "---\n标题: 没有年份\n日期: 3月5日\n---\n正文。\n",
    "a/pages/links.md": "# 链接\n\n[邮箱](zhibu@example.cn) [电脑](D:\\文件\\a.docx)\n\n```\n没有结尾\n",
    "a/总结/x.md": "# 总结\n\n内容。\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder: Path = tmp_path_factory.mktemp("careless")
    return Place(folder).write_all(FILES)


@pytest.fixture(scope="module")
def told(place: Place) -> Told:
    return place.build()


def test_every_answer_names_the_line_and_what_is_wrong(told: Told) -> None:
    found = [f"{p.path}:{p.line} {p.code} {p.message['zh']}" for p in told.problems if p.severity != "note"]
    assert found == [
        "a/news/photo.md:7 ZB-302 链接“../notices/stopped.md”的目标现在没有发布，页面上只保留文字",
        "a/notices/stopped.md:3 ZB-107 “日期”的值“3月5日”不是完整、存在的日期",
        "a/pages/links.md:3 ZB-301 链接“D:\\文件\\a.docx”的目标不存在，页面上只保留文字",
        "a/pages/links.md:3 ZB-301 链接“zhibu@example.cn”的目标不存在，页面上只保留文字",
        "a/pages/links.md:5 ZB-402 “```”没有成对，照原样显示在页面上",
        "a/总结/x.md:0 ZB-210 所在的文件夹不对应任何栏目，不知道这是哪一类内容",
    ]


def test_text_from_word_keeps_its_paragraphs_tags_and_table(told: Told, place: Place) -> None:
    page = place.page("/a/news/word/")
    assert page.texts("h1") == ["春季检查"]
    assert page.texts(".prose p") == ["一、总体情况", "检查了八个班组。", "二、名单"]
    assert page.texts(".prose td") == ["甲", "一班", "乙", "二班"]
    assert page.texts(".tags a") == ["安全", "学习"]


def test_full_width_brackets_and_missing_spaces_do_no_harm(told: Told, place: Place) -> None:
    page = place.page("/a/news/photo/")
    assert page.texts(".prose h2") == ["一、现场"]
    assert [image["alt"] for image in page.soup.select(".prose figure img")] == ["合影"]
    assert page.hrefs(".prose a") == ["../../../a/news/word/"]


def test_a_link_within_a_page_stays_within_it(told: Told, place: Place) -> None:
    assert place.page("/pages/about/").hrefs(".prose a") == ["#宗旨"]


def test_a_site_without_dated_items_offers_no_feed(told: Told, place: Place) -> None:
    assert "feed.atom" not in place.text("/pages/about/")
    assert "feed.atom" in place.text("/a/news/word/")
