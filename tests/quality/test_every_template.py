"""One page of every template in a real Chromium: no screen too narrow, not a word in the console, nothing asked elsewhere."""

import pytest
from playwright.sync_api import Browser

from tests.browser import IN_BROWSER, listening, opened
from tests.quality.conftest import Shown

pytestmark = [pytest.mark.xdist_group("every template"), IN_BROWSER]

WIDTHS = (320, 375, 768, 1440)
PAPER = 672
"""What A4 leaves between its margins, in the pixels of CSS: 210 mm less twice 16 mm."""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
  && [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
      .map(e => e.tagName + '.' + e.className).slice(0, 5)"""


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
def test_no_page_scrolls_sideways(browser: Browser, shown: Shown, elder: bool) -> None:
    page = opened(browser, shown.origin, elder=elder)
    wide: dict[str, object] = {}
    for template, address in shown.addresses.items():
        page.goto(shown.served(address))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if found := page.evaluate(TOO_WIDE):
                wide[f"{template} at {width}: {address}"] = found
    assert wide == {}


def test_no_page_is_wider_than_its_paper(browser: Browser, shown: Shown) -> None:
    page = opened(browser, "about:blank", PAPER)
    page.emulate_media(media="print")
    wide: dict[str, object] = {}
    for template, address in shown.addresses.items():
        page.goto(shown.served(address))
        if found := page.evaluate(TOO_WIDE):
            wide[f"{template}: {address}"] = found
    assert wide == {}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_nothing_is_said_and_nothing_asked_elsewhere(browser: Browser, shown: Shown, script: bool) -> None:
    page = opened(browser, "about:blank", script=script)
    heard = listening(page, f"{shown.origin}/")
    for address in shown.addresses.values():
        page.goto(shown.served(address))
        if script:
            page.locator("[data-stamp=as_of]:visible").wait_for()  # the last thing that a page asks for
    assert heard == []


def test_nothing_is_said_and_nothing_asked_from_a_disk(browser: Browser, shown: Shown) -> None:
    page = opened(browser, "about:blank")
    heard = listening(page, f"file://{shown.folder}/")
    for template, address in shown.addresses.items():
        if template != "404.html":  # a server shows it for other addresses, so its links begin at the root
            page.goto(shown.on_disk(address))
    page.wait_for_timeout(300)
    assert heard == []


def test_this_test_hears_what_it_listens_for(browser: Browser, shown: Shown) -> None:
    page = opened(browser, shown.origin)
    heard = listening(page, f"{shown.origin}/")
    page.evaluate("document.body.appendChild(document.createElement('script')).textContent = '1'")
    page.evaluate("fetch('/nothing')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.evaluate("Object.assign(document.body.appendChild(document.createElement('div')), {className: 'too-wide'})"
                  ".style.cssText = 'width: 3000px; height: 1px'")  # fmt: skip
    assert page.evaluate(TOO_WIDE) == ["DIV.too-wide"]
    page.goto(shown.on_disk("/"))
    page.evaluate("document.body.appendChild(new Image()).src = 'http://127.0.0.1:9/x.png'")
    page.wait_for_timeout(300)
    for sign in ("Content Security Policy", "404", "thrown", "asks http://127.0.0.1:9/x.png"):
        assert any(sign in said for said in heard), sign
