"""Tasks that go wrong in their own process, in the place of those that a build hands out."""

import errno
import os
import sys
import time

from msgspec.structs import replace

from plugins.build.pool import Steps
from plugins.build.reading_task import ReadingTask, read_files
from plugins.build.site_task import Rendered, SiteTask, render_site

VICTIM = "slow"


def slow_readings(steps: Steps, task: ReadingTask) -> None:
    """Reads as ever, but works on one file without end."""
    for file in task.files:
        if VICTIM in file.path:
            steps.begin(file.path)
            while True:
                pass
        read_files(steps, replace(task, files=[file]))


def dying_readings(steps: Steps, task: ReadingTask) -> None:
    """Reads as ever, but one file kills the process."""
    for file in task.files:
        if VICTIM in file.path:
            steps.begin(file.path)
            os._exit(9)
        read_files(steps, replace(task, files=[file]))


def raising_readings(steps: Steps, task: ReadingTask) -> None:
    """Reads as ever, but one file takes all the memory there is."""
    for file in task.files:
        if VICTIM in file.path:
            steps.begin(file.path)
            raise MemoryError
        read_files(steps, replace(task, files=[file]))


def hungry_readings(steps: Steps, task: ReadingTask) -> None:
    """Reads as ever, but one file takes more memory than a process may have."""
    for file in task.files:
        if VICTIM in file.path:
            steps.begin(file.path)
            bytearray(task.readers.settings.limits.site_memory * 2)
        read_files(steps, replace(task, files=[file]))


def hungry_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but site `a` takes more memory than a process may have."""
    if task.site_id == "a":
        bytearray(task.network.settings.limits.site_memory * 2)
    return render_site(steps, task)


def looping_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but site `a` never ends."""
    while task.site_id == "a":
        pass
    return render_site(steps, task)


def printing_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but site `a` prints a gigabyte."""
    if task.site_id == "a":
        printing(steps)
    return render_site(steps, task)


def forking_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but site `a` leaves processes behind that print."""
    if task.site_id == "a":
        for _ in range(20):
            forking(steps)
    return render_site(steps, task)


def raising_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but site `a` fails."""
    if task.site_id == "a":
        raise LookupError("no such thing")
    return render_site(steps, task)


def dying_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but the process of site `a` dies."""
    if task.site_id == "a":
        steps.begin("a/news/x.md")
        os._exit(9)
    return render_site(steps, task)


def full_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, but there is no room for site `a`."""
    if task.site_id == "a":
        raise OSError(errno.ENOSPC, "No space left on device")
    return render_site(steps, task)


def adding(_steps: Steps, one: int, other: int) -> int:
    """A task with a result."""
    return one + other


_prepared: list[bool] = []


def prepare() -> None:
    """What a process does before it has a task."""
    _prepared.append(True)


def prepared(_steps: Steps) -> bool:
    """Whether its process has prepared itself."""
    return bool(_prepared)


def unable() -> None:
    """A process that does not live to see its task."""
    os._exit(9)


def counting(steps: Steps, upto: int) -> None:
    """A task that hands over value after value."""
    for number in range(upto):
        steps.done(number)


def process_number(_steps: Steps) -> int:
    """Which process it runs in."""
    return os.getpid()


def raising(steps: Steps) -> None:
    """Raises in its second step."""
    _first(steps)
    raise ValueError("so nicht")


def sleeping(steps: Steps) -> None:
    """Never comes back from its second step."""
    _first(steps)
    time.sleep(60)


def working(steps: Steps) -> None:
    """Works without end in its second step."""
    _first(steps)
    while True:
        pass


def forking(steps: Steps) -> int:
    """Leaves a process of its own behind, and tells its number."""
    steps.begin("forking")
    child = os.fork()
    if not child:
        time.sleep(60)
    return child


def listeners(_steps: Steps) -> list[str]:
    """Where what it says goes."""
    return [os.path.realpath(f"/proc/self/fd/{stream}") for stream in (1, 2)]


def printing(steps: Steps) -> str:
    """Prints a gigabyte, by every way there is."""
    steps.begin("printing")
    row = "x" * 900_000
    for _ in range(400):
        print(row)
        sys.stderr.write(row)
        os.write(1, row.encode())
    return "done"


def dying(steps: Steps) -> None:
    """Its process dies in its second step."""
    _first(steps)
    os._exit(9)


def dawdling(steps: Steps) -> None:
    """Takes many steps, each short enough."""
    for number in range(1000):
        steps.begin(str(number))
        time.sleep(0.1)


def greedy(steps: Steps) -> int:
    """Takes more memory than there is."""
    steps.begin("eating")
    return len(bytearray(2_000_000_000))


def _first(steps: Steps) -> None:
    steps.begin("first")
    steps.done("first")
    steps.begin("second")


OPENED = "opened.txt"
"""Where an audited task writes which files of the content folder its process opened."""


def audited_site(steps: Steps, task: SiteTask) -> Rendered:
    """Renders as ever, and tells which files of the content folder were opened meanwhile."""
    opened: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
            opened.append(os.fsdecode(args[0]))

    sys.addaudithook(hook)
    rendered = render_site(steps, task)
    inside = sorted({path for path in opened if path.startswith(f"{task.content}/")})
    with open(task.content.parent / OPENED, "a", encoding="utf-8") as file:
        file.writelines(f"{path}\n" for path in inside)
    return rendered
