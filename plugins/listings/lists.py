"""Lists of a site's items: by kind, by column, by tag, by year."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from plugins.network.addresses import distinct_slugs
from plugins.network.items import Item
from plugins.network.listing import Facets, list_pages
from plugins.network.network import Network, newest
from plugins.network.outputs import Output
from plugins.network.sites import Site


def lists(network: Network, site: Site) -> Iterator[Output]:
    """Every list of a site."""
    own = [item for item in network.of(site.id) if not item.withdrawn]
    yield from _by_kind(network, site, own)
    yield from _by_column(site, own)
    yield from _by_tag(network, site, own)
    yield from _by_year(network, site, own)


def _crumbs(site: Site) -> tuple[tuple[str, str], ...]:
    return ((site.title, site.base),)


def _by_kind(network: Network, site: Site, own: Sequence[Item]) -> Iterator[Output]:
    """A list for each Kind that has a folder; what came from above or is shared stands among the rest."""
    others = [*network.handed_down(site.id), *network.shared_with(site.id)]
    for kind, folder in network.folders.items():
        items = [item for item in {item.path: item for item in [*own, *others]}.values() if item.kind == kind]
        if not folder or not items:
            continue
        address = f"{site.base}{folder}/"
        feeds = _feeds(network, site, kind, address) if kind in network.streams else ()
        shown = newest(items) or sorted(items, key=lambda item: item.address)
        ranked = sorted(shown, key=lambda item: not (item.pinned and item.site == site.id))
        groups = _columns_facet(site, own, kind)
        yield from list_pages(
            address, network.labels[kind], ranked, crumbs=_crumbs(site), section=kind, facets=groups, feeds=feeds
        )


def _feeds(network: Network, site: Site, kind: str, address: str) -> tuple[tuple[str, str, str], ...]:
    title = f"{site.title} · {network.labels[kind]}"
    return ((f"{title} Atom", f"{address}feed.atom", "application/atom+xml"),
            (f"{title} JSON Feed", f"{address}feed.json", "application/feed+json"))  # fmt: skip


def _columns_facet(site: Site, own: Sequence[Item], kind: str, current: str = "") -> Facets:
    """The columns and years to narrow a list by."""
    addresses = column_addresses(site, own)
    columns = Counter(item.column for item in own if item.kind == kind and item.column)
    years = Counter(item.year for item in own if item.date and item.kind == kind)
    groups = []
    if columns:
        rows = [(name, count, addresses[name], addresses[name] == current) for name, count in columns.most_common()]
        groups.append(("栏目", rows))
    if len(years) > 1:
        ranked = sorted(years.items(), reverse=True)
        groups.append(("年份", [(str(y), n, f"{site.base}years/{y}/", f"{site.base}years/{y}/" == current) for y, n in ranked]))
    return groups


def column_addresses(site: Site, own: Sequence[Item]) -> Mapping[str, str]:
    """The address of each column that items of the site name."""
    names = {item.column for item in own if item.column}
    return {name: f"{site.base}columns/{slug}/" for name, slug in distinct_slugs(names).items()}


def _by_column(site: Site, own: Sequence[Item]) -> Iterator[Output]:
    for name, address in column_addresses(site, own).items():
        items = newest(item for item in own if item.column == name)
        yield from list_pages(address, name, items, crumbs=_crumbs(site), section=items[0].kind if items else "")


def _by_tag(network: Network, site: Site, own: Sequence[Item]) -> Iterator[Output]:
    by_tag: dict[str, list[Item]] = {}
    for item in own:
        for tag in item.tags:
            by_tag.setdefault(tag, []).append(item)
    for tag, (address, _) in network.tags(site.id).items():
        yield from list_pages(address, f"标签：{tag}", newest(by_tag[tag]), crumbs=_crumbs(site))


def _by_year(network: Network, site: Site, own: Sequence[Item]) -> Iterator[Output]:
    years: dict[int, list[Item]] = {}
    for item in own:
        if item.date and item.kind in network.streams:
            years.setdefault(item.year, []).append(item)
    for year, items in sorted(years.items()):
        yield from list_pages(f"{site.base}years/{year}/", f"{year} 年", newest(items), crumbs=_crumbs(site))
