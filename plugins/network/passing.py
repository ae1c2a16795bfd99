"""What passes between sites and addresses: hand-downs, joint items, old addresses."""

from collections.abc import Container, Mapping

from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.addresses import SLUG
from plugins.network.items import Item
from plugins.network.kinds import Kinds
from plugins.network.problems import Problem
from plugins.network.sites import Site
from plugins.network.tree import RESERVED, invaded


def addressed(
    items: dict[str, Item], sites: Mapping[str, Site], problems: list[Problem], closed: Container[str] = ()
) -> dict[str, Item]:
    """The items with `to` and `joint` turned into the ids of existing sites; those of closed sites are passed over."""
    return {
        path: _one_addressed(item, sites, problems, closed) if item.to or item.joint else item for path, item in items.items()
    }


def _one_addressed(item: Item, sites: Mapping[str, Site], problems: list[Problem], closed: Container[str]) -> Item:
    to: list[str] = []
    for word in item.to:
        chosen = recipients(word, sites)
        if not chosen and word.removeprefix("under:") not in closed:
            problems.append(p.UNKNOWN_RECIPIENT.at(item.path, item.lines.get("to", 1), key="下发", value=word,
                                                   suggestion="", suggestion_en=""))  # fmt: skip
        to += chosen
    joint = []
    for word in item.joint:
        if word in sites:
            joint.append(word)
        elif word not in closed:
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


def aliases_of(items: Mapping[str, Item], sites: Mapping[str, Site], kinds: Kinds, problems: list[Problem]) -> dict[str, str]:
    """Old addresses that are free; an alias is written from the root of its own site."""
    taken = {item.address: item.path for item in items.values()} | {site.base: site.id for site in sites.values()}
    aliases: dict[str, str] = {}
    for item in items.values():
        for written in item.aliases:
            site = sites[item.site]
            address = _normal_alias(written, site.base)
            other = taken.get(address.casefold()) or invaded(address, site.id, sites) if address else "-"
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
