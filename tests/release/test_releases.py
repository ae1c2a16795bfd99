"""Releases: made beside what is online, swapped at once, gone back to without sources, checked against the manifest."""

import json
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.build.store import Entry, Store, Tree
from plugins.release.assembly import Assembly
from plugins.release.releases import KEPT, Releases
from plugins.release.verify import verify
from tests.figures import Figure
from tests.networks import AS_OF, SMALL, Place, different
from tests.networks import tree as tree_in
from tests.release.publishing import build_in_a_process, publish, releases_of

WALK = "a/news/2026-10-01-walk.md"


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    """No release yet."""
    return Releases(tmp_path / "public")


# publishing -------------------------------------------------------------------------------------


def test_before_the_first_release_there_is_none(releases: Releases) -> None:
    assert releases.current() is None
    assert releases.ids() == []


def test_a_release_is_what_readers_see_with_its_manifest_and_stamp(releases: Releases) -> None:
    release = publish(releases, {"index.html": "一", "a/index.html": "二"})
    current = releases.folder / "current"
    assert os.readlink(current) == f"releases/{release}"
    assert (current / "a" / "index.html").read_text() == "二"
    assert json.loads((current / "stamp.json").read_bytes()) == {
        "date": "2026-11-21", "as_of": AS_OF.isoformat(), "release": release,
    }  # fmt: skip
    assert {path.name for path in current.iterdir()} == {"index.html", "a", "manifest.json", "stamp.json"}
    assert releases.current() == releases.read(release)


def test_the_same_trees_again_make_no_new_release(releases: Releases) -> None:
    first = publish(releases, {"index.html": "一"})
    assert publish(releases, {"index.html": "一"}, hour=5) == first
    assert releases.ids() == [first]


def test_the_same_trees_that_change_at_another_moment_make_a_release_that_says_so(releases: Releases) -> None:
    first = publish(releases, {"index.html": "一"})
    second = publish(releases, {"index.html": "一"}, hour=1, until=AS_OF)
    assert publish(releases, {"index.html": "一"}, hour=2, until=AS_OF) == second
    third = publish(releases, {"index.html": "一"}, hour=3)
    assert releases.ids() == [first, second, third]
    assert [release.next_change for one in releases.ids() if (release := releases.read(one))] == ["", AS_OF.isoformat(), ""]


def test_releases_are_listed_oldest_first_and_name_the_one_before(releases: Releases) -> None:
    made = [publish(releases, {"index.html": str(n)}, hour=n) for n in range(3)]
    assert releases.ids() == made
    assert [release.previous for one in made if (release := releases.read(one))] == ["", *made[:2]]


def test_files_of_releases_share_the_bytes_of_the_store(releases: Releases) -> None:
    one, two = (publish(releases, {"same.txt": "不变", "other.txt": str(n)}, hour=n) for n in range(2))
    inodes = {(releases.folder / "releases" / release / "same.txt").stat().st_ino for release in (one, two)}
    assert len(inodes) == 1


def test_only_the_newest_releases_stay_and_the_store_lets_go_of_the_rest(releases: Releases) -> None:
    made = [publish(releases, {"index.html": f"第 {n} 版", "same.txt": "不变"}, hour=n) for n in range(KEPT + 3)]
    assert releases.ids() == made[-KEPT:]
    stored = [path for path in releases.store.folder.rglob("*") if path.is_file()]
    assert len(stored) == KEPT + 1
    assert not any("第 0 版" in path.read_text() for path in stored)


# the oldest becomes the newest ------------------------------------------------------------------


def many(releases: Releases) -> str:
    """As many releases as are kept; the oldest of them."""
    files = {"a/same.txt": "不变", "a/b/other.txt": "不变", "index.html": "旧"}
    made = [publish(releases, {**files, "index.html": f"第 {n} 版"}, hour=n) for n in range(KEPT)]
    return made[0]


def whole(releases: Releases, files: dict[str, str]) -> bool:
    """Whether readers see just these files, and what tells of the release."""
    made = publish(releases, files, hour=KEPT)
    folder = releases.folder / "current"
    seen = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json", "stamp.json"}
    return {path: (folder / path).read_text() for path in seen} == files and not list(verify(folder)) and made in releases.ids()


def test_the_folder_of_the_oldest_release_becomes_that_of_the_newest(releases: Releases) -> None:
    oldest = many(releases)
    before = (releases.folder / "releases" / oldest / "a" / "b").stat().st_ino
    assert whole(releases, {"a/same.txt": "不变", "a/b/other.txt": "不变", "index.html": "新"})
    assert oldest not in releases.ids()
    assert (releases.folder / "current" / "a" / "b").stat().st_ino == before


