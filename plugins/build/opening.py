"""Files that somebody else made are opened in processes of their own, each once, so that a hostile one can be killed and named."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.executors import Workers
from plugins.build.pool import Bounds, Overrun, Steps, TaskFault
from plugins.network.sites import Limits

CHUNK = 20
"""How many files one process opens; a killed one repeats at most this many."""

Row = tuple[str, str, str]
Rows = list[Row]
"""Entries of the index: key, head, tail."""


class Unopened(Struct, frozen=True):
    """A file that nobody has opened yet: its path, where its bytes lie, its size and cache key, which ends with their hash."""

    path: str
    place: Path
    size: int
    key: str


class OpeningTask(Struct, frozen=True):
    """Files that one process opens."""

    files: Sequence[Unopened]

    def brings(self) -> Mapping[str, tuple[str, Path]]:
        """The files."""
        return {file.path: (file.key.rpartition(":")[2], file.place) for file in self.files}

    def holds(self) -> frozenset[str]:
        """Nothing: what is found comes back by itself."""
        return frozenset()

    def store_of(self) -> Path | None:
        """Nothing is written."""

    def at(self, content: Path, store: Path) -> Self:  # the form of a Task
        """The same files elsewhere."""
        return replace(self, files=[replace(file, place=content / file.path) for file in self.files])


def opened(
    files: Sequence[Unopened],
    function: Callable[[Steps, Any], None],
    task: Callable[[Sequence[Unopened]], OpeningTask],
    stopped: Callable[[Unopened, bool], Row],
    limits: Limits,
    workers: Workers,
) -> Rows:
    """The row that `function` hands over for each file; one that overruns its time is named and the rest go on.

    Args:
        stopped: the row of a file that its process did not survive, and whether another would not either.
    """
    pool = workers.pool(Bounds(limits.attachment_seconds, CHUNK * limits.attachment_seconds, limits.site_memory))

    def started(chunk: Sequence[Unopened]) -> tuple[Sequence[Unopened], "Future[Rows]"]:
        return chunk, pool.submit(function, task(chunk))

    waiting = [started(files[i : i + CHUNK]) for i in range(0, len(files), CHUNK)]
    rows: Rows = []
    while waiting:
        chunk, future = waiting.pop(0)
        try:
            rows += future.result()
        except (Overrun, TaskFault) as fault:
            victim = next((file for file in chunk if file.path == fault.step), chunk[len(fault.done)])
            sure = isinstance(fault, TaskFault) or fault.cause == "work"
            rows += [*fault.done, stopped(victim, sure)]
            finished = {key for key, _, _ in rows}
            rest = [file for file in chunk if file.key not in finished]
            waiting += [started(rest)] if rest else []
    pool.shutdown()
    return rows
