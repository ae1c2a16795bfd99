"""Look into attachments in processes of their own, so that a hostile one can be killed and named."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from plugins.build.capabilities import examination, examined
from plugins.build.code import code_digest
from plugins.build.executors import Workers
from plugins.build.opening import OpeningTask, Row, Rows, Unopened, opened
from plugins.build.pool import Steps
from plugins.network import problems as p
from plugins.network.documents import EXAMINED, TooMuchError, said_in
from plugins.network.files import read_bytes
from plugins.network.index import Index
from plugins.network.media import DRAWINGS, PICTURES, Medium, suffix
from plugins.network.problems import Problem
from plugins.network.sites import Settings


class ExaminingTask(OpeningTask, frozen=True):
    """Files that one process looks into."""

    settings: Settings


def examine_files(steps: Steps, task: ExaminingTask) -> None:
    """Look into each file and hand over (key, Problems, "") for the index, one by one."""
    for file in task.files:
        steps.begin(file.path)
        steps.done(_row(file.key, _faults(file, task.settings)))


def _faults(file: Unopened, settings: Settings) -> tuple[Problem, ...]:
    try:
        raw = read_bytes(file.place, file.size + 1)
        return (*examined(said_in(suffix(file.path), raw), settings), *(_reduced(raw) if suffix(file.path) in DRAWINGS else ()))
    except (TooMuchError, MemoryError, RecursionError):
        return (p.TOO_MUCH_INSIDE.at(""),)
    except OSError as fault:
        return (p.UNREADABLE.at("", what=fault.strerror or str(fault)),)


def _reduced(raw: bytes) -> Iterator[Problem]:
    """That a drawing is published without something that its author sees in it."""
    from plugins.network.drawings import lost  # only where there is one

    if missed := lost(raw):
        yield p.SVG_REDUCED.at("", min(missed.values()), names="、".join(missed))


def _row(key: str, faults: Iterable[Problem]) -> Row:
    return key, json.dumps([p.to_json(fault) for fault in faults], ensure_ascii=False), ""


def _problems(row: str | None) -> tuple[Problem, ...] | None:
    """The Problems in a row; anything else is a miss."""
    try:
        return tuple(p.from_json(values) for values in json.loads(row)) if row is not None else None
    except (ValueError, TypeError, KeyError):
        return None


def faults_of(
    media: Mapping[str, Medium], place: Callable[[str], Path], settings: Settings, index: Index, workers: Workers
) -> dict[str, tuple[Problem, ...]]:
    """What must not be published of each of these files by path; known ones are not opened again.

    Pictures are not looked into: what they tell beside what they show is not published.

    Args:
        place: where the bytes of a path lie.
    """
    version = f"examined:{code_digest()[:16]}.{examination(settings)}:"
    looked_into = EXAMINED - PICTURES
    keys = {path: f"{version}{suffix(path)}:{medium.sha256}" for path, medium in media.items() if suffix(path) in looked_into}
    known = {key: found for key, row in index.some(set(keys.values())).items() if (found := _problems(row)) is not None}
    new = {key: Unopened(path, place(path), media[path].size, key) for path, key in keys.items() if key not in known}
    if new:
        rows = _examine(list(new.values()), settings, workers)
        known |= {key: _problems(head) or () for key, head, _ in rows}
        index.put(row for row in rows if p.INTERRUPTED.id not in {fault.code for fault in known[row[0]]})
    return {path: tuple(replace(fault, path=path) for fault in known[key]) for path, key in keys.items()}


def _examine(files: Sequence[Unopened], settings: Settings, workers: Workers) -> Rows:
    task = partial(ExaminingTask, settings=settings)
    return opened(files, examine_files, task, _stopped, settings.limits, workers)


def _stopped(file: Unopened, sure: bool) -> Row:  # noqa: FBT001  # the form of `opened`
    return _row(file.key, ((p.TOO_MUCH_INSIDE if sure else p.INTERRUPTED).at(""),))
