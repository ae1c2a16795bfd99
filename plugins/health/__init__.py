"""How the network is doing, worked out from what stands in it: bulletin, check-ups, indicators, variety, the morning round."""

from plugins.health.bulletin import bulletins
from plugins.health.checkup import checkup
from plugins.health.indicators import indicators
from plugins.health.morning import morning
from plugins.health.reports import reports
from plugins.health.variety import variety

DIGESTS = (reports,)
OUTPUTS = (bulletins, checkup, indicators, variety, morning)