def test_what_the_newest_release_has_no_more_goes_with_its_folders(releases: Releases) -> None:
    many(releases)
    assert whole(releases, {"a/same.txt": "改了", "c/d.txt": "新"})
    assert not (releases.folder / "current" / "a" / "b").exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "a" / "same.txt").unlink(),
        lambda folder: shutil.rmtree(folder / "a"),
        lambda folder: os.replace(folder / "index.html", folder / "a" / "same.txt"),
        lambda folder: (folder / "manifest.json").write_text("{}"),
        lambda folder: (folder / "stamp.json").unlink(),
        lambda folder: (folder / "c" / "d").mkdir(parents=True) or (folder / "c" / "d" / "more.html").write_text("多的"),
        lambda folder: (folder / "a" / "link").symlink_to("/etc"),
    ],
    ids=["gone", "folder gone", "another file", "no manifest", "no stamp", "one more", "a link"],
)
def test_harm_done_to_the_oldest_release_does_not_reach_the_newest(releases: Releases, harm: Callable[[Path], object]) -> None:
    harm(releases.folder / "releases" / many(releases))
    assert whole(releases, {"a/same.txt": "不变", "a/b/other.txt": "不变", "index.html": "新"})


def test_where_nothing_new_is_released_the_oldest_stays(releases: Releases) -> None:
    oldest = many(releases)
    newest = releases.ids()[-1]
    assert (
        publish(releases, {"a/same.txt": "不变", "a/b/other.txt": "不变", "index.html": f"第 {KEPT - 1} 版"}, hour=KEPT) == newest
    )
    assert releases.ids()[0] == oldest
    assert not list(verify(releases.folder / "releases" / oldest))


def test_what_no_release_ever_held_leaves_the_store_after_a_day(releases: Releases) -> None:
    old, young = releases.store.put(b"old"), releases.store.put(b"young")
    os.utime(releases.store.place(old), (0, 0))
    for n in range(2 * KEPT):
        publish(releases, {"index.html": f"第 {n} 版"}, hour=n)
    assert not releases.store.place(old).exists()
    assert releases.store.place(young).exists()


def test_a_half_made_release_is_no_release_and_is_made_anew(releases: Releases) -> None:
    release = publish(releases, {"index.html": "一"})
    part = releases.folder / "releases" / "000002-20261121080000-deadbeef.part"
    part.mkdir()
    (part / "index.html").write_text("半个")
    assert releases.ids() == [release]
    assert publish(releases, {"index.html": "二"}, hour=1) in releases.ids()
    assert not part.exists()


def test_what_another_builder_is_putting_together_is_left_alone(releases: Releases) -> None:
    with releases.assembling() as assembly:
        publish(Releases(releases.folder), {"index.html": "别人的"})
        assert assembly.folder.is_dir()
    assert not list((releases.folder / "releases").glob("*.part"))


def test_a_tree_whose_bytes_are_lost_leaves_nothing_behind(releases: Releases) -> None:
    whole = Tree.of([Entry("index.html", releases.store.put(b"1"))])
    broken = Tree.of([Entry("a/index.html", releases.store.put(b"2")), Entry("a/lost.html", "0" * 64)])
    with releases.assembling() as assembly:
        assembly.place("root", whole)
        with pytest.raises(FileNotFoundError):
            assembly.place("a", broken)
        assert [path for path in assembly.folder.rglob("*") if path.is_file()] == [assembly.folder / "index.html"]


# ahead ------------------------------------------------------------------------------------------

FILES = st.dictionaries(
    st.sampled_from(["a/index.html", "a/news/x/index.html", "a/news/y/index.html", "a/tags/index.html", "a/z.txt"]),
    st.sampled_from(["一", "二", "三"]),
)


def placed(assembly: Assembly) -> dict[str, bytes]:
    """What stands in the folder of a release that grows; no folder there is empty."""
    assert all(any(folder.iterdir()) for folder in assembly.folder.rglob("*") if folder.is_dir())
    return tree_in(assembly.folder)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILES, min_size=2, max_size=4))
def test_a_tree_takes_the_place_of_another(releases: Releases, versions: list[dict[str, str]]) -> None:
    with releases.assembling() as assembly:
        for files in versions:
            assembly.place("a", Tree.of(Entry(path, releases.store.put(text.encode())) for path, text in files.items()))
            assert placed(assembly) == {path: text.encode() for path, text in files.items()}


