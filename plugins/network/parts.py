"""The part of a network that the files of one site make, and what the other sites may need to know of it.

A part is kept as two texts: an outline, read in every build, and the items, read only when somebody asks for one. So a
site whose files did not change costs next to nothing.
"""

import json
from collections import ChainMap
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict, replace

from plugins.network import problems as p
from plugins.network import tables
from plugins.network.index import exchanged, gathered, seal
from plugins.network.items import Item
from plugins.network.media import Medium, from_row
from plugins.network.network import Network, brief, upward
from plugins.network.problems import Problem
from plugins.network.references import Link
from plugins.network.rows import (
    anchors_in,
    brief_text,
    hash_in,
    item_in,
    item_of,
    line_of,
    links_in,
    moment,
    shown_in,
    to_text,
)
from plugins.network.sites import Site
from plugins.network.tables import Table

Value = TypeVar("Value")
EVERYWHERE = "*"
"""Stands for all other sites among those whose content a part depends on."""


class Outline(Struct, frozen=True):
    """What a part tells without its items.

    Args:
        briefs: the path of each item, in order, with its Kind and a hash of what other sites may show of it.
        hidden: paths of items that are not shown now. closed: hashes of the paths of those that belong to another tier.
        media: every file that may be published, with its address. used: the files that each item uses, the site's and others'.
        spoken: hashes of the names of files that hidden items speak of. places: addresses of lists by folder.
        refers: items of this site and of others, each with the own items that refer to it. tables: the CSV files that items name.
        passing: items addressed to other sites or shared with them, in brief. upward: what flows up from here.
        aliases: old addresses. kinds: a hash over the items of each Kind. problems: what is wrong.
        veiled: hashes of the paths of files whose Problems the 检查报告 of this tier must not name.
        face: a hash of everything that links of other sites can lead to. digest: a hash of the items themselves.
        shown: the same without what no page shows of other items (`items.BESIDE`).
        content, clock: what tells an edit from a passing hour (`build.outdated`).
        until: when it changes by itself.
    """

    briefs: Mapping[str, str] = {}
    hidden: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    media: Mapping[str, tuple[Medium, str]] = {}
    used: Mapping[str, tuple[str, ...]] = {}
    spoken: tuple[str, ...] = ()
    places: Mapping[str, str] = {}
    refers: Mapping[str, tuple[str, ...]] = {}
    tables: tuple[str, ...] = ()
    passing: tuple[Item, ...] = ()
    upward: tuple[Item, ...] = ()
    aliases: Mapping[str, str] = {}
    kinds: Mapping[str, str] = {}
    problems: tuple[Problem, ...] = ()
    veiled: tuple[str, ...] = ()
    face: str = ""
    digest: str = ""
    shown: str = ""
    content: str = ""
    clock: str = ""
    until: datetime | None = None


class Terms(Struct, frozen=True):
    """Under what a part holds.

    Args:
        frame: a hash of settings, sites and code. stamps: of the stat values of the site's files, or empty if they
            cannot be trusted yet. files: of the site's files, by content.
        since: the instant that it was made for; it holds until the outline's `until`.
        asked: the other sites whose content was asked for, each with its face.
    """

    frame: str
    stamps: str
    files: str
    since: datetime
    asked: Mapping[str, str]


