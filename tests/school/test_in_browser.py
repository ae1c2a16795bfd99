"""The school in a real Chromium: what is studied is kept there, tests are marked there, the strict policy holds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import IN_BROWSER, browser, opened, serving
from tests.networks import SMALL, Place
from tests.school.paper import code, drawn
from tests.school.test_courses import course, lesson

__all__ = ["browser"]
SEED = "爱我家乡2026"
QUESTIONS = """
## 1. 先做什么？

- [x] 挂牌
- [ ] 加油

> 没有挂牌就不上手。

## 2. 看哪些？

- [x] 油位
- [x] 标签
- [ ] 热闹

## 3. 挂牌以后就上手。（错）

## 4. 先____（听/听一听），再____（看）。
"""
pytestmark = [pytest.mark.xdist_group("browser"), IN_BROWSER]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has a small network with a course and tests."""
    place = Place(tmp_path_factory.mktemp("school")).write_all(SMALL)
    course(place)
    for name in ("one", "two"):
        lesson(place, name, 日期="2026-10-12")
    place.write("a/quizzes/check.md", f"---\n标题: 自测\n---\n{QUESTIONS}")
    place.write("a/quizzes/contest.md", f"---\n标题: 竞赛\n种子: {SEED}\n抽题: 3\n限时: 1\n---\n{QUESTIONS}")
    place.build()
    with serving(place.current) as origin:
        yield origin


