"""The three boards 管理基础, 管理重点, 管理回顾 of every unit: modules that say what fills them; blank ones are hidden and told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from plugins.boards.goals import plain
from plugins.network.addresses import distinct_slugs
from plugins.network.audience import NAMES, Audience, visible
from plugins.network.digests import Digest
from plugins.network.items import Item
from plugins.network.listing import list_pages
from plugins.network.network import Network, newest
from plugins.network.outputs import Output, Page
from plugins.network.problems import Code, Problem, finds
from plugins.network.rules import RulesFile, shipped
from plugins.network.schema import After, Before, Schema, told
from plugins.network.sites import Settings, Site

UNKNOWN_KIND = Code(
    "ZB-682", "warning", "nothing",
    "模块“{module}”里的“{kind}”不是任何一类内容", "请改成 zhibu kinds 列出的编号，或删去。",
    'the module "{module}" names the unknown kind "{kind}"', "Write an id that zhibu kinds lists, or remove it.",
)  # fmt: skip
BLANK = Code(
    "ZB-683", "note", "nothing",
    "{count} 个模块从 {since} 起一直空着，没有显示：{names}", "请写进第一篇；用不着的，请在 modules.yaml 里删去。",
    "{count} modules have been blank since {since} and are hidden: {names}", "Write their first item, or remove them from modules.yaml.",
)  # fmt: skip


def _several(value: Any) -> Any:
    return [part.strip() for part in value.split("、")] if isinstance(value, str) else value


Several = Annotated[tuple[str, ...], Before(_several)]


class ModuleFile(Schema):
    """One module: anything that one of its lines names fills it."""

    name: str = told("名称", "模块的名称", min_length=1)
    kinds: Several = told("类别", "哪几类内容放进来，写 zhibu kinds 列出的编号", default=())
    where: dict[str, Several] = told("其中", "只要某个字段是这些值的，例如 type: [主题党日]；写 [] 表示填了就算", default={})
    columns: Several = told("栏目", "本站哪几个栏目放进来", default=())
    tags: Several = told("标签", "带哪几个标签的放进来", default=())
    pages: Several = told("页面", "哪几个页面放进来，写标题或网址名", default=())
    folders: Several = told("文件夹", "哪个文件夹放进来；以 / 开头的从内容目录算起，例如 /library/", default=())
    audience: Annotated[Audience, Before(lambda value: NAMES.get(value, value))] = told(
        "范围", "内容只给系统内看的，写 org，公开版里就不提醒空白", default="public"
    )


class BoardFile(Schema):
    """One of the three boards."""

    title: str = told("板块", "管理基础、管理重点 或 管理回顾", min_length=1)
    modules: list[ModuleFile] = told("模块", "板块里的模块，按显示的次序")


def _told_apart(boards: list[BoardFile]) -> list[BoardFile]:
    names = [module.name for board in boards for module in board.modules]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise ValueError(f"there are two modules {twice}")
    return boards


Boards = Annotated[list[BoardFile], After(_told_apart)]


class ModulesFile(Schema):
    """modules.yaml beside network.yaml: the boards of a committee, and those of a branch or an online branch."""

    committee: Boards = told("党委", "党委的三大板块")
    branch: Boards = told("支部", "支部和网上支部的三大板块")


SHIPPED = Path(__file__).with_name("modules.yaml")
MODULES = RulesFile("modules", ModulesFile, SHIPPED)

Module = Mapping[str, Any]
Board = Mapping[str, Any]


def boards_of(network: Network, site: Site) -> Sequence[Board]:
    """The boards that a site is to have; groups and libraries have none."""
    written: Mapping[str, Sequence[Board]] = network.settings.files.get("modules") or {}
    return written.get({"committee": "committee", "branch": "branch", "online": "branch"}.get(site.kind, ""), ())


Shelves = Mapping[tuple[str, str], Sequence[Item]]
"""The items of a site by what a module can name: (`kinds`, `news`), (`columns`, `现场`), (`tags`, …), (`pages`, …)."""


def shelves(network: Network, site: Site) -> Shelves:
    """The items of a site, sorted once for all modules."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in network.standing(site.id):
        for key in _keys(item):
            found.setdefault(key, []).append(item)
    return found


def _keys(item: Item) -> Iterator[tuple[str, str]]:
    yield "kinds", item.kind
    yield "columns", item.column
    yield from (("tags", tag) for tag in item.tags)
    if item.date is None:
        yield from (("pages", name) for name in {item.title, item.slug})


def held(network: Network, site: Site, module: Module, sorted_items: Shelves) -> list[Item]:
    """The items that fill a module of a site."""
    found = {
        item.path: item
        for name in ("kinds", "columns", "tags", "pages")
        for word in module[name]
        for item in sorted_items.get((name, word), ())
        if name != "kinds" or all(_is(item, field, wanted) for field, wanted in module["where"].items())
    }
    for folder in module["folders"]:
        start = folder[1:] if folder.startswith("/") else f"{site.id}/{folder}"
        inside = network.standing(start.partition("/")[0])
        found |= {item.path: item for item in inside if item.path.startswith(start.rstrip("/") + "/")}
    return list(found.values())


def _is(item: Item, name: str, wanted: Sequence[str]) -> bool:
    """Whether a field of an item says what a module wants, or anything if it does not mind."""
    value = item.fields.get(name)
    return value in wanted if wanted else bool(value)


def modules(network: Network) -> Digest:
    """For every site the modules of its boards that hold something: how much, the newest date, where they lead."""
    sites = {}
    for site in network.sites.values():
        if rows := network.remembered(_filled_boards, site):
            sites[site.id] = rows
    return Digest(sites)


