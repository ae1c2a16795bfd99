"""Stock Pelican's way in: `pelican -s pelicanconf.py` builds one site of the network into an ordinary folder."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.build.build import Build
from plugins.build.growing import Files
from plugins.build.request import Places, Request
from plugins.build.site import Rendering, prepare, settings
from plugins.build.store import Store
from plugins.network.index import Index
from plugins.network.items import Item
from plugins.network.problems import Problem


def stock_settings(
    site_id: str, *, strict: bool, content: Path = Path("content"), output: Path = Path("output/pelican")
) -> dict[str, Any]:
    """Pelican's settings for one site, by default the root committee.

    Raises:
        SystemExit: there is no such site; or `strict` and one of its files has an error.
    """
    places = Places(content, Path("output"), Path(".cache/zhibu"), "public")
    now = datetime.now(ZoneInfo("Asia/Shanghai"))  # pelican has no as-of: this module stands in for a command
    with Build(Request(places, now)) as build:
        checked = build.check()
        network = checked.scanned.network
        site = network.sites.get(site_id) if site_id else network.root
        if site is None:
            raise SystemExit(f"SITE={site_id}: 没有这个站点 / no such site; {', '.join(network.sites)}")
        errors = [p for p in checked.problems if p.severity == "error" and p.path.startswith(site.id + "/")]
        if strict and errors:
            raise SystemExit("\n".join(_line(problem) for problem in errors))
        sliced, look = network.seen_by(site.id), checked.look_of(site.id)
        build.gathering.refill((), sliced.media)

    def body(item: Item) -> str:
        with Index(places.index, read_only=True) as index:
            return index.tail(item.hash) or ""

    files = _Folder(output, Store(places.store))
    rendering = Rendering(sliced, site, look, content, body, files)
    prepare(rendering)
    for path, (medium, address) in sliced.media.items():
        for name, sha256 in medium.files(address):
            files.put(name[1:], files.read(content / path, sha256), path)
    return {**settings(rendering), "OUTPUT_PATH": str(output)}


class _Folder(Files):
    """Writes into an ordinary folder."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store

    def read(self, file: Path, sha256: str) -> bytes:
        """The bytes with a hash, from the store or from the content folder."""
        return self._store.read(sha256) if self._store.holds(sha256) else super().read(file, sha256)

    def put(self, path: str, content: bytes, source: str) -> None:
        """Write one file."""
        place = self._folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def size(self, path: str) -> int:
        """How many bytes a file has that was written."""
        return (self._folder / path).stat().st_size


def _line(problem: Problem) -> str:
    return f"{problem.path}:{problem.line} {problem.code} {problem.message['zh']}：{problem.remedy['zh']}"
