"""The card of a site: who, where, when, and a QR code that opens it; one sheet to print and pin up."""

from collections.abc import Iterator

from plugins.network.hrefs import Hrefs
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import KIND_NAMES, Site


def card(network: Network, site: Site) -> Iterator[Output]:
    """The printable card of a site; a library needs none."""
    if site.kind == "library":
        return
    whole = Hrefs(network.settings.base_url, network.sites).whole(site.base)
    yield Page(
        f"{site.base}card/",
        "unit_card.html",
        f"{site.title}联系卡",
        {"address": whole, "sort": KIND_NAMES[site.kind], "above": network.sites.get(site.parent)},
        description=f"怎样找到{site.title}：岗位、地点、时间和信箱。",
        section="card",
        menu="服务",
        crumbs=((site.title, site.base),),
    )
