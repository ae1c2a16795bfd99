"""The picture that messengers show of a site."""

import io
from pathlib import Path

import pytest
from PIL import Image

from plugins.sharing.cards import card
from tests.networks import PIXEL, SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, unbuilt."""
    return Place(tmp_path).write_all(SMALL)


def pictures(place: Place, address: str) -> list[str]:
    return [str(found["content"]) for found in place.page(address).soup.select("meta[property='og:image']")]


def test_a_picture_shows_the_accent_around_the_emblem_and_weighs_little() -> None:
    made = card("#1f5b8f")
    shown = Image.open(io.BytesIO(made)).convert("RGB")
    assert shown.size == (1200, 630)
    assert all(abs(one - other) < 8 for one, other in zip(shown.getpixel((5, 5)), (0x1F, 0x5B, 0x8F), strict=True))  # type: ignore[arg-type]
    assert min(shown.getpixel((600, 315))) > 240  # type: ignore[arg-type]
    assert len(made) < 30_000
    assert card("#1f5b8f") == made


def test_pages_name_the_picture_of_their_site_by_its_whole_url(place: Place) -> None:
    place.build()
    assert pictures(place, "/") == ["https://wang.example.cn/share.png"]
    assert pictures(place, "/a/news/2026-10-01-walk/") == ["https://wang.example.cn/a/share.png"]
    assert place.current.joinpath("a/share.png").read_bytes() == card("#1f5b8f")


def test_a_cover_goes_before_it(place: Place) -> None:
    place.write("a/media/cover.png", PIXEL)
    place.edit("a/news/2026-10-08-again.md", "tags:", "cover: ../media/cover.png\nalt: 门口\ntags:")
    place.build()
    assert pictures(place, "/a/news/2026-10-08-again/") == ["https://wang.example.cn/a/media/cover.png"]


def test_a_site_can_go_without(place: Place) -> None:
    place.edit("a/site.yaml", "columns", "capabilities: [-sharing.cards]\ncolumns")
    place.build()
    assert pictures(place, "/a/") == [] and not place.has("/a/share.png")
    assert place.has("/share.png")
