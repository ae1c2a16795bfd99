"""What every branch held, held late or missed, period by period, as far as the as-of instant can tell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from plugins.meetings.meeting import held, held_day
from plugins.meetings.rules import Rule, rules_of, since
from plugins.network.digests import Digest, Glance
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.periods import after, begins, first_and_last, period_of

YEARS = 3
"""How many years the grid goes back, the current one included."""


class Cell(NamedTuple):
    """One unit in one period.

    `verdict`: done, late (by `days`), missing (`days` is how many are), planned, due (still time), free (nothing asked).
    `times` is how many were held; `present` and `should` are those of the one that the cell links to.
    """

    verdict: str
    days: int = 0
    times: int = 0
    present: int | None = None
    should: int | None = None
    address: str = ""


WRONG = {"late": N_("补开或迟记 %(count)s 项"), "missing": N_("缺 %(count)s 项")}
"""What a glance tells besides what was held."""
Row = Mapping[str, tuple[Cell, ...]]
"""Type → the cells of a year, one a period."""


class Clock(Struct, frozen=True):
    """What the verdicts depend on besides the records."""

    today: date
    as_of: datetime
    since: date
    record_days: int


def grid(network: Network) -> Digest:
    """For each site year → site → `Row`, of itself and of the sites below; nothing if no meeting is recorded."""
    meetings = [item for item in network.of_kind("meeting") if not item.withdrawn]
    if not meetings or network.as_of is None:
        return Digest({})
    as_of = network.as_of.astimezone(network.zone)
    start = since(network.settings, min(map(held_day, meetings)))
    clock = Clock(as_of.date(), as_of, start, int(network.settings.figure("meetings_record_days")))
    rules = rules_of(network)
    by_place = _by_place(meetings, rules)
    years = range(max(start.year, clock.today.year - YEARS + 1), clock.today.year + 1)
    units = [site.id for site in network.sites.values() if any(site.id in rule.sites for rule in rules)]
    rows = {str(year): {unit: _row(unit, year, rules, by_place, clock, network) for unit in units} for year in years}
    chosen = {site: (site, *(below.id for below in network.below(site))) for site in network.sites}
    sites = {site: value for site, units in chosen.items() if (value := _of(rows, units))}
    of_units = {unit: Counter(_this_quarter(row, rules, clock.today)) for unit, row in rows[str(clock.today.year)].items()}
    glances = {
        site: _glance(network, site, sum((of_units.get(unit, Counter()) for unit in chosen[site]), Counter())) for site in sites
    }
    return Digest(sites, _until(meetings, clock, network), {site: glance for site, glance in glances.items() if glance})


def _this_quarter(row: Row, rules: Sequence[Rule], today: date) -> Iterator[str]:
    """The verdicts of a unit on everything that this quarter asks of it."""
    every, quarter = {rule.type: rule.every for rule in rules}, period_of(today, "quarter")
    for name, cells in row.items():
        if every[name] != "year":
            for period, one in zip(periods_of(every[name], today.year), cells, strict=True):
                if period_of(first_and_last(period)[0], "quarter") == quarter and one.verdict != "free":
                    yield one.verdict


def _glance(network: Network, site: str, verdicts: Mapping[str, int]) -> Glance | None:
    """What was held of what this quarter asks for, if it asks for anything."""
    asked, _ = sum(verdicts.values()), network.settings.gettext
    if not asked or {"meetings", "meetings.boards"} & network.switched_off(site):
        return None
    wrong = [_(words, count=verdicts[verdict]) for verdict, words in WRONG.items() if verdicts.get(verdict)]
    held = verdicts.get("done", 0) + verdicts.get("late", 0)
    note = _("、").join(wrong) or _("按月、按季应开的")
    return Glance(_("本季度三会一课"), held, _("/ %(count)s 项", count=asked), note, f"{network.sites[site].base}grid/", asked)


def _of(rows: Mapping[str, Mapping[str, Row]], chosen: Sequence[str]) -> dict[str, dict[str, Row]]:
    """The rows of some sites; empty if they have none."""
    found = {year: {site: of_year[site] for site in chosen if site in of_year} for year, of_year in rows.items()}
    return found if any(found.values()) else {}


def _by_place(meetings: Iterable[Item], rules: Sequence[Rule]) -> dict[tuple[str, str, str], list[Item]]:
    """The meetings of a site, type and period; one held jointly counts for each of its sites."""
    every = {rule.type: rule.every for rule in rules}
    found: dict[tuple[str, str, str], list[Item]] = {}
    for item in sorted(meetings, key=lambda item: (held(item), item.path)):
        if item.fields["type"] in every:
            counted = item.fields["makes_up"]
            day = first_and_last(counted)[1] if counted else held_day(item)
            for site in (item.site, *item.joint):
                found.setdefault((site, item.fields["type"], period_of(day, every[item.fields["type"]])), []).append(item)
    return found


def _row(
    unit: str,
    year: int,
    rules: Sequence[Rule],
    by_place: Mapping[tuple[str, str, str], list[Item]],
    clock: Clock,
    network: Network,
) -> Row:
    """The year of one unit: every type that it must hold, and every other that it did hold."""
    row = {}
    for rule in rules:
        periods = periods_of(rule.every, year)
        listed = [by_place.get((unit, rule.type, period), []) for period in periods]
        if unit in rule.sites or any(listed):
            times = rule.times if unit in rule.sites else 0
            row[rule.type] = tuple(
                cell(period, meetings, times, clock, network) for period, meetings in zip(periods, listed, strict=True)
            )
    return row


def periods_of(every: str, year: int) -> list[str]:
    """The periods of a year."""
    first = period_of(date(year, 1, 1), every)
    return [after(first, step) for step in range({"month": 12, "quarter": 4, "year": 1}[every])]


def cell(period: str, meetings: Sequence[Item], times: int, clock: Clock, network: Network) -> Cell:
    """What one unit did in one period that asks for so many meetings of one type."""
    begun = [item for item in meetings if begins(held(item), network.zone) <= clock.as_of]
    first, last = first_and_last(period)
    if len(begun) >= max(1, times):
        return _held(begun[max(1, times) - 1], len(begun), last, clock)
    if not times or first < clock.since:
        return Cell("free")
    if last < clock.today:
        shown = _facts(begun[-1]) if begun else ()
        return Cell("missing", times - len(begun), len(begun), *shown)
    to_come = [item for item in meetings if item not in begun]
    return Cell("planned", 0, 0, None, None, to_come[0].address) if to_come else Cell("due")


def _held(item: Item, count: int, last: date, clock: Clock) -> Cell:
    """A meeting that was held: late if after its period, or if it was recorded late."""
    recorded = (item.date.date() - held_day(item)).days - clock.record_days if item.date else 0
    days = max((held_day(item) - last).days, recorded, 0)
    return Cell("late" if days else "done", days, count, *_facts(item))


def _facts(item: Item) -> tuple[int | None, int | None, str]:
    return item.fields["present"], item.fields["should"], item.address


def _until(meetings: Iterable[Item], clock: Clock, network: Network) -> datetime:
    """The next moment at which a verdict changes by itself: a month is over, or a planned meeting begins."""
    return min(_moments(meetings, clock, network))


def _moments(meetings: Iterable[Item], clock: Clock, network: Network) -> Iterator[datetime]:
    next_month = after(period_of(clock.today, "month"))
    yield begins(first_and_last(next_month)[0].isoformat(), network.zone)
    yield from (begin for item in meetings if (begin := begins(held(item), network.zone)) > clock.as_of)
