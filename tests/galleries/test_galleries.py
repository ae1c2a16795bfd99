"""Galleries: every picture is described and may be shown."""

from pathlib import Path

import pytest

from tests.networks import PIXEL, SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with two pictures."""
    return Place(tmp_path).write_all({**SMALL, "a/media/1.png": PIXEL, "a/media/2.png": PIXEL + b"\0"})


def gallery(place: Place, fields: str) -> list[tuple[str, int]]:
    """Write a gallery; what is found in it."""
    place.write("a/影像/g.md", f"---\n标题: 影像\n日期: 2026-11-02\n{fields}---\n看看。\n")
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == "a/影像/g.md"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("图片: 1.png\n", [("ZB-863", 4)]),
        ("图片:\n  - 文件: 1.png\n    替代文字: 一扇门\n", [("ZB-863", 5)]),
        ("图片:\n  - 文件: 1.png\n    版权: 甲摄\n", [("ZB-863", 5)]),
        ("版权: 甲摄\n图片:\n  - 文件: 1.png\n    替代文字: 一扇门\n", []),
        ("图片:\n  - 文件: 1.png\n    替代文字: 一扇门\n    版权: 甲摄\n", []),
    ],
)
def test_a_picture_without_words_or_rights_stops_the_gallery(place: Place, fields: str, found: list[tuple[str, int]]) -> None:
    assert gallery(place, fields) == found


def test_the_page_shows_every_picture_with_words_and_rights(place: Place) -> None:
    gallery(
        place,
        "版权: 甲摄\n图片:\n  - 文件: 1.png\n    替代文字: 一扇门\n  - 文件: 2.png\n    替代文字: 另一扇门\n    版权: 乙摄\n",
    )
    place.build()
    page = place.page("/a/galleries/g/")
    assert [str(image["alt"]) for image in page.soup.select(".gallery img")] == ["一扇门", "另一扇门"]
    assert page.texts(".gallery figcaption") == ["甲摄", "乙摄"]
