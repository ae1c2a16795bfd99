"""Where an election stands, what of it may be shown then, and its numbers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from plugins.elections.fields import STAGES
from plugins.network.items import Item, State, Tone
from plugins.network.periods import begins
from plugins.network.sites import Settings

TONES: Mapping[str, Tone] = {"筹备": "off", "提名": "active", "选举": "active", "结果": "positive"}


def counted(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of an election; what is not written is counted in the list of candidates."""
    candidates = fields["candidates"]
    votes = [row["votes"] for row in candidates]
    own = {
        "standing": len(candidates) or None,
        "votes": sum(votes) if votes and None not in votes else None,
        "elected": sum(row["elected"] for row in candidates) or None,
    }
    names = ("seats", "standing", "electors", "present", "issued", "ballots", "valid", "invalid", "votes", "elected")
    return {name: fields[name] if fields[name] is not None else own.get(name) for name in names}


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """筹备, 提名, 选举, 结果 by the days of its steps; some days after the result its names are taken back."""
    steps = [(begins(row["date"], settings.zone), STAGES.index(row["stage"])) for row in item.fields["steps"]]
    stage = max((place for begin, place in steps if begin <= as_of), default=0)
    until = min((begin for begin, place in steps if begin > as_of and place > stage), default=None)
    if STAGES[stage] != "结果":
        return State(STAGES[stage], STAGES[stage], TONES[STAGES[stage]], until=until)
    published = min(begin for begin, place in steps if place == stage)
    plain = published + timedelta(days=settings.figure("election.names_days"))
    return State("结果", "结果", "positive", until=plain) if as_of < plain else State("plain", "结果", "positive")


def view(item: Item, _settings: Settings) -> Item:
    """The item with its numbers counted; without candidates and text when the result has stood for a while."""
    assert item.state is not None
    fields = {**item.fields, **counted(item.fields)}
    if item.state.id != "plain":
        return replace(item, fields=fields)
    return replace(item, fields={**fields, "candidates": []}, body=False)
