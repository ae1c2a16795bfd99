"""Each file as the item it would be: its address, its last good version where it is broken, what is shown now."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.addresses import SLUG, SLUG_BYTES, date_in_name, slug_of, stem_of
from plugins.network.audience import LABELS, NAMES, Audience, narrower, visible
from plugins.network.items import Item, Source, State
from plugins.network.kinds import Kind, Kinds
from plugins.network.media import Medium
from plugins.network.periods import begins, ends, normal
from plugins.network.problems import Problem
from plugins.network.readings import Reading, placed
from plugins.network.sites import Settings, Site
from plugins.network.tables import Table
from plugins.network.tree import SiteTree, invaded, one_form

UNREACHABLE = frozenset(
    code.id for code in (p.SYMLINK, p.SPECIAL_FILE, p.UNREADABLE, p.SUBMODULE, p.TOO_MANY_FILES, p.TOO_MANY_BYTES)
)
"""The Problems of what cannot or must not be entered or read."""


Gates = Callable[[Item], Iterable[Problem]]


class Sources(Struct, frozen=True):
    """What `assemble` knows of the files.

    Args:
        readings: by path, of every source file. keys: the cache key of each reading.
        good: the last good Reading of a path and its key, or None; asked only where the newest is broken.
        media: the facts of every picture and attachment that may be published.
        table: the table in a CSV file by its path and SHA-256, or why there is none; asked only for files that fields name.
        online: the paths of the articles that are published now; needed only if the walk found Problems.
        gates: what keeps an item from being published, whatever its Kind.
        stale: the files among `media` that are broken now and shown as they were last published.
        pageless: why an item cannot have a page, if it cannot.
    """

    readings: Mapping[str, Reading]
    keys: Mapping[str, str]
    good: Callable[[str], tuple[Reading, str] | None]
    media: Mapping[str, Medium]
    table: Callable[[str, str], Table | Problem]
    online: Iterable[str] = ()
    gates: Gates = lambda _item: ()
    stale: frozenset[str] = frozenset()
    pageless: Callable[[Item], Problem | None] = lambda _item: None


class Draft(Struct, frozen=True):
    """An item before the tier and the instant are applied, with the Reading that it comes from."""

    item: Item
    reading: Reading
    audience: Audience
    cover: str
    alt: str
    attachments: tuple[str, ...]


def drafts_of(found: SiteTree, sources: Sources, kinds: Kinds, problems: list[Problem]) -> dict[str, Draft]:
    """Every file as the item it would be; a broken one as its last good version, if it has one."""
    drafts: dict[str, Draft] = {}
    for path, site_id in found.sources.items():
        site, reading = found.sites[site_id], sources.readings[path]
        faults = [*placed(reading.problems, path)]
        draft = None
        if not reading.stopped:
            draft, more = _draft(path, reading, sources.keys[path], site, kinds, found.settings, sources.gates)
            faults = [*(_for_readers_of(draft, faults) if draft else faults), *more]
        if draft is None or any(fault.stops == "item" for fault in faults):
            draft = _last_good(path, site, sources, kinds, found.settings)
            faults = [_instead(fault, draft) for fault in faults]
        problems += faults
        if draft is not None:
            drafts[path] = draft
    drafts |= _out_of_reach(found, sources, kinds, problems)
    return _without_clashes(drafts, found, sources, kinds, problems)


def _out_of_reach(found: SiteTree, sources: Sources, kinds: Kinds, problems: list[Problem]) -> dict[str, Draft]:
    """The last good versions of articles that have become a link or a device, or lie in a folder that cannot be read."""
    barriers = {problem.path: problem for problem in problems if problem.code in UNREACHABLE}
    drafts: dict[str, Draft] = {}
    for path in sources.online if barriers else ():
        places = [path, *(str(folder) for folder in PurePosixPath(path).parents)]
        barrier = next((barriers[place] for place in places if place in barriers), None)
        site = found.sites.get(path.partition("/")[0])
        if barrier is None or site is None or path in found.sources:
            continue
        draft = _last_good(path, site, sources, kinds, found.settings)
        if draft is not None:
            drafts[path] = draft
            if barrier.stops == "site":
                continue  # told once
            if barrier.path == path:
                problems.remove(barrier)
            problems.append(_instead(replace(barrier, path=path), draft))
    return drafts


def _last_good(path: str, site: Site, sources: Sources, kinds: Kinds, settings: Settings) -> Draft | None:
    good = sources.good(path)
    if good is None:
        return None
    reading, key = good
    draft, _ = _draft(path, reading, key, site, kinds, settings, sources.gates)
    if draft is None or any(fault.stops == "item" for fault in _for_readers_of(draft, reading.problems)):
        return None
    newest = sources.readings.get(path)
    return _as_wished(replace(draft, item=replace(draft.item, stale=True)), newest.wishes if newest else {}, settings.zone)


def _as_wished(draft: Draft, wishes: Mapping[str, str], zone: ZoneInfo) -> Draft:
    """A last good version, closed as far as the broken one asks: a wish to show less always wins (promises.md P2)."""
    item = draft.item
    if "audience" in wishes:
        narrow = narrower(draft.audience, NAMES.get(wishes["audience"], "lan"))
        draft, item = replace(draft, audience=narrow), replace(item, audience=narrow)
    if "expires" in wishes:
        end = ends(wishes["expires"], zone)
        item = replace(item, expires=min(end, item.expires) if item.expires else end)
    if "withdrawn" in wishes:
        item = replace(item, withdrawn=wishes["withdrawn"])
        draft = replace(draft, reading=replace(draft.reading, references=(), anchors=()), cover="", attachments=())
    if "draft" in wishes:
        draft = replace(draft, reading=replace(draft.reading, fields={**(draft.reading.fields or {}), "draft": True}))
    return replace(draft, item=item)


def _for_readers_of(draft: Draft, faults: Iterable[Problem]) -> list[Problem]:
    """The Problems that are faults for the audience of a draft."""
    return [fault for fault in faults if visible(draft.audience, fault.within)]


def _instead(fault: Problem, draft: Draft | None) -> Problem:
    return replace(fault, published_instead=draft.item.address) if draft and fault.stops == "item" else fault


def _draft(
    path: str, reading: Reading, key: str, site: Site, kinds: Kinds, settings: Settings, gates: Gates
) -> tuple[Draft | None, list[Problem]]:
    """The item that a good Reading makes at a path, or None and why not."""
    kind, lines, zone = kinds.by_id[reading.kind], reading.lines or {}, settings.zone
    fields = {**kind.defaults, **(reading.fields or {})}
    faults: list[Problem] = []
    date = fields["date"] or date_in_name(path)
    if kind.dated and not date:
        faults.append(p.NO_DATE.at(path, 1, kind=kind.name, kind_en=kind.id))
    date = _real_date(date, path, kind, faults)
    slug = fields["slug"] or slug_of(stem_of(path))
    if fields["slug"] and not _is_slug(fields["slug"]):
        faults.append(p.BAD_SLUG.at(path, lines.get("slug", 1), value=fields["slug"]))
    elif "slug" in lines and not fields["slug"]:
        faults.append(p.BAD_SLUG.at(path, lines["slug"], value=""))
    if any(fault.stops == "item" for fault in faults):
        return None, faults
    audience = _audience(fields["audience"], _widest(kind, fields, site, settings), path, lines, faults)
    item = Item(
        path=path, site=site.id, kind=kind.id, slug=slug,
        address=f"{site.base}{_folder(path, kind, kinds)}/{slug}/",
        title=reading.title, date=begins(date, zone) if date else None,
        updated=begins(fields["updated"], zone) if fields["updated"] else None,
        summary=reading.summary, author=fields["author"],
        source=Source(**fields["source"]) if fields["source"] else None,
        tags=tuple(fields["tags"]), column=fields["column"], audience=audience, withdrawn=fields["withdrawn"],
        publish=begins(fields["publish"], zone) if fields["publish"] else None,
        expires=ends(fields["expires"], zone) if fields["expires"] else None,
        pinned=fields["pinned"], promote=fields["promote"], to=tuple(fields["to"]), joint=tuple(fields["joint"]),
        review=dict(fields["review"]),
        aliases=tuple(fields["aliases"]),
        fields={name: fields[name] for name in kind.own},
        headings=reading.headings, minutes=reading.minutes, lines=lines, hash=key,
        characters=reading.characters,
        undescribed=sum(one.role == "image" and not one.text.strip() for one in reading.references),
    )  # fmt: skip
    faults += _judged(item, kind, settings, gates)
    if any(fault.stops == "item" for fault in faults):
        return None, faults
    if item.withdrawn:
        return Draft(item, replace(reading, references=(), anchors=()), audience, "", "", ()), faults
    return Draft(item, reading, audience, fields["cover"], fields["alt"], tuple(fields["attachments"])), faults


def _judged(item: Item, kind: Kind, settings: Settings, gates: Gates) -> list[Problem]:
    """What the Kind and the gates find in an item; one on which they fail is stopped, and no other."""
    try:
        return [*kind.check(item, settings), *(gates(item) if not item.withdrawn else ())]
    except Exception as fault:  # noqa: BLE001  # whatever an item holds, it must not keep all others offline
        return [p.READING_FAILED.at(item.path, 1, what=repr(fault))]


def _is_slug(written: str) -> bool:
    """Whether a slug can name a folder: one with a dot could be that of a file, such as feed.atom."""
    return SLUG.fullmatch(written) is not None and "." not in written and len(written) <= SLUG_BYTES


def _real_date(date: str, path: str, kind: Kind, faults: list[Problem]) -> str:
    """The date, unless a file name only looks like one (2026-13-45-x.md)."""
    try:
        if date:
            normal(date)
    except ValueError:
        if kind.dated:
            faults.append(p.BAD_DATE.at(path, 1, key="文件名", value=date))
        return ""
    return date


def _folder(path: str, kind: Kind, kinds: Kinds) -> str:
    """The English folder of an item's address; a resource's is its collection, a lesson's its course."""
    if kind.folder:
        return kind.folder
    parts = PurePosixPath(path).parts
    outer = kinds.by_folder.get(parts[1])
    if outer is not None and outer.inner == kind.id and len(parts) > 3:  # site, folder, subfolder, file
        return f"{outer.folder}/{slug_of(parts[2])}"
    return slug_of(parts[1]) if len(parts) > 2 else kind.id