@pytest.mark.parametrize("dies", [False, True])
def test_trees_placed_ahead_stand_even_if_the_process_beside_dies(
    releases: Releases, monkeypatch: pytest.MonkeyPatch, dies: bool
) -> None:
    one, two, three = (
        Tree.of([Entry(f"{site}/index.html", releases.store.put(text))]) for site, text in (("a", b"1"), ("b", b"2"), ("b", b"3"))
    )
    lost = Tree.of([Entry("c/index.html", "0" * 64)])
    link, here = Store.link, os.getpid()

    def linked(store: Store, sha256: str, name: str) -> None:
        if dies and name.endswith("/b/index.html") and os.getpid() != here:
            os._exit(1)
        link(store, sha256, name)

    monkeypatch.setattr(Store, "link", linked)
    with releases.assembling() as assembly:
        assembly.ahead({"a": one, "b": two, "c": lost})
        assembly.place("b", three)
        assert placed(assembly) == ({} if dies else {"a/index.html": b"1"}) | {"b/index.html": b"3"}
        assembly.place("a", one)
        with pytest.raises(FileNotFoundError):
            assembly.place("c", lost)
        assert placed(assembly) == {"a/index.html": b"1", "b/index.html": b"3"}


def test_of_a_site_that_the_release_does_not_have_nothing_stays_that_was_placed_ahead(releases: Releases) -> None:
    one, two = (Tree.of([Entry(f"{site}/index.html", releases.store.put(b"1"))]) for site in "ab")
    with releases.assembling() as assembly:
        assembly.ahead({"a": one, "b": two})
        releases.publish(assembly, {"a": one}, "public", AS_OF, None)
    assert {path.name for path in (releases.folder / "current").iterdir()} == {"a", "manifest.json", "stamp.json"}


def test_nothing_stays_of_what_was_placed_ahead_for_a_release_that_does_not_come(releases: Releases) -> None:
    many = Tree.of(Entry(f"a/{n}/index.html", releases.store.put(b"1")) for n in range(2000))
    with releases.assembling() as assembly:
        assembly.ahead({"a": many})
    assert list((releases.folder / "releases").iterdir()) == []


@pytest.mark.parametrize("damage", [lambda text: text[:-40], lambda text: text.replace("index.html", "index.htm"), lambda _: ""])
def test_a_damaged_manifest_is_no_release(releases: Releases, damage: Callable[[str], str]) -> None:
    release = publish(releases, {"index.html": "一"})
    manifest = releases.folder / "current" / "manifest.json"
    manifest.write_text(damage(manifest.read_text("utf-8")), "utf-8")
    assert releases.read(release) is None


def test_a_manifest_is_json_with_every_file_its_bytes_and_source(releases: Releases) -> None:
    sha256 = releases.store.put(b"1")
    with releases.assembling() as assembly:
        trees = {
            "root": Tree.of([Entry("index.html", sha256, "root/pages/x.md")]),
            "b": Tree(),
            "a": Tree.of([Entry("a/x.html", sha256)]),
        }
        release, _ = releases.publish(assembly, trees, "public", AS_OF, None, ["a/"])
    manifest = json.loads((releases.folder / "current" / "manifest.json").read_bytes())
    assert manifest["sites"] == {"root": [["index.html", sha256, "root/pages/x.md"]], "b": [], "a": [["a/x.html", sha256, ""]]}
    assert releases.read(release.id) == release


@pytest.mark.parametrize("pointer", ["missing", "dangling", "outside"])
def test_a_damaged_pointer_is_mended_by_the_next_release(releases: Releases, pointer: str) -> None:
    publish(releases, {"index.html": "一"})
    current = releases.folder / "current"
    current.unlink()
    if pointer != "missing":
        current.symlink_to("releases/nothing" if pointer == "dangling" else "/etc")
    assert releases.current() is None
    publish(releases, {"index.html": "二"}, hour=1)
    assert (current / "index.html").read_text() == "二"
    assert len(releases.ids()) == 2


# going back -------------------------------------------------------------------------------------


def test_going_back_and_forward_needs_no_sources_and_is_quick(small: Place, figure: Figure) -> None:
    releases = releases_of(small)
    first, old = releases.current(), small.tree()
    small.edit(WALK, "三处", "四处")
    second, new = small.build().release, small.tree()
    assert first is not None
    shutil.rmtree(small.content)
    shutil.rmtree(small.folder / "cache")
    start = time.monotonic()
    assert releases.rollback(now=AS_OF)[0].id == first.id
    assert different(small.tree(), old) == []
    assert releases.rollback(second, now=AS_OF)[0].id == second
    assert different(small.tree(), new) == []
    figure("P9", seconds_back_and_forward_without_sources=(seconds := time.monotonic() - start))
    assert seconds < 2
    assert verify(small.current) == []


def test_going_back_twice_goes_back_two_releases(releases: Releases) -> None:
    made = [publish(releases, {"index.html": str(n)}, hour=n) for n in range(3)]
    releases.rollback(now=AS_OF)
    assert releases.rollback(now=AS_OF)[0].id == made[0]
    with pytest.raises(LookupError):
        releases.rollback(now=AS_OF)


