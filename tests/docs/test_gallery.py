"""The gallery shows what it says: every page in every view, in small pictures, and nothing else."""

from pathlib import Path

import pytest
from PIL import Image

from docs.gallery.__main__ import HERE, MOST, PAGES, VIEWS, index, smallest
from tests.docs.documents import READMES

PICTURES = [f"{one.name}-{view.name}.webp" for one in PAGES for view in VIEWS]


def test_there_are_fourteen_pages_and_a_picture_of_each_in_every_view() -> None:
    assert len(PAGES) == len({one.name for one in PAGES}) == 14
    assert {path.name for path in HERE.glob("*.webp")} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_small_and_shows_something(name: str) -> None:
    assert (HERE / name).stat().st_size <= MOST
    with Image.open(HERE / name) as picture:
        assert picture.format == "WEBP"
        assert picture.height > 400
        assert len(picture.resize((64, 64)).quantize(32).getcolors() or ()) > 8


def test_the_index_is_the_one_that_is_written() -> None:
    assert (HERE / "README.md").read_text("utf-8") == index(), "run: python -m docs.gallery portal"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readme_shows_four(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert text.count("](docs/gallery/") == 5
    assert text.count(".webp)") == 4


def test_a_picture_that_cannot_be_small_is_refused() -> None:
    noise = Image.effect_noise((1600, 1600), 255).convert("RGB")
    with pytest.raises(ValueError, match="too large"):
        smallest(noise)
