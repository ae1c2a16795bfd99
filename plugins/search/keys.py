"""The keys of some texts and what is known of each, worked out for all characters at once in arrays of numbers."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from plugins.search.blocks import Numbers, blocks, changes, documents_blocks, in_a_row, sizes
from plugins.search.folding import FOLDER, HAN, LETTERS, simplified

LONGEST = 32
"""Characters of a word that count."""
PHRASE = 8
"""Places in which a pair must stand to be looked at as part of a set phrase."""
FOLLOWING = 8
"""Characters of a set phrase beyond its pair."""
MOSTLY = 3 / 4
"""If this part of a pair's places has the same character behind, that mostly follows."""

EVERYDAY = (ord("0"), ord("9")), (ord("a"), ord("z")), (0x4E00, 0x9FFF)
"""Characters that are folded to themselves, but for Traditional ones."""

MARKS = (0x20, 0x7E), (0x2000, 0x206F), (0x3000, 0x303F), (0xFF00, 0xFFEF)
"""Where marks between words lie, and letters of full width."""

Points = NDArray[np.uint32]
"""Characters by their code points."""
Ranks = NDArray[np.unsignedinteger]
"""Characters by which they are of those that the texts have."""
_IS_HAN, _IS_LETTER = 1, 2
_END = "\n" * (FOLLOWING + 2)
"""So that something stands behind every character of a text."""
_UNKNOWN, _SEVERAL = 0, 0xFFFFFFFF


