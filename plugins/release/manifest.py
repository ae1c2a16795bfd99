"""A release and its manifest: every file with its bytes, source and commit, and what made it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from plugins.build.provenance import Checkout
from plugins.build.store import Tree

FORMAT = 3
MANIFEST = "manifest.json"
"""Its name in the folder of a release."""
_NAMED = (
    "id", "tier", "as_of", "sequence", "previous", "next_change", "restores", "versions", "commit", "committed", "uncommitted", "stamps",
)  # fmt: skip
_DIGEST, _SITES, _ITEMS, _END = b',"digest":', b',"sites":{\n', b'\n},"items":{\n', b"\n}}\n"


class Release(Struct, frozen=True):
    """One release: when, for what instant, from what it was made, and the tree of every site.

    Args:
        restores: the id of the older release that it brings back, without what has been taken back since.
        commit, committed: where the content folder stood and since when (Unix seconds), if git knows.
        uncommitted: the sources that were not as that commit has them.
        stamps: the small files that tell of itself: when it was made, one for each host, and the signature if there is one.
    """

    id: str
    tier: str
    as_of: str
    sequence: int
    previous: str
    next_change: str
    trees: Mapping[str, Tree]
    restores: str = ""
    versions: Mapping[str, str] = {}
    commit: str = ""
    committed: int = 0
    uncommitted: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()

    @property
    def checkout(self) -> Checkout:
        """What it was made from."""
        return Checkout(self.commit, self.committed, frozenset(self.uncommitted))


def published(uncommitted: Iterable[str], trees: Mapping[str, Tree]) -> tuple[str, ...]:
    """Those of some files that a release is made from: no others may be named in it."""
    by_site: dict[str, set[str]] = {}
    for path in uncommitted:
        by_site.setdefault(path.partition("/")[0], set()).add(path)
    used = (paths & {entry.source for entry in trees[site].entries} for site, paths in by_site.items() if site in trees)
    return tuple(sorted(path for paths in used for path in paths))


def manifest(release: Release) -> bytes:
    """The manifest as JSON: what the release is on the first line, then each site's files, then its items, a line each."""
    head = json.dumps({"format": FORMAT, **{name: getattr(release, name) for name in _NAMED}}, ensure_ascii=False)[:-1].encode()
    rows = _section((site, tree.rows) for site, tree in release.trees.items())
    items = _section((site, tree.items) for site, tree in release.trees.items())
    rest = b"".join((rows, _ITEMS, items, _END))
    return b"".join((head, _DIGEST, _digest(head, rest), _SITES, rest))


def _section(texts: Iterable[tuple[str, str]]) -> bytes:
    """A text of each site, a line each."""
    return b",\n".join(f"{json.dumps(site)}:{text}".encode() for site, text in texts)


def _digest(head: bytes, rest: bytes) -> bytes:
    digest = hashlib.sha256(head)
    digest.update(b"\n")
    digest.update(rest)  # millions of bytes, never copied
    return f'"{digest.hexdigest()}"'.encode()


def read(written: bytes) -> Release:
    """The release that a manifest tells of; the trees stay text.

    Raises:
        ValueError, KeyError, TypeError: it is not whole.
    """
    first, _, rest = written.partition(_SITES)
    head, _, digest = first.rpartition(_DIGEST)
    if digest != _digest(head, rest):
        raise ValueError("damaged manifest")
    values: dict[str, Any] = json.loads(head + b"}")
    if values["format"] != FORMAT:
        raise ValueError("a manifest of another version")
    rows, _, items = rest.removesuffix(_END).partition(_ITEMS)
    told = dict(_lines(items))
    trees = {site: Tree(row, told[site]) for site, row in _lines(rows)}
    named = {name: values[name] for name in _NAMED}
    listed = {name: tuple(values[name]) for name in ("uncommitted", "stamps")}
    return Release(**{**named, **listed}, trees=trees)


def _lines(section: bytes) -> Iterable[tuple[str, str]]:
    """Each site of a section with its text."""
    pairs = (line.removesuffix(b",").partition(b":") for line in section.split(b"\n") if line)
    return ((json.loads(site), text.decode()) for site, _, text in pairs)
