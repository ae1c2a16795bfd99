"""The network of a build: every site's part joined, its items looked up only where somebody asks for them."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import field
from msgspec.structs import asdict, replace

from plugins.network.index import seal
from plugins.network.items import Item
from plugins.network.memory import Memory, Unseen
from plugins.network.network import Network, brief, without_files
from plugins.network.parts import EVERYWHERE, Joined, Lazy, Outline, Part, chained
from plugins.network.problems import Problem
from plugins.network.references import Link
from plugins.network.sites import Site


class Whole(Network, frozen=True, kw_only=True):
    """A Network whose items lie in `parts`; what passes between sites is told by their outlines."""

    frame: Network
    """What all slices have in common: a Network without items."""
    parts: Mapping[str, Part]
    referred: Mapping[str, Mapping[str, tuple[str, ...]]]
    """For each site its items that other sites refer to, and who does."""
    referrers: Mapping[str, Mapping[str, tuple[str, ...]]]
    """For each site who refers to each of its items, from wherever."""
    offered: Mapping[str, tuple[str, ...]]
    """For each site its files that items show or offer, wherever those stand."""
    memory: Memory = field(default_factory=Memory)
    notes: set[str] | None = None
    """Takes down what is looked at, if somebody wants to know."""

    def of(self, site_id: str, *kinds: str) -> tuple[Item, ...]:
        """The items that a site holds itself, or those of some Kinds; one that has none of them is not looked into."""
        self._note(*(f"{site_id} {kind}" for kind in kinds)) if kinds else self._note(site_id)
        part = self.parts.get(site_id)
        if part is None or (kinds and part.outline.kinds.keys().isdisjoint(kinds)):
            return ()
        return tuple(item for item in part.body.items.values() if not kinds or item.kind in kinds)

    def of_kind(self, *kinds: str) -> tuple[Item, ...]:
        """The items of these Kinds, in order of path; sites that have none are not looked into."""
        return tuple(item for site in self.parts for item in self.of(site, *kinds))

    def kind_of(self, path: str) -> str:
        """The Kind of an item; its site is not looked into."""
        site = path.partition("/")[0]
        self._note(site)
        return self.parts[site].outline.briefs[path].partition(" ")[0]

    def _note(self, *looked_at: str) -> None:
        if self.notes is not None:
            self.notes.update(looked_at)

    def _mark(self, note: str) -> str:
        """What changes whenever that which a note names does: a site, a Kind of a site, everything."""
        site, _, kind = note.partition(" ")
        if site == EVERYWHERE:
            return seal(*(f"{one} {part.outline.digest}" for one, part in self.parts.items()))
        if site not in self.parts:
            return ""
        outline = self.parts[site].outline
        return outline.kinds.get(kind, "") if kind else seal(outline.digest, repr(sorted(self.referred.get(site, {}).items())))

    def remembered(self, work: Callable[[Network, Site], Any], site: Site) -> Any:
        """What `work` says of a site; from an earlier build if nothing that it looked at has changed."""
        name = f"{work.__module__}.{work.__qualname__} {site.id} {seal(repr(site))}"
        return self.memory.recall(name, self._mark, lambda notes: work(self._watched(notes), site))

    def _watched(self, notes: set[str]) -> "Whole":
        """The same network, which notes what is looked at."""
        unseen = Unseen()
        return replace(
            self,
            as_of=None,
            media=unseen,
            aliases=unseen,
            tables=unseen,
            digests=unseen,
            notes=notes,
            items=_items(self.parts, notes),
            links=_links(self.parts, notes),
            backlinks=Joined(self.parts, self.referrers.__getitem__, notes),
        )

    def count(self, site_id: str) -> int:
        """How many items a site holds itself."""
        self._note(site_id)
        return len(self.parts[site_id].outline.briefs)

    @cached_property
    def passing(self) -> tuple[Item, ...]:
        """The items that are addressed to other sites or shared with them, in brief."""
        self._note(EVERYWHERE)
        return tuple(item for part in self.parts.values() for item in part.outline.passing)

    def upward(self, site_id: str) -> tuple[Item, ...]:
        """What flows up from a site, in brief."""
        self._note(site_id)
        return self.parts[site_id].outline.upward

    @cached_property
    def _briefs(self) -> Mapping[str, Item]:
        """The items of other sites that portals and hand-downs show."""
        outlines = [part.outline for part in self.parts.values()]
        return {item.path: item for outline in outlines for item in (*outline.passing, *outline.upward)}

    def seen_by(self, site_id: str) -> Network:
        """The part of the network that a site may show, and nothing else.

        Own items are whole. Of other sites' items only what a list needs is left, and only of those that are
        handed down, shared, flow up, refer to own items or belong to the library's newest.
        """
        body = self.parts[site_id].body
        foreign = {path: self._brief(path) for path in self._foreign(site_id)}
        return replace(
            self.frame,
            sites={key: site if key == site_id else without_files(site) for key, site in self.sites.items()},
            items=chained(foreign, body.items),
            as_of=None,
            links=body.links,
            backlinks=self.referrers[site_id],
            media={path: self.media[path] for path in self.offered.get(site_id, ())},
            aliases=self.parts[site_id].outline.aliases,
            tables=body.tables,
            digests=self._digests(site_id),
            problems=self._problems(site_id),
            counts=self._counts(site_id),
        )

    def slice_texts(self, site_id: str) -> tuple[str, str]:
        """Two texts that are the same only if `seen_by` is, its frame apart; no item is looked up for them.

        The second may be the same although facts about the files of items (`items.BESIDE`) differ.
        """
        outline = self.parts[site_id].outline
        foreign = [(path, self._brief_hash(path)) for path in self._foreign(site_id)]
        media = [(path, self.media[path]) for path in self.offered.get(site_id, ())]
        parts: list[object] = [
            foreign, sorted(self.referred.get(site_id, {}).items()), media, sorted(outline.aliases.items()),
            sorted(self._counts(site_id).items()), sorted(self._digests(site_id).items()), self._problems(site_id),
        ]  # fmt: skip
        around = "\n".join(map(repr, parts))
        return f"{outline.digest}\n{around}", f"{outline.shown}\n{around}"

    def _foreign(self, site_id: str) -> list[str]:
        """The paths of other sites' items that a site shows."""
        own = f"{site_id}/"
        found = [*self.handed_down(site_id), *self.shared_with(site_id), *self.rolled_up(site_id)]
        library = self.library()
        if library is not None and self.below(site_id):
            found += self.upward(library.id)
        paths = {item.path for item in found if item.site != site_id}
        paths |= {path for path in self.parts[site_id].outline.refers if not path.startswith(own)}
        return sorted(paths.union(*self.referred.get(site_id, {}).values()))

    def _brief(self, path: str) -> Item:
        item = self._briefs.get(path) or self.items[path]
        return brief(item, self.listed.get(item.kind, ()))

    def _brief_hash(self, path: str) -> str:
        return self.parts[path.partition("/")[0]].outline.briefs[path]

    def _counts(self, site_id: str) -> Mapping[str, int]:
        return {site.id: self.count(site.id) for site in self.below(site_id)}

    def _digests(self, site_id: str) -> Mapping[str, Mapping[str, object]]:
        return {name: {site_id: values[site_id]} for name, values in self.digests.items() if site_id in values}

    def _problems(self, site_id: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.path.startswith(f"{site_id}/"))


