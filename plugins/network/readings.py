"""What one file says, as it is kept: light to import, for those who only plan with what others have read."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.items import Heading, Reference
from plugins.network.json_text import decode, encode
from plugins.network.patterns import pattern
from plugins.network.problems import Problem


class Reading(Struct, frozen=True):
    """What one file says. `kind` is empty if neither folder nor field named one.

    `fields` are plain JSON values of the schema, as far as they differ from its defaults; `lines` tell where each was written. A Reading with a
    Problem that stops the item has no usable fields or body.
    """

    kind: str = ""
    fields: Mapping[str, Any] | None = None
    lines: Mapping[str, int] | None = None
    title: str = ""
    summary: str = ""
    minutes: int = 1
    characters: int = 0
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    html: str = ""
    wishes: Mapping[str, str] = {}
    """What it asks to be shown to fewer readers, or for a shorter time: this holds even if the rest cannot be published."""
    withheld: str = ""
    """Why it is for nobody now (`withheld.Why`): then only what `withheld.bare` leaves is here."""
    spoken: tuple[str, ...] = ()
    """Hashes of the names of files that it speaks of, if it is withheld."""

    @property
    def stopped(self) -> bool:
        """Whether the file cannot be published as it is."""
        return any(problem.stops_item("lan") for problem in self.problems)


_META = (
    "wishes",
    "kind",
    "fields",
    "lines",
    "title",
    "summary",
    "minutes",
    "characters",
    "references",
    "headings",
    "anchors",
    "withheld",
    "spoken",
)


def to_json(reading: Reading) -> tuple[str, str]:
    """A Reading as two texts: everything but the body, and the body's HTML."""
    meta = {name: getattr(reading, name) for name in _META}
    meta["problems"] = [p.to_json(problem) for problem in reading.problems]
    return encode(meta), reading.html


def from_json(meta: str, html: str = "") -> Reading:
    """The Reading that `to_json` wrote.

    Raises:
        ValueError, TypeError, KeyError: the text is not such a Reading.
    """
    values = decode(meta)
    return Reading(
        **{
            **values,
            "references": tuple([Reference(*row) for row in values["references"]]),
            "headings": tuple([Heading(*row) for row in values["headings"]]),
            "anchors": tuple(values["anchors"]),
            "spoken": tuple(values["spoken"]),
            "problems": tuple([p.from_json(problem) for problem in values["problems"]]),
            "html": html,
        }
    )


_SURROGATES = pattern("[\ud800-\udfff]")


def placed(problems: tuple[Problem, ...], path: str) -> tuple[Problem, ...]:
    """The Problems of a Reading at the path of the file they are about."""
    if not problems:
        return ()
    shown = _SURROGATES.sub("�", path)
    return tuple(replace(problem, path=shown) for problem in problems)
