"""One process per task, forked from a warm parent, killed when it overruns: an Executor like any other."""

import contextlib
import multiprocessing
import os
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from ctypes import CDLL, Array, c_char
from enum import StrEnum
from functools import cache
from multiprocessing import forkserver, util
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from msgspec import Struct

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess


class Warmth(StrEnum):
    """What the fork server imports before it forks: the more processes follow, the more of it pays."""

    FEW = "plugins.build.warm"
    MANY_FILES = "plugins.build.warm_reading"
    MANY_SITES = "plugins.build.warm_rendering"


LONGEST_FOLDER = 70
"""The name of a socket has at most 107 bytes (unix(7)); multiprocessing puts two names of its own below the folder."""
ENDING_SECONDS = 2.0
"""How long a task that handed over its result may take to end, before it is killed."""
PATIENCE = 4
"""A step may last so many times as long as it may work: it also waits for the processor and for files."""
GLANCE = 1.0
"""How often the supervisor looks up (seconds), to know how long it was itself stopped."""


class Unfinished(Exception):
    """A task did not end well; `step` is what it was doing, `done` what it had finished."""

    def __init__(self, message: str, step: str, done: list[Any]) -> None:
        super().__init__(message)
        self.step = step
        self.done = done


def warm_up(warmth: Warmth = Warmth.MANY_SITES) -> None:
    """Begin to warm the fork server up while the caller does something else.

    CPython starts it with `-c`, which would put the current folder first on its path, and ignores the parent's
    path: a stray `plugins/` there would be taken for ours. So it is told the parent's path and no other. Its children live
    for a moment, and a tenth of that would go to memory that comes in small pages.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload([warmth.value])
    _find_a_short_place()
    forkserver.resource_tracker = _NO_TRACKER  # type: ignore[attr-defined]
    told = {
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        "PYTHONSAFEPATH": "1",
        "GLIBC_TUNABLES": os.environ.get("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"),
    }
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _NoTracker:
    """Stands for multiprocessing's resource tracker, one more interpreter.

    It would remove shared memory and semaphores that a killed process left: none of ours has any.
    """

    _nowhere: int | None = None

    def ensure_running(self) -> None:
        """Nothing needs to run."""

    def getfd(self) -> int:
        """Where a forked process would tell what it holds."""
        if self._nowhere is None:
            self._nowhere = os.open(os.devnull, os.O_WRONLY)
        return self._nowhere


_NO_TRACKER = _NoTracker()
"""One for all pools: a preview has one for each build."""


def _find_a_short_place() -> None:
    """Let the fork server's socket lie in /tmp if TMPDIR, as a pipeline may set it, is too long for the name of one."""
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST_FOLDER and os.access("/tmp", os.W_OK):  # noqa: S108
        before, tempfile.tempdir = tempfile.tempdir, "/tmp"  # noqa: S108  # mkdtemp makes a folder of its own there
        util.get_temp_dir()  # remembered, and removed when the process ends
        tempfile.tempdir = before


def is_warm() -> bool:
    """Whether the fork server has answered already: a preview builds many times in one process."""
    return "forkserver" in _warm


_warm: set[str] = set()
"""How processes were started that answered."""


