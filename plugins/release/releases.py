"""Release folders: hard links into the store with a manifest; going live and going back is one rename."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build.store import Store, Tree

if TYPE_CHECKING:
    import subprocess

KEPT = 30
"""How many releases stay to go back to."""
DAY = 24 * 60 * 60


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
            text = (self.folder / "releases" / release_id / "manifest.json").read_text("utf-8")
            return _read(text)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def ids(self) -> list[str]:
        """All whole releases, oldest first."""
        folder = self.folder / "releases"
        names = os.listdir(folder) if folder.is_dir() else []
        return sorted(name for name in names if not name.endswith(".part") and os.path.exists(f"{folder}/{name}/manifest.json"))

    @contextmanager
    def assembling(self) -> Iterator["Assembly"]:
        """A folder beside the whole releases for the next one; what does not become a release vanishes."""
        with self.locked():
            self._clear()
            folder = self.folder / "releases" / f"{os.urandom(8).hex()}.part"
            folder.mkdir(parents=True)
            held = os.open(folder, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
            retired = self._retire()
        try:
            yield Assembly(folder, self.store)
        finally:
            os.close(held)
            shutil.rmtree(folder, ignore_errors=True)
            self._forget(retired)
            if retired.thorough:
                self._sweep()

    def _clear(self) -> None:
        """Remove what builders that died were putting together; the living hold theirs locked."""
        for folder in (self.folder / "releases").glob("*.part"):
            held = os.open(folder, os.O_RDONLY)
            with suppress(BlockingIOError):
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            os.close(held)

    def _retire(self) -> "Retired":
        """Begin to remove the oldest releases, so that with the next one as many stay as are kept.

        Thousands of files take long, so `rm` removes them while this process goes on.
        """
        pointed, ids = self._pointed(), self.ids()
        gone = [release_id for release_id in ids[: max(0, len(ids) + 1 - KEPT)] if release_id != pointed]
        if not gone:
            return Retired()
        suspects = self._only_in(gone, next(release_id for release_id in ids if release_id not in gone))
        folders = [self.folder / "releases" / f"{release_id}.part" for release_id in gone]
        for release_id, folder in zip(gone, folders, strict=True):
            os.replace(self.folder / "releases" / release_id, folder)
        import subprocess  # only where something is removed

        removing = subprocess.Popen(["rm", "-rf", "--", *folders])  # noqa: S603, S607  # the system's rm, our own paths
        return Retired(suspects, removing, thorough=int(ids[-1][:6]) % KEPT == 0)

    def _only_in(self, gone: Iterable[str], staying: str) -> frozenset[str]:
        """The hashes of the files of releases that the oldest one that stays does not have."""
        stays = self.read(staying)
        found: set[str] = set()
        for release_id in gone:
            if (release := self.read(release_id)) is not None:
                for site, tree in release.trees.items():
                    other = stays.trees.get(site, Tree()) if stays is not None else Tree()
                    if tree != other:
                        found |= {entry.sha256 for entry in tree.entries} - {entry.sha256 for entry in other.entries}
        return frozenset(found)

    def _forget(self, retired: "Retired") -> None:
        """Remove from the store what retired releases alone held."""
        if retired.removing is None:
            return
        retired.removing.wait()
        for sha256 in retired.suspects:
            path = self.store.place(sha256)
            with suppress(FileNotFoundError):
                if path.stat().st_nlink == 1:
                    path.unlink()

    def _sweep(self) -> None:
        """Remove from the store what builds that never became a release left there more than a day ago."""
        today = (self.folder / ".lock").stat().st_mtime
        for path in self.store.folder.glob("??/*"):
            found = path.stat()
            if found.st_nlink == 1 and found.st_mtime < today - DAY:
                path.unlink()

    def publish(
        self,
        assembly: "Assembly",
        trees: Mapping[str, Tree],
        tier: str,
        as_of: datetime,
        next_change: datetime | None,
        hosts: Iterable[str] = (),
        known: Release | None = None,
    ) -> tuple[Release, bool]:
        """Make these trees what readers see; the same trees again make no new release.

        Args:
            assembly: where some of the trees may stand already.
            hosts: the folders (`zhuangpei/`) that hosts of their own serve; each gets its own stamp.json.
            known: the current release if it has been read already.

        Returns:
            The release and whether it is new.
        """
        with self.locked():
            before = known if known is not None and known.id == self._pointed() else self.current()
            if before is not None and dict(before.trees) == dict(trees):
                return before, False
            release = self._named(trees, tier, as_of, next_change, before)
            assembly.complete(release, ["stamp.json", *(f"{host}stamp.json" for host in hosts)])
            os.replace(assembly.folder, self.folder / "releases" / release.id)
            self._swap(release.id)
            return release, True

    def _named(
        self, trees: Mapping[str, Tree], tier: str, as_of: datetime, next_change: datetime | None, before: Release | None
    ) -> Release:
        digest = hashlib.sha256("\n".join(trees[site].rows for site in sorted(trees)).encode())
        sequence = max((int(name[:6]) for name in self.ids()), default=0) + 1
        release_id = f"{sequence:06d}-{as_of:%Y%m%d%H%M%S}-{digest.hexdigest()[:8]}"
        later = next_change.isoformat() if next_change else ""
        return Release(release_id, tier, as_of.isoformat(), sequence, before.id if before else "", later, trees)

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


@dataclass(frozen=True, slots=True)
class Retired:
    """Releases that are being removed, and the hashes of files that they may be the last to hold."""

    suspects: frozenset[str] = frozenset()
    removing: "subprocess.Popen[bytes] | None" = None
    thorough: bool = False
    """Whether the whole store is to be looked through, too; now and then is enough."""


class Assembly:
    """A release's folder while it is put together, site by site; nobody sees it before it is whole."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self._root = os.fspath(folder)
        self._store = store
        self._made = {""}
        self._placed: dict[str, Tree] = {}

    def place(self, site: str, tree: Tree) -> None:
        """Link the files of a site's tree, unless they stand here already.

        Raises:
            FileNotFoundError: the store lacks one of them; then none stands here.
        """
        if site in self._placed:
            return
        linked: list[str] = []
        try:
            for entry in tree.entries:
                self._ready(entry.path.rpartition("/")[0])
                self._store.link(entry.sha256, f"{self._root}/{entry.path}")
                linked.append(entry.path)
        except FileNotFoundError:
            for path in linked:
                Path(self._root, path).unlink()
            raise
        self._placed[site] = tree

    def _ready(self, parent: str) -> None:
        if parent not in self._made:
            try:
                os.mkdir(f"{self._root}/{parent}")  # noqa: PTH102  # thousands a build; a tree in order brings most parents first
            except OSError:
                os.makedirs(f"{self._root}/{parent}", exist_ok=True)
            self._made.add(parent)

    def complete(self, release: Release, stamps: Sequence[str]) -> None:
        """Place the trees that are missing, then the stamps and the manifest."""
        for site, tree in release.trees.items():
            self.place(site, tree)
        stamp = {"date": release.as_of[:10], "as_of": release.as_of, "release": release.id}
        for path in stamps:
            (self.folder / path).write_text(json.dumps(stamp))
        (self.folder / "manifest.json").write_text(_manifest(release, stamps), "utf-8")


