"""What readers do, in a real Chromium: by keyboard, with and without script, on paper, from a server and from a disk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import IN_BROWSER, opened
from tests.quality.conftest import Shown

pytestmark = [pytest.mark.xdist_group("browser"), IN_BROWSER]

At = Callable[[str], str]

NEWS = "/zhuangpei/news/2026-01-14-fixture-cart/"
LESSON = "/school/ru-men/1-quan-li-yi-wu/"
SITES = 8
SMALL = """height => [...document.querySelectorAll('header a, .tool, button, summary, .list a, .pager a, .tags a, .facets a, footer a')]
  .filter(e => e.offsetParent && !e.closest('.prose, .attachments, .footnote, .byline'))
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
  .filter(([, found]) => found < height - 0.5)"""
FOUND = "[...document.querySelectorAll('[data-find]')].filter(e => e.offsetParent).map(e => e.querySelector('a').textContent)"
SIZE = "e => parseFloat(getComputedStyle(e).fontSize)"
GROUND = "getComputedStyle(document.body).backgroundColor"
MEASURE = "[...document.querySelectorAll('.prose')].map(e => e.clientWidth / parseFloat(getComputedStyle(e).fontSize))"
INDENTS = "[...document.querySelectorAll('.prose p')].map(e => [e.className, getComputedStyle(e).textIndent])"


@pytest.fixture(params=["served", "disk"])
def at(request: pytest.FixtureRequest, shown: Shown) -> At:
    """The URL of an address, on a server or on a disk."""
    return shown.served if request.param == "served" else shown.on_disk


def focused(page: Page) -> str:
    """The text or the name of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))


def test_the_first_tab_leads_past_the_navigation(browser: Browser, at: At) -> None:
    page = opened(browser, at(NEWS))
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    assert page.locator(".skip").bounding_box()["width"] > 60  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_that_can_be_pressed_is_reached_by_tab_and_seen(browser: Browser, at: At) -> None:
    page = opened(browser, at("/"))
    page.evaluate("window.scrollTo(0, 0)")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(focused(page))
        assert page.evaluate("e => { const s = getComputedStyle(document.activeElement.matches('.tool-switch')"
                             " ? document.activeElement.nextElementSibling : document.activeElement);"
                             " return s.outlineStyle !== 'none' || s.clipPath === 'none' && s.position === 'absolute' }"), reached[-1]  # fmt: skip
    assert {"view-elder", "view-contrast", "view-dark", "打印", "切换站点", "更多"} <= set(reached)


@pytest.mark.parametrize("panel", ["switcher", "nav-more"])
def test_a_panel_opens_by_key_and_closes_by_escape_or_by_a_click_elsewhere(browser: Browser, at: At, panel: str) -> None:
    page = opened(browser, at("/"))
    summary, below = page.locator(f".{panel} > summary"), page.locator(f".{panel} .drop-panel")
    summary.focus()
    page.keyboard.press("Enter")
    assert below.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not below.is_visible()
    assert focused(page) == summary.inner_text()
    page.keyboard.press("Space")
    assert below.is_visible()
    page.mouse.click(640, 790)
    assert not below.is_visible()


def test_choices_are_kept_on_the_next_page_and_can_be_taken_back(browser: Browser, at: At) -> None:
    page = opened(browser, at(NEWS))
    light = page.evaluate(GROUND)
    page.locator("#view-elder").focus()
    page.keyboard.press("Space")
    page.get_by_text("深色").click()
    for address in ("/", "/zhuangpei/", "/library/"):
        page.goto(at(address))
        assert page.locator("main p").first.evaluate(SIZE) >= 18
        assert page.locator("#view-elder").is_checked()
        assert page.locator("#view-dark").is_checked()
        assert page.evaluate(GROUND) == "rgb(23, 19, 16)"
    page.get_by_text("深色").click()
    page.get_by_text("高对比").click()
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"
    page.get_by_text("高对比").click()
    page.get_by_text("长者版").click()
    page.goto(at(NEWS))
    assert page.evaluate(GROUND) == light
    assert page.locator(".prose p").first.evaluate(SIZE) == 17


def test_a_page_that_is_gone_back_to_is_shown_as_was_chosen_since(browser: Browser, at: At) -> None:
    page = opened(browser, at(NEWS))
    page.goto(at("/zhuangpei/"))
    page.get_by_text("长者版").click()
    page.go_back()
    assert page.locator("#view-elder").is_checked()
    assert page.locator(".prose p").first.evaluate(SIZE) == 21


def test_who_asks_the_system_for_dark_gets_it_and_may_choose_light(browser: Browser, at: At) -> None:
    page = opened(browser, "about:blank")
    page.emulate_media(color_scheme="dark")
    page.goto(at("/"))
    assert (page.evaluate(GROUND), page.locator("#view-dark").is_checked()) == ("rgb(23, 19, 16)", True)
    page.get_by_text("深色").click()
    page.goto(at(NEWS))
    assert (page.evaluate(GROUND), page.locator("#view-dark").is_checked()) == ("rgb(251, 248, 243)", False)


def test_without_script_all_is_read_and_the_elder_view_works(browser: Browser, at: At) -> None:
    page = opened(browser, at(NEWS), script=False)
    text = page.locator(".prose p").first
    assert text.evaluate(SIZE) == 17
    page.get_by_text("长者版").click()
    assert text.evaluate(SIZE) == 21
    assert page.locator(".scripted:visible, [data-stamp]:visible").count() == 0
    page.locator(".switcher > summary").click()
    assert page.locator(".switcher-panel a:visible").count() == SITES + 1