class Overrun(Unfinished):
    """A task was killed at its limit, or its process died.

    `cause` is "work" if it used up the processor's time, "time" if it never ended, "died" if its process did. Only work
    is sure to be the task's own fault: the machine may have been too busy, or out of memory.
    """

    def __init__(self, step: str, done: list[Any], cause: str) -> None:
        super().__init__(f"{step}: {cause}", step, done)
        self.cause = cause

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels from another machine."""
        return Overrun, (self.step, self.done, self.cause)


class TaskFault(Unfinished):
    """A task raised; the text is its traceback's last line, `trace` the whole."""

    def __init__(self, step: str, done: list[Any], message: str, trace: str) -> None:
        super().__init__(message, step, done)
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels from another machine."""
        return TaskFault, (self.step, self.done, str(self), self.trace)


class Bounds(Struct, frozen=True):
    """What a task may cost: seconds of work for each step it announces, seconds in all, bytes of memory."""

    step_seconds: float = 5.0
    seconds: float = 300.0
    memory: int = 1_500_000_000


class Note:
    """Where a task notes its step for the supervisor to look up when a limit has passed.

    It is memory that both share: a message for each step would wake the supervisor tens of thousands of times a build.
    """

    _HEAD = struct.Struct("dI")
    SIZE = 16_384  # a path may have 4096 bytes; those that are no UTF-8 take three each

    def __init__(self, memory: "Array[c_char]") -> None:
        self._view = memoryview(memory).cast("B")

    def write(self, step: str) -> None:
        """Note that `step` begins now; the clock is the same in all processes."""
        name = step.encode("utf-8", "surrogatepass")[: self.SIZE - self._HEAD.size]
        self._view[self._HEAD.size : self._HEAD.size + len(name)] = name
        self._HEAD.pack_into(self._view, 0, time.monotonic(), len(name))

    def read(self) -> tuple[float, str]:
        """When the last step began, 0 if none has, and its name."""
        began, length = self._HEAD.unpack_from(self._view)
        name = bytes(self._view[self._HEAD.size : self._HEAD.size + length])
        try:
            return began, name.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:  # the task is just writing another one
            return began, name.decode("utf-8", "replace")


class Steps:
    """How a task tells its supervisor what it is doing and what it has finished."""

    def __init__(self, connection: Connection | None = None, note: Note | None = None, step_seconds: float = 0) -> None:
        self._connection = connection
        self._note = note
        self._step_seconds = step_seconds

    def begin(self, step: str) -> None:
        """From now on the task is at `step`; the system ends it if that is too much work, whatever code it is in."""
        if self._note is not None:
            self._note.write(step)
            signal.setitimer(signal.ITIMER_PROF, self._step_seconds)

    def done(self, *values: Any) -> None:
        """Hand over finished values; they are kept even if the task is killed later."""
        if self._connection is not None:
            self._connection.send(("done", values))


class Awake:
    """Tells time without what passed while this process was stopped, or its machine asleep."""

    def __init__(self) -> None:
        self.began = self._last = time.monotonic()
        self._lost: list[tuple[float, float]] = []

    def glance(self) -> None:
        """To be called every `GLANCE` seconds."""
        now = time.monotonic()
        if (late := now - self._last - GLANCE) > GLANCE:
            self._lost.append((now, late))
        self._last = now

    def since(self, moment: float) -> float:
        """The seconds from a moment until now."""
        return time.monotonic() - moment - sum(lost for end, lost in self._lost if end > moment)


class Pool(Executor):
    """An Executor whose tasks can be killed: each runs in a process of its own, and gets `Steps` first."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """The future result of `function(steps, *args)`; it fails with Overrun or TaskFault."""
        raise NotImplementedError


class LocalPool(Pool):
    """Runs `function(steps, *args)` in a fresh process each, `jobs` at a time.

    The processes fork from a server that has imported everything heavy and holds no content, so each starts
    clean within milliseconds, and killing one disturbs no other.
    """

    def __init__(self, jobs: int, bounds: Bounds | None = None) -> None:
        _share_one_heap()
        self._warmed = False
        self._context: ForkServerContext | ForkContext = multiprocessing.get_context("forkserver")
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="pool")
        self._bounds = bounds or Bounds()
        self.jobs = jobs

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """The future result of `function(steps, *args)`; it fails with Overrun or TaskFault."""
        if not self._warmed:
            warm_up()
            self._warmed = True
        return self._threads.submit(self._run, function, args, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Let running tasks end."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def _run(self, *task: Any) -> Any:
        here, memory, process = self._begin(*task)
        try:
            result = self._supervise(here, Note(memory), process)
            process.join(ENDING_SECONDS)
            _warm.add(self._context.get_start_method())
            return result
        finally:
            here.close()
            _end(process)

    def _begin(self, *task: Any) -> "Begun":
        """Start a process for a task: function, arguments, named arguments."""
        return self._started(_child, self._bounds, *task)

    def _started(self, target: Callable[..., None], *given: Any) -> "Begun":
        here, there = self._context.Pipe(duplex=False)
        memory = self._context.RawArray(c_char, Note.SIZE)
        process = self._context.Process(target=target, args=(there, memory, *given), daemon=True)
        process.start()
        there.close()
        return Begun(here, memory, process)

    def _supervise(self, here: Connection, note: Note, process: "BaseProcess") -> Any:
        done: list[Any] = []
        awake = Awake()
        while True:
            waited = here.poll(max(0.0, min(self._left(note, awake), GLANCE)))
            awake.glance()
            if not waited:
                if self._left(note, awake) > 0:
                    continue
                raise Overrun(note.read()[1], done, "time")
            try:
                word, value = here.recv()
            except (EOFError, OSError):
                process.join(ENDING_SECONDS)
                cause = "work" if process.exitcode == -signal.SIGPROF else "died"
                raise Overrun(note.read()[1], done, cause) from None
            if word == "done":
                done += value
            elif word == "result":
                return value if value is not None else done
            else:
                raise TaskFault(note.read()[1], done, *value)

    def _left(self, note: Note, awake: Awake) -> float:
        """For how many seconds nothing can be late: until the step's limit or the task's."""
        began, _ = note.read()
        step = PATIENCE * self._bounds.step_seconds - (awake.since(began) if began else 0)
        return min(self._bounds.seconds - awake.since(awake.began), step)


class Begun(NamedTuple):
    """A process that was started: where it tells its result, where it notes its steps, and itself."""

    here: Connection
    memory: "Array[c_char]"
    process: "BaseProcess"


class Forked(LocalPool):
    """Runs tasks at once, one after the other, each in a process forked from this one.

    For few small tasks that would have to wait for the fork server; this process must have a single thread.
    """

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("fork")
        self._bounds = Bounds()
        self._ready: tuple[Connection, Begun] | None = None
        self.jobs = 1

    def stand_by(self, prepare: Callable[[], None]) -> None:
        """Fork the process of the first task now; it prepares itself while the caller finds out what there is to do."""
        ordered, orders = self._context.Pipe(duplex=False)
        self._ready = orders, self._started(_wait, ordered, orders, prepare)
        ordered.close()

    def within(self, bounds: Bounds) -> Self:
        """This pool; from now on a task may cost so much."""
        self._bounds = bounds
        return self

    def _begin(self, *task: Any) -> Begun:
        if self._ready is not None:
            orders, begun = self._ready
            self._ready = None
            try:
                orders.send((self._bounds, *task))
            except BrokenPipeError:  # it died while it prepared
                begun.here.close()
                _end(begun.process)
            else:
                return begun
            finally:
                orders.close()
        return super()._begin(*task)

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """The result of `function(steps, *args)` as a Future that is done; it holds Overrun or TaskFault if it failed."""
        future: Future[Any] = Future()
        try:
            future.set_result(self._run(function, args, named))
        except Unfinished as fault:
            future.set_exception(fault)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Nothing is running; whoever stands by is let go."""
        if self._ready is not None:
            orders, begun = self._ready
            self._ready = None
            orders.close()
            begun.here.close()
            _end(begun.process)


