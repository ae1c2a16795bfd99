"""The files of one site while they are made: new ones go into the store, those that stay as they were are found there."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from plugins.build.store import Entry, Store, Told, Tree


class Files(ABC):
    """Takes the files of a site, one by one."""

    @abstractmethod
    def put(self, path: str, content: bytes, source: str) -> None:
        """One file; `source` is the path of the item it shows, or empty."""

    def keyed(self, path: str, source: str, key: str | None, make: Callable[[], bytes]) -> None:
        """One file that `make` makes; `key` tells everything it is made from, None that this cannot be told."""
        self.put(path, make(), source)


class Growing(Files):
    """The tree of one site; a file whose key is that of the last time is not made again.

    Args:
        settings: the source of what many items make.
        before: what `made` was the last time.
    """

    def __init__(self, store: Store, settings: str, before: Mapping[str, tuple[str, str]]) -> None:
        self._store = store
        self._settings = settings
        self._before = before
        self._entries: dict[str, Entry] = {}
        self.made: dict[str, tuple[str, str]] = {}
        """The key and the SHA-256 of each keyed file by its path, for the next time."""

    def put(self, path: str, content: bytes, source: str) -> None:
        """Store one file."""
        self._enter(path, self._store.put(content), source)

    def keyed(self, path: str, source: str, key: str | None, make: Callable[[], bytes]) -> None:
        """Store one file, or find it stored."""
        known, sha256 = self._before.get(path, ("", ""))
        if key is None or known != key or not self._store.holds(sha256):
            sha256 = self._store.put(make())
        if key is not None:
            self.made[path] = (key, sha256)
        self._enter(path, sha256, source)

    def adopt(self, path: str, file: Path, sha256: str, source: str) -> None:
        """Store a copy of a file whose hash is known.

        Raises:
            OSError: the file cannot be read, or it no longer has that hash.
        """
        self._store.adopt(file, sha256)
        self._enter(path, sha256, source)

    def _enter(self, path: str, sha256: str, source: str) -> None:
        self._entries[path] = Entry(path, sha256, source or self._settings)

    def tree(self, told: Iterable[Told]) -> Tree:
        """All of it, in order of path, which shows these items."""
        return Tree.of((self._entries[path] for path in sorted(self._entries)), told)


def to_text(made: Mapping[str, tuple[str, str]]) -> str:
    """`Growing.made` as a text."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str | None) -> Mapping[str, tuple[str, str]]:
    """The keyed files that a text tells; none if there is none."""
    rows: Mapping[str, Any] = json.loads(text) if text is not None else {}
    return {path: (str(key), str(sha256)) for path, (key, sha256) in rows.items()}
