"""Blocks: places as text, those of very many keys worked out at once in arrays of numbers.

What a block is `postings.py` says, which reads them. Importing numpy takes longer than a build in which nothing has changed
may, so only what makes segments imports this module.
"""

import contextlib
import os
from collections.abc import Sequence
from ctypes import CDLL
from functools import cache

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes are forked from one that has imported this: it has no threads

import numpy as np
from numpy.typing import NDArray

from plugins.search.postings import ALPHABET, BITS, GAPS, PLACE, PLACE_BITS, STEPS

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
"""<malloc.h>: from how many bytes on memory goes back, how many are asked for beyond, from how many on a block is apart."""
with contextlib.suppress(AttributeError, OSError):  # only the GNU C library has it
    for _parameter, _bytes in ((_M_TRIM_THRESHOLD, 1 << 28), (_M_TOP_PAD, 1 << 24), (_M_MMAP_THRESHOLD, 1 << 28)):
        CDLL(None).mallopt(_parameter, _bytes)  # each array would be given back and be full of noughts again: a third of the time

Numbers = NDArray[np.integer]
"""Of 32 bits where there may be very many: what a fresh process fills is what takes its time."""

_HIGHEST = np.array([2 ** (low + 0.5) / 0.69 for low in range(max(GAPS, STEPS))])
"""Up to which mean so many low bits of numbers are written as they are: numbers fall off as in a geometric series."""


def blocks(documents: Numbers, inner: Numbers, starts: Numbers, length: int) -> list[str]:
    """The block of each key.

    Args:
        documents, inner: the places of all keys, in order: in which document, at which character. starts: where those of
            each key begin. length: of a common document.
    """
    fresh = changes(documents)
    fresh[starts] = True
    counts = sizes(starts, len(documents))
    several = np.add.reduceat(fresh, starts, dtype=np.int32)
    gaps = _gaps(documents[starts + counts - 1], several)
    steps = _parameters(length / (counts / several + 1), STEPS)
    step = inner.copy()
    np.subtract(inner[1:], inner[:-1] + 1, out=step[1:], where=~fresh[1:])
    passed = _passed(documents[fresh], np.cumsum(several) - several)
    return _written(fresh, (passed, np.repeat(gaps, several)), (step, np.repeat(steps, counts)), starts, gaps * STEPS + steps)


def documents_blocks(documents: Numbers, starts: Numbers) -> list[str]:
    """The block of each key of which documents alone are told."""
    counts = sizes(starts, len(documents))
    gaps = _gaps(documents[starts + counts - 1], counts)
    every = np.ones(len(documents), bool)
    return _written(every, (_passed(documents, starts), np.repeat(gaps, counts)), None, starts, gaps * STEPS)


def changes(numbers: Numbers) -> NDArray[np.bool_]:
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
    return np.minimum(np.searchsorted(_HIGHEST, means), most - 1).astype(np.int32)


def _passed(documents: Numbers, starts: Numbers) -> Numbers:
    """How many documents were passed over before each."""
    before = np.roll(documents, 1)
    before[starts] = -1
    return documents - before - 1


