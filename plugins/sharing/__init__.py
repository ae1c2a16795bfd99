"""Sharing: a page beside an item from which it is carried elsewhere: address, QR code, short message, plain text, 公众号."""

from plugins.sharing.pages import kinds_exist, share_pages

CHECKS = (kinds_exist,)
OUTPUTS = (share_pages,)
