"""网上党校: the courses of a site, on sites with others below those of all, and by who they are for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plugins.network.addresses import distinct_slugs
from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.listing import PER_PAGE, Facets, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Settings, Site
from plugins.school.course import hour_text, in_hours
from plugins.school.lesson import by_course, minutes

NAME = N_("网上党校")
EVERYONE = "全体党员"
"""Whom a course is for that does not say."""

Row = dict[str, Any]


def _rows(network: Network, site: str) -> list[Row]:
    """The courses of a site."""
    lessons = by_course(network.standing(site, "lesson"))
    return [
        {
            "title": course.title, "address": course.address, "site": site, "learners": course.fields["learners"] or [EVERYONE],
            "minutes": sum(map(minutes, lessons.get(course.path, ()))), "lessons": len(lessons.get(course.path, ())),
        }
        for course in network.standing(site, "course")
    ]  # fmt: skip


def courses(network: Network) -> Digest:
    """The courses of every site and all below it, for the sites that have others below."""
    own = {site: _rows(network, site) for site in network.sites}
    found = {}
    for site in network.sites:
        below = network.below(site)
        rows = [row for one in (site, *(other.id for other in below)) for row in own[one]] if below else []
        if rows:
            found[site] = rows
    return Digest(found)


def overview(network: Network, site: Site) -> Iterator[Output]:
    """The courses that a site shows, and a list for each sort of learners."""
    own = _rows(network, site.id)
    rows: Sequence[Row] = network.digest("school.courses", site.id) or own
    if not rows:
        return
    _ = network.settings.gettext
    base, home = f"{site.base}school/", ((site.title, site.base),)
    slugs = distinct_slugs({name for row in rows for name in row["learners"]})
    addresses = {name: f"{site.base}study/for/{slug}/" for name, slug in slugs.items()}
    shared = len({row["site"] for row in rows}) > 1
    for number, shown, turn in _turns(base, rows):
        values = _values(network, _(NAME), shown, turn, _facets(network.settings, rows, addresses), shared=shared)
        menu = "" if own or number > 1 else "学习"
        yield Page(page_address(base, number), "school.html", _(NAME), values, section="course", menu=menu, crumbs=home)
    for name, address in addresses.items():
        chosen = [row for row in rows if name in row["learners"]]
        for number, shown, turn in _turns(address, chosen):
            values = _values(
                network,
                _("%(name)s的课程", name=name),
                shown,
                turn,
                _facets(network.settings, rows, addresses, name),
                shared=shared,
            )
            yield Page(
                page_address(address, number), "school.html", _("%(name)s的课程", name=name), values, section="course",
                crumbs=(*home, (_(NAME), base)),
            )  # fmt: skip


def _turns(address: str, rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row], Any]]:
    """The pages of a list: number, rows and pager of each."""
    count = max(1, -(-len(rows) // PER_PAGE))
    for number in range(1, count + 1):
        yield number, rows[(number - 1) * PER_PAGE : number * PER_PAGE], pager(address, number, count)


def _values(network: Network, title: str, rows: Iterable[Row], turn: Any, facets: Facets, *, shared: bool) -> dict[str, Any]:
    _ = network.settings.gettext
    columns = [_("课程"), _("给谁学"), _("学时"), _("课数")]
    return {
        "title": title,
        "columns": [*columns, _("单位")] if shared else columns,
        "rows": [_cells(network, row)[: 5 if shared else 4] for row in rows],
        "note": hour_text(network.settings),
        "facets": facets,
        "pager": turn,
    }


def _cells(network: Network, row: Row) -> list[object]:
    site = network.sites[row["site"]]
    return [
        {"text": row["title"], "href": row["address"]}, network.settings.gettext("、").join(row["learners"]), in_hours(row["minutes"], network.settings),
        row["lessons"], {"text": site.short, "href": site.base},
    ]  # fmt: skip


def _facets(settings: Settings, rows: Iterable[Row], addresses: dict[str, str], chosen: str = "") -> Facets:
    listed = list(rows)
    counts = [(name, sum(name in row["learners"] for row in listed), address) for name, address in addresses.items()]
    ranked = sorted(counts, key=lambda entry: (-entry[1], entry[0]))
    return [(settings.gettext("给谁学"), [(name, count, address, name == chosen) for name, count, address in ranked])]
