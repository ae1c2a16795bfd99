"""Releases made by hand for tests."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from plugins.build.store import Entry, Tree
from plugins.release.releases import Releases
from tests.networks import AS_OF, Place

ROOT = Path(__file__).parents[2]


def releases_of(place: Place) -> Releases:
    """The releases of the public tier."""
    return Releases(place.folder / "output" / "public")


def publish(
    releases: Releases, files: dict[str, str], hour: int = 0, since: str | None = None, until: datetime | None = None
) -> str:
    """Publish a tree of one site that changes by itself at `until`; the id of the release."""
    releases.store.folder.mkdir(parents=True, exist_ok=True)
    with releases.assembling() as assembly:
        tree = Tree.of(Entry(path, releases.store.put(text.encode())) for path, text in sorted(files.items()))
        as_of = AS_OF + timedelta(hours=hour)
        return releases.publish(assembly, {"root": tree}, "public", as_of, until, since=since)[0].id


def build_in_a_process(place: Place, number: int = 0) -> "subprocess.Popen[bytes]":
    """`zhibu build` as a process of its own."""
    command: list[str | Path] = [
        sys.executable, "-m", "plugins.cli", "build", "--content", place.content, "--output", place.folder / "output",
        "--cache", place.folder / "cache", "--as-of", AS_OF.isoformat(),
    ]  # fmt: skip
    with open(place.folder / f"said{number}.txt", "wb") as said:
        return subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
