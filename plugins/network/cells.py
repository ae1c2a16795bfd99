"""Counts of persons in published tables: small ones hidden, and no hidden one that follows from a total."""

import re
import unicodedata
from collections.abc import Sequence

from plugins.network.patterns import pattern

Cell = int | None
"""A count of persons; None if it is hidden."""
TOTALS = frozenset({"合计", "总计", "总数", "小计"})
"""What the row or column that adds up the others is called."""
_COUNT = pattern(r"\d{1,12}", re.ASCII)


def cell(text: str) -> Cell:
    """A count, or None for a hidden one (<5, ＜5, 少于5人).

    Raises:
        ValueError: it is anything else.
    """
    plain = unicodedata.normalize("NFKC", text).replace("少于", "<").replace("不到", "<").replace(" ", "").removesuffix("人")
    if not _COUNT.fullmatch(plain.removeprefix("<")):
        raise ValueError(text)
    return None if plain.startswith("<") else int(plain)


def is_small(count: Cell, limit: int) -> bool:
    """Whether a count of persons is so small that one of them could be recognised."""
    return count is not None and 0 < count < limit


def disagrees(total: int, parts: Sequence[Cell], limit: int) -> bool:
    """Whether the parts cannot add up to their total, whatever the hidden ones are."""
    hidden = sum(part is None for part in parts)
    return not hidden <= total - sum(part or 0 for part in parts) <= hidden * (limit - 1)


def reveals(total: int, parts: Sequence[Cell], limit: int) -> bool:
    """Whether the hidden parts follow from the total: there is only one, or all must be least or greatest."""
    hidden = sum(part is None for part in parts)
    rest = total - sum(part or 0 for part in parts)
    return hidden == 1 or (hidden > 1 and rest in (hidden, hidden * (limit - 1)))
