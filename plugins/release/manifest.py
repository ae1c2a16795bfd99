"""A release and its manifest: every file with its bytes, source and commit, and what made it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.build.provenance import Checkout
from plugins.build.store import Tree

FORMAT = 3
_NAMED = (
    "id", "tier", "as_of", "sequence", "previous", "next_change", "restores", "versions", "commit", "committed", "uncommitted", "stamps",
)  # fmt: skip
_DIGEST, _SITES, _ITEMS, _END = ',"digest":', ',"sites":{\n', '\n},"items":{\n', "\n}}\n"


@dataclass(frozen=True, slots=True)
class Release:
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
    versions: Mapping[str, str] = field(default_factory=dict)
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


def manifest(release: Release) -> str:
    """The manifest as JSON: what the release is on the first line, then each site's files, then its items, a line each."""
    head = json.dumps({"format": FORMAT, **{name: getattr(release, name) for name in _NAMED}}, ensure_ascii=False)[:-1]
    rows = (",\n".join(f"{json.dumps(site)}:{text}" for site, text in texts.items()) for texts in _texts(release.trees))
    rest = _ITEMS.join(rows) + _END
    return f'{head}{_DIGEST}"{_digest(head, rest)}"{_SITES}{rest}'


def _texts(trees: Mapping[str, Tree]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {site: tree.rows for site, tree in trees.items()}, {site: tree.items for site, tree in trees.items()}


def _digest(head: str, rest: str) -> str:
    return hashlib.sha256(f"{head}\n{rest}".encode()).hexdigest()


def read(text: str) -> Release:
    """The release that a manifest tells of; the trees stay text.

    Raises:
        ValueError, KeyError, TypeError: it is not whole.
    """
    first, _, rest = text.partition(_SITES)
    head, _, digest = first.rpartition(_DIGEST)
    if digest != f'"{_digest(head, rest)}"':
        raise ValueError("damaged manifest")
    values: dict[str, Any] = json.loads(head + "}")
    if values["format"] != FORMAT:
        raise ValueError("a manifest of another version")
    rows, _, items = rest.removesuffix(_END).partition(_ITEMS)
    told = dict(_lines(items))
    trees = {site: Tree(row, told[site]) for site, row in _lines(rows)}
    named = {name: values[name] for name in _NAMED}
    listed = {name: tuple(values[name]) for name in ("uncommitted", "stamps")}
    return Release(**{**named, **listed}, trees=trees)


def _lines(section: str) -> Iterable[tuple[str, str]]:
    """Each site of a section with its text."""
    pairs = (line.removesuffix(",").partition(":") for line in section.split("\n") if line)
    return ((json.loads(site), text) for site, _, text in pairs)
