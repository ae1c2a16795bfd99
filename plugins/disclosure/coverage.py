"""Coverage: what of the catalogue each site has told, is late with, or still has time for."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from plugins.disclosure.records import Duty, due, duties
from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.network import Network, newest
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.periods import after, first_and_last, period_of
from plugins.network.sites import Settings, Site

Cell = Mapping[str, Any]
"""{label, period, text, tone, href, title}: what stands at one entry and period."""
RHYTHMS = (N_("长期"), N_("定期"), N_("逐段"), N_("即时"))
"""How often an entry is told; what has the first must always stand."""
TOLD = frozenset({"positive", "warning"})
"""The tones of what has been told, in time or late."""


def coverage(network: Network) -> Digest:
    """For each site its own row of the catalogue this year, and for sites with others below the rows of all of them."""
    told = [item for item in network.of_kind("disclosure") if not item.withdrawn]
    if not told or network.as_of is None:
        return Digest({})
    today = network.as_of.astimezone(network.zone).date()
    own = {
        site.id: _rows(network.settings, site, [item for item in told if item.site == site.id], today)
        for site in network.sites.values()
    }
    sites = {}
    for site in network.sites.values():
        below = [_summary(other, own[other.id]) for other in network.below(site.id) if own[other.id]]
        if own[site.id] or below:
            sites[site.id] = {"year": today.year, "rows": own[site.id], "below": below, "badge": _badge(own[site.id])}
    return Digest(sites, _next_change(network, today))


def _rows(settings: Settings, site: Site, items: list[Item], today: date) -> list[dict[str, Any]]:
    """(entry, cells) of everything that a site has to tell this year."""
    return [
        {
            "id": duty.id,
            "title": duty.title,
            "rhythm": settings.gettext(duty.rhythm),
            "cells": list(_cells(duty, items, settings, today)),
        }
        for duty in duties(settings).values()
        if site.kind in duty.who
    ]


def _cells(duty: Duty, items: list[Item], settings: Settings, today: date) -> Iterator[Cell]:
    found = newest(item for item in items if item.fields["catalogue"] == duty.id)
    if not duty.every:
        yield _standing(duty, found, settings, today)
        return
    by_period = {item.fields["period"]: item for item in reversed(found)}
    period = period_of(date(today.year, 1, 1), duty.every)
    while first_and_last(period)[0] <= today:
        yield _periodic(period, by_period.get(period), settings, today)
        period = after(period)


def _standing(duty: Duty, found: tuple[Item, ...], settings: Settings, today: date) -> Cell:
    """A long-term entry must stand; one told when it happens is counted this year."""
    _ = settings.gettext
    if duty.rhythm == RHYTHMS[0]:
        told = (
            {"text": _("已公开"), "tone": "positive", "href": found[0].address}
            if found
            else {"text": _("缺"), "tone": "negative", "href": ""}
        )
        return {"label": _(duty.rhythm), "period": "", "title": "", **told}
    count = sum(item.year == today.year for item in found)
    return {"label": _("本年"), "period": "", "title": "", "text": settings.ngettext("%(count)s 次", count), "tone": "positive" if count else "off",
            "href": found[0].address if count else ""}  # fmt: skip


def _part(period: str, settings: Settings) -> str:
    """第1季度 or 3月 of the year, or all of it."""
    year, _, part = period.partition("-")
    return (
        settings.period_in_words(period).replace(settings.period_in_words(year), "").strip() if part else settings.gettext("全年")
    )


def _periodic(period: str, item: Item | None, settings: Settings, today: date) -> Cell:
    last, _ = due(period, settings), settings.gettext
    cell = {"label": _part(period, settings), "period": period, "href": item.address if item else ""}
    if item is not None and item.state is not None:
        return {**cell, "text": item.state.label.removesuffix("公开") if item.state.id == "late" else _("已公开"),
                "tone": item.state.tone, "title": ""}  # fmt: skip
    if today > last:
        return {**cell, "text": _("逾期"), "tone": "negative", "title": _("应在 %(day)s 前公开", day=last.isoformat())}
    return {**cell, "text": _("未到期"), "tone": "off", "title": _("%(day)s 前公开", day=last.isoformat())}


def _summary(site: Site, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One site among others: a word for each entry, and its badge."""
    return {"label": site.title, "href": f"{site.base}disclosure/", "badge": _badge(rows), "rows": rows}


