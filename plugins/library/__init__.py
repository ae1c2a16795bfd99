"""The shared resource library: records with source, licence, version and validity, found by collection and facet."""

from plugins.library.pages import catalogue, facet_pages, home
from plugins.library.resources import RESOURCE, chains_hold, no_second_record

KINDS = (RESOURCE,)
CHECKS = (chains_hold, no_second_record)
OUTPUTS = (home, facet_pages, catalogue)
