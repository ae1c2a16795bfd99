"""The grid as pages and CSV: for a portal all units beside each other, for a branch its own year with every record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.meetings.grid import Cell, Row, periods_of
from plugins.meetings.meeting import held
from plugins.meetings.rules import EVERY_ZH, Rule, rules_of
from plugins.network.addresses import slug_of
from plugins.network.interface import N_
from plugins.network.items import Tone
from plugins.network.listing import PER_PAGE, Facets, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.sites import Settings, Site

TONES: Mapping[str, Tone] = {
    "done": "positive", "late": "warning", "missing": "negative", "planned": "active", "due": "off", "free": "off",
}  # fmt: skip
LEGEND: tuple[dict[str, str], ...] = (
    {"text": N_("按期"), "tone": "positive", "note": N_("当期召开并及时记录；下面的数是实到/应到")},
    {"text": N_("迟 3 天"), "tone": "warning", "note": N_("过了这一期才补开，或者记录迟了")},
    {"text": N_("缺"), "tone": "negative", "note": N_("这一期已经过去，没有记录")},
    {"text": N_("待召开"), "tone": "active", "note": N_("已经安排，还没有到时间")},
    {"text": N_("未到期"), "tone": "off", "note": N_("这一期还没有过去")},
)
SHORT_MONTHS = (
    N_("1 月"), N_("2 月"), N_("3 月"), N_("4 月"), N_("5 月"), N_("6 月"), N_("7 月"), N_("8 月"), N_("9 月"), N_("10 月"), N_("11 月"), N_("12 月"),
)  # fmt: skip
NAME = N_("三会一课一览")
CSV_COLUMNS = (N_("单位"), N_("类型"), N_("期间"), N_("情况"), N_("迟或缺"), N_("次数"), N_("应到"), N_("实到"), N_("记录"))
_WORDS = {
    "done": N_("按期"),
    "late": N_("迟"),
    "missing": N_("缺"),
    "planned": N_("待召开"),
    "due": N_("未到期"),
    "free": N_("不要求"),
}


def word(cell: Cell, settings: Settings) -> str:
    """What a cell says: 按期 · 迟 3 天 · 缺 · 缺 2 次 · 待召开 · 未到期 · 不要求."""
    if cell.verdict == "late":
        return settings.ngettext("迟 %(count)s 天", cell.days)
    if cell.verdict == "missing":
        return settings.gettext("缺") if cell.days == 1 and not cell.times else settings.ngettext("缺 %(count)s 次", cell.days)
    return settings.gettext(_WORDS[cell.verdict])


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
    settings, _ = network.settings, network.settings.gettext
    for year, rows in years.items():
        every = {rule.type: rule.every for rule in rules_of(network)}
        lines = [
            (
                network.sites[unit].title, _(name), settings.period_in_words(period), _(_WORDS[cell.verdict]), cell.days, cell.times,
                "" if cell.should is None else cell.should, "" if cell.present is None else cell.present, cell.address,
            )
            for unit, row in rows.items()
            for name, cells in row.items()
            for period, cell in zip(periods_of(every[name], int(year)), cells, strict=True)
        ]  # fmt: skip
        yield File(f"{site.base}grid/{year}.csv", to_csv([_(name) for name in CSV_COLUMNS], lines))


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
        self.name = network.settings.gettext(NAME)
        self.monthly = tuple(rule for rule in self.rules if rule.every == "month" and self.below)

    @property
    def address(self) -> str:
        """Where the year stands; the newest needs no year, so that its address stays the same."""
        return _address(self.site, self.years, self.year)

    def overview(self) -> Iterator[Page]:
        """The year at a glance: own cells first, then every unit below."""
        _ = self.network.settings.gettext
        rows = [
            {"label": self.network.sites[unit].short, "href": f"{self.network.sites[unit].base}grid/", "cells": self._summed(row)}
            for unit, row in self.below.items()
        ]
        matrices = [self._own(every) for every in EVERY_ZH if self.own and self._of(every)]
        summary = {"caption": _("%(year)s 年各单位", year=self.year), "columns": self._columns(), "corner": _("单位")}
        for number, part in _parts(rows):
            shown = [*matrices, {**summary, "rows": part}] if part else matrices
            yield self._page(
                self.address, self._title(), shown, number, len(rows), records=self._records() if number == 1 else ()
            )

    def by_month(self, rule: Rule) -> Iterator[Page]:
        """One monthly type: units × months."""
        _ = self.network.settings.gettext
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
        matrix = {
            "caption": _("%(year)s 年%(type)s", year=self.year, type=_(rule.type)),
            "columns": [self._short(period) for period in periods],
            "corner": _("单位"),
        }
        for number, part in _parts(rows):
            title = _("%(title)s（%(year)s 年）", title=_(rule.type), year=self.year)
            yield self._page(self._of_type(rule), title, [{**matrix, "rows": part}], number, len(rows), rules=(rule,))

    def _page(
        self, address: str, title: str, matrices: Sequence[Mapping[str, Any]], number: int, total: int, *,
        records: Sequence[Any] = (), rules: tuple[Rule, ...] = (),
    ) -> Page:  # fmt: skip
        """A page of matrices; the first one of the newest year is in the navigation."""
        first = number == 1 and address == f"{self.site.base}grid/"
        crumbs = (
            (self.site.title, self.site.base),
            *(() if address.endswith("/grid/") else ((self.name, f"{self.site.base}grid/"),)),
        )
        values = {
            "title": title,
            "intro": self._intro(),
            "matrices": matrices,
            "legend": [
                {**row, "text": self.network.settings.gettext(row["text"]), "note": self.network.settings.gettext(row["note"])}
                for row in LEGEND
            ],
            "records": records,
            "basis": [_basis(rule, self.network.settings) for rule in rules or self.rules],
            "facets": self._facets(address),
            "table": f"{self.site.base}grid/{self.year}.csv",
            "pager": pager(address, number, max(1, -(-total // PER_PAGE))),
        }
        return Page(
            page_address(address, number), "grid.html", self.name if first else title, values,
            section="grid", menu="组织生活" if first else "", crumbs=crumbs, robots="noindex" if number > 1 else "",
        )  # fmt: skip

    def _short(self, period: str) -> str:
        """3 月 · 1 季度 · 2026 年."""
        _ = self.network.settings.gettext
        year, _dash, part = period.partition("-")
        if part.startswith("Q"):
            return _("%(quarter)s 季度", quarter=part[1])
        return _(SHORT_MONTHS[int(part) - 1]) if part else _("%(year)s 年", year=year)

    def _title(self) -> str:
        return self.network.settings.gettext("%(title)s（%(year)s 年）", title=self.name, year=self.year)

    def _intro(self) -> str:
        _ = self.network.settings.gettext
        closed = _("系统内的记录不计在内。") if self.network.tier == "public" else ""
        return _("每一格通向当期的记录；只有人数，没有名单。") + closed

    def _of(self, every: str) -> tuple[Rule, ...]:
        """The rules of one rhythm that the own row knows."""
        return tuple(rule for rule in self.rules if rule.every == every and self.own and rule.type in self.own)

    def _own(self, every: str) -> dict[str, Any]:
        """The own cells of one rhythm: types × periods."""
        _ = self.network.settings.gettext
        periods = periods_of(every, int(self.year))
        own = self.own or {}
        rows = [
            {
                "label": self.network.settings.gettext(rule.type),
                "cells": [self._cell(cell, period) for cell, period in zip(own[rule.type], periods, strict=True)],
            }
            for rule in self._of(every)
        ]
        return {
            "caption": _("%(site)s %(year)s 年，%(every)s", site=self.site.short, year=self.year, every=_(EVERY_ZH[every])), "corner": _("类型"), "rows": rows,
            "columns": [self._short(period) for period in periods],
        }  # fmt: skip

    def _columns(self) -> list[object]:
        """The columns of the overview: monthly types as sums that lead to their own page, then every other period."""
        columns: list[object] = [
            {"label": self.network.settings.gettext(rule.type), "href": self._of_type(rule)} for rule in self.monthly
        ]
        for rule in self.rules:
            if rule.every != "month":
                short = [self._short(period) for period in periods_of(rule.every, int(self.year))]
                columns += [
                    f"{self.network.settings.gettext(rule.type)} {period}"
                    if rule.every == "quarter"
                    else self.network.settings.gettext(rule.type)
                    for period in short
                ]
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
        _ = self.network.settings.gettext
        counts = Counter(cell.verdict for cell in cells)
        words = [f"{_(_WORDS[verdict])} {counts[verdict]}" for verdict in ("done", "late", "missing") if counts[verdict]]
        worst = next((verdict for verdict in ("missing", "late", "done") if counts[verdict]), "due" if counts["due"] else "free")
        return {"text": " · ".join(words) or _(_WORDS[worst]), "tone": TONES[worst], "href": self._of_type(rule) if words else ""}

    def _cell(self, cell: Cell, period: str) -> dict[str, Any]:
        title, settings = "", self.network.settings
        if cell.present is not None:
            came = N_("%(period)s：实到 %(present)s 人，应到 %(should)s 人")
            named = settings.period_in_words(period)
            title = settings.gettext(came, period=named, present=cell.present, should=cell.should)
            title += settings.gettext("，共 %(count)s 次", count=cell.times) if cell.times > 1 else ""
        return {
            "text": word(cell, self.network.settings),
            "note": head_count(cell),
            "tone": TONES[cell.verdict],
            "href": cell.address,
            "title": title,
        }

    def _of_type(self, rule: Rule) -> str:
        return f"{self.site.base}grid/{self.year}/{slug_of(rule.type)}/"

    def _facets(self, address: str) -> Facets:
        _ = self.network.settings.gettext
        years = [
            (_("%(year)s 年", year=year), _count(rows), _address(self.site, self.years, year), year == self.year)
            for year, rows in self.years.items()
        ]
        types = [
            (_(rule.type), _count(self.below, rule.type), self._of_type(rule), self._of_type(rule) == address)
            for rule in self.monthly
        ]
        groups = [(_("年份"), years)] if len(years) > 1 else []
        return [*groups, (_("按月看"), types)] if types else groups

    def _records(self) -> list[list[object]]:
        """The site's own meetings of the year, newest first, as rows of a table."""
        own = [item for item in self.network.of(self.site.id, "meeting") if not item.withdrawn]
        shown = sorted(
            (item for item in own if held(item)[:4] == self.year), key=lambda item: (held(item), item.path), reverse=True
        )
        return [
            [
                {"text": item.title, "href": item.address}, self.network.settings.gettext(item.fields["type"]), held(item).replace("T", " ")[:16],
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


def _count(rows: Mapping[str, Row], only: str = "") -> int:
    """How many meetings rows hold."""
    return sum(cell.times for row in rows.values() for name, cells in row.items() if only in ("", name) for cell in cells)


def _basis(rule: Rule, settings: Settings) -> tuple[str, str]:
    """The rule behind a type; what is not confirmed is a suggestion."""
    _ = settings.gettext
    words = {"every": _(EVERY_ZH[rule.every]), "source": rule.source, "word": _("依据") if rule.rule else _("参考")}
    return _(rule.type), settings.ngettext("%(every)s至少 %(count)s 次（%(word)s：%(source)s）", rule.times, **words)


def _number(count: int | None) -> object:
    return "" if count is None else count
