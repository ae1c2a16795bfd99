"""Where a host has the service worker that keeps what was read, for times without a network."""

from plugins.network.network import Network
from plugins.network.sites import Site

CAPABILITY, OUTPUT = "offline", "offline.kept_pages"
"""What a site switches off to have none."""


def worker(network: Network, site: Site) -> str:
    """The address of the worker of the host that shows a site; empty if it has none.

    Closed tiers have none, for what is read there must not stay on devices.
    """
    host = site if site.url else next(one for one in network.sites.values() if not one.parent)
    wanted = network.settings.offline and network.tier == "public"
    return f"{host.base}sw.js" if wanted and network.switched_off(host.id).isdisjoint((CAPABILITY, OUTPUT)) else ""
