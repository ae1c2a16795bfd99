"""Where the page stands from which an item is shared, and the picture that messengers show of a site."""

from collections.abc import Callable

from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.sites import Site

CAPABILITY, PAGES, CARDS = "sharing", "sharing.share_pages", "sharing.cards"
"""What a site switches off to go without."""


def card_address(network: Network, site: Site) -> str:
    """The address of a site's picture; empty if it has none."""
    return f"{site.base}share.png" if network.switched_off(site.id).isdisjoint((CAPABILITY, CARDS)) else ""


def share_address(network: Network, site_id: str) -> Callable[[Item], str]:
    """What gives the address of the share page of an item of a site; empty for those that are for few, or of which nothing is left."""
    off = not network.switched_off(site_id).isdisjoint((CAPABILITY, PAGES))
    kinds = frozenset() if off or network.sites[site_id].audience != "public" else shared_kinds(network)

    def address(item: Item) -> str:
        open_to_all = item.kind in kinds and item.audience == "public" and item.body and not item.withdrawn
        return f"{item.address}share/" if open_to_all else ""

    return address


def shared_kinds(network: Network) -> frozenset[str]:
    """The ids of the Kinds that the operator wants share pages of."""
    named = {network.settings.gettext(name) for name in network.settings.share_pages} | {*network.settings.share_pages}
    return frozenset(kind for kind, name in network.labels.items() if kind in named or name in named)