def _written(
    fresh: NDArray[np.bool_], gap: tuple[Numbers, Numbers], step: tuple[Numbers, Numbers] | None, starts: Numbers, heads: Numbers
) -> list[str]:
    """Blocks of a sign for each place and then one or two numbers, each with its parameter, in Rice code."""
    codes, lengths = _rice(*gap)
    codes |= np.left_shift(1, lengths, dtype=np.int64)
    lengths += 1
    if step:
        own, more = _rice(*step)
        codes = _spread(codes, fresh)
        codes <<= more
        codes |= own
        more += _spread(lengths - 1, fresh) + 1
        lengths = more
    used = np.add.reduceat(lengths, starts)
    words = -(-used // BITS)
    begin = np.cumsum(words) - words
    ends = np.cumsum(lengths, dtype=np.int32)
    at = np.repeat((begin * BITS - (ends[starts] - lengths[starts])).astype(np.int32), sizes(starts, len(fresh)))
    at += ends
    at -= lengths
    row = np.zeros(int(words.sum()) + SPAN, np.int64)
    row[begin + words - 1] = (1 << words * BITS - used) - 1
    long = np.flatnonzero(lengths > LONGEST)
    codes[long] = 0
    _put(row, at, codes, np.minimum(lengths, LONGEST))
    before = np.cumsum(fresh) - fresh if len(long) else fresh
    for place in long.tolist():
        number = before[place]
        numbers = [(int(gap[0][number]), int(gap[1][number]))] if fresh[place] else []
        numbers += [(int(step[0][place]), int(step[1][place]))] if step else []
        _put_long(row, int(at[place]), int(fresh[place]), numbers)
    return _in_characters(row[: len(row) - SPAN], words, heads)


def _rice(numbers: Numbers, low: Numbers) -> tuple[Numbers, Numbers]:
    """Numbers in Rice code, as many ones as the high bits say, a zero, the low bits; and how many bits each takes."""
    high = numbers >> low
    codes = np.left_shift(2, high, dtype=np.int64)
    codes -= 2
    codes <<= low
    codes |= numbers & (1 << low) - 1
    high += low
    high += 1
    return codes, high


def _spread(values: Numbers, places: NDArray[np.bool_]) -> Numbers:
    """Values at some places, noughts at all others."""
    found = np.zeros(len(places), values.dtype)
    found[places] = values
    return found


SPAN = 4
"""Words that a code lies in at most."""
LONGEST = (SPAN - 1) * BITS + 1
"""Bits of a code that does, wherever it begins."""


def _put(row: Numbers, at: Numbers, codes: Numbers, lengths: Numbers) -> None:
    """Add codes to a row of words, each from one bit to the next code; the codes are used up."""
    word = at // BITS
    codes <<= SPAN * BITS - lengths - (at - word * BITS)
    for number in range(SPAN):
        np.add.at(row, word + number, codes >> (SPAN - 1 - number) * BITS & (1 << BITS) - 1)


def _put_long(row: Numbers, at: int, sign: int, numbers: Sequence[tuple[int, int]]) -> None:
    """Add one code of any length."""
    code, length = sign, 1
    for number, low in numbers:
        high = number >> low
        code = (code << high | (1 << high) - 1) << 1 + low | number & (1 << low) - 1
        length += high + 1 + low
    word, before = divmod(at, BITS)
    count = -(-(before + length) // BITS)
    code <<= count * BITS - before - length
    for number in range(count):
        row[word + number] += code >> (count - 1 - number) * BITS & (1 << BITS) - 1


def _in_characters(row: Numbers, words: Numbers, heads: Numbers) -> list[str]:
    """Blocks of so many words, two characters to each, after the character of their parameters."""
    text = _characters()[row].tobytes().decode("ascii")
    ends = (np.cumsum(words) * 2).tolist()
    return [ALPHABET[head] + text[start:end] for head, start, end in zip(heads.tolist(), [0, *ends[:-1]], ends, strict=True)]


@cache
def _characters() -> NDArray[np.bytes_]:
    """Two characters for each number of so many bits."""
    return np.array([one + other for one in ALPHABET for other in ALPHABET][: 1 << BITS], "S2")


def blocks_of(found: Sequence[Sequence[int]], length: int) -> list[str]:
    """The block of each list of places; `length` of a common document."""
    places = [place for one in found for place in one]
    documents, inner = (
        np.array(some, np.int32) for some in zip(*((one >> PLACE_BITS, one & PLACE) for one in places), strict=True)
    )
    return blocks(documents, inner, _starts(found), length)


def documents_blocks_of(found: Sequence[Sequence[int]]) -> list[str]:
    """The block of each list of documents."""
    return documents_blocks(*in_a_row(found))


def in_a_row(found: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """The numbers of several lists one after the other, and where each begins."""
    return np.array([number for one in found for number in one], np.int32), _starts(found)


def _starts(found: Sequence[Sequence[int]]) -> Numbers:
    counts = np.array([len(one) for one in found], np.int64)
    return np.cumsum(counts) - counts
