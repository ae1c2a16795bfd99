"""Lists of a site's items: by kind, by column, by tag, by year."""

from collections import Counter
from collections.abc import Iterator, Sequence

from plugins.network.items import Item
from plugins.network.listing import Facets, list_feeds, list_pages
from plugins.network.network import Network, newest
from plugins.network.outputs import Output
from plugins.network.sites import Site


def _own(network: Network, site: Site) -> list[Item]:
    return list(network.standing(site.id))


def _crumbs(site: Site) -> tuple[tuple[str, str], ...]:
    return ((site.title, site.base),)


def kinds(network: Network, site: Site) -> Iterator[Output]:
    """A list for each Kind that has a folder; what came from above or is shared stands among the rest."""
    own = _own(network, site)
    by_kind: dict[str, dict[str, Item]] = {}
    for item in (*own, *network.handed_down(site.id), *network.shared_with(site.id)):
        by_kind.setdefault(item.kind, {})[item.path] = item
    for kind, folder in network.folders.items():
        items = list(by_kind.get(kind, {}).values())
        if not folder or not items or kind in network.own_lists:
            continue
        address = f"{site.base}{folder}/"
        written = kind in network.streams and any(item.kind == kind for item in own)
        feeds = list_feeds(network, site, network.labels[kind], address) if written else ()
        shown = [*newest(items), *sorted((item for item in items if item.date is None), key=lambda item: item.address)]
        ranked = sorted(shown, key=lambda item: not (item.pinned and item.site == site.id))
        yearly = kind in network.streams and "listings.years" not in network.switched_off(site.id)
        groups = _narrower(network, site, own, kind, years=yearly)
        yield from list_pages(
            network.settings,
            address,
            network.labels[kind],
            ranked,
            crumbs=_crumbs(site),
            section=kind,
            facets=groups,
            feeds=feeds,
        )


def _narrower(network: Network, site: Site, own: Sequence[Item], kind: str, *, years: bool) -> Facets:
    """The columns, and if they have pages the years, to narrow a list by."""
    addresses = network.columns(site.id)
    columns = Counter(item.column for item in own if item.kind == kind and item.column)
    counts = Counter(item.year for item in own if item.date and item.kind == kind)
    groups = []
    if columns:
        groups.append(
            (network.settings.gettext("栏目"), [(name, n, addresses[name], False) for name, n in columns.most_common()])
        )
    if years and len(counts) > 1:
        ranked = sorted(counts.items(), reverse=True)
        groups.append(
            (network.settings.gettext("年份"), [(str(year), n, f"{site.base}years/{year}/", False) for year, n in ranked])
        )
    return groups


def columns(network: Network, site: Site) -> Iterator[Output]:
    """A list for each column that items name."""
    own = _own(network, site)
    for name, address in network.columns(site.id).items():
        items = newest(item for item in own if item.column == name)
        feeds = list_feeds(network, site, name, address) if items else ()
        section = items[0].kind if items else ""
        yield from list_pages(network.settings, address, name, items, crumbs=_crumbs(site), section=section, feeds=feeds)


def tags(network: Network, site: Site) -> Iterator[Output]:
    """A list for each tag."""
    by_tag: dict[str, list[Item]] = {}
    for item in network.newest(site.id):
        for tag in item.tags:
            by_tag.setdefault(tag, []).append(item)
    for tag, (address, _) in network.tags(site.id).items():
        yield from list_pages(
            network.settings,
            address,
            network.settings.gettext("标签：%(tag)s", tag=tag),
            by_tag.get(tag, ()),
            crumbs=_crumbs(site),
        )


def years(network: Network, site: Site) -> Iterator[Output]:
    """A list for each year in which something new appeared."""
    by_year: dict[int, list[Item]] = {}
    for item in network.newest(site.id):
        if item.kind in network.streams:
            by_year.setdefault(item.year, []).append(item)
    for year, items in sorted(by_year.items()):
        title = network.settings.gettext("%(year)s 年", year=year)
        yield from list_pages(network.settings, f"{site.base}years/{year}/", title, items, crumbs=_crumbs(site))
