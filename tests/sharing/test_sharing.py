"""Share pages: for whom, what stands there, what it costs to send, and that nothing closed is carried away."""

from pathlib import Path

import pytest

from plugins.network.items import Item
from plugins.network.sites import Settings, Site
from plugins.sharing.messages import message, messages, units
from tests.networks import SMALL, Place, different

MEETING = "/a/notices/2026-10-20-meeting/"
SITE = Site("a", "甲党支部", "branch", "root")
SETTINGS = Settings("示例", "https://wang.example.cn/")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, unbuilt."""
    return Place(tmp_path).write_all(SMALL)


def item(**fields: object) -> Item:
    return Item("a/x.md", "a", "notice", "x", "/a/notices/x/", "开会", summary="周五开会。请准时。", fields=fields)


@pytest.mark.parametrize(("length", "count"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_one_message_has_70_units_and_each_of_several_67(length: int, count: int) -> None:
    assert messages("会" * length) == count


def test_phones_count_a_picture_as_two() -> None:
    assert units("会😀") == 3
    assert messages("😀" * 35) == 1 and messages("😀" * 36) == 2


def test_a_message_says_who_what_and_where_to_read_on() -> None:
    assert message(item(), SITE, "https://x.cn/", SETTINGS) == "【甲支部】开会。周五开会。请准时。https://x.cn/"


def test_a_message_says_when_and_where_something_is_on() -> None:
    told = message(item(start="2026-11-23T14:00", place="二楼"), SITE, "https://x.cn/", SETTINGS)
    assert "开会，2026-11-23 14:00，二楼。" in told


def test_the_writers_own_words_go_before_the_summary() -> None:
    told = message(item(sms="周五前报送。"), SITE, "https://x.cn/", SETTINGS)
    assert "周五前报送。" in told and "请准时" not in told


def test_a_summary_ends_with_a_sentence_before_it_costs_a_fourth_message() -> None:
    long = Item("a/x.md", "a", "news", "x", "/a/x/", "长", summary="一" * 99 + "。" + "二" * 99 + "。")
    told = message(long, SITE, "https://x.cn/", SETTINGS)
    assert "一。https" in told and "二" not in told
    assert messages(told) <= 3


def test_a_notice_can_be_shared_and_news_only_if_the_network_says_so(place: Place) -> None:
    place.build()
    assert place.page(MEETING).hrefs(".share a") == [f"../../..{MEETING}share/"]
    assert place.has(f"{MEETING}share/") and place.has(f"{MEETING}share/qr.svg")
    assert not place.has("/a/news/2026-10-01-walk/share/")
    place.edit("network.yaml", "per_branch", "share_pages: [动态]\nper_branch")
    place.build()
    assert not place.has(f"{MEETING}share/")
    assert place.page(MEETING).hrefs(".share a") == []
    assert place.has("/a/news/2026-10-01-walk/share/")


def test_what_is_carried_away_leads_back_by_whole_urls(place: Place) -> None:
    place.build()
    page = place.page("/notices/2026-11-02-winter/share/")
    plain, pasted = page.soup.select_one("#plain"), page.soup.select_one("#pasted")
    assert plain is not None and pasted is not None
    whole = "https://wang.example.cn/a/news/2026-10-01-walk/"
    assert f"请各支部自查（{whole}）。" in plain.text
    assert plain.text.rstrip().endswith("https://wang.example.cn/notices/2026-11-02-winter/")
    assert f'<a href="{whole}" style="' in pasted.text
    assert page.source.count("noindex") == 1
    (canonical,) = (str(found["href"]) for found in page.soup.select("link[rel=canonical]"))
    assert canonical == "https://wang.example.cn/notices/2026-11-02-winter/"


def test_the_code_stays_while_the_text_changes(place: Place) -> None:
    place.build()
    before = place.tree()
    place.edit("a/notices/2026-10-20-meeting.md", "周五", "周六")
    place.build()
    changed = different(place.tree(), before)
    assert "a/notices/2026-10-20-meeting/share/index.html" in changed
    assert "a/notices/2026-10-20-meeting/share/qr.svg" not in changed
    assert "周六开会" in place.text(f"{MEETING}share/")


def test_what_is_for_few_is_not_shared_even_where_they_read_it(place: Place) -> None:
    place.edit("a/notices/2026-10-20-meeting.md", "---\n", "---\naudience: org\n")
    place.build(tier="org")
    org = Place(place.folder).folder / "output" / "org" / "current" / MEETING[1:]
    assert (org / "index.html").is_file() and not (org / "share").exists()


def test_what_is_withdrawn_is_not_shared(place: Place) -> None:
    place.build()
    place.edit("a/notices/2026-10-20-meeting.md", "---\n", "---\nwithdrawn: 有误\n")
    place.build()
    assert not place.has(f"{MEETING}share/")


NAMES = """---
title: 先进个人公示
date: 2026-11-18
type: 表彰
开始: 2026-11-18
工作日: 8
对象:
  - 姓名: 示例甲
    单位: 总装一班
反映:
  岗位: 支部组织委员
  地址: 装配车间二楼
---
经研究，拟表彰示例甲。
"""


def test_the_share_page_of_publicity_names_nobody(place: Place) -> None:
    place.write("a/publicity/2026-11-18-accept.md", NAMES)
    place.build()
    assert "示例甲" in place.text("/a/publicity/2026-11-18-accept/")
    assert place.has("/a/publicity/2026-11-18-accept/share/qr.svg")
    assert "示例甲" not in place.text("/a/publicity/2026-11-18-accept/share/")


def test_a_site_can_go_without(place: Place) -> None:
    place.edit("a/site.yaml", "columns", "capabilities: [-sharing]\ncolumns")
    assert place.build().problems == ()
    assert not place.has(f"{MEETING}share/")
    assert place.page(MEETING).hrefs(".share a") == []
    assert place.has("/notices/2026-11-02-winter/share/")


def test_a_kind_that_does_not_exist_is_told(place: Place) -> None:
    place.edit("network.yaml", "per_branch", "share_pages: [通知, 新聞]\nper_branch")
    (found,) = place.build().problems
    assert (found.code, found.path, found.severity) == ("ZB-817", "network.yaml", "warning")
    assert "新聞" in found.message["zh"]
