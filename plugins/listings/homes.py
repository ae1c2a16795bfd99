"""The home page of the portal and of every branch: what is new, what needs me, how are we doing."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from plugins.network.digests import GLANCE
from plugins.network.items import Item, State
from plugins.network.listing import site_feeds
from plugins.network.network import Network, newest
from plugins.network.outputs import Output, Page
from plugins.network.sites import Site

LATEST = 10
NOTICES = 6
ON_WALL = 3
IN_COLUMN = 4

Total = tuple[str, int, str, str, str]
"""Label, number, unit, note and the address of its evidence."""


class Branch(Struct, frozen=True):
    """A branch on the portal's wall: its newest items and when it last wrote."""

    site: Site
    newest: tuple[Item, ...]
    count: int
    updated: str
    state: State


def home(network: Network, site: Site) -> Iterator[Output]:
    """The home page of a site; a library makes its own."""
    if site.kind == "library":
        return
    above = network.below(site.id)
    template, values = ("portal.html", _portal(network, site)) if above else ("branch.html", _branch(network, site))
    feeds = site_feeds(network, site)
    yield Page(site.base, template, site.title, values, description=site.slogan, section="home", feeds=feeds)


def stream(network: Network, site: Site) -> list[Item]:
    """The site's own new things, and those it shares: pinned first, then newest."""
    own = [item for item in network.newest(site.id) if item.kind in network.streams]
    shared = network.shared_with(site.id)
    found = newest([*own, *shared]) if shared else own
    return sorted(found, key=lambda item: not (item.pinned and item.site == site.id))


def needs(network: Network, site: Site) -> list[Item]:
    """What asks something of members: open notices of the site and from above, the nearest deadline first."""
    own = [item for item in network.standing(site.id) if item.kind == "notice"]
    waiting = [item for item in newest([*network.handed_down(site.id), *own]) if not _over(item)]
    return sorted(waiting, key=lambda item: (_deadline(item), -item.date.timestamp() if item.date else 0))[:NOTICES]


def _over(item: Item) -> bool:
    return item.state is not None and item.state.id == "closed"


def _deadline(item: Item) -> float:
    return item.state.until.timestamp() if item.state and item.state.until else float("inf")


def _portal(network: Network, site: Site) -> dict[str, Any]:
    below = network.below(site.id)
    rolled = network.rolled_up(site.id)
    news = [item for item in stream(network, site) if item.kind != "notice"]
    everything = newest({item.path: item for item in [*news, *rolled] if item.kind != "notice"}.values())
    lead = _lead(news, everything)
    library = network.library()
    notices = needs(network, site)
    count = sum(child.kind != "library" for child in below)
    return {
        "note": network.settings.gettext("%(title)s与 %(count)s 个下级组织 · 人人可读，不必登录", title=site.title, count=count),
        "urgent": [item for item in notices if item.fields.get("urgent")],
        "lead": lead,
        "latest": [item for item in everything if item is not lead][:LATEST],
        "notices": notices,
        "publicity": [item for item in everything if item.kind == "publicity" and item.state and item.state.id == "open"][
            :NOTICES
        ],
        "branches": [_on_wall(network, child, rolled) for child in below if child.kind != "library"],
        "resources": newest(network.standing(library.id))[:5] if library else (),
        "totals": _totals(network, site, notices),
        "glances": network.digest(GLANCE, site.id) or [],
        "tags": [(tag, count, address) for tag, (address, count) in network.tags(site.id).items()],
    }


def _lead(own: Sequence[Item], everything: Sequence[Item]) -> Item | None:
    """The story on top: the newest of the site's own promoted or pinned ones that has a picture, else the newest."""
    chosen = [item for item in own if (item.promote or item.pinned) and item.cover]
    return next(iter(newest(chosen) or everything), None)


def _on_wall(network: Network, site: Site, rolled: Sequence[Item]) -> Branch:
    items = tuple(item for item in rolled if item.site == site.id)[:ON_WALL]
    count = network.counts.get(site.id, 0)
    updated = items[0].date if items else None
    _ = network.settings.gettext
    words = (
        _("%(date)s更新", date=network.settings.day_in_words(updated.date())) if updated
        else network.settings.ngettext("%(count)s 篇", count) if count else _("还没有内容")
    )  # fmt: skip
    state = State("updated", words, "positive" if updated else "off")
    shown = updated.isoformat() if updated else ""
    return Branch(site, items, count, shown, state)


def _totals(network: Network, site: Site, notices: Sequence[Item]) -> list[Total]:
    """Network at a glance; every number links to the page that shows what it counts."""
    below = network.below(site.id)
    branches = [child for child in below if child.kind != "library"]
    library = network.library()
    written = sum(network.counts.get(child.id, 0) for child in branches)
    _, ngettext = network.settings.gettext, network.settings.ngettext
    totals: list[Total] = [
        (_("站点"), len(branches), ngettext("个", len(branches)), _("各单位自己的站"), f"{site.base}tree/"),
        (_("各单位内容"), written, ngettext("篇", written), _("到各站点查看"), f"{site.base}tree/"),
        (_("办理中的通知"), len(notices), ngettext("件", len(notices)), _("按截止日期排列"), _notices(network, site)),
    ]
    if library is not None:
        held = network.counts.get(library.id, 0)
        totals.append((_("共享资源"), held, ngettext("份", held), _("可检索、可下载"), library.base))
    return totals


def _notices(network: Network, site: Site) -> str:
    """The address of a site's list of notices, or of its site map while there are none."""
    own = network.standing(site.id)
    listed = (*own, *network.handed_down(site.id), *network.shared_with(site.id))
    return f"{site.base}notices/" if any(item.kind == "notice" for item in listed) else f"{site.base}sitemap/"


def _branch(network: Network, site: Site) -> dict[str, Any]:
    items = stream(network, site)
    own = network.standing(site.id)
    library = network.library()
    linking = own if library is not None else ()
    used = {link.item for item in linking for link in network.links.get(item.path, ()) if link and link.item}
    waiting = needs(network, site)
    dated = [item for item in own if item.date]
    _, ngettext = network.settings.gettext, network.settings.ngettext
    totals: list[Total] = [
        (_("本站内容"), len(dated), ngettext("篇", len(dated)), _("全部文章"), f"{site.base}sitemap/"),
        (_("需要办理"), len(waiting), ngettext("件", len(waiting)), _("通知和上级来文"), _notices(network, site)),
    ]
    resources = [item for path in sorted(used) if (item := network.items.get(path)) and library and item.site == library.id]
    return {
        "pinned": [item for item in items if item.pinned and item.site == site.id],
        "latest": [item for item in newest(items) if item.kind != "notice"][:LATEST],
        "needs": waiting,
        "columns": _columns(network, site, own),
        "pages": [item for item in own if not item.date],
        "resources": newest(resources)[:6],
        "promoted": [item for item in items if item.promote][:IN_COLUMN],
        "totals": totals,
        "glances": network.digest(GLANCE, site.id) or [],
        "children": network.children(site.id),
    }


def _columns(network: Network, site: Site, own: Sequence[Item]) -> list[tuple[str, str, tuple[Item, ...]]]:
    """(name, address, newest items) of the site's own columns that hold something, in its order."""
    addresses = network.columns(site.id)
    grouped = {name: newest(item for item in own if item.column == name) for name in addresses}
    order = [name for name in site.columns if name in grouped]
    return [(name, addresses[name], grouped[name][:IN_COLUMN]) for name in order if grouped[name]]
