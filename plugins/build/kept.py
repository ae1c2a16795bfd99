"""The last good version: what was published before, kept with the output so that a broken file loses nothing.

It lies beside the releases, not in the cache, because a cache must never change what is published.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from plugins.network.index import Index
from plugins.network.media import Medium, from_row, to_row
from plugins.network.readings import Reading, from_json
from plugins.network.sites import Contact, Site

AT_ONCE = 500
"""So many Readings are in memory at a time."""


class Kept:
    """The Readings, files and sites of the release that is online."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filled: dict[str, tuple[str, str]] = {}

    def sites(self) -> dict[str, Site]:
        """Each published site as it was."""
        if not self.path.exists():
            return {}
        with Index(self.path) as index:
            return {site_id: _site(head) for site_id, head in index.heads("site:").items()}

    def paths(self, site_id: str) -> tuple[str, ...]:
        """The source files of the articles of a site that are online."""
        if not self.path.exists():
            return ()
        with Index(self.path) as index:
            return tuple(f"{site_id}/{rest}" for rest in index.heads(f"reading:{site_id}/"))

    def reading(self, path: str) -> tuple[Reading, str] | None:
        """The last good Reading of a path and its key, or None if it was not published."""
        if not self.path.exists():
            return None
        with Index(self.path) as index:
            key, tail = index.head(f"reading:{path}"), index.tail(f"reading:{path}")
        if key is None or tail is None:
            return None
        meta, _, html = tail.partition("\n")
        return from_json(meta, html), key

    def media(self, site_id: str) -> dict[str, Medium]:
        """The pictures and attachments of a site that were published, by path."""
        if not self.path.exists():
            return {}
        with Index(self.path) as index:
            rows = index.heads(f"file:{site_id}/")
        return {f"{site_id}/{rest}": from_row(json.loads(row)) for rest, row in rows.items()}

    def fill(self, publishing: "Publishing", source: Index) -> None:
        """Bring what is kept up to what is being published; whoever keeps next looks through these sites again, unless it is us.

        Args:
            source: has the text of the Readings.
        """
        with Index(self.path) as index:
            known = index.whole("site:")
            for site_id, row in publishing.rows.items():
                if known.get(site_id) != row:
                    if site_id in known:
                        index.put([(f"site:{site_id}", known[site_id][0], "")])
                    _keep_files(index, site_id, publishing, source)
                    self._filled[site_id] = row

    def keep(self, publishing: "Publishing", source: Index) -> None:
        """Make what is published now what is kept, as far as it is not yet; `source` has the text of the Readings."""
        with Index(self.path) as index:
            known = index.whole("site:")
            for site_id, row in publishing.rows.items():
                if known.get(site_id) != row:
                    if self._filled.get(site_id) != row:
                        _keep_files(index, site_id, publishing, source)
                    index.put([(f"site:{site_id}", *row)])
            for site_id in known.keys() - publishing.rows.keys():
                index.drop(f"reading:{site_id}/", ())
                index.drop(f"file:{site_id}/", ())
            if known.keys() - publishing.rows.keys():
                index.drop("site:", publishing.rows)


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


def _keep_files(index: Index, site_id: str, publishing: Publishing, source: Index) -> None:
    _keep_readings(index, site_id, publishing.readings(site_id), source)
    _keep_media(index, site_id, publishing.media(site_id))


def _keep_readings(index: Index, site_id: str, published: Mapping[str, str], source: Index) -> None:
    """Copy the Readings of a site that are new, drop those of items that are gone."""
    known = {f"{site_id}/{rest}": key for rest, key in index.heads(f"reading:{site_id}/").items()}
    fresh = {path: key for path, key in published.items() if known.get(path) != key}
    paths = list(fresh)
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        texts = source.entries(fresh[path] for path in some)
        index.put((f"reading:{path}", fresh[path], "\n".join(texts[fresh[path]])) for path in some if fresh[path] in texts)
    if known.keys() - published.keys():
        index.drop(f"reading:{site_id}/", (path.removeprefix(f"{site_id}/") for path in published))


def _keep_media(index: Index, site_id: str, media: Mapping[str, Medium]) -> None:
    index.put((f"file:{path}", json.dumps(to_row(medium)), "") for path, medium in media.items())
    index.drop(f"file:{site_id}/", (path.removeprefix(f"{site_id}/") for path in media))


def _site(row: str) -> Site:
    values: dict[str, Any] = json.loads(row)
    contacts = tuple(Contact(**contact) for contact in values.pop("contacts"))
    listed: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("columns", "blocks", "capabilities", "typeset")}
    return Site(**values, **listed, contacts=contacts)
