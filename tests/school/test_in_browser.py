"""The school in a real Chromium: what is studied is kept there, tests are marked there, the strict policy holds."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from tests.networks import SMALL, Place
from tests.school.test_courses import course, lesson
from tests.themes.test_in_browser import CHROMIUM, PolicyHandler, browser, opened

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has a small network with a course and tests."""
    place = Place(tmp_path_factory.mktemp("school")).write_all(SMALL)
    course(place)
    for name in ("one", "two"):
        lesson(place, name)
    place.build()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicyHandler, directory=str(place.current))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


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