def joined(frame: Network, parts: Mapping[str, Part], memory: Memory | None = None) -> Whole:
    """The network that these parts make in a frame, which is a Network without items."""
    ordered = {site: parts[site] for site in sorted(parts, key=lambda site: f"{site}/")}  # so that paths are in order
    referred = _referred(ordered.values())
    offered = _offered(ordered.values())
    referrers = Lazy(ordered, lambda part: _backlinks(part.outline, referred.get(part.site, {})))
    tables = {path: part for part in ordered.values() for path in part.outline.tables}
    return Whole(
        **{
            **asdict(frame),
            "items": _items(ordered),
            "links": _links(ordered),
            "backlinks": Joined(ordered, referrers.__getitem__),
            "media": {path: ordered[site].outline.media[path] for site, paths in offered.items() for path in paths},
            "aliases": {address: path for part in ordered.values() for address, path in part.outline.aliases.items()},
            "tables": Lazy({path: (path, part) for path, part in tables.items()}, lambda found: found[1].body.tables[found[0]]),
        },
        frame=frame,
        parts=ordered,
        referred=referred,
        referrers=referrers,
        offered=offered,
        memory=memory or Memory(),
    )


def _items(parts: Mapping[str, Part], asked: set[str] | None = None) -> Joined[Item]:
    return Joined(parts, lambda site: parts[site].body.items, asked, keys=lambda site: parts[site].outline.briefs)


def _links(parts: Mapping[str, Part], asked: set[str] | None = None) -> Joined[tuple[Link | None, ...]]:
    return Joined(parts, lambda site: parts[site].body.links, asked)


def _referred(parts: Iterable[Part]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for part in parts:
        for path, sources in part.outline.refers.items():
            if (site := path.partition("/")[0]) != part.site:
                targets = found.setdefault(site, {})
                targets[path] = (*targets.get(path, ()), *sources)
    return found


def _offered(parts: Iterable[Part]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for part in parts:
        for path in (path for files in part.outline.used.values() for path in files):
            found.setdefault(path.partition("/")[0], set()).add(path)
    return {site: tuple(sorted(paths)) for site, paths in found.items()}


def _backlinks(outline: Outline, elsewhere: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Who refers to each item of a part, in its text or in a field."""
    found = {path: {*outline.refers.get(path, ()), *elsewhere.get(path, ())} for path in outline.briefs}
    return {path: tuple(sorted(sources)) for path, sources in found.items() if sources}
