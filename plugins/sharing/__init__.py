"""Sharing: a page beside an item from which it is carried elsewhere, and the picture that messengers show of a site."""

from plugins.sharing.cards import cards
from plugins.sharing.pages import kinds_exist, share_pages

CHECKS = (kinds_exist,)
OUTPUTS = (share_pages, cards)
