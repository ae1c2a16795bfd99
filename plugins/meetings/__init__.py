"""Meetings 三会一课: records with head-counts, and the grid of what every branch held, held late or missed."""

from plugins.meetings.grid import grid
from plugins.meetings.meeting import MEETING
from plugins.meetings.pages import boards, tables
from plugins.meetings.rules import MEETINGS, words_name_sites

KINDS = (MEETING,)
CHECKS = (words_name_sites,)
DIGESTS = (grid,)
OUTPUTS = (boards, tables)
FILES = (MEETINGS,)
