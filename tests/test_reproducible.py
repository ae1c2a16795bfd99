"""The same content, configuration, code and instant give the same bytes, wherever and however they are built (P10)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.figures import Figure
from tests.networks import AS_OF, Place, different

pytestmark = pytest.mark.xdist_group("reproducible")

ROOT = Path(__file__).parents[1]
SITES = ("dangwei", "zhuangpei", "library")


def excerpt(content: Path) -> None:
    """Write three sites of the demonstration network, the library among them, into a folder."""
    content.mkdir(parents=True)
    for settings in (ROOT / "content").glob("*.yaml"):
        shutil.copy(settings, content)
    for site in SITES:
        shutil.copytree(ROOT / "content" / site, content / site)


def built(place: Place, *arguments: str, **surroundings: str) -> dict[str, bytes]:
    """What `zhibu build` in a process of its own publishes, with these environment variables."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "COVERAGE_PROCESS_START")}
    command = [
        sys.executable, "-m", "plugins.cli", "build", "--content", str(place.content), "--output", str(place.folder / "output"),
        "--cache", str(place.folder / "cache"), "--as-of", AS_OF.isoformat(), *arguments,
    ]  # fmt: skip
    ended = subprocess.run(command, cwd=ROOT, env={**kept, **surroundings}, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace") + ended.stdout.decode("utf-8", "replace")
    assert b"Traceback" not in ended.stderr
    return place.tree()


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes that every variation must give."""
    place = Place(tmp_path_factory.mktemp("reference"))
    excerpt(place.content)
    assert place.build().code == 0
    assert len(place.tree()) > 150
    return place.tree()


@dataclass(frozen=True)
class Variation:
    """Another way to build: environment, arguments, umask, name of the folder, order in which files were made."""

    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    umask: int | None = None
    folder: str = "place"
    backwards: bool = False


VARIATIONS = {
    "one process, hash seed 0": Variation({"PYTHONHASHSEED": "0"}, ("--jobs", "1")),
    "four processes, hash seed 1": Variation({"PYTHONHASHSEED": "1"}, ("--jobs", "4")),
    "another zone and folder": Variation({"TZ": "America/New_York"}, folder="另一个 文件夹/很深/的地方"),
    "plain C locale without a home": Variation({"LANG": "C", "LC_ALL": "C"}, umask=0o077),
    "a GB18030 locale, files made in another order": Variation(
        {"LANG": "zh_CN.GB18030", "LC_ALL": "zh_CN.GB18030"}, backwards=True
    ),
    "UTF-8 mode off, English": Variation({"LANG": "en_US.UTF-8", "PYTHONUTF8": "0", "HOME": "/nonexistent"}),
}


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_bytes_are_the_same(reference: dict[str, bytes], tmp_path: Path, name: str, figure: Figure) -> None:
    variation = VARIATIONS[name]
    place = Place(tmp_path / variation.folder)
    excerpt(place.content)
    if variation.backwards:
        make_again_backwards(place.content)
    before = os.umask(variation.umask) if variation.umask is not None else None
    try:
        tree = built(place, *variation.arguments, **variation.environment)
    finally:
        if before is not None:
            os.umask(before)
    figure("P10", variations=1, files=len(tree), that_differ=len(different(tree, reference)))
    assert different(tree, reference) == []
    assert unreadable(place) == []


SURROUNDINGS: Mapping[str, Variation] = {
    "asserts off": Variation({"PYTHONOPTIMIZE": "1"}),
    "a narrow terminal without colours": Variation({"COLUMNS": "20", "NO_COLOR": "1", "TERM": "dumb"}),
    "another folder for temporary files": Variation({"TMPDIR": "/var/tmp"}, ("--jobs", "3")),
    "content behind a link": Variation(folder="真的"),
}
"""What matters to the program rather than to the content: a small network shows it."""


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_bytes_of_a_small_network_are_the_same(
    another: Callable[[], Place], tmp_path: Path, name: str, figure: Figure
) -> None:
    variation, wanted = SURROUNDINGS[name], another()
    place = Place(tmp_path / variation.folder)
    shutil.copytree(wanted.content, place.content)
    if name == "content behind a link":
        place = Place(tmp_path / "链接")
        place.folder.symlink_to(tmp_path / variation.folder)
    tree = built(place, *variation.arguments, **variation.environment)
    figure("P10", variations=1, files=len(tree), that_differ=len(different(tree, wanted.tree())))
    assert different(tree, wanted.tree()) == []


def make_again_backwards(content: Path) -> None:
    """Give the folder the same files in the opposite order of making, with other times."""
    files = sorted((path for path in content.rglob("*") if path.is_file()), reverse=True)
    texts = {path: path.read_bytes() for path in files}
    for path in files:
        path.unlink()
    for number, path in enumerate(files):
        path.write_bytes(texts[path])
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))


def unreadable(place: Place) -> list[Path]:
    """Published files and folders that a web server of another user could not read."""
    everything = [place.current.resolve(), *place.current.resolve().rglob("*")]
    return [path for path in everything if path.stat().st_mode & (0o005 if path.is_dir() else 0o004) == 0]


def test_a_second_build_from_nothing_gives_the_same(reference: dict[str, bytes], tmp_path: Path) -> None:
    place = Place(tmp_path)
    excerpt(place.content)
    place.build()
    shutil.rmtree(tmp_path / "output")
    assert place.build().code == 0
    assert different(place.tree(), reference) == []
    shutil.rmtree(tmp_path / "cache")
    assert place.build().code == 0
    assert different(place.tree(), reference) == []


def test_a_later_instant_before_the_next_change_gives_the_same(reference: dict[str, bytes], tmp_path: Path) -> None:
    place = Place(tmp_path)
    excerpt(place.content)
    turn = datetime.fromisoformat(place.build().next_change)
    shutil.rmtree(tmp_path / "output")
    assert place.build(turn - timedelta(seconds=1)).next_change == turn.isoformat()
    assert different(place.tree(), reference) == []


# alone, second, beside others -------------------------------------------------------------------

QUIET: Mapping[str, str] = {
    "b/site.yaml": "title: 乙支部\nkind: branch\nparent: root\n",
    "b/news/2026-10-05-visit.md": "---\ntitle: 乙支部的事\ntags: [别的]\n---\n与人无关。\n",
    "b/notices/2026-10-06-quiet.md": "---\ntitle: 乙支部的通知\n---\n与人无关。\n",
}
"""A branch that refers to nobody."""


def site_tree(place: Place, site: str) -> dict[str, bytes]:
    """The files of one site."""
    return {path: content for path, content in place.tree().items() if path.startswith(f"{site}/")}


@pytest.mark.parametrize("site", ["a", "library"])
def test_a_site_is_the_same_whether_asked_for_alone_or_built_with_all(
    another: Callable[[], Place], tmp_path: Path, site: str
) -> None:
    whole = another()
    alone = Place(tmp_path)
    shutil.copytree(whole.content, alone.content)
    alone.build(sites=(site,))
    assert different(site_tree(alone, site), site_tree(whole, site)) == []


@pytest.mark.parametrize("order", [("a", "b", "b1", "library", "root"), ("root", "library", "b1", "b", "a")])
def test_a_site_is_the_same_built_first_or_last(another: Callable[[], Place], tmp_path: Path, order: tuple[str, ...]) -> None:
    whole = another()
    place = Place(tmp_path)
    shutil.copytree(whole.content, place.content)
    for site in order:
        place.build(sites=(site,))
    place.build()
    assert different(place.tree(), whole.tree()) == []


def test_what_a_branch_writes_never_changes_the_bytes_of_another(small: Place) -> None:
    small.write_all(QUIET)
    small.delete("b1")
    small.build()
    before = site_tree(small, "b")
    small.write("a/news/2026-11-20-much.md", "---\ntitle: 甲支部又写了\ntags: [别的, 安全]\npromote: 是\n---\n许多。\n")
    small.write("a/news/2026-11-20-bad.md", "---\ntitle: 坏的\ndate: 昨天\n---\n坏。\n")
    small.delete("a/news/2026-10-15-photo.md")
    small.build()
    assert different(site_tree(small, "b"), before) == []
    small.write("a/site.yaml", "title: [没写完\n")
    small.build()
    assert different(site_tree(small, "b"), before) == []
