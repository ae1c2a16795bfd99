"""Where the tasks of a build run: in processes of this machine, or of the machines of a Dask cluster.

A task is a frozen value, `pool(bounds).submit(function, task)` is the future result of `function(steps, task)` in a
process of its own; it fails with Overrun or TaskFault, wherever that process was.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, Self

from plugins.build.pool import Bounds, LocalPool, Pool
from plugins.network.problems import Problem


class NoWorkersError(Exception):
    """The machines that should do the work cannot be used; nothing was published."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message["en"])
        self.problem = problem


class Task(Protocol):
    """What a process gets to do, which another machine can do as well."""

    def brings(self) -> Mapping[str, tuple[str, Path]]:
        """The files of the content folder that it reads: their SHA-256 and where they lie on this machine."""

    def holds(self) -> frozenset[str]:
        """The SHA-256 of what lies in the store, or will, and need not come back."""

    def store_of(self) -> Path | None:
        """The store that it writes into, if it writes."""

    def at(self, content: Path, store: Path) -> Self:
        """The same task on a machine where content and store lie elsewhere."""


class Workers(Protocol):
    """Those who do the tasks."""

    away: bool
    """Whether they may see none of this machine's files."""

    def pool(self, bounds: Bounds | None = None) -> Pool:
        """An executor that kills what overruns these bounds."""

    def close(self) -> None:
        """Let them go."""


class Here:
    """This machine, `jobs` processes at a time."""

    away = False

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def pool(self, bounds: Bounds | None = None) -> LocalPool:
        """Processes forked from a warm parent."""
        return LocalPool(self._jobs, bounds)

    def close(self) -> None:
        """Every pool was shut down by who asked for it."""


def workers(executor: str, jobs: int, exchange: str) -> Workers:
    """Those whom `--executor` names: `local`, `dask`, or `dask:ADDRESS`.

    Args:
        exchange: the fsspec URL of the folder through which files travel to other machines and back.

    Raises:
        NoWorkersError: they cannot be reached.
    """
    if executor == "local":
        return Here(jobs)
    from plugins.build.cluster import Cluster  # Dask is for those who have more than one machine

    return Cluster.joined(executor.partition(":")[2], jobs, exchange)
