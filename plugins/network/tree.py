"""The tree of sites: which folders are sites, how they hang together, which file belongs to which."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.addresses import SITE_ID
from plugins.network.audience import LABELS, Audience, narrower, visible
from plugins.network.files import File, Walk, shown
from plugins.network.kinds import Kinds
from plugins.network.problems import Problem
from plugins.network.rules import NO_RULES, Rules, read_rules, with_files
from plugins.network.settings import read_network, read_site
from plugins.network.sites import Settings, Site

RESERVED = frozenset(
    {
        "ask",
        "assets",
        "boards",
        "card",
        "columns",
        "data",
        "feeds",
        "gallery",
        "health",
        "links",
        "mailbox",
        "media",
        "modules",
        "network",
        "releases",
        "report",
        "search",
        "sitemap",
        "study",
        "tags",
        "tree",
        "years",
        "zh-hant",
    }
)
"""First segments of addresses that are the network's own."""


class SiteTree(Struct, frozen=True):
    """The sites of the network in tree order (parents first); `failed` keeps sites whose file is broken.

    `sources` are the Markdown files of each site, `media` the other files, both by path. `closed` are the ids of sites
    that the tier must not know of: of them there is nothing else here.
    """

    settings: Settings
    theme: str
    sites: Mapping[str, Site]
    failed: frozenset[str]
    sources: Mapping[str, str]
    media: Mapping[str, str]
    problems: tuple[Problem, ...]
    closed: frozenset[str] = frozenset()


