"""What pages need to know beyond their own site, or about the as-of instant: worked out once over the whole network."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct


class Digest(Struct, frozen=True):
    """Plain JSON values for each site that shows them, and the next moment at which they change by themselves.

    A site is rendered again only if its own values differ, so they hold what is shown (a word, a day), not the clock.
    """

    sites: Mapping[str, Any]
    until: datetime | None = None
