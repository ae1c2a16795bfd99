"""Study packs: what was published for study in a month, to print and to take along."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.networks import PIXEL, SMALL, Place, different
from tests.school.test_courses import course, led, lesson
from tests.themes.markup import faults, live

PACK = "/a/study/2026-10/"
ZIP = f"{PACK}xuexibao-2026-10.zip"


def essay(place: Place, name: str, text: str, **fields: str) -> str:
    """Write an essay; its path."""
    path = f"a/essays/{name}.md"
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{text}")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network in which one branch published a lesson and an essay in October."""
    place = Place(tmp_path).write_all(
        {**SMALL, "a/media/card.csv": "步骤,做法\n1,听\n", "a/school/basics/card.csv": "另一张\n1\n"}
    )
    course(place)
    lesson(place, "one", "见[心得](../../essays/first.md)和[下面](#练)。\n\n## 练\n\n![门](../../media/door.png)\n", 日期="2026-10-31",
           附件="card.csv")  # fmt: skip
    essay(place, "first", "先[听](#练)。\n\n## 练\n\n到[网上](https://example.cn/x)看，再看[动态](../news/2026-10-08-again.md)。\n", 标题="心得一则",
          日期="2026-10-02", 附件="/a/media/card.csv")  # fmt: skip
    essay(place, "next", "又一则。\n", 标题="心得又一则", 日期="2026-11-01")
    return place


def unpacked(place: Place, address: str = ZIP) -> dict[str, bytes]:
    """What an archive holds."""
    with zipfile.ZipFile(io.BytesIO((place.current / address[1:]).read_bytes())) as folder:
        assert folder.testzip() is None
        return {name: folder.read(name) for name in folder.namelist()}


def test_a_month_holds_what_was_published_in_it_from_its_first_day_to_its_last(place: Place) -> None:
    essay(place, "early", "早。\n", 标题="九月最后一天", 日期="2026-09-30 23:59")
    place.build()
    assert place.page(PACK).texts(".booklet a") == ["心得一则", "课 one"]
    assert place.page("/a/study/2026-09/").texts(".booklet a") == ["九月最后一天"]
    assert place.page("/a/study/2026-11/").texts(".booklet a") == ["心得又一则"]
    assert led(place, "/a/study/", "main th a") == ["/a/study/2026-11/", PACK, "/a/study/2026-09/"]


def test_only_what_is_for_study_and_stands_is_in_it(place: Place) -> None:
    essay(place, "gone", "没了。\n", 标题="撤回的心得", 日期="2026-10-03", 撤回="有误")
    place.write("a/quizzes/q.md", "---\n标题: 没有日期的自测\n---\n## 对不对。（对）\n")
    place.build()
    assert place.page(PACK).texts(".booklet a") == ["心得一则", "课 one"]


def test_the_booklet_shows_whole_texts_whose_anchors_stay_apart(place: Place) -> None:
    place.build()
    page = place.page(PACK)
    assert page.texts(".chapter h2") == ["心得一则", "课 one"]
    assert page.texts(".chapter h3") == ["练", "练"]
    ids = [str(one["id"]) for one in page.soup.select("[id]")]
    assert len(ids) == len(set(ids))
    anchors = [href[1:] for href in page.hrefs(".prose a") if href.startswith("#")]
    assert len(set(anchors)) == 2
    assert set(anchors) < set(ids)
    assert led(place, PACK, "#text-1 .prose a")[1:] == ["https://example.cn/x", "/a/news/2026-10-08-again/"]


def test_the_portal_leads_to_the_packs_of_all_below(place: Place) -> None:
    place.build()
    assert place.page("/study/").texts("tbody td") == ["0", "1", "0", "2"]
    assert led(place, "/study/2026-10/", ".counters a") == [PACK]
    assert not place.has("/study/2026-10/xuexibao-2026-10.zip")
    assert not place.has("/b/study/")


def test_the_month_says_what_is_on(place: Place) -> None:
    for name, start in (("in", "2026-10-20 14:00"), ("out", "2026-11-01 09:00")):
        place.write(f"a/events/{name}.md", f"---\n标题: 培训 {name}\n日期: 2026-10-01\n开始: {start}\n地点: 活动室\n---\n来。\n")
    place.build()
    assert place.page(PACK).texts("tbody tr") == ["培训 in 2026-10-20 14:00 活动室"]
    assert "2026-10-20 14:00 培训 in 活动室" in " ".join(unpacked(place)["index.html"].decode().split())


def test_the_archive_holds_a_plain_page_with_its_files_and_needs_nothing_else(place: Place) -> None:
    place.build()
    inside = unpacked(place)
    assert sorted(inside) == ["files/2/card.csv", "files/card.csv", "files/door.png", "index.html"]
    assert inside["files/door.png"] == PIXEL
    assert {inside["files/card.csv"].decode(), inside["files/2/card.csv"].decode()} == {"步骤,做法\n1,听\n", "另一张\n1\n"}
    html = inside["index.html"].decode()
    assert (faults(html), list(live(html))) == ([], [])
    assert 'src="files/door.png"' in html
    assert 'href="#text-1"' in html
    assert 'href="https://wang.example.cn/a/news/2026-10-08-again/"' in html
    assert "<link" not in html
    assert 'href="/' not in html


def test_the_same_content_gives_the_same_bytes_anywhere_at_any_time(place: Place, tmp_path: Path) -> None:
    place.build()
    first = place.tree()
    other = Place(tmp_path / "elsewhere").write_all(
        {path.relative_to(place.content).as_posix(): path.read_bytes() for path in place.content.rglob("*") if path.is_file()}
    )
    other.build()
    assert different(first, other.tree()) == []
    with zipfile.ZipFile(io.BytesIO(first[ZIP[1:]])) as folder:
        assert {(one.date_time, one.compress_type) for one in folder.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


def test_a_changed_text_or_file_changes_the_archive_and_only_its_month(place: Place) -> None:
    place.build()
    before = place.tree()
    place.write("a/media/card.csv", "步骤,做法\n1,看\n")
    place.edit("a/essays/first.md", "先[听]", "先要[听]")
    place.build()
    zips = [path for path in different(before, place.tree()) if path.endswith(".zip")]
    assert zips == [ZIP[1:]]
    assert "先要" in unpacked(place)["index.html"].decode()
    assert unpacked(place)["files/card.csv"].decode().endswith("看\n")


def test_what_is_closed_is_in_no_public_pack(place: Place) -> None:
    essay(place, "inner", "只给系统内看的话。\n", 标题="系统内的心得", 日期="2026-10-05", 范围="系统内")
    place.build()
    assert [path for path, content in place.tree().items() if "系统内的心得".encode() in content] == []


def test_a_site_can_do_without_packs(place: Place) -> None:
    place.edit("a/site.yaml", "columns:", "capabilities: [-school.study_packs]\ncolumns:")
    place.build()
    assert not place.has(PACK)
    assert place.has("/a/school/basics/")


def test_hostile_words_stay_words_in_the_archive(place: Place) -> None:
    essay(place, "evil", "正文 <script>alert(1)</script>\n", 标题="'<script>alert(1)</script>\"'", 日期="2026-10-07")
    place.build()
    html = unpacked(place)["index.html"].decode()
    assert (faults(html), list(live(html))) == ([], [])
