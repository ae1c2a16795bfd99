"""Several builders at once: the newest source wins, nobody takes bytes from another, the dead hold nothing (P8)."""

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.build.provenance import Checkout
from plugins.build.store import Entry, Tree
from plugins.cli import checking
from plugins.release import releases as released
from plugins.release.releases import KEPT, Overtaken, Releases
from plugins.release.verify import verify
from tests.figures import Figure
from tests.levels import by_level
from tests.networks import AS_OF, Place, different
from tests.release.publishing import build_in_a_process, publish, releases_of

WALK = "a/news/2026-10-01-walk.md"


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    """No release yet."""
    return Releases(tmp_path / "public")


def tree(releases: Releases, text: str) -> dict[str, Tree]:
    """A network of one page."""
    return {"root": Tree.of([Entry("index.html", releases.store.put(text.encode()))])}


# who is newer -----------------------------------------------------------------------------------


def test_a_builder_that_was_overtaken_does_not_publish(releases: Releases) -> None:
    first = publish(releases, {"index.html": "一"})
    second = publish(releases, {"index.html": "二"}, since=first)
    with pytest.raises(Overtaken) as overtaken:
        publish(releases, {"index.html": "旧"}, since=first)
    assert overtaken.value.release is not None
    assert (overtaken.value.release.id, overtaken.value.older) == (second, False)
    assert releases.ids() == [first, second]
    assert publish(releases, {"index.html": "二"}, since=first) == second


@pytest.mark.parametrize(
    ("mine", "older"),
    [
        (Checkout("c" * 40, 100), True),
        (Checkout("c" * 40, 300), False),
        (Checkout("b" * 40, 200), False),
        (Checkout(), False),
    ],
)
def test_an_overtaken_builder_knows_by_the_commits_whether_it_is_older(releases: Releases, mine: Checkout, older: bool) -> None:
    with releases.assembling() as assembly:
        releases.publish(assembly, tree(releases, "新"), "public", AS_OF, None, checkout=Checkout("b" * 40, 200))
    with releases.assembling() as assembly, pytest.raises(Overtaken) as overtaken:
        releases.publish(assembly, tree(releases, "我"), "public", AS_OF, None, since="", checkout=mine)
    assert overtaken.value.older is older


