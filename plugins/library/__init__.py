"""The shared resource library: records with source, licence, version and validity, found by collection and facet."""

from plugins.library.pages import catalogue, facet_pages, home
from plugins.library.resources import RESOURCE, chains_hold, no_second_record
from plugins.library.rules import RULE, rules_follow_each_other

KINDS = (RESOURCE, RULE)
CHECKS = (chains_hold, no_second_record, rules_follow_each_other)
OUTPUTS = (home, facet_pages, catalogue)