def _widest(kind: Kind, fields: Mapping[str, Any], site: Site, settings: Settings) -> Audience:
    """The widest audience that an item of a Kind may have on a site."""
    if not kind.opened_by:
        return narrower(settings.audiences.get(kind.id, kind.audience), site.audience)
    own: Audience = "public" if fields[kind.opened_by] else kind.audience
    return narrower(narrower(settings.audiences.get(kind.id, own), own), site.audience)


def _audience(written: str, widest: Audience, path: str, lines: Mapping[str, int], faults: list[Problem]) -> Audience:
    """The item's audience: its own, but never wider than its place and Kind allow; a misspelt one is the most closed."""
    if not written:
        return widest
    own: Audience = NAMES.get(written, "lan")
    narrow = narrower(own, widest)
    if narrow != own:
        faults.append(p.AUDIENCE_WIDENED.at(path, lines.get("audience", 1), value=written, allowed=LABELS[widest]))
    return narrow


def _without_clashes(
    drafts: dict[str, Draft], found: SiteTree, sources: Sources, kinds: Kinds, problems: list[Problem]
) -> dict[str, Draft]:
    """The drafts whose address is theirs alone; of those that clash, only last good versions stay."""
    for path, draft in list(drafts.items()):
        if rival := invaded(draft.item.address, draft.item.site, found.sites):
            problems.append(p.ADDRESS_CLASH.at(path, 0, address=draft.item.address, other=rival))
            del drafts[path]
    taken: dict[str, list[str]] = {}
    for path, draft in drafts.items():
        taken.setdefault(one_form(draft.item.address), []).append(path)
    for paths in (paths for paths in taken.values() if len(paths) > 1):
        for path in paths:
            other = next(one for one in paths if one != path)
            draft = drafts.pop(path)
            good = _last_good(path, found.sites[draft.item.site], sources, kinds, found.settings)
            fault = p.ADDRESS_CLASH.at(path, 0, address=draft.item.address, other=other)
            if good is not None and good.item.address == draft.item.address:
                drafts[path] = replace(good, item=replace(good.item, stale=good.item.hash != draft.item.hash))
            problems.append(_instead(fault, drafts.get(path)))
    return dict(sorted(_first_of_each_address(drafts).items()))