class Lazy(Mapping[str, Value]):
    """A mapping whose values are made from rows when they are asked for; it travels as its rows.

    Args:
        made: those values that are known already.
    """

    def __init__(self, rows: Mapping[str, Any], make: Callable[[Any], Value], made: Mapping[str, Value] | None = None) -> None:
        self.rows = rows
        self._make = make
        self._made = dict(made or {})

    def __reduce__(self) -> tuple[Any, ...]:
        return Lazy, (self.rows, self._make)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __getitem__(self, key: str) -> Value:
        if key not in self._made:
            self._made[key] = self._make(self.rows[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Body(Struct, frozen=True):
    """The items of a part, in order of path; what their references became, their anchors, the tables they name."""

    items: Mapping[str, Item]
    links: Mapping[str, tuple[Link | None, ...]]
    anchors: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Table]

    @property
    def keys(self) -> Mapping[str, str]:
        """The key of the Reading that each item was made of."""
        if isinstance(self.items, Lazy):
            return {path: hash_in(line) for path, line in self.items.rows.items()}
        return {path: item.hash for path, item in self.items.items()}


class Part:
    """What one site's files make."""

    def __init__(self, site: str, outline: Outline, load: Callable[[], Body]) -> None:
        self.site = site
        self.outline = outline
        self._load = load

    @cached_property
    def body(self) -> Body:
        """Its items, fetched when somebody asks for the first."""
        return self._load()


def chained(*maps: Mapping[str, Value]) -> Mapping[str, Value]:
    """Mappings one behind the other, the last one first; where they arrive they are one that needs no looking through."""
    return _Chain(*maps)  # type: ignore[arg-type]  # only read


class _Chain(ChainMap[str, Value]):
    def __reduce__(self) -> tuple[Any, ...]:
        return _unchained, tuple(self.maps)


def _unchained(*maps: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for one in reversed(maps) for key, value in one.items()}


class Joined(Mapping[str, Value]):
    """The mappings of all sites as one: a key begins with the id of its site, and only that site is looked into.

    `asked` takes down which sites were; `keys` tells the keys of a site where they are cheaper to have.
    """

    def __init__(
        self,
        sites: Iterable[str],
        of: Callable[[str], Mapping[str, Value]],
        asked: set[str] | None = None,
        keys: Callable[[str], Collection[str]] | None = None,
    ) -> None:
        self._sites = dict.fromkeys(sorted(sites, key=lambda site: f"{site}/"))  # so that paths are in order
        self._of = of
        self._keys = keys or of
        self._asked: set[str] = set() if asked is None else asked

    def __getitem__(self, key: str) -> Value:
        if key not in self:
            raise KeyError(key)
        return self._of(key.partition("/")[0])[key]

    def __contains__(self, key: object) -> bool:
        site = key.partition("/")[0] if isinstance(key, str) else ""
        if site not in self._sites:
            return False
        self._asked.add(site)
        return key in self._keys(site)

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERYWHERE)
        return (key for site in self._sites for key in self._keys(site))

    def __len__(self) -> int:
        self._asked.add(EVERYWHERE)
        return sum(len(self._keys(site)) for site in self._sites)


def part_of(site: Site, body: Body, held: Iterable[Item], frame: Network, outline: Outline) -> tuple[Part, str]:
    """The part of a site that holds these items, and the text of its body.

    Args:
        held: the items that are drafts, not yet due or past. frame: the network without items.
        outline: what is not told by the items.
    """
    items, lines, named = body.items.values(), _lines(body), _tables(body)
    kinds: dict[str, list[str]] = {}
    for path, line in lines.items():
        kinds.setdefault(body.items[path].kind, []).append(seal(line))
    told = replace(
        outline,
        briefs={item.path: f"{item.kind} {seal(brief_text(item, frame.listed.get(item.kind, ())))}" for item in items},
        refers=references(body.items, body.links),
        tables=tuple(body.tables),
        passing=tuple(_brief(item, frame) for item in items if item.to or item.joint),
        upward=tuple(_brief(item, frame) for item in upward(items, site, frame.settings.per_branch, frame.streams)),
        kinds={kind: gathered(kinds[kind]) for kind in sorted(kinds)},
        digest=gathered([seal(named), *(one for seals in kinds.values() for one in seals)]),
        shown=gathered([seal(named), *(seal(shown_in(line)) for line in lines.values())]),
        content=gathered(seal(_file(item)) for item in (*items, *held)),
        clock=gathered(seal(f"{item.path} {item.state!r}") for item in items),
    )
    whole = _body(named, lines, frame.settings.zone, body)
    return Part(site.id, told, lambda: whole), _text(told.digest, named, lines)


def exchanged_part(site: Site, before: Outline, text: str, new: Part, new_text: str, frame: Network) -> tuple[Part, str]:
    """The part of a site, kept as an outline and a text, in which some items are others now; nothing else may differ.

    Args:
        new, new_text: what those items alone make; they stand at the same paths and are of the same Kinds as before.
    """
    zone = frame.settings.zone
    was, now = body_of(text, zone), body_of(new_text, zone)
    paths = now.items.keys()
    few = Body(
        {path: was.items[path] for path in paths}, {path: was.links[path] for path in paths},
        {path: was.anchors[path] for path in paths}, {},
    )  # fmt: skip
    gone, come = part_of(site, few, (), frame, Outline())[0].outline, new.outline

    def summed(name: str) -> str:
        return exchanged(getattr(before, name), getattr(gone, name), getattr(come, name))

    digest = summed("digest")
    named, lines = text.split("\n", 2)[1], {**_kept_lines(text), **_kept_lines(new_text)}
    body = _body(named, lines, zone)
    if paths.isdisjoint(item.path for item in before.upward):
        likely = (*before.upward, *now.items.values())
    else:
        likely = tuple(body.items.values())
    told = replace(
        before,
        briefs={**before.briefs, **come.briefs},
        used=dict(sorted({**{path: files for path, files in before.used.items() if path not in paths}, **come.used}.items())),
        refers=_referring(before.refers, come.refers, paths),
        passing=tuple(
            sorted((*(one for one in before.passing if one.path not in paths), *come.passing), key=lambda one: one.path)
        ),
        upward=tuple(_brief(item, frame) for item in upward(likely, site, frame.settings.per_branch, frame.streams)),
        kinds={
            **before.kinds,
            **{kind: exchanged(before.kinds[kind], gone.kinds[kind], come.kinds[kind]) for kind in come.kinds},
        },
        problems=p.in_order((*(one for one in before.problems if one.path not in paths), *come.problems)),
        digest=digest,
        shown=summed("shown"),
        content=summed("content"),
        clock=summed("clock"),
    )
    return Part(site.id, told, lambda: body), _text(digest, named, lines)


