"""The index of a host: all segments joined into files by the hash of keys, and one small file that names these.

A shard holds, for every segment, a line with its keys that fall there. One that changes is not made anew from all
segments: the line of the segment that has changed takes the place of the old one.
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from plugins.network.joins import Joined, Read
from plugins.network.json_text import decode
from plugins.network.patterns import pattern
from plugins.search.postings import ALPHABET
from plugins.search.segments import read_script, script

FOLDER = "search/"
"""Where everything of a site's search lies, its page too."""
INDEX = f"{FOLDER}index/"
SEGMENT = "segment-"
TEXTS = "texts-"
FORMAT = 2
SHARD_BYTES = 8_000
"""How large a shard is wished to be."""
FEWEST, MOST = 16, 4096
SINGLE = 1 << 16
"""How many shards there are if keys are so few that each can have a file of its own."""
NAME = 4
"""Characters of a hash in the name of a shard."""
STEP = 2_048
"""Bytes of a shard to each character that tells how large it is."""
_NAMES = pattern(f"-(.)|([a-z2-7]{{{NAME}}}.)")
Head = Mapping[str, Any]
"""What a segment tells of itself."""
_CLOSE = b"\n})"


def is_spoken(path: str) -> bool:
    """Whether a file of a site holds words of items for search."""
    name = PurePosixPath(path).name
    return f"/{path}".rpartition("/")[0].endswith("/search") and name.startswith((SEGMENT, TEXTS))


def joined(host: str, parts: Mapping[str, str], before: Joined, read: Read) -> Iterator[tuple[str, bytes | str]]:
    """The index of a host over its segments: `index.js` and the shards, most of them those of the last time."""
    if not parts:
        return
    place = f"{host}{INDEX}"
    old = _old(place, before, read)
    changed = {path for path in {**before.parts, **parts} if parts.get(path) != before.parts.get(path)}
    fresh = {path: read(parts[path]) for path in parts if path in changed or path not in old.heads}
    told = {path: head_of(fresh[path]) if path in fresh else old.heads[path] for path in parts}
    heads = dict(sorted(told.items(), key=lambda row: _name(row[1])))
    count = _count(heads.values())
    if count != old.count or len(changed) > len(parts) // 4:
        shards = _whole(count, (fresh.get(path) or read(parts[path]) for path in heads))
    else:
        shards = _mended(old, {path: (before.parts.get(path), fresh.get(path, b"")) for path in changed}, read)
    names: dict[int, str] = {}
    for number, shard in shards:
        names[number] = _named(shard) if isinstance(shard, bytes) else shard.name
        yield _path(place, number, names[number]), shard if isinstance(shard, bytes) else shard.sha256
    yield f"{place}index.js", _index(heads.values(), _in_a_row(names, count))


def head_of(segment: bytes) -> Head:
    """The first line of a segment."""
    head: Head = decode(segment[: segment.index(b"\n")].decode())
    return head


