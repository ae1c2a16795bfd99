"""What all reports need to know of all sites, worked out together, because each site's tally is looked up but once."""

from plugins.health.bulletin import bulletin
from plugins.health.tally import last_quarters, tally
from plugins.network.digests import Digest
from plugins.network.network import Network
from plugins.network.periods import after, begins, first_and_last


def reports(network: Network) -> Digest:
    """For each site with something to tell `running` (the quarter that is not over) and `bulletin`."""
    if network.as_of is None:
        return Digest({})
    tallies = {site.id: network.remembered(tally, site) for site in network.sites.values()}
    today = network.as_of.astimezone(network.zone).date()
    quarters = last_quarters(today, int(network.settings.figure("health-quarters")))
    told = bulletin(network, tallies, quarters)
    sites = {site: {"running": quarters[0], "bulletin": rows} for site, rows in told.items()}
    next_quarter = first_and_last(after(quarters[0]))[0]
    return Digest(sites, begins(next_quarter.isoformat(), network.zone) if sites else None)
