"""Building on other machines: the same bytes, the same limits, and only what changed on the way."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugins.build import cluster, gather
from plugins.build.exchange import AT_ONCE, Exchange
from plugins.build.store import Store
from plugins.cli.checking import run
from plugins.cli.main import cli
from tests.build import tasks
from tests.networks import AS_OF, Place, different
from tests.publish.making import free_port, object_storage, surroundings, wait_for

ROOT = Path(__file__).parents[2]
WALK = "a/news/2026-10-01-walk.md"
pytestmark = pytest.mark.xdist_group("large libraries")  # they take hundreds of megabytes of each worker that imports them


@dataclass(frozen=True)
class Machines:
    """A Dask cluster at an address, and an object storage that all machines reach."""

    address: str
    storage: str

    def build(self, place: Place, exchange: str = "s3://machines/zhibu", **options: Any) -> int:
        """Build on the cluster; the exit code."""
        return place.build(executor=f"dask:{self.address}", exchange=exchange, **options).code


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """One worker with its nanny, in processes of their own and in another folder, as somebody would start them."""
    folder, port = tmp_path_factory.mktemp("cluster"), free_port()
    dask, address = Path(sys.executable).parent / "dask", f"tcp://127.0.0.1:{port}"
    with object_storage() as storage, pytest.MonkeyPatch.context() as patch, open(folder / "log", "wb") as log:
        for name, value in surroundings(storage).items():
            patch.setenv(name, value)
        _bucket("machines")

        def start(*words: str) -> "subprocess.Popen[bytes]":
            where = {**os.environ, "PYTHONPATH": str(ROOT)}
            return subprocess.Popen([dask, *words], cwd=folder, env=where, stdout=log, stderr=log)

        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        wait_for(port, scheduler)
        worker = start("worker", address, "--nthreads", "2", "--no-dashboard")
        try:
            yield Machines(address, storage)
        finally:
            for process in (worker, scheduler):
                process.terminate()
                process.wait()


def _bucket(name: str) -> None:
    from s3fs import S3FileSystem

    S3FileSystem(use_listings_cache=False, skip_instance_cache=True).mkdir(name)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this machine brings to the exchange and takes from it, by SHA-256."""
    noted: list[str] = []
    put, get = Exchange.put, Exchange.get

    def noting_put(self: Exchange, objects: Any) -> None:
        brought = list(objects)
        noted.extend(f"put {sha256}" for sha256, _ in brought)
        put(self, brought)

    def noting_get(self: Exchange, hashes: Any) -> Iterator[tuple[str, bytes]]:
        for sha256, content in get(self, hashes):
            noted.append(f"get {sha256}")
            yield sha256, content

    monkeypatch.setattr(Exchange, "put", noting_put)
    monkeypatch.setattr(Exchange, "get", noting_get)
    return noted


def whole(place: Place) -> dict[str, bytes]:
    """Every byte of a release, the manifest and the stamps too."""
    return {path.relative_to(place.current).as_posix(): path.read_bytes() for path in place.current.rglob("*") if path.is_file()}


def hashes(store: Store) -> set[str]:
    """The SHA-256 of everything that is stored."""
    return {f"{path.parent.name}{path.name}" for path in store.folder.glob("??/*")}


# the same bytes ---------------------------------------------------------------------------------


def unbuilt(another: Callable[[], Place]) -> Place:
    """A small network of which nothing is known yet."""
    place = another()
    shutil.rmtree(place.folder / "output")
    shutil.rmtree(place.folder / "cache")
    return place


@pytest.mark.parametrize("exchange", ["s3://machines/zhibu", "file"])
def test_a_cluster_makes_every_byte_that_this_machine_makes(
    machines: Machines, exchange: str, another: Callable[[], Place], tmp_path: Path
) -> None:
    here, there = another(), unbuilt(another)
    assert machines.build(there, tmp_path.as_uri() if exchange == "file" else exchange) == 0
    assert different(whole(there), whole(here)) == []
    for place in (here, there):
        place.edit(WALK, "三处。", "四处。")
    assert (here.build().code, machines.build(there)) == (0, 0)
    assert different(whole(there), whole(here)) == []


def test_a_cluster_on_this_machine_needs_nobody_and_a_theme_of_ones_own_travels(another: Callable[[], Place]) -> None:
    here, there = another(), unbuilt(another)
    for place in (here, there):
        shutil.copytree(ROOT / "themes" / "zhibu", place.content / "themes" / "ours")
        place.edit("network.yaml", "per_branch", "theme: ours\nper_branch")
        place.edit("themes/ours/templates/kinds/news.html", "{%", "<!-- ours -->{%")
    assert (here.build().code, there.build(executor="dask").code) == (0, 0)
    assert "<!-- ours -->" in there.text("/a/news/2026-10-01-walk/")
    assert different(there.tree(), here.tree()) == []


# what travels -----------------------------------------------------------------------------------


