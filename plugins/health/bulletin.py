"""The quarterly bulletin 季度通报: what every unit published, each item once, whether in time and how good; as pages and CSV."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugins.health import quality
from plugins.health.tally import SHELVES, Below, Row, counted, is_reprint, mean, quarter_of, shelf, total
from plugins.health.timely import FORMULA, JUDGED, in_time, is_late, rate
from plugins.network.hrefs import Hrefs
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.listing import PER_PAGE, Facets, page_address, pager
from plugins.network.network import Network, is_standing
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.sites import Site

NAME = N_("季度通报")
ROWS = 60
"""How many items a page of a unit lists."""
Rows = Mapping[str, Row]
"""Site → what it did in a quarter."""
Quarters = Mapping[str, Rows]
Tallies = Mapping[str, Mapping[str, Any]]


def bulletin(network: Network, tallies: Tallies, below: Below, quarters: Sequence[str]) -> dict[str, Quarters]:
    """For each site quarter → its own row and those of the sites below, the newest quarter first."""
    partners = _partners(network)
    rows: dict[str, dict[str, Row]] = {
        quarter: {
            site: {**found, "partner": partners[site, quarter]}
            for site, told in tallies.items()
            if (found := told["quarters"].get(quarter) or (NOTHING if partners[site, quarter] else None))
        }
        for quarter in quarters
    }
    told = {site: _of(below.get(site, [site]), rows) for site in network.sites}
    return {site: shown for site, shown in told.items() if shown}


NOTHING: Row = {"counts": {}, "timely": (0, 0), "points": 0, "joint": 0, "picks": (), "letters": (), "goals": (0, 0)}


def _partners(network: Network) -> Counter[tuple[str, str]]:
    """How many items of other sites name a site as a joint author, by quarter."""
    joint = (item for item in counted(network.passing) if item.joint and is_standing(item))
    return Counter((site, quarter_of(item)) for item in joint for site in item.joint if site != item.site)


def _of(units: Sequence[str], rows: Quarters) -> Quarters:
    found = {quarter: {one: of_quarter[one] for one in units if one in of_quarter} for quarter, of_quarter in rows.items()}
    return {quarter: of_quarter for quarter, of_quarter in found.items() if of_quarter}


def bulletins(network: Network, site: Site) -> Iterator[Output]:
    """A page of each quarter for a site with others below it, and a page of its own items for every site."""
    told = network.digest("health.reports", site.id)
    if not told:
        return
    quarters: Quarters = told["bulletin"]
    finished = next((quarter for quarter in quarters if quarter != told["running"]), next(iter(quarters), ""))
    for quarter, rows in quarters.items():
        board = _Board(network, site, quarters, quarter, running=quarter == told["running"])
        if network.children(site.id):
            yield from board.overview()
            yield from board.tables()
            if quarter == finished:
                yield board.front()
        if site.id in rows:
            yield from board.unit()


def unit_address(network: Network, site_id: str, quarter: str) -> str:
    """Where the items of a site of one quarter are listed."""
    own = "own/" if network.children(site_id) else ""
    return f"{network.sites[site_id].base}health/bulletin/{quarter}/{own}"


class _Board:
    """The pages of one site and quarter."""

    def __init__(self, network: Network, site: Site, quarters: Quarters, quarter: str, *, running: bool) -> None:
        self.network = network
        self.site = site
        self.quarters = quarters
        self.quarter = quarter
        self.rows = quarters[quarter]
        _ = network.settings.gettext
        self.title = _("%(quarter)s信息通报", quarter=network.settings.period_in_words(quarter)) + (
            _("（未完）") if running else ""
        )
        self.base = f"{site.base}health/bulletin/"
        self.address = f"{self.base}{quarter}/"

    def overview(self) -> Iterator[Page]:
        """All units beside each other."""
        for number in range(1, max(1, -(-len(self.rows) // PER_PAGE)) + 1):
            crumbs = ((self.site.title, self.site.base), (self.network.settings.gettext(NAME), self.base))
            yield Page(
                page_address(self.address, number), "bulletin.html", self.title, self._overview(number), self._about(), "bulletin",
                crumbs=crumbs, robots="noindex" if number > 1 else "",
            )  # fmt: skip

    def front(self) -> Page:
        """The newest quarter that is over, at an address that stays."""
        whole = Hrefs(self.network.settings.base_url, self.network.sites).whole(self.address)
        crumbs = ((self.site.title, self.site.base),)
        return Page(
            self.base,
            "bulletin.html",
            self.network.settings.gettext(NAME),
            self._overview(1),
            self._about(),
            "bulletin",
            "方针管理",
            crumbs,
            canonical=whole,
        )

    def _about(self) -> str:
        return self.network.settings.ngettext(
            "%(count)s 个单位%(quarter)s的信息数量、按期率和质量分",
            len(self.rows),
            quarter=self.network.settings.period_in_words(self.quarter),
        )

    def _overview(self, number: int) -> dict[str, Any]:
        _ = self.network.settings.gettext
        ranked = sorted(self.rows, key=lambda site: -total(self.rows[site]))
        shown = ranked[(number - 1) * PER_PAGE : number * PER_PAGE]
        silent = [site for site in self.network.below(self.site.id) if site.id not in self.rows]
        return {
            "heading": self.title,
            "totals": self._glance(list(self.rows.values())),
            "columns": [_("单位"), *map(_, self._areas()), _("转载"), _("合计"), _("参与联合"), _("按期率"), _("质量分")],
            "rows": [*(self._line(site) for site in shown), self._sum()],
            "picks": self._picks() if number == 1 else (),
            "silent": [(site.title, site.base) for site in silent] if number == 1 else (),
            "formula": [*quality.formula(self.network.settings), (_("按期率"), _(FORMULA))],
            "quarters": self._facets(),
            "files": [(_("按类别（CSV）"), f"{self.address}counts.csv"), (_("按单位（CSV）"), f"{self.address}units.csv")],
            "pager": pager(self.address, number, max(1, -(-len(self.rows) // PER_PAGE))),
        }

    def _areas(self) -> list[str]:
        """The groups in which somebody published."""
        held = {shelf(self.network, kind) for row in self.rows.values() for kind in row["counts"]}
        return [name for name in SHELVES if name in held]

    def _glance(self, rows: Sequence[Row]) -> list[tuple[str, object, str, str, str]]:
        _ = self.network.settings.gettext
        own, reprints = _split(rows)
        good, late = _timely(rows)
        return [
            (_("信息"), own + reprints, _("篇"), _("原创 %(own)s 篇，转载 %(reprints)s 篇", own=own, reprints=reprints), ""),
            (
                _("有更新的单位"),
                sum(total(row) > 0 for row in rows),
                _("个"),
                _("共 %(count)s 个", count=1 + len(self.network.below(self.site.id))),
                "",
            ),
            (
                _("按期率"),
                rate(good, late),
                "",
                _("按期 %(good)s 件，逾期 %(late)s 件", good=good, late=late) if good + late else _("没有到期的事项"),
                "",
            ),
            (_("质量分"), _or_dash(mean(rows)), _("分"), _("各篇平均"), ""),
        ]

    def _line(self, site: str) -> list[object]:
        """One unit; every number leads to its items."""
        row, place = self.rows[site], unit_address(self.network, site, self.quarter)
        numbers = [{"text": number, "href": place if number else "", "number": True} for number in self._numbers([row])]
        return [{"text": self.network.sites[site].short, "href": place}, *numbers]

    def _sum(self) -> list[object]:
        _ = self.network.settings.gettext
        return [_("全部单位"), *({"text": number, "number": True} for number in self._numbers(list(self.rows.values())))]

    def _numbers(self, rows: Sequence[Row]) -> list[object]:
        by_area: Counter[str] = Counter()
        for row in rows:
            for kind, (own, _) in row["counts"].items():
                by_area[shelf(self.network, kind)] += own
        _, reprints = _split(rows)
        partner, everything = sum(row["partner"] for row in rows), sum(map(total, rows))
        return [
            *(by_area[area] for area in self._areas()),
            reprints,
            everything,
            partner,
            rate(*_timely(rows)),
            _or_dash(mean(rows)),
        ]

    def _picks(self) -> list[tuple[str, str, str]]:
        """Promoted items with the unit they come from."""
        return [
            (self.network.sites[site].short, title, address) for site, row in self.rows.items() for title, address in row["picks"]
        ]

    def _facets(self) -> Facets:
        _ = self.network.settings.gettext
        choices = [
            (
                self.network.settings.period_in_words(quarter),
                sum(map(total, rows.values())),
                f"{self.base}{quarter}/",
                quarter == self.quarter,
            )
            for quarter, rows in self.quarters.items()
        ]
        return [(_("季度"), choices)] if len(choices) > 1 else []

    def tables(self) -> Iterator[File]:
        """The same numbers as CSV: by unit and Kind, and by unit."""
        _ = self.network.settings.gettext
        network, quarter = self.network, self.network.settings.period_in_words(self.quarter)
        counts = [
            [
                quarter,
                network.sites[site].title,
                network.settings.gettext(shelf(network, kind)),
                network.labels[kind],
                own,
                reprints,
                own + reprints,
            ]
            for site, row in self.rows.items()
            for kind, (own, reprints) in row["counts"].items()
        ]
        units = [
            [quarter, network.sites[site].title, *_split([row]), total(row), row["joint"], row["partner"], *_timely([row]),
             rate(*_timely([row])), _or_dash(mean([row])), unit_address(network, site, self.quarter)]
            for site, row in self.rows.items()
        ]  # fmt: skip
        yield File(
            f"{self.address}counts.csv",
            to_csv((_("季度"), _("单位"), _("板块"), _("类别"), _("原创"), _("转载"), _("合计")), counts),
        )
        yield File(
            f"{self.address}units.csv",
            to_csv(
                (
                    _("季度"),
                    _("单位"),
                    _("原创"),
                    _("转载"),
                    _("合计"),
                    _("牵头联合"),
                    _("参与联合"),
                    _("按期"),
                    _("逾期"),
                    _("按期率"),
                    _("质量分"),
                    _("地址"),
                ),
                units,
            ),
        )

    def unit(self) -> Iterator[Page]:
        """The items of the site itself, each with what it is worth and why."""
        items = [item for item in counted(self.network.of(self.site.id)) if quarter_of(item) == self.quarter]
        items.sort(key=lambda item: (SHELVES.index(shelf(self.network, item.kind)), item.date, item.path))
        joint = [item for item in counted(self.network.shared_with(self.site.id)) if quarter_of(item) == self.quarter]
        address = unit_address(self.network, self.site.id, self.quarter)
        title = self.network.settings.gettext(
            "%(site)s：%(quarter)s的信息", site=self.site.short, quarter=self.network.settings.period_in_words(self.quarter)
        )
        for number in range(1, max(1, -(-len(items) // ROWS)) + 1):
            shown = items[(number - 1) * ROWS : number * ROWS]
            values = {
                "heading": title,
                "totals": self._glance_of(items, joint),
                "parts": [
                    (self.network.settings.gettext(area), [self._item(item) for item in some])
                    for area, some in self._by_area(shown)
                ],
                "joint": [(item.title, item.address) for item in joint] if number == 1 else (),
                "formula": quality.formula(self.network.settings),
                "pager": pager(address, number, max(1, -(-len(items) // ROWS))),
            }
            front = (
                ((self.network.settings.gettext(NAME), f"{self.network.root.base}health/bulletin/"),)
                if len(self.network.sites) > 1
                else ()
            )
            crumbs = ((self.site.title, self.site.base), *front)
            place = page_address(address, number)
            yield Page(place, "bulletin_unit.html", title, values, crumbs=crumbs, robots="noindex", by_files=True)

    def _by_area(self, items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
        grouped: dict[str, list[Item]] = {}
        for item in items:
            grouped.setdefault(shelf(self.network, item.kind), []).append(item)
        return list(grouped.items())

    def _glance_of(self, items: Sequence[Item], joint: Sequence[Item]) -> list[tuple[str, object, str, str, str]]:
        """As the bulletin says it of this unit, but counted from the items themselves."""
        _ = self.network.settings.gettext
        reprints, (good, late) = sum(map(is_reprint, items)), in_time(items)
        scores = [quality.score(item, self.network.links.get(item.path, ()), self.network.settings) for item in items]
        return [
            (
                _("信息"),
                len(items),
                _("篇"),
                _("原创 %(own)s 篇，转载 %(reprints)s 篇", own=len(items) - reprints, reprints=reprints),
                "",
            ),
            (_("参与联合"), len(joint), _("篇"), _("别的单位牵头，只计在牵头单位"), ""),
            (
                _("按期率"),
                rate(good, late),
                "",
                _("按期 %(good)s 件，逾期 %(late)s 件", good=good, late=late) if good + late else _("没有到期的事项"),
                "",
            ),
            (_("质量分"), round(sum(scores) / len(scores)) if scores else "—", _("分"), _("各篇平均"), ""),
        ]

    def _item(self, item: Item) -> list[object]:
        """One item as a row of the table."""
        _ = self.network.settings.gettext
        network, links = self.network, self.network.links.get(item.path, ())
        assert item.date is not None
        state = item.state if item.kind in JUDGED else None
        timely = {"text": state.label, "tone": state.tone} if state and (is_late(item) or any(in_time([item]))) else "—"
        return [
            {"text": item.title, "href": item.address}, item.date.date().isoformat(), network.labels[item.kind],
            _("转载：%(source)s", source=item.source.name) if item.source else _("联合") if item.joint else _("原创"), timely,
            quality.score(item, links, network.settings), _("、").join(quality.lost(item, links, network.settings)) or _("满分"),
        ]  # fmt: skip


def _split(rows: Iterable[Row]) -> tuple[int, int]:
    """How many original items and reprints some rows count."""
    pairs = [pair for row in rows for pair in row["counts"].values()]
    return sum(own for own, _ in pairs), sum(reprints for _, reprints in pairs)


def _timely(rows: Iterable[Row]) -> tuple[int, int]:
    pairs = [row["timely"] for row in rows]
    return sum(good for good, _ in pairs), sum(late for _, late in pairs)


def _or_dash(number: int | None) -> int | str:
    return "—" if number is None else number
