"""找党组织: the tree of all sites, their list by pinyin, and a page for each place, trade and sort."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from plugins.network.addresses import distinct_slugs, slug_of
from plugins.network.interface import N_
from plugins.network.listing import Facets
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import KIND_NAMES, Settings, Site


class Found(Struct, frozen=True):
    """A site as the finder lists it: `words` is what a search looks into, its pinyin and initials included."""

    site: Site
    sort: str
    pinyin: str
    letter: str
    words: str
    card: str


SORTS: tuple[tuple[str, str, Callable[[Site], str]], ...] = (
    ("place", N_("地点"), lambda site: site.place),
    ("trade", N_("行业"), lambda site: site.trade),
    ("sort", N_("类型"), lambda site: KIND_NAMES[site.kind]),
)
"""Part of the address, label and value of each way to narrow the list."""


def directory(network: Network, site: Site) -> Iterator[Output]:
    """The organisation tree of every site; that of the portal is the finder, with a page for each place, trade and sort."""
    _ = network.settings.gettext
    address, crumbs = f"{site.base}tree/", ((site.title, site.base),)
    if site.parent:
        values = {"counts": network.counts, "finder": f"{network.root.base}tree/"}
        yield Page(address, "tree.html", _("组织一览"), values, section="tree", crumbs=crumbs)
        return
    units = [_found(one, network.settings) for one in network.sites.values() if one.kind != "library"]
    yield _page(network, site, address, _("找党组织"), units, crumbs, tree=True)
    for part, label, value in SORTS:
        for name, inner in _slugs(units, value).items():
            chosen = [unit for unit in units if value(unit.site) == name]
            place = f"{address}{part}/{inner}/"
            yield _page(
                network,
                site,
                place,
                _("%(label)s：%(value)s", label=_(label), value=_(name) if part == "sort" else name),
                chosen,
                (*crumbs, (_("找党组织"), address)),
                units=units,
            )


def _page(
    network: Network,
    site: Site,
    address: str,
    title: str,
    chosen: Sequence[Found],
    crumbs: tuple[tuple[str, str], ...],
    *,
    units: Sequence[Found] = (),
    tree: bool = False,
) -> Page:
    _ = network.settings.gettext
    return Page(
        address,
        "finder.html",
        title,
        {
            "title": title,
            "units": sorted(chosen, key=lambda unit: (unit.pinyin, unit.site.id)),
            "facets": _facets(network, site, units or chosen, address),
            "counts": network.counts if tree else None,
            "online": [unit.site for unit in chosen if unit.site.kind == "online"] if tree else (),
        },
        description=_("按上下级、地点、行业和拼音找党组织。"),
        section="tree",
        crumbs=crumbs,
    )


def _found(site: Site, settings: Settings) -> Found:
    """A site with its pinyin: 装配党支部 is found by zhuangpei and by zpdzb."""
    pinyin = slug_of(site.title)
    syllables = pinyin.split("-")
    initials = "".join(syllable[0] for syllable in syllables)
    sort = settings.gettext(KIND_NAMES[site.kind])
    words = " ".join((site.title, "".join(syllables), initials, site.place, site.trade, sort)).casefold()
    return Found(site, sort, pinyin, initials[0].upper(), words, f"{site.base}card/")


def _slugs(units: Sequence[Found], value: Callable[[Site], str]) -> Mapping[str, str]:
    return distinct_slugs({name for unit in units if (name := value(unit.site))})


def _facets(network: Network, site: Site, units: Sequence[Found], current: str) -> Facets:
    """(title, [(label, count, address, current)]) of places, trades and sorts, the fullest first."""
    _, groups = network.settings.gettext, []
    for part, label, value in SORTS:
        slugs = _slugs(units, value)
        counts = {name: sum(value(unit.site) == name for unit in units) for name in slugs}
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        rows = [(name, counts[name], f"{site.base}tree/{part}/{slugs[name]}/") for name in ranked]
        words = _ if part == "sort" else str
        groups.append((_(label), [(words(name), count, address, address == current) for name, count, address in rows]))
    return [group for group in groups if group[1]]
