"""What a first visit to any page costs, uncompressed and without pictures."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from tests.quality.conftest import Shown

pytestmark = pytest.mark.xdist_group("output")

PAGE, STYLES, SCRIPTS, FIRST_LOAD = 60_000, 40_000, 25_000, 200_000
SEARCH = "search"
"""Scripts whose names begin so weigh in the first load only."""


def weights(folder: Path, page: Path) -> Iterator[tuple[str, int]]:
    """What a page weighs itself and with all that it loads."""
    root = html.parse(page).getroot()
    size = page.stat().st_size
    styles, scripts, other = (
        {resolved(folder, page, found) for found in root.xpath(path)}
        for path in ("//link[@rel='stylesheet']/@href", "//script/@src", "//link[@rel='icon']/@href|//script/@data-stamp-source")
    )
    yield "page", size
    yield "styles", sum(map(weight, styles))
    yield "scripts", sum(weight(script) for script in scripts if not script.name.startswith(SEARCH))
    yield "first load", size + sum(map(weight, styles | scripts | other))


def resolved(folder: Path, page: Path, href: str) -> Path:
    """The file that a page refers to; the page for what is missing refers from the root."""
    return folder / href.lstrip("/") if href.startswith("/") else (page.parent / href).resolve()


@cache
def weight(file: Path) -> int:
    """The bytes of a file that many pages load."""
    return file.stat().st_size


@pytest.fixture(scope="module")
def heaviest(shown: Shown) -> Mapping[str, tuple[int, str]]:
    """Of each kind of weight the largest and its page."""
    found: dict[str, tuple[int, str]] = {}
    for page in shown.folder.rglob("*.html"):
        for name, size in weights(shown.folder, page):
            found[name] = max(found.get(name, (0, "")), (size, str(page.relative_to(shown.folder))))
    return found


@pytest.mark.parametrize(("name", "most"), [("page", PAGE), ("styles", STYLES), ("scripts", SCRIPTS), ("first load", FIRST_LOAD)])
def test_no_page_weighs_too_much(heaviest: Mapping[str, tuple[int, str]], name: str, most: int) -> None:
    assert (0, "") < heaviest[name] <= (most, "")
