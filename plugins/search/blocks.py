"""Blocks: places as text, those of very many keys worked out at once in arrays of numbers.

What a block is `postings.py` says, which reads them. Importing numpy takes longer than a build in which nothing has changed
may, so only what makes segments imports this module.
"""

import os
from collections.abc import Sequence
from functools import cache

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes are forked from one that has imported this: it has no threads

import numpy as np
from numpy.typing import NDArray

from plugins.search.postings import ALPHABET, BITS, GAPS, PLACE, PLACE_BITS, STEPS

Numbers = NDArray[np.int64]

_HIGHEST = np.array([2 ** (low + 0.5) / 0.69 for low in range(max(GAPS, STEPS))])
"""Up to which mean so many low bits of numbers are written as they are: numbers fall off as in a geometric series."""


def blocks(places: Numbers, starts: Numbers, length: int) -> list[str]:
    """The block of each key: the places of all keys, in order, where those of each begin; `length` of a common document."""
    documents, inner = places >> PLACE_BITS, places & PLACE
    fresh = changes(documents)
    fresh[starts] = True
    counts = sizes(starts, len(places))
    several = np.add.reduceat(fresh, starts, dtype=np.int64)
    gaps = _gaps(documents[starts + counts - 1], several)
    steps = _parameters(length / (counts / several + 1), STEPS)
    key = np.repeat(np.arange(len(starts)), counts)
    step = np.where(fresh, inner, inner - np.roll(inner, 1) - 1)
    return _written(
        fresh, (_passed(documents, starts)[fresh], gaps[key[fresh]]), (step, steps[key]), starts, gaps * STEPS + steps
    )


def documents_blocks(documents: Numbers, starts: Numbers) -> list[str]:
    """The block of each key of which documents alone are told."""
    counts = sizes(starts, len(documents))
    gaps = _gaps(documents[starts + counts - 1], counts)
    every = np.ones(len(documents), bool)
    return _written(every, (_passed(documents, starts), np.repeat(gaps, counts)), None, starts, gaps * STEPS)


def changes(numbers: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Whether each number differs from the one before it; the first does."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def sizes(starts: Numbers, end: int) -> Numbers:
    """How many there are of each, by where each begins."""
    return np.diff(starts, append=end)


def _gaps(last: Numbers, several: Numbers) -> Numbers:
    return _parameters((last + 1 - several) / several, GAPS)


def _parameters(means: NDArray[np.float64], most: int) -> Numbers:
    """How many low bits of numbers are written as they are; compared, not computed: the same on every machine."""
    return np.minimum(np.searchsorted(_HIGHEST, means), most - 1)


def _passed(documents: Numbers, starts: Numbers) -> Numbers:
    """How many documents were passed over before each."""
    before = np.roll(documents, 1)
    before[starts] = -1
    return documents - before - 1


def _written(
    fresh: NDArray[np.bool_], gap: tuple[Numbers, Numbers], step: tuple[Numbers, Numbers] | None, starts: Numbers, heads: Numbers
) -> list[str]:
    """Blocks of a sign for each place and then one or two numbers, each with its parameter, in Rice code."""
    lengths = np.ones(len(fresh), np.int64)
    lengths[fresh] += _length(*gap)
    if step:
        lengths += _length(*step)
    used = np.add.reduceat(lengths, starts)
    words = -(-used // BITS)
    first = (np.cumsum(words) - words) * BITS
    ends = np.cumsum(lengths)
    at = ends - lengths + np.repeat(first - (ends[starts] - lengths[starts]), sizes(starts, len(fresh)))
    row = _Row(int(words.sum()))
    spare = words * BITS - used
    row.put(first + used, (1 << spare) - 1, spare)
    begun = at[fresh]
    row.put(begun, 1, 1)
    row.put_numbers(begun + 1, *gap)
    if step:
        at[fresh] += _length(*gap)
        row.put_numbers(at + 1, *step)
    return _in_characters(row.words, words, heads)


def _length(number: Numbers, low: Numbers) -> Numbers:
    """Bits of a number in Rice code: as many ones as the high bits say, a zero, the low bits."""
    return (number >> low) + 1 + low


class _Row:
    """Bits in words of 13, all of them nought at first."""

    def __init__(self, words: int) -> None:
        self._sums = np.zeros(words)

    @property
    def words(self) -> Numbers:
        """The words as numbers."""
        return self._sums.astype(np.int64)

    def put(self, at: Numbers, values: Numbers | int, width: Numbers | int) -> None:
        """Put values of so many bits, at most a word's, where they begin; no two in the same place."""
        word, before = np.divmod(at, BITS)
        both = values << (2 * BITS - width - before)
        self._add(word, both >> BITS)
        self._add(word + 1, both & (1 << BITS) - 1)

    def put_numbers(self, at: Numbers, numbers: Numbers, low: Numbers) -> None:
        """Put numbers in Rice code, each with its parameter."""
        high = numbers >> low
        ones = np.repeat(at - (np.cumsum(high) - high), high) + np.arange(high.sum())
        word, before = np.divmod(ones, BITS)
        self._add(word, 1 << (BITS - 1 - before))
        self.put(at + high + 1, numbers & (1 << low) - 1, low)

    def _add(self, word: Numbers, values: Numbers) -> None:
        size = len(self._sums)
        self._sums += np.bincount(word, values, size)[:size]  # bits that never meet: a sum joins them


def _in_characters(row: Numbers, words: Numbers, heads: Numbers) -> list[str]:
    """Blocks of so many words, two characters to each, after the character of their parameters."""
    text = _characters()[row].tobytes().decode("ascii")
    ends = (np.cumsum(words) * 2).tolist()
    return [ALPHABET[head] + text[start:end] for head, start, end in zip(heads.tolist(), [0, *ends[:-1]], ends, strict=True)]


@cache
def _characters() -> NDArray[np.bytes_]:
    """Two characters for each number of so many bits."""
    return np.array([one + other for one in ALPHABET for other in ALPHABET][: 1 << BITS], "S2")


def in_a_row(found: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """The numbers of several lists one after the other, and where each begins."""
    counts = np.array([len(one) for one in found], np.int64)
    return np.array([number for one in found for number in one], np.int64), np.cumsum(counts) - counts
