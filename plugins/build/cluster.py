"""The machines of a Dask cluster at work on a build, with the isolation and the limits of this one.

A worker gets a message, the task and the hashes of the files that it reads, and answers with a value and the hashes
of the files that it made; the files themselves travel through the exchange. Between these machines, which trust each
other, Dask pickles; nothing of it is ever kept.
"""

import hashlib
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from plugins.build.code import code_digest
from plugins.build.exchange import Exchange
from plugins.build.executors import NoWorkersError, Task
from plugins.build.pool import Bounds, LocalPool, Pool, TaskFault, Unfinished
from plugins.build.store import Store
from plugins.network.files import read_bytes
from plugins.network.problems import TOOL_MISSING, UNLIKE_WORKER, UNREACHABLE

if TYPE_CHECKING:
    from distributed import Client

INSTALL = "make dask"
TIMEOUT_SECONDS = 10
TRIES = 3
"""How often files are sent that a worker lacks: they may be swept away meanwhile."""
NOWHERE = Path("-")
LOOPBACK = "127.0.0.1:0"
"""Dask would answer everybody who asks how it is."""
_starting = threading.Lock()


class Errand(Struct, frozen=True):
    """A task for a worker: what it reads, what need not come back, where files travel, and the code that asks."""

    function: Callable[..., Any]
    task: Task
    bounds: Bounds
    files: Mapping[str, str]
    """The SHA-256 of each file of the content folder that the task reads."""
    held: frozenset[str]
    exchange: str
    code: str


class Answer(Struct, frozen=True):
    """What became of an errand: what was `lacking` to begin it, or its result and the SHA-256 of the files it made."""

    result: Any = None
    made: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()


class UnlikeError(Exception):
    """A worker runs other code, so that it might make other bytes."""


@cache
def code() -> str:
    """What must be the same on all machines."""
    return f"{code_digest()} {sys.version_info[:3]}"


# on the worker ----------------------------------------------------------------------------------


def perform(errand: Errand) -> Answer:
    """Do a task in a folder and a process of its own.

    Raises:
        Unfinished: the task did not end well. UnlikeError: this machine runs other code.
    """
    if errand.code != code():
        raise UnlikeError
    exchange = _exchange(errand.exchange)
    with TemporaryDirectory(prefix="zhibu-") as name:
        content, store = Path(name) / "content", Outpost(Path(name) / "store", errand.held)
        content.mkdir()
        if lacking := _lay_out(errand.files, exchange, content):
            return Answer(lacking=lacking)
        result = _alone(errand, errand.task.at(content, store.folder))
        made = store.made()
        exchange.put((sha256, store.place(sha256).read_bytes()) for sha256 in sorted(made))
    return Answer(result, made)


class Outpost(Store):
    """A store that has only the names of what the builder's holds: to put it again costs nothing."""

    def __init__(self, folder: Path, held: frozenset[str]) -> None:
        super().__init__(folder)
        self._held = held
        for sha256 in held:
            self.place(sha256).parent.mkdir(parents=True, exist_ok=True)
            self.place(sha256).touch()

    def made(self) -> frozenset[str]:
        """What was put that the builder has not."""
        return frozenset(f"{path.parent.name}{path.name}" for path in self.folder.glob("??/*")) - self._held


def _lay_out(files: Mapping[str, str], exchange: Exchange, content: Path) -> frozenset[str]:
    """Put files where the task will look for them; the SHA-256 of those that are not to be had."""
    wanted: dict[str, list[Path]] = {}
    for path, sha256 in files.items():
        wanted.setdefault(sha256, []).append(content / path)
    for sha256, found in exchange.get(list(wanted)):
        for place in wanted.pop(sha256):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(found)
    return frozenset(wanted)


def _alone(errand: Errand, task: Task) -> Any:
    """The result of a task in a forked process that is killed when it overruns."""
    with _starting:  # what starts the fork server changes the environment for a moment
        # Dask's nanny marks its workers as such that have no children; ours never outlives its task.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
        pool = LocalPool(1, errand.bounds)
    try:
        return pool.submit(errand.function, task).result()
    finally:
        pool.shutdown()


@cache
def _exchange(url: str) -> Exchange:
    return Exchange(url)


# on the machine that builds ---------------------------------------------------------------------


