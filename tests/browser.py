"""The real Chromium of the system, what one reader of a page heard in it, and a server as the shipped ones are."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from plugins.network.headers import headers

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IN_BROWSER = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: nothing is tried in it"
)
"""The mark of a module that needs a browser; CI must have one."""
LEFT = "net::ERR_ABORTED"
"""What becomes of a request when the reader goes to the next page."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module: its event loop must be gone before others start theirs."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def opened(browser: Browser, address: str, width: int = 1280, *, script: bool = True, elder: bool = False) -> Page:
    """A fresh reader on one page."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    if elder:
        context.add_init_script("localStorage.setItem('zhibu.elder', 'on')")
    shown = context.new_page()
    shown.goto(address)
    return shown


def listening(page: Page, origin: str) -> list[str]:
    """A list that grows with everything a reader should never meet: console messages, errors, requests elsewhere."""
    heard: list[str] = []

    def hear(what: str, of: str) -> None:
        heard.append(f"{page.url} {what} {of}")

    page.on("console", lambda said: hear(said.type, f"{said.text} ({said.location['url']})"))
    page.on("pageerror", lambda error: hear("error", str(error)))
    page.on("requestfailed", lambda asked: hear(asked.url, f"fails: {asked.failure}") if asked.failure != LEFT else None)
    page.on("request", lambda asked: hear("asks", asked.url) if not asked.url.startswith(origin) else None)
    return heard


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return headers(str(path))["Content-Type"]

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with suppress(ConnectionError):  # the reader went to the next page
            super().copyfile(source, outputfile)

    def end_headers(self) -> None:
        for name, value in headers(self.path).items():
            if name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The origin of a server that gives the files of a folder with the headers that the shipped servers say."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