_SITES = ',"sites":{\n'


def _manifest(release: Release, stamps: Sequence[str]) -> str:
    """The manifest as JSON: what the release is on the first line, then each site's tree on a line of its own."""
    named = {name: getattr(release, name) for name in ("id", "tier", "as_of", "sequence", "previous", "next_change")}
    trees = ",\n".join(f"{json.dumps(site)}:{tree.rows}" for site, tree in release.trees.items())
    head = {"format": 2, **named, "stamps": stamps, "digest": _digest(trees)}
    return f"{json.dumps(head, ensure_ascii=False)[:-1]}{_SITES}{trees}\n}}}}\n"


def _digest(trees: str) -> str:
    return hashlib.sha256(trees.encode()).hexdigest()


def _read(manifest: str) -> Release:
    """The release that a manifest tells of; the trees stay text.

    Raises:
        ValueError, KeyError: it is not whole.
    """
    head, _, rest = manifest.partition(_SITES)
    values = json.loads(head + "}")
    trees = rest.removesuffix("\n}}\n")
    if values["digest"] != _digest(trees):
        raise ValueError("damaged manifest")
    named = {name: values[name] for name in ("id", "tier", "as_of", "sequence", "previous", "next_change")}
    pairs = (line.removesuffix(",").partition(":") for line in trees.split("\n") if line)
    return Release(**named, trees={json.loads(site): Tree(rows) for site, _, rows in pairs})


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
