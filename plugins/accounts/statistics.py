"""Statistics: tables of counts whose totals hold, published as pages, CSV and JSON; small counts of persons hidden."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from plugins.network.cells import TOTALS, cell, disagrees, is_small, reveals
from plugins.network.digests import Digest
from plugins.network.items import Item
from plugins.network.kinds import Fields, Kind, Line, Period, told
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv, to_json
from plugins.network.patterns import pattern
from plugins.network.periods import period_zh
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings, Site
from plugins.network.tables import Table

NOT_A_NUMBER = Code(
    "ZB-828", "error", "nothing",
    "统计表“{row}”行“{column}”列写着“{text}”，不是数字", "请写数字，人数写整数；没有数据的空着。改好之前不发布这张表。",
    'the cell "{text}" in row "{row}", column "{column}" is no number', "Write a number, a whole one for persons, or leave the cell empty. Until then the table is not published.",
    "总装一班,12,3",
)  # fmt: skip
WRONG_TOTAL = Code(
    "ZB-829", "error", "nothing",
    "“{place}”各项之和是 {sum}，{total_name}写的是 {total}", "请核对两个数字，改正写错的一个。改好之前不发布这张表。",
    'the entries of "{place}" add up to {sum}, but {total_name} says {total}', "Check both numbers. Until then the table is not published.",
    "合计,15,6",
)  # fmt: skip
SMALL_COUNT = Code(
    "ZB-830", "error", "nothing",
    "“{row}”行“{column}”列只有不到 {limit} 人，可能认出是谁", "请把这一格写成 <{limit}，或与相近的项合并。改好之前不发布这张表。",
    'row "{row}", column "{column}" counts fewer than {limit} persons, who might be recognised', "Write <{limit}, or join it with a similar entry. Until then the table is not published.",
    "四十岁以下,<5",
)  # fmt: skip
REVEALED = Code(
    "ZB-831", "error", "nothing",
    "“{place}”里遮盖的 <{limit} 可以由{total_name} {total} 推算出来", "请再遮盖一格人数最少的，或去掉合计，或合并几项。改好之前不发布这张表。",
    'what is hidden as <{limit} in "{place}" follows from {total_name} {total}', "Hide another small cell, leave the total out, or join entries. Until then the table is not published.",
    "再把一个最小的格子写成 <5",
)  # fmt: skip
_NUMBER = pattern(r"[+-]?(\d{1,3}(,\d{3}){1,4}|\d{1,15})(\.\d{1,9})?%?", re.ASCII)
"""What a cell may say; not all that `Decimal` reads, which has names for endless and for no numbers."""


class StatsFields(Fields):
    """What statistics say beyond the common fields."""

    table: Line = told("表格", "CSV 文件名：第一列是项目，其余各列是数字", "people.csv", table=True)
    unit: Line = told("单位", "数字的单位；写“人”的按人数检查", "人", default="")
    period: Period = told("期间", "统计的年、季度或月份", "2026-Q3", default="", listed=True)
    base: Line = told("口径", "统计了谁、什么时候、怎样数的", "截至 9 月 30 日组织关系在本支部的党员", default="")


@finds(NOT_A_NUMBER, WRONG_TOTAL, SMALL_COUNT, REVEALED)
def totals_hold(item: Item, _field: str, table: Table, settings: Settings) -> Iterable[Problem]:
    """Every cell is a number, totals are sums, and small counts of persons are hidden for good."""
    line, limit = item.lines.get("table", 1), int(settings.figure("stats_small_cell"))
    wrong = list(_not_numbers(item, table, line))
    if wrong:
        yield from wrong
    elif item.fields["unit"] == "人":
        yield from _persons(item, table, line, limit)
    else:
        for place, name, total, parts in _sums([[_number(text) or Decimal(0) for text in row[1:]] for row in table.rows], table):
            if sum(parts, Decimal(0)) != total:
                yield WRONG_TOTAL.at(item.path, line, place=place, sum=sum(parts, Decimal(0)), total_name=name, total=total)


def _not_numbers(item: Item, table: Table, line: int) -> Iterator[Problem]:
    fits = _is_count if item.fields["unit"] == "人" else _is_number
    for row in table.rows:
        for column, text in zip(table.columns[1:], row[1:], strict=True):
            if text and not fits(text):
                yield NOT_A_NUMBER.at(item.path, line, row=row[0], column=column, text=text)


def _is_count(text: str) -> bool:
    try:
        cell(text)
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    return _number(text) is not None


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text)
    return Decimal(plain.replace(",", "").removesuffix("%")) if _NUMBER.fullmatch(plain) else None


def _persons(item: Item, table: Table, line: int, limit: int) -> Iterator[Problem]:
    counts = [[cell(text or "0") for text in row[1:]] for row in table.rows]
    for row, cells in zip(table.rows, counts, strict=True):
        for column, count in zip(table.columns[1:], cells, strict=True):
            if is_small(count, limit):
                yield SMALL_COUNT.at(item.path, line, row=row[0], column=column, limit=limit)
    for place, name, total, parts in _sums(counts, table):
        if total is None:
            continue
        if disagrees(total, parts, limit):
            yield WRONG_TOTAL.at(item.path, line, place=place, sum=sum(part or 0 for part in parts), total_name=name, total=total)
        elif reveals(total, parts, limit):
            yield REVEALED.at(item.path, line, place=place, limit=limit, total_name=name, total=total)


def _sums(cells: Sequence[Sequence[Any]], table: Table) -> Iterator[tuple[str, str, Any, list[Any]]]:
    """(place, name of the total, total, parts) of every column and row that has a total."""
    columns = table.columns[1:]
    bottom = next((place for place, row in enumerate(table.rows) if row[0] in TOTALS), None)
    side = next((place for place, name in enumerate(columns) if name in TOTALS), None)
    if bottom is not None:
        for place, column in enumerate(columns):
            parts = [row[place] for number, row in enumerate(cells) if number != bottom]
            yield column, table.rows[bottom][0], cells[bottom][place], parts
    if side is not None:
        for row, counts in zip(table.rows, cells, strict=True):
            yield row[0], columns[side], counts[side], [count for place, count in enumerate(counts) if place != side]


def _entry(network: Network, item: Item) -> dict[str, Any]:
    site = network.sites[item.site]
    period, changed = item.fields["period"], item.updated or item.date
    return {
        "title": item.title, "href": item.address, "site": site.title, "period": period_zh(period) if period else "",
        "updated": changed.date().isoformat() if changed else "",
        "files": [(kind.upper(), f"{site.base}data/{item.slug}.{kind}") for kind in ("csv", "json")],
    }  # fmt: skip


def index(network: Network) -> Digest:
    """The open data of a site and of all below it, for each site that has any."""
    stats = [item for item in network.of_kind("stats") if not item.withdrawn and item.fields["table"]]
    own: dict[str, list[dict[str, Any]]] = {}
    for item in stats:
        own.setdefault(item.site, []).append(_entry(network, item))
    sites = network.sites.values() if stats else ()
    found = {site.id: [row for one in (site, *network.below(site.id)) for row in own.get(one.id, ())] for site in sites}
    return Digest({site: rows for site, rows in found.items() if rows})


def open_data(network: Network, site: Site) -> Iterator[Output]:
    """Each table as CSV and JSON under data/, and the index of them."""
    _ = network.settings.gettext
    rows = network.digest("accounts.index", site.id)
    if not rows:
        return
    base = f"{site.base}data/"
    yield Page(
        base, "open_data.html", _("数据"), {"entries": rows}, section="data", menu="公开", crumbs=((site.title, site.base),)
    )
    for item in network.standing(site.id):
        if item.kind == "stats" and item.fields["table"]:
            table = network.tables[item.fields["table"]]
            yield File(f"{base}{item.slug}.csv", to_csv(table.columns, table.rows))
            yield File(f"{base}{item.slug}.json", to_json(_document(network, item, table)))


def _document(network: Network, item: Item, table: Table) -> dict[str, Any]:
    """The stable form of a table as JSON: what it is, who counted what, then its columns and rows as texts."""
    return {
        "title": item.title, "site": network.sites[item.site].title, "address": item.address, "period": item.fields["period"],
        "unit": item.fields["unit"], "base": item.fields["base"], "source": item.source.name if item.source else "",
        "columns": table.columns, "rows": table.rows,
    }  # fmt: skip


def shown(network: Network, item: Item) -> dict[str, Any]:
    """The table, and bars of its first column of numbers."""
    table = network.tables.get(item.fields["table"])
    if table is None:
        return {"columns": (), "rows": (), "bars": []}
    rows = [[row[0], *(_typed(text) for text in row[1:])] for row in table.rows]
    charted = [row for row in rows if row[0] not in TOTALS] if len(table.columns) == 2 else []
    bars = [{"label": row[0], "value": row[1], "text": "" if isinstance(row[1], (int, float)) else row[1]} for row in charted]
    return {"columns": table.columns, "rows": rows, "bars": bars}


def _typed(text: str) -> int | float | str:
    number = _number(text.removesuffix("人")) if not text.endswith(("%", "％")) else None
    return text if number is None else int(number) if number == number.to_integral_value() else float(number)


STATS = Kind(
    "stats", "统计", "stats", "统计", dated=True, schema=StatsFields, check_table=totals_hold, values=shown, stream=False, area="公开",
    body="一句话说清看出了什么；数字在表里。\n",
)  # fmt: skip
