"""Networks that many tests share: built once for all workers, or copied from one that is built."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.networks import SMALL, Place

ROOT = Path(__file__).parents[1]

settings.register_profile("shared cores", deadline=None)
settings.load_profile("shared cores")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: many tests wait, for servers, browsers and processes of their own."""
    return len(os.sched_getaffinity(0)) + 1


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
def small(another: Callable[[], Place]) -> Place:
    """A small network, built, to be edited and built again."""
    return another()
