"""From files to a Network: which sites there are, what each file is, where it goes and what is wrong."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.network import media as media_rules
from plugins.network import problems as p
from plugins.network.addresses import SITE_ID, SLUG, SLUG_BYTES, date_in_name, file_address, slug_of, stem_of
from plugins.network.audience import LABELS, NAMES, Audience, narrower, visible
from plugins.network.files import Walk, shown
from plugins.network.items import Attachment, Item, Picture, Source
from plugins.network.kinds import Fields, Kind, Kinds
from plugins.network.media import Medium
from plugins.network.network import Network
from plugins.network.periods import begins, ends
from plugins.network.problems import Problem
from plugins.network.reading import Reading, placed
from plugins.network.references import Known, Link, Role, resolve
from plugins.network.settings import read_network, read_site
from plugins.network.sites import Settings, Site

RESERVED = frozenset(
    {
        "assets",
        "columns",
        "data",
        "feeds",
        "gallery",
        "media",
        "network",
        "releases",
        "report",
        "sitemap",
        "tags",
        "tree",
        "years",
    }
)
"""First segments of addresses that are the network's own."""
_UNREACHABLE = frozenset(code.id for code in (p.SYMLINK, p.SPECIAL_FILE, p.UNREADABLE, p.SUBMODULE))


@dataclass(frozen=True, slots=True)
class Tree:
    """The sites of the network in tree order (parents first); `failed` keeps sites whose file is broken.

    `sources` are the Markdown files of each site, `media` the other files, both by path.
    """

    settings: Settings
    theme: str
    sites: Mapping[str, Site]
    failed: frozenset[str]
    sources: Mapping[str, str]
    media: Mapping[str, str]
    problems: tuple[Problem, ...]


