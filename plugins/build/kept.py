"""The last good version: what was published before, kept with the output so that a broken file loses nothing.

It lies beside the releases, not in the cache, because a cache must never change what is published.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from plugins.network.index import Index, seal
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

    def keep(self, published: Mapping[str, Mapping[str, str]], sites: Mapping[str, Site], source: Index) -> None:
        """Make this what is kept, site by site, as far as it is not: the text of Readings is taken from `source`.

        Args:
            published: of each site the paths of its items and the keys of their Readings.
        """
        with Index(self.path) as index:
            known = index.whole("site:")
            for site_id, site in sites.items():
                row = json.dumps(asdict(site), ensure_ascii=False), seal(*chain(*published[site_id].items()))
                if known.get(site_id) != row:
                    _keep_readings(index, f"reading:{site_id}/", published[site_id], source)
                    index.put([(f"site:{site_id}", *row)])
            for site_id in known.keys() - sites.keys():
                index.drop(f"reading:{site_id}/", ())
            if known.keys() - sites.keys():
                index.drop("site:", sites)


def _keep_readings(index: Index, prefix: str, published: Mapping[str, str], source: Index) -> None:
    """Copy the Readings of one site that are new, drop those of items that are gone."""
    start = len("reading:")
    known = {prefix[start:] + rest: key for rest, key in index.heads(prefix).items()}
    index.put(
        (f"reading:{path}", key, f"{head}\n{tail}")
        for path, key in published.items()
        if known.get(path) != key and (head := source.head(key)) is not None and (tail := source.tail(key)) is not None
    )
    if known.keys() - published.keys():
        index.drop(prefix, (path.removeprefix(prefix[start:]) for path in published))


def _site(row: str) -> Site:
    values: dict[str, Any] = json.loads(row)
    contacts = tuple(Contact(**contact) for contact in values.pop("contacts"))
    listed: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("columns", "blocks", "capabilities")}
    return Site(**values, **listed, contacts=contacts)
