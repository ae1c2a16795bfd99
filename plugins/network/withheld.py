"""What a tier must not keep of what is read for it: of closed items, drafts and expired items only that they are there.

A build has to read the head of a file to know who it is for. Of one that is for nobody in its tier nothing else stays:
not in the index, not in a report, not in memory beyond the process that read it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Literal
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.audience import NAMES, Audience, narrower, visible
from plugins.network.index import seal
from plugins.network.kinds import Kind, Kinds
from plugins.network.patterns import pattern
from plugins.network.periods import begins, ends
from plugins.network.problems import Problem
from plugins.network.readings import Reading
from plugins.network.sites import Settings

Why = Literal["", "closed", "draft", "expires", "publish"]
"""Why an item is for nobody now; "publish" if it is only too early, then it is read whole in each build but not kept."""

_TIMES = ("draft", "publish", "expires")
_AUDIENCE_LINE = pattern(r"(?im)^[ \t]*(?:audience|范围)[ \t]*[:：][ \t]*(.*?)[ \t]*$")
HEADER_BYTES = 8_000
"""How much of a file is looked at for its audience if its header cannot be read."""


class Readers(Struct, frozen=True):
    """Who a build is for, and when."""

    settings: Settings
    tier: Audience
    as_of: datetime


def withheld(reading: Reading, kinds: Kinds, readers: Readers) -> Why:
    """Why nothing of a file may be kept now, if so."""
    kind = kinds.by_id.get(reading.kind)
    if not visible(_audience(reading, kind, readers.settings), readers.tier):
        return "closed"
    if reading.fields is None or kind is None:
        return ""
    fields, zone = reading.fields, readers.settings.zone
    if fields.get("draft"):
        return "draft"
    if fields.get("publish") and readers.as_of < begins(fields["publish"], zone):
        return "publish"
    if fields.get("expires") and readers.as_of >= ends(fields["expires"], zone):
        return "expires"
    return ""


def bare(reading: Reading, why: Why, kinds: Kinds) -> Reading:
    """What stays of a file that is withheld: enough to know it again, and hashes of the names of files that it speaks of."""
    if why == "publish":
        return replace(reading, withheld=why)
    kind = kinds.by_id.get(reading.kind)
    names = (*_TIMES, *((kind.opened_by,) if kind and kind.opened_by else ()))
    fields = reading.fields
    kept = {name: fields[name] for name in names if name in fields} if fields is not None else None
    audience = _own(reading)
    return Reading(
        reading.kind,
        {**kept, "audience": audience} if kept is not None and audience else kept,
        {name: line for name, line in (reading.lines or {}).items() if name in _TIMES},
        problems=reading.problems if why != "closed" else _misspelt(reading),
        wishes={"audience": audience} if audience else {},
        withheld=why,
        spoken=tuple(sorted({seal(name) for name in spoken(reading)})),
    )


def _misspelt(reading: Reading) -> tuple[Problem, ...]:
    """All that is told of a closed file: that nobody knows the audience it names."""
    written = _written(reading)
    known = not written or written in NAMES
    return () if known else (p.BAD_AUDIENCE.at("", (reading.lines or {}).get("audience", 1), value=written),)


def closing(raw: bytes) -> Audience:
    """What a header that cannot be read says of its audience, as far as a line tells; else public."""
    found = _AUDIENCE_LINE.search(raw.decode("utf-8", "replace"))
    return NAMES.get(found[1].strip(" '\""), "lan") if found and found[1] else "public"


def _audience(reading: Reading, kind: Kind | None, settings: Settings) -> Audience:
    """Who a file is for, wherever it lies."""
    own = _own(reading) or "public"
    if kind is None:
        return own
    if not kind.opened_by:
        return narrower(own, settings.audiences.get(kind.id, kind.audience))
    if reading.fields is None:
        return own
    opened: Audience = "public" if {**kind.defaults, **reading.fields}[kind.opened_by] else kind.audience
    return narrower(own, narrower(settings.audiences.get(kind.id, opened), opened))


def _own(reading: Reading) -> Audience | Literal[""]:
    """The audience that a file names; a misspelt one is the most closed."""
    written = _written(reading)
    return NAMES.get(written, "lan") if written else ""


def _written(reading: Reading) -> str:
    return str((reading.fields or {}).get("audience") or reading.wishes.get("audience", ""))


def spoken(reading: Reading) -> Iterator[str]:
    """The names of all files that a Reading may speak of."""
    for text in (*_texts(reading.fields or {}), *(reference.target for reference in reading.references)):
        target = text.partition("#")[0]
        yield from {PurePosixPath(target).name, PurePosixPath(unquote(target)).name} - {""}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) <= 1000:
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
