"""Segments: what a part of one site's documents adds to the index, made with the site and of nothing else.

A segment is a text. Its first line is what the index tells of its documents, the second where they come from; each line
after these is a key, with the hash by which it finds its shard, and what is known of it:

    党员   two characters that stand side by side, at least one of them Chinese
    党     one Chinese character; only documents are told
    pdca   a word of letters and digits

A key of titles opens with `^`. The texts of the documents, from which excerpts are taken, lie in files of a few each.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import add
from typing import Any

from msgspec import Struct

from plugins.network.patterns import pattern
from plugins.search.folding import FIRST_HAN, RUNS, folded, is_han
from plugins.search.postings import (
    ALPHABET,
    PLACE,
    PLACE_BITS,
    block,
    documents_block,
    documents_of,
    places_of,
)

LONGEST = 32
"""Characters of a word that count."""
PHRASE = 8
"""Places in which a pair must stand to be looked at as part of a set phrase."""
FOLLOWING = 8
"""Characters of a set phrase beyond its pair."""
SAMPLE, MOSTLY = 32, 3 / 4
"""Of so many places, this part has the same character behind the pair: it mostly follows."""
_GROUPS = pattern("([^ -~]*)([ -~]+)")
TITLE = "^"
"""Opens the keys of titles."""
GONE = ALPHABET[-1]
"""Instead of its Kind: a document that is not to be found any more."""
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class Document(Struct, frozen=True):
    """What is searched of one item: words as readers see them; `source` is its file, `address` the place of its page."""

    source: str
    address: str
    title: str
    kind: str
    day: date | None
    text: str


def script(*values: object) -> bytes:
    """A classic script that hands values to the reader's script; no value can end it."""
    text = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return f"zhibuSearch({text})".encode()


def read_script(content: bytes) -> list[Any]:
    """The values that a classic script hands over."""
    values: list[Any] = json.loads(f"[{content.decode().removeprefix('zhibuSearch(').removesuffix(')')}]")
    return values


def texts(name: str, documents: Iterable[Document]) -> bytes:
    """A file of texts: address, title, Kind, day and words of each document; the source makes it possible to take one back."""
    rows = [
        [one.source, one.address[1:], one.title, one.kind, one.day.isoformat() if one.day else "", one.text] for one in documents
    ]
    return script(name, rows)


def shard_of(key: str) -> int:
    """A number of 16 bits by the first two characters of a key: a word lies where all that begin like it do."""
    number = 2_166_136_261
    for character in key.removeprefix(TITLE)[:2]:
        number = (number ^ ord(character)) * 16_777_619 & 0xFFFFFFFF
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


def _written(head: Mapping[str, object], sources: Sequence[str], keys: Mapping[str, str]) -> bytes:
    lines = [f'{shard_of(key):04x}"{key}":"{found}"' for key, found in sorted(keys.items())]
    body = "\n".join([_line(sources), *lines]).encode()
    return b"\n".join([_line({**head, "size": len(body), "keys": len(keys)}).encode(), body])