def known(texts: Sequence[str]) -> dict[str, str]:
    """What is known of each key of texts, in order of the texts: the blocks of pairs and words, of single characters too."""
    points, lengths = folded(texts)
    length = 1 << int((lengths.sum() - len(texts)) // max(1, len(texts))).bit_length()  # so a sentence more changes few blocks
    characters, ranks = _ranked(points)
    kinds, ends = _kinds()[characters][ranks], np.cumsum(lengths, dtype=np.int32)
    found = _singles(characters, ranks, ends)
    keys, following, places, first = _standing(points, characters, ranks, kinds)
    if keys:
        document = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[places]
        told = blocks(document, places - (ends - lengths)[document], first, length)
        for key, behind, block in zip(keys, following, told, strict=True):
            found[key] = found.get(key, "") + behind + block
    return found


def folded(texts: Sequence[str]) -> tuple[Points, Numbers]:
    """Texts as they are searched, one after the other with a line break after each, and how long each is with that."""
    composed = [normalize("NFC", text) for text in texts]
    table, points = _folded(), _points(composed)
    found = table[points]
    if fresh := set(points[found == _UNKNOWN].tolist()):
        _fill(fresh)
        found = table[points]
    if (found == _SEVERAL).any():
        composed = [text.translate(FOLDER) for text in composed]
        found = _points(composed)
    return found, np.array([len(text) + 1 for text in composed], np.int32)


def _fill(points: Iterable[int]) -> None:
    """Fill in what characters are in searched texts."""
    table = _folded()
    for point in points:
        characters = FOLDER[point]
        table[point] = ord(characters) if len(characters) == 1 else _SEVERAL


def warm() -> None:
    """Fill in what most texts need: Chinese characters are what they are, or Simplified; and marks between them."""
    table = _folded()
    for first, last in EVERYDAY:
        table[first : last + 1] = np.arange(first, last + 1)
    for traditional, plain in simplified().items():
        table[ord(traditional)] = ord(plain)
    _fill(chain((0x0A,), *(range(first, last + 1) for first, last in MARKS)))
    known(["示例 a"])


def _points(texts: Sequence[str]) -> Points:
    return np.frombuffer(("\n".join(texts) + _END).encode("utf-32-le", "surrogatepass"), "<u4")


@cache
def _folded() -> Points:
    """What each character is in searched texts, filled in where it is first met."""
    return np.zeros(sys.maxunicode + 1, np.uint32)


@cache
def _kinds() -> NDArray[np.uint8]:
    """Of each character whether it is Chinese or Japanese, one of a word, or neither."""
    table = np.zeros(sys.maxunicode + 1, np.uint8)
    for kind, ranges in ((_IS_HAN, HAN), (_IS_LETTER, LETTERS)):
        for found in re.finditer("(.)-(.)", ranges):
            table[ord(found[1]) : ord(found[2]) + 1] = kind
    return table


def _ranked(points: Points) -> tuple[Points, Ranks]:
    """Which characters there are, in order, and of each point which of these it is, in so few bits that it is sorted fast."""
    seen = np.zeros(int(points.max(initial=0)) + 1, bool)
    seen[points] = True
    characters = np.flatnonzero(seen)
    rank = np.empty(len(seen), np.min_scalar_type(len(characters)))
    rank[characters] = np.arange(len(characters))
    return characters.astype(np.uint32), rank[points]


def _singles(characters: Points, ranks: Ranks, ends: Numbers) -> dict[str, str]:
    """Of each Chinese character the documents it stands in."""
    stands = np.zeros((len(ends), len(characters)), bool)
    for document, (start, end) in enumerate(pairwise([0, *ends.tolist()])):
        stands[document, ranks[start:end]] = True
    han = np.flatnonzero(_kinds()[characters] == _IS_HAN)
    rank, documents = np.nonzero(stands.T[han])
    if not len(rank):
        return {}
    first = np.flatnonzero(changes(rank))
    keys = map(chr, characters[han[rank[first]]].tolist())
    return dict(zip(keys, documents_blocks(documents.astype(np.int32), first), strict=True))


def _standing(
    points: Points, characters: Points, ranks: Ranks, kinds: NDArray[np.uint8]
) -> tuple[list[str], list[str], Numbers, Numbers]:
    """For each block: its key, what always follows there; the places of all blocks; where those of each begin."""
    places, first = _pairs(ranks, kinds)
    places, first, following = _phrases(ranks, characters, places, first)
    one, other = points[places[first]].tolist(), points[places[first] + 1].tolist()
    words = _words(points, kinds)
    more, begin = in_a_row([*words.values()])
    keys = [*map(str.__add__, map(chr, one), map(chr, other)), *words]
    return keys, [*following, *("" for _ in words)], np.append(places, more), np.append(first, begin + len(places))


def _pairs(ranks: Ranks, kinds: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
    """Where pairs stand of which one is Chinese, those of each pair after those of another; where those of each begin."""
    both = kinds[:-1] * kinds[1:]
    places = np.flatnonzero((both == _IS_HAN * _IS_HAN) | (both == _IS_HAN * _IS_LETTER)).astype(np.int32)
    for side in (1, 0):
        places = places[np.argsort(ranks[places + side], kind="stable")]
    return places, np.flatnonzero(changes(ranks[places]) | changes(ranks[places + 1]))


def _words(points: Points, kinds: NDArray[np.uint8]) -> dict[str, list[int]]:
    """Where each word of letters and digits begins."""
    turns = np.flatnonzero(np.diff(kinds == _IS_LETTER, prepend=False, append=False))
    text = points.tobytes().decode("utf-32-le", "surrogatepass")
    found = defaultdict[str, list[int]](list)
    for start, end in turns.reshape(-1, 2).tolist():
        found[text[start : min(end, start + LONGEST)]].append(start)
    return found


def _phrases(ranks: Ranks, characters: Points, places: Numbers, first: Numbers) -> tuple[Numbers, Numbers, list[str]]:
    """Frequent pairs told with what always follows; if a character mostly does, those places with it stand apart.

    So one block tells of a whole set phrase, and a query that holds it asks for no other pair. What is given back: places,
    where those of each block begin, what follows.
    """
    counts = sizes(first, len(places))
    many = counts >= PHRASE
    if not many.any():
        return places, first, [""] * len(first)
    some, size = np.repeat(many, counts), counts[many]
    start = np.cumsum(size) - size
    behind = ranks[places[some] + 2]
    mostly = _mostly(behind, start, size)
    usual = behind == np.repeat(mostly, size)
    several = np.add.reduceat(usual, start, dtype=np.int64)
    apart = (several >= PHRASE) & (several >= size * MOSTLY)
    apart &= _kinds()[characters[np.minimum(mostly, len(characters) - 1)]] == _IS_HAN
    usual &= np.repeat(apart, size)
    split, bits, part = np.repeat(apart & (several < size), size), len(ranks).bit_length(), places[some]
    pair = np.repeat(np.arange(len(size)), size)[split]
    row = np.sort((pair << 1 | usual[split]) << bits | part[split])
    part[split], usual[split] = row & (1 << bits) - 1, row >> bits & 1
    own = np.zeros(len(places), bool)
    places[some], own[some] = part, usual
    begins = changes(own)
    begins[first] = True
    first = np.flatnonzero(begins)
    return places, first, _following(ranks, characters, places, first, own[first])


def _mostly(ranks: Ranks, starts: Numbers, counts: Numbers) -> Ranks:
    """Of each group of characters the one that more than half of them are, bit by bit; any at all if there is none."""
    found = np.zeros(len(starts), ranks.dtype)
    for bit in range(int(ranks.max(initial=0)).bit_length()):
        ones = np.add.reduceat((ranks >> bit & 1).astype(np.uint8), starts, dtype=np.int32)
        found |= (ones * 2 > counts).astype(ranks.dtype) << bit
    return found


def _following(ranks: Ranks, characters: Points, places: Numbers, first: Numbers, own: NDArray[np.bool_]) -> list[str]:
    """The Chinese characters that follow a pair in all places of a block, for blocks of a set phrase."""
    found = [""] * len(first)
    counts = sizes(first, len(places))
    places, counts, blocks_left = places[np.repeat(own, counts)], counts[own], np.flatnonzero(own)
    for distance in range(2, FOLLOWING + 2):
        if not len(places):
            break
        start = np.cumsum(counts) - counts
        behind = ranks[places + distance]
        one = characters[behind[start]]
        same = np.logical_and.reduceat(behind == np.repeat(behind[start], counts), start) & (_kinds()[one] == _IS_HAN)
        places, counts, blocks_left = places[np.repeat(same, counts)], counts[same], blocks_left[same]
        for number, point in zip(blocks_left.tolist(), one[same].tolist(), strict=True):
            found[number] += chr(point)
    return found