def _badge(rows: list[dict[str, Any]]) -> list[int]:
    """How many of the cells that are due have been told, and how many are due."""
    cells = [cell for row in rows for cell in row["cells"] if cell["tone"] != "off"]
    return [sum(cell["tone"] in TOLD for cell in cells), len(cells)]


def _next_change(network: Network, today: date) -> datetime:
    """The next midnight on which something becomes late or a period begins: every entry changes at one of these."""
    settings = network.settings
    periods = [period_of(today, sort) for sort in ("month", "quarter", "year")]
    ends = [first_and_last(period)[1] for period in periods]
    ends += [due(after(period, back), settings) for period in periods for back in range(-3, 1)]
    moments = [end + timedelta(days=1) for end in ends]
    return datetime.combine(min(moment for moment in moments if moment > today), time(), network.zone)


def coverage_page(network: Network, site: Site) -> Iterator[Output]:
    """What a site has told and what it has still to tell; on top of others the matrix of all; CSV."""
    _ = network.settings.gettext
    found = network.digest("disclosure.coverage", site.id)
    if not found:
        return
    address = f"{site.base}disclosure/"
    items = newest(item for item in network.standing(site.id) if item.kind == "disclosure")
    entries = list(duties(network.settings).values())
    values = {
        "items": items, "year": found["year"], "own": found["rows"], "badge": found["badge"],
        "columns": [duty.title for duty in entries],
        "below": [{**row, "cells": [_word(row, duty.id, network.settings) for duty in entries]} for row in found["below"]],
        "files": [("CSV", f"{address}coverage.csv")],
    }  # fmt: skip
    yield Page(
        address,
        "disclosure.html",
        _("党务公开"),
        values,
        section="disclosure",
        menu="" if items else "公开",
        crumbs=((site.title, site.base),),
    )
    yield File(f"{address}coverage.csv", to_csv(tuple(map(_, CSV_COLUMNS)), _csv_rows(site, found, network.settings)))


def _word(row: Mapping[str, Any], entry: str, settings: Settings) -> Cell:
    """What a matrix says of one site and one entry: the worst of its cells."""
    cells = next((one["cells"] for one in row["rows"] if one["id"] == entry), None)
    if not cells:
        return {"text": "—", "tone": "off", "href": "", "title": settings.gettext("不在这个单位的目录里")}
    if len(cells) == 1:
        return cells[0]  # type: ignore[no-any-return]  # plain JSON values
    lacking = [cell for cell in cells if cell["tone"] == "negative"]
    told = sum(cell["tone"] in TOLD for cell in cells)
    text = settings.gettext("逾期 %(count)s 期", count=len(lacking)) if lacking else settings.gettext("%(count)s 期", count=told)
    return {"text": text, "tone": "negative" if lacking else "positive" if told else "off", "href": row["href"], "title": ""}


CSV_COLUMNS = (N_("单位"), N_("目录"), N_("周期"), N_("期间"), N_("情况"), N_("地址"))


def _csv_rows(site: Site, found: Mapping[str, Any], settings: Settings) -> Iterator[list[str]]:
    _ = settings.gettext
    own = {"label": site.title, "rows": found["rows"]}
    for unit in (own, *found["below"]):
        for row in unit["rows"]:
            for cell in row["cells"]:
                yield [unit["label"], row["title"], _(row["rhythm"]), cell["period"], _(cell["text"]), cell["href"]]
