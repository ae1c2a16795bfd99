"""The pages of a library: home, collections, facets that work without script, and the catalogue as CSV and JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from plugins.network.addresses import distinct_slugs
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.listing import list_pages
from plugins.network.network import Network, newest
from plugins.network.outputs import File, Output, Page, to_csv, to_json
from plugins.network.sites import Site

RECORDS = frozenset({"resource", "rule"})
"""The Kinds that stand on the shelves of a library."""
FACETS = (("type", N_("类型")), ("year", N_("年份")), ("issuer", N_("发布单位")), ("topic", N_("主题")))
"""Field and label of each facet."""

Facets = list[tuple[str, list[tuple[str, int, str, bool]]]]


def records(network: Network, site: Site) -> tuple[Item, ...]:
    """The records of a library, newest first."""
    return newest(item for item in network.standing(site.id) if item.kind in RECORDS)


def facet_value(item: Item, field: str) -> str:
    """What a record says for one facet; the year defaults to that of its date."""
    value = str(item.fields.get(field) or "")
    return value or (str(item.year) if field == "year" else "")


def home(network: Network, site: Site) -> Iterator[Output]:
    """The library's home page."""
    if site.kind != "library":
        return
    listed = records(network, site)
    used = sorted(((item, len(network.referring(item))) for item in listed), key=lambda pair: (-pair[1], pair[0].address))
    yield Page(
        site.base,
        "library.html",
        site.title,
        {
            "collections": [(title, address, len(items), items[0]) for title, address, items in _collections(site, listed)],
            "facets": facets(network, site, listed),
            "latest": listed[:10],
            "most_used": [(item, count) for item, count in used[:8] if count],
            "catalogue": [("CSV", f"{site.base}catalogue.csv"), ("JSON", f"{site.base}catalogue.json")],
            "total": len(listed),
        },
        description=site.slogan or network.settings.gettext("%(name)s共享资源库", name=network.settings.name),
        section="home",
    )


def _collections(site: Site, listed: Sequence[Item]) -> list[tuple[str, str, list[Item]]]:
    """(title, address, records) of every collection, in the order of the site's columns, then by folder."""
    grouped: dict[str, list[Item]] = {}
    for item in listed:
        grouped.setdefault(item.address[len(site.base) :].split("/")[0], []).append(item)
    order = [column.partition(" ")[0] for column in site.columns]
    ranked = sorted(grouped, key=lambda folder: (order.index(folder) if folder in order else len(order), folder))
    return [(_title(site, folder, grouped[folder]), f"{site.base}{folder}/", grouped[folder]) for folder in ranked]


def _title(site: Site, folder: str, items: Sequence[Item]) -> str:
    """What a collection is called: the site's name for it, else its folder as written."""
    return site.folder_title(folder) or items[0].path.split("/")[1]


def facets(network: Network, site: Site, listed: Sequence[Item], current: str = "") -> Facets:
    """(title, [(label, count, address, current)]) of every facet; `current` is the address being shown."""
    found: Facets = []
    _ = network.settings.gettext
    for field, title in FACETS:
        counts = Counter(value for item in listed if (value := facet_value(item, field)))
        slugs = distinct_slugs(counts)
        ranked = sorted(counts.items(), key=lambda pair: _rank(field, pair))
        rows = [(value, count, f"{site.base}{field}/{slugs[value]}/") for value, count in ranked]
        found.append((_(title), [(_(value), count, address, address == current) for value, count, address in rows]))
    return found


def _rank(field: str, pair: tuple[str, int]) -> tuple[int, str]:
    value, count = pair
    return (-int(value), value) if field == "year" and value.isdecimal() else (-count, value)


def facet_pages(network: Network, site: Site) -> Iterator[Output]:
    """A list for every collection and every value of every facet."""
    if site.kind != "library":
        return
    listed = records(network, site)
    crumbs = ((site.title, site.base),)
    for title, address, items in _collections(site, listed):
        yield from list_pages(
            network.settings, address, title, items, crumbs=crumbs, section="home", facets=facets(network, site, listed, address)
        )
    for field, label in FACETS:
        by_value: dict[str, list[Item]] = {}
        for item in listed:
            if value := facet_value(item, field):
                by_value.setdefault(value, []).append(item)
        slugs = distinct_slugs(by_value)
        for value, items in by_value.items():
            address = f"{site.base}{field}/{slugs[value]}/"
            title = network.settings.gettext(
                "%(label)s：%(value)s", label=network.settings.gettext(label), value=network.settings.gettext(value)
            )
            groups = facets(network, site, listed, address)
            yield from list_pages(network.settings, address, title, items, crumbs=crumbs, section="home", facets=groups)


CATALOGUE_COLUMNS = (
    N_("标题"),
    N_("类型"),
    N_("主题"),
    N_("发布单位"),
    N_("年份"),
    N_("版本"),
    N_("效力"),
    N_("来源"),
    N_("许可"),
    N_("日期"),
    N_("地址"),
    N_("附件"),
    "SHA-256",
    N_("被引用"),
)

CHOSEN = ("类型", "主题", "效力")
"""Columns whose words are choices of a field, not the writer's own."""


def catalogue(network: Network, site: Site) -> Iterator[Output]:
    """Every record as CSV (with BOM, so that spreadsheets read it) and as JSON."""
    if site.kind != "library":
        return
    _ = network.settings.gettext
    rows = [_row(network, item) for item in records(network, site)]
    cells = ([_(str(row[name])) if name in CHOSEN else row[name] for name in CATALOGUE_COLUMNS] for row in rows)
    yield File(f"{site.base}catalogue.csv", to_csv([_(name) for name in CATALOGUE_COLUMNS], cells))
    document = {"title": site.title, "count": len(rows), "records": rows}
    yield File(f"{site.base}catalogue.json", to_json(document))


def _row(network: Network, item: Item) -> dict[str, object]:
    fields = item.fields
    return dict(
        zip(
            CATALOGUE_COLUMNS,
            (
                item.title, fields["type"], fields["topic"], fields["issuer"], facet_value(item, "year"), fields["version"],
                fields["validity"], item.source.name if item.source else "", fields["licence"],
                item.date.date().isoformat() if item.date else "", item.address,
                " ".join(attachment.name for attachment in item.attachments),
                " ".join(attachment.sha256 for attachment in item.attachments), len(network.referring(item)),
            ),
            strict=True,
        )
    )  # fmt: skip
