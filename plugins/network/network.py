"""The Network: everything known before rendering, frozen; and the slice of it that one site may see."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from plugins.network.addresses import distinct_slugs
from plugins.network.audience import Audience
from plugins.network.items import Item
from plugins.network.media import Medium
from plugins.network.problems import Problem
from plugins.network.references import Link
from plugins.network.sites import Settings, Site
from plugins.network.tables import Table


class Network(Struct, frozen=True, dict=True):
    """Sites, items and the references between them, as they stand at one instant in one tier.

    Everything in it may be shown in `tier`. `items` are in order of path; `links` holds what each reference
    of an item's body became, in the order of the body; `backlinks` who refers to an item; `media` the files
    that some item shows or offers. `labels` and `folders` name the Kinds.
    """

    settings: Settings
    sites: Mapping[str, Site]
    items: Mapping[str, Item]
    tier: Audience = "public"
    as_of: datetime | None = None
    links: Mapping[str, tuple[Link | None, ...]] = {}
    backlinks: Mapping[str, tuple[str, ...]] = {}
    media: Mapping[str, tuple[Medium, str]] = {}
    """Published files by path: their facts and address."""
    aliases: Mapping[str, str] = {}
    """Old addresses and the path of the item that has moved."""
    labels: Mapping[str, str] = {}
    folders: Mapping[str, str] = {}
    streams: frozenset[str] = frozenset()
    """The Kinds whose items count as new things of a site."""
    areas: Mapping[str, str] = {}
    """Where navigation groups each Kind."""
    listed: Mapping[str, tuple[str, ...]] = {}
    """The fields of each Kind that other sites' lists see."""
    tables: Mapping[str, Table] = {}
    """The CSV files that items' fields name, by path."""
    digests: Mapping[str, Mapping[str, Any]] = {}
    """What capabilities worked out over the whole network for each site: name → site → plain JSON values."""
    fleeting: frozenset[str] = frozenset()
    """The Kinds that take their text back after a period: it stands on their own page and nowhere else."""
    own_lists: frozenset[str] = frozenset()
    """The Kinds whose capability writes the page at the address of their folder."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the site's files; only in closed tiers, for the 检查报告."""
    counts: Mapping[str, int] = {}
    """How many items each site below has; only where they are shown."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone that dates are meant in."""
        return self.settings.zone

    @cached_property
    def root(self) -> Site:
        """The committee at the top."""
        return next(site for site in self.sites.values() if not site.parent)

    def site(self, site_id: str) -> Site:
        """The site of that id."""
        return self.sites[site_id]

    def digest(self, name: str, site_id: str) -> Any:
        """What a capability worked out for a site, or None."""
        return self.digests.get(name, {}).get(site_id)

    def of(self, site_id: str, *kinds: str) -> tuple[Item, ...]:
        """The items that a site holds itself, or those of some Kinds."""
        own = self._by_site.get(site_id, ())
        return tuple(item for item in own if item.kind in kinds) if kinds else own

    @cached_property
    def _by_site(self) -> Mapping[str, tuple[Item, ...]]:
        grouped: dict[str, list[Item]] = {}
        for item in self.items.values():
            grouped.setdefault(item.site, []).append(item)
        return {site: tuple(items) for site, items in grouped.items()}

    def standing(self, site_id: str, *kinds: str) -> tuple[Item, ...]:
        """The items of a site, or those of some Kinds, that lists show: not withdrawn, not in a state that lists leave out."""
        asked = (site_id, *kinds)
        if asked not in self._standing_memory:
            self._standing_memory[asked] = tuple(item for item in self.of(site_id, *kinds) if is_standing(item))
        return self._standing_memory[asked]

    def newest(self, site_id: str) -> tuple[Item, ...]:
        """The dated ones of these, newest first."""
        if site_id not in self._newest_memory:
            self._newest_memory[site_id] = newest(self.standing(site_id))
        return self._newest_memory[site_id]

    @cached_property
    def _newest_memory(self) -> dict[str, tuple[Item, ...]]:
        return {}

    @cached_property
    def _standing_memory(self) -> dict[tuple[str, ...], tuple[Item, ...]]:
        return {}

    def switched_off(self, site_id: str) -> frozenset[str]:
        """What a site goes without: capabilities (`feeds`) and single outputs of one (`listings.years`)."""
        named = (*self.settings.capabilities, *self.sites[site_id].capabilities)
        return frozenset(name[1:] for name in named if name.startswith("-"))

    def remembered(self, work: Callable[["Network", Site], Any], site: Site) -> Any:
        """What `work` says of a site, as plain JSON values.

        A build remembers it for the next until something that `work` looked at has changed. It may look at sites, items
        and references; it knows no as-of instant.
        """
        return work(self, site)

    def of_kind(self, *kinds: str) -> tuple[Item, ...]:
        """The items of these Kinds, in order of path; in a whole network sites that have none are not looked into."""
        return tuple(item for item in self.items.values() if item.kind in kinds)

    def kind_of(self, path: str) -> str:
        """The Kind of an item; in a whole network it is known without looking into its site."""
        return self.items[path].kind

    @cached_property
    def passing(self) -> tuple[Item, ...]:
        """The items that are addressed to other sites or shared with them."""
        return tuple(item for item in self.items.values() if item.to or item.joint)

    def handed_down(self, site_id: str) -> tuple[Item, ...]:
        """Items of sites above that are addressed to this site (上级来文), newest first; no withdrawn ones."""
        addressed = (item for item in self.passing if site_id in item.to and item.site != site_id)
        return newest(item for item in addressed if is_standing(item))

    def shared_with(self, site_id: str) -> tuple[Item, ...]:
        """Items of other sites that name this one as a joint author, newest first; no withdrawn ones."""
        joint = (item for item in self.passing if site_id in item.joint and item.site != site_id)
        return newest(item for item in joint if is_standing(item))

    def shown_on(self, item: Item) -> tuple[str, ...]:
        """The sites whose boards and registers show an item: its own, those above, those it is handed to or shared with."""
        sites = [item.site]
        while parent := self.sites[sites[-1]].parent:
            sites.append(parent)
        return tuple(dict.fromkeys((*sites, *item.to, *item.joint)))

    def below(self, site_id: str) -> tuple[Site, ...]:
        """Every site under this one, in tree order."""
        chosen = {site_id}
        found = []
        for site in self.sites.values():
            if site.parent in chosen:
                chosen.add(site.id)
                found.append(site)
        return tuple(found)

    def children(self, site_id: str) -> tuple[Site, ...]:
        """The sites directly under this one."""
        return tuple(site for site in self.sites.values() if site.parent == site_id)

    def referring(self, item: Item) -> tuple[Item, ...]:
        """The items that link to this one (被引用), newest first; a withdrawn one no longer shows its links."""
        linking = (self.items[path] for path in self.backlinks.get(item.path, ()) if path in self.items)
        return newest(one for one in linking if not one.withdrawn)

    def rolled_up(self, site_id: str) -> tuple[Item, ...]:
        """What flows up to a site from those below: promoted and newest items, at most n a branch."""
        return newest(item for site in self.below(site_id) if site.kind != "library" for item in self.upward(site.id))

    def upward(self, site_id: str) -> tuple[Item, ...]:
        """What flows up from a site: of a library its newest records, of any other site the newest of its stream."""
        return upward(self.of(site_id), self.sites[site_id], self.settings.per_branch, self.streams)

    def tags(self, site_id: str) -> Mapping[str, tuple[str, int]]:
        """The tags of a site's items: address of the tag's page and how many items carry it."""
        if site_id not in self._tag_memory:
            counts: dict[str, int] = {}
            for item in self.standing(site_id):
                for tag in item.tags:
                    counts[tag] = counts.get(tag, 0) + 1
            slugs = distinct_slugs(counts)
            base = self.sites[site_id].base
            self._tag_memory[site_id] = {tag: (f"{base}tags/{slugs[tag]}/", n) for tag, n in sorted(counts.items())}
        return self._tag_memory[site_id]

    @cached_property
    def _tag_memory(self) -> dict[str, Mapping[str, tuple[str, int]]]:
        return {}

    def columns(self, site_id: str) -> Mapping[str, str]:
        """The columns that a site's items name, and the address of each one's list."""
        names = {item.column for item in self.standing(site_id) if item.column}
        return {name: f"{self.sites[site_id].base}columns/{slug}/" for name, slug in distinct_slugs(names).items()}

    def library(self) -> Site | None:
        """The shared resource library, if the network has one."""
        return next((site for site in self.sites.values() if site.kind == "library"), None)

    @cached_property
    def settings_text(self) -> str:
        """A text that is the same only for the same settings of the network."""
        return repr(self.settings)

    def frame_text(self) -> str:
        """A text that is the same only for the same frame: what every slice of this network has in common."""
        parts = (self.settings, tuple(map(without_files, self.sites.values())), self.tier, sorted(self.labels.items()),
                 sorted(self.folders.items()), sorted(self.streams), sorted(self.areas.items()), sorted(self.listed.items()),
                 sorted(self.fleeting))  # fmt: skip
        return repr(parts)


