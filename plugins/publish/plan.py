"""What a publication will do, from two manifests: nothing is sent whose SHA-256 stands there already."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from plugins.network.problems import OTHER_TIER
from plugins.publish.unsent import Unsent

KEPT = 30
"""How many releases stay at a destination to go back to."""
MANIFEST = "manifest.json"
_RELEASE = re.compile(r"\d{6}-\d{14}-[0-9a-f]{8}")


class Release(Struct, frozen=True):
    """A release as its manifest tells it: id, tier, and what stands at each path.

    The files that tell of the release itself, stamps and manifest, have its id in the place of a hash.
    """

    id: str = ""
    tier: str = ""
    files: Mapping[str, str] = {}
    stamps: frozenset[str] = frozenset()


def release(manifest: bytes) -> Release:
    """The release that a manifest tells of; none if it cannot be read, so that everything is sent."""
    try:
        told = json.loads(manifest)
        files = {path: sha256 for rows in told["sites"].values() for path, sha256, _ in rows}
        stamps = frozenset([*told["stamps"], MANIFEST])
        return Release(told["id"], told["tier"], {**files, **dict.fromkeys(stamps, told["id"])}, stamps)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Release()


class Plan(Struct, frozen=True):
    """What a publication does, by path; `retired` are releases too old to be kept."""

    source: Path
    release: Release
    online: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    retired: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple[str, ...]:
        """The files that travel, in the order that readers need: what pages refer to, pages, stamps, the manifest."""
        return tuple(sorted((*self.new, *self.changed), key=self._turn))

    def _turn(self, path: str) -> tuple[bool, bool, bool, str, str]:
        name, dot, suffix = path.rpartition(".")
        return path == MANIFEST, path in self.release.stamps, suffix == "html", suffix if dot else "", name

    def __iter__(self) -> Iterator[str]:
        """A line for every step."""
        new = frozenset(self.new)
        yield from (f"{'+' if path in new else '*'} {path}" for path in self.sent)
        yield from (f"- {path}" for path in self.removed)
        yield from (f"- releases/{name}/" for name in self.retired)

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.new or self.changed or self.removed)


def plan(source: Path, online: Release, kept: Iterable[str] = ()) -> Plan:
    """What makes a destination show the release folder `source`.

    Args:
        online: what readers see there now. kept: the releases that are there, if the destination keeps releases.

    Raises:
        Unsent: readers of another audience look there.
    """
    ours = release((source / MANIFEST).read_bytes())
    if online.tier and online.tier != ours.tier:
        raise Unsent(OTHER_TIER.at("", there=online.tier, ours=ours.tier))
    both = ours.files.keys() & online.files.keys()
    same = {path for path in both if ours.files[path] == online.files[path]}
    changing = ours.files.keys() != online.files.keys() or len(same) < len(both)
    return Plan(
        source=source,
        release=ours,
        online=online.id,
        new=_sorted(ours.files.keys() - both),
        changed=_sorted(both - same),
        unchanged=_sorted(same),
        removed=_sorted(online.files.keys() - both),
        retired=_retired(kept, staying={ours.id, online.id} - {""}) if changing else (),
    )


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))


def _retired(kept: Iterable[str], staying: set[str]) -> tuple[str, ...]:
    """The releases beyond those that stay, by the moment they were made for: a new builder counts from 1 again."""
    ours = {name for name in kept if _RELEASE.fullmatch(name)}
    newest_first = sorted(ours - staying, key=lambda name: name.partition("-")[2], reverse=True)
    return _sorted(newest_first[KEPT - len(staying) :])
