"""Whole journeys of readers in a real Chromium: from nginx as we ship it, and in the offline copy, opened from a disk.

On none of them may a reader meet a word in the console, a request elsewhere or anything against the policy.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page

from plugins.release.offline import FOLDER, OPENER
from tests.browser import IN_BROWSER, browser, listening
from tests.deploy.test_servers import Sites, nginx, running
from tests.networks import Place
from tests.quality.test_every_template import PAPER, TOO_WIDE, WIDTHS
from tests.release.test_offline import copied

__all__ = ["browser"]

pytestmark = [pytest.mark.xdist_group("journeys"), IN_BROWSER]

TITLE, ARTICLE = "一台旧料焊的工装车", "/zhuangpei/news/2026-01-14-fixture-cart/"
HOST = "https://dangjian.example.cn"
PAGES = ("/", "/zhuangpei/", "/news/", "/goals/", ARTICLE, f"{ARTICLE}share/", "/library/", "/search/", "/school/ru-men/", "/quizzes/ru-men/")  # fmt: skip
PRINTED = (ARTICLE, "/publicity/2026-11-20-team-leader/", "/zhuangpei/meetings/2026-09-18-general/", "/health/bulletin/2026-Q3/")
HELD = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()"
SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"


class Reader(Protocol):
    """Somebody with a device of their own, who opens a page of the network."""

    def __call__(self, address: str, width: int = 1280, **device: Any) -> Page: ...


@pytest.fixture(scope="module")
def copy(demo: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked offline copy of the demonstration network."""
    return copied(demo, tmp_path_factory.mktemp("copy") / "copy.zip")


