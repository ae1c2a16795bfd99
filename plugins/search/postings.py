"""Where a key stands in the documents of a segment, in as few printable characters as there can be.

A place is one number: the document and, in its lower bits, the character. A block is a parameter and then bits, 13 to each
two characters of an alphabet of 91 that needs no escape in a script. For each place: 1, how many documents were passed over
(Rice code) and where in the document it is (Rice code); or 0 and how far it is from the place before in the same document.
Of a key of one Chinese character only documents are told, for a query of one character needs no more. Spare bits at the
end are ones: they begin a code that does not end.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import log2

ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<>')
"""91 characters from the space on."""
PLACE_BITS = 21
"""The lower bits of a place; an article has at most a million characters."""
PLACE = (1 << PLACE_BITS) - 1
_BITS = 13
COMMON, EARLY = range(4, 11), 1 << 11
"""The parameters of most steps, and the places of most characters in their documents."""
_GAPS, _STEPS = 7, 13
"""How many parameters there are for either Rice code."""


def block(places: Sequence[int], length: int) -> str:
    """Places, in order, as text; `length` is that of a common document."""
    documents = {place >> PLACE_BITS for place in places}
    gaps = _parameter(((places[-1] >> PLACE_BITS) + 1 - len(documents)) / len(documents), _GAPS)
    steps = _parameter(length / (len(places) / len(documents) + 1), _STEPS)
    fresh, first, again = _rice("1", gaps), _rice("", steps), _rice("0", steps)
    codes: list[str] = []
    document, before, end = -1, 0, 0
    for place in places:
        if place < end:
            codes.append(again[place - before - 1])
        else:
            codes.append(fresh[(place >> PLACE_BITS) - document - 1])
            codes.append(first[place & PLACE])
            document = place >> PLACE_BITS
            end = (document + 1) << PLACE_BITS
        before = place
    return _packed(gaps, steps, "".join(codes))


def documents_block(documents: Sequence[int]) -> str:
    """Documents, in order, as text."""
    gaps = _parameter((documents[-1] + 1 - len(documents)) / len(documents), _GAPS)
    codes = _rice("1", gaps)
    steps = (number - before - 1 for number, before in zip(documents, (-1, *documents), strict=False))
    return _packed(gaps, 0, "".join([codes[step] for step in steps]))


def _parameter(mean: float, most: int) -> int:
    """How many low bits of numbers are written as they are."""
    return min(most - 1, max(0, round(log2(mean * 0.69)))) if mean > 1 else 0


class _Rice(dict[int, str]):
    """Codes of numbers with one parameter, each made when it is first needed."""

    def __init__(self, sign: str, low: int) -> None:
        super().__init__()
        self._sign, self._low = sign, low

    def __missing__(self, number: int) -> str:
        low = f"{number & ((1 << self._low) - 1):0{self._low}b}" if self._low else ""
        code = self[number] = f"{self._sign}{'1' * (number >> self._low)}0{low}"
        return code


def warm() -> None:
    """Make the codes that most blocks are written in."""
    _pairs()
    for low in COMMON:
        for sign in ("", "0"):
            codes = _rice(sign, low)
            for number in range(EARLY):
                codes[number]


@cache
def _rice(sign: str, low: int) -> _Rice:
    return _Rice(sign, low)


def _packed(gaps: int, steps: int, bits: str) -> str:
    pairs = _pairs()
    bits += "1" * (-len(bits) % _BITS)
    return ALPHABET[gaps * _STEPS + steps] + "".join([pairs[bits[at : at + _BITS]] for at in range(0, len(bits), _BITS)])


@cache
def _pairs() -> dict[str, str]:
    size = len(ALPHABET)
    return {f"{value:0{_BITS}b}": ALPHABET[value // size] + ALPHABET[value % size] for value in range(1 << _BITS)}


def places_of(text: str) -> list[int]:
    """The places of a block."""
    gaps, steps, bits = _unpacked(text)
    found: list[int] = []
    document, place = -1, 0
    while (sign := next(bits, None)) is not None:
        number = _number(bits, gaps if sign else steps)
        if number is None:
            break
        if sign:
            document += number + 1
            place = document << PLACE_BITS | (_number(bits, steps) or 0)
        else:
            place += number + 1
        found.append(place)
    return found


def documents_of(text: str) -> list[int]:
    """The documents of a block that tells no more."""
    gaps, _, bits = _unpacked(text)
    found: list[int] = []
    document = -1
    while next(bits, None) and (gap := _number(bits, gaps)) is not None:
        document += gap + 1
        found.append(document)
    return found


def _unpacked(text: str) -> tuple[int, int, Iterator[int]]:
    """Both parameters and the bits."""
    size = len(ALPHABET)
    gaps, steps = divmod(ALPHABET.index(text[0]), _STEPS)
    values = (ALPHABET.index(text[at]) * size + ALPHABET.index(text[at + 1]) for at in range(1, len(text), 2))
    return gaps, steps, _bits(values)


def _bits(values: Iterable[int]) -> Iterator[int]:
    for value in values:
        for shift in range(_BITS - 1, -1, -1):
            yield value >> shift & 1


def _number(bits: Iterator[int], low: int) -> int | None:
    """The next number; None if the bits end."""
    number = 0
    while bit := next(bits, None):
        number += 1
    if bit is None:
        return None
    for _ in range(low):
        number = number << 1 | (next(bits, None) or 0)
    return number