def _wait(
    there: Connection, memory: "Array[c_char]", ordered: Connection, orders: Connection, prepare: Callable[[], None]
) -> None:
    """Prepare for a task, then do it when it comes; end if none does."""
    orders.close()  # the parent's end, which nobody else may hold
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    with contextlib.suppress(EOFError):
        _child(there, memory, *ordered.recv())


def _child(
    there: Connection,
    memory: "Array[c_char]",
    bounds: Bounds,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    _confine(bounds)
    try:
        there.send(("result", function(Steps(there, Note(memory), bounds.step_seconds), *args, **named)))
    except BaseException as fault:  # noqa: BLE001  # the supervisor must hear of everything, or it would wait
        there.send(("fault", (f"{type(fault).__name__}: {fault}", traceback.format_exc())))
    finally:
        there.close()


def _confine(bounds: Bounds) -> None:
    """Let this process take no more than its bounds, say nothing, and end with its parent and together with its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    with contextlib.suppress(AttributeError, OSError):  # only Linux has it
        CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.umask(0o022)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    limit = _held() + bounds.memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


_PR_SET_PDEATHSIG = 1
"""<sys/prctl.h>: which signal a process gets when its parent ends."""


def _end(process: "BaseProcess") -> None:
    """Kill what is left of a process and of those that it started."""
    if process.pid:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.is_alive():
        process.kill()
    process.join()


@cache
def _share_one_heap() -> None:
    """Let the threads that take results use the memory of all others: a heap for each would hold 14 MB more of a large network."""
    with contextlib.suppress(AttributeError, OSError):  # only the GNU C library has it
        CDLL(None).mallopt(_M_ARENA_MAX, 1)


_M_ARENA_MAX = -8
"""<malloc.h>: how many heaps there may be."""


def _held() -> int:
    """The bytes of address space that this process has from the one it was forked from; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