def _filled_boards(network: Network, site: Site) -> list[list[Any]]:
    """(title, modules that hold something) of each board of a site that has any."""
    boards = boards_of(network, site)
    sorted_items = shelves(network, site) if boards else {}
    filled = [[board["title"], _filled(network, site, board["modules"], sorted_items)] for board in boards]
    return [row for row in filled if row[1]]


def _filled(network: Network, site: Site, listed: Sequence[Module], sorted_items: Shelves) -> list[list[Any]]:
    found = ((module, held(network, site, module, sorted_items)) for module in listed)
    return [
        [module["name"], len(items), _newest_day(items), _leads_to(network, site, items, module["name"], sorted_items)]
        for module, items in found
        if items
    ]


def _newest_day(items: Iterable[Item]) -> str:
    """The day on which something in it was last written or revised; empty if nothing is dated."""
    return max((f"{day:%Y-%m-%d}" for item in items for day in (item.date, item.updated) if day), default="")


def _leads_to(network: Network, site: Site, items: Sequence[Item], name: str, sorted_items: Shelves) -> str:
    """Where a module leads: to its only item, to the library, to the list that shows the same, else to a list of its own."""
    if len(items) == 1:
        return items[0].address
    if all(item.site != site.id for item in items):
        return network.sites[items[0].site].base
    kind = items[0].kind
    if len(items) == len(sorted_items.get(("kinds", kind), ())) and all(item.kind == kind for item in items):
        return f"{site.base}{network.folders[kind]}/"
    return f"{site.base}modules/{_slugs(network, site)[name]}/"


def _slugs(network: Network, site: Site) -> Mapping[str, str]:
    return distinct_slugs(module["name"] for board in boards_of(network, site) for module in board["modules"])


def module_pages(network: Network, site: Site) -> Iterator[Output]:
    """The three boards of a site, and a list for each module that no other list shows."""
    _ = network.settings.gettext
    filled = network.digest("boards.modules", site.id)
    if not filled:
        return
    address = f"{site.base}modules/"
    groups = [
        {"label": network.settings.gettext(title), "entries": [_entry(network.settings, *row) for row in rows]}
        for title, rows in filled
    ]
    many = sum(len(rows) for _, rows in filled)
    intro, home = _("管理基础、管理重点、管理回顾，共 %(count)s 个模块有内容", count=many), (site.title, site.base)
    values = {"heading": _("%(title)s的三大板块", title=site.title), "groups": groups, "intro": intro}
    yield Page(address, "modules.html", _("三大板块"), values, intro, "modules", "方针管理", (home,))
    own = {name: place for _, rows in filled for name, _, _, place in rows if place.startswith(address)}
    sorted_items = shelves(network, site) if own else {}
    for board in boards_of(network, site):
        for module in board["modules"]:
            if module["name"] in own:
                items = held(network, site, module, sorted_items)
                listed = [*newest(items), *(item for item in items if item.date is None)]
                yield from list_pages(
                    network.settings,
                    own[module["name"]],
                    _(module["name"]),
                    listed,
                    crumbs=(home, (_("三大板块"), address)),
                    section="modules",
                )


def _entry(settings: Settings, name: str, count: int, day: str, address: str) -> dict[str, Any]:
    return {
        "title": settings.gettext(name),
        "href": address,
        "count": count,
        "note": settings.gettext("最新 %(day)s", day=day) if day else "",
        "tone": "off",
    }


@finds(UNKNOWN_KIND, BLANK)
def modules_hold_something(network: Network) -> Iterable[Problem]:
    """Modules name kinds that exist; those that stay blank some days after a site's first item are told, once a site."""
    yield from _misspelt(network)
    assert network.as_of is not None
    grace = timedelta(days=network.settings.figure("module-grace-days"))
    for site in network.sites.values():
        first, blank = network.remembered(_first_and_blank, site)
        began = datetime.fromisoformat(first).astimezone(network.zone) if first else None
        if blank and began and network.as_of >= began + grace:
            yield BLANK.at(f"{site.id}/site.yaml", 0, count=plain(len(blank)), since=began.date(), names="、".join(blank))


def _first_and_blank(network: Network, site: Site) -> tuple[str, list[str]]:
    """The instant of a site's first item, and the modules that hold nothing."""
    began = min((item.date for item in network.of(site.id) if item.date), default=None)
    sorted_items = shelves(network, site)
    blank = [module["name"] for module in _wanted(network, site) if not held(network, site, module, sorted_items)]
    return began.isoformat() if began else "", blank


def _wanted(network: Network, site: Site) -> Iterator[Module]:
    """The modules that this tier can show something in: of kinds that exist, for readers of the tier."""
    for board in boards_of(network, site):
        for module in board["modules"]:
            other = any(module[name] for name in ("columns", "tags", "pages", "folders"))
            known = other or any(kind in network.labels for kind in module["kinds"])
            if known and visible(module["audience"], network.tier):
                yield module


def _misspelt(network: Network) -> Iterator[Problem]:
    """Kinds that nobody brings; what ships may name a kind whose package an operator has taken out."""
    ours = {module["name"]: module for boards in shipped(MODULES).values() for board in boards for module in board["modules"]}
    for boards in (network.settings.files.get("modules") or {}).values():
        for board in boards:
            for module in board["modules"]:
                for kind in module["kinds"]:
                    if kind not in network.labels and kind not in ours.get(module["name"], {}).get("kinds", ()):
                        yield UNKNOWN_KIND.at("modules.yaml", 0, module=module["name"], kind=kind)
