"""The reader's script in a real Chromium: it finds what the index holds, over HTTP and from a disk, by keyboard, harmlessly."""

import os
import random
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from plugins.network.headers import CONTENT_SECURITY
from plugins.search.folding import folded, simplified
from tests.networks import SMALL, Place
from tests.search.asking import Published

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
OFFLINE += ["--disable-component-update", "--disable-sync"]
HOSTILE = '</script><script>document.title="live"</script><img src=x onerror=alert(1)>\u2028'
FIND = """async ([home, queries]) => {
  const index = new zhibuIndex(home + 'search/index/', home), answers = [];
  for (const query of queries) {
    const answer = await index.find(query, null);
    answers.push((await Promise.all(answer.found.map(found => index.text(found)))).map(told => told[1]));
  }
  return answers;
}"""
FOLD = """([characters, traditional, plain]) => {
  const index = new zhibuIndex('', '');
  index.folder.learn(traditional, plain);
  return Array.from(characters).map(character => index.folder.fold(character));
}"""

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: the search is not tried"),
]


class PolicyHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", CONTENT_SECURITY)
        super().end_headers()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small network with hostile words, mixed ones and Traditional ones; published."""
    place = Place(tmp_path_factory.mktemp("searched")).write_all(SMALL)
    place.write(
        "b/news/2026-11-01-odd.md", f"---\ntitle: '怪字 {HOSTILE.strip()}'\ntags: ['<b>粗']\n---\n正文 {HOSTILE} 结束。\n"
    )
    place.write("b/news/2026-11-02-mixed.md", "---\ntitle: 5S管理与PDCA循环\n---\nＡ型设备3台，新冠19，黨員會議，B2B平台。\n")
    places = "立体库", "工具间", "调度室", "立体库"
    often = "".join(f"焊接小组在{places[number % 4]}把工具归位，" for number in range(24))
    place.write(
        "a/news/2026-11-03-often.md",
        f"---\ntitle: 焊接小结\n---\n{often}焊接小组的经验，焊接小结，接小组。小组3人，工具。\n",
    )
    assert place.build().code in (0, 10)
    return place


@pytest.fixture(scope="module")
def base(place: Place) -> Iterator[str]:
    """The address of a server with what is published."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicyHandler, directory=str(place.current))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield started
        started.close()


def opened(browser: Browser, address: str) -> Page:
    """A fresh reader on one page, who fails the test if anything on it fails."""
    shown = browser.new_context(viewport={"width": 390, "height": 2000}).new_page()
    shown.on("pageerror", lambda error: pytest.fail(str(error)))
    shown.goto(address)
    return shown


def results(shown: Page) -> list[str]:
    """The titles of what is found, once as many are there as the page says."""
    shown.locator("[data-status]", has_text=re.compile("找到|没有")).wait_for()
    told = re.search(r"找到 (\d+) 篇", shown.inner_text("[data-status]"))
    if told is None:
        return []
    shown.locator(".result a").nth(min(int(told[1]), 10) - 1).wait_for()
    return shown.locator(".result a").all_inner_texts()


def wait_for_results(shown: Page, count: int) -> None:
    """Wait until so many are found."""
    shown.locator("[data-status]", has_text=f"找到 {count} 篇").wait_for()
    shown.locator(".result a").nth(count - 1).wait_for()
    assert shown.locator(".result a").count() == count


def test_the_script_folds_as_the_index_does(browser: Browser, base: str) -> None:
    characters = "".join(map(chr, [*range(0x20, 0x3400), *range(0x4E00, 0x9FA6), *range(0xF900, 0xFFEF)]))
    known = "".join(one for one in characters if one.isprintable() and not 0xD800 <= ord(one) < 0xE000)
    table = simplified()
    shown = opened(browser, f"{base}search/")
    there = shown.evaluate(FOLD, [known, "".join(table), "".join(table.values())])
    assert [(one, found) for one, found in zip(known, there, strict=True) if found != folded(one)] == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_script_finds_what_the_index_holds(browser: Browser, base: str, place: Place, scheme: str) -> None:
    published, choice = Published(place.current), random.Random(9)
    everything = [folded(row[5]) for rows in published.texts.values() for row in rows if row[5]] * 6
    pieces = [text[start : start + choice.randint(1, 8)] for text in everything if (start := choice.randrange(len(text))) >= 0]
    queries = [
        *pieces,
        "5s管理",
        "5s",
        "管理与pdca",
        "pd",
        "型设备3台",
        "冠19",
        "b2b平",
        "台 管理",
        "s管理",
        "dca",
        "三",
        "没有这个",
        *(
            "焊接小组",
            "焊接小组在",
            "接小组在工具间把",
            "接小组的",
            "接小组的经",
            "接小结",
            "焊接小结",
            "焊接小人",
            "小组",
            "组在立体",
            "小组3",
            "小组3人",
        ),
        *("把工具", "把工具归位", "间把工具归", "在立体库把工具间"),
    ]
    address = f"{base}search/" if scheme == "http" else (place.current / "search/index.html").resolve().as_uri()
    home = base if scheme == "http" else f"{place.current.resolve().as_uri()}/"
    answers = opened(browser, address).evaluate(FIND, [home, queries])
    assert [(query, set(found)) for query, found in zip(queries, answers, strict=True)] == [
        (query, published.ask(query)) for query in queries
    ]


