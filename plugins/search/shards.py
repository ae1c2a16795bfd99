"""The index of a host: all segments joined into files by the hash of keys, and one small file that names these.

A shard holds, for every segment, a line with its keys that fall there. One that changes is not made anew from all
segments: the line of the segment that has changed takes the place of the old one.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from plugins.network.joins import Joined, Read
from plugins.network.patterns import pattern
from plugins.search.segments import read_script, script

FOLDER = "search/"
"""Where everything of a site's search lies, its page too."""
INDEX = f"{FOLDER}index/"
SEGMENT = "segment-"
TEXTS = "texts-"
FORMAT = 1
SHARD_BYTES = 8_000
"""How large a shard is wished to be."""
FEWEST, MOST = 16, 4096
NAME = 4
"""Characters of a hash in the name of a shard."""
NAMES = pattern(f"-|[a-z2-7]{{{NAME}}}")
Head = Mapping[str, Any]
"""What a segment tells of itself."""
_CLOSE = b"\n})"

EMPTY = "-"
"""Instead of the name of a shard that holds nothing, and is no file."""


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
    count = _count(sum(head["size"] for head in heads.values()))
    if count != len(old.shards) or len(changed) > len(parts) // 4:
        shards = _whole(count, (fresh.get(path) or read(parts[path]) for path in heads))
    else:
        shards = _mended(old, {path: (before.parts.get(path), fresh.get(path, b"")) for path in changed}, read)
    names: list[str] = []
    for number, shard in enumerate(shards):
        name = _hash(shard) if isinstance(shard, bytes) else shard.name
        names.append(name)
        if name != EMPTY:
            yield f"{place}{number:x}.{name}.js", shard if isinstance(shard, bytes) else shard.sha256
    yield f"{place}index.js", _index(heads.values(), names)


def head_of(segment: bytes) -> Head:
    """The first line of a segment."""
    head: Head = json.loads(segment.partition(b"\n")[0])
    return head


def _hash(shard: bytes) -> str:
    return base64.b32encode(hashlib.sha256(shard).digest()[:5]).decode().lower()[:NAME]


OF_SITE, OF_SEGMENT = ("site", "title", "url", "base"), ("part", "size", "version", "files", "kinds", "days")
"""What the index tells of a site once, and of each segment."""


def _index(heads: Iterable[Head], names: Iterable[str]) -> bytes:
    """What a reader's script is told first: the names of shards, then sites, Kinds and segments, all without names of fields."""
    sites: dict[tuple[str, ...], int] = {}
    labels: dict[str, int] = {}
    rows = []
    for head in heads:
        site = sites.setdefault(tuple(head[name] for name in OF_SITE), len(sites))
        named = [labels.setdefault(label, len(labels)) for label in head["labels"]]
        rows.append([site, named, *(head[name] for name in OF_SEGMENT)])
    return script("index", [FORMAT, NAME, "".join(names), list(sites), list(labels), rows])


def _heads(sites: Sequence[Sequence[str]], labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Head]:
    """The heads that an index tells of."""
    for site, named, *told in rows:
        of_site, of_segment = zip(OF_SITE, sites[site], strict=True), zip(OF_SEGMENT, told, strict=True)
        yield {**dict(of_site), **dict(of_segment), "labels": [labels[label] for label in named]}


def _count(size: int) -> int:
    """How many shards there are for keys of so many bytes."""
    return min(MOST, max(FEWEST, 1 << (size // SHARD_BYTES).bit_length()))


class Shard(Struct, frozen=True):
    """A shard that is stored: the hash in its name, and that of its bytes; without either, one that holds nothing."""

    name: str = EMPTY
    sha256: str = ""


class Old(Struct, frozen=True):
    """What was made the last time: the head of each segment by its path, and the shards."""

    heads: Mapping[str, Head]
    shards: Sequence[Shard]


def _old(place: str, before: Joined, read: Read) -> Old:
    """What was made the last time, nothing if that was something else."""
    written, given = before.files.get(f"{place}index.js"), None
    with suppress(FileNotFoundError):  # lost: all is made anew
        given = read_script(read(written))[1] if written else None
    if not isinstance(given, list) or given[0] != FORMAT:
        return Old({}, ())
    names, *told = given[2:]
    shards = [
        Shard(name, before.files[f"{place}{number:x}.{name}.js"]) if name != EMPTY else Shard()
        for number, name in enumerate(NAMES.findall(names))
    ]
    return Old({f"{head['base']}{FOLDER}{SEGMENT}{head['part']}.txt": head for head in _heads(*told)}, shards)


def _whole(count: int, segments: Iterable[bytes]) -> Iterator[bytes | Shard]:
    """All shards, of segments in order."""
    rows: list[list[bytes]] = [[] for _ in range(count)]
    for segment in segments:
        for number, line in _lines(segment, count).items():
            rows[number].append(line)
    for number, row in enumerate(rows):
        yield _shard(number, row) if row else Shard()


def _lines(segment: bytes, count: int) -> Mapping[int, bytes]:
    """What a segment adds to each of so many shards."""
    if not segment:
        return {}
    _, _, *keys = segment.split(b"\n")
    found: defaultdict[int, list[bytes]] = defaultdict(list)
    for key in keys:
        found[int(key[:4], 16) % count].append(key[4:])
    name = f'"{_name(head_of(segment))}":'.encode()
    return {number: b"".join((name, b"{", b",".join(inner), b"}")) for number, inner in found.items()}


def _name(head: Head) -> str:
    """What a segment is called in shards."""
    return f"{head['site']}-{head['part']}"


def _shard(number: int, lines: Iterable[bytes]) -> bytes:
    return f'zhibuSearch("{number:x}",{{\n'.encode() + b",\n".join(lines) + _CLOSE


def _mended(old: Old, changed: Mapping[str, tuple[str | None, bytes]], read: Read) -> Iterator[bytes | Shard]:
    """The shards with other lines for some segments: of each the hash of what it was and the bytes of what it is."""
    others: defaultdict[int, dict[bytes, bytes]] = defaultdict(dict)
    for was, now in changed.values():
        before = read(was) if was else b""
        name = f'"{_name(head_of(now or before))}":'.encode()
        here, there = _lines(before, len(old.shards)), _lines(now, len(old.shards))
        for number in here.keys() | there.keys():
            if here.get(number) != there.get(number):
                others[number][name] = there.get(number, b"")
    for number, shard in enumerate(old.shards):
        yield _with_lines(number, shard, others[number], read) if number in others else shard


def _with_lines(number: int, shard: Shard, lines: dict[bytes, bytes], read: Read) -> bytes | Shard:
    """A shard with other lines, in the order of the segments' paths as ever."""
    standing = read(shard.sha256).partition(b"\n")[2].removesuffix(_CLOSE).split(b",\n") if shard.sha256 else []
    rows = {line.partition(b"{")[0]: line for line in standing} | lines
    left = [rows[name] for name in sorted(rows, key=lambda name: name.strip(b'":')) if rows[name]]
    return _shard(number, left) if left else Shard()
