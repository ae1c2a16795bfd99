"""Lists over several pages: the same everywhere, so that every list shows dates and works without script."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.outputs import Page
from plugins.network.sites import Settings, Site

PER_PAGE = 20
"""Rows on one page of a list."""

Facets = Sequence[tuple[str, Sequence[tuple[str, int, str, bool]]]]
"""(title, [(label, count, address, current)]) of each group."""


class Pager(Struct, frozen=True):
    """Where a page stands among the pages of its list."""

    number: int
    count: int
    previous: str
    next: str
    pages: tuple[tuple[int, str, bool], ...]


def pager(address: str, number: int, count: int) -> Pager:
    """The pager of page `number`: the first two, the last two and those around it."""
    near = {1, 2, count - 1, count, number - 1, number, number + 1}
    shown = tuple((n, page_address(address, n), n == number) for n in sorted(near) if 1 <= n <= count)
    return Pager(
        number,
        count,
        page_address(address, number - 1) if number > 1 else "",
        page_address(address, number + 1) if number < count else "",
        shown,
    )


def page_address(address: str, number: int) -> str:
    """The address of a list's page; the first is the list itself."""
    return address if number == 1 else f"{address}page/{number}/"


def site_feeds(network: Network, site: Site) -> tuple[tuple[str, str, str], ...]:
    """(title, address, media type) of the feeds of a whole site; none while it has nothing dated.

    An empty feed would have to say when it was made.
    """
    written = any(item.date for item in network.standing(site.id))
    if not written or "feeds" in network.switched_off(site.id):
        return ()
    return (
        (f"{site.title} Atom", f"{site.base}feed.atom", "application/atom+xml"),
        (f"{site.title} JSON Feed", f"{site.base}feed.json", "application/feed+json"),
    )


def list_feeds(network: Network, site: Site, name: str, address: str) -> tuple[tuple[str, str, str], ...]:
    """(title, address, media type) of the feeds of one list of a site; none if it goes without feeds."""
    if "feeds" in network.switched_off(site.id):
        return ()
    title = f"{site.title} · {name}"
    return (
        (f"{title} Atom", f"{address}feed.atom", "application/atom+xml"),
        (f"{title} JSON Feed", f"{address}feed.json", "application/feed+json"),
    )


def list_pages(
    settings: Settings,
    address: str,
    title: str,
    items: Sequence[Item],
    *,
    crumbs: tuple[tuple[str, str], ...],
    section: str = "",
    intro: str = "",
    facets: Facets = (),
    feeds: tuple[tuple[str, str, str], ...] = (),
    meta: tuple[tuple[str, str], ...] = (),
) -> Iterator[Page]:
    """The pages of a list of items, in the order given."""
    count = max(1, -(-len(items) // PER_PAGE))
    for number in range(1, count + 1):
        shown = items[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield Page(
            page_address(address, number),
            "list.html",
            title if number == 1 else settings.gettext("%(title)s（第 %(number)s 页）", title=title, number=number),
            {
                "title": title,
                "intro": intro,
                "items": shown,
                "pager": pager(address, number, count),
                "facets": facets,
                "total": len(items),
            },
            section=section,
            crumbs=crumbs,
            feeds=feeds,
            meta=(("ColumnName", title), ("ColumnDescription", intro or title), ("ColumnType", settings.gettext("列表")), *meta),
            robots="noindex" if number > 1 else "",
        )
