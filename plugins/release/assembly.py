"""A release's folder while it is put together, site by site; nobody sees it before it is whole."""

import json
import os
from pathlib import Path

from plugins.build.store import Store, Tree
from plugins.release.manifest import Release, manifest
from plugins.release.signing import SIGNATURE, sign


class Assembly:
    """Links the files of trees into a folder beside the whole releases."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self._root = os.fspath(folder)
        self._store = store
        self._made = {""}
        self._placed: dict[str, str] = {}

    def place(self, site: str, tree: Tree) -> None:
        """Link the files of a site's tree, but for those that stand here already.

        Raises:
            FileNotFoundError: the store lacks one of them; then none of them stands here.
        """
        if self._placed.get(site) == tree.rows:
            return
        here = set(Tree(self._placed.get(site, "[]")).entries)
        linked: list[str] = []
        try:
            for entry in (one for one in tree.entries if one not in here):
                self._ready(entry.path.rpartition("/")[0])
                self._store.link(entry.sha256, f"{self._root}/{entry.path}")
                linked.append(entry.path)
        except FileNotFoundError:
            for path in linked:
                Path(self._root, path).unlink()
            raise
        self._placed[site] = tree.rows

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
        written = manifest(release).encode()
        (self.folder / "manifest.json").write_bytes(written)
        if key is not None:
            (self.folder / SIGNATURE).write_bytes(sign(written, key))
