"""The content-addressed store: every published byte once, under its SHA-256."""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from plugins.build.shares import woven
from plugins.network.json_text import decode, decoder, encode
from plugins.network.media import Medium


class Entry(Struct, frozen=True, array_like=True):
    """One file of a tree: where it goes in the release, which bytes, and the source it comes from."""

    path: str
    sha256: str
    source: str = ""

    @property
    def is_page(self) -> bool:
        """Whether readers see it as a page."""
        return self.path.endswith(".html")


OF_SITE = "/site.yaml"
"""How the source of what is a site's own ends: its lists, its feeds, what it tells of itself."""


class Told(Struct, frozen=True):
    """What a site's tree tells of an item, or of the site itself, so that it can be taken back later.

    Args:
        source: the file it comes from; `site.yaml` for the site itself.
        stage: what readers may see of it: empty for all, `withdrawn`, or the state of a Kind that takes things back.
        until: the instant (ISO 8601) at which it must be gone or show less, or empty.
        words: its title first, then what else lists may call it by.
        url: where a site with a host of its own is.
        files: what is in the release for it, alone or with others: pictures, attachments, old addresses, lists of its tags.
    """

    source: str
    address: str
    stage: str = ""
    until: str = ""
    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    url: str = ""

    @property
    def page(self) -> str:
        """The path of the page of what is told of."""
        return f"{self.address[1:]}index.html"

    def ended(self, now: datetime) -> bool:
        """Whether its time is over."""
        return bool(self.until) and datetime.fromisoformat(self.until) <= now

    def why_gone(self, new: "Told | None", hidden: Container[str]) -> str:
        """Why readers may see less of it since a newer tree tells `new` of it, or nothing; empty if they may not."""
        if new is None:
            return "hidden" if self.source in hidden else ""
        return "" if new.stage == self.stage else new.stage


class Tree(Struct, frozen=True, dict=True):
    """What one site publishes, in order of path, and which items that shows, as the texts that manifests hold.

    Trees are kept, compared and passed on as text; only who needs the files of one takes it apart.
    """

    rows: str = "[]"
    items: str = "[]"

    @classmethod
    def of(cls, entries: Iterable[Entry], told: Iterable[Told] = ()) -> "Tree":
        """The tree of these files, which show these items."""
        return cls.in_rows(((entry.path, entry.sha256, entry.source) for entry in entries), told_text(told))

    @classmethod
    def in_rows(cls, rows: Iterable[tuple[str, str, str]], told: str) -> "Tree":
        """The tree of the entries in these rows, which tells this of items."""
        return cls(encode(list(rows)), told)

    @classmethod
    def joined(cls, trees: "Sequence[Tree]") -> "Tree":
        """The tree of a site whose files were shared out, in turn, and whose items too; each tells of the site itself first."""
        rows = sorted(row for tree in trees for row in decode(tree.rows))
        (site, *first), *others = (decode(tree.items) for tree in trees)
        return cls(encode(rows), encode([site, *woven([first, *(told for _, *told in others)])]))

    @classmethod
    def read(cls, text: str) -> "Tree":
        """The tree that `text` of another one tells."""
        rows, _, items = text.partition("\n")
        return cls(rows, items or "[]")

    @property
    def text(self) -> str:
        """All of it on two lines."""
        return f"{self.rows}\n{self.items}"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its files."""
        return _entries_in(self.rows)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """The items that it shows."""
        rows = decode(self.items)
        return tuple(
            Told(source, address, stage, until, tuple(words), tuple(files), url)
            for source, address, stage, until, words, files, url in rows
        )

    def named(self, mark: str) -> Iterator[Entry]:
        """Its files whose path has a text in it; the others are not taken apart."""
        at = self.rows.find(mark)
        while at >= 0:
            end = self.rows.index("]", at) + 1
            row = Entry(*decode(self.rows[self.rows.rindex('["', 0, at) : end]))
            if mark in row.path:
                yield row
            at = self.rows.find(mark, end)

    @property
    def tells(self) -> bool:
        """Whether it tells of anything, as that of every site does: of itself."""
        return self.items != "[]"

    @property
    def pages(self) -> int:
        """How many of its files are pages."""
        return self.rows.count('.html","')  # a quote inside a text would be escaped, so this ends a path

    def __bool__(self) -> bool:
        """Whether it has any file."""
        return self.rows != "[]"


def told_text(told: Iterable[Told]) -> str:
    """What a tree tells of items, as text."""
    return encode(list(map(_TOLD, told)))


_TOLD = attrgetter(*Told.__match_args__)


class Store:
    """Bytes under their hash; putting the same bytes twice writes once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = os.fspath(folder)
        self._mark = f".{secrets.token_hex(8)}"  # what is being written has a name that no one else uses

    def place(self, sha256: str) -> Path:
        """Where the bytes of a hash lie."""
        return Path(self._place(sha256))

    def _place(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256[2:]}"

    def holds(self, sha256: str) -> bool:
        """Whether the bytes of a hash are here."""
        return os.path.exists(self._place(sha256))

    def holds_all(self, medium: Medium) -> bool:
        """Whether all files of a picture or attachment are here."""
        return all(self.holds(sha256) for _, sha256 in medium.files(""))

    def put(self, content: bytes) -> str:
        """Store bytes and return their SHA-256; they are complete or absent, whatever happens."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        if not os.path.exists(place):
            name = place + self._mark
            try:
                _write(name, content)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(place), exist_ok=True)
                _write(name, content)
            os.replace(name, place)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a hash.

        Raises:
            FileNotFoundError: they are not here.
        """
        with open(self._place(sha256), "rb") as file:
            return file.read()

    def adopt(self, file: Path, sha256: str) -> None:
        """Store a copy of a source file whose hash is known.

        Raises:
            OSError: the file cannot be read, or it no longer has that hash.
        """
        if not self.place(sha256).exists():
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
            with open(descriptor, "rb") as source:
                content = source.read()
            if hashlib.sha256(content).hexdigest() != sha256:
                raise OSError(f"{file} changed while it was being published")
            self.put(content)

    def link(self, sha256: str, name: str) -> None:
        """Give stored bytes another name.

        Raises:
            FileNotFoundError: the bytes are not here.
        """
        try:
            os.link(self._place(sha256), name)
        except OSError as fault:
            if fault.errno != errno.EMLINK:
                raise
            shutil.copyfile(self._place(sha256), name)  # the file system counts names up to 65,000 or fewer

    def inodes(self) -> dict[str, int]:
        """The numbers of the inodes of all that is here, by hash."""
        found: dict[str, int] = {}
        for folder in os.listdir(self._root):
            with os.scandir(f"{self._root}/{folder}") as entries:
                found.update((folder + entry.name, entry.inode()) for entry in entries)
        return found


_entries_in = decoder(tuple[Entry, ...], lambda rows: tuple(Entry(*row) for row in rows))


def _write(name: str, content: bytes) -> None:
    """A new file that others may read, whatever the umask."""
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.fchmod(descriptor, 0o644)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