def without_files(site: Site) -> Site:
    """A site as others see it: what its own YAML files say changes its own pages only."""
    return replace(site, files={}) if site.files else site


LIBRARY_NEWEST = 5
"""How many of a library's records the portals of the sites above show."""


def upward(items: Iterable[Item], site: Site, per_branch: int, streams: Container[str]) -> tuple[Item, ...]:
    """What of a site's items flows up to the portals of the sites above."""
    standing = newest(item for item in items if is_standing(item))
    if site.kind == "library":
        return standing[:LIBRARY_NEWEST]
    return _with_promoted(tuple(item for item in standing if item.kind in streams), per_branch)


def _with_promoted(stream: tuple[Item, ...], most: int) -> tuple[Item, ...]:
    """The newest items, at most `most`; the newest promoted one always among them."""
    promoted = next((item for item in stream if item.promote), None)
    if promoted is None or promoted in stream[:most] or not most:
        return stream[:most]
    return (*stream[: most - 1], promoted)


def is_standing(item: Item) -> bool:
    """Whether lists show an item."""
    return not item.withdrawn and (item.state is None or item.state.listed)


def brief(item: Item, listed: Iterable[str]) -> Item:
    """An item as other sites may list it: no body, no fields of its Kind but those that lists show."""
    return replace(item, fields={name: item.fields[name] for name in listed}, **BRIEF)


BRIEF: Mapping[str, Any] = {
    "headings": (), "hash": "", "review": {}, "aliases": (), "attachments": (), "lines": {}, "characters": 0, "undescribed": 0,
}  # fmt: skip
"""What brief items go without."""


def newest(items: Iterable[Item]) -> tuple[Item, ...]:
    """Dated items, newest first; a fixed order among equals."""
    dated = [item for item in items if item.date is not None]
    return tuple(sorted(dated, key=lambda item: (item.date, item.address), reverse=True))
