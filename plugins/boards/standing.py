"""Where a goal stands at an instant: which actual counts, what it reaches, which actions are still open."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from plugins.network.interface import N_
from plugins.network.items import Item, State, Tone
from plugins.network.periods import after, begins, ends, first_and_last, period_of
from plugins.network.sites import Settings

GRADES: dict[str, tuple[str, Tone]] = {
    "stretch": (N_("已达挑战"), "positive"),
    "must": (N_("已达必达"), "positive"),
    "short": (N_("未达"), "negative"),
    "missing": (N_("数据缺"), "warning"),
    "pending": (N_("未到填报期"), "off"),
}
"""What a goal can be, in words, best first."""
STEPS = {"plan": N_("计划"), "do": N_("执行"), "check": N_("检查"), "act": N_("改进")}
"""The four columns of PDCA entries."""
FEWER = ("越少越好", "down")
"""How a goal says that less is better."""
NONE = -1
"""No actual counts."""


class Open(Struct, frozen=True):
    """An action that is not closed: its column and place there, the quarter it comes from, whether its time is over."""

    step: str
    number: int
    since: str
    late: bool


def year_of(item: Item) -> int:
    """The year that a goal belongs to: its own, or that of its date."""
    return int(item.fields["year"] or item.year)


def turn(fields: Mapping[str, Any]) -> int:
    """1 where more is better, -1 where less is."""
    return -1 if fields["direction"] in FEWER else 1


@cache
def over(period: str, zone: ZoneInfo) -> datetime:
    """The first instant after a period."""
    return ends(first_and_last(period)[1].isoformat(), zone)


def judged(item: Item, as_of: datetime, settings: Settings) -> tuple[str, int]:
    """The grade of a goal and the number of the actual that it rests on.

    The newest actual whose period is over counts. Each month or quarter has to be told some days after its end;
    if the newest period that had to be told by now is not, the goal's data are missing.
    """
    told = [(over(row["period"], settings.zone), number) for number, row in _told(item)]
    newest = max((pair for pair in told if pair[0] <= as_of), default=None)
    grace = timedelta(days=settings.figure("actual-due-days"))
    due = max((end for end in _periods_over(item, settings.zone) if end + grace <= as_of), default=None)
    if newest is None or (due is not None and newest[0] < due):
        return ("missing" if due is not None else "pending"), NONE
    return reached(item.fields["actuals"][newest[1]]["value"], item.fields), newest[1]


def reached(value: float, fields: Mapping[str, Any]) -> str:
    """The grade of a number."""
    sign = turn(fields)
    if value * sign >= fields["stretch"] * sign:
        return "stretch"
    return "must" if value * sign >= fields["must"] * sign else "short"


def _told(item: Item) -> Iterator[tuple[int, dict[str, Any]]]:
    """The actuals that hold a number, with their place in the list."""
    return ((number, row) for number, row in enumerate(item.fields["actuals"]) if row["value"] is not None)


def _periods_over(item: Item, zone: ZoneInfo) -> tuple[datetime, ...]:
    """When each month of the goal's year is over, or each quarter if it is not told by month."""
    monthly = any("-" in row["period"] and "Q" not in row["period"] for row in item.fields["actuals"])
    return _year_over(year_of(item), zone, monthly=monthly)


@cache
def _year_over(year: int, zone: ZoneInfo, *, monthly: bool) -> tuple[datetime, ...]:
    first, count = (f"{year}-01", 12) if monthly else (f"{year}-Q1", 4)
    return tuple(over(after(first, steps), zone) for steps in range(count))


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """已达挑战, 已达必达, 未达 or 数据缺, by the newest actual that is due; 未到填报期 before there is one."""
    grade, _ = found = judged(item, as_of, settings)
    label, tone = GRADES[grade]
    later = (moment for moment in _moments(item, settings) if moment > as_of and judged(item, moment, settings) != found)
    return State(grade, label, tone, until=next(later, None))


def _moments(item: Item, settings: Settings) -> list[datetime]:
    """The instants at which the grade can change by itself, in order."""
    grace = timedelta(days=settings.figure("actual-due-days"))
    due = {end + grace for end in _periods_over(item, settings.zone)}
    return sorted(due | {over(row["period"], settings.zone) for _, row in _told(item)})


def open_actions(item: Item, as_of: datetime, zone: ZoneInfo) -> list[Open]:
    """The actions that are not closed yet; those of an earlier quarter have rolled over and say from which."""
    quarter = period_of(as_of.astimezone(zone).date(), "quarter")
    return [
        Open(step, number, since if since < quarter else "", bool(entry["due"]) and as_of >= ends(entry["due"], zone))
        for step, number, entry in _entries(item)
        if not is_closed(entry, as_of, zone)
        for since in [period_of(date.fromisoformat(entry["date"][:10]), "quarter")]
    ]


def is_closed(entry: dict[str, Any], as_of: datetime, zone: ZoneInfo) -> bool:
    """Whether an action's closing day has come."""
    return bool(entry["closed"]) and as_of >= begins(entry["closed"], zone)


def _entries(item: Item) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for step in STEPS:
        yield from ((step, number, entry) for number, entry in enumerate(item.fields[step]))


def next_change(item: Item, as_of: datetime, zone: ZoneInfo) -> datetime | None:
    """When the open actions change by themselves: at a deadline, a closing day that is set, or the next quarter."""
    if not any(not is_closed(entry, as_of, zone) for _, _, entry in _entries(item)):
        return None
    moments = [over(period_of(as_of.astimezone(zone).date(), "quarter"), zone)]
    for _, _, entry in _entries(item):
        moments += [ends(entry["due"], zone)] if entry["due"] else []
        moments += [begins(entry["closed"], zone)] if entry["closed"] else []
    return min((moment for moment in moments if moment > as_of), default=None)