class Refused(Exception):
    """The configuration of the network itself is broken: nothing can be built."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def tree(walked: Walk, read: Callable[[str], bytes], kinds: Kinds, kept: Mapping[str, Site]) -> Tree:
    """The sites and which file belongs to which.

    Args:
        read: the bytes of a file by its path. kept: each site as it was last published, used where
            its site.yaml is broken now.

    Raises:
        Refused: network.yaml is missing or broken, a folder name cannot be a site, or there is no single root.
    """
    if "network.yaml" not in walked.files:
        raise Refused((p.NO_NETWORK.at("network.yaml"),))
    settings, theme, problems = read_network(read("network.yaml"), "network.yaml")
    if settings is None:
        raise Refused(problems)
    problems += _zone_problem(settings)
    walked = _without_themes(walked, theme)
    folders = _folders(walked)
    problems += tuple(_site_names(folders, kinds))
    if any(problem.stops == "network" for problem in problems):
        raise Refused(problems)
    sites, failed, found = _sites(walked, folders, read, settings, kept)
    problems += found
    ordered, found = _in_tree(sites, failed)
    problems += found
    if any(problem.stops == "network" for problem in problems):
        raise Refused(problems)
    sources, media, found = _sorted_files(walked, ordered, folders, failed)
    return Tree(settings, theme, ordered, frozenset(failed), sources, media, (*problems, *found))


def _zone_problem(settings: Settings) -> tuple[Problem, ...]:
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        found = p.BAD_SETTING.at("network.yaml", 1, key="time_zone", value=settings.time_zone, what="没有这个时区",
                                 what_en="no such time zone", expected="Asia/Shanghai", expected_en="Asia/Shanghai")  # fmt: skip
        return (replace(found, stops="network"),)
    return ()


def _without_themes(walked: Walk, theme: str) -> Walk:
    """The files but for those of themes, if network.yaml names one that lies beside the content."""
    if not theme or not any(path.startswith(f"themes/{theme}/") for path in walked.files):
        return walked
    return replace(walked, files={path: file for path, file in walked.files.items() if not path.startswith("themes/")})


def _folders(walked: Walk) -> Mapping[str, tuple[str, ...]]:
    """The files of each top folder; a folder with a site.yaml or with Markdown is meant to be a site."""
    grouped: dict[str, list[str]] = {}
    for path in walked.files:
        top, slash, _ = path.partition("/")
        if slash:
            grouped.setdefault(top, []).append(path)
    return {
        top: tuple(paths)
        for top, paths in grouped.items()
        if f"{top}/site.yaml" in walked.files or any(path.endswith(".md") for path in paths)
    }


def _site_names(folders: Iterable[str], kinds: Kinds) -> Iterator[Problem]:
    reserved = RESERVED | {kind.folder for kind in kinds.by_id.values() if kind.folder}
    for folder in folders:
        if not SITE_ID.fullmatch(folder):
            yield p.BAD_SITE_ID.at(shown(folder), id=shown(folder), what="只能用小写字母、数字和短横线",
                                   what_en="only lower-case letters, digits and hyphens")  # fmt: skip
        elif folder in reserved:
            yield p.BAD_SITE_ID.at(folder, id=folder, what="与网络自己的地址重名", what_en="the name is reserved")


def _sites(
    walked: Walk,
    folders: Mapping[str, tuple[str, ...]],
    read: Callable[[str], bytes],
    settings: Settings,
    kept: Mapping[str, Site],
) -> tuple[dict[str, Site], set[str], tuple[Problem, ...]]:
    sites: dict[str, Site] = {}
    failed: set[str] = set()
    problems: list[Problem] = []
    for folder in folders:
        path = f"{folder}/site.yaml"
        if path not in walked.files:
            problems.append(p.NO_SITE_FILE.at(path))
            site = None
        else:
            site, _, found = read_site(read(path), path, folder, settings.defaults)
            problems += found
            if site is None and not found:
                continue  # withdrawn on purpose
        if site is None:
            failed.add(folder)
            site = kept.get(folder)
        if site is not None:
            sites[folder] = site
    for gone in kept:
        if gone not in folders and gone not in sites:
            problems.append(p.SITE_MISSING.at(f"{gone}/site.yaml", site=gone))
            failed.add(gone)
            sites[gone] = kept[gone]
    return sites, failed, tuple(problems)


def _in_tree(sites: Mapping[str, Site], failed: set[str]) -> tuple[dict[str, Site], tuple[Problem, ...]]:
    """The sites in tree order with their depth; whoever hangs nowhere is taken out and reported."""
    roots = [site for site in sites.values() if not site.parent]
    if len(roots) != 1:
        names = "、".join(site.id for site in roots) or "-"
        path = f"{roots[1].id}/site.yaml" if len(roots) > 1 else "network.yaml"
        return {}, (p.ROOTS.at(path, count=len(roots), sites=names),)
    ordered: dict[str, Site] = {}
    waiting = [replace(roots[0], depth=0)]
    while waiting:
        site = waiting.pop(0)
        ordered[site.id] = site
        children = sorted((s for s in sites.values() if s.parent == site.id), key=lambda s: (s.kind == "library", s.id))
        waiting = [replace(child, depth=site.depth + 1) for child in children] + waiting
    problems = []
    for site in sites.values():
        if site.id not in ordered:
            problems.append(p.BAD_PARENT.at(f"{site.id}/site.yaml", parent=site.parent))
            failed.add(site.id)
    return ordered, tuple(problems)


def _sorted_files(
    walked: Walk, sites: Mapping[str, Site], folders: Mapping[str, tuple[str, ...]], failed: Collection[str]
) -> tuple[dict[str, str], dict[str, str], tuple[Problem, ...]]:
    """Which file is an item's source, which a picture or attachment; strays are reported.

    A folder that is no site now has either failed or withdrawn its site on purpose.
    """
    sources: dict[str, str] = {}
    media: dict[str, str] = {}
    problems: list[Problem] = []
    for path in walked.files:
        top = path.partition("/")[0]
        if top in sites:
            if path != f"{top}/site.yaml":
                (sources if path.endswith(".md") else media)[path] = top
        elif top in failed and path.endswith(".md"):
            problems.append(p.SITE_STOPPED.at(path, site=top))
        elif top in folders and top not in failed:
            problems.append(p.HELD_BACK.at(path, why="所在站点已经撤销", why_en="its site is withdrawn", key="withdrawn"))
        elif path != "network.yaml" and not path.endswith("/site.yaml"):
            problems.append(p.STRAY_FILE.at(path))
    return sources, media, tuple(problems)


def folder_kind(path: str, site: Site, kinds: Kinds) -> str:
    """The id of the Kind that a file's folder names; in a library every other folder is a collection."""
    parts = path.split("/", 2)
    kind = kinds.by_folder.get(parts[1]) if len(parts) > 2 else None
    if kind is None and site.kind == "library" and len(parts) > 2:
        kind = kinds.by_id.get("resource")
    return kind.id if kind else ""


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


