"""What a calendar shows: events and broadcasts of a site, of those below it, and what is handed down to it."""

from collections.abc import Iterable
from datetime import UTC, date
from typing import NamedTuple

from plugins.agenda.times import days
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.sites import Site

SHOWN = ("event", "live")
MONTHS_BACK = 12
"""How far back a calendar that joins several sites goes."""


class Occurrence(NamedTuple):
    """One event or broadcast, as plain values; `stamp` is the UTC instant at which it was last written."""

    title: str
    start: str
    end: str
    place: str
    type: str
    cancelled: str
    address: str
    site: str
    summary: str
    stamp: str


def occurrence(item: Item) -> Occurrence:
    """What a calendar shows of an item, whole or brief."""
    fields, written = item.fields, item.updated or item.date
    stamp = written.astimezone(UTC).isoformat() if written else ""
    kind = fields.get("type") or "直播"
    return Occurrence(
        item.title, fields["start"], fields["end"], fields["place"], kind, fields.get("cancelled", ""), item.address, item.site,
        item.summary, stamp,
    )  # fmt: skip


def own(network: Network, site: Site) -> list[Occurrence]:
    """What a site holds itself, shares, or is handed down, in the order of time."""
    found = [*network.standing(site.id, *SHOWN), *network.handed_down(site.id), *network.shared_with(site.id)]
    return in_order(occurrence(item) for item in found if item.kind in SHOWN)


def in_order(found: Iterable[Occurrence]) -> list[Occurrence]:
    """Each once, in the order of time."""
    return sorted({one.address: one for one in found}.values(), key=lambda one: (one.start, one.address))


def by_day(found: Iterable[Occurrence]) -> dict[date, list[Occurrence]]:
    """What is on each day."""
    grouped: dict[date, list[Occurrence]] = {}
    for one in found:
        for day in days(one.start, one.end):
            grouped.setdefault(day, []).append(one)
    return grouped
