"""CSV files as tables: what statistics, survey results and accounts are made of."""

import csv
import io
import json

from msgspec import Struct

from plugins.network import problems as p
from plugins.network.problems import Problem
from plugins.network.text import decode

BYTES = 1_000_000
CELLS = 100_000
"""The largest table that is read; larger files are published but not shown."""


class Table(Struct, frozen=True):
    """A table of texts: the names of its columns and its rows, all equally long."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column.

        Raises:
            ValueError: there is no such column.
        """
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


def read_table(raw: bytes, path: str) -> Table | Problem:
    """The table in a CSV file (UTF-8, first row names the columns), or why there is none."""
    text, found = decode(raw, path)
    if found:
        return found[0]
    if len(raw) > BYTES:
        return p.BAD_TABLE.at(path, what="文件太大", what_en="the file is too large")
    try:
        rows = [tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
    except csv.Error as fault:
        return p.BAD_TABLE.at(path, what=f"不是 CSV（{fault}）", what_en=str(fault))
    return _uneven(rows, path) or Table(rows[0], tuple(rows[1:]))


def _uneven(rows: list[tuple[str, ...]], path: str) -> Problem | None:
    """Why rows are no table."""
    if not rows or not all(rows[0]) or len(set(rows[0])) < len(rows[0]):
        return p.BAD_TABLE.at(path, 1, what="第一行应是互不相同的列名", what_en="the first row must name the columns")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            return p.BAD_TABLE.at(path, number, what=f"第 {number} 行有 {len(row)} 格，列名有 {len(rows[0])} 个",
                                  what_en=f"row {number} has {len(row)} cells, the first has {len(rows[0])}")  # fmt: skip
    if len(rows) * len(rows[0]) > CELLS:
        return p.BAD_TABLE.at(path, what="格子太多", what_en="it has too many cells")
    return None


def to_json(table: Table) -> str:
    """A table as text for the index."""
    return json.dumps([table.columns, table.rows], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Table:
    """The table that `to_json` wrote; raises ValueError or TypeError if it is not one."""
    columns, rows = json.loads(text)
    return Table(tuple(columns), tuple(tuple(row) for row in rows))
