"""Release folders: hard links into the store with a manifest; going live and going back is one rename."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.build.store import Entry, Store, Tree

KEPT = 30
"""How many releases stay to go back to (issue: GC keeping 30)."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its id, when and for what instant it was made, and the tree of every site."""

    id: str
    tier: str
    as_of: str
    sequence: int
    previous: str
    next_change: str
    trees: Mapping[str, Tree]


class Releases:
    """The releases of one tier; `current` is a symbolic link to the one that readers see."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "store")
        self._current = folder / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else assembles or swaps here; a dead holder's lock frees itself."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def current(self) -> Release | None:
        """The release that readers see, or None."""
        pointed = self._pointed()
        return self.read(pointed) if pointed else None

    def _pointed(self) -> str:
        """The id that `current` points to, or empty."""
        try:
            return os.path.basename(os.readlink(self._current))
        except OSError:
            return ""

    def read(self, release_id: str) -> Release | None:
        """One release by its manifest, or None if it is not whole."""
        try:
            manifest = json.loads((self.folder / "releases" / release_id / "manifest.json").read_bytes())
            trees = {site: tuple(Entry(*row) for row in rows) for site, rows in manifest["sites"].items()}
            named = {name: manifest[name] for name in ("id", "tier", "as_of", "sequence", "previous", "next_change")}
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Release(**named, trees=trees)

    def ids(self) -> list[str]:
        """All whole releases, oldest first."""
        folder = self.folder / "releases"
        names = os.listdir(folder) if folder.is_dir() else []
        return sorted(name for name in names if not name.endswith(".part") and os.path.exists(f"{folder}/{name}/manifest.json"))

    def publish(
        self,
        trees: Mapping[str, Tree],
        tier: str,
        as_of: datetime,
        next_change: datetime | None,
        hosts: Iterable[str] = (),
        known: Release | None = None,
    ) -> tuple[Release, bool]:
        """Make these trees what readers see; the same trees again make no new release.

        Args:
            known: the current release if it has been read already.
            hosts: the folders (`zhuangpei/`) that hosts of their own serve; each gets its own stamp.json.

        Returns:
            The release and whether it is new.
        """
        with self.locked():
            before = known if known is not None and known.id == self._pointed() else self.current()
            if before is not None and dict(before.trees) == dict(trees):
                return before, False
            release = self._named(trees, tier, as_of, next_change, before)
            folder = self._assemble(release, ["stamp.json", *(f"{host}stamp.json" for host in hosts)])
            os.replace(folder, self.folder / "releases" / release.id)
            self._swap(release.id)
            self._collect(release)
            return release, True

    def _named(
        self, trees: Mapping[str, Tree], tier: str, as_of: datetime, next_change: datetime | None, before: Release | None
    ) -> Release:
        digest = hashlib.sha256()
        for site in sorted(trees):
            for entry in trees[site]:
                digest.update(f"{entry.path}\0{entry.sha256}\n".encode())
        sequence = max((int(name[:6]) for name in self.ids()), default=0) + 1
        release_id = f"{sequence:06d}-{as_of:%Y%m%d%H%M%S}-{digest.hexdigest()[:8]}"
        later = next_change.isoformat() if next_change else ""
        return Release(release_id, tier, as_of.isoformat(), sequence, before.id if before else "", later, trees)

    def _assemble(self, release: Release, stamps: Sequence[str]) -> Path:
        """The release's folder, whole, beside the place it will have."""
        folder = self.folder / "releases" / f"{release.id}.part"
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        made: set[str] = {""}
        root = os.fspath(folder)
        for tree in release.trees.values():
            for entry in tree:
                parent = entry.path.rpartition("/")[0]
                if parent not in made:
                    os.makedirs(f"{root}/{parent}", exist_ok=True)
                    made.add(parent)
                self.store.link(entry.sha256, f"{root}/{entry.path}")
        stamp = {"date": release.as_of[:10], "as_of": release.as_of, "release": release.id}
        for path in stamps:
            (folder / path).write_text(json.dumps(stamp))
        manifest = {**_manifest(release), "stamps": stamps}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, separators=(",", ":")))
        return folder

    def _swap(self, release_id: str) -> None:
        beside = self.folder / ".current.new"
        beside.unlink(missing_ok=True)
        os.symlink(f"releases/{release_id}", beside)
        os.replace(beside, self._current)

    def rollback(self, to: str = "") -> Release:
        """Let readers see an older release again, by default the one before.

        Raises:
            LookupError: there is no such release.
        """
        with self.locked():
            now = self.current()
            wanted = to or (now.previous if now else "")
            release = self.read(wanted) if wanted else None
            if release is None:
                raise LookupError(wanted or "-")
            self._swap(release.id)
            return release

    def _collect(self, newest: Release) -> None:
        """Remove releases beyond those kept, and what they alone held in the store."""
        ids = self.ids()
        gone = [release_id for release_id in ids[:-KEPT] if release_id != newest.id]
        for release_id in gone:
            shutil.rmtree(self.folder / "releases" / release_id)
        if gone:
            for path in self.store.folder.glob("??/*"):
                if path.stat().st_nlink == 1:
                    path.unlink()


def _manifest(release: Release) -> dict[str, Any]:
    return {
        "format": 1,
        "id": release.id,
        "tier": release.tier,
        "as_of": release.as_of,
        "sequence": release.sequence,
        "previous": release.previous,
        "next_change": release.next_change,
        "sites": {site: [[entry.path, entry.sha256, entry.source] for entry in tree] for site, tree in release.trees.items()},
    }


def verify(folder: Path) -> list[tuple[str, str]]:
    """What differs between a release folder and its manifest: (path, changed | missing | added).

    Raises:
        OSError, ValueError: there is no manifest, or it cannot be read.
    """
    manifest = json.loads((folder / "manifest.json").read_bytes())
    wanted = {path: sha256 for rows in manifest["sites"].values() for path, sha256, _ in rows}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = [(path, "missing") for path in wanted if path not in present]
    found += [(path, "added") for path in sorted(present - wanted.keys() - {"manifest.json", *manifest["stamps"]})]
    for path in sorted(present & wanted.keys()):
        with open(folder / path, "rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != wanted[path]:
                found.append((path, "changed"))
    return sorted(found)
