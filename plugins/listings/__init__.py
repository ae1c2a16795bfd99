"""The pages made of many items: homes, lists by kind, column, tag and year, the site map, redirects, 404."""

from plugins.listings.homes import home
from plugins.listings.lists import lists
from plugins.listings.maps import maps, redirects, report

OUTPUTS = (home, lists, maps, redirects, report)
