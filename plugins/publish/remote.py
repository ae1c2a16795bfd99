"""A folder on another machine as destination: rsync over ssh alone, so a key that may do nothing else is enough."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from plugins.network.problems import OCCUPIED, TOOL_MISSING, UNREACHABLE, UNWRITABLE
from plugins.publish.plan import MANIFEST, Plan, Release, plan, release
from plugins.publish.unsent import Unsent

CONNECTION_FAULTS = frozenset({5, 10, 12, 30, 35, 127, 255})
"""Exit codes with which rsync says that it has not reached the other side (rsync(1), EXIT VALUES); 255 is ssh's own."""
READABLE = ("--perms", "--chmod=D755,F644")
"""What is published can be read by the web server there, whatever the umask."""
MISSING = "No such file or directory"
_NOISE = re.compile(r"rsync error:|rsync: connection unexpectedly closed|rsync: \[\w+\] write error: Broken pipe|$")
_LISTED = re.compile(r"^(?P<type>.)\S+ +[\d,]+ \S+ \S+ (?P<path>.+?)(?: -> (?P<target>.*))?$", re.MULTILINE)


class Remote(Struct, frozen=True):
    """`folder`/current on `host` is what readers see; `folder` is an absolute path without a slash at its end."""

    host: str
    folder: str

    def plan(self, source: Path) -> Plan:
        """What makes the folder there show a release folder.

        Raises:
            Unsent: it cannot be reached, or something else lies there.
        """
        if shutil.which("rsync") is None:
            raise Unsent(TOOL_MISSING.at("", tool="rsync", how="apt-get install rsync"))
        seen = self._seen()
        pointed = seen.get("current", "releases/")
        if not pointed.startswith("releases/"):
            raise Unsent(OCCUPIED.at("", place=self._at("current")))
        kept = [path.removeprefix("releases/") for path, found in seen.items() if path.startswith("releases/") and found == "d"]
        manifest = f"{pointed}/{MANIFEST}"
        return plan(source, self._release(manifest) if manifest in seen else Release(), kept)

    def _seen(self) -> dict[str, str]:
        """The pointer, the releases and their manifests there: where a link leads, else the letter of what it is."""
        only = ("/current", "/releases", "/releases/*", f"/releases/*/{MANIFEST}")
        options = ("--list-only", "--recursive", "--links", *(f"--include={path}" for path in only), "--exclude=*")
        done = self._run(*options, self._at(""))
        if MISSING in done.stderr:
            return {}
        return {found["path"]: found["target"] or found["type"] for found in _LISTED.finditer(self._told(done))}

    def _release(self, manifest: str) -> Release:
        with TemporaryDirectory() as folder:
            self._rsync("--compress", self._at(manifest), folder)
            return release(Path(folder, MANIFEST).read_bytes())

    def send(self, planned: Plan) -> None:
        """Send what changed into a folder of its own, link what did not, then show it.

        Raises:
            Unsent: it could not be written; readers see what they saw.
        """
        self._copy(planned, planned.sent, "--checksum")
        if planned.online != planned.release.id:
            self._copy(planned, planned.unchanged, "--size-only", f"--link-dest={self.folder}/releases/{planned.online}")
        self._point(planned.release.id)
        self._retire(planned.retired)

    def _copy(self, planned: Plan, paths: Iterable[str], *how: str) -> None:
        if names := "\0".join(paths):
            options = ("--files-from=-", "--from0", "--mkpath", "--compress", *READABLE, *how)
            self._rsync(*options, f"{planned.source}/", self._at(f"releases/{planned.release.id}/"), given=names)

    def _point(self, release_id: str) -> None:
        """Send the pointer: rsync puts a symbolic link in the place of another by one rename."""
        with TemporaryDirectory() as folder:
            os.symlink(f"releases/{release_id}", f"{folder}/current")
            self._rsync("--links", f"{folder}/current", self._at(""))

    def _retire(self, releases: Iterable[str]) -> None:
        """Make the folders of these releases empty and remove them, as rsync removes what the sender lacks."""
        if only := [f"--include=/{name}/***" for name in releases]:
            with TemporaryDirectory() as folder:
                self._rsync("--recursive", "--delete", *only, "--exclude=*", f"{folder}/", self._at("releases/"))

    def _at(self, path: str) -> str:
        return f"{self.host}:{self.folder}/{path}"

    def _rsync(self, *arguments: str, given: str = "") -> str:
        return self._told(self._run(*arguments, given=given))

    def _run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        command = ["rsync", "--timeout=600", *arguments]
        return subprocess.run(command, check=False, input=given, capture_output=True, text=True)  # noqa: S603  # no shell

    def _told(self, done: "subprocess.CompletedProcess[str]") -> str:
        """What rsync printed.

        Raises:
            Unsent: it failed.
        """
        if done.returncode:
            code = UNREACHABLE if done.returncode in CONNECTION_FAULTS else UNWRITABLE
            said = [line for line in done.stderr.splitlines() if not _NOISE.match(line)]
            raise Unsent(code.at("", place=self._at(""), what=said[-1] if said else f"rsync {done.returncode}"))
        return done.stdout