def test_after_an_edit_only_what_changed_travels(
    machines: Machines, another: Callable[[], Place], sent: list[str], tmp_path: Path
) -> None:
    place, url = unbuilt(another), tmp_path.as_uri()
    assert machines.build(place, url) == 0
    store = Store(place.folder / "output" / "public" / "store")
    before = hashes(store)
    shutil.rmtree(tmp_path / "public")
    sent.clear()
    place.edit(WALK, "三处。", "五处。")
    assert machines.build(place, url) == 0
    joined = {hashlib.sha256(path.read_bytes()).hexdigest() for path in place.current.glob("search/**/*.js")}
    new = hashes(store) - before - joined  # which the builder makes itself, of what travelled
    assert {one[4:] for one in sent if one.startswith("get")} == new != set()
    sources = {hashlib.sha256(path.read_bytes()).hexdigest() for path in place.content.rglob("*") if path.is_file()}
    assert {path.name for path in (tmp_path / "public").iterdir()} - new <= sources
    sent.clear()
    assert machines.build(place, url) == 0
    assert sent == []


def test_what_was_swept_away_or_damaged_on_the_way_is_sent_again(
    machines: Machines, another: Callable[[], Place], tmp_path: Path
) -> None:
    here, there = another(), unbuilt(another)
    url = f"{tmp_path.as_uri()}/exchange"
    assert machines.build(there, url) == 0
    for number, file in enumerate((tmp_path / "exchange" / "public").iterdir()):
        file.write_bytes(b"damaged") if number % 2 else file.unlink()
    shutil.rmtree(there.folder / "cache")  # so that everything is read over there again
    for place in (here, there):
        place.edit("a/site.yaml", "甲支部", "甲一支部")
    assert (here.build().code, machines.build(there, url)) == (0, 0)
    assert different(whole(there), whole(here)) == []


def test_many_files_travel_and_those_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path.as_uri())
    objects = {hashlib.sha256(text).hexdigest(): text for text in (b"%d" % n for n in range(AT_ONCE + 3))}
    exchange.put(objects.items())
    assert dict(exchange.get([*objects, "0" * 64])) == objects
    assert list(exchange.get([])) == []


# limits and faults ------------------------------------------------------------------------------


def test_a_file_that_takes_too_long_is_killed_over_there_and_named(
    another: Callable[[], Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = unbuilt(another)
    place.edit("network.yaml", "per_branch", "limits: {article_seconds: 1}\nper_branch")
    place.write("a/news/2026-11-03-slow.md", "---\ntitle: 很慢\n---\n慢。\n")
    monkeypatch.setattr(gather, "read_files", tasks.slow_readings)
    told = place.build(executor="dask")
    assert told.code == 10
    ((code, path),) = [(one.code, one.path) for one in told.problems if one.stops == "item"]
    assert code in {"ZB-502", "ZB-508"}  # a busy machine cannot tell whose fault it was
    assert path == "a/news/2026-11-03-slow.md"
    assert place.has("/a/news/2026-10-01-walk/")


def test_a_site_whose_process_dies_over_there_keeps_what_it_had(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = small.text("/a/")
    monkeypatch.setattr("plugins.build.build.render_site", tasks.dying_site)
    small.edit("network.yaml", "示例网络", "改名的网络")
    told = small.build(executor="dask")
    assert told.code == 10, told.problems
    assert small.text("/a/") == before
    assert "改名的网络" in small.text("/b/")


# when it cannot be ------------------------------------------------------------------------------


def build(place: Place, *options: str) -> Result:
    """`zhibu build` as typed."""
    where = ["--content", str(place.content), "--output", str(place.folder / "output"), "--cache", str(place.folder / "cache")]
    return CliRunner().invoke(cli, ["build", *where, "--as-of", AS_OF.isoformat(), *options])


@pytest.fixture
def edited(small: Place) -> Place:
    """A network with something to do, in which nobody must see a change when that fails."""
    small.edit(WALK, "三处。", "六处。")
    return small


def refused(place: Place, code: str, *options: str) -> str:
    """What is said when nothing is published, because of a Problem."""
    before = whole(place)
    done = build(place, *options)
    assert (done.exit_code, code in done.output) == (20, True), done.output
    assert different(whole(place), before) == []
    return done.output


def test_without_dask_it_says_how_to_get_it(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "make dask" in refused(edited, "ZB-914", "--executor", "dask")


def test_a_cluster_that_does_not_answer_is_named(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "TIMEOUT_SECONDS", 1)
    assert "tcp://127.0.0.1:9" in refused(edited, "ZB-915", "--executor", "dask:tcp://127.0.0.1:9")


def test_a_check_names_it_too(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "TIMEOUT_SECONDS", 1)
    told = run(edited.request(executor="dask:tcp://127.0.0.1:9"), writes=False)
    assert (told.code, [problem.code for problem in told.problems]) == (20, ["ZB-915"])


def test_an_exchange_that_cannot_be_written_is_named(edited: Place) -> None:
    (edited.folder / "file").write_text("no folder")
    url = (edited.folder / "file").as_uri()
    assert url in refused(edited, "ZB-915", "--executor", "dask", "--exchange", url)


def test_a_worker_of_another_version_makes_nothing(edited: Place, machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    edited.write_all({f"a/news/2026-09-{day:02}-x.md": f"---\ntitle: 第{day}\n---\n。\n" for day in range(1, 25)})
    monkeypatch.setattr(cluster, "code", lambda: "newer")
    options = ("--executor", f"dask:{machines.address}", "--exchange", "s3://machines/zhibu")
    assert machines.address in refused(edited, "ZB-917", *options)


def test_nobody_else_can_be_named(edited: Place) -> None:
    assert build(edited, "--executor", "ray").exit_code == 2
