"""An older release brought back without what has been taken back since."""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.joining import of_sites, unspoken, with_joins
from plugins.build.store import Entry, Store, Told, Tree
from plugins.build.traces import NOTE, Traces
from plugins.network.patterns import pattern
from plugins.release.manifest import Release

STAMP = "stamp.json"
"""Stands where a host begins."""
Files = Mapping[str, tuple[str, Entry]]
"""By path: the site and the file."""
_LED = pattern(r'(?:href|src|poster)="([^"]+)"|srcset="([^"]+)"')
"""Where our own pages lead to."""


class Restored(Struct):
    """What a release that is brought back has; by path what was taken from the current release and what was left out."""

    trees: dict[str, Tree] = {}
    taken: list[str] = []
    left_out: list[str] = []


def restored(
    old: Release,
    gone: Collection[Told],
    current: Release,
    gone_now: Collection[Told],
    store: Store,
    ready: Callable[[str, Tree], object],
) -> Restored:
    """An older release, where every file that shows what is gone is the current release's or left out.

    What files taken from the current release lead to comes with them if the older release does not have it.

    Args:
        gone: what the older release shows and must no longer. gone_now: the same of the current one.
        ready: takes each site that has nothing to lose as soon as this is known; a few files may come to it later.
    """
    old = replace(old, trees={site: unspoken(tree, gone, store) for site, tree in of_sites(old.trees).items()})
    current = replace(current, trees=of_sites(current.trees))
    before, now = _files(old), _files(current)
    traces, traces_now = _traces(old, gone, store), _traces(current, gone_now, store)
    found, files, losing = Restored(), dict(before), list[str]()
    for site, tree in old.trees.items():
        shown = traces.showing(entry for entry in tree.entries if gone_now or not _same(entry, now))
        losing += shown
        if not shown:
            ready(site, tree)
    for path in losing:
        site, entry = files.pop(path)
        if path in now and not traces_now.shown_by(now[path][1]):
            files[path] = now[path]
            found.taken.append(path)
            continue
        found.left_out.append(path)
        if entry.is_page and not traces.own(entry):
            files[path] = site, Entry(path, store.put(NOTE), entry.source)
    _bring_along(files, found.taken, now, traces_now, store)
    hosts = [path.removesuffix(STAMP) for path in old.stamps if path.endswith(f"/{STAMP}")]
    found.trees = with_joins(_trees(files, old, current), {}, hosts, store)
    return found


def _files(release: Release) -> Files:
    return {entry.path: (site, entry) for site, tree in release.trees.items() for entry in tree.entries}


def _same(entry: Entry, now: Files) -> bool:
    """Whether the current release has the same bytes at the same path."""
    return entry.path in now and now[entry.path][1].sha256 == entry.sha256


def _traces(release: Release, gone: Collection[Told], store: Store) -> Traces:
    """Finds in the files of a release what is gone."""
    trees = release.trees.values()
    entries = (entry for tree in trees for entry in tree.entries)
    return Traces(gone, [told for tree in trees for told in tree.told], store, entries)


def _bring_along(files: dict[str, tuple[str, Entry]], taken: list[str], now: Files, traces: Traces, store: Store) -> None:
    """Add to files what those that were taken from the current release lead to, and what that leads to in turn."""
    for path in taken:  # which grows meanwhile
        for led in _led(path, store.read(files[path][1].sha256)) if files[path][1].is_page else ():
            if led in now and led not in files and not traces.shown_by(now[led][1]):
                files[led] = now[led]
                taken.append(led)


def _led(path: str, page: bytes) -> Iterator[str]:
    """The files of the release that a page leads to."""
    for one, forms in _LED.findall(page.decode("utf-8", "replace")):
        for href in (one,) if one else (form.split()[0] for form in forms.split(", ")):
            parts = urlsplit(href)
            if not parts.scheme and not parts.netloc and parts.path:
                place = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(parts.path)))[1:]
                yield f"{place}/index.html".removeprefix("/") if parts.path.endswith("/") else place


def _trees(files: Files, old: Release, current: Release) -> dict[str, Tree]:
    """The files by site, each with what it tells of its items."""
    by_site: dict[str, list[Entry]] = {site: [] for site in old.trees}
    for site, entry in files.values():
        by_site.setdefault(site, []).append(entry)
    return {
        site: _tree(sorted(entries, key=lambda entry: entry.path), old.trees.get(site, Tree()), current.trees.get(site, Tree()))
        for site, entries in by_site.items()
        if entries
    }


def _tree(entries: list[Entry], old: Tree, current: Tree) -> Tree:
    """The tree of these files, which tells of each item what the release tells that has its page so."""
    if entries == list(old.entries) and old.items == current.items:
        return old
    same = {entry.path for entry in set(entries).intersection(current.entries)}
    told = {one.source: one for one in old.told} | {one.source: one for one in current.told if one.page in same}
    return Tree.of(entries, [told[source] for source in dict.fromkeys(entry.source for entry in entries) if source in told])