@pytest.mark.parametrize("wanted", ["000009-nothing", "../../etc", "."])
def test_going_back_to_what_does_not_exist_changes_nothing(releases: Releases, wanted: str) -> None:
    made = publish(releases, {"index.html": "一"})
    with pytest.raises(LookupError):
        releases.rollback(wanted, now=AS_OF)
    now = releases.current()
    assert now is not None
    assert now.id == made


def test_without_a_release_there_is_nothing_to_go_back_to(releases: Releases) -> None:
    with pytest.raises(LookupError):
        releases.rollback(now=AS_OF)


def test_after_going_back_the_same_content_can_be_published_again(releases: Releases) -> None:
    publish(releases, {"index.html": "一"})
    publish(releases, {"index.html": "二"}, hour=1)
    releases.rollback(now=AS_OF)
    publish(releases, {"index.html": "二"}, hour=1)
    assert (releases.folder / "current" / "index.html").read_text() == "二"
    ids = releases.ids()
    assert len(set(ids)) == len(ids)
    publish(releases, {"index.html": "三"}, hour=2)
    assert (releases.folder / "current" / "index.html").read_text() == "三"
    sequences = [release.sequence for one in releases.ids() if (release := releases.read(one))]
    assert sequences == sorted(set(sequences))


# readers ----------------------------------------------------------------------------------------


@contextmanager
def readers(count: int, read: Callable[[], None]) -> Iterator[list[BaseException]]:
    """Threads that read again and again, and what went wrong for them."""
    failures: list[BaseException] = []
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            try:
                read()
            except (OSError, AssertionError) as failure:
                failures.append(failure)

    threads = [threading.Thread(target=loop) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield failures
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_readers_never_miss_a_file_during_thirty_swaps(releases: Releases) -> None:
    texts = {f"{n % 7}/page{n}.html": "页" * n for n in range(40)}
    publish(releases, {**texts, "version.txt": "0" * 500})
    seen: set[str] = set()

    def read() -> None:
        for path, text in texts.items():
            assert (releases.folder / "current" / path).read_text() == text
        version = (releases.folder / "current" / "version.txt").read_text()
        assert version == version[0] * 500
        seen.add(version[0])

    with readers(2, read) as failures:
        for turn in range(1, 31):
            publish(releases, {**texts, "version.txt": str(turn % 10) * 500}, hour=turn)
            time.sleep(0.01)
    assert failures == []
    assert len(seen) > 2


def test_two_builders_at_once_leave_whole_releases(releases: Releases) -> None:
    publish(releases, {"index.html": "起点"})
    faults: list[BaseException] = []

    def builder(name: str) -> None:
        own = Releases(releases.folder)
        for turn in range(8):
            try:
                publish(own, {"index.html": f"{name}{turn}", f"{name}.txt": name}, hour=turn)
            except BaseException as fault:  # a thread must not swallow what its test is about
                faults.append(fault)

    threads = [threading.Thread(target=builder, args=(name,)) for name in "甲乙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(releases.ids()) == 17
    assert all(verify(releases.folder / "releases" / one) == [] for one in releases.ids())


# killed -----------------------------------------------------------------------------------------


def build_to_the_end(place: Place) -> None:
    """Build in a process of its own, which must end well."""
    code = build_in_a_process(place).wait()
    assert code == 0, (place.folder / "said0.txt").read_text("utf-8")


def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_release(small: Place) -> None:
    chance = random.Random(20261121)
    text = (small.content / WALK).read_text("utf-8")
    allowed: list[str] = []
    whole, start = 0.0, time.monotonic()
    for turn in range(6):
        allowed.append(f"第{turn}次")
        small.write(WALK, text.replace("三处", allowed[-1]))
        process = build_in_a_process(small)
        if turn:
            time.sleep(chance.uniform(0.2, 1.0) * whole)
            process.send_signal(signal.SIGKILL)
        process.wait()
        whole = whole if turn else time.monotonic() - start
        assert verify(small.current) == []
        shown = [one for one in allowed if one in small.text("/a/news/2026-10-01-walk/")]
        assert len(shown) == 1
        allowed = allowed[allowed.index(shown[0]) :]
    build_to_the_end(small)
    clean = Place(small.folder.parent / "clean")
    shutil.copytree(small.content, clean.content)
    clean.build()
    assert different(small.tree(), clean.tree()) == []


def test_a_killed_first_build_is_made_good_by_the_next(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    process = build_in_a_process(place)
    time.sleep(0.9)
    process.kill()
    process.wait()
    assert place.build().code == 0
    assert verify(place.current) == []
