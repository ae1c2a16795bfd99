"""How the network is doing, worked out from what stands in it: the quarterly bulletin, check-ups and the other reports."""

from plugins.health.bulletin import bulletins
from plugins.health.checkup import checkup
from plugins.health.reports import reports

DIGESTS = (reports,)
OUTPUTS = (bulletins, checkup)
