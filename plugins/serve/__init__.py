"""Floor 4: the preview: builds on every save, reloads the browser, shows what is wrong inside the page."""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import watch

from plugins.network.problems import Problem

GATHERING_MILLISECONDS = 5
"""For how long no further file may change before what was saved is built: editors write more than once."""

Rebuild = Callable[[], tuple[Problem, ...]]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Eye(Watcher):
    """Is told by the system when a file in some folders changes, and rebuilds then; livereload's own looks every 0.8 s."""

    def __init__(self, folders: Iterable[Path], rebuild: Callable[[], None]) -> None:
        super().__init__()
        self._folders = tuple(folders)
        self._rebuild = rebuild
        self._tasks: dict[str, object] = {str(folder): {} for folder in self._folders}
        self._changed = ""
        self._wake: Callable[[], None] = lambda: None
        Thread(target=self._follow, name="eye", daemon=True).start()

    def _follow(self) -> None:
        for changes in watch(*self._folders, step=GATHERING_MILLISECONDS, raise_interrupt=False):
            self._changed = max(path for _, path in changes)
            self._wake()

    def start(self, callback: Callable[[], None]) -> bool:
        """Call back, in the loop of the server, whenever something was saved, also what was saved before this."""
        self._wake = partial(IOLoop.current().add_callback, callback)
        self._wake()
        return True

    def examine(self) -> tuple[str | None, float | None]:
        """The path that changed, after the rebuild, or None."""
        if self._changes:
            path, delay = self._changes.pop()
            return path, delay
        changed, self._changed = self._changed, ""
        if changed:
            self._rebuild()
        return changed or None, None


class Preview:
    """A WSGI application that serves the current release with the Problems of each page inside it."""

    def __init__(self, current: Path, rebuild: Rebuild, sources: Callable[[], Mapping[str, str]]) -> None:
        self._current = current
        self._rebuild = rebuild
        self._sources = sources
        self.problems: tuple[Problem, ...] = ()
        self._pages: Mapping[str, str] = {}

    def rebuild(self) -> None:
        """Build again and remember what is wrong now."""
        self.problems = self._rebuild()
        self._pages = self._sources()

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> list[bytes]:
        """Answer one request."""
        name = unquote(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")).lstrip("/")
        path = self._current / name
        if path.is_dir():
            path, name = path / "index.html", f"{name.rstrip('/')}/index.html".lstrip("/")
        status = "200 OK"
        if ".." in name.split("/") or not path.is_file():
            path, status = self._current / "404.html", "404 Not Found"
        content = path.read_bytes() if path.is_file() else b"<html><head></head><body></body></html>"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html":
            content = self._with_problems(content, name)
            kind = "text/html; charset=utf-8"
        caching = "max-age=31536000, immutable" if name.startswith("assets/") and status[0] == "2" else "no-store"
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", caching)])
        return [content]

    def _with_problems(self, html: bytes, name: str) -> bytes:
        """The page with a box on top that lists what is wrong with its source, or with the whole network."""
        source = self._pages.get(name, "")
        mine = [p for p in self.problems if p.path == source or p.stops in ("site", "network", "item")]
        if not mine:
            return html
        rows = "".join(
            f"<li><code>{escape(p.path)}{f':{p.line}' if p.line else ''}</code> {escape(p.code)} "
            f"{escape(p.message['zh'])}：{escape(p.remedy['zh'])}</li>"
            for p in mine[:20]
        )
        box = (
            '<aside role="alert" style="all:initial;display:block;font:15px/1.7 sans-serif;background:#fff3cd;color:#5c4300;'
            f'border-bottom:3px solid #8a5a00;padding:12px 24px"><b>预览提示（{len(mine)}）</b><ul>{rows}</ul></aside>'
        )
        return html.replace(b"<body>", b"<body>" + box.encode(), 1)


def serve(preview: Preview, folders: Iterable[Path], port: int) -> None:
    """Serve until interrupted."""
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0  # else saves within 3 s of each other are dropped
    eye = Eye(folders, preview.rebuild)
    preview.rebuild()
    server = Server(preview, watcher=eye)
    server.serve(port=port, host="127.0.0.1", debug=False)
