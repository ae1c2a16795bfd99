"""The pages made of many items: homes, lists by kind, column, tag and year, the site map, redirects, 404."""

from plugins.listings.homes import home
from plugins.listings.lists import columns, kinds, tags, years
from plugins.listings.maps import maps, redirects, report

OUTPUTS = (home, kinds, columns, tags, years, maps, redirects, report)
