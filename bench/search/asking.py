"""Asks a search in a real Chromium, each time as a reader who has nothing of it yet, and counts the bytes that come."""

import gzip
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from plugins.network.headers import media_type

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOWN = 10
"""Results whose titles and excerpts are fetched: as many as our page shows at once."""
NOWHERE = Path("/nowhere")
COMPRESSED = ("text/", "application/json")
LEAST_COMPRESSED = 1000
"""What deploy/nginx compresses on the way."""


class Size(NamedTuple):
    """Bytes as the files lie on the disk, and as the shipped servers send them."""

    plain: int
    sent: int


class Answer(NamedTuple):
    """What one query found, as the search itself names it, and the bytes of everything that it fetched."""

    found: tuple[str, ...]
    size: Size


class Counting:
    """What a server has given away, path by path."""

    def __init__(self) -> None:
        self.asked: Counter[Path] = Counter()

    def taken(self) -> Counter[Path]:
        """What was given since the last time, none of it counted again."""
        asked, self.asked = self.asked, Counter()
        return asked


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *rest: Any, counting: Counting, folders: Mapping[str, Path], **named: Any) -> None:
        self._counting = counting
        self._folders = folders
        super().__init__(*rest, **named)

    def translate_path(self, path: str) -> str:
        first, _, inner = urlsplit(path).path.removeprefix("/").partition("/")
        found = self._folders.get(first, NOWHERE) / inner
        return str(found / "index.html" if found.is_dir() else found)

    def send_head(self) -> Any:
        place = Path(self.translate_path(self.path))
        if place.is_file():
            self._counting.asked[place] += 1
        return super().send_head()

    def guess_type(self, path: Any) -> str:
        return "application/wasm" if str(path).endswith(".wasm") else media_type(str(path))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@cache
def size_of(path: Path) -> Size:
    """The bytes of a file."""
    content = path.read_bytes()
    smaller = media_type(str(path)).startswith(COMPRESSED) and len(content) >= LEAST_COMPRESSED
    return Size(len(content), len(gzip.compress(content, 6)) if smaller else len(content))


def total(paths: Counter[Path]) -> Size:
    """The bytes of all files that were asked for."""
    sizes = [(size_of(path), times) for path, times in paths.items()]
    return Size(sum(size.plain * times for size, times in sizes), sum(size.sent * times for size, times in sizes))


@contextmanager
def reader(folders: Mapping[str, Path]) -> Iterator[tuple[Page, Counting, str]]:
    """An empty browser, the count of what a server gives it, and the address of that server, which keeps nothing back."""
    counting = Counting()
    handler = partial(_Handler, counting=counting, folders=folders)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser.new_page(), counting, f"http://127.0.0.1:{server.server_port}/"
        finally:
            browser.close()
            server.shutdown()


def asked(folders: Mapping[str, Path], address: str, script: str, queries: Sequence[str]) -> list[Answer]:
    """The answer to each query by a script of a page; the scripts that the page itself fetched count each time."""
    with reader(folders) as (page, counting, origin):
        page.goto(f"{origin}{address}", wait_until="load")
        page.wait_for_load_state("networkidle")
        first = total(Counter({path: times for path, times in counting.taken().items() if path.suffix == ".js"}))
        answers, names = [], dict[str, str]()
        for query in queries:
            found = page.evaluate(script, [query, SHOWN]).split()
            size = total(counting.taken())
            answers.append(
                Answer(
                    tuple(names.setdefault(name, name) for name in found), Size(first.plain + size.plain, first.sent + size.sent)
                )
            )
        return answers