def while_it_renders(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen once in the middle of the next build."""
    render = checking._release
    waiting = [happens]

    def interrupted(*given: object) -> object:
        if waiting:
            waiting.pop()()
        return render(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "_release", interrupted)


def test_a_build_that_was_overtaken_looks_at_its_sources_again(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_builder() -> None:
        small.edit(WALK, "三处", "五处")
        assert small.build().new

    small.edit(WALK, "三处", "四处")
    small.edit(WALK, "四处", "三处")
    small.write("b/news/2026-11-01-more.md", "---\ntitle: 又一篇\n---\n正文。\n")
    while_it_renders(monkeypatch, other_builder)
    told = small.build()
    assert "五处" in small.page("/a/news/2026-10-01-walk/").words
    assert small.has("/b/news/2026-11-01-more/")
    now = releases_of(small).current()
    assert now is not None
    assert (told.release, told.new, len(releases_of(small).ids())) == (now.id, False, 2)


# bytes ------------------------------------------------------------------------------------------


def test_bytes_that_another_builder_counts_on_are_not_removed(releases: Releases) -> None:
    publish(releases, {"index.html": "要退休的"})
    for n in range(KEPT - 1):
        publish(releases, {"index.html": f"第 {n} 版"}, hour=n)
    other = Releases(releases.folder)
    with other.assembling() as assembly:
        again = tree(other, "要退休的")
        publish(releases, {"index.html": "新"}, hour=KEPT)  # retires the first release
        other.publish(assembly, again, "public", AS_OF, None)
    assert (releases.folder / "current" / "index.html").read_text() == "要退休的"


def test_bytes_and_names_are_on_the_disk_before_readers_see_them(releases: Releases, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    trees = tree(releases, "一")
    monkeypatch.setattr(released, "settle", lambda folder: steps.append(f"all {(folder / 'manifest.json').exists()}"))
    monkeypatch.setattr(released, "settle_names", lambda folder: steps.append(folder.name))
    monkeypatch.setattr(os, "replace", lambda _one, other: steps.append(f"to {Path(other).name[:7]}"))
    with releases.assembling() as assembly:
        releases.publish(assembly, trees, "public", AS_OF, None)
    assert steps == ["all True", "to 000001-", "releases", "to current", "public"]


# locks ------------------------------------------------------------------------------------------


def hold(folder: Path, ready: "multiprocessing.synchronize.Event") -> None:
    """Begin a release and never end."""
    with Releases(folder).assembling() as assembly, Releases(folder).locked():
        (assembly.folder / "half.html").write_text("半个")
        ready.set()
        time.sleep(60)


def test_a_dead_builder_holds_nothing(releases: Releases) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    holder = context.Process(target=hold, args=(releases.folder, ready))
    holder.start()
    assert ready.wait(60)
    waiting = threading.Thread(target=publish, args=(releases, {"index.html": "活着的"}))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive()
    holder.kill()
    holder.join()
    waiting.join(60)
    assert not waiting.is_alive()
    assert (releases.folder / "current" / "index.html").read_text() == "活着的"
    assert not list((releases.folder / "releases").glob("*.part"))


def see_only_whole_trees(place: Place, stop: threading.Event, faults: list[str]) -> None:
    """Read two pages of one release again and again: they must be those of its manifest."""
    while not stop.is_set():
        release = place.current.resolve()
        rows = json.loads((release / "manifest.json").read_bytes())["sites"]
        for site in "ab":
            path = f"{site}/news/2026-11-01-version/index.html"
            wanted = next(sha256 for name, sha256, _ in rows[site] if name == path)
            if hashlib.sha256((release / path).read_bytes()).hexdigest() != wanted:
                faults.append(f"{release.name}: {path} is not that of its release")


def set_version(place: Place, version: int) -> None:
    """Let two branches tell of a version; for a moment only one of them does, but a file is never half written."""
    for site in "ab":
        written = place.folder / f"{site}.md"
        written.write_text(f"---\ntitle: 说明\n---\n现在是\n\n版本{version:04d}\n\n。\n", "utf-8")
        os.replace(written, place.content / site / "news" / "2026-11-01-version.md")


@pytest.mark.parametrize("count", by_level(test=(4,), faults=(2, 4, 6, 8), soak=range(2, 9)))
def test_builders_at_once_some_killed_leave_the_newest_source(small: Place, figure: Figure, count: int) -> None:
    chance = random.Random(count)
    set_version(small, 0)
    assert small.build().code == 0
    stop, faults = threading.Event(), list[str]()
    reader = threading.Thread(target=see_only_whole_trees, args=(small, stop, faults))
    reader.start()
    builders = []
    for number in range(1, count + 1):
        set_version(small, number)
        builders.append(build_in_a_process(small, number))
        time.sleep(chance.uniform(0.05, 0.6))
        if number < count and number % 3 == 1:
            builders[-1].send_signal(signal.SIGKILL)
    codes = [builder.wait() for builder in builders]
    said = [(small.folder / f"said{number}.txt").read_text("utf-8") for number, code in enumerate(codes, 1) if code > 0]
    stop.set()
    reader.join()
    releases = releases_of(small)
    bad = [one for one in releases.ids() if verify(releases.folder / "releases" / one)]
    killed = codes.count(-signal.SIGKILL)
    figure("P8", builders=count, of_them_killed=killed, releases=len(releases.ids()), mixed_trees=len(faults) + len(bad))
    assert said == []
    assert set(codes) <= {0, -signal.SIGKILL}
    assert (faults, bad) == ([], [])
    assert f"版本{count:04d}" in small.page("/a/news/2026-11-01-version/").words
    clean = Place(small.folder.parent / "clean")
    shutil.copytree(small.content, clean.content)
    clean.build()
    assert different(small.tree(), clean.tree()) == []