@pytest.mark.parametrize("way", ["screen", "elder", "print"])
def test_a_line_of_text_has_at_most_38_characters(browser: Browser, shown: Shown, way: str) -> None:
    page = opened(browser, "about:blank", 1920, elder=way == "elder")
    page.emulate_media(media="print" if way == "print" else "screen")
    for template in ("kinds/news.html", "kinds/notice.html", "kinds/page.html", "kinds/resource.html", "typeset"):
        page.goto(shown.served(shown.addresses[template]))
        assert 20 < max(page.evaluate(MEASURE)) <= 38, template


def test_a_site_may_indent_its_paragraphs(browser: Browser, shown: Shown) -> None:
    page = opened(browser, shown.served(shown.addresses["typeset"]))
    assert {tuple(one) for one in page.evaluate(INDENTS)} == {("", "34px"), ("", "0px"), ("note-title", "0px")}
    assert page.locator(".prose > p").first.evaluate("e => getComputedStyle(e).textIndent") == "34px"
    page.goto(shown.served(NEWS))
    assert {indent for _, indent in page.evaluate(INDENTS)} == {"0px"}


def test_type_is_set_as_chinese_is(browser: Browser, shown: Shown) -> None:
    page = opened(browser, shown.served(NEWS))
    told = page.locator(".prose p").first.evaluate(
        "e => ['textAutospace', 'textSpacingTrim', 'fontVariantNumeric', 'lineBreak'].map(name => getComputedStyle(e)[name])"
    )
    assert told == ["normal", "trim-start", "tabular-nums", "strict"]


def test_paper_carries_the_text_and_its_address_but_no_navigation(browser: Browser, at: At) -> None:
    page = opened(browser, at(NEWS))
    page.get_by_text("深色").click()
    page.emulate_media(media="print")
    assert page.get_by_text(f"本页地址：https://dangjian.example.cn{NEWS}").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("body").evaluate("e => getComputedStyle(e).color") == "rgb(34, 29, 25)"
    for gone in (".nav", ".utility", ".footer", ".breadcrumb", ".aside", ".neighbours"):
        assert page.locator(f"{gone}:visible").count() == 0, gone


def test_the_stamp_is_shown_where_it_can_be_asked_for(browser: Browser, shown: Shown) -> None:
    page = opened(browser, shown.served("/"))
    page.get_by_text("2026年11月21日 星期六").wait_for()
    assert "更新于 2026-11-21 06:00" in page.locator(".footer-last").inner_text()
    page.goto(shown.on_disk("/"))
    assert page.locator("[data-stamp]:visible").count() == 0
    assert "更新于" not in page.locator(".footer-last").inner_text()


@pytest.mark.parametrize(("elder", "height"), [(False, 44), (True, 60)], ids=["plain", "elder"])
def test_what_a_finger_must_hit_is_large_enough(browser: Browser, shown: Shown, elder: bool, height: int) -> None:
    page = opened(browser, "about:blank", 375, elder=elder)
    for address in ("/", "/zhuangpei/", "/news/", NEWS, "/tree/", "/library/"):
        page.goto(shown.served(address))
        assert page.evaluate(SMALL, height) == [], address


def test_the_finder_leaves_what_holds_every_word_that_is_typed(browser: Browser, at: At) -> None:
    page = opened(browser, at("/tree/"))
    assert len(page.evaluate(FOUND)) == SITES - 1
    page.get_by_label("名称、拼音首字母").fill("ZHUANG 装配")
    assert page.evaluate(FOUND) == ["装配党支部"]
    assert not page.locator("[data-finder-none]").is_visible()
    page.get_by_label("名称、拼音首字母").fill("没有这个")
    assert page.evaluate(FOUND) == []
    assert page.locator("[data-finder-none]").is_visible()
    assert not page.locator(".finder h3").first.is_visible()


def test_without_script_the_finder_is_a_whole_list(browser: Browser, at: At) -> None:
    page = opened(browser, at("/tree/"), script=False)
    assert page.locator("[data-find]:visible").count() == SITES - 1
    assert page.locator("main [type=search]:visible").count() == 0


def test_a_test_is_marked_by_keyboard_alone(browser: Browser, at: At) -> None:
    page = opened(browser, at("/quizzes/ru-men/"))
    page.locator(".quiz input").first.focus()
    page.keyboard.press("Space")
    page.locator(".quiz [type=submit]").focus()
    page.keyboard.press("Enter")
    assert page.locator(".quiz output").inner_text().startswith("答对 ")
    assert page.locator(".quiz-verdict:visible").count() == page.locator(".quiz fieldset").count()


def test_the_progress_in_a_course_is_kept(browser: Browser, at: At) -> None:
    page = opened(browser, at(LESSON))
    page.get_by_role("button", name="学完了").focus()
    page.keyboard.press("Enter")
    page.goto(at("/school/ru-men/"))
    assert page.locator("[data-progress]").inner_text() == "这台设备上已学 1 课，共 3 课"


def test_tables_that_are_cards_on_a_phone_are_still_tables(browser: Browser, at: At) -> None:
    page = opened(browser, at("/publicity/"), 375)
    row = page.get_by_role("table").first.get_by_role("row").nth(1)
    assert row.evaluate("e => getComputedStyle(e).display") == "block"
    assert page.get_by_role("table").first.get_by_role("columnheader").count() >= 6
    assert row.get_by_role("rowheader").count() == 1
    assert row.get_by_role("cell").count() >= 5
