"""axe-core finds nothing on one page of every template, however it is shown."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import IN_BROWSER
from tests.quality.conftest import Shown
from tests.quality.judges import judge

pytestmark = IN_BROWSER

VIEWS = {"light": {}, "dark": {"scheme": "dark"}, "elder": {"elder": "on"}, "contrast": {"contrast": "high"}}
AXE = "axe-core/axe.min.js"
CHINESE = "axe-core/locales/zh_CN.json"
JUDGE = """async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(
  found => found.id + ' ' + found.help + ': ' + found.nodes.slice(0, 3).map(node => node.target + ' ' + node.failureSummary).join(' | '))"""


def seen(browser: Browser, origin: str, view: Mapping[str, str]) -> Page:
    """A reader with these choices, and axe at hand on every page; it needs the policy out of its way."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    for name, value in view.items():
        context.add_init_script(f"localStorage.setItem('zhibu.{name}', '{value}')")
    context.add_init_script(path=judge(AXE))
    context.add_init_script(f"axe.configure({{ locale: {judge(CHINESE).read_text('utf-8')} }})")
    return context.new_page()


@pytest.mark.parametrize("view", [pytest.param(view, marks=pytest.mark.xdist_group(f"axe {view}")) for view in VIEWS])
def test_axe_finds_nothing_on_a_page_of_any_template(browser: Browser, shown: Shown, view: str) -> None:
    page = seen(browser, shown.origin, VIEWS[view])
    found: list[str] = []
    for address in shown.addresses.values():
        page.goto(shown.served(address))
        found += [f"{address} {told}" for told in page.evaluate(JUDGE)]
    assert "\n".join(found) == ""


@pytest.mark.xdist_group("axe light")
def test_axe_would_find_something(browser: Browser, shown: Shown) -> None:
    page = seen(browser, shown.origin, {})
    page.goto(shown.origin)
    page.evaluate("document.querySelector('main').appendChild(new Image()).src = 'x.png'")
    page.evaluate("document.querySelector('h1').className = 'away'")
    assert [told.split()[0] for told in page.evaluate(JUDGE)] == ["image-alt"]