@pytest.fixture(scope="module", params=["nginx", "copy"])
def home(request: pytest.FixtureRequest, demo: Place, copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the network begins: on a server, or in the copy."""
    if request.param == "copy":
        yield f"{(copy / FOLDER).as_uri()}/"
        return
    with running(nginx, tmp_path_factory.mktemp("nginx"), Sites(demo.current, demo.current)) as server:
        yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def reader(browser: Browser, home: str) -> Iterator[Reader]:
    """Gives readers; what any of them met fails the test at its end."""
    heard: list[list[str]] = []

    def begins(address: str, width: int = 1280, **device: Any) -> Page:
        page = browser.new_context(viewport={"width": width, "height": 800}, **device).new_page()
        heard.append(listening(page, home))
        page.goto(at(home, address))
        return page

    yield begins
    assert [met for one in heard for met in one] == []


def at(home: str, address: str) -> str:
    """The URL of a page: a disk shows no folder's page by itself."""
    return home + address[1:] + ("index.html" if home.startswith("file:") and address.endswith("/") else "")


def arrive(page: Page, title: str) -> None:
    """Wait for the page with a title."""
    page.locator("h1", has_text=re.compile(f"^{re.escape(title)}$")).wait_for()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so is in focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(HELD) == name:
            return
    pytest.fail(f"{name} is not reached by Tab on {page.url}")


def results(page: Page, count: int) -> list[str]:
    """The titles of so many results."""
    page.locator("[data-status]", has_text=f"找到 {count} 篇").wait_for()
    page.locator(".result a").nth(min(count, 10) - 1).wait_for()
    return page.locator(".result a").all_inner_texts()


def count_of(page: Page) -> int:
    """How much the page says it has found."""
    page.locator("[data-status]", has_text="找到").wait_for()
    return int(re.sub(r"\D", "", page.inner_text("[data-status]")))


def pasted(page: Page) -> list[str]:
    """What the reader gets who pastes now: as text, as markup."""
    page.evaluate(
        "window.got = new Promise(done => addEventListener('paste', event => done(['text/plain', 'text/html']"
        ".map(type => event.clipboardData.getData(type))), {once: true})); null"
    )
    page.keyboard.press("Control+V")
    return list(page.evaluate("window.got"))


def test_by_keyboard_to_another_site_and_to_a_list_of_it(reader: Reader) -> None:
    page = reader("/")
    tab_to(page, "切换站点")
    page.keyboard.press("Enter")
    tab_to(page, "装配党支部")
    page.keyboard.press("Enter")
    page.locator(".masthead-name", has_text="装配党支部").wait_for()
    assert page.locator(".switcher [aria-current]").get_attribute("class") == "site-zhuangpei"
    tab_to(page, "更多")
    page.keyboard.press("Enter")
    tab_to(page, "来信")
    page.keyboard.press("Enter")
    arrive(page, "来信")


def test_by_keyboard_through_the_search_to_an_article_and_back(reader: Reader) -> None:
    page = reader("/zhuangpei/")
    page.keyboard.press("/")
    page.keyboard.type("工装车")
    page.keyboard.press("Enter")
    assert results(page, 1) == [TITLE]
    page.focus("#search-words")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrive(page, TITLE)
    page.go_back()
    assert results(page, 1) == [TITLE]


def test_what_is_found_is_narrowed_by_keyboard_and_widened_again(reader: Reader) -> None:
    page = reader("/search/", 390)
    page.focus("#search-words")
    page.keyboard.type("点检")
    page.keyboard.press("Enter")
    every = count_of(page)
    tab_to(page, "筛选")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    chosen, told = page.evaluate("document.activeElement.innerText").split()
    page.keyboard.press("Enter")
    assert 0 < count_of(page) == int(told) < every
    assert page.evaluate("[document.activeElement.innerText.split(/\\s/)[0], document.activeElement.ariaPressed]") == [
        chosen,
        "true",
    ]
    page.reload()
    assert count_of(page) == int(told)
    page.locator("summary", has_text="筛选").press("Enter")
    page.get_by_role("button", name=chosen, pressed=True).press("Enter")
    assert count_of(page) == every


def test_a_list_is_narrowed_by_its_facets_without_script(reader: Reader) -> None:
    page = reader("/library/", java_script_enabled=False)
    choice = page.locator(".facets a", has_text="手册")
    told = int(choice.locator("small").inner_text())
    choice.click()
    page.locator("main .facets [aria-current]", has_text="手册").wait_for()
    assert page.get_by_text(f"共 {told} 条").is_visible()


def test_a_course_is_studied_and_its_test_passed(reader: Reader) -> None:
    page = reader("/school/ru-men/")
    assert page.locator("[data-progress]").inner_text() == "这台设备上已学 0 课，共 3 课"
    page.locator("[data-lesson] a").first.click()
    for lesson in ("权利和义务，各记三条", "党费怎样交、怎样用", "支部一年里的会和课"):
        arrive(page, lesson)
        page.get_by_role("button", name="学完了").press("Enter")
        assert page.locator("[data-study]").get_attribute("aria-pressed") == "true"
        if page.locator("[rel=next]").count():
            page.locator("[rel=next]").click()
    page.locator(".breadcrumb a", has_text="党员入门课").click()
    assert page.locator("[data-progress]").inner_text() == "这台设备上已学 3 课，共 3 课"
    page.locator(".prose a", has_text="入门自测").click()
    page.locator("[data-question]").first.wait_for()
    for right in page.locator("input[data-right]").all():
        right.check()
    for blank in page.locator("input[data-answer]").all():
        blank.fill((blank.get_attribute("data-answer") or "").partition("/")[0])
    page.get_by_role("button", name="交卷").press("Enter")
    count = page.locator("[data-question]").count()
    assert page.locator(".quiz output").inner_text() == f"答对 {count} 题，共 {count} 题"


def test_who_needs_large_text_has_it_on_every_site_until_it_is_taken_back(reader: Reader, home: str) -> None:
    page = reader("/zhuangpei/")
    page.get_by_text("长者版").click()
    for address in ("/", ARTICLE, "/library/", "/search/", "/quizzes/ru-men/", f"{ARTICLE}share/"):
        page.goto(at(home, address))
        assert page.locator("main").evaluate(SIZE) >= 21
        assert page.locator("#view-elder").is_checked()
    page.get_by_text("长者版").click()
    page.goto(at(home, "/zhuangpei/"))
    assert page.locator("main").evaluate(SIZE) == 17


def test_an_address_and_texts_are_copied(reader: Reader) -> None:
    page = reader(ARTICLE)
    page.get_by_role("button", name="复制网址").press("Enter")
    page.locator(".share [role=status]", has_text="已复制").wait_for()
    assert pasted(page)[0] == f"{HOST}{ARTICLE}"
    page.get_by_role("link", name="分享").click()
    arrive(page, "分享这一篇")
    for button in page.locator("[data-copy]").all():
        button.press("Enter")
        section = page.locator("section.copied", has=page.locator(f"#{button.get_attribute('data-copy')}"))
        assert section.locator("[role=status]").inner_text() == "已复制"
        text, markup = pasted(page)
        held = section.locator("textarea").input_value()
        if button.get_attribute("data-as-html") is None:
            assert (text, markup) == (held, "")
        else:
            assert held in markup
            assert text == page.locator("#plain").input_value()
    assert page.locator("[data-copy]").count() == 4


@pytest.mark.parametrize("address", PRINTED)
def test_paper_carries_the_text_the_address_and_its_code_and_nothing_to_press(reader: Reader, address: str) -> None:
    page = reader(address, PAPER, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_text(f"本页地址：{HOST}{address}").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).color") == "rgb(34, 29, 25)"
    code = page.locator(".print-code")
    assert code.bounding_box()["width"] > 80  # type: ignore[index]  # 24 mm
    assert code.evaluate("e => e.tagName !== 'IMG' || e.decode().then(() => e.naturalWidth > 0)")
    assert page.locator("nav:visible, button:visible, .footer:visible, input:visible").count() == 0
    assert not page.evaluate(TOO_WIDE)


def test_without_script_everything_is_reached_and_said(reader: Reader) -> None:
    page = reader("/", java_script_enabled=False)
    page.locator(".switcher > summary").click()
    page.locator(".switcher a", has_text="装配党支部").click()
    page.locator(".nav-more > summary").click()
    page.locator(".nav-panel a", has_text="日程").first.click()
    arrive(page, "日程")
    page.locator(".nav a", has_text="动态").first.click()
    arrive(page, "动态")
    while not page.locator(".card a", has_text=TITLE).count():
        page.locator(".pager a[rel=next]").click()
    page.locator(".card a", has_text=TITLE).click()
    arrive(page, TITLE)
    page.get_by_text("长者版").click()
    assert page.locator(".prose p").first.evaluate(SIZE) == 21
    assert page.locator(".scripted:visible, [data-aloud]:visible").count() == 0
    page.locator("[rel=prev]").click()
    page.locator(".search-box input").fill("点检")
    page.locator(".search-box button").click()
    page.locator("noscript .search-note").wait_for()
    assert page.locator("main a:visible").count() > 5


@pytest.mark.parametrize("device", [{}, {"java_script_enabled": False}], ids=["script", "no-script"])
def test_on_every_screen_nothing_stands_beyond_its_edge(reader: Reader, home: str, device: dict[str, Any]) -> None:
    page = reader("/", **device)
    wide: list[object] = []
    for address in PAGES:
        page.goto(at(home, address))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide += [(address, width, found) for found in page.evaluate(TOO_WIDE) or ()]
    assert wide == []


def test_a_double_click_on_the_copy_opens_its_home_page(browser: Browser, copy: Path) -> None:
    page = browser.new_page()
    heard = listening(page, f"{copy.as_uri()}/")
    page.goto((copy / OPENER).as_uri())
    page.wait_for_url(f"{(copy / FOLDER).as_uri()}/index.html")
    assert page.locator(".masthead-name").inner_text() == "示例机电党建网络"
    assert heard == []
