"""Calendars for phones and computers: one for each site, one for each event; the same bytes as long as nothing changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from plugins.agenda.months import shown
from plugins.agenda.occurrences import SHOWN, Occurrence, occurrence
from plugins.agenda.times import over
from plugins.network.hrefs import Hrefs
from plugins.network.network import Network
from plugins.network.outputs import Deferred, Output
from plugins.network.periods import begins
from plugins.network.sites import Site

if TYPE_CHECKING:
    from icalendar import Event


def calendars(network: Network, site: Site) -> Iterator[Output]:
    """The calendar of a site, joined with those of the sites below, and one entry beside each own event."""
    found = shown(network, site)
    if found:
        yield _deferred(f"{site.base}calendar.ics", network, site.title, found)
    for item in network.of(site.id, *SHOWN):
        if not item.withdrawn:
            yield _deferred(f"{item.address}entry.ics", network, item.title, [occurrence(item)])


def _deferred(address: str, network: Network, name: str, found: Sequence[Occurrence]) -> Deferred:
    return Deferred(address, (name, found), lambda: ics(network, name, found))


def ics(network: Network, name: str, found: Iterable[Occurrence]) -> bytes:
    """An iCalendar file (RFC 5545)."""
    from icalendar import Calendar  # only where a calendar is written

    made = Calendar()
    made.add("prodid", "-//zhibu//calendar//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    whole = Hrefs(network.settings.base_url, network.sites).whole
    host = urlsplit(network.settings.base_url).hostname or ""
    for one in found:
        made.add_component(_event(one, whole(one.address), host, network.zone))
    return bytes(made.to_ical())


def _event(one: Occurrence, url: str, host: str, zone: ZoneInfo) -> "Event":
    """One entry; its identity is its address, which never changes, and its stamp the time of writing, not of building."""
    from icalendar import Event

    made = Event()
    made.add("uid", f"{one.address.strip('/').replace('/', '.')}@{host}")
    made.add("dtstamp", datetime.fromisoformat(one.stamp))
    start, end = _bounds(one, zone)
    made.add("dtstart", start)
    made.add("dtend", end)
    made.add("summary", one.title)
    made.add("categories", [one.type])
    made.add("url", url)
    for name, text in (("location", one.place), ("description", one.cancelled or one.summary)):
        if text:
            made.add(name, text)
    made.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return made


def _bounds(one: Occurrence, zone: ZoneInfo) -> tuple[date, date]:
    """First instant and end, in UTC; whole days as days, the end being the day after."""
    if "T" in one.start or "T" in one.end:
        return begins(one.start, zone).astimezone(UTC), over(one.start, one.end, zone).astimezone(UTC)
    return date.fromisoformat(one.start), date.fromisoformat(one.end or one.start) + timedelta(days=1)
