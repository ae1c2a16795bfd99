"""Release folders: hard links into the store with a manifest; going live and going back is one rename."""

import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.code import code_digest, version
from plugins.build.provenance import Checkout
from plugins.build.store import Store, Told, Tree
from plugins.release import manifest
from plugins.release.assembly import Assembly
from plugins.release.durable import settle, settle_names
from plugins.release.manifest import MANIFEST, Release
from plugins.release.signing import SIGNATURE
from plugins.release.tombstones import Tombstones, dug, gone

if TYPE_CHECKING:
    from plugins.release.restoring import Restored

KEPT = 30
"""How many releases stay to go back to."""
DAY = 24 * 60 * 60
NOBODY = Checkout()


class Overtaken(Exception):
    """Somebody else released since this builder looked at its sources.

    `release` is what readers see now; `older` whether it is known to be made from newer sources.
    """

    def __init__(self, release: Release | None, *, older: bool) -> None:
        super().__init__(release.id if release else "-")
        self.release = release
        self.older = older


class Releases:
    """The releases of one tier; `current` is a symbolic link to the one that readers see.

    New ones are signed with the private key in the PEM file `key`, if it is given.
    """

    def __init__(self, folder: Path, key: Path | None = None) -> None:
        self.folder = folder
        self._key = key
        self.store = Store(folder / "store")
        self.tombstones = Tombstones(folder / "tombstones.jsonl")
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
        pointed = self.pointed()
        return self.read(pointed) if pointed else None

    def pointed(self) -> str:
        """The id of the release that readers see, or empty."""
        try:
            return os.path.basename(os.readlink(self._current))
        except OSError:
            return ""

    def read(self, release_id: str) -> Release | None:
        """One release by its manifest, or None if it is not whole."""
        try:
            return manifest.read((self.folder / "releases" / release_id / MANIFEST).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def ids(self) -> list[str]:
        """All whole releases, oldest first."""
        folder = self.folder / "releases"
        names = os.listdir(folder) if folder.is_dir() else []
        return sorted(name for name in names if not name.endswith(".part") and os.path.exists(f"{folder}/{name}/{MANIFEST}"))

    def all(self) -> Iterator[Release]:
        """Every whole release, oldest first, but the current one last."""
        pointed = self.pointed()
        for release_id in (*(one for one in self.ids() if one != pointed), pointed):
            if release_id and (release := self.read(release_id)) is not None:
                yield release

    @contextmanager
    def assembling(self) -> Iterator[Assembly]:
        """A folder beside the whole releases for the next one; what does not become a release vanishes.

        If as many as are kept are here, it is the folder of the oldest: most of its files are wanted again.
        """
        with ExitStack() as leaving:
            held = leaving.enter_context(self._building())
            with self.locked():
                self._clear()
                oldest = self._retire()
                folder = leaving.enter_context(self._part(oldest))
            assembly = Assembly(folder, self.store, retired=bool(oldest))
            leaving.callback(self._tidy, assembly, oldest, held)
            yield leaving.enter_context(closing(assembly))

    @contextmanager
    def _building(self) -> Iterator[int]:
        """Whoever holds this may use bytes of the store that no release holds yet; so nobody removes any meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".building", "w") as held:
            fcntl.flock(held, fcntl.LOCK_SH)
            yield held.fileno()

    @contextmanager
    def _part(self, release_id: str = "") -> Iterator[Path]:
        """A folder for a new release, held locked while its builder lives: an empty one, or that of an old release."""
        folder = self.folder / "releases" / f"{os.urandom(8).hex()}.part"
        if release_id:
            os.replace(self.folder / "releases" / release_id, folder)
        else:
            folder.mkdir(parents=True)
        try:
            with _opened(folder) as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _clear(self) -> None:
        """Remove what builders that died were putting together; the living hold theirs locked."""
        for folder in (self.folder / "releases").glob("*.part"):
            with suppress(BlockingIOError, FileNotFoundError), _opened(folder) as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)

    def _retire(self) -> str:
        """The release that makes room for the next one, or empty; more than that are there only after a rollback."""
        pointed, ids = self.pointed(), self.ids()
        gone = [release_id for release_id in ids[: max(0, len(ids) + 1 - KEPT)] if release_id != pointed]
        for release_id in gone[:-1]:
            with self._part(release_id):
                pass  # it vanishes
        return gone[-1] if gone else ""

    def _tidy(self, assembly: Assembly, oldest: str, held: int) -> None:
        """Remove bytes that nobody needs, if no other builder is at work; else a later sweep finds them."""
        if oldest and not assembly.touched:
            os.replace(assembly.folder, self.folder / "releases" / oldest)
        if not assembly.removed:
            return
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._forget(assembly.removed)
            if _number(self.ids()) % KEPT == 0:
                self._sweep()

    def _forget(self, suspects: Iterable[str]) -> None:
        """Remove from the store what the retired release alone held."""
        for sha256 in suspects:
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
        assembly: Assembly,
        trees: Mapping[str, Tree],
        tier: str,
        as_of: datetime,
        next_change: datetime | None,
        hosts: Iterable[str] = (),
        known: Release | None = None,
        *,
        since: str | None = None,
        checkout: Checkout = NOBODY,
        hidden: Container[str] = (),
    ) -> tuple[Release, bool]:
        """Make these trees what readers see; the same trees that change at the same moment make no new release.

        A manifest that named a moment of the past, or too late a one, would mislead whoever builds when it comes.

        Args:
            assembly: where some of the trees may stand already.
            hosts: the folders (`zhuangpei/`) that hosts of their own serve; each gets its own stamp.json.
            known: the current release if it has been read already.
            since: the id of the release that was current before the sources were looked at, if that matters.
            checkout: the commit that the sources stand at.
            hidden: the sources that are drafts, past, or for closed readers.

        Returns:
            The release and whether it is new.

        Raises:
            Overtaken: another release became current after `since`: the sources may be older than its.
        """
        with self.locked():
            before = known if known is not None and known.id == self.pointed() else self.current()
            later = next_change.isoformat() if next_change else ""
            if before is not None and before.next_change == later and dict(before.trees) == dict(trees):
                self._dig(before, trees, hidden, as_of)
                return before, False
            if since is not None and since != (before.id if before else ""):
                raise Overtaken(before, older=before is not None and checkout.older_than(before.checkout))
            sequence, release_id = self._next(trees, as_of)
            release = Release(
                release_id, tier, as_of.isoformat(), sequence, before.id if before else "", later, trees,
                versions={"zhibu": version(), "code": code_digest()[:16], "python": sys.version.split()[0]},
                commit=checkout.commit, committed=checkout.committed,
                uncommitted=manifest.published(checkout.uncommitted, trees),
                stamps=self._stamps("stamp.json", *(f"{host}stamp.json" for host in hosts)),
            )  # fmt: skip
            self._dig(before, trees, hidden, as_of)
            self._release(assembly, release)
            return release, True

    def _stamps(self, *paths: str) -> tuple[str, ...]:
        """The files that tell of the release itself: these, and the signature if there is one."""
        return (*paths, SIGNATURE) if self._key else paths

    def _dig(self, before: Release | None, trees: Mapping[str, Tree], hidden: Container[str], as_of: datetime) -> None:
        """Write down what readers see less of from now on, before they do."""
        ids = self.ids()
        newest = self.read(ids[-1]) if ids and before is not None and ids[-1] != before.id else None
        earlier = [one for one in (before, newest) if one is not None]
        self.tombstones.add(dug(earlier, trees, hidden, _number(ids) + 1, as_of.isoformat()))

    def _next(self, trees: Mapping[str, Tree], as_of: datetime) -> tuple[int, str]:
        """The number and the id of the next release."""
        digest = hashlib.sha256("\n".join(trees[site].rows for site in sorted(trees)).encode())
        sequence = _number(self.ids()) + 1
        return sequence, f"{sequence:06d}-{as_of:%Y%m%d%H%M%S}-{digest.hexdigest()[:8]}"

    def _release(self, assembly: Assembly, release: Release) -> None:
        """Complete a release and let readers see it once it is on the disk."""
        assembly.complete(release, self._key)
        settle(assembly.folder)
        os.replace(assembly.folder, self.folder / "releases" / release.id)
        settle_names(self.folder / "releases")
        self._swap(release.id)

    def _swap(self, release_id: str) -> None:
        beside = self.folder / ".current.new"
        beside.unlink(missing_ok=True)
        os.symlink(f"releases/{release_id}", beside)
        os.replace(beside, self._current)
        settle_names(self.folder)

    def rollback(self, to: str = "", *, now: datetime) -> "tuple[Release, Restored | None]":
        """Let readers see an older release again, by default the one before; without what has been taken back since.

        Returns:
            The release that readers see now: that one, or one made of it; then what was taken and left out.

        Raises:
            LookupError: there is no such release.
        """
        with self._building(), self.locked():
            current = self.current()
            wanted = to or (current.previous if current else "")
            old = self.read(wanted) if wanted else None
            if old is None:
                raise LookupError(wanted or "-")
            stones = self.tombstones.by_source()
            lost = gone(old, stones, now)
            if not lost or current is None:
                self._swap(old.id)
                return old, None
            return self._restore(old, lost, current, gone(current, stones, now))

    def _restore(
        self, old: Release, lost: Collection[Told], current: Release, lost_now: Collection[Told]
    ) -> "tuple[Release, Restored]":
        """Release an older one again, without what is lost."""
        from concurrent.futures import ThreadPoolExecutor

        from plugins.release.restoring import restored  # both only where something is lost

        with self._part() as folder:
            assembly = Assembly(folder, self.store)
            with ThreadPoolExecutor(1) as placing:  # folders are made while files are looked into
                found = restored(
                    old, lost, current, lost_now, self.store, lambda site, tree: placing.submit(assembly.place, site, tree)
                )
            sequence, release_id = self._next(found.trees, datetime.fromisoformat(old.as_of))
            stamps = (path for path in old.stamps if path == "stamp.json" or path.partition("/")[0] in found.trees)
            release = replace(
                old, id=release_id, sequence=sequence, trees=found.trees, restores=old.id, stamps=self._stamps(*stamps)
            )
            self._release(assembly, release)
        return release, found


def _number(ids: Iterable[str]) -> int:
    """The number of the newest release."""
    return max((int(name[:6]) for name in ids), default=0)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A descriptor of a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
