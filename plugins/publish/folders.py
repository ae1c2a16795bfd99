"""A folder as destination: a release folder with hard links to the one before, and one rename of `current`."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plugins.network.problems import OCCUPIED, UNWRITABLE
from plugins.publish.plan import MANIFEST, Plan, Release, plan, release
from plugins.publish.unsent import Unsent


class Folder(Struct, frozen=True):
    """`folder`/current is what readers see, `folder`/releases/ what they saw."""

    folder: Path

    def plan(self, source: Path) -> Plan:
        """What makes this folder show a release folder.

        Raises:
            Unsent: something else lies here, or it cannot be read.
        """
        try:
            self._free_for(source)
            releases = self.folder / "releases"
            return plan(source, self._online(), os.listdir(releases) if releases.is_dir() else ())
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def _free_for(self, source: Path) -> None:
        current = self.folder / "current"
        if source.is_relative_to(self.folder.resolve() / "releases") or (current.exists() and not current.is_symlink()):
            raise Unsent(OCCUPIED.at("", place=current))
        for place in (self.folder, *self.folder.parents):
            if place.exists() and not place.is_dir():
                raise Unsent(OCCUPIED.at("", place=place))

    def _online(self) -> Release:
        """What readers see here; a file that somebody took away is not among it."""
        current = self.folder / "current"
        if not (current / MANIFEST).exists():
            return Release()
        told = release((current / MANIFEST).read_bytes())
        return replace(told, files={path: sha256 for path, sha256 in told.files.items() if (current / path).is_file()})

    def send(self, planned: Plan) -> None:
        """Copy what changed, link what did not, then show it.

        Raises:
            Unsent: it could not be written; readers see what they saw.
        """
        try:
            with self._locked():
                self._assemble(planned)
                self._point(planned.release.id)
                for name in planned.retired:
                    shutil.rmtree(self.folder / "releases" / name)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else publishes here; what others left behind who died is removed."""
        (self.folder / "releases").mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in (self.folder / "releases").glob("*.part"):
                shutil.rmtree(left)
            yield

    def _assemble(self, planned: Plan) -> None:
        whole = self.folder / "releases" / planned.release.id
        if whole.resolve() == (self.folder / "current").resolve():
            _copy(planned, whole)  # readers are looking: what somebody took away comes back file by file
            return
        shutil.rmtree(whole, ignore_errors=True)
        beside = whole.with_name(f"{whole.name}.part")
        try:
            _copy(planned, beside)
            _link(planned, self.folder / "releases" / planned.online, beside)
            os.replace(beside, whole)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def _point(self, release_id: str) -> None:
        beside = self.folder / ".current.new"
        beside.unlink(missing_ok=True)
        os.symlink(f"releases/{release_id}", beside)
        os.replace(beside, self.folder / "current")

    def _unwritable(self, fault: OSError) -> Unsent:
        return Unsent(UNWRITABLE.at("", place=self.folder, what=fault.strerror or fault))


def _copy(planned: Plan, to: Path) -> None:
    for path in planned.sent:
        beside = to / f"{path}.part"
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(planned.source / path, beside)
        os.replace(beside, to / path)


def _link(planned: Plan, online: Path, to: Path) -> None:
    for path in planned.unchanged:
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(online / path, to / path)
