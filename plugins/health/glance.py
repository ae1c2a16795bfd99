"""What one site has for the morning round 晨检: what appeared last, what is red or amber, how its boards stand."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.network.items import Item
from plugins.network.network import Network

NEWEST = 60
"""How many of a site's newest items are told: more than anybody reads in a morning."""
TONES = ("negative", "warning", "positive")
IN_FORCE = frozenset({"document", "resource", "rule", "event"})
"""Kinds whose red says that something is no longer in force or was called off, not that anybody has to see to it."""

Entry = tuple[str, str, str, str, str, str]
"""(day, Kind, title, address, word for its state, tone)."""


def glance(network: Network, items: Iterable[Item]) -> Mapping[str, Any]:
    """`appeared`: the newest `Entry`s by day. `alarming`: those that are red or amber. `boards`: area → how many of each tone."""
    listed = list(items)
    entries = sorted((_entry(item) for item in listed), key=lambda entry: (entry[0], entry[3]), reverse=True)
    boards: dict[str, list[int]] = {}
    for item in listed:
        if item.state and item.state.tone in TONES and item.kind not in IN_FORCE:
            boards.setdefault(network.areas.get(item.kind) or "其他", [0, 0, 0])[TONES.index(item.state.tone)] += 1
    alarming = [entry for entry in entries if entry[5] in TONES[:2] and entry[1] not in IN_FORCE]
    return {"appeared": [entry for entry in entries if entry[0]][:NEWEST], "alarming": alarming[:NEWEST], "boards": boards}


def _entry(item: Item) -> Entry:
    days = [day.date().isoformat() for day in (item.date, item.updated, item.publish) if day]
    label, tone = (item.state.label, item.state.tone) if item.state else ("", "off")
    return max(days, default=""), item.kind, item.title, item.address, label, tone