def _referring(
    before: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]], paths: Container[str]
) -> dict[str, tuple[str, ...]]:
    """Who refers to what, if the items at some paths are others."""
    found = {target: [one for one in sources if one not in paths] for target, sources in before.items()}
    for target, sources in new.items():
        found.setdefault(target, []).extend(sources)
    return {target: tuple(sorted(sources)) for target, sources in found.items() if sources}


def _brief(item: Item, frame: Network) -> Item:
    return brief(item, frame.listed.get(item.kind, ()))


def _file(item: Item) -> str:
    """Which bytes an item was read from, whatever the code that read them."""
    return f"{item.path} {item.hash.rpartition(':')[2]} {item.stale}"


def references(items: Mapping[str, Item], links: Mapping[str, tuple[Link | None, ...]]) -> dict[str, tuple[str, ...]]:
    """The items that these refer to in text or fields, each with those that do."""
    found: dict[str, dict[str, None]] = {}
    for path, item in items.items():
        for target in (*[link.item for link in links.get(path, ()) if link], *item.related):
            if target and target != path:
                found.setdefault(target, {})[path] = None
    return {target: tuple(sources) for target, sources in found.items()}


def _tables(body: Body) -> str:
    return to_text({path: tables.to_json(table) for path, table in body.tables.items()})


def _lines(body: Body) -> Mapping[str, str]:
    """A line for each item."""
    return {path: line_of(item, body.links.get(path, ()), body.anchors.get(path, ())) for path, item in body.items.items()}


def _text(digest: str, named: str, lines: Mapping[str, str]) -> str:
    return "\n".join((digest, named, *(f"{path}\t{line}" for path, line in lines.items())))


@lru_cache(maxsize=32)
def body_of(text: str, zone: ZoneInfo) -> Body:
    """The body whose text `part_of` gave; its values are taken apart when somebody asks for them.

    The last ones are remembered: a preview asks for the same at every save.
    """
    return _body(text.split("\n", 2)[1], _kept_lines(text), zone)


def _body(named: str, lines: Mapping[str, str], zone: ZoneInfo, made: Body | None = None) -> Body:
    """A body of lines; what of it is `made` already need not be made of them."""
    made = made or Body({}, {}, {}, {})
    return Body(
        Lazy(lines, partial(item_in, zone=zone), made.items), Lazy(lines, links_in, made.links),
        Lazy(lines, anchors_in, made.anchors), Lazy(json.loads(named), tables.from_json, made.tables),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _kept_lines(text: str) -> Mapping[str, str]:
    """The line of each item in the text of a body."""
    return dict([row.split("\t", 1) for row in text.split("\n")[2:]])


def outline_text(outline: Outline, terms: Terms) -> str:
    """An outline as text for the index, with the terms that it holds under."""
    return to_text({**asdict(outline), "problems": list(map(p.to_json, outline.problems)), "terms": terms})


def outline_of(text: str, zone: ZoneInfo) -> tuple[Outline, Terms]:
    """What `outline_text` wrote; raises ValueError, TypeError or LookupError if it is none."""
    rows = json.loads(text)
    frame, stamps, files, since, asked = rows.pop("terms")
    made: dict[str, Any] = {name: tuple(rows[name]) for name in ("hidden", "closed", "spoken", "tables", "veiled")}
    made |= {name: tuple(item_of(row, zone) for row in rows[name]) for name in ("passing", "upward")}
    made["media"] = {path: (from_row(medium), address) for path, (medium, address) in rows["media"].items()}
    made |= {name: {path: tuple(paths) for path, paths in dict(rows[name]).items()} for name in ("used", "refers")}
    made["problems"] = tuple(p.from_json(problem) for problem in rows["problems"])
    made["until"] = moment(rows["until"], zone)
    return Outline(**{**rows, **made}), Terms(frame, stamps, files, datetime.fromisoformat(since), asked)
