"""Where a key stands in the documents of a segment, in as few printable characters as there can be.

A place is one number: the document and, in its lower bits, the character. A block is a parameter and then bits, 13 to each
two characters of an alphabet of 91 that needs no escape in a script. For each place: 1, how many documents were passed over
(Rice code) and where in the document it is (Rice code); or 0 and how far it is from the place before in the same document.
Of a key of one Chinese character only documents are told, for a query of one character needs no more. Spare bits at the
end are ones: they begin a code that does not end.
"""

from collections.abc import Iterable, Iterator

ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\<>')
"""91 characters from the space on."""
PLACE_BITS = 21
"""The lower bits of a place; an article has at most a million characters."""
PLACE = (1 << PLACE_BITS) - 1
BITS = 13
GAPS, STEPS = 7, 13
"""How many parameters there are for either Rice code."""


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
    gaps, steps = divmod(ALPHABET.index(text[0]), STEPS)
    values = (ALPHABET.index(text[at]) * size + ALPHABET.index(text[at + 1]) for at in range(1, len(text), 2))
    return gaps, steps, _bits(values)


def _bits(values: Iterable[int]) -> Iterator[int]:
    for value in values:
        for shift in range(BITS - 1, -1, -1):
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
