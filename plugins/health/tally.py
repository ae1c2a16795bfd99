"""What each site's items come to: counted once for all reports, and remembered until something on the site changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from plugins.health.glance import glance
from plugins.health.quality import score
from plugins.health.timely import in_time
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import AREAS
from plugins.network.network import Network, newest
from plugins.network.periods import after, period_of
from plugins.network.sites import Site

KEPT = 12
"""How many of a site's newest quarters are told: more than any report shows."""
GRADED = ("stretch", "must", "short", "missing")
"""The states of goals that are due."""
PICKS = 3
"""The most features of a site that a quarter shows."""

Below = Mapping[str, Sequence[str]]
"""For each site with others below it: itself and all of those, in tree order."""
Row = Mapping[str, Any]
"""What a site did in one quarter, as plain JSON values.

`counts`: Kind → (original items, reprints). `timely`: (in time, late). `points`: the sum of the quality scores.
`joint`: how many of the items other sites have a part in. `picks`: (title, address) of promoted ones. `letters`: for each
letter how many days it waited for its answer, or None. `goals`: how many goals were reached, and how many are due.
"""


def tally(network: Network, site: Site) -> Mapping[str, Any]:
    """What a site's items come to, as plain JSON values.

    `quarters`: quarter → `Row`, the newest first. `newest`: Kind → the day on which something of it was last written or
    revised. `fresh`: that day for the stream as a whole. `own`: (name, newest day, address) of the columns that the site
    names. `undated`, `links`: how many items of lists have no date, how many links lead nowhere, and which item is the first.
    `forgotten`: how many letters nobody answered for months. `pages`: how many pages of its own the site has. In closed
    tiers also `morning`, see `plugins.health.glance`.
    """
    items = network.standing(site.id)
    dead = [item for item in items if None in network.links.get(item.path, ())]
    changed = {item.path: _changed(item) for item in items}
    undated = [item for item in items if network.areas.get(item.kind) and not changed[item.path]]
    return {
        "quarters": _quarters(network, network.of(site.id)),
        "newest": _newest(items, changed),
        "fresh": max((item.date.date().isoformat() for item in items if item.date and item.kind in network.streams), default=""),
        "own": [_own_column(network, site, name, items, changed) for name in site.columns],
        "undated": [len(undated), *_first(undated)],
        "links": [sum(network.links[item.path].count(None) for item in dead), *_first(dead)],
        "forgotten": sum(item.state is not None and item.state.id == "forgotten" for item in items),
        "pages": sum(not network.areas.get(item.kind) for item in items),
        **({"morning": glance(network, items)} if network.tier != "public" else {}),
    }


def _changed(item: Item) -> str:
    """The day on which an item was last written or revised; empty if nobody knows."""
    return max((day.date().isoformat() for day in (item.date, item.updated) if day), default="")


def _newest(items: Iterable[Item], changed: Mapping[str, str]) -> dict[str, str]:
    """The newest day of each Kind."""
    found: dict[str, str] = {}
    for item in items:
        found[item.kind] = max(found.get(item.kind, ""), changed[item.path])
    return dict(sorted(found.items()))


def _own_column(
    network: Network, site: Site, name: str, items: Iterable[Item], changed: Mapping[str, str]
) -> tuple[str, str, str]:
    """A column of a site: one that items name, or a folder with a title of its own; without an address if it is blank."""
    folder, _, title = name.partition(" ")
    held = [item for item in items if item.column == name or item.path.startswith(f"{site.id}/{folder}/")]
    address = network.columns(site.id).get(name, f"{site.base}{folder}/") if held else ""
    return title or name, max((changed[item.path] for item in held), default=""), address


def _first(items: Sequence[Item]) -> tuple[str, str]:
    """Title and address of the first of some items."""
    return (items[0].title, items[0].address) if items else ("", "")


def counted(items: Iterable[Item]) -> list[Item]:
    """The items that count as information of a site: dated, not withdrawn, and no letters, which others wrote."""
    return [item for item in items if item.date and not item.withdrawn and item.kind != "letter"]


def quarter_of(item: Item) -> str:
    """The quarter that an item belongs to."""
    return period_of(item.date.date(), "quarter") if item.date else ""


def is_reprint(item: Item) -> bool:
    """Whether it was taken over from elsewhere."""
    return item.source is not None


def _quarters(network: Network, items: Iterable[Item]) -> dict[str, Row]:
    grouped: dict[str, list[Item]] = {}
    for item in items:
        if item.date and not item.withdrawn:
            grouped.setdefault(quarter_of(item), []).append(item)
    return {quarter: _row(network, grouped[quarter]) for quarter in sorted(grouped, reverse=True)[:KEPT]}


def _row(network: Network, dated: Sequence[Item]) -> Row:
    items, letters = counted(dated), [item for item in dated if item.kind == "letter"]
    counts: dict[str, list[int]] = {}
    for item in items:
        counts.setdefault(item.kind, [0, 0])[is_reprint(item)] += 1
    goals = [item.state.id for item in items if item.kind == "goal" and item.state and item.state.id in GRADED]
    picks = newest(item for item in items if item.promote)[:PICKS]
    return {
        "counts": dict(sorted(counts.items())),
        "timely": in_time(items),
        "points": sum(score(item, network.links.get(item.path, ()), network.settings) for item in items),
        "joint": sum(bool(item.joint) for item in items),
        "picks": [(item.title, item.address) for item in picks],
        "letters": [_days_taken(item) for item in letters],
        "goals": (len(goals) - goals.count("short") - goals.count("missing"), len(goals)),
    }


SHELVES = (*AREAS, N_("其他"))
"""What Kinds are grouped by; the last is for those that navigation does not group."""


def shelf(network: Network, kind: str) -> str:
    """The group of a Kind."""
    return network.areas.get(kind) or SHELVES[-1]


def _days_taken(item: Item) -> int | None:
    """How many days a letter waited for its answer; None without one."""
    received, answered = (str(item.fields.get(name) or "")[:10] for name in ("received", "answered"))
    return (date.fromisoformat(answered) - date.fromisoformat(received)).days if received and answered else None


def units_below(network: Network) -> Below:
    """Who is below whom."""
    found: dict[str, list[str]] = {}
    for site in network.sites.values():
        above: str = site.id
        while above:
            found.setdefault(above, []).append(site.id)
            above = network.sites[above].parent
    return {site: units for site, units in found.items() if len(units) > 1}


def total(row: Row) -> int:
    """How many items a site had in a quarter."""
    return sum(map(sum, row["counts"].values()))


def mean(rows: Iterable[Row]) -> int | None:
    """The mean quality score of all items in some rows."""
    listed = list(rows)
    count = sum(map(total, listed))
    return round(sum(row["points"] for row in listed) / count) if count else None


def last_quarters(today: date, many: int) -> tuple[str, ...]:
    """The quarter of a day and those before it, the newest first."""
    running = period_of(today, "quarter")
    return tuple(after(running, -step) for step in range(many))
