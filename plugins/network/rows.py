"""Items, links, pictures and Problems as plain rows of JSON for the index, and back."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import astuple

from plugins.network.items import BESIDE, Attachment, Heading, Item, Picture, Source, State
from plugins.network.json_text import decode, encoder
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


def _tuple(row: Any, _zone: ZoneInfo) -> tuple[Any, ...]:
    return tuple(row)


def _picture(row: list[Any]) -> Picture:
    address, width, height, alt, widths, fallback = row
    return Picture(address, width, height, alt, tuple(widths), fallback)


_PARTS: Mapping[str, tuple[Callable[[Any, ZoneInfo], Any], Any]] = {
    **dict.fromkeys(("date", "updated", "publish", "expires"), (moment, None)),
    **dict.fromkeys(("tags", "to", "joint", "aliases", "related"), (_tuple, ())),
    "state": (lambda row, zone: State(row[0], row[1], row[2], moment(row[3], zone), row[4]), None),
    "source": (lambda row, _zone: Source(*row), None),
    "cover": (lambda row, _zone: _picture(row), None),
    "attachments": (lambda row, _zone: tuple([Attachment(*one) for one in row]), ()),
    "headings": (lambda row, _zone: tuple([Heading(*one) for one in row]), ()),
}
"""How the fields of an Item that are not plain JSON come back, and what they are if there is nothing in them."""
_NAMES = tuple(sorted(Item.__struct_fields__, key=lambda name: (name in BESIDE, name == "hash")))
"""The fields of an Item in the order of its row: the facts about its file come last, and of them its hash."""
_SHOWN, _BESIDE = _NAMES[: -len(BESIDE)], _NAMES[-len(BESIDE) : -1]
_PLACES = tuple((place, *_PARTS[name]) for place, name in enumerate(_NAMES) if name in _PARTS)
_ORDER = itemgetter(*(_NAMES.index(name) for name in Item.__struct_fields__))

row_of: Callable[[Item], tuple[Any, ...]] = attrgetter(*_NAMES)
"""The row of an Item."""
_shown_of, _beside_of = attrgetter(*_SHOWN), attrgetter(*_BESIDE)
_brief_of = attrgetter(*(name for name in Item.__struct_fields__ if name not in ("fields", *BRIEF)))


def item_of(row: Iterable[Any], zone: ZoneInfo) -> Item:
    """The Item that a row was made of; raises TypeError, ValueError or IndexError if it is no such row."""
    values = list(row)
    for place, part, nothing in _PLACES:
        values[place] = part(value, zone) if (value := values[place]) else nothing
    return Item(*_ORDER(values))


def line_of(item: Item, links: Sequence[Link | None], anchors: Sequence[str]) -> str:
    """An item, what its references became and its anchors as one line; the facts about its file stand behind tabs."""
    return f"{_line((_shown_of(item), links, anchors))}\t{_line(_beside_of(item))}\t{item.hash}"


def brief_text(item: Item, listed: Iterable[str]) -> str:
    """A text that is the same only if the brief item is (`network.brief`), and costs less than that."""
    return _line((_brief_of(item), [item.fields[name] for name in listed]))


def shown_in(line: str) -> str:
    """What of a line pages may show."""
    return line.partition("\t")[0]


def hash_in(line: str) -> str:
    """The key of the Reading that the item of a line was made of."""
    return line.rpartition("\t")[2]


def item_in(line: str, zone: ZoneInfo) -> Item:
    """The Item of a line."""
    shown, beside, key = line.split("\t")
    return item_of([*decode(shown)[0], *decode(beside), key], zone)


def links_in(line: str) -> tuple[Link | None, ...]:
    """What the references of the item of a line became."""
    return tuple([_link(row) if row else None for row in decode(shown_in(line))[1]])


def anchors_in(line: str) -> tuple[str, ...]:
    """The anchors of the item of a line."""
    return tuple(decode(shown_in(line))[2])


def _link(row: list[Any]) -> Link:
    address, anchor, external, width, height, item, medium, widths, fallback = row
    return Link(address, anchor, external, width, height, item, medium, tuple(widths), fallback)
