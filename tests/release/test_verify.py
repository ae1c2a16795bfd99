"""Whether what is published, in a folder or on a web server, is what its manifest says; and where every file comes from."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.build.code import version
from plugins.build.provenance import Asking
from plugins.cli import main
from plugins.release.releases import Releases
from plugins.release.verify import verify
from tests.figures import Figure
from tests.levels import by_level
from tests.networks import Place
from tests.release.publishing import publish, releases_of

WALK = "a/news/2026-10-01-walk.md"


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    """No release yet."""
    return Releases(tmp_path / "public")


# checking ---------------------------------------------------------------------------------------


def test_what_was_published_agrees_with_its_manifest(small: Place) -> None:
    assert verify(small.current) == []


def test_changed_added_and_removed_files_are_found(small: Place) -> None:
    page = small.current / "a" / "news" / "2026-10-01-walk" / "index.html"
    tampered = page.read_text("utf-8").replace("三处", "没有")
    page.unlink()
    page.write_text(tampered, "utf-8")
    (small.current / "b" / "index.html").unlink()
    (small.current / "b" / "extra.html").write_text("<p>多出来的</p>")
    (small.current / "b" / "manifest.json").write_text("{}")
    assert verify(small.current) == [
        ("a/news/2026-10-01-walk/index.html", "changed"),
        ("b/extra.html", "added"),
        ("b/index.html", "missing"),
        ("b/manifest.json", "added"),
    ]


def test_bytes_changed_in_place_are_found_too(releases: Releases) -> None:
    publish(releases, {"index.html": "一"})
    with open(releases.folder / "current" / "index.html", "r+b") as file:
        file.write(b"\0")
    assert verify(releases.folder / "current") == [("index.html", "changed")]


def test_a_folder_without_a_manifest_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        verify(tmp_path)


def test_the_bytes_of_an_earlier_release_are_told_from_others(releases: Releases, tmp_path: Path) -> None:
    publish(releases, {"index.html": "一", "same.html": "同"})
    copy = tmp_path / "copy"
    shutil.copytree(releases.folder / "current", copy)
    old = (copy / "index.html").read_bytes()
    old_manifest = (copy / "manifest.json").read_bytes()
    publish(releases, {"index.html": "二", "same.html": "同"}, hour=1)
    shutil.copytree(releases.folder / "current", copy, dirs_exist_ok=True)
    (copy / "index.html").write_bytes(old)
    (copy / "same.html").write_text("不同")
    assert verify(copy, releases.all()) == [("index.html", "old"), ("same.html", "changed")]
    (copy / "manifest.json").write_bytes(old_manifest)
    (copy / "same.html").write_text("同")
    assert verify(copy, releases.all()) == [("manifest.json", "old")]


def test_a_tampered_manifest_is_found_even_if_it_fits_the_files(releases: Releases) -> None:
    publish(releases, {"index.html": "一"})
    file = releases.folder / "current" / "manifest.json"
    file.write_text(file.read_text("utf-8").replace('"sequence": 1', '"sequence": 9'), "utf-8")
    assert verify(releases.folder / "current") == [("manifest.json", "changed")]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a web server; its URL."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=os.fspath(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_copy_on_a_web_server_is_checked_file_by_file(releases: Releases, tmp_path: Path) -> None:
    files = {f"{n}/index.html": f"第 {n} 页" for n in range(20)} | {
        "下载/a b.csv": "1,2\n",
        "lost.html": "会丢",
        "other.html": "会变",
    }
    publish(releases, files)
    copy = tmp_path / "copy"
    shutil.copytree(releases.folder / "current", copy)
    with served(copy) as url:
        assert verify(url) == []
        (copy / "lost.html").unlink()
        (copy / "other.html").write_text("变了")
        assert verify(url) == [("lost.html", "missing"), ("other.html", "changed")]
        (copy / "manifest.json").unlink()
        with pytest.raises(OSError):
            verify(url)


def test_the_command_checks_urls_too_and_says_what_it_found(
    releases: Releases, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en")
    publish(releases, {"index.html": "一"})
    with served(releases.folder / "current") as url, pytest.raises(SystemExit) as ended:
        main(["verify", url, "--output", os.fspath(releases.folder.parent)])
    assert (ended.value.code, capsys.readouterr().out) == (0, "all files agree\n")
    with pytest.raises(SystemExit) as ended:
        main(["verify", "http://127.0.0.1:9/", "--output", os.fspath(releases.folder.parent)])
    assert ended.value.code == 20


@pytest.mark.parametrize("chance", range(by_level(test=3, faults=10, soak=10)))
def test_every_tampering_is_found(small: Place, chance: int, figure: Figure) -> None:
    """P11: every tenth file of a network changed, removed, or put back to an older version; strangers added."""
    releases, old = releases_of(small), small.folder / "old"
    shutil.copytree(small.current.resolve(), old)
    small.edit(WALK, "三处", "四处")
    small.build()
    copy = small.folder / "copy"
    shutil.copytree(small.current.resolve(), copy)
    now = releases.current()
    assert now is not None
    paths = [entry.path for tree in now.trees.values() for entry in tree.entries]
    wanted = set()
    for number, path in enumerate(paths):
        if number % 10 == chance:
            (copy / path).write_bytes((copy / path).read_bytes() + b" ")
            wanted.add((path, "changed"))
        elif number % 10 == (chance + 3) % 10:
            (copy / path).unlink()
            wanted.add((path, "missing"))
        elif (old / path).is_file() and (copy / path).read_bytes() != (old / path).read_bytes():
            shutil.copyfile(old / path, copy / path)
            wanted.add((path, "old"))
    (copy / "a" / "stranger.html").write_text("x")
    wanted.add(("a/stranger.html", "added"))
    found = verify(copy, releases.all())
    figure("P11", tampered_files=len(wanted), not_found=len(wanted - set(found)), false_alarms=len(set(found) - wanted))
    assert {what for _, what in wanted} == {"changed", "missing", "old", "added"}
    assert set(found) == wanted


# where files come from --------------------------------------------------------------------------


def git(content: Path, *words: str) -> str:
    """What git says in a content folder."""
    named = ["-c", "user.name=示例", "-c", "user.email=none@example.cn", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", content, *named, *words], capture_output=True, text=True, check=True).stdout


def test_every_published_file_names_a_source_and_the_manifest_their_commit(small: Place, figure: Figure) -> None:
    git(small.content, "init", "-q")
    git(small.content, "add", ".")
    git(small.content, "commit", "-q", "-m", "all")
    small.edit(WALK, "三处", "四处")
    small.write("a/news/2026-11-08-new.md", "---\ntitle: 没有提交的\n---\n新的。\n")
    small.write("a/news/2026-11-09-draft.md", "---\ntitle: 草稿\ndraft: true\n---\n还没有写完。\n")
    small.build()
    manifest = json.loads((small.current / "manifest.json").read_bytes())
    assert manifest["commit"] == git(small.content, "rev-parse", "HEAD").strip()
    assert manifest["committed"] == int(git(small.content, "log", "-1", "--format=%ct"))
    assert manifest["uncommitted"] == [WALK, "a/news/2026-11-08-new.md"]
    assert manifest["versions"]["zhibu"] == version() != ""
    assert manifest["versions"]["python"].startswith("3.")
    rows = [row for rows in manifest["sites"].values() for row in rows]
    homeless = [path for path, _, source in rows if not (small.content / source).is_file()]
    figure("P11", published_files=len(rows), without_a_source=len(homeless))
    assert len(rows) > 50
    assert homeless == []


def test_without_git_no_commit_is_named(small: Place) -> None:
    manifest = json.loads((small.current / "manifest.json").read_bytes())
    assert (manifest["commit"], manifest["committed"], manifest["uncommitted"]) == ("", 0, [])


def test_a_repository_without_a_commit_has_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "x.md").write_text("x")
    assert Asking(tmp_path).answer().commit == ""


def test_the_manifest_is_small_and_says_what_made_the_release(small: Place) -> None:
    first = json.loads((small.current / "manifest.json").read_bytes())
    small.edit(WALK, "三处", "四处")
    small.build()
    second = json.loads((small.current / "manifest.json").read_bytes())
    assert (first["sequence"], second["sequence"], second["previous"]) == (1, 2, first["id"])
    assert second["as_of"] == first["as_of"]
    assert second["next_change"] == first["next_change"] != ""
    assert (second["format"], second["restores"], second["tier"]) == (3, "", "public")
