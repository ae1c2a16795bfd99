"""The agenda: events and live broadcasts with their times, month pages, and calendars that phones can subscribe to."""

from plugins.agenda.event import EVENT
from plugins.agenda.ics import calendars
from plugins.agenda.live import LIVE, PLAYERS, record_follows
from plugins.agenda.months import months, upcoming

KINDS = (EVENT, LIVE)
CHECKS = (record_follows,)
DIGESTS = (upcoming,)
OUTPUTS = (months, calendars)
FILES = (PLAYERS,)
