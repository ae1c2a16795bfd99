"""From files to a Network: every reference resolved, every file published or reported."""

from collections import ChainMap
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import media as media_rules
from plugins.network import problems as p
from plugins.network.addresses import file_address
from plugins.network.audience import Audience
from plugins.network.drafts import Draft, Sources, drafts_of, held_back, visible_now
from plugins.network.files import shown
from plugins.network.index import seal
from plugins.network.items import Attachment, Item, Picture
from plugins.network.kinds import Kind, Kinds, whole
from plugins.network.media import Medium
from plugins.network.network import Network
from plugins.network.parts import Body, Joined, Outline, Part, part_of
from plugins.network.passing import addressed, aliases_of
from plugins.network.problems import Problem
from plugins.network.readings import Reading, placed
from plugins.network.references import Hidden, Known, Link, Role, resolve
from plugins.network.sites import Settings, Site
from plugins.network.tables import Table
from plugins.network.tree import SiteTree, invaded, one_form
from plugins.network.whole import Whole


class Scanned(Struct, frozen=True):
    """A Network of one tier at one instant, and when it changes by itself."""

    network: Whole
    next_change: datetime | None

    @property
    def published(self) -> frozenset[str]:
        """The source files of all items."""
        return frozenset(path for part in self.network.parts.values() for path in part.outline.briefs)

    @property
    def closed(self) -> frozenset[str]:
        """The source files that belong to other tiers, as hashes of their paths; they are named nowhere."""
        return frozenset(path for part in self.network.parts.values() for path in part.outline.closed)


class Drafted(Struct, frozen=True):
    """The items of one site before any link is followed.

    Args:
        found: the tree with this site's files only. chosen: the items that are shown in this tier now.
        held: those that are not shown, or not yet. back: what is left of files that are withheld. known: what links can lead to on this site.
        until: the next instant at which this changes by itself.
    """

    site: str
    found: SiteTree
    chosen: Mapping[str, Draft]
    held: Mapping[str, Draft]
    back: Mapping[str, Reading]
    closed: frozenset[str]
    known: Known
    until: datetime | None
    problems: tuple[Problem, ...]

    @property
    def face(self) -> str:
        """A hash of everything that other sites' links can lead to."""
        items = [(path, item.address, self.known.anchors[path]) for path, item in self.known.items.items()]
        parts = (items, sorted(self.known.hidden), list(self.known.media.items()), self.known.media_addresses, self.known.places)
        return seal(repr(parts))


def drafted(
    site_id: str, found: SiteTree, sources: Sources, kinds: Kinds, tier: Audience, as_of: datetime, problems: Iterable[Problem]
) -> Drafted:
    """The items of one site at one instant in one tier.

    Args:
        found: the tree, with the files of this site only. problems: what is known to be wrong with them so far.
    """
    problems = list(problems)
    back = {path: sources.readings[path] for path in found.sources if sources.readings[path].withheld in _BACK}
    read = replace(found, sources={path: site for path, site in found.sources.items() if path not in back}) if back else found
    drafts = drafts_of(read, sources, kinds, problems)
    chosen, hidden, closed, changes = visible_now(drafts, tier, as_of, found.settings, kinds, sources.pageless, problems)
    closed |= {path for path, reading in back.items() if reading.withheld == "closed"}
    for path, reading in back.items():
        problems += placed(reading.problems, path)
        problems += [held_back(path, reading.withheld, reading.lines or {})] if path not in closed else []
    problems = [replace(problem, published_instead="") if problem.path in hidden else problem for problem in problems]
    items = addressed({path: draft.item for path, draft in chosen.items()}, found.sites, problems, found.closed)
    media = _media_without_clashes(found, sources.media, kinds, problems)
    shown_instead = {path: _media_address(path, found, kinds) for path in sources.stale if path in media}
    problems = [replace(one, published_instead=shown_instead.get(one.path, one.published_instead)) for one in problems]
    known = _known(site_id, found, items, hidden | (found.sources.keys() - drafts.keys()), chosen, media, kinds)
    later = min((moment for moment in changes if moment > as_of), default=None)
    held = {path: drafts[path] for path in sorted(hidden)}
    return Drafted(site_id, found, chosen, held, back, frozenset(closed), known, later, tuple(problems))


_BACK = ("closed", "draft", "expires")
"""Why of a file no more is known than that it is there."""


