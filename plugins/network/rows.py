"""Items, links, pictures and Problems as plain rows of JSON for the index, and back."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import astuple

from plugins.network.items import Attachment, Heading, Item, Picture, Source, State
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


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """The instant in the zone of the network, as it was."""
    return datetime.fromisoformat(text).astimezone(zone) if text else None


def _tuple(row: Any, _zone: ZoneInfo) -> tuple[Any, ...]:
    return tuple(row)


def _state(row: Any, zone: ZoneInfo) -> State | None:
    return State(row[0], row[1], row[2], moment(row[3], zone), row[4]) if row else None


_PARTS: Mapping[str, Callable[[Any, ZoneInfo], Any]] = {
    "date": moment, "updated": moment, "publish": moment, "expires": moment, "state": _state,
    "tags": _tuple, "to": _tuple, "joint": _tuple, "aliases": _tuple, "related": _tuple,
    "source": lambda row, _zone: Source(*row) if row else None,
    "cover": lambda row, _zone: Picture(*row) if row else None,
    "attachments": lambda row, _zone: tuple(Attachment(*one) for one in row),
    "headings": lambda row, _zone: tuple(Heading(*one) for one in row),
}  # fmt: skip
"""How the fields of an Item that are not plain JSON come back."""
_PLACES = tuple((place, _PARTS[name]) for place, name in enumerate(Item.__struct_fields__) if name in _PARTS)


def item_of(row: list[Any], zone: ZoneInfo) -> Item:
    """The Item that a row was made of; raises TypeError or ValueError if it is no such row."""
    values = list(row)
    for place, part in _PLACES:
        values[place] = part(values[place], zone)
    return Item(*values)


def links_of(rows: list[Any]) -> tuple[Link | None, ...]:
    """What the references of a body became, from their rows."""
    return tuple(Link(*row) if row else None for row in rows)
