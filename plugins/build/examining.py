"""Look into pictures and attachments in processes of their own, so that a hostile one can be killed and named."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import examination, examined
from plugins.build.code import code_digest
from plugins.build.executors import Workers
from plugins.build.pool import Bounds, Overrun, Steps, TaskFault
from plugins.network import problems as p
from plugins.network.documents import EXAMINED, TooMuchError, said_in
from plugins.network.files import read_bytes
from plugins.network.index import Index
from plugins.network.media import Medium, suffix
from plugins.network.problems import Problem
from plugins.network.sites import Settings

CHUNK = 20
"""How many files one process looks into; a killed one repeats at most this many."""

Row = tuple[str, str, str]
Rows = list[Row]


class Unexamined(Struct, frozen=True):
    """A file that nobody has looked into yet: its path, where its bytes lie, its size and cache key."""

    path: str
    place: Path
    size: int
    key: str


class ExaminingTask(Struct, frozen=True):
    """Files that one process looks into."""

    files: Sequence[Unexamined]
    settings: Settings

    def brings(self) -> Mapping[str, tuple[str, Path]]:
        """The files."""
        return {file.path: (file.key.rpartition(":")[2], file.place) for file in self.files}

    def holds(self) -> frozenset[str]:
        """Nothing: what is found comes back by itself."""
        return frozenset()

    def store_of(self) -> Path | None:
        """Nothing is written."""

    def at(self, content: Path, store: Path) -> "ExaminingTask":  # the form of a Task
        """The same files elsewhere."""
        return replace(self, files=[replace(file, place=content / file.path) for file in self.files])


def examine_files(steps: Steps, task: ExaminingTask) -> None:
    """Look into each file and hand over (key, Problems, "") for the index, one by one."""
    for file in task.files:
        steps.begin(file.path)
        steps.done(_row(file.key, _faults(file, task.settings)))


def _faults(file: Unexamined, settings: Settings) -> tuple[Problem, ...]:
    try:
        return examined(said_in(suffix(file.path), read_bytes(file.place, file.size + 1)), settings)
    except (TooMuchError, MemoryError, RecursionError):
        return (p.TOO_MUCH_INSIDE.at(""),)
    except OSError as fault:
        return (p.UNREADABLE.at("", what=fault.strerror or str(fault)),)


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

    Args:
        place: where the bytes of a path lie.
    """
    version = f"examined:{code_digest()[:16]}.{examination(settings)}:"
    keys = {path: f"{version}{suffix(path)}:{medium.sha256}" for path, medium in media.items() if suffix(path) in EXAMINED}
    known = {key: found for key, row in index.some(set(keys.values())).items() if (found := _problems(row)) is not None}
    new = {key: Unexamined(path, place(path), media[path].size, key) for path, key in keys.items() if key not in known}
    if new:
        rows = _examine(list(new.values()), settings, workers)
        known |= {key: _problems(head) or () for key, head, _ in rows}
        index.put(row for row in rows if p.INTERRUPTED.id not in {fault.code for fault in known[row[0]]})
    return {path: tuple(replace(fault, path=path) for fault in known[key]) for path, key in keys.items()}


def _examine(files: list[Unexamined], settings: Settings, workers: Workers) -> Rows:
    """Look into files in forked processes; one that overruns its time is named and the rest go on."""
    limits = settings.limits
    pool = workers.pool(Bounds(limits.attachment_seconds, CHUNK * limits.attachment_seconds, limits.site_memory))

    def started(chunk: list[Unexamined]) -> tuple[list[Unexamined], "Future[Rows]"]:
        return chunk, pool.submit(examine_files, ExaminingTask(chunk, settings))

    waiting = [started(files[i : i + CHUNK]) for i in range(0, len(files), CHUNK)]
    rows: Rows = []
    while waiting:
        chunk, future = waiting.pop(0)
        try:
            rows += future.result()
        except (Overrun, TaskFault) as fault:
            victim = next((file for file in chunk if file.path == fault.step), chunk[len(fault.done)])
            sure = isinstance(fault, TaskFault) or fault.cause == "work"
            rows += [*fault.done, _row(victim.key, ((p.TOO_MUCH_INSIDE if sure else p.INTERRUPTED).at(""),))]
            finished = {key for key, _, _ in rows}
            rest = [file for file in chunk if file.key not in finished]
            waiting += [started(rest)] if rest else []
    pool.shutdown()
    return rows
