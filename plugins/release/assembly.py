"""A release's folder while it is put together, site by site; nobody sees it before it is whole."""

import json
import os
import shutil
import signal
from collections.abc import Iterable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.build.store import Entry, Store, Tree
from plugins.release.manifest import Release, manifest
from plugins.release.signing import SIGNATURE, sign

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess


class Beside(NamedTuple):
    """A process that places trees: which, where it tells the sites that stand, and itself."""

    trees: Mapping[str, Tree]
    told: Connection
    process: "ForkProcess"


class Assembly:
    """Links the files of trees into a folder beside the whole releases."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self._root = os.fspath(folder)
        self._store = store
        self._made = {""}
        self._placed: dict[str, str] = {}
        self._beside: Beside | None = None

    def ahead(self, trees: Mapping[str, Tree]) -> None:
        """Begin to place trees that will most likely be wanted, in a process beside this one.

        This process must have a single thread.
        """
        from multiprocessing import get_context  # where few sites differ from the last time, so that others can come first

        here, there = get_context("fork").Pipe(duplex=False)
        process = get_context("fork").Process(target=self._go_ahead, args=(trees, there), daemon=True)
        process.start()
        there.close()
        self._beside = Beside(trees, here, process)

    def close(self) -> None:
        """End the process beside, if there still is one: nobody wants what it places."""
        if self._beside is not None:
            self._beside.process.kill()
            self._join()

    def _go_ahead(self, trees: Mapping[str, Tree], there: Connection) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(5)  # whoever reads and renders comes first
        for site, tree in trees.items():
            with suppress(FileNotFoundError):  # then `place` tells
                self.place(site, tree)
        there.send(list(self._placed))

    def _join(self) -> None:
        """Wait for the process beside; if it died, nobody knows what it did, so nothing of it stays."""
        if self._beside is None:
            return
        trees, here, process = self._beside
        self._beside = None
        try:
            self._placed = {site: trees[site].rows for site in here.recv()}
        except EOFError:
            for place in self.folder.iterdir():
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        finally:
            here.close()
            process.join()

    def place(self, site: str, tree: Tree) -> None:
        """Link the files of a site's tree, instead of those of another tree that stands here already.

        Raises:
            FileNotFoundError: the store lacks one of them; then no file of the site stands here.
        """
        self._join()
        if self._placed.get(site) == tree.rows:
            return
        standing = {entry.path: entry for entry in Tree(self._placed.pop(site, "[]")).entries}
        wanted = {entry.path: entry.sha256 for entry in tree.entries}
        self._remove(entry for entry in standing.values() if wanted.get(entry.path) != entry.sha256)
        here = [entry for entry in standing.values() if wanted.get(entry.path) == entry.sha256]
        known = {entry.path for entry in here}
        try:
            for entry in (one for one in tree.entries if one.path not in known):
                self._ready(entry.path.rpartition("/")[0])
                self._store.link(entry.sha256, f"{self._root}/{entry.path}")
                here.append(entry)
        except FileNotFoundError:
            self._remove(here)
            self._prune(entry.path.rpartition("/")[0])
            raise
        self._placed[site] = tree.rows

    def _remove(self, entries: Iterable[Entry]) -> None:
        """Unlink files, and remove the folders that are empty then."""
        for entry in entries:
            os.unlink(f"{self._root}/{entry.path}")
            self._prune(entry.path.rpartition("/")[0])

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
        """Place the trees that are missing, then the stamps and the manifest, signed with a private key if there is one."""
        for site, tree in release.trees.items():
            self.place(site, tree)
        stamp = {"date": release.as_of[:10], "as_of": release.as_of, "release": release.id}
        for path in set(release.stamps) - {SIGNATURE}:
            (self.folder / path).write_text(json.dumps(stamp))
        written = manifest(release)
        (self.folder / "manifest.json").write_bytes(written)
        if key is not None:
            (self.folder / SIGNATURE).write_bytes(sign(written, key))
