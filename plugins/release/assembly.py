"""A release's folder while it is put together, site by site; nobody sees it before it is whole."""

import json
import os
import shutil
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.build.store import Entry, Store, Tree
from plugins.release.manifest import MANIFEST, Release, manifest, read
from plugins.release.signing import SIGNATURE, sign

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess


class Beside(NamedTuple):
    """A process that places trees: which, where it tells the sites that stand, and itself."""

    trees: Mapping[str, Tree]
    told: Connection
    process: "ForkProcess"


class Assembly:
    """Links the files of trees into a folder beside the whole releases.

    Args:
        retired: the folder is that of a release that nobody needs any more; what it shares with the new one stays.

    Attributes:
        touched: whether anything was placed, so that a retired release is none any more.
        removed: the hashes of files that were taken away.
    """

    def __init__(self, folder: Path, store: Store, *, retired: bool = False) -> None:
        self.folder = folder
        self.touched = False
        self.removed: set[str] = set()
        self._root = os.fspath(folder)
        self._store = store
        self._made = {""}
        self._placed: dict[str, Tree] = {}
        self._retired = retired
        self._inherited: dict[str, Sequence[Entry]] = {}
        self._beside: Beside | None = None

    def ahead(self, trees: Mapping[str, Tree]) -> None:
        """Begin to place trees that will most likely be wanted, whole or but for a few files, in a process beside this one.

        This process must have a single thread.
        """
        from multiprocessing import get_context  # where few sites differ from the last time, so that others can come first

        here, there = get_context("fork").Pipe(duplex=False)
        process = get_context("fork").Process(target=self._go_ahead, args=(trees, there), daemon=True)
        process.start()
        there.close()
        self._beside = Beside(trees, here, process)
        self.touched, self._retired = True, False  # the process beside takes over what stands here

    def close(self) -> None:
        """End the process beside, if there still is one: nobody wants what it places."""
        if self._beside is not None:
            self._beside.process.kill()
            self._join()

    def _go_ahead(self, trees: Mapping[str, Tree], there: Connection) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.chdir(self.folder)  # thousands of short names are found faster than long ones
        self._root = "."
        for site, tree in trees.items():
            with suppress(FileNotFoundError):  # then `place` tells
                self.place(site, tree)
        there.send((list(self._placed), self._inherited, self.removed))

    def _join(self) -> None:
        """Wait for the process beside; if it died, nobody knows what it did, so nothing of it stays."""
        if self._beside is None:
            return
        trees, here, process = self._beside
        self._beside = None
        try:
            placed, self._inherited, self.removed = here.recv()
            self._placed = {site: trees[site] for site in placed}
        except EOFError:
            for place in self.folder.iterdir():
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        finally:
            here.close()
            process.join()

    def _take_over(self) -> None:
        """Learn what stands here of a retired release; whatever else is found goes."""
        self.touched = True
        if not self._retired:
            return
        self._retired = False
        try:
            trees = read((self.folder / MANIFEST).read_bytes()).trees
        except (OSError, ValueError, KeyError, TypeError):
            trees = {}
        found, stored = dict(_files(self._root)), self._store.inodes()
        for site, tree in trees.items():
            good = [entry for entry in tree.entries if found.get(entry.path, 0) == stored.get(entry.sha256, -1)]
            self.removed |= {entry.sha256 for entry in set(tree.entries).difference(good)}
            for entry in good:
                del found[entry.path]
            self._inherited[site] = good
        self._remove(found)

    def place(self, site: str, tree: Tree) -> None:
        """Link the files of a site's tree, instead of those of another tree that stands here already.

        Raises:
            FileNotFoundError: the store lacks one of them; then no file of the site stands here.
        """
        self._join()
        self._take_over()
        placed = self._placed.pop(site, Tree())
        if placed.rows == tree.rows and site not in self._inherited:
            self._placed[site] = placed
            return
        standing = self._inherited.pop(site, placed.entries)
        wanted = {entry.path: entry.sha256 for entry in tree.entries}
        here = [entry for entry in standing if wanted.get(entry.path) == entry.sha256]
        self._take_away(set(standing).difference(here))
        known = {entry.path for entry in here}
        try:
            for entry in (one for one in tree.entries if one.path not in known):
                self._ready(entry.path.rpartition("/")[0])
                self._store.link(entry.sha256, f"{self._root}/{entry.path}")
                here.append(entry)
        except FileNotFoundError:
            self._take_away(here)
            self._prune(entry.path.rpartition("/")[0])
            raise
        self._placed[site] = tree

    def _take_away(self, entries: Iterable[Entry]) -> None:
        """Remove files that are not wanted here any more."""
        gone = list(entries)
        self.removed |= {entry.sha256 for entry in gone}
        self._remove(entry.path for entry in gone)

    def _remove(self, paths: Iterable[str]) -> None:
        """Unlink files, and remove the folders that are empty then."""
        for path in paths:
            os.unlink(f"{self._root}/{path}")
            self._prune(path.rpartition("/")[0])

    def _prune(self, folder: str) -> None:
        """Remove a folder and those above it as far as they are empty."""
        with suppress(OSError):
            while folder:
                os.rmdir(f"{self._root}/{folder}")
                self._made.discard(folder)
                folder = folder.rpartition("/")[0]

    def _ready(self, parent: str) -> None:
        if parent not in self._made:
            try:
                os.mkdir(f"{self._root}/{parent}")  # noqa: PTH102  # thousands a build; a tree in order brings most parents first
            except OSError:
                os.makedirs(f"{self._root}/{parent}", exist_ok=True)
            self._made.add(parent)

    def complete(self, release: Release, key: Path | None = None) -> None:
        """Place the trees that are missing, then the stamps and the manifest, signed with a private key if there is one.

        What was placed ahead of sites that the release does not have goes: they may have been closed since.
        """
        for site, tree in release.trees.items():
            self.place(site, tree)
        for site in (self._inherited.keys() | self._placed.keys()) - release.trees.keys():
            self.place(site, Tree())
        stamp = {"date": release.as_of[:10], "as_of": release.as_of, "release": release.id}
        for path in set(release.stamps) - {SIGNATURE}:
            (self.folder / path).write_text(json.dumps(stamp))
        written = manifest(release)
        (self.folder / MANIFEST).write_bytes(written)
        if key is not None:
            (self.folder / SIGNATURE).write_bytes(sign(written, key))


def _files(root: str, inner: str = "") -> Iterator[tuple[str, int]]:
    """Whatever a folder holds but folders, by its path in it, with the number of its inode."""
    with os.scandir(f"{root}/{inner}") as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, f"{inner}{entry.name}/")
            else:
                yield f"{inner}{entry.name}", entry.inode()
