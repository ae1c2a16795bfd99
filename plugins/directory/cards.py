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
    _ = network.settings.gettext
    whole = Hrefs(network.settings.base_url, network.sites).whole(site.base)
    yield Page(
        f"{site.base}card/",
        "unit_card.html",
        _("%(title)s联系卡", title=site.title),
        {"address": whole, "sort": _(KIND_NAMES[site.kind]), "above": network.sites.get(site.parent)},
        description=_("怎样找到%(title)s：岗位、地点、时间和信箱。", title=site.title),
        section="card",
        menu="服务",
        crumbs=((site.title, site.base),),
    )
