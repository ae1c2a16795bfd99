"""Floor 4: the preview: builds on every save, reloads the browser, shows what is wrong inside the page."""

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

from plugins.network.headers import FOR_EVER, caching, headers
from plugins.network.problems import Problem

GATHERING_MILLISECONDS = 5
"""For how long no further file may change before what was saved is built: editors write more than once."""

STYLE = "/.preview.css"
BOX = """.preview-problems{all:initial;display:block;font:15px/1.7 sans-serif;background:#fff3cd;color:#5c4300;\
border-bottom:3px solid #8a5a00;padding:12px 24px}"""
IN_HEAD = f'<link rel="stylesheet" href="{STYLE}"><script src="/livereload.js" defer></script></head>'
"""What every page of the preview gets; files, for the policy of the published site holds here too: nothing inline."""

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
        """Answer one request, with the headers of a published site, but only what has its hash in its name is kept."""
        status, name, content = self._found(unquote(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")))
        if name.endswith(".html"):
            content = self._with_problems(content, name)
        keep = FOR_EVER if status[0] == "2" and caching(name) == FOR_EVER else "no-store"
        said = {**headers(name), "Cache-Control": keep, "Content-Length": str(len(content))}
        start_response(status, list(said.items()))
        return [content]

    def _found(self, address: str) -> tuple[str, str, bytes]:
        """Status, path in the release and bytes of what stands at an address."""
        if address == STYLE:
            return "200 OK", address, BOX.encode()
        name = address.lstrip("/")
        if (self._current / name).is_dir():
            name = f"{name.rstrip('/')}/index.html".lstrip("/")
        path = self._current / name
        if ".." not in name.split("/") and path.is_file():
            return "200 OK", name, path.read_bytes()
        missing = self._current / "404.html"
        return (
            "404 Not Found",
            "404.html",
            missing.read_bytes() if missing.is_file() else b"<html><head></head><body></body></html>",
        )

    def _with_problems(self, html: bytes, name: str) -> bytes:
        """The page with a box on top that lists what is wrong with its source, or with the whole network."""
        html = html.replace(b"</head>", IN_HEAD.encode(), 1)
        source = self._pages.get(name, "")
        mine = [p for p in self.problems if p.path == source or p.stops in ("site", "network", "item")]
        if not mine:
            return html
        rows = "".join(
            f"<li><code>{escape(p.path)}{f':{p.line}' if p.line else ''}</code> {escape(p.code)} "
            f"{escape(p.message['zh'])}：{escape(p.remedy['zh'])}</li>"
            for p in mine[:20]
        )
        box = f'<aside role="alert" class="preview-problems"><b>预览提示（{len(mine)}）</b><ul>{rows}</ul></aside>'
        return html.replace(b"<body>", b"<body>" + box.encode(), 1)


class Reloading(Server):
    """livereload's server; the pages bring its script themselves, as a file."""

    def get_web_handlers(self, script: bytes) -> Any:
        """What answers everything but livereload's own addresses."""
        return super().get_web_handlers(b"")


def serve(preview: Preview, folders: Iterable[Path], port: int) -> None:
    """Serve until interrupted."""
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0  # else saves within 3 s of each other are dropped
    eye = Eye(folders, preview.rebuild)
    preview.rebuild()
    server = Reloading(preview, watcher=eye)
    server.serve(port=port, host="127.0.0.1", debug=False)
