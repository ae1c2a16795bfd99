"""Month pages: a calendar for every site, joined for those with sites below, with the month before and after."""

from calendar import Calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from plugins.agenda.occurrences import MONTHS_BACK, SHOWN, Occurrence, by_day, in_order, occurrence, own
from plugins.agenda.times import clock, edge, span_in_words
from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.periods import after, begins, first_and_last, period_of
from plugins.network.sites import Site

NAME = N_("日历")
MOST_A_DAY = 6
"""More on one day stand on a page of their own."""


def upcoming(network: Network) -> Digest:
    """For each site with a calendar the current month, and what the sites below it have on in and around this year."""
    found = [item for item in network.of_kind(*SHOWN) if not item.withdrawn]
    if not found or network.as_of is None:
        return Digest({})
    today = network.as_of.astimezone(network.zone).date()
    month = period_of(today, "month")
    oldest = after(month, -MONTHS_BACK)
    by_site: dict[str, list[Occurrence]] = {}
    for item in found:
        if item.fields["start"][:7] >= oldest:
            by_site.setdefault(item.site, []).append(occurrence(item))
    concerned = {site for item in found for site in (item.site, *item.to, *item.joint)}
    sites = {}
    for site in network.sites.values():
        below = network.below(site.id)
        if site.id in concerned or any(one.id in by_site for one in below):
            joined = in_order(one for child in below for one in by_site.get(child.id, ()))
            sites[site.id] = {"month": month, "below": tuple(joined)}
    return Digest(sites, begins(first_and_last(after(month))[0].isoformat(), network.zone))


def shown(network: Network, site: Site) -> list[Occurrence]:
    """Everything on a site's calendar."""
    known = network.digest("agenda.upcoming", site.id)
    return in_order([*own(network, site), *known["below"]]) if known else []


def months(network: Network, site: Site) -> Iterator[Output]:
    """A page for each month in which something is on, and the current one at the calendar's own address."""
    known = network.digest("agenda.upcoming", site.id)
    if not known:
        return
    on = by_day(shown(network, site))
    named = sorted({period_of(day, "month") for day in on} | {known["month"]})
    for place, month in enumerate(named):
        before, following = named[place - 1] if place else "", named[place + 1] if place + 1 < len(named) else ""
        page = _Month(network, site, month, before, following, on)
        yield page.page(_address(site, month))
        if month == known["month"]:
            yield page.page(f"{site.base}calendar/", menu="组织生活")
        yield from page.crowded()


def _address(site: Site, month: str) -> str:
    return f"{site.base}calendar/{month}/"


class _Month:
    """The pages of one month."""

    def __init__(
        self, network: Network, site: Site, month: str, before: str, following: str, on: Mapping[date, Sequence[Occurrence]]
    ) -> None:
        self.network = network
        self.site = site
        self.month = month
        self.before = before
        self.following = following
        self.on = on
        self.name = network.settings.gettext(NAME)

    def page(self, address: str, menu: str = "") -> Page:
        """The month; the one at the calendar's own address is in the navigation."""
        settings = self.network.settings
        title = settings.gettext("%(month)s日历", month=settings.period_in_words(self.month))
        feed = (f"{self.site.title} {self.name}", f"{self.site.base}calendar.ics", "text/calendar")
        off = "agenda.calendars" in self.network.switched_off(self.site.id)
        return Page(
            address, "calendar.html", self.name if menu else title, {"title": title, "month": self._values(), "total": self._total()},
            section="calendar", menu=menu, crumbs=self._crumbs(address), feeds=() if off else (feed,),
        )  # fmt: skip

    def _crumbs(self, address: str) -> tuple[tuple[str, str], ...]:
        home = ((self.site.title, self.site.base),)
        return home if address.endswith("/calendar/") else (*home, (self.name, f"{self.site.base}calendar/"))

    def _total(self) -> int:
        """How many different things are on in the month."""
        return len({one.address for day, found in self.on.items() if period_of(day, "month") == self.month for one in found})

    def _values(self) -> dict[str, Any]:
        first, _ = first_and_last(self.month)
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        return {
            "title": self.network.settings.period_in_words(self.month),
            "weeks": [[self._day(day) for day in week] for week in weeks],
            "previous": self._way(self.before),
            "next": self._way(self.following),
        }

    def _way(self, month: str) -> dict[str, str] | None:
        return {"label": self.network.settings.period_in_words(month), "href": _address(self.site, month)} if month else None

    def _day(self, day: date) -> dict[str, Any]:
        outside = period_of(day, "month") != self.month
        found = () if outside else self.on.get(day, ())
        most = len(found) if len(found) <= MOST_A_DAY else MOST_A_DAY - 1
        entries = [self._entry(one, day) for one in found[:most]]
        if len(found) > most:
            entries.append(
                {
                    "text": self.network.settings.gettext("另有 %(count)s 项", count=len(found) - most),
                    "href": self._day_address(day),
                    "tone": "off",
                }
            )
        return {"day": day.day, "outside": outside, "entries": entries}

    def _entry(self, one: Occurrence, day: date) -> dict[str, str]:
        """14:00 技能培训（取消）; whose it is where several sites share the calendar."""
        _ = self.network.settings.gettext
        whose = _("%(site)s：", site=self.network.sites[one.site].short) if one.site != self.site.id else ""
        time = f"{clock(one.start)} " if clock(one.start) and one.start[:10] == day.isoformat() else ""
        off = _("（取消）") if one.cancelled else _(edge(one.start, one.end, day))
        tone = "negative" if one.cancelled else "positive" if one.type == "直播" else "active"
        return {"text": f"{time}{whose}{one.title}{off}", "href": one.address, "tone": tone}

    def _day_address(self, day: date) -> str:
        return f"{self.site.base}calendar/{day.isoformat()}/"

    def crowded(self) -> Iterator[Page]:
        """A page for each day of the month with more than its cell can show."""
        for day, found in self.on.items():
            if len(found) > MOST_A_DAY and period_of(day, "month") == self.month:
                rows = [self._row(one) for one in found]
                title = self.network.settings.date_in_words(day)
                crumbs = (*self._crumbs(""), (self.network.settings.period_in_words(self.month), _address(self.site, self.month)))
                yield Page(
                    self._day_address(day),
                    "calendar_day.html",
                    title,
                    {"title": title, "rows": rows},
                    section="calendar",
                    crumbs=crumbs,
                )

    def _row(self, one: Occurrence) -> list[object]:
        settings = self.network.settings
        off = settings.gettext("（取消）") if one.cancelled else ""
        title: dict[str, str] = {"text": f"{one.title}{off}", "href": one.address}
        return [
            title,
            self.network.sites[one.site].short,
            settings.gettext(one.type),
            span_in_words(one.start, one.end, settings),
            one.place,
        ]
