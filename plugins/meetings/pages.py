"""The grid as pages and CSV: for a portal all units beside each other, for a branch its own year with every record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.meetings.grid import Cell, Row, periods_of
from plugins.meetings.meeting import held
from plugins.meetings.rules import EVERY_ZH, Rule, rules_of
from plugins.network.addresses import slug_of
from plugins.network.items import Tone
from plugins.network.listing import PER_PAGE, Facets, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.periods import period_zh
from plugins.network.sites import Site

TONES: Mapping[str, Tone] = {
    "done": "positive", "late": "warning", "missing": "negative", "planned": "active", "due": "off", "free": "off",
}  # fmt: skip
LEGEND: tuple[dict[str, str], ...] = (
    {"text": "按期", "tone": "positive", "note": "当期召开并及时记录；下面的数是实到/应到"},
    {"text": "迟 3 天", "tone": "warning", "note": "过了这一期才补开，或者记录迟了"},
    {"text": "缺", "tone": "negative", "note": "这一期已经过去，没有记录"},
    {"text": "待召开", "tone": "active", "note": "已经安排，还没有到时间"},
    {"text": "未到期", "tone": "off", "note": "这一期还没有过去"},
)
NAME = "三会一课一览"
CSV_COLUMNS = ("单位", "类型", "期间", "情况", "迟或缺", "次数", "应到", "实到", "记录")
_WORDS = {"done": "按期", "late": "迟", "missing": "缺", "planned": "待召开", "due": "未到期", "free": "不要求"}


def word(cell: Cell) -> str:
    """What a cell says: 按期 · 迟 3 天 · 缺 · 缺 2 次 · 待召开 · 未到期 · 不要求."""
    if cell.verdict == "late":
        return f"迟 {cell.days} 天"
    if cell.verdict == "missing":
        return "缺" if cell.days == 1 and not cell.times else f"缺 {cell.days} 次"
    return _WORDS[cell.verdict]


def head_count(cell: Cell) -> str:
    """9/11: how many came of how many; empty where the record does not say."""
    return f"{cell.present}/{cell.should}" if cell.present is not None and cell.should else ""


def boards(network: Network, site: Site) -> Iterator[Output]:
    """The pages of each year: own row and records, the rows of the sites below, and one page for each monthly type."""
    years: Mapping[str, Mapping[str, Row]] = network.digest("meetings.grid", site.id) or {}
    for year in years:
        board = _Board(network, site, years, year)
        yield from board.overview()
        for rule in board.monthly:
            yield from board.by_month(rule)


def tables(network: Network, site: Site) -> Iterator[Output]:
    """Every cell of a year as CSV."""
    years: Mapping[str, Mapping[str, Row]] = network.digest("meetings.grid", site.id) or {}
    for year, rows in years.items():
        every = {rule.type: rule.every for rule in rules_of(network)}
        lines = [
            (
                network.sites[unit].title, name, period_zh(period), _WORDS[cell.verdict], cell.days, cell.times,
                "" if cell.should is None else cell.should, "" if cell.present is None else cell.present, cell.address,
            )
            for unit, row in rows.items()
            for name, cells in row.items()
            for period, cell in zip(periods_of(every[name], int(year)), cells, strict=True)
        ]  # fmt: skip
        yield File(f"{site.base}grid/{year}.csv", to_csv(CSV_COLUMNS, lines))


class _Board:
    """The pages of one site and year."""

    def __init__(self, network: Network, site: Site, years: Mapping[str, Mapping[str, Row]], year: str) -> None:
        self.network = network
        self.site = site
        self.years = years
        self.year = year
        self.own = years[year].get(site.id)
        self.below = {unit: row for unit, row in years[year].items() if unit != site.id}
        self.rules = tuple(rule for rule in rules_of(network) if any(rule.type in row for row in years[year].values()))
        self.monthly = tuple(rule for rule in self.rules if rule.every == "month" and self.below)

    @property
    def address(self) -> str:
        """Where the year stands; the newest needs no year, so that its address stays the same."""
        return _address(self.site, self.years, self.year)

    def overview(self) -> Iterator[Page]:
        """The year at a glance: own cells first, then every unit below."""
        rows = [
            {"label": self.network.sites[unit].short, "href": f"{self.network.sites[unit].base}grid/", "cells": self._summed(row)}
            for unit, row in self.below.items()
        ]
        matrices = [self._own(every) for every in EVERY_ZH if self.own and self._of(every)]
        summary = {"caption": f"{self.year} 年各单位", "columns": self._columns(), "corner": "单位"}
        for number, part in _parts(rows):
            shown = [*matrices, {**summary, "rows": part}] if part else matrices
            yield self._page(
                self.address, self._title(), shown, number, len(rows), records=self._records() if number == 1 else ()
            )

    def by_month(self, rule: Rule) -> Iterator[Page]:
        """One monthly type: units × months."""
        periods = periods_of("month", int(self.year))
        rows = [
            {
                "label": self.network.sites[unit].short,
                "href": f"{self.network.sites[unit].base}grid/",
                "cells": [self._cell(cell, period) for cell, period in zip(row[rule.type], periods, strict=True)],
            }
            for unit, row in self.below.items()
            if rule.type in row
        ]
        matrix = {"caption": f"{self.year} 年{rule.type}", "columns": [_short(period) for period in periods], "corner": "单位"}
        for number, part in _parts(rows):
            title = f"{rule.type}（{self.year} 年）"
            yield self._page(self._of_type(rule), title, [{**matrix, "rows": part}], number, len(rows), rules=(rule,))

    def _page(
        self, address: str, title: str, matrices: Sequence[Mapping[str, Any]], number: int, total: int, *,
        records: Sequence[Any] = (), rules: tuple[Rule, ...] = (),
    ) -> Page:  # fmt: skip
        """A page of matrices; the first one of the newest year is in the navigation."""
        first = number == 1 and address == f"{self.site.base}grid/"
        crumbs = ((self.site.title, self.site.base), *(() if address.endswith("/grid/") else ((NAME, f"{self.site.base}grid/"),)))
        values = {
            "title": title,
            "intro": self._intro(),
            "matrices": matrices,
            "legend": LEGEND,
            "records": records,
            "basis": [_basis(rule) for rule in rules or self.rules],
            "facets": self._facets(address),
            "table": f"{self.site.base}grid/{self.year}.csv",
            "pager": pager(address, number, max(1, -(-total // PER_PAGE))),
        }
        return Page(
            page_address(address, number), "grid.html", NAME if first else title, values,
            section="grid", menu="组织生活" if first else "", crumbs=crumbs, robots="noindex" if number > 1 else "",
        )  # fmt: skip

    def _title(self) -> str:
        return f"{NAME}（{self.year} 年）"

    def _intro(self) -> str:
        closed = "系统内的记录不计在内。" if self.network.tier == "public" else ""
        return f"每一格通向当期的记录；只有人数，没有名单。{closed}"

    def _of(self, every: str) -> tuple[Rule, ...]:
        """The rules of one rhythm that the own row knows."""
        return tuple(rule for rule in self.rules if rule.every == every and self.own and rule.type in self.own)

    def _own(self, every: str) -> dict[str, Any]:
        """The own cells of one rhythm: types × periods."""
        periods = periods_of(every, int(self.year))
        own = self.own or {}
        rows = [
            {
                "label": rule.type,
                "cells": [self._cell(cell, period) for cell, period in zip(own[rule.type], periods, strict=True)],
            }
            for rule in self._of(every)
        ]
        return {
            "caption": f"{self.site.short} {self.year} 年，{EVERY_ZH[every]}", "corner": "类型", "rows": rows,
            "columns": [_short(period) for period in periods],
        }  # fmt: skip

    def _columns(self) -> list[object]:
        """The columns of the overview: monthly types as sums that lead to their own page, then every other period."""
        columns: list[object] = [{"label": rule.type, "href": self._of_type(rule)} for rule in self.monthly]
        for rule in self.rules:
            if rule.every != "month":
                short = [_short(period) for period in periods_of(rule.every, int(self.year))]
                columns += [f"{rule.type} {period}" if rule.every == "quarter" else rule.type for period in short]
        return columns

    def _summed(self, row: Row) -> list[dict[str, Any]]:
        """The cells of one unit in the overview."""
        cells = [self._sum(rule, row.get(rule.type, ())) for rule in self.monthly]
        for rule in self.rules:
            if rule.every != "month":
                periods = periods_of(rule.every, int(self.year))
                cells += [
                    self._cell(cell, period)
                    for cell, period in zip(row.get(rule.type, (Cell("free"),) * len(periods)), periods, strict=True)
                ]
        return cells

    def _sum(self, rule: Rule, cells: Sequence[Cell]) -> dict[str, Any]:
        """按期 9 · 迟 1 · 缺 1 of one monthly type, leading to its page."""
        counts = Counter(cell.verdict for cell in cells)
        words = [f"{_WORDS[verdict]} {counts[verdict]}" for verdict in ("done", "late", "missing") if counts[verdict]]
        worst = next((verdict for verdict in ("missing", "late", "done") if counts[verdict]), "due" if counts["due"] else "free")
        return {"text": " · ".join(words) or _WORDS[worst], "tone": TONES[worst], "href": self._of_type(rule) if words else ""}

    def _cell(self, cell: Cell, period: str) -> dict[str, Any]:
        more = f"，共 {cell.times} 次" if cell.times > 1 else ""
        title = f"{period_zh(period)}：实到 {cell.present} 人，应到 {cell.should} 人{more}" if cell.present is not None else ""
        return {"text": word(cell), "note": head_count(cell), "tone": TONES[cell.verdict], "href": cell.address, "title": title}

    def _of_type(self, rule: Rule) -> str:
        return f"{self.site.base}grid/{self.year}/{slug_of(rule.type)}/"

    def _facets(self, address: str) -> Facets:
        years = [
            (f"{year} 年", _count(rows), _address(self.site, self.years, year), year == self.year)
            for year, rows in self.years.items()
        ]
        types = [
            (rule.type, _count(self.below, rule.type), self._of_type(rule), self._of_type(rule) == address)
            for rule in self.monthly
        ]
        groups = [("年份", years)] if len(years) > 1 else []
        return [*groups, ("按月看", types)] if types else groups

    def _records(self) -> list[list[object]]:
        """The site's own meetings of the year, newest first, as rows of a table."""
        own = [item for item in self.network.of(self.site.id, "meeting") if not item.withdrawn]
        shown = sorted(
            (item for item in own if held(item)[:4] == self.year), key=lambda item: (held(item), item.path), reverse=True
        )
        return [
            [
                {"text": item.title, "href": item.address}, item.fields["type"], held(item).replace("T", " ")[:16],
                *(_number(item.fields[name]) for name in ("should", "present", "absent_excused")),
            ]
            for item in shown
        ]  # fmt: skip


def _address(site: Site, years: Mapping[str, object], year: str) -> str:
    return f"{site.base}grid/" if year == max(years) else f"{site.base}grid/{year}/"


def _parts(rows: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows page by page; one page even if there are none."""
    for number in range(1, max(1, -(-len(rows) // PER_PAGE)) + 1):
        yield number, rows[(number - 1) * PER_PAGE : number * PER_PAGE]


def _short(period: str) -> str:
    """3 月 · 1 季度 · 2026 年."""
    year, _, part = period.partition("-")
    return f"{part[1]} 季度" if part.startswith("Q") else f"{int(part)} 月" if part else f"{year} 年"


def _count(rows: Mapping[str, Row], only: str = "") -> int:
    """How many meetings rows hold."""
    return sum(cell.times for row in rows.values() for name, cells in row.items() if only in ("", name) for cell in cells)


def _basis(rule: Rule) -> tuple[str, str]:
    """The rule behind a type; what is not confirmed is a suggestion."""
    return rule.type, f"{EVERY_ZH[rule.every]}至少 {rule.times} 次（{'依据' if rule.rule else '参考'}：{rule.source}）"


def _number(count: int | None) -> object:
    return "" if count is None else count