def linked(drafted: Drafted, sources: Sources, kinds: Kinds, known: Known, frame: Network) -> tuple[Part, str]:
    """The part of the network that a drafted site makes, with everything in it followed to where it leads, and its text.

    Args:
        known: what links can lead to on all sites.
    """
    found, chosen, problems = drafted.found, drafted.chosen, list(drafted.problems)
    items: dict[str, Item] = {}
    links: dict[str, tuple[Link | None, ...]] = {}
    used: dict[str, tuple[str, ...]] = {}
    tables: dict[str, Table] = {}
    for path, item in drafted.known.items.items():
        kind, draft, files, named = kinds.by_id[item.kind], chosen[path], set[str](), dict[str, Table]()
        whole = _with_files(item, draft, known, files, problems)
        whole = _with_references(whole, kind, known, files, problems)
        whole = _with_pictures(whole, kind, known, files, problems)
        items[path] = _with_tables(whole, kind, found.settings, known, sources, named, problems)
        links[path] = _links(items[path], draft, known, problems)
        files |= named.keys() | {link.medium for link in links[path] if link and link.medium}
        tables |= named
        if files:
            used[path] = tuple(sorted(files))
    _check_stopped(found, sources.readings, known, problems)
    aliases = aliases_of(items, found.sites, kinds, problems)
    problems = list(p.in_order(problems))
    _assert_nothing_lost(found.sources, items, problems, drafted.closed)
    body = Body(items, links, drafted.known.anchors, tables)
    outline = Outline(
        hidden=tuple(sorted(drafted.known.hidden.keys() - drafted.closed)),
        closed=tuple(sorted(map(seal, drafted.closed))),
        media={path: (medium, drafted.known.media_addresses[path]) for path, medium in drafted.known.media.items()},
        used=used,
        spoken=tuple(
            sorted({*map(seal, _spoken(drafted, kinds)), *(name for one in drafted.back.values() for name in one.spoken)})
        ),
        places=drafted.known.places,
        aliases=aliases,
        problems=tuple(problems),
        veiled=tuple(map(seal, _veiled(drafted, sources.readings))),
        face=drafted.face,
        until=drafted.until,
    )
    held = [draft.item for path, draft in drafted.held.items() if path not in drafted.closed]
    held += [
        _unseen(path, reading, drafted.site, sources) for path, reading in drafted.back.items() if path not in drafted.closed
    ]
    return part_of(found.sites[drafted.site], body, held, frame, outline)


def tells_the_same(old: Item, new: Item, kinds: Kinds) -> bool:
    """Whether a site tells the same with either of two items, but for what they themselves say.

    Other files of the site are not touched then: no address, no moment and no table depends on which of the two it is.
    """
    steady = not any(one.aliases or one.publish or one.expires or (one.state and one.state.until) for one in (old, new))
    return steady and (old.kind, old.address) == (new.kind, new.address) and not kinds.by_id[new.kind].tables


def _unseen(path: str, reading: Reading, site: str, sources: Sources) -> Item:
    """An item of which nothing is known but which bytes it is made of."""
    return Item(path, site, reading.kind, "", "", "", hash=sources.keys[path])


def _spoken(drafted: Drafted, kinds: Kinds) -> set[str]:
    """The names of files that held items speak of, and shown ones of tables, which were told of if they cannot be read."""
    with_tables = (draft for draft in drafted.chosen.values() if kinds.by_id[draft.item.kind].tables)
    return {PurePosixPath(target).name for draft in (*drafted.held.values(), *with_tables) for target in _targets(draft)}


def _veiled(drafted: Drafted, readings: Mapping[str, Reading]) -> Iterator[str]:
    """The files that are not published and ask, or may ask, for a narrower tier."""
    for path in drafted.found.sources:
        lines = readings[path].lines
        if path not in drafted.chosen and (path in drafted.closed or lines is None or "audience" in lines):
            yield path


def _assert_nothing_lost(
    sources: Iterable[str], items: Mapping[str, Item], problems: Iterable[Problem], closed: Container[str]
) -> None:
    """Files in = items published + items reported: the promise that nothing is dropped silently."""
    reported = {problem.path for problem in problems}
    lost = [path for path in sources if path not in items and path not in closed and shown(path) not in reported]
    if lost:
        raise AssertionError(f"neither published nor reported: {', '.join(lost[:5])}")


def known_everywhere(
    of: Callable[[str], Known], sites: Mapping[str, Site], asked: set[str], closed: frozenset[str] = frozenset()
) -> Known:
    """What links can lead to on all sites; `asked` takes down the sites that were looked into."""
    return Known(
        Joined(sites, lambda site: of(site).items, asked),
        Joined(sites, lambda site: of(site).hidden, asked),
        Joined(sites, lambda site: of(site).anchors, asked),
        Joined(sites, lambda site: of(site).media, asked),
        Joined(sites, lambda site: of(site).media_addresses, asked),
        Joined(sites, lambda site: of(site).places, asked),
        frozenset(site.id for site in sites.values() if site.kind == "library"),
        closed,
    )


def known_of(part: Part) -> Known:
    """What links can lead to on a site whose part is known."""
    media = part.outline.media
    return Known(
        part.body.items, Hidden(part.outline.hidden, part.outline.closed), part.body.anchors,
        {path: medium for path, (medium, _) in media.items()}, {path: address for path, (_, address) in media.items()},
        part.outline.places, frozenset(),
    )  # fmt: skip


