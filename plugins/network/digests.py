"""What pages need to know beyond their own site, or about the as-of instant: worked out once over the whole network."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct


class Glance(NamedTuple):
    """How one thing stands on a site, for its home page: so many of so many, in words, with the page that shows it.

    `unit` says of how many and of what, `note` what else there is to know; `of` is what `number` is part of.
    """

    label: str
    number: int
    unit: str
    note: str
    address: str
    of: int


class Digest(Struct, frozen=True):
    """Plain JSON values for each site that shows them, and the next moment at which they change by themselves.

    A site is rendered again only if its own values differ, so they hold what is shown (a word, a day), not the clock.
    `glance` tells in one line how things stand, for those sites where they stand any way.
    """

    sites: Mapping[str, Any]
    until: datetime | None = None
    glance: Mapping[str, Glance] = {}


GLANCE = "glance"
"""The digest that holds what all others tell in one line, in order of their names."""
