"""The store holds bytes under their hash, whole or not at all; what is kept survives the cache."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.build.kept import Kept, Publishing
from plugins.build.store import Entry, Store, Tree
from plugins.network.index import Index
from plugins.network.media import Medium
from plugins.network.readings import Reading, to_json
from plugins.network.sites import Contact, Site


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.put("字".encode())
    inode = store.place(first).stat().st_ino
    assert first == hashlib.sha256("字".encode()).hexdigest()
    assert Store(tmp_path).put("字".encode()) == first
    assert store.place(first).stat().st_ino == inode
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.place(first)]


def test_what_is_stored_can_be_read_by_others_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        place = Store(tmp_path).place(Store(tmp_path).put(b"x"))
    finally:
        os.umask(before)
    assert place.stat().st_mode & 0o777 == 0o644


def test_a_tree_is_a_text_that_can_be_taken_apart_again() -> None:
    entries = (Entry("a/index.html", "1" * 64, "a/pages/x.md"), Entry('a/“引".html', "2" * 64), Entry("a/y.html.txt", "3" * 64))
    assert Tree.of(entries).entries == entries
    assert Tree.of(entries) == Tree(Tree.of(iter(entries)).rows)
    assert Tree.of(entries).pages == 2
    assert (bool(Tree.of(entries)), bool(Tree()), Tree().entries, Tree.of(()) == Tree()) == (True, False, (), True)


def test_a_source_file_is_adopted_as_it_was_hashed(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF-1.7")
    sha256 = hashlib.sha256(b"%PDF-1.7").hexdigest()
    store = Store(tmp_path / "store")
    store.adopt(file, sha256)
    assert store.place(sha256).read_bytes() == b"%PDF-1.7"
    file.unlink()
    store.adopt(file, sha256)  # it is here already


def test_a_source_file_that_changed_meanwhile_or_became_a_link_is_refused(tmp_path: Path) -> None:
    file, link = tmp_path / "x.pdf", tmp_path / "y.pdf"
    file.write_bytes(b"%PDF-1.8")
    link.symlink_to(file)
    store = Store(tmp_path / "store")
    for path in (file, link):
        with pytest.raises(OSError):
            store.adopt(path, hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert not [path for path in (tmp_path / "store").rglob("*") if path.is_file()]


def test_stored_bytes_get_another_name(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    sha256 = store.put(b"x")
    store.link(sha256, str(tmp_path / "name"))
    assert (tmp_path / "name").stat().st_ino == store.place(sha256).stat().st_ino
    with pytest.raises(FileNotFoundError):
        store.link("0" * 64, str(tmp_path / "other"))


def test_bytes_that_have_as_many_names_as_the_file_system_counts_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EMLINK, "Too many links")

    store = Store(tmp_path / "store")
    sha256 = store.put(b"once")
    monkeypatch.setattr(os, "link", full)
    store.link(sha256, str(tmp_path / "name"))
    assert (tmp_path / "name").read_bytes() == b"once"


# the last good versions -------------------------------------------------------------------------

READING = Reading("news", {"title": "某"}, {"title": 2}, "某", html="<p>正文</p>")
SITE = Site("a", "甲支部", "branch", "root", columns=("现场",), contacts=(Contact("组织委员"),), depth=1)
MEDIA = {"a/media/door.png": Medium("0" * 64, 12, 4, 3)}
OTHER = Site("b", "乙支部", "branch", "root")


def publishing(published: dict[str, dict[str, str]]) -> Publishing:
    """What is published, by site."""
    sites = {site.id: site for site in (SITE, OTHER) if site.id in published}
    return Publishing(sites, {site: str(items) for site, items in published.items()}, published.__getitem__, lambda _site: MEDIA)


def keep(kept: Kept, published: dict[str, dict[str, str]], index: Index) -> None:
    """Keep what is published, by site."""
    kept.keep(publishing(published), index)


def test_what_was_published_is_kept_with_its_sites(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.sqlite")
    assert (kept.reading("a/x.md"), kept.media("a"), kept.sites()) == (None, {}, {})
    with Index(tmp_path / "index.sqlite") as index:
        index.put([("reading:1", *to_json(READING))])
        keep(kept, {"a": {"a/x.md": "reading:1", "a/lost.md": "not in the index"}}, index)
    assert kept.reading("a/x.md") == (READING, "reading:1")
    assert kept.reading("a/lost.md") is None
    assert kept.media("a") == MEDIA
    assert kept.media("b") == {}
    assert kept.sites() == {"a": SITE}


def test_what_another_build_began_to_keep_is_looked_through_again(tmp_path: Path) -> None:
    """One is ahead of its release when another publishes what was there before, with the same hash."""
    place = tmp_path / "kept.sqlite"
    first, second = {"a": {"a/x.md": "reading:1"}}, {"a": {"a/x.md": "reading:2"}}
    with Index(tmp_path / "index.sqlite") as index:
        index.put([("reading:1", *to_json(READING)), ("reading:2", *to_json(replace(READING, title="又")))])
        keep(Kept(place), first, index)
        overtaken = Kept(place)
        overtaken.fill(publishing(second), index)
        assert Kept(place).sites() == {"a": SITE}
        keep(Kept(place), first, index)
        assert Kept(place).reading("a/x.md") == (READING, "reading:1")
        overtaken.fill(publishing(second), index)
        overtaken.keep(publishing(second), index)
    assert Kept(place).reading("a/x.md") == (replace(READING, title="又"), "reading:2")


def test_what_is_no_longer_published_is_forgotten(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.sqlite")
    with Index(tmp_path / "index.sqlite") as index:
        index.put([("reading:1", *to_json(READING))])
        keep(kept, {"a": {"a/x.md": "reading:1", "a/y.md": "reading:1"}, "b": {"b/z.md": "reading:1"}}, index)
        assert (kept.paths("a"), kept.paths("b")) == (("a/x.md", "a/y.md"), ("b/z.md",))
        keep(kept, {"a": {"a/y.md": "reading:1"}}, index)
    assert kept.reading("a/x.md") is None
    assert kept.reading("a/y.md") == (READING, "reading:1")
    assert kept.reading("b/z.md") is None
    assert kept.sites() == {"a": SITE}


def test_a_newer_version_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.sqlite")
    newer = replace(READING, html="<p>改过的正文</p>")
    with Index(tmp_path / "index.sqlite") as index:
        index.put([("reading:1", *to_json(READING)), ("reading:2", *to_json(newer))])
        keep(kept, {"a": {"a/x.md": "reading:1"}}, index)
        keep(kept, {"a": {"a/x.md": "reading:2"}}, index)
    assert kept.reading("a/x.md") == (newer, "reading:2")


def readings(place: Path) -> set[str]:
    """The keys of all Readings that lie in what is kept."""
    with Index(place) as index:
        return {f"reading:{rest}" for rest in index.heads("reading:")}


def test_the_text_of_what_is_gone_lies_nowhere_however_much_there_is(tmp_path: Path) -> None:
    place = tmp_path / "kept.sqlite"
    many = {f"a/{n}.md": f"reading:{n}" for n in range(30)}
    with Index(tmp_path / "index.sqlite") as index:
        index.put((key, *to_json(READING)) for key in ("reading:x", *many.values()))
        keep(Kept(place), {"a": many, "b": {"b/0.md": "reading:0"}}, index)
        keep(Kept(place), {"a": {**many, "a/1.md": "reading:x"}, "b": {"b/0.md": "reading:0"}}, index)
        assert readings(place) == {*many.values(), "reading:x"} - {"reading:1"}
        keep(Kept(place), {"a": {"a/9.md": "reading:9"}, "b": {"b/0.md": "reading:0"}}, index)
    assert readings(place) == {"reading:9", "reading:0"}
    assert Kept(place).reading("b/0.md") == (READING, "reading:0")


def test_what_is_brought_beside_is_there_and_what_is_not_published_of_it_goes(tmp_path: Path) -> None:
    place = tmp_path / "kept.sqlite"
    with Index(tmp_path / "index.sqlite") as index:
        index.put((f"reading:{n}", *to_json(READING)) for n in range(4))
        keep(Kept(place), {"a": {"a/3.md": "reading:3"}}, index)
        abandoned = Kept(place)
        abandoned.bring(["reading:0", "reading:1", "reading:lost"], index.path)
        abandoned.wait()
        assert readings(place) == {"reading:0", "reading:1", "reading:3"}
        kept = Kept(place)
        kept.bring(["reading:2"], index.path)
        keep(kept, {"a": {"a/1.md": "reading:1", "a/2.md": "reading:2"}}, index)
    assert readings(place) == {"reading:1", "reading:2"}
    assert kept.reading("a/2.md") == (READING, "reading:2")


def test_a_damaged_cache_does_not_harm_what_is_kept(tmp_path: Path) -> None:
    place, cache = tmp_path / "kept.sqlite", tmp_path / "index.sqlite"
    with Index(cache) as index:
        index.put([("reading:1", *to_json(READING))])
        keep(Kept(place), {"a": {"a/x.md": "reading:1"}}, index)
    cache.write_bytes(cache.read_bytes()[:2000] + b"?" * 20_000)
    kept = Kept(place)
    kept.bring(["reading:1", "reading:2"], cache)
    kept.wait()
    assert kept.reading("a/x.md") == (READING, "reading:1")
