"""The files of one site while they are made: new ones go into the store, those that stay as they were are found there."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from plugins.build.store import Store, Tree
from plugins.network.copies import PAGE, Copy, Copying
from plugins.network.index import seal
from plugins.network.json_text import decoder, encode


class Made(NamedTuple):
    """What a file was made from, as hashes, and its SHA-256: `key` tells it exactly, `mark` more than is needed but cheaply."""

    key: str
    sha256: str
    mark: str = ""


class Before(NamedTuple):
    """What was made of a site the last time.

    Args:
        shown: a hash over everything that pages show of other items.
        told: what the tree told of items, as text. made: each keyed file by its path.
    """

    shown: str = ""
    told: str = ""
    made: Mapping[str, Made] = {}

    @property
    def text(self) -> str:
        """All of it on three lines."""
        return "\n".join((self.shown, self.told, encode(self.made)))

    @classmethod
    def read(cls, text: str | None) -> "Before":
        """What a text tells; nothing if there is none, or it is one of an older program."""
        lines = text.split("\n") if text is not None else []
        if len(lines) != 3:
            return cls()
        shown, told, made = lines
        return cls(shown, told, _made_in(made))


_made_in = decoder(dict[str, Made], lambda rows: {path: Made(*row) for path, row in rows.items()})


class Copies(NamedTuple):
    """How every page of a site is made once more.

    Args:
        made: the copies and how they are made. host: where in the release the host of the site begins.
        basis: a hash over everything that all pages have in common.
    """

    made: Mapping[Copy, Copying]
    host: str = ""
    basis: str = ""

    def of(self, path: str) -> Iterator[tuple[str, Copying]]:
        """Where the copies of a file lie if it is a page, and how each is made."""
        if path.endswith(PAGE):
            for copy, copied in self.made.items():
                if not copy.original(path):
                    yield copy.path(path, self.host), copied


NO_COPIES = Copies({})


class Files(ABC):
    """Takes the files of a site, one by one."""

    @abstractmethod
    def put(self, path: str, content: bytes, source: str) -> None:
        """One file; `source` is the path of the item it shows, or empty."""

    def keyed(self, path: str, source: str, key: str | None, make: Callable[[], bytes], mark: str = "") -> None:
        """One file that `make` makes; `key` tells everything it is made from, None that this cannot be told."""
        self.put(path, make(), source)

    def size(self, path: str) -> int:
        """How many bytes a file has that was taken."""
        return 0

    def stays(self, path: str, source: str, mark: str) -> bool:
        """Whether there is such a file already that was made under the same mark; then it is one of these."""
        return False

    def read(self, file: Path, sha256: str) -> bytes:
        """The bytes with a hash: those of a file of the content folder, or of what is published in its place.

        Raises:
            OSError: it has changed while it was being published.
        """
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OSError(f"{file} changed while it was being published")
        return content


class Growing(Files):
    """The tree of one site; a file whose key or mark is that of the last time is not made again.

    Args:
        settings: the source of what many items make.
        before: what `made` was the last time.
        copies: how every page is made once more.
    """

    def __init__(
        self,
        store: Store,
        settings: str,
        before: Mapping[str, Made],
        copies: Copies = NO_COPIES,
    ) -> None:
        self._store = store
        self._settings = settings
        self._before = before
        self._copies = copies
        self._rows: dict[str, tuple[str, str, str]] = {}
        self.made: dict[str, Made] = {}
        """Each keyed file by its path, for the next time."""

    def put(self, path: str, content: bytes, source: str) -> None:
        """Store one file."""
        self._enter(path, self._store.put(content), source)

    def keyed(self, path: str, source: str, key: str | None, make: Callable[[], bytes], mark: str = "") -> None:
        """Store one file, or find it stored."""
        known = self._before.get(path)
        stored = known is not None and known.key == key and self._store.holds(known.sha256)
        sha256 = known.sha256 if known is not None and stored else self._store.put(make())
        if key is not None:
            self.made[path] = Made(key, sha256, mark)
        self._enter(path, sha256, source)

    def stays(self, path: str, source: str, mark: str) -> bool:
        """Find a file stored, if it was made under the same mark."""
        known = self._before.get(path)
        if known is None or not mark or known.mark != mark or not self._store.holds(known.sha256):
            return False
        self.made[path] = known
        self._enter(path, known.sha256, source)
        return True

    def size(self, path: str) -> int:
        """How many bytes a file has that was stored."""
        return self._store.place(self._rows[path][1]).stat().st_size

    def read(self, file: Path, sha256: str) -> bytes:
        """The bytes with a hash, from the store or from the content folder."""
        with suppress(OSError):
            return super().read(file, sha256)
        return self._store.read(sha256)

    def adopt(self, path: str, file: Path, sha256: str, source: str) -> None:
        """Store a copy of a file whose hash is known.

        Raises:
            OSError: the file cannot be read, or it no longer has that hash.
        """
        self._store.adopt(file, sha256)
        self._enter(path, sha256, source)

    def _enter(self, path: str, sha256: str, source: str) -> None:
        self._rows[path] = (path, sha256, source or self._settings)
        for copy, copied in self._copies.of(path):
            key = seal(self._copies.basis, sha256)
            self.keyed(copy, source, key, partial(self._copied, copied, sha256))

    def _copied(self, copied: Copying, sha256: str) -> bytes:
        return copied(self._store.read(sha256))

    def tree(self, told: str) -> Tree:
        """All of it, in order of path, and what it tells of items."""
        return Tree.in_rows((self._rows[path] for path in sorted(self._rows)), told)