def test_what_is_studied_is_kept_in_the_browser_and_shown_in_the_outline(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/a/school/basics/")
    assert shown.locator("[data-progress]").inner_text() == "这台设备上已学 0 课，共 2 课"
    assert shown.locator("[data-studied]:visible").count() == 0
    sent: list[str] = []
    shown.on("request", lambda request: sent.append(request.method))
    shown.goto(f"{base}/a/school/basics/two/")
    button = shown.locator("[data-study]")
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("学完了", "false")
    button.focus()
    shown.keyboard.press("Enter")
    assert (button.inner_text(), button.get_attribute("aria-pressed")) == ("已学完（再按取消）", "true")
    shown.goto(f"{base}/a/school/basics/")
    assert shown.locator("[data-progress]").inner_text() == "这台设备上已学 1 课，共 2 课"
    assert shown.locator("li:has([data-studied]:visible) a").all_inner_texts() == ["课 two"]
    shown.goto(f"{base}/a/school/basics/two/")
    button.click()
    assert shown.evaluate("localStorage.getItem('zhibu.studied')") == "{}"
    assert set(sent) == {"GET"}


def test_without_script_or_with_spoilt_memory_a_course_can_still_be_read(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/a/school/basics/two/", script=False)
    assert shown.locator(".outline a").count() == 2
    assert not shown.locator("[data-study]").is_visible()
    spoilt = opened(browser, f"{base}/a/school/basics/two/")
    spoilt.evaluate("localStorage.setItem('zhibu.studied', '{')")
    spoilt.reload()
    spoilt.locator("[data-study]").click()
    assert spoilt.locator("[data-progress]").inner_text() == "这台设备上已学 1 课，共 2 课"


# self-tests -------------------------------------------------------------------------------------


def answer(shown: Page, number: int, *, right: bool) -> None:
    """Answer one of the four questions, whichever place it has on the paper."""
    question = shown.locator(f"[data-question]:has([name^=q{number}])")
    if number == 4:
        question.locator("input").nth(0).fill(" 听一听 " if right else "摸")
        question.locator("input").nth(1).fill("看")
        return
    for box in question.locator("input[data-right]" if right else "input:not([data-right])").all():
        box.check()


def verdicts(shown: Page) -> list[str]:
    """What is said of each question, in their order on the page."""
    return shown.locator(".quiz-verdict:visible").all_inner_texts()


def test_a_test_is_marked_in_the_browser_and_nothing_is_sent(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/a/quizzes/check/")
    sent: list[str] = []
    shown.on("request", lambda request: sent.append(request.url))
    for number, right in ((1, True), (2, False), (4, True)):
        answer(shown, number, right=right)
    shown.get_by_role("button", name="交卷").click()
    assert verdicts(shown) == ["✓ 答对了", "✗ 不对", "✗ 没有作答", "✓ 答对了"]
    assert shown.locator("output").inner_text() == "答对 2 题，共 4 题"
    assert [one.get_attribute("open") is not None for one in shown.locator(".quiz details").all()] == [
        False,
        True,
        True,
        False,
    ]
    answer(shown, 3, right=True)
    shown.locator(".quiz [type=checkbox]").nth(2).uncheck()
    shown.locator(".quiz [type=checkbox]").nth(0).check()
    shown.get_by_role("button", name="交卷").click()
    assert shown.locator("output").inner_text() == "答对 3 题，共 4 题"
    assert ([url for url in sent if "favicon" not in url], shown.url) == ([], f"{base}/a/quizzes/check/")


@pytest.mark.parametrize("given", ["听", "听一听", " 听 一 听 ", "听一听\u3000"])
def test_a_blank_takes_every_right_word_spaces_apart(browser: Browser, base: str, given: str) -> None:
    shown = opened(browser, f"{base}/a/quizzes/check/")
    shown.locator("[data-answer]").nth(0).fill(given)
    shown.locator("[data-answer]").nth(1).fill("看")
    shown.keyboard.press("Enter")
    assert verdicts(shown)[3] == "✓ 答对了"


def test_a_blank_is_wrong_with_half_the_words_or_another(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/a/quizzes/check/")
    for first, second in (("听", ""), ("听/听一听", "看"), ("", "看")):
        shown.locator("[data-answer]").nth(0).fill(first)
        shown.locator("[data-answer]").nth(1).fill(second)
        shown.get_by_role("button", name="交卷").click()
        assert verdicts(shown)[3] == "✗ 不对"


def test_without_script_the_answers_can_be_opened(browser: Browser, base: str) -> None:
    for name in ("check", "contest"):
        shown = opened(browser, f"{base}/a/quizzes/{name}/", script=False)
        assert shown.locator("fieldset:visible").count() == 4
        shown.get_by_text("看答案").first.click()
        assert shown.get_by_text("没有挂牌就不上手。").is_visible()
        assert not shown.get_by_text("交卷").is_visible()
        assert not shown.get_by_text("开始答题").is_visible()


# contests ---------------------------------------------------------------------------------------


def begun(browser: Browser, base: str, paper: int) -> Page:
    """A reader who has begun a contest at a fixed time."""
    shown = opened(browser, base)
    shown.clock.install(time=0)
    shown.clock.pause_at(1000)  # a slow machine must not spend the reader's time
    shown.goto(f"{base}/a/quizzes/contest/")
    assert shown.locator("fieldset:visible, details:visible").count() == shown.locator("header details:visible").count()
    shown.get_by_label("卷号").fill(str(paper))
    shown.get_by_role("button", name="开始答题").click()
    return shown


@pytest.mark.parametrize("paper", [1, 2, 77, 9999])
def test_the_browser_draws_the_paper_that_seed_and_number_say(browser: Browser, base: str, paper: int) -> None:
    shown = begun(browser, base, paper)
    asked = [
        str(name)[1]
        for name in shown.eval_on_selector_all("fieldset:not([hidden])", "all => all.map(e => e.querySelector('input').name)")
    ]
    assert [int(number) - 1 for number in asked] == drawn(SEED, paper, 4, 3)
    assert shown.locator("fieldset:visible [data-number]").all_inner_texts() == ["1", "2", "3"]
    assert shown.locator(".quiz details:visible").count() == 0


def test_the_code_follows_from_the_answers_and_the_time(browser: Browser, base: str) -> None:
    shown = begun(browser, base, 7)
    order = drawn(SEED, 7, 4, 3)
    for place in order:
        answer(shown, place + 1, right=True)
    shown.clock.run_for(42_000)
    assert shown.locator("[data-clock]").inner_text() == "还剩 0 分 18 秒"
    shown.get_by_role("button", name="交卷").click()
    letters = {0: "A", 1: "AB", 2: "B", 3: "听一听,看"}
    expected = code(SEED, 7, [letters[place] for place in order], 3, 42)
    assert shown.locator("output").inner_text() == f"答对 3 题，共 3 题，用时 0 分 42 秒。成绩码：{expected}"
    assert shown.locator("fieldset:visible input:enabled").count() == 0
    assert shown.get_by_role("button", name="交卷").count() == 0
    shown.clock.run_for(60_000)
    assert "用时 0 分 42 秒" in shown.locator("output").inner_text()


def test_the_paper_is_handed_in_when_the_time_is_over_and_not_a_second_before(browser: Browser, base: str) -> None:
    shown = begun(browser, base, 1)
    shown.clock.run_for(59_000)
    assert shown.locator("output").inner_text() == ""
    shown.clock.run_for(1_000)
    assert shown.locator("output").inner_text().startswith("答对 0 题，共 3 题，用时 1 分 0 秒。成绩码：1-0-3-60-")
    assert verdicts(shown) == ["✗ 没有作答"] * 3


def test_nothing_of_the_school_offends_the_strict_policy(browser: Browser, base: str) -> None:
    shown = opened(browser, base)
    heard: list[str] = []
    shown.on("console", lambda message: heard.append(message.text))
    shown.on("pageerror", lambda error: heard.append(str(error)))
    for address in ("/school/", "/a/school/basics/", "/a/school/basics/one/", "/a/quizzes/check/", "/a/quizzes/contest/"):
        shown.goto(f"{base}{address}")
    shown.get_by_role("button", name="开始答题").click()
    assert heard == []


def test_on_paper_a_pack_begins_every_text_on_a_page_of_its_own(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}/a/study/2026-10/")
    shown.emulate_media(media="print")
    assert [shown.locator(f"#text-{n}").evaluate("e => getComputedStyle(e).breakBefore") for n in (1, 2)] == ["page", "page"]
    assert shown.locator(".booklet").is_visible()
    assert not shown.locator(".nav").is_visible()