def _first_of_each_address(drafts: dict[str, Draft]) -> dict[str, Draft]:
    seen: dict[str, str] = {}
    for path in sorted(drafts):
        seen.setdefault(drafts[path].item.address.casefold(), path)
    return {path: drafts[path] for path in seen.values()}


def visible_now(
    drafts: Mapping[str, Draft],
    tier: Audience,
    as_of: datetime,
    settings: Settings,
    kinds: Kinds,
    pageless: Callable[[Item], Problem | None],
    problems: list[Problem],
) -> tuple[dict[str, Draft], set[str], set[str], list[datetime]]:
    """The drafts that this tier shows now with their state, those hidden, those closed, and when that changes."""
    chosen: dict[str, Draft] = {}
    hidden: set[str] = set()
    closed: set[str] = set()
    changes: list[datetime] = []
    for path, draft in drafts.items():
        item = draft.item
        if not visible(draft.audience, tier):
            hidden.add(path)
            closed.add(path)
            continue
        changes += [moment for moment in (item.publish, item.expires) if moment]
        reason = _held_back(draft, as_of)
        if reason is not None:
            hidden.add(path)
            problems.append(held_back(path, reason, item.lines))
            continue
        if (fault := pageless(item)) is not None:
            hidden.add(path)
            problems.append(fault)
            continue
        try:
            state = kinds.by_id[item.kind].state(item, as_of, settings) if not item.withdrawn else None
            chosen[path] = (
                _viewed(replace(draft, item=replace(item, state=_named(state, settings))), kinds, settings) if state else draft
            )
        except Exception as fault:  # noqa: BLE001  # as in `_judged`
            hidden.add(path)
            problems.append(p.READING_FAILED.at(path, 1, what=repr(fault)))
            continue
        changes += [state.until] if state and state.until else []
    return chosen, hidden, closed, changes


