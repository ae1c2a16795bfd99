"""The files of the content folder: walked without following links, hashed only when they changed."""

import hashlib
import os
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from plugins.network import problems as p
from plugins.network.addresses import RESERVED_NAMES
from plugins.network.patterns import pattern
from plugins.network.problems import Problem

IGNORED = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", "desktop.ini", ".git"})
"""What systems leave behind; never a source file."""
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of characters that nobody sees or that end a line."""
_PLAIN_NAME = pattern(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_PLAIN_SOURCE = pattern(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.md")
"""Names that need no further look, of a folder and of an article: most are."""


class File(NamedTuple):
    """A regular file: its path below the content folder (posix) and the stat values that tell a change."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class Walk(Struct, frozen=True, dict=True):
    """Everything the content folder holds, in order of path; what is not a plain file is a Problem."""

    folders: Mapping[str, tuple[File, ...]]
    """The files of each top folder; those beside the folders under the empty name."""
    problems: tuple[Problem, ...]

    @cached_property
    def files(self) -> Mapping[str, File]:
        """Each file by its path."""
        parts = [(f"{top}/", files) for top, files in self.folders.items() if top]
        parts += [(file.path, (file,)) for file in self.folders.get("", ())]
        return {file.path: file for _, files in sorted(parts, key=itemgetter(0)) for file in files}


def walk(content: Path, met: Callable[[str, Sequence[File]], None] = lambda _folder, _files: None) -> Walk:
    """Walk the content folder once; nothing is opened, no link is followed.

    Args:
        met: called with the name and the files of each top folder as soon as it is known; those beside the folders come
            last, under the empty name.
    """
    problems: list[Problem] = []
    beside, tops = _inside("", os.fspath(content), problems)
    found_in: dict[str, tuple[File, ...]] = {}
    for name, folder in sorted(tops):
        files, folders = [], [(f"{name}/", folder)]
        while folders:
            found, inner = _inside(*folders.pop(), problems)
            files += found
            folders += [(f"{path}/", place) for path, place in inner]
        files.sort()
        if files:
            met(name, files)
            found_in[name] = tuple(files)
    if beside:
        met("", sorted(beside))
        found_in[""] = tuple(sorted(beside))
    return Walk(found_in, tuple(problems))


def _inside(inner: str, folder: str, problems: list[Problem]) -> tuple[list[File], list[tuple[str, str]]]:
    """The files of one folder, and the path and place of each folder in it; `inner` is its own path with a slash."""
    files: list[File] = []
    folders: list[tuple[str, str]] = []
    is_plain = _PLAIN_SOURCE.fullmatch
    for entry in _entries(folder, inner, problems):
        plain = is_plain(entry.name) is not None
        if not plain and _ignored(entry.name):
            continue
        path = f"{inner}{entry.name}"
        try:
            info = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # an editor's temporary file, gone again
            continue
        found = _fault(entry, path, info.st_mode) if not (plain and stat.S_ISREG(info.st_mode)) else None
        if found is not None:
            problems.append(found)
        elif stat.S_ISDIR(info.st_mode):
            folders.append((path, entry.path))
        else:
            files.append(File(path, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino))
    return files, folders


def _entries(folder: str, inner: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError as fault:
        problems.append(p.UNREADABLE.at(shown(inner.rstrip("/")), what=fault.strerror or str(fault)))
        return []


def _ignored(name: str) -> bool:
    return name in IGNORED or name.endswith("~") or name.startswith((".~lock", "~$"))


def _fault(entry: os.DirEntry[str], path: str, mode: int) -> Problem | None:
    """What is wrong with an entry before it is opened, if anything."""
    if stat.S_ISREG(mode):
        return _bad_name(entry.name, path) or _reserved_name(path)
    if stat.S_ISLNK(mode):
        return p.SYMLINK.at(shown(path))
    if stat.S_ISDIR(mode):
        if os.path.lexists(os.path.join(entry.path, ".git")):
            return p.SUBMODULE.at(shown(path))
        return _bad_name(entry.name, path) if "/" in path else None  # a site's name is judged with its settings
    return p.SPECIAL_FILE.at(shown(path), what=_special(mode))


def _special(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in kinds if test(mode)), "special")


def _bad_name(name: str, path: str) -> Problem | None:
    if _PLAIN_NAME.fullmatch(name):
        return None
    try:
        name.encode()
    except UnicodeEncodeError:
        return p.BAD_NAME.at(shown(path), name=shown(name), what="不是 UTF-8 编码的文件名", what_en="the name is not UTF-8")
    if any(unicodedata.category(c) in _INVISIBLE for c in name):
        return p.BAD_NAME.at(shown(path), name=name, what="含有看不见的字符", what_en="it holds invisible characters")
    if name.rstrip(" .") != name or any(c in name for c in '<>:"|?*\\'):
        return p.BAD_NAME.at(shown(path), name=name, what="含有 Windows 不能用的字符，或以点、空格结尾",
                             what_en="Windows cannot store it")  # fmt: skip
    return None


def _reserved_name(path: str) -> Problem | None:
    """Pictures and attachments keep their names, so they must not have one that Windows cannot open."""
    names = () if path.endswith(".md") else path.split("/")[1:]
    reserved = next((name for name in names if name.partition(".")[0].lower() in RESERVED_NAMES), None)
    if reserved is None:
        return None
    return p.BAD_NAME.at(shown(path), name=reserved, what="Windows 打不开这个名字", what_en="Windows cannot open it")


def shown(path: str) -> str:
    """A path fit to print on one line: what is no UTF-8 becomes a replacement sign, what nobody sees its number."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _INVISIBLE else c for c in text)


def settled(files: Iterable[File], now: int) -> bool:
    """Whether files are all old enough at `now` (ns) that a further change would have to show in their stat values.

    The clock of many file systems ticks every few milliseconds; git calls files that are not "racily clean".
    """
    return max(map(_CHANGED, files), default=0) < now - 50_000_000


_CHANGED = attrgetter("ctime_ns")


def clock(folder: Path) -> int:
    """What the clock of a folder's file system says, in ns: the time stamp that a change made now would get."""
    with tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_ctime_ns


def sha256(path: Path | str) -> str:
    """The SHA-256 of a file's bytes, in hex; the file is never followed if it became a link.

    Raises:
        OSError: the file cannot be read.
    """
    descriptor = _opened(path)
    try:
        digest = hashlib.sha256()
        while piece := os.read(descriptor, _PIECE):
            digest.update(piece)
        return digest.hexdigest()
    finally:
        os.close(descriptor)


def read_bytes(path: Path, limit: int) -> bytes:
    """At most `limit` bytes of a file that is not a link.

    Raises:
        OSError: the file cannot be read.
    """
    descriptor = _opened(path)
    try:
        pieces = []
        while limit > 0 and (piece := os.read(descriptor, min(limit, _PIECE))):
            pieces.append(piece)
            limit -= len(piece)
        return b"".join(pieces)
    finally:
        os.close(descriptor)


_PIECE = 32_768
"""Bytes read at once: most articles are smaller, and memory for more would have to be made ready each time."""


def _opened(path: Path | str) -> int:
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
