"""A task runs in a process of its own; whatever it does, its supervisor hears of it and the others go on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from ctypes import c_char
from multiprocessing.sharedctypes import RawArray
from pathlib import Path

import pytest

from plugins.build.pool import Awake, Bounds, Forked, LocalPool, Note, Overrun, Steps, TaskFault
from tests.build import tasks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    """A pool with tight bounds."""
    made = LocalPool(2, Bounds(step_seconds=1.0, seconds=60.0, memory=1_000_000_000))
    yield made
    made.shutdown()


def test_a_task_gives_its_result(pool: LocalPool) -> None:
    assert pool.submit(tasks.adding, 2, 3).result() == 5


def test_a_task_without_a_result_gives_what_it_handed_over(pool: LocalPool) -> None:
    assert pool.submit(tasks.counting, 4).result() == [0, 1, 2, 3]


def test_every_task_has_a_process_of_its_own(pool: LocalPool) -> None:
    numbers = [future.result() for future in [pool.submit(tasks.process_number) for _ in range(4)]]
    assert len(set(numbers)) == 4


def test_only_the_fork_server_is_started_for_a_task() -> None:
    """Not multiprocessing's resource tracker, an interpreter of its own that has nothing to do here."""
    program = (
        "import os, pathlib\nfrom plugins.build.pool import LocalPool\nfrom tests.build import tasks\n"
        "pool = LocalPool(1); assert pool.submit(tasks.adding, 2, 3).result() == 5\n"
        "parents = (place.read_text().rpartition(')')[2].split()[1] for place in pathlib.Path('/proc').glob('[0-9]*/stat'))\n"
        "print(sum(int(parent) == os.getpid() for parent in parents))"
    )
    if not Path("/proc/self/stat").exists():
        pytest.skip("only Linux tells which processes there are")
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "1"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells which files are open")
def test_a_preview_that_builds_again_and_again_opens_no_more_files() -> None:
    def opened() -> int:
        made = LocalPool(1)
        assert made.submit(tasks.adding, 2, 3).result() == 5
        made.shutdown()
        return len(os.listdir("/proc/self/fd"))

    assert opened() == opened() == opened()


def test_a_task_that_raises_is_heard_with_its_trace_and_step(pool: LocalPool) -> None:
    with pytest.raises(TaskFault, match="ValueError: so nicht") as fault:
        pool.submit(tasks.raising).result()
    assert (fault.value.step, fault.value.done) == ("second", ["first"])
    assert "in raising" in fault.value.trace


@pytest.mark.parametrize(("task", "cause"), [(tasks.working, "work"), (tasks.sleeping, "time"), (tasks.dying, "died")])
def test_a_task_that_never_ends_or_dies_is_named_by_its_step(pool: LocalPool, task: Callable[[Steps], None], cause: str) -> None:
    start = time.monotonic()
    with pytest.raises(Overrun) as overrun:
        pool.submit(task).result()
    assert (overrun.value.step, overrun.value.done, overrun.value.cause) == ("second", ["first"], cause)
    assert time.monotonic() - start < 8


def test_many_short_steps_are_bounded_in_all() -> None:
    pool = LocalPool(1, Bounds(step_seconds=1.0, seconds=1.5))
    with pytest.raises(Overrun, match="time"):
        pool.submit(tasks.dawdling).result()
    pool.shutdown()


def test_a_task_that_takes_too_much_memory_fails_alone(pool: LocalPool) -> None:
    greedy, modest = pool.submit(tasks.greedy), pool.submit(tasks.adding, 1, 1)
    with pytest.raises((TaskFault, Overrun)):
        greedy.result()
    assert modest.result() == 2


def test_a_very_long_folder_for_temporary_files_is_no_obstacle(tmp_path: Path) -> None:
    """A pipeline may set TMPDIR to any folder; the name of a socket has at most 107 bytes."""
    folder = tmp_path / ("x" * 60) / ("y" * 60)
    folder.mkdir(parents=True)
    code = "from plugins.build.pool import LocalPool; from tests.build import tasks; print(LocalPool(1).submit(tasks.adding, 2, 3).result())"
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("5", 0), ended.stderr


def test_what_a_task_started_ends_with_it(pool: LocalPool) -> None:
    child = pool.submit(tasks.forking).result()
    assert eventually(lambda: not running(child))


def running(number: int) -> bool:
    """Whether there is a process of that number that has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return False


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within a few seconds."""
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_a_note_can_be_read_while_another_is_being_written() -> None:
    memory = RawArray(c_char, Note.SIZE)
    note = Note(memory)
    note.write("动态/一.md")
    began, _ = note.read()
    place = memory.raw.index("动".encode())
    memoryview(memory).cast("B")[place : place + 4] = b"a\x93\x8d\xff"
    assert note.read()[0] == began
    assert note.read()[1].startswith("a")


# ahead ------------------------------------------------------------------------------------------


@pytest.fixture
def soon() -> Iterator[Forked]:
    """A pool that forks from this process."""
    made = Forked().within(Bounds(step_seconds=1.0, seconds=60.0))
    yield made
    made.shutdown()


def test_who_stands_by_has_prepared_for_the_first_task_and_ends_with_it(soon: Forked) -> None:
    here = os.getpid()
    soon.stand_by(tasks.prepare)
    first, second = soon.submit(tasks.prepared).result(), soon.submit(tasks.prepared).result()
    assert first is True
    assert second is False
    assert soon.submit(tasks.process_number).result() != here


def test_a_task_is_done_although_who_stood_by_has_died(soon: Forked) -> None:
    soon.stand_by(tasks.unable)
    assert soon._ready is not None
    soon._ready[1].process.join()
    assert soon.submit(tasks.adding, 2, 3).result() == 5


def test_who_stands_by_is_bounded_too(soon: Forked) -> None:
    soon.stand_by(tasks.prepare)
    with pytest.raises(Overrun):
        soon.submit(tasks.sleeping).result()


def test_who_stands_by_for_nothing_ends_with_the_pool(soon: Forked) -> None:
    soon.stand_by(tasks.prepare)
    assert soon._ready is not None
    process = soon._ready[1].process
    soon.shutdown()
    assert not process.is_alive()


def test_a_task_that_prints_without_end_is_not_heard(pool: LocalPool) -> None:
    assert pool.submit(tasks.printing).result() == "done"
    assert pool.submit(tasks.listeners).result() == ["/dev/null", "/dev/null"]


def test_time_in_which_the_supervisor_was_stopped_counts_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    awake = Awake()
    now = 101.0
    awake.glance()
    assert awake.since(100.0) == pytest.approx(1.0)
    now = 701.0  # stopped for ten minutes
    awake.glance()
    assert awake.since(100.0) == pytest.approx(2.0)
    now = 702.0
    awake.glance()
    assert awake.since(701.0) == pytest.approx(1.0)