def _named(state: State, settings: Settings) -> State:
    """A state whose label is in the language of the pages."""
    return replace(state, label=settings.gettext(state.label))


def _viewed(draft: Draft, kinds: Kinds, settings: Settings) -> Draft:
    """The draft as its Kind lets it be shown in its state."""
    item = kinds.by_id[draft.item.kind].view(draft.item, settings)
    if item.body:
        return replace(draft, item=item) if item is not draft.item else draft
    bare = replace(item, summary="", headings=(), review={})
    return replace(draft, item=bare, reading=replace(draft.reading, references=(), anchors=()), cover="", attachments=())


_WHY = {
    "draft": ("这是草稿", "it is a draft", "草稿"),
    "publish": ("还没有到发布时间", "it is scheduled for later", "发布"),
    "expires": ("已经过了截止时间", "it has expired", "截止"),
}


def held_back(path: str, why: str, lines: Mapping[str, int]) -> Problem:
    """What is told of an item that is not shown now because of one of its fields."""
    zh, en, key = _WHY[why]
    return p.HELD_BACK.at(path, lines.get(why, 0), why=zh, why_en=en, key=key)


def _held_back(draft: Draft, as_of: datetime) -> str | None:
    item = draft.item
    if (draft.reading.fields or {}).get("draft"):
        return "draft"
    if item.publish and as_of < item.publish:
        return "publish"
    if item.expires and as_of >= item.expires:
        return "expires"
    return None