def frame_of(found: SiteTree, kinds: Kinds, tier: Audience, as_of: datetime) -> Network:
    """What every page of the network has in common: a Network without items."""
    every = kinds.by_id.values()
    return Network(
        found.settings, found.sites, {}, tier, as_of,
        labels={kind.id: found.settings.gettext(kind.name) for kind in every}, folders={kind.id: kind.folder for kind in every}, streams=kinds.streams,
        areas={kind.id: kind.area for kind in every}, listed={kind.id: kind.listed for kind in every},
        fleeting=frozenset(kind.id for kind in every if kind.view is not whole),
        own_lists=frozenset(kind.id for kind in every if kind.own_list),
    )  # fmt: skip


def unused_files(parts: Iterable[Part]) -> Iterator[Problem]:
    """Files that nobody uses; those of items held back or closed, and tables that were told of already, are not named."""
    outlines = [part.outline for part in parts]
    used = {path for outline in outlines for files in outline.used.values() for path in files}
    spoken = {name for outline in outlines for name in outline.spoken}
    for outline in outlines:
        for path in outline.media:
            if path not in used and seal(PurePosixPath(path).name) not in spoken:
                yield p.UNUSED_FILE.at(path)


def _known(
    site_id: str,
    found: SiteTree,
    items: Mapping[str, Item],
    hidden: set[str],
    chosen: Mapping[str, Draft],
    media: Mapping[str, Medium],
    kinds: Kinds,
) -> Known:
    addresses = {path: _media_address(path, found, kinds) for path in media}
    places = {site_id: found.sites[site_id].base}
    for folder, item in {path.rpartition("/")[0]: item for path, item in items.items()}.items():
        if kinds.by_id[item.kind].folder and folder.count("/") == 1:
            places[folder] = f"{found.sites[item.site].base}{kinds.by_id[item.kind].folder}/"
    return Known(
        items, dict.fromkeys(sorted(hidden), True), {path: draft.reading.anchors for path, draft in chosen.items()}, media,
        addresses, places, frozenset(),
    )  # fmt: skip


def _media_address(path: str, found: SiteTree, kinds: Kinds) -> str:
    parts = path.split("/", 2)
    kind = kinds.by_folder.get(parts[1]) if len(parts) > 2 else None
    return file_address(path, found.sites[found.media[path]].base, kind.folder if kind else "")


def _media_without_clashes(
    found: SiteTree, media: Mapping[str, Medium], kinds: Kinds, problems: list[Problem]
) -> dict[str, Medium]:
    """The files whose address is theirs alone on every file system, and lies in no other site's folder."""
    addresses = {path: _media_address(path, found, kinds) for path in media}
    rivals = {path: invaded(address, found.media[path], found.sites) for path, address in addresses.items()}
    taken: dict[str, list[str]] = {}
    for path, address in addresses.items():
        for name, _ in media[path].files(address) if not rivals[path] else ():
            taken.setdefault(one_form(name), []).append(path)
    for paths in taken.values():
        rivals |= {path: next(one for one in paths if one != path) for path in paths if len(paths) > 1}
    for path, rival in rivals.items():
        if rival:
            problems.append(p.ADDRESS_CLASH.at(path, 0, address=addresses[path], other=rival))
    return {path: medium for path, medium in media.items() if not rivals[path]}


def _with_files(item: Item, draft: Draft, known: Known, used: set[str], problems: list[Problem]) -> Item:
    """The item with its cover and attachments found; what is missing is reported."""
    cover = None
    if draft.cover:
        link = _found(draft.cover, "image", "cover", item, known, problems)
        if link is not None and link.medium:
            used.add(link.medium)
            cover = Picture(link.address, link.width, link.height, draft.alt, link.widths, link.fallback)
    attachments = []
    for position, written in enumerate(draft.attachments):
        link = _found(written, "file", f"attachments.{position}", item, known, problems)
        if link is not None and link.medium:
            used.add(link.medium)
            attachments.append(_attachment(link.medium, known))
    return replace(item, cover=cover, attachments=tuple(attachments)) if cover or attachments else item


def _found(written: str, role: Role, field: str, item: Item, known: Known, problems: list[Problem]) -> Link | None:
    """What a field refers to; a bare file name may also lie in the site's media folder."""
    line = item.line(*field.split("."))
    link, problem = resolve(written, role, item, line, known)
    if link is None and "/" not in written and f"{item.site}/media/{written}" in known.media:
        link, problem = resolve(f"/{item.site}/media/{written}", role, item, line, known)
    if problem is not None:
        problems.append(problem)
    return link


