"""Reading without a network: a page that was read once can be read again, if the network's operator wants that."""

from plugins.offline.kept import kept_pages

OUTPUTS = (kept_pages,)