@dataclass(frozen=True, slots=True)
class Sources:
    """What `assemble` knows of the files.

    Args:
        readings: by path, of every source file. keys: the cache key of each reading.
        good: the last good Reading of a path and its key, or None; asked only where the newest is broken.
        media: the facts of every picture and attachment that may be published.
        online: the paths of the articles that are published now; needed only if the walk found Problems.
    """

    readings: Mapping[str, Reading]
    keys: Mapping[str, str]
    good: Callable[[str], tuple[Reading, str] | None]
    media: Mapping[str, Medium]
    online: Iterable[str] = ()


def assemble(
    found: Tree, sources: Sources, kinds: Kinds, tier: Audience, as_of: datetime, problems: Iterable[Problem] = ()
) -> Scanned:
    """The Network of one tier at one instant, and everything that is wrong."""
    zone = ZoneInfo(found.settings.time_zone)
    problems = [*found.problems, *problems]
    drafts = _drafts(found, sources, kinds, zone, problems)
    chosen, hidden, closed, changes = _visible(drafts, tier, as_of, zone, kinds, problems)
    problems = [replace(problem, published_instead="") if problem.path in hidden else problem for problem in problems]
    items = {path: draft.item for path, draft in chosen.items()}
    items = _addressed(items, found.sites, problems)
    media = _media_without_clashes(found, sources.media, kinds, problems)
    known = _known(found, items, hidden | (found.sources.keys() - drafts.keys()), chosen, media, kinds)
    used: set[str] = set()
    items = {path: _with_files(item, chosen[path], known, used, problems) for path, item in items.items()}
    items = {path: _with_references(item, kinds.by_id[item.kind], known, problems) for path, item in items.items()}
    known = replace(known, items=items)
    links = _links(items, chosen, known, problems)
    used |= {link.medium for results in links.values() for link in results if link and link.medium}
    _check_stopped(found, sources.readings, known, problems)
    problems += _unused(known, used, [drafts[path] for path in hidden])
    network = Network(
        found.settings, found.sites, items, tier, as_of, links, _backlinks(links),
        {path: (known.media[path], known.media_addresses[path]) for path in sorted(used)},
        _aliases(items, found.sites, kinds, problems),
        {kind.id: kind.name for kind in kinds.by_id.values()}, {kind.id: kind.folder for kind in kinds.by_id.values()},
        frozenset(kind.id for kind in kinds.by_id.values() if kind.stream and kind.dated),
    )  # fmt: skip
    reported = frozenset(problem.path for problem in problems)
    held = tuple(drafts[path].item for path in sorted(hidden - closed))
    later = [moment for moment in changes if moment > as_of]
    return Scanned(network, p.in_order(problems), frozenset(items), reported, frozenset(closed), held, min(later, default=None))


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item before the tier and the instant are applied, with the Reading that it comes from."""

    item: Item
    reading: Reading
    audience: Audience
    cover: str
    alt: str
    attachments: tuple[str, ...]


def _drafts(found: Tree, sources: Sources, kinds: Kinds, zone: ZoneInfo, problems: list[Problem]) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {}
    for path, site_id in found.sources.items():
        site, reading = found.sites[site_id], sources.readings[path]
        faults = [*placed(reading.problems, path)]
        draft = None
        if not any(fault.stops == "item" for fault in faults):
            draft, more = _draft(path, reading, sources.keys[path], site, kinds, zone)
            faults += more
        if draft is None:
            draft = _last_good(path, site, sources, kinds, zone)
            faults = [_instead(fault, draft) for fault in faults]
        problems += faults
        if draft is not None:
            drafts[path] = draft
    drafts |= _out_of_reach(found, sources, kinds, zone, problems)
    return _without_clashes(drafts, found, sources, kinds, zone, problems)


def _out_of_reach(found: Tree, sources: Sources, kinds: Kinds, zone: ZoneInfo, problems: list[Problem]) -> dict[str, _Draft]:
    """The last good versions of articles that have become a link or a device, or lie in a folder that cannot be read."""
    barriers = {problem.path: problem for problem in problems if problem.code in _UNREACHABLE}
    drafts: dict[str, _Draft] = {}
    for path in sources.online if barriers else ():
        places = [path, *(str(folder) for folder in PurePosixPath(path).parents)]
        barrier = next((barriers[place] for place in places if place in barriers), None)
        site = found.sites.get(path.partition("/")[0])
        if barrier is None or site is None or path in found.sources:
            continue
        draft = _last_good(path, site, sources, kinds, zone)
        if draft is not None:
            drafts[path] = draft
            if barrier.path == path:
                problems.remove(barrier)
            problems.append(_instead(replace(barrier, path=path), draft))
    return drafts


def _last_good(path: str, site: Site, sources: Sources, kinds: Kinds, zone: ZoneInfo) -> _Draft | None:
    good = sources.good(path)
    if good is None:
        return None
    reading, key = good
    draft, _ = _draft(path, reading, key, site, kinds, zone)
    if draft is None:
        return None
    newest = sources.readings.get(path)
    return _as_wished(replace(draft, item=replace(draft.item, stale=True)), newest.wishes if newest else {}, zone)


def _as_wished(draft: _Draft, wishes: Mapping[str, str], zone: ZoneInfo) -> _Draft:
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


def _instead(fault: Problem, draft: _Draft | None) -> Problem:
    return replace(fault, published_instead=draft.item.address) if draft and fault.stops == "item" else fault


def _draft(
    path: str, reading: Reading, key: str, site: Site, kinds: Kinds, zone: ZoneInfo
) -> tuple[_Draft | None, list[Problem]]:
    """The item that a good Reading makes at a path, or None and why not."""
    kind, fields, lines = kinds.by_id[reading.kind], reading.fields or {}, reading.lines or {}
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
    audience = _audience(fields["audience"], site, path, lines, faults)
    item = Item(
        path=path, site=site.id, kind=kind.id, slug=slug,
        address=f"{site.base}{_folder(path, kind)}/{slug}/",
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
        fields={name: value for name, value in fields.items() if name not in _COMMON},
        headings=reading.headings, minutes=reading.minutes, lines=lines, hash=key,
    )  # fmt: skip
    faults += kind.check(item)
    if any(fault.stops == "item" for fault in faults):
        return None, faults
    if item.withdrawn:
        return _Draft(item, replace(reading, references=(), anchors=()), audience, "", "", ()), faults
    return _Draft(item, reading, audience, fields["cover"], fields["alt"], tuple(fields["attachments"])), faults


_COMMON = frozenset(Fields.model_fields)


def _is_slug(written: str) -> bool:
    """Whether a slug can name a folder: one with a dot could be that of a file, such as feed.atom."""
    return SLUG.fullmatch(written) is not None and "." not in written and len(written) <= SLUG_BYTES


def _real_date(date: str, path: str, kind: Kind, faults: list[Problem]) -> str:
    """The date, unless a file name only looks like one (2026-13-45-x.md)."""
    try:
        if date:
            datetime.fromisoformat(date)
    except ValueError:
        if kind.dated:
            faults.append(p.BAD_DATE.at(path, 1, key="文件名", value=date))
        return ""
    return date


def _folder(path: str, kind: Kind) -> str:
    """The English folder of an item's address; a resource's is its collection."""
    if kind.folder:
        return kind.folder
    parts = PurePosixPath(path).parts
    return slug_of(parts[1]) if len(parts) > 2 else kind.id


def _audience(written: str, site: Site, path: str, lines: Mapping[str, int], faults: list[Problem]) -> Audience:
    """The item's audience: its own, but never wider than its site's; a misspelt one is the most closed."""
    if not written:
        return site.audience
    own: Audience = NAMES.get(written, "lan")
    narrow = narrower(own, site.audience)
    if narrow != own:
        faults.append(p.AUDIENCE_WIDENED.at(path, lines.get("audience", 1), value=written, allowed=LABELS[site.audience]))
    return narrow


def _without_clashes(
    drafts: dict[str, _Draft], found: Tree, sources: Sources, kinds: Kinds, zone: ZoneInfo, problems: list[Problem]
) -> dict[str, _Draft]:
    """The drafts whose address is theirs alone; of those that clash, only last good versions stay."""
    for path, draft in list(drafts.items()):
        if rival := _invaded(draft.item.address, draft.item.site, found.sites):
            problems.append(p.ADDRESS_CLASH.at(path, 0, address=draft.item.address, other=rival))
            del drafts[path]
    taken: dict[str, list[str]] = {}
    for path, draft in drafts.items():
        taken.setdefault(_one_form(draft.item.address), []).append(path)
    for paths in (paths for paths in taken.values() if len(paths) > 1):
        for path in paths:
            other = next(one for one in paths if one != path)
            draft = drafts.pop(path)
            good = _last_good(path, found.sites[draft.item.site], sources, kinds, zone)
            fault = p.ADDRESS_CLASH.at(path, 0, address=draft.item.address, other=other)
            if good is not None and good.item.address == draft.item.address:
                drafts[path] = replace(good, item=replace(good.item, stale=good.item.hash != draft.item.hash))
            problems.append(_instead(fault, drafts.get(path)))
    return dict(sorted(_first_of_each_address(drafts).items()))


def _first_of_each_address(drafts: dict[str, _Draft]) -> dict[str, _Draft]:
    seen: dict[str, str] = {}
    for path in sorted(drafts):
        seen.setdefault(drafts[path].item.address.casefold(), path)
    return {path: drafts[path] for path in seen.values()}


def _visible(
    drafts: Mapping[str, _Draft],
    tier: Audience,
    as_of: datetime,
    zone: ZoneInfo,
    kinds: Kinds,
    problems: list[Problem],
) -> tuple[dict[str, _Draft], set[str], set[str], list[datetime]]:
    """The drafts that this tier shows now with their state, those hidden, those closed, and when that changes."""
    chosen: dict[str, _Draft] = {}
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
            problems.append(p.HELD_BACK.at(path, item.lines.get(reason[3], 0), why=reason[0], why_en=reason[1], key=reason[2]))
            continue
        state = kinds.by_id[item.kind].state(item, as_of, zone)
        changes += [state.until] if state and state.until else []
        chosen[path] = replace(draft, item=replace(item, state=state)) if state else draft
    return chosen, hidden, closed, changes


def _held_back(draft: _Draft, as_of: datetime) -> tuple[str, str, str, str] | None:
    item = draft.item
    if (draft.reading.fields or {}).get("draft"):
        return "这是草稿", "it is a draft", "草稿", "draft"
    if item.publish and as_of < item.publish:
        return "还没有到发布时间", "it is scheduled for later", "发布", "publish"
    if item.expires and as_of >= item.expires:
        return "已经过了截止时间", "it has expired", "截止", "expires"
    return None


def _addressed(items: dict[str, Item], sites: Mapping[str, Site], problems: list[Problem]) -> dict[str, Item]:
    """The items with `to` and `joint` turned into the ids of existing sites."""
    return {path: _one_addressed(item, sites, problems) if item.to or item.joint else item for path, item in items.items()}


def _one_addressed(item: Item, sites: Mapping[str, Site], problems: list[Problem]) -> Item:
    to: list[str] = []
    for word in item.to:
        chosen = recipients(word, sites)
        if not chosen:
            problems.append(p.UNKNOWN_RECIPIENT.at(item.path, item.lines.get("to", 1), key="下发", value=word,
                                                   suggestion="", suggestion_en=""))  # fmt: skip
        to += chosen
    joint = []
    for word in item.joint:
        if word in sites:
            joint.append(word)
        else:
            problems.append(p.UNKNOWN_RECIPIENT.at(item.path, item.lines.get("joint", 1), key="联合", value=word,
                                                   suggestion="", suggestion_en=""))  # fmt: skip
    return replace(item, to=tuple(s for s in sites if s in to and s != item.site), joint=tuple(joint))


def recipients(word: str, sites: Mapping[str, Site]) -> list[str]:
    """The sites that one word of `to:` means: all, kind:K, under:SITE or a site's id."""
    if word in ("all", "全部", "全网"):
        return [site.id for site in sites.values() if site.kind != "library"]
    label, _, value = word.partition(":")
    if label == "kind" and value:
        return [site.id for site in sites.values() if site.kind == value]
    if label == "under" and value in sites:
        chosen = {value}
        for site in sites.values():
            if site.parent in chosen:
                chosen.add(site.id)
        return [site.id for site in sites.values() if site.id in chosen and site.kind != "library"]
    return [word] if word in sites else []


