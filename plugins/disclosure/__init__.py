"""Disclosure 党务公开: what has to be told, by whom and when, against a catalogue; and decisions with their counts."""

from plugins.disclosure.coverage import coverage, coverage_page
from plugins.disclosure.records import CATALOGUE, DECISION, DISCLOSURE

KINDS = (DISCLOSURE, DECISION)
DIGESTS = (coverage,)
OUTPUTS = (coverage_page,)
FILES = (CATALOGUE,)