class Cluster:
    """A Dask cluster: somebody's, or one on this machine for the time of a build."""

    away = True

    def __init__(self, client: "Client", exchange: Exchange, own: Any = None) -> None:
        self._client = client
        self._exchange = exchange
        self._own = own

    @classmethod
    def joined(cls, address: str, jobs: int, exchange: str) -> Self:
        """The cluster at an address; without one, a new one that does `jobs` tasks at a time.

        Raises:
            NoWorkersError: it is not reached, or the software for it is missing.
        """
        try:
            from distributed import Client, LocalCluster

            place = Exchange(exchange)
            own = None if address else LocalCluster(
                processes=False, n_workers=1, threads_per_worker=jobs, dashboard_address=LOOPBACK,
                worker_dashboard_address=LOOPBACK,
            )  # fmt: skip
            client = Client(address or own, timeout=TIMEOUT_SECONDS, set_as_default=False)
        except ImportError as fault:
            raise NoWorkersError(TOOL_MISSING.at("", tool=fault.name or "distributed", how=INSTALL)) from None
        except (OSError, ValueError, RuntimeError) as fault:
            raise NoWorkersError(UNREACHABLE.at("", place=address or exchange, what=fault)) from fault
        return cls(client, place, own)

    def pool(self, bounds: Bounds | None = None) -> "ClusterPool":
        """The cluster's processes, one for each task."""
        return ClusterPool(self._client, self._exchange, bounds or Bounds())

    def close(self) -> None:
        """Leave it; if it is ours, end it."""
        self._client.close()
        if self._own is not None:
            self._own.close()


class ClusterPool(Pool):
    """Runs `function(steps, task)` on a cluster; two for each of its threads are on their way at any time."""

    def __init__(self, client: "Client", exchange: Exchange, bounds: Bounds) -> None:
        self._client = client
        self._exchange = exchange
        self._bounds = bounds
        self._threads = ThreadPoolExecutor(2 * max(1, sum(client.ncores().values())), thread_name_prefix="cluster")

    def submit(self, function: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """The future result of `function(steps, task)`; it fails with Overrun, TaskFault or NoWorkersError."""
        (task,) = args
        return self._threads.submit(self._run, function, task)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Let running tasks end."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def _run(self, function: Callable[..., Any], task: Task) -> Any:
        brought = {path: (sha256, place) for path, (sha256, place) in task.brings().items() if sha256}
        errand = Errand(
            function, task.at(NOWHERE, NOWHERE), self._bounds, {path: sha256 for path, (sha256, _) in brought.items()},
            task.holds(), self._exchange.url, code(),
        )  # fmt: skip
        try:
            answer = self._answer(errand, dict(brought.values()))
            files = self._taken(task, answer)
        except Unfinished:
            raise
        except UnlikeError:
            raise NoWorkersError(UNLIKE_WORKER.at("", place=self._client.scheduler.address, how=INSTALL)) from None
        except Exception as fault:
            raise NoWorkersError(UNREACHABLE.at("", place=self._exchange.url, what=repr(fault))) from fault
        _keep(task, files)
        return answer.result

    def _answer(self, errand: Errand, files: Mapping[str, Path]) -> Answer:
        """What a worker answers once it has everything; only what it lacks is sent."""
        for _ in range(TRIES):
            answer: Answer = self._client.submit(perform, errand, pure=False).result()
            if not answer.lacking:
                return answer
            self._exchange.put(_read((sha256, files[sha256]) for sha256 in answer.lacking))
        raise OSError("what is sent does not arrive")

    def _taken(self, task: Task, answer: Answer) -> Mapping[str, bytes]:
        """What was made and is not in this machine's store."""
        folder = task.store_of()
        if folder is None:
            return {}
        new = {sha256 for sha256 in answer.made if not Store(folder).holds(sha256)}
        found = dict(self._exchange.get(new))
        if found.keys() != new:
            raise OSError("what was made does not arrive")
        return found


def _keep(task: Task, files: Mapping[str, bytes]) -> None:
    """Store what was made, and what it consists of besides."""
    folder = task.store_of()
    if folder is not None:
        store = Store(folder)
        for content in files.values():
            store.put(content)
        for sha256, place in task.brings().values():
            if sha256 in task.holds():
                store.adopt(place, sha256)


def _read(files: Iterable[tuple[str, Path]]) -> Iterator[tuple[str, bytes]]:
    """The bytes of files whose hashes are known.

    Raises:
        TaskFault: a file has changed since.
    """
    for sha256, place in files:
        content = read_bytes(place, sys.maxsize)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise TaskFault(str(place), [], f"{place} changed while it was being published", "")
        yield sha256, content