def _line(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
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


def _keys(documents: Sequence[Document]) -> dict[str, str]:
    """What is known of each key."""
    found: dict[str, str] = {}
    for mark, written in (
        (TITLE, [folded(document.title) for document in documents]),
        ("", [folded(document.text) for document in documents]),
    ):
        common = _rounded(sum(map(len, written)) // max(1, len(written)))
        placed, single = _standing(written)
        for character, numbers in single.items():
            found[mark + character] = documents_block(numbers)
        for key, places in placed.items():
            pair = len(places) >= PHRASE and (is_han(key[0]) or is_han(key[-1]))
            found[mark + key] = _told(places, written, common) if pair else block(places, common)
    return found


def _rounded(length: int) -> int:
    """About as long, so that a sentence more changes no block of other words."""
    return 1 << length.bit_length()


def _standing(written: Sequence[str]) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
    """Where each pair and each word stands in folded texts; in which of them each Chinese character does."""
    placed: defaultdict[str, list[int]] = defaultdict(list)
    single: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(written):
        base, last = number << PLACE_BITS, -1
        for run in RUNS.finditer(text):
            start, end = run.span()
            if start == last:
                placed[text[start - 1 : start + 1]].append(base + start - 1)
            if run[1]:
                for place, pair in enumerate(map(add, run[1], run[1][1:]), base + start):
                    placed[pair].append(place)
            else:
                placed[run[2][:LONGEST]].append(base + start)
            last = end
        for character in set(text):
            if character >= FIRST_HAN and is_han(character):
                single[character].append(number)
    return placed, single


def _told(places: Sequence[int], written: Sequence[str], common: int) -> str:
    """Where a frequent pair stands, with what always follows; if a character mostly does, those places with it stand apart.

    So one block tells of a whole set phrase, and a query that holds it asks for no other pair.
    """
    if following := _continued(places, written):
        return following + block(places, common)
    usual = _usual([_behind(place, written) for place in places[:: max(1, len(places) // SAMPLE)]])
    own = [place for place in places if usual and _behind(place, written) == usual]
    if len(own) < PHRASE:
        return block(places, common)
    others = [place for place in places if _behind(place, written) != usual]
    return block(others, common) + _continued(own, written) + block(own, common)


def _behind(place: int, written: Sequence[str]) -> str:
    """The character after a pair."""
    at = (place & PLACE) + 2
    return written[place >> PLACE_BITS][at : at + 1]


def _usual(signs: Sequence[str]) -> str:
    """The Chinese character that most of them are, if one is."""
    sign, count = Counter(signs).most_common(1)[0]
    return sign if count >= len(signs) * MOSTLY and is_han(sign) else ""


def _continued(places: Sequence[int], written: Sequence[str]) -> str:
    """The Chinese characters that follow a pair wherever it stands."""
    at = (places[0] & PLACE) + 2
    common = _han(written[places[0] >> PLACE_BITS][at : at + FOLLOWING])
    for place in places:
        text, at = written[place >> PLACE_BITS], (place & PLACE) + 2
        while common and not text.startswith(common, at):
            common = common[:-1]
        if not common:
            break
    return common


def _han(text: str) -> str:
    """The Chinese characters that a text begins with."""
    run = RUNS.match(text)
    return (run[1] or "") if run else ""


def without(content: bytes, sources: Container[str]) -> bytes:
    """A segment or a file of texts without the documents that come from some sources; the others keep their numbers."""
    text = content.decode()
    if text.startswith("zhibuSearch("):
        name, rows = read_script(content)
        return script(name, [row if row and row[0] not in sources else None for row in rows])
    head, named, *lines = text.split("\n")
    told, listed = json.loads(head), json.loads(named)
    gone = {number for number, source in enumerate(listed) if source in sources}
    kinds = told["kinds"] or ALPHABET[0] * len(listed)
    told["kinds"] = "".join(GONE if number in gone else kind for number, kind in enumerate(kinds))
    keys = {}
    for line in lines:
        key, _, known = line[5:-1].partition('":"')
        if left := _left(key, known, gone):
            keys[key] = left
    return _written(told, ["" if number in gone else source for number, source in enumerate(listed)], keys)


def _left(key: str, known: str, gone: Container[int]) -> str:
    """What is known of a key without some documents; empty if nothing is left."""
    if len(key.removeprefix(TITLE)) == 1 and is_han(key[-1]):
        numbers = [number for number in documents_of(known) if number not in gone]
        return documents_block(numbers) if numbers else ""
    left = ""
    for following, found in groups_of(known):
        places = [place for place in places_of(found) if place >> PLACE_BITS not in gone]
        left += following + block(places, 1 << 10) if places else ""
    return left


def groups_of(known: str) -> list[tuple[str, str]]:
    """The blocks of what is known of a key, each with what always follows; one without that stands first."""
    return [(group[1], group[2]) for group in _GROUPS.finditer(known)]
