"""The preview: pages served as they are, what is wrong shown inside them, the browser reloaded on every save."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from plugins.network.headers import SECURITY
from plugins.network.problems import LINK_MISSING, NO_DATE, Problem
from plugins.serve import Eye, Preview
from tests.figures import Figure
from tests.networks import SMALL, Place

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def answered(preview: Preview, path: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and text of one request."""
    said: list[Any] = []
    body = b"".join(preview({"PATH_INFO": path}, lambda status, headers: said.extend([status, dict(headers)])))
    return said[0], said[1], body.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny release."""
    (tmp_path / "news" / "x").mkdir(parents=True)
    (tmp_path / "news" / "x" / "index.html").write_text("<html><head></head><body><h1>一篇</h1></body></html>", "utf-8")
    (tmp_path / "404.html").write_text("<html><head></head><body>没有</body></html>", "utf-8")
    (tmp_path / "site.css").write_text("a{}", "utf-8")
    return tmp_path


def preview_of(folder: Path, *problems: Problem) -> Preview:
    """The preview of a release whose build found these Problems."""
    preview = Preview(folder, lambda: problems, lambda: {"news/x/index.html": "a/news/x.md"})
    preview.rebuild()
    return preview


def test_a_folder_is_its_index_and_a_file_keeps_its_type(folder: Path) -> None:
    status, headers, text = answered(preview_of(folder), "/news/x/")
    assert (status, headers["Content-Type"]) == ("200 OK", "text/html; charset=utf-8")
    assert "<h1>一篇</h1>" in text
    assert "role=" not in text
    assert answered(preview_of(folder), "/site.css")[1]["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("path", ["/news/x/", "/site.css", "/nothing/", "/.preview.css"])
def test_every_answer_carries_the_headers_of_a_published_site_and_is_not_kept(folder: Path, path: str, figure: Figure) -> None:
    _, said, text = answered(preview_of(folder), path)
    figure("P18", answers_of_the_preview=1, headers_missing=sum(said.get(name) != SECURITY[name] for name in SECURITY))
    assert {name: said.get(name) for name in SECURITY} == SECURITY
    assert said["Cache-Control"] == "no-store"
    assert int(said["Content-Length"]) == len(text.encode())


def test_nothing_that_the_preview_adds_stands_inline(folder: Path) -> None:
    mine = LINK_MISSING.at("a/news/x.md", 7, href="no.md", suggestion="", suggestion_en="")
    _, _, text = answered(preview_of(folder, mine), "/news/x/")
    assert "style=" not in text
    assert "<script>" not in text
    assert '<script src="/livereload.js" defer></script></head>' in text
    assert ".preview-problems{" in answered(preview_of(folder), "/.preview.css")[2]


@pytest.mark.parametrize("path", ["/nothing/", "/../secret", "/news/../../etc/passwd"])
def test_what_is_not_there_or_outside_is_the_404_page(folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("nobody's", "utf-8")
    status, _, text = answered(preview_of(folder), path)
    assert status == "404 Not Found"
    assert "没有" in text


def test_a_page_shows_what_is_wrong_with_its_own_source(folder: Path) -> None:
    mine = LINK_MISSING.at("a/news/x.md", 7, href="<b>no.md", suggestion="", suggestion_en="")
    _, _, text = answered(preview_of(folder, mine), "/news/x/")
    assert "a/news/x.md:7" in text
    assert "ZB-301" in text
    assert "<b>no.md" not in text


def test_a_warning_about_another_file_stays_off_the_page_but_a_stopped_item_does_not(folder: Path) -> None:
    other = LINK_MISSING.at("b/news/y.md", 1, href="no.md", suggestion="", suggestion_en="")
    stopped = NO_DATE.at("b/news/z.md", 1, kind="动态", kind_en="news")
    _, _, text = answered(preview_of(folder, other, stopped), "/news/x/")
    assert "b/news/y.md" not in text
    assert "b/news/z.md:1" in text


def test_the_eye_builds_once_for_a_change_and_not_again(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("一", "utf-8")
    built: list[int] = []
    eye = Eye([tmp_path], lambda: built.append(1))
    time.sleep(0.5)  # until it watches
    assert eye.examine() == (None, None)
    (tmp_path / "a.md").write_text("一二", "utf-8")
    end = time.monotonic() + 10
    while not eye._changed and time.monotonic() < end:
        time.sleep(0.02)
    assert eye.examine()[0] == f"{tmp_path}/a.md"
    assert eye.examine() == (None, None)
    assert built == [1]


def test_hashed_assets_are_fetched_once_and_pages_anew_each_time(folder: Path) -> None:
    (folder / "assets").mkdir()
    (folder / "assets" / "zhibu.0123456789.css").write_text("a{}", "utf-8")
    assert "immutable" in answered(preview_of(folder), "/assets/zhibu.0123456789.css")[1]["Cache-Control"]
    assert answered(preview_of(folder), "/assets/no.css")[1]["Cache-Control"] == "no-store"
    assert answered(preview_of(folder), "/news/x/")[1]["Cache-Control"] == "no-store"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Place, str]]:
    """A small network under `zhibu serve`."""
    place = Place(tmp_path).write_all(SMALL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "plugins.cli", "serve", "--port", str(port), "--content", str(place.content)]
    command += ["--output", str(tmp_path / "output"), "--cache", str(tmp_path / "cache")]
    with open(tmp_path / "said.txt", "wb") as said, subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said) as process:
        try:
            wait_for(port)
            yield place, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Until the server answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: reloading is not tried")
def test_a_save_reloads_the_page_and_a_mistake_shows_in_it(served: tuple[Place, str]) -> None:
    place, base = served
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{base}/a/news/2026-10-01-walk/")
        page.wait_for_function("window.LiveReload", timeout=30_000)
        place.edit("a/news/2026-10-01-walk.md", "三处。", "三处，刚刚改过。")
        page.wait_for_selector("text=刚刚改过", timeout=30_000)
        place.edit("a/news/2026-10-01-walk.md", "title: 现场巡查记录", "title: 现场巡查记录\ndate: 昨天")
        page.wait_for_selector("aside[role=alert] >> text=ZB-107", timeout=30_000)
        assert "刚刚改过" in page.inner_text("main")
        assert page.eval_on_selector(".preview-problems", "box => getComputedStyle(box).backgroundColor") == "rgb(255, 243, 205)"
        assert refused == []
        browser.close()
