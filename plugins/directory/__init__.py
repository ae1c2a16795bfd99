"""The directory: every organisation in its tree, by place, trade and pinyin; a card of each to print and pin up."""

from plugins.directory.cards import card
from plugins.directory.finder import directory

OUTPUTS = (directory, card)
