"""News, essays and reports: whose name stands there, what pictures say, what comes first."""

from pathlib import Path

import pytest

from tests.networks import PIXEL, SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with a picture."""
    return Place(tmp_path).write_all({**SMALL, "a/media/1.png": PIXEL})


def codes(place: Place, path: str) -> list[tuple[str, int]]:
    """The codes and lines found in one file."""
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == path]


def test_a_name_stands_under_an_essay_only_with_consent(place: Place) -> None:
    text = "---\n标题: 读后\n日期: 2026-11-02\n署名: 示例同志\n---\n想到三点。\n"
    place.write("a/essays/e.md", text)
    assert codes(place, "a/essays/e.md") == [("ZB-612", 4)]
    place.write("a/essays/e.md", text.replace("署名: 示例同志\n", "署名: 示例同志\n本人同意: 是\n"))
    assert codes(place, "a/essays/e.md") == []
    place.build()
    assert "示例同志" in place.page("/a/essays/e/").words


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("第一", [("ZB-611", 3)]),
        ("1.5", [("ZB-611", 3)]),
        ("-1", [("ZB-611", 3)]),
        ("9" * 16, [("ZB-611", 3)]),
        ("1", []),
        ("20", []),
    ],
)
def test_a_place_in_the_navigation_is_a_whole_number(place: Place, order: str, found: list[tuple[str, int]]) -> None:
    place.write("a/pages/o.md", f"---\n标题: 页\n导航次序: '{order}'\n---\n写着。\n")
    assert codes(place, "a/pages/o.md") == found


def test_a_report_shows_its_result_before_its_story(place: Place) -> None:
    place.write("a/成果/r.md", "---\n标题: 读书会\n日期: 2026-11-02\n成果: 十二条口诀\n人数: 24\n---\n经过如下。\n")
    place.build()
    words = place.page("/a/reports/r/").words
    assert words.index("十二条口诀") < words.index("经过如下")
    assert "24" in words


@pytest.mark.parametrize("folder", ["news", "reports"])
def test_pictures_beside_the_text_are_shown_with_their_words(place: Place, folder: str) -> None:
    path, bare = f"a/{folder}/p.md", "---\n标题: 图\n日期: 2026-11-02\n图片: 1.png\n---\n看图。\n"
    place.write(path, bare)
    assert codes(place, path) == [("ZB-313", 4)]
    place.write(path, bare.replace("图片: 1.png", "图片:\n  - 文件: 1.png\n    替代文字: 一扇门\n    说明: 车间大门"))
    assert codes(place, path) == []
    place.build()
    page = place.page(f"/a/{folder}/p/")
    assert [(str(image["alt"]), str(image["width"])) for image in page.soup.select(".gallery img")] == [("一扇门", "1")]
    assert "车间大门" in page.words


def test_a_picture_that_is_missing_is_told_and_left_out(place: Place) -> None:
    place.write("a/news/p.md", "---\n标题: 图\n日期: 2026-11-02\n图片:\n  - 文件: 9.png\n    替代文字: 没有\n---\n看图。\n")
    assert [code for code, _ in codes(place, "a/news/p.md")] == ["ZB-306"]
    place.build()
    assert place.page("/a/news/p/").soup.select(".gallery") == []
