"""The theme in a real Chromium: narrow screens, the elder view, script or none, paper, and the strict policy."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from plugins.build.theme import theme
from plugins.network.headers import CONTENT_SECURITY
from plugins.network.hrefs import Hrefs
from tests.themes import values
from tests.themes.rendering import THEME, page
from tests.themes.test_pages import GALLERIES, given

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
OFFLINE += ["--disable-component-update", "--disable-sync"]
PAGES = {**values.pages(), **GALLERIES}
NAMES = [name for name in PAGES if name not in ("cover", "redirect")]
UNSHOWN = (
    "report",
    "withdrawn",
    "gallery-1",
    "kinds/diagnosis.html",
    "kinds/reply.html",
    "kinds/task.html",
    "morning.html",
    "task_board.html",
)
"""What the public demonstration has no page of; tests/deploy/test_servers.py opens one of everything else."""
SITE_CSS = ":root{--accent:#a8271c;--accent-text:#8f1f16;--accent-soft:#f7e9e5}"
SMALL = """height => [...document.querySelectorAll('header a, .tool, button, summary, .list a, .pager a, .tags a, .facets a, footer a')]
  .filter(e => e.offsetParent && !e.closest('.prose, .attachments, .footnote, .byline'))
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
  .filter(([, found]) => found < height - 0.5)"""

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: the theme is not tried"),
]


class PolicyHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY)
        super().end_headers()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has every sample page at /<name>/."""
    folder = tmp_path_factory.mktemp("pages")
    made = theme(THEME)
    files = {f"assets/{name}": content for name, content in made.assets.items()}
    files["assets/site.css"] = SITE_CSS.encode()
    files["stamp.json"] = b'{"date": "2026-11-21", "as_of": "2026-11-21T06:00:00+08:00", "release": "7f3a9c"}'
    assets = {short: f"/assets/{name}" for short, name in {**made.names, "site_css": "site.css"}.items()}
    for name, (template, told) in {**PAGES, **{name: given(name) for name in UNSHOWN}}.items():
        url = Hrefs(values.SETTINGS.base_url, {}).on(f"/{name}/")
        files[f"{name}/index.html"] = page(template, {**told, "assets": assets, "url": url}).encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicyHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield started
        started.close()


def opened(
    browser: Browser,
    address: str,
    width: int = 1280,
    *,
    script: bool = True,
    elder: bool = False,
) -> Page:
    """A fresh reader on one page."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    if elder:
        context.add_init_script("localStorage.setItem('zhibu.elder', 'on')")
    shown = context.new_page()
    shown.goto(address)
    return shown


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
def test_no_page_scrolls_sideways_at_320_pixels(browser: Browser, base: str, elder: bool) -> None:
    shown = opened(browser, base, 320, elder=elder)
    for name in NAMES:
        shown.goto(f"{base}/{name}/")
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320, name


@pytest.mark.parametrize(("elder", "height"), [(False, 44), (True, 60)], ids=["plain", "elder"])
def test_what_a_finger_must_hit_is_large_enough(browser: Browser, base: str, elder: bool, height: int) -> None:
    shown = opened(browser, base, 375, elder=elder)
    for name in ("portal", "branch", "list", "news", "tree"):
        shown.goto(f"{base}/{name}/")
        assert shown.evaluate(SMALL, height) == [], name


def test_the_elder_view_works_without_script(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/news/", script=False)
    before = shown.locator(".prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    shown.get_by_text("长者版").click()
    after = shown.locator(".prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert (before, after) == (17, 21)
    assert not shown.get_by_text("高对比").is_visible()


def test_a_choice_is_kept_on_the_next_page(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/news/")
    shown.get_by_text("长者版").click()
    shown.get_by_text("深色").click()
    shown.goto(f"{base}/portal/")
    root = shown.locator("html")
    assert (root.get_attribute("data-elder"), root.get_attribute("data-scheme")) == (
        "on",
        "dark",
    )
    assert shown.locator("#view-elder").is_checked()
    shown.get_by_text("长者版").click()
    shown.goto(f"{base}/news/")
    assert shown.locator("html").get_attribute("data-elder") is None


def test_the_switches_and_the_switcher_work_by_keyboard(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/portal/")
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    shown.locator("#view-contrast").focus()
    shown.keyboard.press("Space")
    assert shown.locator("html").get_attribute("data-contrast") == "high"
    shown.locator(".switcher summary").focus()
    shown.keyboard.press("Enter")
    assert shown.locator(".switcher-panel").is_visible()
    shown.keyboard.press("Escape")
    assert not shown.locator(".switcher-panel").is_visible()


def test_the_stamp_says_the_date_and_the_release(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/portal/")
    shown.get_by_text("2026年11月21日 星期六").wait_for()
    assert "更新于 2026-11-21 06:00" in shown.locator(".footer-last").inner_text()
    without = opened(browser, f"{base}/portal/", script=False)
    assert not without.get_by_text("更新于").is_visible()


def test_nothing_offends_the_strict_policy(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/portal/")
    heard: list[str] = []
    shown.on("console", lambda message: heard.append(message.text))
    shown.on("pageerror", lambda error: heard.append(str(error)))
    for name in ("portal", "branch", "library", "list", "news", *UNSHOWN):
        shown.goto(f"{base}/{name}/")
    assert [one for one in heard if "404" not in one] == []


def test_paper_carries_the_text_and_its_address_but_no_navigation(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/news/")
    shown.emulate_media(media="print")
    assert shown.get_by_text("本页地址：https://dangjian.example.cn/").is_visible()
    assert shown.locator("h1").is_visible()
    for gone in (".nav", ".utility", ".footer", ".breadcrumb", ".aside", ".neighbours"):
        assert not shown.locator(gone).first.is_visible(), gone


def test_the_finder_leaves_what_holds_every_word_that_is_typed(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/finder/")
    visible = (
        "[...document.querySelectorAll('[data-find]')].filter(e => e.offsetParent).map(e => e.querySelector('a').textContent)"
    )
    assert len(shown.evaluate(visible)) == len(values.SITES)
    shown.fill("[type=search]", "ZHUANG 装配")
    assert shown.evaluate(visible) == ["装配党支部"]
    assert not shown.locator("[data-finder-none]").is_visible()
    shown.fill("[type=search]", "没有这个")
    assert shown.evaluate(visible) == []
    assert shown.locator("[data-finder-none]").is_visible()
    assert not shown.locator(".finder h3").first.is_visible()


def test_without_script_the_finder_is_a_whole_list(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/finder/", script=False)
    assert shown.locator("[data-find]").count() == len(values.SITES)
    assert not shown.locator("[type=search]").is_visible()
