"""Floor 4: the preview: builds on every save, reloads the browser, shows what is wrong inside the page."""

import mimetypes
import time
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import PeriodicCallback

from plugins.network.files import stamps
from plugins.network.problems import Problem

EYE_MILLISECONDS = 100
"""How often the folders are looked at; a large tree is looked at less often (see `Eye.examine`)."""

Rebuild = Callable[[], tuple[Problem, ...]]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Eye(Watcher):
    """Looks at whole folders and rebuilds as soon as a file in them changed."""

    def __init__(self, folders: Iterable[Path], rebuild: Callable[[], None]) -> None:
        super().__init__()
        self._folders = tuple(folders)
        self._rebuild = rebuild
        self._tasks: dict[str, object] = {str(folder): {} for folder in self._folders}
        self._seen = self._look()
        self._rest_until = 0.0

    def _look(self) -> Mapping[str, object]:
        return {f"{folder}/{path}": stamp for folder in self._folders for path, stamp in stamps(folder).items()}

    def start(self, callback: Callable[[], None]) -> bool:
        """Look ten times a second: livereload's own 0.8 s is slower than a save should take to show."""
        PeriodicCallback(callback, EYE_MILLISECONDS).start()
        return True

    def examine(self) -> tuple[str | None, float | None]:
        """The path that changed, after the rebuild, or None; never busy for more than a fifth of the time."""
        if self._changes:
            path, delay = self._changes.pop()
            return path, delay
        start = time.monotonic()
        if start < self._rest_until:
            return None, None
        now = self._look()
        self._rest_until = time.monotonic() + 4 * (time.monotonic() - start)
        changed = next((path for path in now.keys() | self._seen.keys() if now.get(path) != self._seen.get(path)), None)
        if changed is None:
            return None, None
        self._seen = now
        self._rebuild()
        return changed, None


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
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")])
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
    preview.rebuild()
    server = Server(preview, watcher=Eye(folders, preview.rebuild))
    server.serve(port=port, host="127.0.0.1", debug=False)
