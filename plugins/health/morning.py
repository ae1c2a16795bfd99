"""The morning round 晨检, only in closed tiers: what is red, what appeared since yesterday and in a week, all boards at a glance."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from plugins.health.glance import NEWEST, Entry
from plugins.health.tally import SHELVES, Below
from plugins.network.interface import N_
from plugins.network.network import Network
from plugins.network.outputs import Page
from plugins.network.periods import begins
from plugins.network.sites import Settings, Site

NAME = N_("晨检")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
PLACES: Mapping[str, tuple[str, str]] = {
    "boards.overview": (N_("全网方针目标"), "boards/network/"),
    "tasks.progress": (N_("任务一览"), "task-board/"),
    "meetings.grid": (N_("三会一课一览"), "grid/"),
    "disclosure.coverage": (N_("党务公开"), "disclosure/"),
    "dialogue.voices": (N_("信箱"), "mailbox/"),
}
"""The boards of other capabilities: each is there if its digest tells something."""
Tallies = Mapping[str, Mapping[str, Any]]


def round_of(network: Network, tallies: Tallies, below: Below, today: date) -> tuple[dict[str, Any], datetime | None]:
    """For each site with others below it what a morning round looks at, and when that changes by itself; nothing in public."""
    if network.tier == "public":
        return {}, None
    told = {}
    for site, units in below.items():
        appeared = _newest(units, tallies, "appeared")
        told[site] = {
            "day": [row for row in appeared if (today - DAY).isoformat() <= row[1][0] <= today.isoformat()],
            "week": [row for row in appeared if (today - WEEK).isoformat() <= row[1][0] < (today - DAY).isoformat()],
            "alarming": _newest(units, tallies, "alarming"),
            "boards": {unit: tallies[unit]["morning"]["boards"] for unit in units if tallies[unit]["morning"]["boards"]},
        }
    days = {entry[0] for one in tallies.values() for entry in one["morning"]["appeared"]} if told else set()
    return told, min(_moments(days, today, network), default=None)


def _newest(units: Iterable[str], tallies: Tallies, what: str) -> list[tuple[str, Entry]]:
    """The entries of some units, each with its unit, the newest first."""
    rows = [(unit, entry) for unit in units for entry in tallies[unit]["morning"][what]]
    return sorted(rows, key=lambda row: (row[1][0], row[1][3]), reverse=True)


def _moments(days: Iterable[str], today: date, network: Network) -> Iterator[datetime]:
    """The midnights on which an entry comes, is no longer of yesterday, is no longer of this week."""
    for written in days:
        day = date.fromisoformat(written)
        for changes in (day, day + 2 * DAY, day + WEEK + DAY):
            if changes > today:
                yield begins(changes.isoformat(), network.zone)


def morning(network: Network, site: Site) -> Iterator[Page]:
    """The page of the round, for a committee inside the organisation."""
    _ = network.settings.gettext
    told = (network.digest("health.reports", site.id) or {}).get("morning")
    if not told:
        return
    red, amber = ([row for row in told["alarming"] if row[1][5] == tone] for tone in ("negative", "warning"))
    parts = [("red", _("红"), _("逾期、未达、没有答复"), red), ("amber", _("黄"), _("迟了、等着处理"), amber),
             ("day", _("昨天以来"), _("新写的和修订的"), told["day"]), ("week", _("这一周"), _("再早一些，七天以内"), told["week"])]  # fmt: skip
    areas = [area for area in SHELVES if any(area in boards for boards in told["boards"].values())]
    values = {
        "totals": [(title, len(rows), _("件"), note, f"#{name}" if rows else "") for name, title, note, rows in parts],
        "ways": [(_(title), f"{site.base}{place}") for name, (title, place) in PLACES.items() if network.digest(name, site.id)],
        "parts": [(name, title, note, _rows(network, rows)) for name, title, note, rows in parts if rows],
        "most": NEWEST,
        "areas": [*map(_, areas)],
        "boards": [_unit(network, unit, boards, areas) for unit, boards in told["boards"].items()],
    }
    yield Page(
        f"{site.base}health/morning/", "morning.html", network.settings.gettext(NAME), values, network.settings.gettext("红的、黄的、昨天以来变了的"), "morning", "方针管理",
        ((site.title, site.base),), robots="noindex",
    )  # fmt: skip


def _rows(network: Network, rows: Sequence[tuple[str, Entry]]) -> list[list[object]]:
    return [
        [{"text": title, "href": address}, network.sites[unit].short, network.labels[kind], day or "—",
         {"text": word, "tone": tone} if word else "—"]
        for unit, (day, kind, title, address, word, tone) in rows[:NEWEST]
    ]  # fmt: skip


def _unit(network: Network, unit: str, boards: Mapping[str, Sequence[int]], areas: Sequence[str]) -> dict[str, Any]:
    """A unit beside others: the worst of each area in words."""
    base = network.sites[unit].base
    return {
        "label": network.sites[unit].short,
        "href": f"{base}report/",
        "cells": [_cell(boards.get(area), network.settings) for area in areas],
    }


def _cell(tones: Sequence[int] | None, settings: Settings) -> dict[str, str]:
    _ = settings.gettext
    if not tones:
        return {"text": "—", "tone": "off"}
    red, amber, green = tones
    words = [f"{word} {count}" for word, count in ((_("红"), red), (_("黄"), amber), (_("绿"), green)) if count]
    return {"text": " · ".join(words), "tone": "negative" if red else "warning" if amber else "positive"}
