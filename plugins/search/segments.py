"""Segments: what a part of one site's documents adds to the index, made with the site and of nothing else.

A segment is a text. Its first line is what the index tells of its documents, the second where they come from; each line
after these is a key, with the hash by which it finds its shard, and what is known of it:

    党员   two characters that stand side by side, at least one of them Chinese
    党     one Chinese character; only documents are told
    pdca   a word of letters and digits

A key of titles opens with `^`. The texts of the documents, from which excerpts are taken, lie in files of a few each.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from plugins.network.json_text import decode, encode
from plugins.network.patterns import pattern
from plugins.search.folding import is_han
from plugins.search.postings import ALPHABET, PLACE_BITS, documents_of, places_of

_GROUPS = pattern("([^ -~]*)([ -~]+)")
TITLE = "^"
"""Opens the keys of titles."""
GONE = ALPHABET[-1]
"""Instead of its Kind: a document that is not to be found any more."""
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Document(Struct, frozen=True, array_like=True):
    """What is searched of one item: words as readers see them; `source` is its file, `address` the place of its page."""

    source: str
    address: str
    title: str
    kind: str
    day: date | None
    text: str


def script(*values: object) -> bytes:
    """A classic script that hands values to the reader's script; no value can end it."""
    return f"zhibuSearch({','.join(map(_line, values))})".encode()


def read_script(content: bytes) -> list[Any]:
    """The values that a classic script hands over."""
    values: list[Any] = decode(f"[{content.decode().removeprefix('zhibuSearch(').removesuffix(')')}]")
    return values


def texts(name: str, documents: Iterable[Document]) -> bytes:
    """A file of texts: address, title, Kind, day and words of each document; the source makes it possible to take one back."""
    rows = [
        [one.source, one.address[1:], one.title, one.kind, one.day.isoformat() if one.day else "", one.text] for one in documents
    ]
    return script(name, rows)


def shard_of(key: str) -> int:
    """A number of 16 bits by the first two characters of a key: a word lies where all that begin like it do."""
    start = 1 if key[0] == TITLE else 0
    number = (2_166_136_261 ^ ord(key[start])) * 16_777_619 & 0xFFFFFFFF
    if len(key) > start + 1:
        number = (number ^ ord(key[start + 1])) * 16_777_619 & 0xFFFFFFFF
    return (number ^ number >> 16) & 0xFFFF


def segment(head: Mapping[str, object], documents: Sequence[Document]) -> bytes:
    """The segment of some documents, in order of date; `head` is told in the index, too, as are Kinds if there are several."""
    labels = list(dict.fromkeys(document.kind for document in documents))
    told = {
        **head,
        "labels": labels,
        "kinds": "".join(ALPHABET[labels.index(document.kind)] for document in documents) if len(labels) > 1 else "",
        "days": "".join(_days(document.day for document in documents)),
    }
    return _written(told, [document.source for document in documents], _keys(documents))


def _keys(documents: Sequence[Document]) -> dict[str, str]:
    """What is known of each key of titles and of texts."""
    from plugins.search.keys import known  # imports numpy

    titles = known([document.title for document in documents])
    return {TITLE + key: found for key, found in titles.items()} | known([document.text for document in documents])


def _written(head: Mapping[str, object], sources: Sequence[str], keys: Mapping[str, str]) -> bytes:
    lines = [f'{shard_of(key):04x}"{key}":"{found}"' for key, found in sorted(keys.items())]
    body = "\n".join([_line(sources), *lines]).encode()
    return b"\n".join([_line({**head, "size": len(body), "keys": len(keys)}).encode(), body])


def _line(value: object) -> str:
    text = encode(value)
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return text


def _days(days: Iterable[date | None]) -> Iterator[str]:
    """Each day as its distance from the one before, in one character or, after the last of the alphabet, in three more."""
    last, size = 0, len(ALPHABET)
    for day in days:
        number = day.toordinal() if day else 0
        gap, last = number - last, number
        long = ALPHABET[-1] + ALPHABET[gap // size**2] + ALPHABET[gap // size % size] + ALPHABET[gap % size]
        yield ALPHABET[gap] if gap < size - 1 else long


def without(content: bytes, sources: Container[str]) -> bytes:
    """A segment or a file of texts without the documents that come from some sources; the others keep their numbers."""
    text = content.decode()
    if text.startswith("zhibuSearch("):
        name, rows = read_script(content)
        return script(name, [row if row and row[0] not in sources else None for row in rows])
    head, named, *lines = text.split("\n")
    told, listed = decode(head), decode(named)
    gone = {number for number, source in enumerate(listed) if source in sources}
    kinds = told["kinds"] or ALPHABET[0] * len(listed)
    told["kinds"] = "".join(GONE if number in gone else kind for number, kind in enumerate(kinds))
    keys = _left(dict(line[5:-1].split('":"') for line in lines), gone)
    return _written(told, ["" if number in gone else source for number, source in enumerate(listed)], keys)


def _left(keys: Mapping[str, str], gone: Container[int]) -> dict[str, str]:
    """What is known of keys without some documents."""
    from plugins.search import blocks  # imports numpy

    found: dict[str, str] = {}
    documents: dict[str, list[int]] = {}
    places: list[tuple[str, str, list[int]]] = []
    for key, known in keys.items():
        if len(key.removeprefix(TITLE)) == 1 and is_han(key[-1]):
            documents[key] = [number for number in documents_of(known) if number not in gone]
        else:
            groups = ((following, places_of(block)) for following, block in groups_of(known))
            places += ((key, following, [one for one in of if one >> PLACE_BITS not in gone]) for following, of in groups)
    documents, places = {key: of for key, of in documents.items() if of}, [row for row in places if row[2]]
    if documents:
        found |= zip(documents, blocks.documents_blocks_of([*documents.values()]), strict=True)
    if places:
        told = blocks.blocks_of([of for _, _, of in places], 1 << 10)
        for (key, following, _), block in zip(places, told, strict=True):
            found[key] = found.get(key, "") + following + block
    return found


def groups_of(known: str) -> list[tuple[str, str]]:
    """The blocks of what is known of a key, each with what always follows; one without that stands first."""
    return [(group[1], group[2]) for group in _GROUPS.finditer(known)]
