"""Floor 4: the current release sent elsewhere: only what changed, the pointer last."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publication does: the release, the files to copy and those already there (as hard links)."""

    release: str
    copied: tuple[str, ...]
    linked: tuple[str, ...]


def plan(source: Path, destination: Path) -> Plan:
    """What `publish` would do from a release folder (`current`) to a destination folder.

    Raises:
        FileNotFoundError: there is no release at `source`.
    """
    release = Path(os.readlink(source)).name
    online = destination / "current"
    copied: list[str] = []
    linked: list[str] = []
    for path in sorted(path for path in source.resolve().rglob("*") if path.is_file()):
        name = path.relative_to(source.resolve()).as_posix()
        (linked if _same(path, online / name) else copied).append(name)
    return Plan(release, tuple(copied), tuple(linked))


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def publish(source: Path, destination: Path, planned: Plan) -> None:
    """Copy what changed, link what did not, then let readers of `destination`/current see it by one rename."""
    folder = destination / "releases" / f"{planned.release}.part"
    if folder.exists():
        shutil.rmtree(folder)
    for name in (*planned.copied, *planned.linked):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in planned.copied:
        shutil.copyfile(source / name, folder / name)
    for name in planned.linked:
        os.link(destination / "current" / name, folder / name)
    whole = folder.with_suffix("")
    if whole.exists():
        shutil.rmtree(folder)
    else:
        os.replace(folder, whole)
    beside = destination / ".current.new"
    beside.unlink(missing_ok=True)
    os.symlink(f"releases/{planned.release}", beside)
    os.replace(beside, destination / "current")