class Refused(Exception):
    """The configuration of the network itself is broken: nothing can be built."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def tree(walked: Walk, read: Callable[[str], bytes], kinds: Kinds, kept: Mapping[str, Site], rules: Rules = NO_RULES) -> SiteTree:
    """The sites and which file belongs to which.

    Args:
        read: the bytes of a file by its path. kept: each site as it was last published, used where
            its site.yaml is broken now. rules: what the capabilities bring that operators may replace.

    Raises:
        Refused: network.yaml is missing or broken, a folder name cannot be a site, or there is no single root.
    """
    if "network.yaml" not in walked.files:
        raise Refused((p.NO_NETWORK.at("network.yaml"),))
    settings, theme, problems = read_network(read("network.yaml"), "network.yaml")
    if settings is None:
        raise Refused(problems)
    problems += _zone_problem(settings) + _writing_problem(settings) + _audience_problems(settings, kinds)
    settings, found = read_rules(settings, rules, lambda path: read(path) if path in walked.files else None)
    problems += found
    folders = _folders(walked)
    problems += tuple(_site_names(folders, kinds))
    if any(problem.stops == "network" for problem in problems):
        raise Refused(problems)
    sites, failed, found = _sites(walked, folders, read, settings, kept, rules)
    problems += found
    ordered, found = _in_tree(sites, failed)
    problems += found
    if any(problem.stops == "network" for problem in problems):
        raise Refused(problems)
    sources, media, found = _sorted_files(walked, theme, ordered, folders, failed, rules)
    return SiteTree(settings, theme, ordered, frozenset(failed), sources, media, (*problems, *found))


def open_to(found: SiteTree, tier: Audience) -> SiteTree:
    """The tree as a tier may know it; a site is at most as open as those above it.

    Raises:
        Refused: the root is closed, so there is nothing to publish.
    """
    audiences: dict[str, Audience] = {}
    for site in found.sites.values():
        audiences[site.id] = narrower(site.audience, audiences.get(site.parent, "public"))
    closed = frozenset(site for site, audience in audiences.items() if not visible(audience, tier))
    if not closed:
        return found
    root = next(iter(found.sites.values()))
    if root.id in closed:
        fault = p.NOTHING_FOR_TIER.at(
            f"{root.id}/site.yaml", 0, audience=LABELS[audiences[root.id]], tier=LABELS[tier], option=tier
        )
        raise Refused((fault,))
    return replace(
        found,
        sites={site.id: site for site in found.sites.values() if site.id not in closed},
        failed=found.failed - closed,
        sources={path: site for path, site in found.sources.items() if site not in closed},
        media={path: site for path, site in found.media.items() if site not in closed},
        problems=tuple(one for one in found.problems if one.path.partition("/")[0] not in closed),
        closed=closed,
    )


def _zone_problem(settings: Settings) -> tuple[Problem, ...]:
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        found = p.BAD_SETTING.at("network.yaml", 1, key="time_zone", value=settings.time_zone, what="没有这个时区",
                                 what_en="no such time zone", expected="Asia/Shanghai", expected_en="Asia/Shanghai")  # fmt: skip
        return (replace(found, stops="network"),)
    return ()


def _writing_problem(settings: Settings) -> tuple[Problem, ...]:
    """Only what is written in Simplified Chinese can be converted."""
    if not settings.traditional or settings.language.lower() in ("zh", "zh-cn", "zh-hans", "zh-hans-cn"):
        return ()
    return (p.NOT_CONVERTIBLE.at("network.yaml", 1, language=settings.language),)


def _audience_problems(settings: Settings, kinds: Kinds) -> tuple[Problem, ...]:
    """`audiences` names Kinds; one that shows a Kind to more readers than it is meant for is noted."""
    found = []
    for kind_id, audience in settings.audiences.items():
        kind = kinds.by_id.get(kind_id)
        if kind is None:
            known = "、".join(kinds.by_id)
            fault = p.BAD_SETTING.at("network.yaml", 1, key=f"audiences.{kind_id}", value=audience, what="没有这一类内容",
                                     what_en="there is no such kind", expected=known, expected_en=known)  # fmt: skip
            found.append(replace(fault, stops="network"))
        elif narrower(audience, kind.audience) != audience:
            found.append(p.KIND_WIDENED.at("network.yaml", 1, kind=kind.name, kind_en=kind.id, wide=LABELS[audience],
                                           meant=LABELS[kind.audience]))  # fmt: skip
    return tuple(found)


def _folders(walked: Walk) -> tuple[str, ...]:
    """The folders that are meant to be sites: they have a site.yaml or Markdown."""
    return tuple(
        top
        for top, files in walked.folders.items()
        if top
        and not (top == "themes" and _holds_themes(files))
        and (f"{top}/site.yaml" in walked.files or any(file.path.endswith(".md") for file in files))
    )


def _holds_themes(files: Iterable[File]) -> bool:
    """Whether a folder holds themes, which network.yaml or a site may name: each has templates, or inherits them."""
    return any(file.path.split("/")[2:3] in (["templates"], ["theme.yaml"]) for file in files)


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
    folders: Collection[str],
    read: Callable[[str], bytes],
    settings: Settings,
    kept: Mapping[str, Site],
    rules: Rules,
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
            site, found = read_site(read(path), path, folder, settings.defaults)
            problems += found
            if site is None and not found:
                continue  # withdrawn on purpose
        if site is None:
            failed.add(folder)
            site = kept.get(folder)
        if site is not None:
            site, found = with_files(site, rules, lambda path: read(path) if path in walked.files else None, kept.get(folder))
            problems += found
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
    walked: Walk, theme: str, sites: Mapping[str, Site], folders: Collection[str], failed: Collection[str], rules: Rules
) -> tuple[dict[str, str], dict[str, str], tuple[Problem, ...]]:
    """Which file is an item's source, which a picture or attachment; strays are reported.

    A folder that is no site now has either failed or withdrawn its site on purpose.
    """
    sources: dict[str, str] = {}
    media: dict[str, str] = {}
    problems: list[Problem | None] = []
    named = {theme, *(site.look for site in sites.values())} - {""}
    for top, files in walked.folders.items():
        if top in sites:
            settings = {f"{top}/site.yaml", *rules.site_paths(top)}
            for path, *_ in files:
                if path.endswith(".md"):
                    sources[path] = top
                elif path not in settings:
                    media[path] = top
        elif not (top == "themes" and any(file.path.split("/")[1] in named for file in files)):
            withdrawn = top in folders and top not in failed
            problems += [_stray(file.path, top, rules, failed=top in failed, withdrawn=withdrawn) for file in files]
    return sources, media, tuple(problem for problem in problems if problem is not None)


def _stray(path: str, top: str, rules: Rules, *, failed: bool, withdrawn: bool) -> Problem | None:
    """What is to be said of a file that belongs to no site that is published."""
    if failed and path.endswith(".md"):
        return p.SITE_STOPPED.at(path, site=top)
    if withdrawn:
        return p.HELD_BACK.at(path, why="所在站点已经撤销", why_en="its site is withdrawn", key="withdrawn")
    return p.STRAY_FILE.at(path) if path not in rules.root_paths and not path.endswith("/site.yaml") else None


def folder_kind(path: str, site: Site, kinds: Kinds) -> str:
    """The id of the Kind that a file's folder names; in a library every other folder is a collection."""
    parts = path.split("/", 2)
    kind = kinds.by_folder.get(parts[1]) if len(parts) > 2 else None
    if kind is not None and site.kind == "library" and not kind.on_shelf:
        kind = None
    if kind is not None and kind.inner and "/" in parts[2] and not parts[2].endswith("/index.md"):
        return kind.inner
    if kind is None and site.kind == "library" and len(parts) > 2:
        kind = kinds.by_id.get("resource")
    return kind.id if kind else ""


def one_form(address: str) -> str:
    """What is the same for two addresses that some file system takes for one."""
    return unicodedata.normalize("NFC", address).casefold()


def invaded(address: str, owner: str, sites: Mapping[str, Site]) -> str:
    """The other site whose folder an address lies in, or empty; only the root's own can."""
    first = address.split("/", 2)[1]
    return first if first in sites and sites[first].parent and first != owner else ""