def _named(shard: bytes) -> str:
    """A hash of a shard, and how large it is: readers first take what is small."""
    size = ALPHABET[min(len(shard) // STEP, len(ALPHABET) - 1)]
    return base64.b32encode(hashlib.sha256(shard).digest()[:5]).decode().lower()[:NAME] + size


def _path(place: str, number: int, name: str) -> str:
    return f"{place}{number:x}.{name[:NAME]}.js"


def _in_a_row(names: Mapping[int, str], count: int) -> str:
    """The names of shards in order and, each after a dash, how many in between hold nothing and are no files."""
    found, at = list[str](), 0
    for number in (*names, count):
        full, rest = divmod(number - at, len(ALPHABET))
        found += [f"-{ALPHABET[-1]}"] * full + ([f"-{ALPHABET[rest - 1]}"] if rest else [])
        found.append(names.get(number, ""))
        at = number + 1
    return "".join(found)


def numbered(row: str) -> tuple[dict[int, str], int]:
    """The names of shards by their numbers, and how many there are with those that hold nothing."""
    names: dict[int, str] = {}
    at = 0
    for one in _NAMES.finditer(row):
        if one[2]:
            names[at] = one[2]
        at += 1 if one[2] else ALPHABET.index(one[1]) + 1
    return names, at


OF_SITE, OF_SEGMENT = ("site", "title", "url", "base"), ("part", "size", "version", "files", "kinds", "days", "keys")
"""What the index tells of a site once, and of each segment."""


def _index(heads: Iterable[Head], names: str) -> bytes:
    """What a reader's script is told first: the names of shards, then sites, Kinds and segments, all without names of fields."""
    sites: dict[tuple[str, ...], int] = {}
    labels: dict[str, int] = {}
    rows = []
    for head in heads:
        site = sites.setdefault(tuple(head[name] for name in OF_SITE), len(sites))
        named = [labels.setdefault(label, len(labels)) for label in head["labels"]]
        rows.append([site, named, *(head[name] for name in OF_SEGMENT)])
    return script("index", [FORMAT, NAME, names, list(sites), list(labels), rows])


def _heads(sites: Sequence[Sequence[str]], labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Head]:
    """The heads that an index tells of."""
    for site, named, *told in rows:
        of_site, of_segment = zip(OF_SITE, sites[site], strict=True), zip(OF_SEGMENT, told, strict=True)
        yield {**dict(of_site), **dict(of_segment), "labels": [labels[label] for label in named]}


def _count(heads: Collection[Head]) -> int:
    """How many shards there are for keys of so many bytes; more, most of them of nothing, where keys are few and large."""
    wished = 1 << (sum(head["size"] for head in heads) // SHARD_BYTES).bit_length()
    return SINGLE if max(head["keys"] for head in heads) < wished // 2 else min(MOST, max(FEWEST, wished))


class Shard(Struct, frozen=True):
    """A shard that is stored: what the index calls it, and the hash of its bytes."""

    name: str
    sha256: str


class Old(Struct, frozen=True):
    """What was made the last time: the head of each segment by its path, the shards that hold something, the number of all."""

    heads: Mapping[str, Head]
    shards: Mapping[int, Shard]
    count: int


def _old(place: str, before: Joined, read: Read) -> Old:
    """What was made the last time, nothing if that was something else."""
    written, given = before.files.get(f"{place}index.js"), None
    with suppress(FileNotFoundError):  # lost: all is made anew
        given = read_script(read(written))[1] if written else None
    if not isinstance(given, list) or given[0] != FORMAT:
        return Old({}, {}, 0)
    row, *told = given[2:]
    names, count = numbered(row)
    shards = {number: Shard(name, before.files[_path(place, number, name)]) for number, name in names.items()}
    return Old({f"{head['base']}{FOLDER}{SEGMENT}{head['part']}.txt": head for head in _heads(*told)}, shards, count)


def _whole(count: int, segments: Iterable[bytes]) -> Iterator[tuple[int, bytes | Shard]]:
    """All shards that hold something, of segments in order."""
    rows: defaultdict[int, list[bytes]] = defaultdict(list)
    for segment in segments:
        for number, line in _lines(segment, count).items():
            rows[number].append(line)
    for number in sorted(rows):
        yield number, _shard(number, rows[number])


def _lines(segment: bytes, count: int) -> Mapping[int, bytes]:
    """What a segment adds to each of so many shards."""
    if not segment:
        return {}
    _, _, *keys = segment.split(b"\n")
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for key in keys:
        found[_NUMBERS[key[:4]] % count].append(key[4:])
    name = f'"{_name(head_of(segment))}":'.encode()
    return {number: b"".join((name, b"{", b",".join(inner), b"}")) for number, inner in found.items()}


class _Numbers(dict[bytes, int]):
    """Numbers by how they are written, each worked out when it is first met."""

    def __missing__(self, written: bytes) -> int:
        found = self[written] = int(written, 16)
        return found


_NUMBERS = _Numbers()


def _name(head: Head) -> str:
    """What a segment is called in shards."""
    return f"{head['site']}-{head['part']}"


def _shard(number: int, lines: Iterable[bytes]) -> bytes:
    return f'zhibuSearch("{number:x}",{{\n'.encode() + b",\n".join(lines) + _CLOSE


def _mended(old: Old, changed: Mapping[str, tuple[str | None, bytes]], read: Read) -> Iterator[tuple[int, bytes | Shard]]:
    """The shards with other lines for some segments: of each the hash of what it was and the bytes of what it is."""
    others: defaultdict[int, dict[bytes, bytes]] = defaultdict(dict)
    for was, now in changed.values():
        before = read(was) if was else b""
        name = f'"{_name(head_of(now or before))}":'.encode()
        here, there = _lines(before, old.count), _lines(now, old.count)
        for number in here.keys() | there.keys():
            if here.get(number) != there.get(number):
                others[number][name] = there.get(number, b"")
    for number in sorted(old.shards.keys() | others.keys()):
        shard = old.shards.get(number)
        if number not in others:
            yield number, old.shards[number]
        elif left := _with_lines(read(shard.sha256) if shard else b"", others[number]):
            yield number, _shard(number, left)


def _with_lines(shard: bytes, lines: dict[bytes, bytes]) -> list[bytes]:
    """The lines of a shard, some of them others, in the order of the segments' paths as ever."""
    standing = shard.partition(b"\n")[2].removesuffix(_CLOSE).split(b",\n") if shard else []
    rows = {line.partition(b"{")[0]: line for line in standing} | lines
    return [rows[name] for name in sorted(rows, key=lambda name: name.strip(b'":')) if rows[name]]
