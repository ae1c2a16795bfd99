"""From files to a Network: every reference resolved, every file published or reported."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from plugins.network import media as media_rules
from plugins.network import problems as p
from plugins.network.addresses import file_address
from plugins.network.audience import Audience
from plugins.network.drafts import Draft, Sources, drafts_of, visible_now
from plugins.network.items import Attachment, Item, Picture
from plugins.network.kinds import Kind, Kinds
from plugins.network.media import Medium
from plugins.network.network import Network
from plugins.network.passing import addressed, aliases_of
from plugins.network.problems import Problem
from plugins.network.reading import Reading
from plugins.network.references import Known, Link, Role, resolve
from plugins.network.sites import Settings
from plugins.network.tables import Table
from plugins.network.tree import SiteTree, invaded, one_form


@dataclass(frozen=True, slots=True)
class Scanned:
    """A Network with what was found on the way.

    `published` and `reported` are the source files on either side of the promise
    *files in = items published + items reported*; `closed` are those of other tiers, named nowhere.
    `held` are the items of this tier that are drafts, not yet due or past.
    """

    network: Network
    problems: tuple[Problem, ...]
    published: frozenset[str]
    reported: frozenset[str]
    closed: frozenset[str]
    held: tuple[Item, ...]
    next_change: datetime | None


def assemble(
    found: SiteTree, sources: Sources, kinds: Kinds, tier: Audience, as_of: datetime, problems: Iterable[Problem] = ()
) -> Scanned:
    """The Network of one tier at one instant, and everything that is wrong."""
    problems = [*found.problems, *problems]
    drafts = drafts_of(found, sources, kinds, problems)
    chosen, hidden, closed, changes = visible_now(drafts, tier, as_of, found.settings, kinds, problems)
    problems = [replace(problem, published_instead="") if problem.path in hidden else problem for problem in problems]
    items = {path: draft.item for path, draft in chosen.items()}
    items = addressed(items, found.sites, problems)
    media = _media_without_clashes(found, sources.media, kinds, problems)
    known = _known(found, items, hidden | (found.sources.keys() - drafts.keys()), chosen, media, kinds)
    used: set[str] = set()
    items = {path: _with_files(item, chosen[path], known, used, problems) for path, item in items.items()}
    items = {path: _with_references(item, kinds.by_id[item.kind], known, used, problems) for path, item in items.items()}
    items = {path: _with_pictures(item, kinds.by_id[item.kind], known, used, problems) for path, item in items.items()}
    tables: dict[str, Table] = {}
    items = {
        path: _with_tables(item, kinds.by_id[item.kind], found.settings, known, sources, tables, problems)
        for path, item in items.items()
    }
    used |= tables.keys()
    known = replace(known, items=items)
    links = _links(items, chosen, known, problems)
    used |= {link.medium for results in links.values() for link in results if link and link.medium}
    _check_stopped(found, sources.readings, known, problems)
    with_tables = (draft for draft in chosen.values() if kinds.by_id[draft.item.kind].tables)
    problems += _unused(known, used, [*(drafts[path] for path in hidden), *with_tables])
    network = Network(
        found.settings, found.sites, items, tier, as_of, links, _backlinks(links, items),
        {path: (known.media[path], known.media_addresses[path]) for path in sorted(used)},
        aliases_of(items, found.sites, kinds, problems),
        {kind.id: kind.name for kind in kinds.by_id.values()}, {kind.id: kind.folder for kind in kinds.by_id.values()},
        frozenset(kind.id for kind in kinds.by_id.values() if kind.stream and kind.dated),
        {kind.id: kind.area for kind in kinds.by_id.values()}, {kind.id: kind.listed for kind in kinds.by_id.values()}, tables,
        own_lists=frozenset(kind.id for kind in kinds.by_id.values() if kind.own_list),
    )  # fmt: skip
    reported = frozenset(problem.path for problem in problems)
    held = tuple(drafts[path].item for path in sorted(hidden - closed))
    later = [moment for moment in changes if moment > as_of]
    return Scanned(network, p.in_order(problems), frozenset(items), reported, frozenset(closed), held, min(later, default=None))


def _known(
    found: SiteTree,
    items: Mapping[str, Item],
    hidden: set[str],
    chosen: Mapping[str, Draft],
    media: Mapping[str, Medium],
    kinds: Kinds,
) -> Known:
    addresses = {path: _media_address(path, found, kinds) for path in media}
    places = {site.id: site.base for site in found.sites.values()}
    for folder, item in {path.rpartition("/")[0]: item for path, item in items.items()}.items():
        if kinds.by_id[item.kind].folder and folder.count("/") == 1:
            places[folder] = f"{found.sites[item.site].base}{kinds.by_id[item.kind].folder}/"
    return Known(
        items, frozenset(hidden), {path: draft.reading.anchors for path, draft in chosen.items()}, media, addresses,
        places, frozenset(site.id for site in found.sites.values() if site.kind == "library"),
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
        if not rivals[path]:
            taken.setdefault(one_form(address), []).append(path)
    for paths in taken.values():
        rivals |= {path: next((one for one in paths if one != path), "") for path in paths}
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
            cover = Picture(link.address, link.width, link.height, draft.alt)
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
        return {"address": link.address, "width": link.width, "height": link.height}

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
        table = sources.table(link.medium) if link and link.medium else None
        faults = [table] if isinstance(table, Problem) else [*kind.check_table(item, name, table, settings)] if table else []
        problems += faults
        if any(fault.severity == "error" for fault in faults):
            table = None
        fields[name] = link.medium if link and isinstance(table, Table) else ""
        if link and isinstance(table, Table):
            tables[link.medium] = table
            files += [_attachment(link.medium, known)] if all(file.address != link.address for file in files) else []
    return replace(item, fields=fields, attachments=tuple(files)) if written else item


def _unused(known: Known, used: set[str], hidden: Iterable[Draft]) -> Iterator[Problem]:
    """Files that nobody uses; those of items held back or closed, and tables that were told of already, are not named."""
    spoken = {PurePosixPath(target).name for draft in hidden for target in _targets(draft)}
    for path in known.media:
        if path not in used and PurePosixPath(path).name not in spoken:
            yield p.UNUSED_FILE.at(path)


def _targets(draft: Draft) -> Iterator[str]:
    yield from (value for value in draft.item.fields.values() if isinstance(value, str))
    yield from (reference.target for reference in draft.reading.references)
    yield from draft.attachments
    yield draft.cover


def _links(
    items: Mapping[str, Item], chosen: Mapping[str, Draft], known: Known, problems: list[Problem]
) -> dict[str, tuple[Link | None, ...]]:
    links: dict[str, tuple[Link | None, ...]] = {}
    for path, item in items.items():
        results = []
        for reference in chosen[path].reading.references:
            link, problem = resolve(reference.target, reference.role, item, reference.line, known)
            results.append(link)
            if problem is not None:
                problems.append(problem)
        if results:
            links[path] = tuple(results)
    return links


def _check_stopped(found: SiteTree, readings: Mapping[str, Reading], known: Known, problems: list[Problem]) -> None:
    """Report the links of files that are stopped too: their writer should see every fault at once."""
    for path, site in found.sources.items():
        reading = readings[path]
        if reading.stopped and reading.references:
            item = Item(path, site, reading.kind, "", "", "")
            with_own = replace(known, anchors={**known.anchors, path: reading.anchors})
            for reference in reading.references:
                _, problem = resolve(reference.target, reference.role, item, reference.line, with_own)
                problems += [problem] if problem is not None else []


def _backlinks(links: Mapping[str, tuple[Link | None, ...]], items: Mapping[str, Item]) -> dict[str, tuple[str, ...]]:
    """Who refers to an item, in its text or in a field."""
    found: dict[str, dict[str, None]] = {}
    for source, results in links.items():
        for link in results:
            if link is not None and link.item and link.item != source:
                found.setdefault(link.item, {})[source] = None
    for item in items.values():
        for path in item.related:
            if path != item.path:
                found.setdefault(path, {})[item.path] = None
    return {path: tuple(sources) for path, sources in found.items()}
