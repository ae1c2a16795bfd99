"""What readers may see less of since some release: written down once, never taken away, obeyed when going back."""

import json
import os
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from plugins.build.store import OF_SITE, Told, Tree
from plugins.release.manifest import Release


class Tombstone(Struct, frozen=True):
    """From the release with this number on, less of an item (by its source) is shown.

    The reason is `hidden`, `closed` (with its whole site), or the stage that it came to (`Told.stage`).
    """

    source: str
    sequence: int
    since: str
    reason: str


class Tombstones:
    """A file with a line for each; a line that was cut off by a crash is none."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def by_source(self) -> dict[str, list[Tombstone]]:
        """All that are written down."""
        found: dict[str, list[Tombstone]] = {}
        for line in self._lines():
            try:
                stone = Tombstone(**json.loads(line))
                found.setdefault(stone.source, []).append(stone)
            except (ValueError, TypeError):
                continue
        return found

    def _lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return []

    def add(self, stones: Iterable[Tombstone]) -> None:
        """Write down more, on the disk before this returns."""
        text = "".join(json.dumps(asdict(stone), ensure_ascii=False) + "\n" for stone in stones)
        if text:
            with open(self.path, "ab") as file:
                file.write(f"\n{text}".encode())  # a line of its own even after one that was cut off
                file.flush()
                os.fsync(file.fileno())


def dug(
    before: Iterable[Release],
    trees: Mapping[str, Tree],
    hidden: Container[str],
    sequence: int,
    since: str,
) -> Iterator[Tombstone]:
    """The tombstones of a release with these trees.

    Args:
        before: the release that readers see so far, and the newest one if that is another.
        hidden: the sources that are drafts, past, or for closed readers. since: the instant it is made for.
    """
    for release in before:
        for site, old in release.trees.items():
            if site in trees and (new := trees[site]).items != old.items:
                now = {told.source: told for told in new.told}
                reasons = ((told.source, told.why_gone(now.get(told.source), hidden)) for told in old.told)
            else:
                reasons = ((told.source, "closed") for told in (old.told if site not in trees else ()))
            for source, reason in reasons:
                if reason:
                    yield Tombstone(source, sequence, since, reason)


def gone(release: Release, stones: Mapping[str, Collection[Tombstone]], now: datetime) -> list[Told]:
    """The items that a release shows and must no longer; all of a site if it is closed."""

    def buried(source: str, stage: str = "") -> bool:
        return any(stone.sequence > release.sequence and stone.reason != stage for stone in stones.get(source, ()))

    found = []
    for site, tree in release.trees.items():
        closed = buried(f"{site}{OF_SITE}")
        found += [told for told in tree.told if closed or told.ended(now) or buried(told.source, told.stage)]
    return found
