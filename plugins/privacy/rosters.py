"""Rosters: tables that put names beside what belongs to those persons alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from plugins.network.patterns import pattern
from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.network.sites import Settings
from plugins.privacy.lists import lists

ROSTER = Code(
    "ZB-710", "error", "item",
    "表格像是花名册：“{name}”旁边有“{columns}”，共 {count} 人", "请删去这些列，或把姓名改为岗位；确需公示姓名的，只留姓名和公示所需的列。",
    'the table looks like a roster: "{columns}" beside "{name}" for {count} persons', "Remove these columns, or give posts instead of names.",
)  # fmt: skip

_SPLITS = (re.compile(r"\s*\|\s*"), re.compile(r"\t"), re.compile(r"\s*[,，;；]\s*"))
_RULE = pattern(r"[\s|:+-]+")
_MASKED = pattern(r"[*×＊]|^[\s—–\-/无空略]*$")
_ROW = pattern(r"<tr\b[^>]{0,200}>(.{0,4000}?)</tr\s*>", re.DOTALL | re.IGNORECASE)
_CELL = pattern(r"<t[dh]\b[^>]{0,200}>(.*?)(?=</?t[dhr]\b|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = pattern(r"<[^>]*>")


class _Row(NamedTuple):
    line: int
    cells: list[str]


@finds(ROSTER)
def no_rosters(said: Said, settings: Settings) -> Iterable[Problem]:
    """No table names more than a few persons together with what is theirs alone."""
    rules = lists(settings)
    names = set(rules["name_columns"])
    if not any(name in said.text for name in names):
        return
    least = settings.figure("roster_rows")
    for table in (*_written(said, names), *_tagged(said)):
        yield from _judged(table, names, rules["personal_columns"], least)


def _written(said: Said, names: set[str]) -> Iterator[list[_Row]]:
    """Tables that begin with a line that names a column of names, apart by bars, tabs or commas, up to the next blank line."""
    table: list[_Row] = []
    split: re.Pattern[str] | None = None
    for number, line in enumerate(said.text.split("\n")):
        head = _split_of(line, names)
        if head is not None or not line.strip():
            yield table
            table, split = [], head
        if split is not None:
            table.append(_row(said, split, number, line))
    yield table


def _split_of(line: str, names: set[str]) -> re.Pattern[str] | None:
    """What parts the cells of a line that names a column of names, or None."""
    if not any(name in line for name in names):
        return None
    return next((split for split in _SPLITS if names & {_bare(cell) for cell in _cells(split, line)}), None)


def _row(said: Said, split: re.Pattern[str], number: int, line: str) -> _Row:
    return _Row(number + 1 if said.numbered else 0, [] if _RULE.fullmatch(line) else _cells(split, line))


def _cells(split: re.Pattern[str], line: str) -> list[str]:
    return [cell.strip(' "') for cell in split.split(line.strip("| \r"))]


def _tagged(said: Said) -> Iterator[list[_Row]]:
    """Tables of HTML."""
    if "<t" not in said.text:
        return
    start = 0
    for table in re.split(r"(?<=</table)>", said.text, flags=re.IGNORECASE):
        yield [_Row(said.line(start + row.start()), _inner(row[1])) for row in _ROW.finditer(table)]
        start += len(table) + 1


def _inner(row: str) -> list[str]:
    return [_TAG.sub("", cell).strip() for cell in _CELL.findall(row)]


def _bare(cell: str) -> str:
    return re.sub(r"[\s*_（）()]", "", cell).casefold()


def _judged(table: Sequence[_Row], names: set[str], personal: Sequence[str], least: float) -> Iterator[Problem]:
    rows = [row for row in table if row.cells]
    at = next((number for number, row in enumerate(rows) if names & {_bare(cell) for cell in row.cells}), None)
    if at is None:
        return
    head = [_bare(cell) for cell in rows[at].cells]
    name = next(number for number, cell in enumerate(head) if cell in names)
    telling = [n for n, cell in enumerate(head) if n != name and any(word.casefold() in cell for word in personal)]
    count = sum(any(_filled(row.cells, column) for column in telling) and _filled(row.cells, name) for row in rows[at + 1 :])
    if count >= least:
        yield ROSTER.at("", rows[at].line, name=head[name], columns="、".join(head[n] for n in telling), count=count)


def _filled(cells: Sequence[str], column: int) -> bool:
    """Whether a cell says something that is not masked."""
    return column < len(cells) and not _MASKED.search(cells[column])