def test_a_reader_finds_a_thousand_pieces_of_the_demonstration_where_they_stand(browser: Browser, demo: Place) -> None:
    published = Published(demo.current)
    pieces = published.pieces(1000, 7)
    home = f"{demo.current.resolve().as_uri()}/"
    answers = opened(browser, f"{home}search/index.html").evaluate(FIND, [home, pieces])
    unlike = [piece for piece, found in zip(pieces, answers, strict=True) if set(found) != published.holding(piece)]
    assert unlike == []


def test_a_query_in_the_head_of_any_page_is_answered(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}a/")
    shown.keyboard.press("/")
    shown.keyboard.type("巡查")
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/a/search/?q=*")
    assert results(shown) == ["现场巡查又一次", "现场巡查记录"]
    shown.check("[value=network]")
    shown.wait_for_url("**scope=network*")
    wait_for_results(shown, 3)
    shown.go_back()
    wait_for_results(shown, 2)
    assert shown.locator(".result mark").all_inner_texts().count("巡查") == 2


def test_facets_narrow_and_are_kept_in_the_address(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}search/?q=%E5%B7%A1%E6%9F%A5")
    assert len(results(shown)) == 3
    shown.locator("summary", has_text="筛选").click()
    shown.get_by_role("button", name="乙支部").click()
    wait_for_results(shown, 1)
    assert "site=b" in shown.url
    shown.reload()
    assert results(shown) == ["到甲支部参观"]


def test_traditional_characters_are_found_and_marked(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}search/?q=%E7%8F%BE%E5%A0%B4")
    assert results(shown) == ["现场巡查又一次", "现场巡查记录"]
    assert shown.locator(".result-title mark").all_inner_texts() == ["现场", "现场"]


def test_the_results_are_walked_through_by_keyboard(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}search/?q=%E5%B7%A1%E6%9F%A5")
    assert len(results(shown)) == 3
    shown.focus("#search-words")
    for key, focused in (
        ("ArrowDown", "现场巡查又一次"),
        ("ArrowDown", "现场巡查记录"),
        ("ArrowUp", "现场巡查又一次"),
        ("Escape", ""),
    ):
        shown.keyboard.press(key)
        assert shown.evaluate("document.activeElement.textContent") == focused
    assert shown.evaluate("document.activeElement.id") == "search-words"


def test_nothing_found_offers_another_way(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}search/?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA")
    assert results(shown) == []
    assert shown.is_visible("[data-none]")


def test_hostile_words_are_only_words(browser: Browser, base: str) -> None:
    shown = opened(browser, f"{base}search/?q=%E6%80%AA%E5%AD%97")
    assert len(results(shown)) == 1
    assert shown.title() != "live"
    assert shown.locator(".result img, .result script").count() == 0


def test_from_a_disk_results_lead_to_pages(browser: Browser, place: Place) -> None:
    shown = opened(browser, f"{(place.current / 'a/search/index.html').resolve().as_uri()}?q=%E5%B7%A1%E6%9F%A5")
    assert results(shown) == ["现场巡查又一次", "现场巡查记录"]
    shown.locator(".result a").first.click()
    shown.wait_for_selector("h1")
    assert shown.inner_text("h1") == "现场巡查又一次"
    shown.fill(".search-box input", "开会")
    shown.keyboard.press("Enter")
    assert results(shown) == ["开会"]


def test_files_of_another_release_are_fetched_anew(browser: Browser, base: str, tmp_path: Path, place: Place) -> None:
    folder = tmp_path / "changing"
    shutil.copytree(place.current, folder, symlinks=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicyHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = opened(browser, f"http://127.0.0.1:{server.server_port}/search/?q=%E5%B7%A1%E6%9F%A5")
        assert len(results(shown)) == 3
        newer = place.copied(tmp_path / "newer", "output", "cache")
        newer.write("b/news/2026-11-09-fair.md", "---\ntitle: 社区集市开会\n---\n集市。\n")
        newer.build()
        shutil.rmtree(folder / "search/index")
        shutil.copytree(newer.current / "search/index", folder / "search/index")
        shutil.copytree(newer.current / "b/search", folder / "b/search", dirs_exist_ok=True)
        shown.fill("#search-words", "集市开会")
        shown.keyboard.press("Enter")
        wait_for_results(shown, 1)
        server.shutdown()
