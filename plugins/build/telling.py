"""What a site's tree tells of each item, so that it can be found and taken back later without the sources."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from plugins.build.capabilities import kinds
from plugins.build.store import OF_SITE, Told
from plugins.network.items import Item, Picture
from plugins.network.kinds import Kind, whole
from plugins.network.media import addresses
from plugins.network.network import Network
from plugins.network.references import Link
from plugins.network.sites import Settings, Site


def told_of(network: Network, site: Site, items: Iterable[Item] | None = None) -> Iterator[Told]:
    """The site itself, then its items, or those of them."""
    yield Told(f"{site.id}{OF_SITE}", site.base, words=(site.title,), url=site.url.rstrip("/"))
    lists = {tag: address for tag, (address, _) in network.tags(site.id).items()}, network.columns(site.id)
    for item in network.of(site.id) if items is None else items:
        kind = kinds().by_id[item.kind]
        words = dict.fromkeys(word for word in (item.title, *item.tags, item.column, item.author) if word)
        until = min((moment for moment in (item.expires, _taken_back(item, kind, network.settings)) if moment), default=None)
        yield Told(
            item.path, item.address, _stage(item, kind), until.isoformat() if until else "", tuple(words),
            tuple(sorted(_files(item, network, *lists))),
        )  # fmt: skip


def _stage(item: Item, kind: Kind) -> str:
    """What readers may see of an item: two releases that show the same of it say the same."""
    if item.withdrawn:
        return "withdrawn"
    return item.state.id if item.state and kind.view is not whole else ""


def _taken_back(item: Item, kind: Kind, settings: Settings) -> datetime | None:
    """When the Kind of an item takes something back that is shown now."""
    state = item.state
    while kind.view is not whole and state and state.until:
        moment, state = state.until, kind.state(item, state.until, settings)
        later = kind.view(replace(item, state=state), settings) if state else item
        if (later.body, later.fields) != (item.body, item.fields):
            return moment
    return None


def _files(item: Item, network: Network, tags: Mapping[str, str], columns: Mapping[str, str]) -> set[str]:
    """What an item has files for, as the release names them: pictures, attachments, old addresses, lists of tag and column."""
    lists = (*(tags.get(tag, "") for tag in item.tags), columns.get(item.column, ""))
    found = {file.address for file in item.attachments} | {f"{page}index.html" for page in (*item.aliases, *lists) if page}
    shown: list[Link | Picture] = [link for link in network.links.get(item.path, ()) if link and link.medium]
    shown += [item.cover] if item.cover else []
    found.update(*(addresses(one.address, one.widths, one.fallback) for one in shown))
    return {address[1:] for address in found.union(_addresses(dict(item.fields)))}


def _addresses(value: Any) -> Iterator[str]:
    """The addresses of the pictures in a field."""
    if isinstance(value, dict):
        if {"address", "width", "height"} <= value.keys():
            yield from addresses(value["address"], value["widths"], value["fallback"])
        value = list(value.values())
    for inner in value if isinstance(value, (list, tuple)) else ():
        yield from _addresses(inner)
