"""Courses and lessons: their order and hours, what they need, what is wrong with them, and how their pages show it."""

from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.network.test_pictures import CANARY, opened, saved, scene, tags
from tests.networks import PIXEL, SMALL, Place

COURSE = "a/school/basics/index.md"
MP4 = b"\0\0\0\x18ftypmp42"


def course(place: Place, path: str = COURSE, **fields: str) -> str:
    """Write a course; its path."""
    lines = {"标题": "入门课", **fields}
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n学三件事。\n")
    return path


def lesson(place: Place, name: str, text: str = "讲一讲。\n", folder: str = "a/school/basics", **fields: str) -> str:
    """Write a lesson; its path."""
    lines = {"标题": f"课 {name}", "时长": "15", **fields}
    path = f"{folder}/{name}.md"
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + f"---\n{text}")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with a course of three lessons."""
    place = Place(tmp_path).write_all(
        {
            **SMALL,
            "a/media/film.mp4": MP4,
            "a/media/film.png": PIXEL,
            "a/media/film.txt": "先看。",
            "players.yaml": "hosts: [{host: live.example.cn, name: 示例直播平台}]\n",
        }
    )
    course(place, 对象="新党员、发展对象")
    for name in ("three", "one", "two"):
        lesson(place, name, 课次=str(["one", "two", "three"].index(name) + 1))
    return place


def found(place: Place, path: str) -> list[tuple[str, int]]:
    """What is found in a file."""
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == path]


def led(place: Place, address: str, selector: str) -> list[str]:
    """The addresses that links on a page lead to."""
    return [urljoin(address, href) for href in place.page(address).hrefs(selector)]


def messages(place: Place, code: str) -> list[str]:
    """What is said under a code."""
    return [problem.message["zh"] for problem in place.check().problems if problem.code == code]


# pages ------------------------------------------------------------------------------------------


def test_a_course_shows_its_lessons_in_order_with_their_sum(place: Place) -> None:
    place.build()
    page = place.page("/a/school/basics/")
    assert page.texts(".outline li > a") == ["课 one", "课 two", "课 three"]
    assert led(place, "/a/school/basics/", ".outline a") == [f"/a/school/basics/{name}/" for name in ("one", "two", "three")]
    assert "新党员、发展对象" in page.words
    assert "1 学时，共 45 分钟" in page.words
    assert "每学时 45 分钟（参考）" in page.words


def test_lessons_without_a_number_come_last_by_their_names(place: Place) -> None:
    lesson(place, "b")
    lesson(place, "a")
    place.build()
    assert place.page("/a/school/basics/").texts(".outline li > a") == ["课 one", "课 two", "课 three", "课 a", "课 b"]


def test_a_lesson_knows_its_place(place: Place) -> None:
    place.build()
    page = place.page("/a/school/basics/two/")
    assert "第 2 课，共 3 课" in page.words
    assert led(place, "/a/school/basics/two/", ".neighbours a") == ["/a/school/basics/one/", "/a/school/basics/three/"]
    assert led(place, "/a/school/basics/two/", ".breadcrumb a") == ["/a/", "/a/school/", "/a/school/basics/"]
    assert led(place, "/a/school/basics/one/", ".neighbours a") == ["/a/school/basics/two/"]
    assert led(place, "/a/school/basics/three/", ".neighbours a") == ["/a/school/basics/two/"]
    assert page.texts(".outline [aria-current]")[0].startswith("课 two")


def test_a_withdrawn_lesson_is_counted_nowhere(place: Place) -> None:
    lesson(place, "two", 课次="2", 撤回="有误")
    place.build()
    page = place.page("/a/school/basics/")
    assert page.texts(".outline li > a") == ["课 one", "课 three"]
    assert "0.7 学时，共 30 分钟" in page.words
    assert "有误" in place.page("/a/school/basics/two/").words


def test_a_lesson_without_a_length_takes_as_long_as_reading_it(place: Place) -> None:
    lesson(place, "two", "字" * 2000 + "\n", 课次="2", 时长="")
    place.build()
    assert "共 35 分钟" in place.page("/a/school/basics/").words


def test_the_school_lists_the_courses_of_a_site_and_of_all_below_it(place: Place) -> None:
    course(place, "root/网上党校/office/index.md", 标题="公文课")
    lesson(place, "one", folder="root/网上党校/office")
    place.build()
    assert place.page("/a/school/").texts("tbody th") == ["入门课"]
    page = place.page("/school/")
    assert page.texts("tbody th") == ["公文课", "入门课"]
    assert led(place, "/school/", "tbody th a") == ["/school/office/", "/a/school/basics/"]
    assert page.texts(".facet li") == ["全体党员 1", "发展对象 1", "新党员 1"]
    assert not place.has("/b/school/")


def test_courses_are_found_by_who_they_are_for(place: Place) -> None:
    course(place, "b/school/more/index.md", 标题="进阶课", 对象="新党员")
    lesson(place, "one", folder="b/school/more")
    place.build()
    assert place.page("/study/for/xin-dang-yuan/").texts("tbody th") == ["入门课", "进阶课"]
    assert place.page("/study/for/fa-zhan-dui-xiang/").texts("tbody th") == ["入门课"]
    assert place.page("/b/study/for/xin-dang-yuan/").texts("tbody th") == ["进阶课"]


def test_many_courses_stand_on_several_pages(place: Place) -> None:
    for number in range(20):
        course(place, f"b/school/c{number:02}/index.md", 标题=f"课程 {number}")
        lesson(place, "one", folder=f"b/school/c{number:02}")
    place.build()
    assert len(place.page("/school/").texts("tbody th")) == 20
    assert len(place.page("/school/page/2/").texts("tbody th")) == 1


def test_a_network_without_courses_has_no_school(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.build()
    assert not place.has("/school/")


# hours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "wrong"), [("1", False), ("1.0", False), ("0.9", True), ("1.1", True), ("3", True)])
def test_hours_are_the_sum_of_the_lessons(place: Place, hours: str, wrong: bool) -> None:
    assert found(place, course(place, 学时=hours)) == [("ZB-840", 3)] * wrong


def test_the_message_names_both_numbers(place: Place) -> None:
    course(place, 学时="3")
    assert messages(place, "ZB-840") == ["写的是 3 学时，各课合计 45 分钟，合 1 学时（每学时 45 分钟）"]


def test_an_hour_is_as_long_as_the_operator_says(place: Place) -> None:
    place.write("figures.yaml", "class-hour-minutes:\n  value: 15\n  source: 本单位培训办法第二条\n")
    assert found(place, course(place, 学时="3")) == []
    place.build()
    assert "每学时 15 分钟（参考）" not in place.page("/a/school/basics/").words
    assert "3 学时，共 45 分钟" in place.page("/a/school/basics/").words


def test_a_course_has_a_lesson(place: Place) -> None:
    path = course(place, "b/school/empty/index.md")
    assert found(place, path) == [("ZB-841", 1)]
    lesson(place, "one", folder="b/school/empty")
    assert found(place, path) == []


# requirements -----------------------------------------------------------------------------------


def test_a_course_leads_to_what_it_requires_also_elsewhere(place: Place) -> None:
    course(place, "b/school/more/index.md", 标题="进阶课", 先修="/a/school/basics/index.md")
    lesson(place, "one", folder="b/school/more")
    place.build()
    assert "/a/school/basics/" in led(place, "/b/school/more/", "main a")
    assert "/b/school/more/" in led(place, "/a/school/basics/", "main a")


def test_courses_that_require_each_other_are_named_in_a_circle(place: Place) -> None:
    course(place, 先修="/b/school/more/index.md")
    more = course(place, "b/school/more/index.md", 标题="进阶课", 先修="/b/school/last/index.md")
    last = course(place, "b/school/last/index.md", 标题="高级课", 先修="../../../a/school/basics/index.md")
    for folder in ("more", "last"):
        lesson(place, "one", folder=f"b/school/{folder}")
    assert [found(place, path) for path in (COURSE, more, last)] == [[("ZB-842", 3)]] * 3
    assert set(messages(place, "ZB-842")) == {"先修课程绕成了圈：入门课 → 进阶课 → 高级课 → 入门课"}
    course(place, "b/school/last/index.md", 标题="高级课")
    assert [found(place, path) for path in (COURSE, more, last)] == [[]] * 3


def test_a_course_that_leads_into_a_circle_is_not_on_it(place: Place) -> None:
    course(place, 先修="/b/school/x/index.md")
    x = course(place, "b/school/x/index.md", 先修="../y/index.md")
    y = course(place, "b/school/y/index.md", 先修="../x/index.md")
    for name in "xy":
        lesson(place, "one", folder=f"b/school/{name}")
    assert [found(place, path) for path in (COURSE, x, y)] == [[], [("ZB-842", 3)], [("ZB-842", 3)]]


def test_a_course_that_requires_itself_is_a_circle(place: Place) -> None:
    assert found(place, course(place, 先修="index.md")) == [("ZB-842", 3)]


def test_two_ways_to_the_same_course_are_no_circle(place: Place) -> None:
    paths = [course(place, f"b/school/{name}/index.md", 先修=needs) for name, needs in
             (("x", "../y/index.md、../z/index.md"), ("y", "../w/index.md"), ("z", "../w/index.md"), ("w", "/a/school/basics/index.md"))]  # fmt: skip
    for name in "xyzw":
        lesson(place, "one", folder=f"b/school/{name}")
    assert [found(place, path) for path in paths] == [[]] * 4


def test_only_a_course_can_be_required(place: Place) -> None:
    assert found(place, course(place, 先修="one.md")) == [("ZB-843", 3)]
    assert found(place, course(place, 先修="missing/index.md")) == [("ZB-301", 3)]


# lessons ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "text", "expected"),
    [
        ({"媒体": "film.mp4", "海报": "film.png"}, "看。\n", [("ZB-844", 4)]),
        ({"媒体": "film.mp4", "海报": "film.png", "文字稿": "film.txt"}, "看。\n", []),
        ({"媒体": "film.mp4", "海报": "film.png", "文字稿": "one.md"}, "看。\n", []),
        ({"媒体": "film.mp4", "海报": "film.png"}, "看。\n\n## 文字稿\n\n先看。\n", []),
        ({"媒体": "film.mp4", "文字稿": "film.txt"}, "看。\n", [("ZB-845", 4)]),
        ({"媒体": "film.txt", "文字稿": "film.txt"}, "看。\n", [("ZB-849", 4)]),
        ({"媒体": "https://live.example.cn/v/12", "文字稿": "film.txt"}, "看。\n", []),
        ({"媒体": "https://live.example.cn/v/12"}, "看。\n", [("ZB-844", 4)]),
        ({"媒体": "https://evil.example.com/film.mp4", "海报": "film.png", "文字稿": "film.txt"}, "看。\n", [("ZB-655", 4)]),
        ({"媒体": "//evil.example.com/film.mp4", "文字稿": "film.txt"}, "看。\n", [("ZB-655", 4)]),
        ({"媒体": "javascript:alert(1)//film.mp4", "文字稿": "film.txt"}, "看。\n", [("ZB-655", 4)]),
        ({"媒体": "https://[film.mp4", "文字稿": "film.txt"}, "看。\n", [("ZB-655", 4)]),
        ({"媒体": "film.mp4", "海报": "film.png", "字幕": "film.srt", "文字稿": "film.txt"}, "看。\n", [("ZB-857", 6)]),
        (
            {"媒体": "film.mp4", "海报": "film.png", "字幕": "https://evil.example.com/film.vtt", "文字稿": "film.txt"},
            "看。\n",
            [("ZB-857", 6)],
        ),
    ],
)
def test_what_is_played_can_be_read_as_well(
    place: Place, fields: dict[str, str], text: str, expected: list[tuple[str, int]]
) -> None:
    assert found(place, lesson(place, "film", text, **fields)) == expected


def test_sound_needs_no_poster(place: Place) -> None:
    place.write("a/media/talk.mp3", b"ID3\x03")
    assert found(place, lesson(place, "talk", 媒体="talk.mp3", 文字稿="film.txt")) == []


def test_a_film_is_played_with_poster_and_words_and_a_lesson_that_lacks_them_is_not_published(place: Place) -> None:
    lesson(place, "film", 媒体="film.mp4", 海报="film.png", 文字稿="film.txt")
    lesson(place, "mute", 媒体="film.mp4", 海报="film.png")
    place.build()
    page = place.page("/a/school/basics/film/")
    assert str(page.soup.select("video")[0]["poster"]) == "../../../../a/media/film.png"
    assert led(place, "/a/school/basics/film/", ".media a") == ["/a/media/film.txt", "/a/media/film.mp4"]
    assert "音视频" in page.texts(".facts")[0]
    assert not place.has("/a/school/basics/mute/")


def test_a_poster_is_as_small_as_every_browser_allows_and_tells_nothing(place: Place) -> None:
    place.write("a/media/still.jpg", saved(scene((2400, 1350)), "JPEG", quality=92, exif=tags()))
    lesson(place, "film", 媒体="film.mp4", 海报="still.jpg", 文字稿="film.txt")
    place.build()
    page = place.page("/a/school/basics/film/")
    poster = str(page.soup.select("video")[0]["poster"])
    assert poster == "../../../../a/media/still.jpg.960.jpg"
    content = (place.current / "a/media/still.jpg.960.jpg").read_bytes()
    assert (opened(content).size, dict(opened(content).getexif()), CANARY.encode() in content) == ((960, 540), {}, False)


def test_a_film_elsewhere_is_a_link_and_nothing_of_it_is_on_the_page(place: Place) -> None:
    lesson(place, "film", 媒体="https://live.example.cn/v/12", 海报="film.png", 文字稿="film.txt")
    place.build()
    page = place.page("/a/school/basics/film/")
    assert page.texts(".media a") == ["到示例直播平台观看", "文字稿"]
    assert page.hrefs(".media a")[0] == "https://live.example.cn/v/12"
    assert page.soup.select("video, audio, source, iframe") == []
    assert [str(image["src"]) for image in page.soup.select(".media img")] == ["../../../../a/media/film.png"]


def test_the_words_of_a_film_may_stand_below_it(place: Place) -> None:
    lesson(place, "film", "看。\n\n## 文字稿\n\n先看。\n", 媒体="film.mp4", 海报="film.png")
    place.build()
    page = place.page("/a/school/basics/film/")
    anchor = page.hrefs(".media a")[0]
    assert anchor.startswith("#")
    assert page.soup.find(id=anchor[1:]) is not None


@pytest.mark.parametrize(
    ("minutes", "column", "expected"), [("5", "微课", []), ("6", "微课", [("ZB-846", 3)]), ("6", "读书", [])]
)
def test_a_micro_lesson_is_short(place: Place, minutes: str, column: str, expected: list[tuple[str, int]]) -> None:
    assert found(place, lesson(place, "micro", 时长=minutes, 栏目=column)) == expected


def test_a_lesson_belongs_to_a_course(place: Place) -> None:
    path = lesson(place, "one", folder="b/school/lonely")
    assert found(place, path) == [("ZB-847", 1)]
    assert place.build().code == 0
    assert place.has("/b/school/lonely/one/")
    course(place, "b/school/lonely/index.md")
    assert found(place, path) == []


def test_a_lesson_elsewhere_belongs_to_no_course(place: Place) -> None:
    assert found(place, lesson(place, "x", folder="a/news", 类别="课")) == [("ZB-847", 1)]


def test_lessons_have_places_of_their_own(place: Place) -> None:
    path = lesson(place, "zwei", 课次="2")
    assert found(place, path) == [("ZB-848", 4)]
    assert messages(place, "ZB-848") == ["课次 2 和“课 two”相同，先后只按文件名排"]
    lesson(place, "zwei", 课次="4")
    assert found(place, path) == []


def test_a_form_is_one_of_four(place: Place) -> None:
    assert found(place, lesson(place, "x", 形式="讲座")) == [("ZB-116", 4)]
    lesson(place, "x", 形式="事迹报告")
    place.build()
    assert "事迹报告" in place.page("/a/school/basics/x/").texts(".facts")[0]
