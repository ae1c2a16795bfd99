"""Counts of persons in published tables: small ones hidden, and no hidden one that follows from a total."""

import heapq
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


def protected(counts: Sequence[Sequence[int]], limit: int) -> list[list[Cell]]:
    """A table with its totals, a column and a row more, in which small counts are hidden and none can be worked out.

    Rows and columns are nodes, cells are edges between them. What is hidden follows from what is shown exactly where an
    edge lies on no ring of hidden ones; so every small cell gets a ring, the one that hides the least. Zeros stay: on a
    ring without them, every count could as well be one more or one less.
    """
    table = [[*row, sum(row)] for row in counts]
    table.append([sum(column) for column in zip(*table, strict=True)])
    hidden = {(i, j) for i, row in enumerate(table) for j, count in enumerate(row) if is_small(count, limit)}
    for edge in sorted(hidden):
        hidden |= _ring(table, hidden, edge)
    return [[None if (i, j) in hidden else count for j, count in enumerate(row)] for i, row in enumerate(table)]


def _ring(table: Sequence[Sequence[int]], hidden: set[tuple[int, int]], edge: tuple[int, int]) -> set[tuple[int, int]]:
    """The cells that close a ring through a cell of the table, those that cost the fewest counts; rows are 0…, columns -1…."""
    start, end = edge[0], -1 - edge[1]
    paths: list[tuple[int, int, list[tuple[int, int]]]] = [(0, start, [])]
    done: set[int] = set()
    while paths:
        cost, node, path = heapq.heappop(paths)
        if node == end:
            return set(path)
        if node in done:
            continue
        done.add(node)
        around = [(node, j) for j in range(len(table[0]))] if node >= 0 else [(i, -1 - node) for i in range(len(table))]
        for i, j in around:
            if table[i][j] and (i, j) != edge:
                more = 0 if (i, j) in hidden else table[i][j]
                heapq.heappush(paths, (cost + more, -1 - j if node >= 0 else i, [*path, (i, j)]))
    return set()
