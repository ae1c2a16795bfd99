"""Headings numbered as in official papers: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3)."""

import re
from collections.abc import Sequence
from html import unescape

from msgspec.structs import replace

from plugins.network.items import Heading
from plugins.network.patterns import pattern

_DIGITS = "〇一二三四五六七八九"
_HEADING = pattern(r'<h[2-6] id="([^"]*)">')


def numbered(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings with their numbers in front; as they are if their writer has numbered one of them."""
    if any(heading.numbered for heading in headings):
        return tuple(headings)
    levels = sorted({heading.level for heading in headings})
    counts = [0] * len(levels)
    found = []
    for heading in headings:
        depth = levels.index(heading.level)
        counts[depth:] = [counts[depth] + 1, *([0] * (len(levels) - depth - 1))]
        found.append(replace(heading, text=f"{_number(depth, counts[depth])}{heading.text}"))
    return tuple(found)


def with_numbers(html: str, headings: Sequence[Heading]) -> str:
    """A body whose headings begin with their numbers."""
    before = {one.id: new.text.removesuffix(one.text) for one, new in zip(headings, numbered(headings), strict=True)}

    def opening(tag: re.Match[str]) -> str:
        return tag[0] + before.get(unescape(tag[1]), "")

    return _HEADING.sub(opening, html)


def _number(depth: int, count: int) -> str:
    """The number of a heading so far below the highest."""
    forms = (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}. ", f"（{count}）")
    return forms[depth] if depth < len(forms) else ""


def chinese(number: int) -> str:
    """A number below a hundred in Chinese figures, any other as it is."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
