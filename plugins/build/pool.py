"""One process per task, forked from a warm parent, killed when it overruns: an Executor like any other."""

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
from ctypes import Array, c_char
from dataclasses import dataclass
from multiprocessing import forkserver, util
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext
from typing import Any

WARM, HOT = "plugins.build.warm", "plugins.build.hot"
"""What the fork server imports: all that is needed, or also compiled, which pays where many processes follow."""
LONGEST_FOLDER = 70
"""The name of a socket has at most 107 bytes (unix(7)); multiprocessing puts two names of its own below the folder."""
ENDING_SECONDS = 2.0
"""How long a task that handed over its result may take to end, before it is killed."""


class Unfinished(Exception):
    """A task did not end well; `step` is what it was doing, `done` what it had finished."""

    def __init__(self, message: str, step: str, done: list[Any]) -> None:
        super().__init__(message)
        self.step = step
        self.done = done


def warm_up(*, much: bool = True) -> None:
    """Begin to warm the fork server up while the caller does something else; `much` work is worth more warmth.

    CPython starts it with `-c`, which would put the current folder first on its path, and ignores the parent's
    path: a stray `plugins/` there would be taken for ours. So it is told the parent's path and no other.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload([HOT if much else WARM])
    _find_a_short_place()
    told = {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONSAFEPATH": "1"}
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
    """A task was killed at its limit, or its process died."""

    def __init__(self, step: str, done: list[Any], cause: str) -> None:
        super().__init__(f"{step}: {cause}", step, done)
        self.cause = cause


class TaskFault(Unfinished):
    """A task raised; the text is its traceback's last line, `trace` the whole."""

    def __init__(self, step: str, done: list[Any], message: str, trace: str) -> None:
        super().__init__(message, step, done)
        self.trace = trace


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a task may cost: seconds for each step it announces, seconds in all, bytes of memory."""

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
        return began, name.decode("utf-8", "surrogatepass")


class Steps:
    """How a task tells its supervisor what it is doing and what it has finished."""

    def __init__(self, connection: Connection | None = None, note: Note | None = None) -> None:
        self._connection = connection
        self._note = note

    def begin(self, step: str) -> None:
        """From now on the task is at `step`."""
        if self._note is not None:
            self._note.write(step)

    def done(self, *values: Any) -> None:
        """Hand over finished values; they are kept even if the task is killed later."""
        if self._connection is not None:
            self._connection.send(("done", values))


class LocalPool(Executor):
    """Runs `function(steps, *args)` in a fresh process each, `jobs` at a time.

    The processes fork from a server that has imported everything heavy and holds no content, so each starts
    clean within milliseconds, and killing one disturbs no other.
    """

    def __init__(self, jobs: int, bounds: Bounds | None = None) -> None:
        warm_up()
        self._context: ForkServerContext | ForkContext = multiprocessing.get_context("forkserver")
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="pool")
        self._bounds = bounds or Bounds()
        self.jobs = jobs

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """The future result of `function(steps, *args)`; it fails with Overrun or TaskFault."""
        return self._threads.submit(self._run, function, args, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Let running tasks end."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def _run(self, function: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        here, there = self._context.Pipe(duplex=False)
        memory = self._context.RawArray(c_char, Note.SIZE)
        given = (there, memory, self._bounds.memory, function, args, named)
        process = self._context.Process(target=_child, args=given, daemon=True)
        process.start()
        there.close()
        try:
            result = self._supervise(here, Note(memory))
            process.join(ENDING_SECONDS)
            _warm.add(self._context.get_start_method())
            return result
        finally:
            here.close()
            if process.is_alive():
                process.kill()
            process.join()

    def _supervise(self, here: Connection, note: Note) -> Any:
        done: list[Any] = []
        end = time.monotonic() + self._bounds.seconds
        while True:
            if not here.poll(max(0.0, self._left(note, end))):
                if self._left(note, end) > 0:
                    continue  # a newer step has begun
                raise Overrun(note.read()[1], done, "time")
            try:
                word, value = here.recv()
            except (EOFError, OSError):
                raise Overrun(note.read()[1], done, "died") from None
            if word == "done":
                done += value
            elif word == "result":
                return value if value is not None else done
            else:
                raise TaskFault(note.read()[1], done, *value)

    def _left(self, note: Note, end: float) -> float:
        """For how many seconds nothing can be late: until the step's limit or the task's."""
        began, _ = note.read()
        now = time.monotonic()
        return min(end, (began or now) + self._bounds.step_seconds) - now


class Forked(LocalPool):
    """Runs tasks at once, one after the other, each in a process forked from this one.

    For few small tasks that would have to wait for the fork server; this process must have a single thread.
    """

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._context = multiprocessing.get_context("fork")
        self._bounds = bounds or Bounds()
        self.jobs = 1

    def submit(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """The result of `function(steps, *args)` as a Future that is done; it holds Overrun or TaskFault if it failed."""
        future: Future[Any] = Future()
        try:
            future.set_result(self._run(function, args, named))
        except Unfinished as fault:
            future.set_exception(fault)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Nothing is running."""


def _child(
    there: Connection,
    memory: "Array[c_char]",
    bytes_at_most: int,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o022)
    limit = _held() + bytes_at_most
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        there.send(("result", function(Steps(there, Note(memory)), *args, **named)))
    except BaseException as fault:  # noqa: BLE001  # the supervisor must hear of everything, or it would wait
        there.send(("fault", (f"{type(fault).__name__}: {fault}", traceback.format_exc())))
    finally:
        there.close()


def _held() -> int:
    """The bytes of address space that this process has from the one it was forked from; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0
