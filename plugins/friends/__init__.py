"""Friendly links: sites elsewhere that a network or one of its sites recommends, by groups."""

from plugins.friends.links import LINKS, SITE_LINKS, each_link_once, links

CHECKS = (each_link_once,)
OUTPUTS = (links,)
FILES = (LINKS, SITE_LINKS)
"""links.yaml beside network.yaml for all sites, and beside a site.yaml for that site."""
