"""Results of a survey: counts of persons by question and option, small ones hidden so that nobody can be recognised.

The table has the columns 题目, 选项 and one or more columns of counts (人数, or one for each group, with 合计 for all).
A row whose option is 合计 says how many answered the question.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from msgspec import Struct

from plugins.network.cells import Cell, cell, disagrees, is_small, reveals
from plugins.network.interface import N_
from plugins.network.problems import Code, Problem
from plugins.network.sites import Settings
from plugins.network.tables import Table

BAD_RESULTS = Code(
    "ZB-804", "error", "nothing",
    "结果表读不懂：{what}", "请改成“题目、选项、人数”三列（人数可以按班组分几列），每格写人数，少于规定人数的写 <{limit}。改好之前不发布这张表。",
    "the results cannot be read: {what_en}", "Use the columns 题目, 选项, 人数; each cell a count, small ones as <{limit}. Until then the table is not published.",
    "题目,选项,人数",
)  # fmt: skip
SMALL_CELL = Code(
    "ZB-805", "error", "nothing",
    "“{question}”的“{option}”一格（{column}）只有不到 {limit} 人，可能认出是谁", "请把这一格改成 <{limit}，或与相近的选项合并。改好之前不发布这张表。",
    'the cell "{option}" of "{question}" ({column}) counts fewer than {limit} persons, who might be recognised', "Write <{limit}, or join it with a similar option. Until then the table is not published.",
    "题目,选项,人数\n通勤车,不满意,<5",
)  # fmt: skip
DERIVABLE = Code(
    "ZB-806", "error", "nothing",
    "“{question}”里遮盖的 <{limit}（{place}）可以由合计 {total} 推算出来", "请再遮盖一格人数最少的，或去掉合计，或合并选项。改好之前不发布这张表。",
    'what is hidden as <{limit} in "{question}" ({place}) can be worked out from the total {total}', "Hide the next smallest cell too, leave the total out, or join options. Until then the table is not published.",
    "再把一个最小的格子写成 <5",
)  # fmt: skip
WRONG_SUM = Code(
    "ZB-807", "error", "nothing",
    "{what}是 {sum}，与{whole} {total} 对不上", "请核对两个数字，改正写错的一个。",
    "{what} is {sum}, which does not agree with {whole} {total}", "Check both numbers and correct the wrong one.",
    "各项人数相加等于合计",
)  # fmt: skip

TOTALS = frozenset({"合计", "总计", "回答人数", "基数"})
QUESTION, OPTION = "题目", N_("选项")
Finding = Callable[[str, int], Problem]
"""A Problem that still has to learn the path and line of the item."""


class Result(Struct, frozen=True):
    """One question's counts: a row of cells for each option, and the row of those who answered, if the table has it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    base: tuple[Cell, ...] = ()

    @property
    def whole(self) -> int | None:
        """The place of the column that adds up the others, if there is one."""
        return next((place for place, name in enumerate(self.columns) if name in TOTALS), None) if len(self.columns) > 1 else None


def questions_in(table: Table) -> list[Result]:
    """The questions of a results table, in its order.

    Raises:
        ValueError: it is not a table of results; the message says what is wrong.
    """
    if table.columns[:2] != (QUESTION, OPTION) or len(table.columns) < 3:
        raise ValueError(f"列名是 {'、'.join(table.columns)}")
    found = []
    for title, rows in groupby(table.rows, key=lambda row: row[0]):
        read = [(row[1], tuple(_read(text, title, row[1]) for text in row[2:])) for row in rows]
        base = next((cells for option, cells in read if option in TOTALS), ())
        options = tuple((option, cells) for option, cells in read if option not in TOTALS)
        found.append(Result(title, table.columns[2:], options, base))
    return found


def _read(text: str, title: str, option: str) -> Cell:
    try:
        return cell(text)
    except ValueError:
        raise ValueError(f"“{title}”的“{option}”写着“{text}”") from None


def faults(table: Table, several: frozenset[str], limit: int) -> Iterator[Finding]:
    """What is wrong with a table of results; `several` are the questions with more than one answer a person."""
    try:
        found = questions_in(table)
    except ValueError as fault:
        yield partial(BAD_RESULTS.at, what=fault, what_en=fault, limit=limit)
        return
    for result in found:
        yield from _small(result, limit)
        for label, total, cells in _sums(result, several=result.title in several):
            yield from _sum(result, label, total, cells, limit)


def _small(result: Result, limit: int) -> Iterator[Finding]:
    """Every count of at least one person and fewer than allowed."""
    for option, cells in (*result.rows, *((("合计", result.base),) if result.base else ())):
        for column, count in zip(result.columns, cells, strict=True):
            if is_small(count, limit):
                yield partial(SMALL_CELL.at, question=result.title, option=option, column=column, limit=limit)


def _sums(result: Result, *, several: bool) -> Iterator[tuple[str, Cell, list[Cell]]]:
    """(where, total, parts) of everything that adds up: the options of a column, the groups of a row."""
    if result.base and not several:
        for place, column in enumerate(result.columns):
            yield column, result.base[place], [cells[place] for _, cells in result.rows]
    if result.whole is not None:
        for option, cells in (*result.rows, *((("合计", result.base),) if result.base else ())):
            yield option, cells[result.whole], [count for place, count in enumerate(cells) if place != result.whole]


def _sum(result: Result, label: str, total: Cell, cells: Sequence[Cell], limit: int) -> Iterator[Finding]:
    """Parts that do not add up, or of which the hidden ones follow from the total."""
    if total is None:
        return
    if disagrees(total, cells, limit):
        known = sum(count or 0 for count in cells)
        yield partial(WRONG_SUM.at, what=f"“{result.title}”{label}各项之和", sum=known, whole="合计", total=total)
    elif reveals(total, cells, limit):
        yield partial(DERIVABLE.at, question=result.title, place=label, total=total, limit=limit)


def shown(result: Result, limit: int, settings: Settings, *, several: bool) -> dict[str, Any]:
    """One question as a page shows it: bars of all who answered, the groups as a table, and the base size."""
    _ = settings.gettext
    alone = len(result.columns) == 1
    place = 0 if alone else result.whole
    base = result.base[place] if result.base and place is not None else None
    note = _("基数 %(count)s 人", count=base) if base is not None else ""
    every = (*result.rows, (_("合计"), result.base)) if result.base else result.rows
    return {
        "title": result.title,
        "note": _("，").join(part for part in (note, _("可选多项") if several else "") if part),
        "bars": [_bar(option, cells[place], base, limit, settings) for option, cells in result.rows] if place is not None else [],
        "columns": [_(OPTION), *result.columns],
        "rows": [] if alone else [[option, *(f"<{limit}" if n is None else n for n in cells)] for option, cells in every],
    }


def _bar(option: str, count: Cell, base: Cell, limit: int, settings: Settings) -> dict[str, Any]:
    _ = settings.gettext
    if count is None:
        return {"label": option, "value": None, "text": _("不到 %(count)s 人", count=limit)}
    return {
        "label": option,
        "value": count,
        "text": _("%(count)s 人（%(share)s）", count=count, share=format(count / base, ".0%"))
        if base
        else _("%(count)s 人", count=count),
    }
