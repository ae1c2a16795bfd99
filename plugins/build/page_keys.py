"""What a page is made from, as a hash: a page with the same key has the same bytes."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from plugins.build.pages import Shared
from plugins.network.index import seal
from plugins.network.items import Item
from plugins.network.json_text import encode
from plugins.network.network import Network
from plugins.network.sites import Site


class PageKeys:
    """Makes the keys of one site's pages; what many pages show, an item for one, is written out once.

    Args:
        basis: a hash over what all pages of the site have in common: code, theme, settings, frame.
        unkeyed: what the theme does not show of items.
    """

    def __init__(self, basis: str, unkeyed: frozenset[str]) -> None:
        self._basis = basis
        self._of_items = attrgetter(*(name for name in Item.__struct_fields__ if name not in unkeyed))
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=self._told).encode
        self._once: dict[int, tuple[object, str]] = {}

    def key(self, *values: object) -> str | None:
        """The key of a page whose template gets these values; None if one of them cannot be written out."""
        try:
            return seal(self._basis, self._encode(values))
        except (TypeError, ValueError, RecursionError):
            return None

    def _told(self, value: object) -> Any:
        """A value that JSON has no word for.

        Raises:
            TypeError: it is nothing that is told by what it holds (a function, an iterator, a whole Network).
        """
        if isinstance(value, (Item, Site, Shared)):
            known = self._once.get(id(value))
            if known is None:  # the value is held with it, or another could get its id
                known = self._once[id(value)] = (value, seal(self._written(value)))
            return known[1]
        if isinstance(value, Struct) and not isinstance(value, Network):
            return _held(value)
        if isinstance(value, date):
            return ["date", value.isoformat()]
        if isinstance(value, Decimal):
            return repr(value)
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, (set, frozenset)):
            return sorted(map(repr, value))
        raise TypeError(type(value))

    def _written(self, value: Struct) -> str:
        """A text that tells what many pages show; of items, of which there are most, in the cheapest way there is."""
        if not isinstance(value, Item):
            return self._encode(_held(value))
        try:
            return encode(self._of_items(value))
        except (TypeError, ValueError):  # half a surrogate pair, or a value of a Kind that JSON has no word for
            return repr(self._of_items(value))


def _held(value: Struct) -> Sequence[object]:
    """What a frozen value is called and holds."""
    return [type(value).__qualname__, *astuple(value)]
