"""The last good version: what was published before, kept with the output so that a broken file loses nothing.

It lies beside the releases, not in the cache, because a cache must never change what is published.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plugins.network.index import Index
from plugins.network.reading import Reading, from_json
from plugins.network.sites import Contact, Site


class Kept:
    """The Readings and sites of the release that is online."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def sites(self) -> dict[str, Site]:
        """Each published site as it was."""
        if not self.path.exists():
            return {}
        with Index(self.path) as index:
            return {site_id: _site(head) for site_id, head in index.heads("site:").items()}

    def paths(self) -> tuple[str, ...]:
        """The source files of the articles that are online."""
        if not self.path.exists():
            return ()
        with Index(self.path) as index:
            return tuple(index.heads("reading:"))

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

    def keep(self, published: Mapping[str, str], sites: Iterable[Site], source: Index) -> None:
        """Make this what is kept: the key of every published item's Reading, its text taken from `source`."""
        with Index(self.path) as index:
            known = index.heads("reading:")
            fresh = [path for path, key in published.items() if known.get(path) != key]
            index.put(
                (f"reading:{path}", published[path], f"{head}\n{tail}")
                for path in fresh
                if (head := source.head(published[path])) is not None and (tail := source.tail(published[path])) is not None
            )
            if known.keys() - published.keys():
                index.drop("reading:", published)
            rows = {site.id: json.dumps(asdict(site), ensure_ascii=False) for site in sites}
            if index.heads("site:") != rows:
                index.drop("site:", rows)
                index.put((f"site:{site_id}", row, "") for site_id, row in rows.items())


def _site(row: str) -> Site:
    values: dict[str, Any] = json.loads(row)
    contacts = tuple(Contact(**contact) for contact in values.pop("contacts"))
    listed: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("columns", "blocks", "capabilities")}
    return Site(**values, **listed, contacts=contacts)
