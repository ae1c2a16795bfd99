"""Readers during a thousand swaps (P4); builds killed at their n-th file-system call, and full disks (P5)."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.release.releases import Releases
from plugins.release.verify import verify
from tests.build import tasks
from tests.figures import Figure
from tests.levels import by_level
from tests.networks import AS_OF, SMALL, Place, different
from tests.release.publishing import ROOT, publish, releases_of

WALK = "a/news/2026-10-01-walk.md"
VERSIONS = ("三处", "四处很长的一句话")


# P4 ---------------------------------------------------------------------------------------------


def reader(current: Path) -> "subprocess.Popen[str]":
    """A reader of its own: a thread of this process would never see what lasts shorter than its turn."""
    command: list[str | Path] = [sys.executable, ROOT / "tests/release/reading.py", current]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_readers_see_wholly_old_or_wholly_new_during_a_thousand_swaps(fast: Path, figure: Figure) -> None:
    releases = Releases(fast / "public")
    swaps = by_level(test=200, faults=1000, soak=1000)

    def swap(turn: int) -> None:
        page = f"第{turn}版 " * 400
        publish(releases, {"index.html": page, "a/deep/er/index.html": page, "same.txt": "不变"}, hour=turn)

    swap(0)
    readers = [reader(releases.folder / "current") for _ in range(2)]
    for turn in range(1, swaps + 1):
        swap(turn)
    seen = [json.loads(one.communicate()[0]) for one in readers]
    requests, misses, mixed = (sum(one[name] for one in seen) for name in ("requests", "misses", "mixed"))
    figure("P4", swaps=swaps, requests_of_two_readers=requests, misses=misses, mixed=mixed)
    assert (misses, mixed) == (0, 0)
    assert all(one["versions"] > swaps / 20 for one in seen)


# P5: killed -------------------------------------------------------------------------------------


def killed_at(call: int, place: Place) -> tuple[int, str]:
    """A build that is killed at a call: how it ended and what it said."""
    command: list[str | Path] = [sys.executable, "-m", "tests.release.killing", str(call), "--content", place.content]
    places: list[str | Path] = [
        "--output",
        place.folder / "output",
        "--cache",
        place.folder / "cache",
        "--as-of",
        AS_OF.isoformat(),
    ]
    ended = subprocess.run(
        [*command, *places],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    return ended.returncode, ended.stdout + ended.stderr


def versions_of(place: Place) -> list[dict[str, bytes]]:
    """What is published of each of the two versions of the content; the first one stands at the end."""
    trees = []
    for old, new in (VERSIONS, VERSIONS[::-1]):
        place.edit(WALK, old, new)
        assert place.build().code == 0
        trees.append(place.tree())
    return trees[::-1]


def calls_of(place: Place) -> tuple[int, int]:
    """How many file-system calls a build makes, and which of them makes the link that readers follow; it is made."""
    code, said = killed_at(0, place)
    assert code == 0, said
    calls, swap = map(int, re.findall(r"calls: (\d+) swap: (\d+)", said)[0])
    return calls, swap


SHARES = by_level(test=1, faults=4, soak=8)
"""So many workers can share the calls."""


@pytest.mark.parametrize("share", range(SHARES))
def test_a_build_killed_at_any_file_system_call_leaves_old_or_new(small: Place, fast: Path, figure: Figure, share: int) -> None:
    place = small.copied(fast / "small")
    trees = versions_of(place)
    for versions in (VERSIONS, VERSIONS[::-1], VERSIONS):
        place.edit(WALK, *versions)
        calls, swap = calls_of(place)  # at last of one that builds on what another command built, as those to be killed do
    every, about = by_level(test=calls // 2, faults=4, soak=1), by_level(test=1, faults=3, soak=0)
    turns = sorted({*range(1, calls + 1, every), *range(swap - about, swap + about + 1)})[share::SHARES]
    bad, unhealed, killed, now = 0, 0, 0, 1
    for call in turns:
        now = 1 - now
        place.edit(WALK, VERSIONS[1 - now], VERSIONS[now])
        code, said = killed_at(call, place)
        assert code in (0, -signal.SIGKILL), said
        killed += code == -signal.SIGKILL
        bad += bool(verify(place.current)) or place.tree() not in trees
        healed = place.build().code == 0 and different(place.tree(), trees[now]) == []
        unhealed += not healed or any(place.folder.glob("output/public/releases/*.part"))
    figure("P5", builds_killed=killed, bad_states=bad, not_healed_by_the_next_build=unhealed)
    assert (bad, unhealed) == (0, 0)
    assert killed > len(turns) * 0.8


@pytest.mark.parametrize("share", range(SHARES))
def test_a_first_build_killed_at_a_call_is_made_good_by_the_next(small: Place, fast: Path, figure: Figure, share: int) -> None:
    wanted = small.tree()
    calls, _ = calls_of(Place(fast / "counted").write_all(SMALL))
    bad, unhealed, killed = 0, 0, 0
    for call in range(1, calls + 1, by_level(test=calls - 1, faults=20, soak=4))[share::SHARES]:
        with tempfile.TemporaryDirectory(dir=fast) as folder:
            place = Place(Path(folder)).write_all(SMALL)
            killed += killed_at(call, place)[0] == -signal.SIGKILL
            bad += place.current.exists() and verify(place.current) != []
            unhealed += place.build().code != 0 or different(place.tree(), wanted) != []
    figure("P5", builds_killed=killed, bad_states=bad, not_healed_by_the_next_build=unhealed)
    assert (bad, unhealed) == (0, 0)
    assert killed > 0


# P5: a full disk --------------------------------------------------------------------------------


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Path]:
    """A small file system in memory."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "zhibu", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"needs the right to mount a small disk: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def used(folder: Path) -> int:
    """The bytes that the files of a folder take on a disk of pages of 4 KiB."""
    seen = {file.stat().st_ino: file.stat() for file in folder.rglob("*") if file.is_file() and not file.is_symlink()}
    return sum((found.st_size + 4095) // 4096 * 4096 for found in seen.values())


def test_a_full_disk_leaves_the_old_release_and_the_next_build_heals(small: Place, tmp_path: Path, figure: Figure) -> None:
    trees = versions_of(small)
    before = used(small.folder / "output") + used(small.folder / "cache")
    small.edit(WALK, *VERSIONS)
    room = [size * 4096 for size in (*range(0, 160, by_level(test=80, faults=8, soak=1)), 4000)]
    bad, unhealed, full = [], [], 0
    for number, more in enumerate(room):
        with disk(tmp_path / f"disk{number}", before + more) as folder:
            try:
                for name in ("output", "cache"):
                    shutil.copytree(small.folder / name, folder / name, symlinks=True, copy_function=linked(small.folder, folder))
            except (OSError, shutil.Error):
                continue
            place = Place(folder)
            place.content.symlink_to(small.content)
            told = place.build()
            full += told.code == 20
            if told.code not in (0, 20) or verify(place.current) or place.tree() not in trees:
                bad.append((more, told.code))
            subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
            if place.build().code != 0 or different(place.tree(), trees[1]):
                unhealed.append(more)
    figure("P5", small_disks=len(room), of_them_full=full, bad_states=len(bad), not_healed_by_the_next_build=len(unhealed))
    assert (bad, unhealed) == ([], [])
    assert full > 0


def linked(one: Path, other: Path) -> "Copy":
    """Copies files; what is one file under several names stays one."""
    return Copy(one, other)


class Copy:
    """A copy function for `copytree` that keeps hard links."""

    def __init__(self, one: Path, other: Path) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, source: str, target: str) -> None:
        """Copy one file, or give it another name."""
        inode = Path(source).stat().st_ino
        if inode in self._known:
            os.link(self._known[inode], target)
        else:
            shutil.copy2(source, target)
            self._known[inode] = target


@pytest.mark.parametrize("where", ["plugins.release.releases.settle", "plugins.build.build.render_site"])
def test_what_cannot_be_written_is_told_as_a_problem(small: Place, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    before = small.tree()
    small.edit(WALK, *VERSIONS)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, tasks.full_site if where.endswith("render_site") else full)
    told = small.build()
    assert (told.code, [problem.code for problem in told.problems]) == (20, ["ZB-906"])
    assert different(small.tree(), before) == []
    monkeypatch.undo()
    assert small.build().code == 0
    assert releases_of(small).ids()[-1] == small.current.resolve().name
