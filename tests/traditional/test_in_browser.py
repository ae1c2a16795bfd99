"""The switch between both ways to write Chinese, search and the copy for disks, in a real browser."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from plugins.cli.checking import write_offline
from tests.browser import IN_BROWSER, browser, serving
from tests.networks import SMALL, Place

__all__ = ["browser"]
pytestmark = IN_BROWSER

WALK = "a/news/2026-10-01-walk/"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with Traditional pages."""
    place = Place(tmp_path).write_all(SMALL)
    place.edit("network.yaml", "per_branch", "traditional: 是\nper_branch")
    return place


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone of the smallest size, whose console must stay empty."""
    said: list[str] = []
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        yield page
    assert said == []


def switched(page: Page) -> tuple[str, list[str]]:
    """Where the switch leads, and all tools that can be seen."""
    seen = [tool.strip() for tool in page.locator(".tool:visible").all_inner_texts()]
    page.locator(".tool[hreflang]:visible").click()
    return page.title(), seen


def test_the_switch_shows_the_other_form_and_leads_there_and_back(place: Place, page: Page) -> None:
    place.build()
    with serving(place.current) as origin:
        page.goto(f"{origin}/{WALK}")
        assert switched(page) == ("現場巡查記錄 - 甲支部", ["长者版", "高对比", "深色", "繁體"])
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert switched(page) == ("现场巡查记录 - 甲支部", ["長者版", "高對比", "深色", "简体"])
        assert page.url == f"{origin}/{WALK}"


def test_each_form_asks_for_the_fonts_that_write_it(place: Place, page: Page) -> None:
    place.build()
    with serving(place.current) as base:
        for address, fonts in (("/a/", "SC"), ("/zh-hant/a/", "TC")):
            page.goto(f"{base}{address}")
            sans, serif = page.evaluate("['body', 'h1'].map(name => getComputedStyle(document.querySelector(name)).fontFamily)")
            assert f"PingFang {fonts}" in sans
            assert f"Songti {fonts}" in serif


def test_search_finds_simplified_text_by_traditional_words_and_stays_among_copies(place: Place, page: Page) -> None:
    place.build()
    with serving(place.current) as origin:
        page.goto(f"{origin}/zh-hant/a/")
        page.fill("[name=q]", "巡查記錄")
        page.press("[name=q]", "Enter")
        page.locator(".result-title").first.click()
        page.wait_for_url(f"{origin}/zh-hant/{WALK}")


def test_a_copy_for_disks_leads_from_one_form_to_the_other(place: Place, page: Page) -> None:
    told = place.build()
    assert write_offline(told, place.request(), place.folder / "copy.zip") == 0
    with zipfile.ZipFile(place.folder / "copy.zip") as packed:
        packed.extractall(place.folder / "copy")
    page.goto(f"file://{place.folder}/copy/site/{WALK}index.html")
    assert switched(page)[0] == "現場巡查記錄 - 甲支部"
    page.locator(".masthead-link").click()
    assert page.url.endswith("/copy/site/zh-hant/a/index.html")
    assert switched(page)[0].startswith("甲支部") or page.url.endswith("/copy/site/a/index.html")
