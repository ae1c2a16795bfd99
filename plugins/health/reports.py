"""What all reports need to know of all sites, worked out together, because each site's tally is looked up but once."""

from plugins.health.bulletin import bulletin
from plugins.health.checkup import checkups, up_to_date
from plugins.health.morning import round_of
from plugins.health.tally import last_quarters, tally, units_below
from plugins.network.digests import Digest
from plugins.network.network import Network
from plugins.network.periods import after, begins, first_and_last


def reports(network: Network) -> Digest:
    """For each site that holds something, or has others below it that do, what its reports tell.

    `running`: the quarter that is not over. `bulletin`, `checkup`, `morning`: see there. `pages`: how many pages of their
    own it and the sites below have, if there are any.
    """
    if network.as_of is None:
        return Digest({})
    tallies = {site.id: network.remembered(tally, site) for site in network.sites.values()}
    today = network.as_of.astimezone(network.zone).date()
    quarters = last_quarters(today, int(network.settings.figure("health-quarters")))
    below = units_below(network)
    told = bulletin(network, tallies, below, quarters)
    checked, late = checkups(network, tallies, below, today)
    mornings, changes = round_of(network, tallies, below, today)
    sites = {
        site: {
            "running": quarters[0],
            "bulletin": told.get(site, {}),
            "checkup": checked.get(site),
            "pages": {unit: tallies[unit]["pages"] for unit in below.get(site, ())},
            "morning": mornings.get(site),
        }
        for site in network.sites
        if site in told or site in checked
    }
    next_quarter = begins(first_and_last(after(quarters[0]))[0].isoformat(), network.zone)
    glances = {site: up_to_date(network, network.sites[site], checked, below) for site in sites}
    until = min(moment for moment in (late, changes, next_quarter) if moment) if sites else None
    return Digest(sites, until, {site: glance for site, glance in glances.items() if glance})
