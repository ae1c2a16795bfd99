"""Items, links, pictures and Problems as plain rows of JSON for the index, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, convert
from msgspec.structs import astuple, force_setattr

from plugins.network.items import BESIDE, Item
from plugins.network.json_text import decode, decoder, encoder
from plugins.network.network import BRIEF
from plugins.network.references import Link


def to_text(value: object) -> str:
    """A value as JSON: a frozen value as the row of its fields, an instant in ISO form."""
    return _ENCODER.encode(value)


def _row(value: Any) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Struct):
        return astuple(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"no row for {type(value)}")


_ENCODER = json.JSONEncoder(default=_row, ensure_ascii=False, check_circular=False, separators=(",", ":"))
_line = encoder(_row)
"""As `to_text`, for values whose parts are `array_like`."""


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """The instant in the zone of the network, as it was."""
    return datetime.fromisoformat(text).astimezone(zone) if text else None


_SHOWN, _BESIDE = Item.__struct_fields__[: -len(BESIDE)], Item.__struct_fields__[-len(BESIDE) : -1]
_shown_of, _beside_of = attrgetter(*_SHOWN), attrgetter(*_BESIDE)
_brief_of = attrgetter(*(name for name in Item.__struct_fields__ if name not in ("fields", *BRIEF)))
_MOMENTS = ("date", "updated", "publish", "expires")


def item_of(row: Sequence[Any], zone: ZoneInfo) -> Item:
    """The Item that a row of plain JSON was made of; raises ValueError if it is no such row."""
    return _in_zone(convert(row, Item), zone)


def _in_zone(item: Item, zone: ZoneInfo) -> Item:
    """An Item that was just made, its instants in the zone of the network, as they were."""
    for name in _MOMENTS:
        if (told := getattr(item, name)) is not None:
            force_setattr(item, name, told.astimezone(zone))
    if item.state is not None and item.state.until is not None:
        force_setattr(item.state, "until", item.state.until.astimezone(zone))
    return item


def line_of(item: Item, links: Sequence[Link | None], anchors: Sequence[str]) -> str:
    """An item, what its references became and its anchors as one line: five rows, the facts about the item's file last.

    The row of the item and that of those facts are two parts of one.
    """
    return "\t".join((_line(_shown_of(item)), _line(links), _line(anchors), _line(_beside_of(item)), _line(item.hash)))


def brief_text(item: Item, listed: Iterable[str]) -> str:
    """A text that is the same only if the brief item is (`network.brief`), and costs less than that."""
    return _line((_brief_of(item), [item.fields[name] for name in listed]))


def shown_in(line: str) -> str:
    """What of a line pages may show."""
    return line.rsplit("\t", 2)[0]


def hash_in(line: str) -> str:
    """The key of the Reading that the item of a line was made of."""
    return str(decode(line.rpartition("\t")[2]))


def item_in(line: str, zone: ZoneInfo) -> Item:
    """The Item of a line."""
    shown, _, _, beside, key = line.split("\t")
    return _in_zone(_item(f"{shown[:-1]},{beside[1:-1]},{key}]"), zone)


def links_in(line: str) -> tuple[Link | None, ...]:
    """What the references of the item of a line became."""
    return _links(line.split("\t", 2)[1])


def anchors_in(line: str) -> tuple[str, ...]:
    """The anchors of the item of a line."""
    return _anchors(line.split("\t", 3)[2])


_item = decoder(Item, lambda row: convert(row, Item))
_links = decoder(tuple[Link | None, ...], lambda rows: convert(rows, tuple[Link | None, ...]))
_anchors = decoder(tuple[str, ...], tuple)