def _known(
    found: Tree,
    items: Mapping[str, Item],
    hidden: set[str],
    chosen: Mapping[str, _Draft],
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


def _media_address(path: str, found: Tree, kinds: Kinds) -> str:
    parts = path.split("/", 2)
    kind = kinds.by_folder.get(parts[1]) if len(parts) > 2 else None
    return file_address(path, found.sites[found.media[path]].base, kind.folder if kind else "")


def _media_without_clashes(found: Tree, media: Mapping[str, Medium], kinds: Kinds, problems: list[Problem]) -> dict[str, Medium]:
    """The files whose address is theirs alone on every file system, and lies in no other site's folder."""
    addresses = {path: _media_address(path, found, kinds) for path in media}
    rivals = {path: _invaded(address, found.media[path], found.sites) for path, address in addresses.items()}
    taken: dict[str, list[str]] = {}
    for path, address in addresses.items():
        if not rivals[path]:
            taken.setdefault(_one_form(address), []).append(path)
    for paths in taken.values():
        rivals |= {path: next((one for one in paths if one != path), "") for path in paths}
    for path, rival in rivals.items():
        if rival:
            problems.append(p.ADDRESS_CLASH.at(path, 0, address=addresses[path], other=rival))
    return {path: medium for path, medium in media.items() if not rivals[path]}


def _one_form(address: str) -> str:
    """What is the same for two addresses that some file system takes for one."""
    return unicodedata.normalize("NFC", address).casefold()


def _invaded(address: str, owner: str, sites: Mapping[str, Site]) -> str:
    """The other site whose folder an address lies in, or empty; only the root's own can."""
    first = address.split("/", 2)[1]
    return first if first in sites and sites[first].parent and first != owner else ""


def _with_files(item: Item, draft: _Draft, known: Known, used: set[str], problems: list[Problem]) -> Item:
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
    line = item.lines.get(field) or item.lines.get(field.partition(".")[0], 1)
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


def _with_references(item: Item, kind: Kind, known: Known, problems: list[Problem]) -> Item:
    """The item with each reference field turned into the path of the item it names, or empty."""
    written = {name: item.fields[name] for name in kind.references if item.fields.get(name)}
    if not written:
        return item
    links = {name: _found(str(value), "link", name, item, known, problems) for name, value in written.items()}
    paths = {name: link.item if link else "" for name, link in links.items()}
    return replace(item, fields={**item.fields, **paths}, related=tuple(path for path in paths.values() if path))


def _unused(known: Known, used: set[str], hidden: Iterable[_Draft]) -> Iterator[Problem]:
    """Files that nobody uses; those of items held back or closed are not named."""
    spoken = {PurePosixPath(target).name for draft in hidden for target in _targets(draft)}
    for path in known.media:
        if path not in used and PurePosixPath(path).name not in spoken:
            yield p.UNUSED_FILE.at(path)


def _targets(draft: _Draft) -> Iterator[str]:
    yield from (reference.target for reference in draft.reading.references)
    yield from draft.attachments
    yield draft.cover


def _links(
    items: Mapping[str, Item], chosen: Mapping[str, _Draft], known: Known, problems: list[Problem]
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


def _check_stopped(found: Tree, readings: Mapping[str, Reading], known: Known, problems: list[Problem]) -> None:
    """Report the links of files that are stopped too: their writer should see every fault at once."""
    for path, site in found.sources.items():
        reading = readings[path]
        if reading.stopped and reading.references:
            item = Item(path, site, reading.kind, "", "", "")
            with_own = replace(known, anchors={**known.anchors, path: reading.anchors})
            for reference in reading.references:
                _, problem = resolve(reference.target, reference.role, item, reference.line, with_own)
                problems += [problem] if problem is not None else []


def _backlinks(links: Mapping[str, tuple[Link | None, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for source, results in links.items():
        for link in results:
            if link is not None and link.item and link.item != source:
                found.setdefault(link.item, {})[source] = None
    return {path: tuple(sources) for path, sources in found.items()}


def _aliases(items: Mapping[str, Item], sites: Mapping[str, Site], kinds: Kinds, problems: list[Problem]) -> dict[str, str]:
    """Old addresses that are free; an alias is written from the root of its own site."""
    taken = {item.address: item.path for item in items.values()} | {site.base: site.id for site in sites.values()}
    aliases: dict[str, str] = {}
    for item in items.values():
        for written in item.aliases:
            site = sites[item.site]
            address = _normal_alias(written, site.base)
            other = taken.get(address.casefold()) or _invaded(address, site.id, sites) if address else "-"
            other = other or _made(address.removeprefix(site.base), kinds)
            if other:
                problems.append(p.ALIAS_CLASH.at(item.path, item.lines.get("aliases", 1), alias=written, other=other))
            else:
                aliases[address] = taken[address.casefold()] = item.path
    return aliases


def _made(inner: str, kinds: Kinds) -> str:
    """The list or map that stands at a place of every site, or empty."""
    first, _, rest = inner.partition("/")
    listed = first in kinds.by_folder and (not rest or rest.startswith("page/"))
    return first if first in RESERVED or first == "404.html" or listed else ""


def _normal_alias(written: str, base: str) -> str:
    """An old address inside the site's own folder, or empty if it is none; only .html names a file."""
    parts = [part for part in written.split("/") if part]
    if parts[-1:] == ["index.html"]:
        parts.pop()
    names = [*parts[:-1], parts[-1].removesuffix(".html")] if parts else [""]
    if any("." in name or not SLUG.fullmatch(name.casefold()) for name in names):
        return ""
    address = "/" + "/".join(parts) + ("" if parts[-1].endswith(".html") else "/")
    return address if address.startswith(base) else base.rstrip("/") + address
