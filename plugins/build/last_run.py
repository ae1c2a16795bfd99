"""Whether anything that a build depends on has changed since the last one; if not, there is nothing to do."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from plugins.build.code import code_digest, folder_digest
from plugins.build.request import Places, Request, Seen
from plugins.network.index import Index, seal
from plugins.network.problems import Problem, from_json, to_json

KEY = "last-run"
FEW = 8
"""So many folders with changes are little work."""


class LastRun(Struct, frozen=True):
    """What the last complete build saw and found.

    It still holds from `as_of` until `until` (the next moment at which the output changes by itself) as long as
    `inputs` is the same.
    """

    inputs: str
    folders: Mapping[str, str]
    """The stamp of every folder (`Seen.stamps`), by a hash of its name."""
    made_by: str
    """A hash over code, theme and plugins from elsewhere."""
    as_of: str
    until: str
    sources: tuple[str, ...]
    """The folders of the theme and of plugins from elsewhere."""
    release: str
    items: Mapping[str, int]
    problems: tuple[Problem, ...]

    def holds(self, inputs: str, as_of: datetime, release: str) -> bool:
        """Whether a build for `as_of` would make the same release again."""
        began = datetime.fromisoformat(self.as_of) <= as_of
        over = bool(self.until) and as_of >= datetime.fromisoformat(self.until)
        return began and not over and (self.inputs, self.release) == (inputs, release)

    def tells(self, folder: str, stamp: str) -> bool:
        """Whether a folder holds what it held."""
        return self.folders.get(seal(folder)) == stamp

    def same(self, seen: Seen) -> tuple[str, ...]:
        """The folders that hold what they held; none if more than a few do not."""
        same = tuple(folder for folder, told in seen.stamps.items() if self.tells(folder, told))
        return same if len(seen.stamps) - len(same) <= FEW else ()


def hidden_names(stamps: Mapping[str, str]) -> dict[str, str]:
    """The stamps of folders by a hash of their names: some are of closed sites."""
    return {seal(folder): told for folder, told in stamps.items()}


def last_run(places: Places) -> LastRun | None:
    """The last complete build of a tier, if it is known for certain and what made it is still there."""
    if not places.index.exists():
        return None
    with Index(places.index) as index:
        last = recall(index)
    return last if last is not None and all(Path(place).exists() for place in last.sources) else None


def maker(sources: Iterable[str]) -> str:
    """A hash over our code and what is in these folders."""
    return seal(code_digest(), *(folder_digest(Path(place)) for place in sources))


def inputs_of(seen: Seen, made_by: str, request: Request) -> str:
    """A hash over every input: files by their stat values, the theme, the code, what was asked for."""
    asked = (request.places.tier, request.base_url, request.sites, str(request.places.content.absolute()))
    return seal(repr((seen.stamps, seen.walked.problems, made_by, asked)))


def recall(index: Index) -> LastRun | None:
    """The last run, or None if it is not known for certain."""
    row = index.head(KEY)
    if row is None:
        return None
    try:
        values: dict[str, Any] = json.loads(row)
        return LastRun(**{**values, "sources": tuple(values["sources"]), "problems": tuple(map(from_json, values["problems"]))})
    except (ValueError, TypeError, KeyError):
        return None


def record(index: Index, run: LastRun) -> None:
    """Remember a run that ended well."""
    values = {
        "inputs": run.inputs, "folders": dict(run.folders), "made_by": run.made_by, "as_of": run.as_of, "until": run.until, "sources": run.sources, "release": run.release,
        "items": dict(run.items), "problems": [to_json(problem) for problem in run.problems],
    }  # fmt: skip
    index.put([(KEY, json.dumps(values, ensure_ascii=False), "")])
