"""How numbers become places in a drawing: shares of an axis, and the line of a trend in a box of 100 by 100."""

import math
from collections.abc import Iterator, Sequence

Number = int | float
TOP, BOTTOM = 10, 90
"""Where the largest and the smallest number of a trend stand."""
ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


def axis_end(numbers: Sequence[Number]) -> Number:
    """Where an axis that begins at 0 ends: at 100 for what looks like per cent, else at the next round number."""
    largest = max(numbers, default=0)
    if largest <= 0:
        return 1
    if 50 < largest <= 100:
        return 100
    power = math.floor(math.log10(largest))
    end = float(next(f"{step}e{power}" for step in ROUND if float(f"{step}e{power}") >= largest))
    return int(end) if end.is_integer() else end


def share(number: Number, end: Number) -> str:
    """How far along an axis from 0 to `end` a number stands, in per cent; never off the axis."""
    return f"{min(max(number / end, 0), 1) * 100:.4g}"


def trend_line(numbers: Sequence[Number | None]) -> str:
    """An SVG path through the numbers; a missing one is a gap."""
    pen, drawn = "M", ""
    for place in _places(numbers):
        drawn += f"{pen}{place}" if place else ""
        pen = "L" if place else "M"
    return drawn


def trend_dots(numbers: Sequence[Number | None]) -> str:
    """An SVG path of lines without length at the same places: round caps make them dots."""
    return "".join(f"M{place}h0" for place in _places(numbers) if place)


def _places(numbers: Sequence[Number | None]) -> Iterator[str]:
    known = [number for number in numbers if number is not None]
    low, high = min(known, default=0), max(known, default=0)
    apart = 100 / max(len(numbers) - 1, 1)
    for order, number in enumerate(numbers):
        if number is None:
            yield ""
        else:
            height = BOTTOM - (BOTTOM - TOP) * (number - low) / (high - low) if high > low else (TOP + BOTTOM) / 2
            yield f"{order * apart:.4g} {height:.4g}"
