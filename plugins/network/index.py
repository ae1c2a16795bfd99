"""The index: what is known of files by content hash, in SQLite; any damage is a miss, never a wrong answer."""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeGuard

from plugins.network.files import File

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, head TEXT NOT NULL, tail TEXT NOT NULL,
                                    head_seal TEXT NOT NULL, tail_seal TEXT NOT NULL);
"""
_TROUBLE = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
})  # fmt: skip
_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises; sqlite3 cannot even tell a fault that quotes rubbish."""


Sealed = tuple[str, str, str, str, str]
"""The key, head and tail of an entry, and a seal of each of the two."""


class Index:
    """Hashes by stat and values by key, each sealed with a hash of its own.

    A value has a head (small, read for every item) and a tail (a body, read only to render).
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._read_only = read_only
        self._connection = self._open()
        self._together = False

    def _open(self) -> sqlite3.Connection:
        if self._read_only:
            return sqlite3.connect(f"file:{self.path.absolute().as_posix()}?mode=ro", uri=True, timeout=30)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _prepared(self.path)
        except _DAMAGE as fault:
            return self._remade(fault)

    def _remade(self, fault: Exception) -> sqlite3.Connection:
        """An empty database instead of a damaged one.

        Raises:
            sqlite3.DatabaseError: the fault is the disk's; what is there must stay. (A damaged one can call itself read-only.)
        """
        if is_trouble(fault) and not (fault.sqlite_errorcode == sqlite3.SQLITE_READONLY and os.access(self.path, os.W_OK)):
            raise fault
        for name in (self.path.name, self.path.name + "-wal", self.path.name + "-shm"):
            self.path.with_name(name).unlink(missing_ok=True)
        return _prepared(self.path)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, query: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query; a damaged database is remade and has none."""
        try:
            return self._connection.execute(query, tuple(values)).fetchall()
        except sqlite3.ProgrammingError:  # it was closed: a fault of ours, not damage
            raise
        except _DAMAGE as fault:
            if not self._read_only:
                self._renew(fault)
            return []

    def _renew(self, fault: Exception) -> None:
        self._connection.close()
        self._connection = self._remade(fault)

    def hashes(self, prefix: str = "") -> dict[str, tuple[str, str]]:
        """For every known path that begins so: the stat stamp it had and the SHA-256 of its content then."""
        query = "SELECT path, stamp, hash, seal FROM files WHERE path >= ? AND path < ?"
        rows = self._rows(query, (prefix, prefix + "\U0010ffff"))
        return {path: (stamp, digest) for path, stamp, digest, sealed in rows if holds(sealed, path, stamp, digest)}

    def remember(self, known: Mapping[str, tuple[str, str]], gone: Iterable[str]) -> None:
        """Store stamps and hashes of files, and forget those that are gone."""
        rows = [(path, stamp, digest, seal(path, stamp, digest)) for path, (stamp, digest) in known.items()]
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows)
            connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])

    def heads(self, prefix: str) -> dict[str, str]:
        """All heads whose key begins with `prefix`, keyed by the rest of the key."""
        rows = self._rows("SELECT key, head, head_seal FROM entries WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff"))
        return {key[len(prefix) :]: head for key, head, sealed in rows if holds(sealed, key, head)}

    def some(self, keys: Iterable[str]) -> dict[str, str]:
        """The heads of these keys, as far as they are known."""
        asked = list(keys)
        found: dict[str, str] = {}
        for start in range(0, len(asked), 500):
            chunk = asked[start : start + 500]
            marks = ",".join("?" * len(chunk))
            rows = self._rows(f"SELECT key, head, head_seal FROM entries WHERE key IN ({marks})", chunk)  # noqa: S608  # only marks
            found |= {key: head for key, head, sealed in rows if holds(sealed, key, head)}
        return found

    def lost(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys whose tail is not known for certain."""
        asked, found = list(keys), set[str]()
        for start in range(0, len(asked), 200):  # so that few texts are held at a time
            found |= self.tails(asked[start : start + 200]).keys()
        return set(asked) - found

    def whole(self, prefix: str) -> dict[str, tuple[str, str]]:
        """All heads and tails whose key begins with `prefix`, keyed by the rest of the key."""
        rows = self._rows("SELECT * FROM entries WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff"))
        return {key[len(prefix) :]: both for key, both in _sound(rows)}

    def head(self, key: str) -> str | None:
        """One head, or None."""
        for head, sealed in self._rows("SELECT head, head_seal FROM entries WHERE key = ?", (key,)):
            if holds(sealed, key, head):
                return str(head)
        return None

    def tail(self, key: str) -> str | None:
        """One tail, or None."""
        for tail, sealed in self._rows("SELECT tail, tail_seal FROM entries WHERE key = ?", (key,)):
            if holds(sealed, key, tail):
                return str(tail)
        return None

    def tails(self, keys: Iterable[str]) -> dict[str, str]:
        """The tails of many keys, as far as there are any."""
        wanted = dict.fromkeys(keys)
        asked = (json.dumps(tuple(wanted)),)
        rows = self._rows("SELECT key, tail, tail_seal FROM entries WHERE key IN (SELECT value FROM json_each(?))", asked)
        return {key: tail for key, tail, sealed in rows if key in wanted and holds(sealed, key, tail)}

    def entries(self, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The heads and tails of these keys, as far as both are known."""
        wanted = dict.fromkeys(keys)
        rows = self._rows("SELECT * FROM entries WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(tuple(wanted)),))
        return {key: both for key, both in _sound(rows) if key in wanted}  # a damaged tree of SQLite finds others, too

    def sealed(self, keys: Iterable[str]) -> list[Sealed]:
        """The entries of these keys as they lie here; what is damaged shows when it is read, wherever that is."""
        wanted = dict.fromkeys(keys)
        rows = self._rows("SELECT * FROM entries WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(tuple(wanted)),))
        return [(key, *rest) for key, *rest in rows if key in wanted]

    def keys(self, some: Iterable[str]) -> set[str]:
        """Those of the keys under which there is anything."""
        asked = set(some)
        query = "SELECT key FROM entries WHERE key IN (SELECT value FROM json_each(?))"
        return {key for (key,) in self._rows(query, (json.dumps(tuple(asked)),))} & asked

    def names(self, prefix: str, text: str) -> bool:
        """Whether a head under `prefix` has this text in it."""
        query = "SELECT 1 FROM entries WHERE key >= ? AND key < ? AND instr(head, ?) LIMIT 1"
        return bool(self._rows(query, (prefix, prefix + "\U0010ffff", text)))

    def put(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """Store (key, head, tail) values."""
        self.adopt([(key, head, tail, seal(key, head), seal(key, tail)) for key, head, tail in entries])

    def adopt(self, rows: Sequence[Sealed]) -> None:
        """Store entries that are sealed."""
        if not rows:
            return
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", rows)

    def copy(self, source: Path, keys: Iterable[str], *, instead: str) -> None:
        """Forget an entry and store those of these keys as they lie in another index; other threads go on meanwhile.

        Raises:
            sqlite3.DatabaseError: one of the two is damaged, or cannot be read or written now; nothing is copied.
        """
        self._connection.execute("ATTACH ? AS source", (str(source),))
        with self._connection as connection:
            connection.execute("DELETE FROM entries WHERE key = ?", (instead,))
            connection.execute(
                "INSERT OR IGNORE INTO entries SELECT * FROM source.entries WHERE key IN (SELECT value FROM json_each(?))",
                (json.dumps(tuple(keys)),),
            )

    def drop(self, prefix: str, keep: Iterable[str]) -> None:
        """Forget every entry under `prefix` except those whose rest of the key is in `keep`."""
        kept = {prefix + rest for rest in keep}
        rows = self._rows("SELECT key FROM entries WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff"))
        with self._writing() as connection:
            connection.executemany("DELETE FROM entries WHERE key = ?", [(key,) for (key,) in rows if key not in kept])

    def forget(self, key: str) -> None:
        """Forget one entry."""
        with self._writing() as connection:
            connection.execute("DELETE FROM entries WHERE key = ?", (key,))

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is there as a whole or not at all."""
        with self._writing():
            self._together = True
            try:
                yield
            finally:
                self._together = False

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; a cache that cannot be written only costs time, so it is not an error."""
        if self._together:
            yield self._connection
            return
        connection = self._connection
        try:
            with connection:
                yield connection
        except sqlite3.ProgrammingError:
            if connection is self._connection:  # it was closed: a fault of ours, not damage
                raise
        except _DAMAGE as fault:
            if not self._read_only:
                self._renew(fault)


def _sound(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The key, and head and tail, of whole entries that are not damaged."""
    for key, head, tail, head_seal, tail_seal in rows:
        if holds(head_seal, key, head) and holds(tail_seal, key, tail):
            yield key, (head, tail)


def is_trouble(fault: Exception) -> TypeGuard[sqlite3.DatabaseError]:
    """Whether a fault of SQLite is one of the disk (full, busy, closed to us), not of the database: that must stay."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF in _TROUBLE


def _prepared(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.executescript(_SCHEMA)
    return connection


def seal(*texts: str) -> str:
    """A hash over texts that tells damage; not a secret."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:24]  # processors know SHA-256


def gathered(seals: Iterable[str]) -> str:
    """A hash over seals, in whatever order: their sum, from which one can be taken and to which one can be added."""
    return f"{sum(int(one, 16) for one in seals) % _SUM:024x}"


def exchanged(whole: str, gone: str, new: str) -> str:
    """What `gathered` would tell if some of the seals were others; `gone` and `new` are those, gathered."""
    return f"{(int(whole, 16) - int(gone, 16) + int(new, 16)) % _SUM:024x}"


_SUM = 1 << 96


def holds(sealed: object, *texts: Any) -> bool:
    """Whether a seal is that of these values; damage can make anything of a text."""
    try:
        return seal(*texts) == sealed
    except TypeError:
        return False


def stamp(file: File) -> str:
    """The stat values that a changed file cannot keep."""
    return f"{file.size} {file.mtime_ns} {file.ctime_ns} {file.inode}"
