"""The gate for personal data: numbers, addresses, days of birth, rosters, and what files tell beside their text."""

from plugins.privacy.contacts import contacts_are_of_offices
from plugins.privacy.lists import FILE
from plugins.privacy.properties import properties_tell_nobody
from plugins.privacy.rosters import no_rosters
from plugins.privacy.traces import no_personal_data

SCANS = (no_personal_data, no_rosters, properties_tell_nobody)
CHECKS = (contacts_are_of_offices,)
FILES = (FILE,)
