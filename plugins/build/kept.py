"""The last good version: what was published before, kept with the output so that a broken file loses nothing.

It lies beside the releases, not in the cache, because a cache must never change what is published. Of each site one
entry names the items that are online with the keys of their Readings, which lie beside it as they lay in the cache.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from msgspec.structs import asdict

from plugins.network.index import Index
from plugins.network.json_text import decode, encode
from plugins.network.media import Medium, from_row, to_row
from plugins.network.readings import Reading, from_json
from plugins.network.sites import Contact, Site

AT_ONCE = 500
"""So many Readings are in memory at a time."""
FEW = 10
"""Of so many keys each is looked for among those that are named."""
ONLINE = "online:"
"""How the key of the entry begins that names the items of a site."""
CLEAN = "clean"
"""The key of an entry that is there while every Reading here is named: no text of what is gone lies about."""


class Kept:
    """The Readings, files and sites of the release that is online."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filled: dict[str, tuple[str, str]] = {}
        self._bringing: Thread | None = None

    def sites(self) -> dict[str, Site]:
        """Each published site as it was."""
        if not self.path.exists():
            return {}
        with Index(self.path) as index:
            return {site_id: _site(head) for site_id, head in index.heads("site:").items()}

    def paths(self, site_id: str) -> tuple[str, ...]:
        """The source files of the items of a site that are online."""
        if not self.path.exists():
            return ()
        with Index(self.path) as index:
            return tuple(_online(index, site_id) or ())

    def reading(self, path: str) -> tuple[Reading, str] | None:
        """The last good Reading of a path and its key, or None if it was not published."""
        if not self.path.exists():
            return None
        with Index(self.path) as index:
            key = (_online(index, path.partition("/")[0]) or {}).get(path, "")
            found = index.entries([key]).get(key)
        return (from_json(*found), key) if found is not None else None

    def media(self, site_id: str) -> dict[str, Medium]:
        """The pictures and attachments of a site that were published, by path."""
        if not self.path.exists():
            return {}
        with Index(self.path) as index:
            rows = index.heads(f"file:{site_id}/")
        return {f"{site_id}/{rest}": from_row(json.loads(row)) for rest, row in rows.items()}

    def bring(self, keys: Iterable[str], source: Path) -> None:
        """Begin to copy Readings that are about to be published, in another thread; `fill` and `keep` wait for it."""
        self._bringing = Thread(target=self._bring, args=(tuple(keys), source))
        self._bringing.start()

    def _bring(self, keys: tuple[str, ...], source: Path) -> None:
        """Copy them, unless something is in the way: then `fill` does it and finds out what."""
        with contextlib.suppress(sqlite3.DatabaseError, OSError), Index(self.path) as index:
            index.copy(source, keys, instead=CLEAN)

    def wait(self) -> None:
        """Wait for what was begun."""
        if self._bringing is not None:
            self._bringing.join()
            self._bringing = None

    def fill(self, publishing: "Publishing", source: Index) -> None:
        """Bring what is kept up to what is being published; whoever keeps next looks through these sites again, unless it is us.

        Args:
            source: has the text of the Readings.
        """
        self.wait()
        with Index(self.path) as index, index.together():
            known = index.whole("site:")
            changed = [site_id for site_id, row in publishing.rows.items() if known.get(site_id) != row]
            index.put((f"site:{site_id}", known[site_id][0], "") for site_id in changed if site_id in known)
            _keep_sites(index, changed, (), publishing, source)
            self._filled |= {site_id: publishing.rows[site_id] for site_id in changed}

    def keep(self, publishing: "Publishing", source: Index) -> None:
        """Make what is published now what is kept, as far as it is not yet; `source` has the text of the Readings."""
        self.wait()
        with Index(self.path) as index, index.together():
            known = index.whole("site:")
            changed = {site_id: row for site_id, row in publishing.rows.items() if known.get(site_id) != row}
            gone = known.keys() - publishing.rows.keys()
            fresh = [site_id for site_id, row in changed.items() if self._filled.get(site_id) != row]
            _keep_sites(index, fresh, gone, publishing, source)
            index.put((f"site:{site_id}", *row) for site_id, row in changed.items())
            for site_id in gone:
                index.forget(f"site:{site_id}")


class Publishing:
    """What is published of each site.

    Args:
        digests: of each site a hash of its items and files.
        readings, media: the paths of a site's items with the keys of their Readings, and its files; asked only where the hash is new.
    """

    def __init__(
        self,
        sites: Mapping[str, Site],
        digests: Mapping[str, str],
        readings: Callable[[str], Mapping[str, str]],
        media: Callable[[str], Mapping[str, Medium]],
    ) -> None:
        self.rows = {
            site_id: (json.dumps(site, default=asdict, ensure_ascii=False), digests[site_id]) for site_id, site in sites.items()
        }
        self.readings = readings
        self.media = media


def _online(index: Index, site_id: str) -> dict[str, str] | None:
    """The items of a site that are online with the keys of their Readings; None if it is not known or damaged."""
    known = index.head(f"{ONLINE}{site_id}")
    return decode(known) if known is not None else None


def _keep_sites(index: Index, sites: Iterable[str], gone: Iterable[str], publishing: Publishing, source: Index) -> None:
    """Keep what is published of some sites, nothing of others that are gone, and no Reading that no site has any more."""
    unneeded: set[str] = set()
    for site_id in sites:
        _keep_media(index, site_id, publishing.media(site_id))
        unneeded |= _keep_readings(index, site_id, publishing.readings(site_id), source)
    for site_id in gone:
        index.drop(f"file:{site_id}/", ())
        unneeded |= {*(_online(index, site_id) or {}).values()}
        index.forget(f"{ONLINE}{site_id}")
    if index.head(CLEAN) is None or len(unneeded) > FEW:
        named = {key for online in index.heads(ONLINE).values() for key in decode(online).values()}
        index.drop("reading:", (key.removeprefix("reading:") for key in named))
        index.put([(CLEAN, "", "")])
    else:
        for key in unneeded:
            if not index.names(ONLINE, encode(key)):
                index.forget(key)


def _keep_readings(index: Index, site_id: str, published: Mapping[str, str], source: Index) -> set[str]:
    """Copy the Readings of a site that are new; the keys of those that it does not need any more."""
    known = _online(index, site_id)
    if known is None:
        index.forget(CLEAN)
    had = {*(known or {}).values()}
    here = had | index.keys(key for key in published.values() if key not in had)
    fresh = list({*published.values()} - here)
    for start in range(0, len(fresh), AT_ONCE):
        rows = source.sealed(fresh[start : start + AT_ONCE])
        index.adopt(rows)
        here |= {key for key, *_ in rows}
    online = {path: key for path, key in published.items() if key in here}
    index.put([(f"{ONLINE}{site_id}", encode(online), "")])
    return had - {*online.values()}


def _keep_media(index: Index, site_id: str, media: Mapping[str, Medium]) -> None:
    index.put((f"file:{path}", json.dumps(to_row(medium)), "") for path, medium in media.items())
    index.drop(f"file:{site_id}/", (path.removeprefix(f"{site_id}/") for path in media))


def _site(row: str) -> Site:
    values: dict[str, Any] = json.loads(row)
    contacts = tuple(Contact(**contact) for contact in values.pop("contacts"))
    listed: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("columns", "blocks", "capabilities", "typeset")}
    return Site(**values, **listed, contacts=contacts)
