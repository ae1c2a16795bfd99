"""Networks that many tests share: built once for all workers, or copied from one that is built."""

import fcntl
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from tests.figures import Figure, lines
from tests.levels import LEVEL
from tests.networks import SMALL, Place

ROOT = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")
ROOM = 4_000_000_000
"""So many bytes must be free there for a whole run; `make test` holds 600 MB at a time, longer levels more."""

settings.register_profile("shared cores", deadline=None)
settings.load_profile("shared cores")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: many tests wait, for servers, browsers and processes of their own."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Name our marker, and let networks be built in memory if there is room."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # hundreds of networks are built: a disk takes a third longer
    config.addinivalue_line("markers", "promise: measures one of P1 to P18; set on every test that asks for `figure`")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that measure a promise, for `pytest -m promise`."""
    for item in items:
        if "figure" in getattr(item, "fixturenames", ()):
            item.add_marker("promise")


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays for the whole run, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Takes what a test measured of a promise: `figure("P4", swaps=1000, misses=0)`, to be printed at the end of the run."""

    def tell(promise: str, **values: float) -> None:
        request.node.user_properties.append((promise, values))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured: every promise, or in a run of other tests nothing."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    told = [property_ for report in reports if report.when == "call" for property_ in report.user_properties]
    if told:
        terminalreporter.section(f"what was measured (level: {LEVEL})")
        terminalreporter.write("".join(f"{line}\n" for line in lines(told)))


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """A command switches the collector of garbage off for its short life; a test run is long."""
    yield
    gc.enable()


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to ask fills, while the others wait for it."""
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder, done = shared / name, shared / f"{name}.done"
    with open(shared / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def _demonstration(folder: Path) -> None:
    shutil.copytree(ROOT / "content", folder / "content")
    assert Place(folder).build().code == 0


def _county(folder: Path) -> None:
    shutil.copytree(ROOT / "examples" / "county", folder / "content")
    assert Place(folder).build().code == 0


def _own_host(folder: Path) -> None:
    shutil.copytree(ROOT / "content", folder / "content")
    file = folder / "content" / "zhuangpei" / "site.yaml"
    file.write_text(file.read_text("utf-8") + "url: https://zhuangpei.example.cn/\n", "utf-8")
    assert Place(folder).build().code == 0


def _small(folder: Path) -> None:
    told = Place(folder).write_all(SMALL).build()
    assert (told.code, told.problems) == (0, ())


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory if there is one, for tests of what is done, not of the disk."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="zhibu-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Gives a folder by its name, which the first worker to ask fills for all; only for reading."""
    return partial(_once, tmp_path_factory)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The demonstration network, built; only for reading."""
    return Place(_once(tmp_path_factory, "demo", _demonstration))


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The second example network, built; only for reading."""
    return Place(_once(tmp_path_factory, "county", _county))


@pytest.fixture(scope="session")
def demo_with_own_host(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The demonstration network with 装配党支部 on a host of its own; only for reading."""
    return Place(_once(tmp_path_factory, "own-host", _own_host))


@pytest.fixture(scope="session")
def another(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    """Gives a small network, built, in a new folder each time it is called."""

    def copy() -> Place:
        return Place(_once(tmp_path_factory, "small", _small)).copied(tmp_path_factory.mktemp("copy") / "small")

    return copy


@pytest.fixture
def small(another: Callable[[], Place]) -> Iterator[Place]:
    """A small network, built, to be edited and built again."""
    place = another()
    yield place
    shutil.rmtree(place.folder.parent, ignore_errors=True)