def _attachment(path: str, known: Known) -> Attachment:
    medium = known.media[path]
    return Attachment(
        PurePosixPath(path).name, known.media_addresses[path], media_rules.suffix(path)[1:].upper(), medium.size, medium.sha256
    )


def _with_references(item: Item, kind: Kind, known: Known, used: set[str], problems: list[Problem]) -> Item:
    """The item with what its reference fields lead to: the path of an item, the address of a file or an outside URL."""
    fields, related = dict(item.fields), dict.fromkeys(item.related)

    def led(written: str, field: str) -> str:
        link = _found(written, "link", field, item, known, problems)
        if link is None:
            return ""
        if link.item:
            related[link.item] = None
        if link.medium:
            used.add(link.medium)
        return link.item or link.address

    for name in kind.references:
        top, _, rest = name.partition(".")
        if fields.get(top):
            fields[top] = _replaced(fields[top], rest.split(".") if rest else [], top, led)
    return replace(item, fields=fields, related=tuple(related)) if fields != item.fields else item


def _with_pictures(item: Item, kind: Kind, known: Known, used: set[str], problems: list[Problem]) -> Item:
    """The item with the pictures that its fields name found; what is missing is reported."""

    def shown(written: str, field: str) -> dict[str, Any] | None:
        link = _found(written, "image", field, item, known, problems)
        if link is None or not link.medium:
            return None
        used.add(link.medium)
        return {
            "address": link.address, "width": link.width, "height": link.height,
            "widths": list(link.widths), "fallback": link.fallback,
        }  # fmt: skip

    fields = dict(item.fields)
    for name in kind.pictures:
        top, _, rest = name.partition(".")
        if fields.get(top):
            fields[top] = _replaced(fields[top], rest.split(".") if rest else [], top, shown) if item.body else ()
    return replace(item, fields=fields) if fields != item.fields else item


def _replaced(value: Any, parts: Sequence[str], field: str, led: Callable[[str, str], Any]) -> Any:
    """A field's value with the texts at `parts` (`*` is every entry) replaced by what they lead to."""
    if isinstance(value, list):
        inner = parts[1:] if parts[:1] == ["*"] else parts
        return [_replaced(entry, inner, f"{field}.{number}", led) for number, entry in enumerate(value)]
    if isinstance(value, dict):
        name = parts[0]
        return {**value, name: _replaced(value[name], parts[1:], f"{field}.{name}", led)} if value.get(name) else value
    return led(str(value), field)


def _with_tables(
    item: Item,
    kind: Kind,
    settings: Settings,
    known: Known,
    sources: Sources,
    tables: dict[str, Table],
    problems: list[Problem],
) -> Item:
    """The item with its CSV files found, read and offered like attachments; what cannot be read or shown is reported."""
    written = {name: item.fields[name] for name in kind.tables if item.fields.get(name)} if item.body else {}
    fields, files = dict(item.fields), list(item.attachments)
    for name, value in written.items():
        link = _found(str(value), "file", name, item, known, problems)
        table = sources.table(link.medium, known.media[link.medium].sha256) if link and link.medium else None
        faults = [table] if isinstance(table, Problem) else [*kind.check_table(item, name, table, settings)] if table else []
        problems += faults
        if any(fault.severity == "error" for fault in faults):
            table = None
        fields[name] = link.medium if link and isinstance(table, Table) else ""
        if link and isinstance(table, Table):
            tables[link.medium] = table
            files += [_attachment(link.medium, known)] if all(file.address != link.address for file in files) else []
    return replace(item, fields=fields, attachments=tuple(files)) if written else item


def _targets(draft: Draft) -> Iterator[str]:
    yield from (value for value in draft.item.fields.values() if isinstance(value, str))
    yield from (reference.target for reference in draft.reading.references)
    yield from draft.attachments
    yield draft.cover


def _links(item: Item, draft: Draft, known: Known, problems: list[Problem]) -> tuple[Link | None, ...]:
    """What the references of an item's text lead to; what leads nowhere is reported."""
    results = []
    for reference in draft.reading.references:
        link, problem = resolve(reference.target, reference.role, item, reference.line, known)
        results.append(link)
        if problem is not None:
            problems.append(problem)
    return tuple(results)


def _check_stopped(found: SiteTree, readings: Mapping[str, Reading], known: Known, problems: list[Problem]) -> None:
    """Report the links of files that are stopped too: their writer should see every fault at once."""
    for path, site in found.sources.items():
        reading = readings[path]
        if reading.stopped and reading.references:
            item = Item(path, site, reading.kind, "", "", "")
            with_own = replace(known, anchors=ChainMap({path: reading.anchors}, known.anchors))  # type: ignore[arg-type]  # only read
            for reference in reading.references:
                _, problem = resolve(reference.target, reference.role, item, reference.line, with_own)
                problems += [problem] if problem is not None else []
