"""What is asked of a build, and what became of each site; light to import, for runs that have nothing to do."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from plugins.build.store import Tree
from plugins.network import problems as p
from plugins.network.audience import Audience
from plugins.network.files import File, Walk, clock, walk
from plugins.network.index import seal, stamp
from plugins.network.problems import Problem
from plugins.network.sites import Limits


class Places(Struct, frozen=True):
    """Where a build reads and writes; `cache` may vanish at any time, `output` holds what is published."""

    content: Path
    output: Path
    cache: Path
    tier: Audience

    @property
    def index(self) -> Path:
        """The index of this tier."""
        return self.cache / self.tier / "index.sqlite"

    @property
    def kept(self) -> Path:
        """The last good versions."""
        return self.output / self.tier / "kept.sqlite"

    @property
    def exchange(self) -> str:
        """Where files travel to processes that see none of ours, if nobody names a place."""
        return (self.cache / "exchange").absolute().as_uri()

    @property
    def store(self) -> Path:
        """The bytes of all releases."""
        return self.output / self.tier / "store"


class Request(Struct, frozen=True):
    """What to build: `sites` narrows the rendering to some sites, `base_url` overrides network.yaml's, `key` signs the release."""

    places: Places
    as_of: datetime
    jobs: int = 2
    sites: tuple[str, ...] = ()
    base_url: str = ""
    key: Path | None = None
    executor: str = "local"
    exchange: str = ""
    """The URL through which files travel to other machines; a folder of the cache if nobody names one."""
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None
    writes: bool = True
    """Whether what is made of pictures goes into the store; `check` only sees whether it can be made."""


class LeftOut(NamedTuple):
    """A page or archive for which the theme has no template."""

    template: str
    address: str


LEFT_OUT = "left_out"
"""Under what a fingerprint keeps which pages were left out."""
TREE = "tree"
"""Under what it keeps the seal of the tree that was made."""


class Outcome(Struct, frozen=True):
    """What became of one site: its tree, why it was rendered, how many items it has.

    A site that `failed` keeps the tree that is online, as does one that is outdated and was `left` because nobody asked for it.
    `many` says that more pages may have changed than those whose own text is another.
    """

    site_id: str
    tree: Tree
    reasons: tuple[str, ...] = ()
    fingerprint: Mapping[str, str] = {}
    failed: bool = False
    left: bool = False
    items: int = 0
    many: bool = True

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The pages that its tree lacks because the theme has no template for them."""
        return tuple(LeftOut(*one) for one in json.loads(self.fingerprint.get(LEFT_OUT, "[]")))

    @property
    def keeps(self) -> bool:
        """Whether its tree is the one that is online, however old."""
        return self.failed or self.left


class Seen(Struct, frozen=True):
    """The content folder as a build first saw it, and what its file system's clock said just before (ns)."""

    walked: Walk
    clock: int
    stamps: Mapping[str, str]
    """A hash over the stat values of all files of each top folder: what differs has changed."""


def _stamp(files: Iterable[File]) -> str:
    return seal(*(f"{file.path}\n{stamp(file)}" for file in files))


def within(seen: Seen, sites: Iterable[str], limits: Limits) -> Seen:
    """What is seen, without the files of sites that hold too many or too much: they are Problems instead, unread."""
    found = [fault for site in sites for fault in _beyond(site, seen.walked.folders.get(site, ()), limits)]
    if not found:
        return seen
    closed = {fault.path for fault in found}
    settings = {
        site: tuple(file for file in seen.walked.folders[site] if file.path.count("/") == 1 and file.path.endswith(".yaml"))
        for site in closed
    }
    kept = {site: settings.get(site, files) for site, files in seen.walked.folders.items()}
    walked = Walk({site: files for site, files in kept.items() if files}, (*seen.walked.problems, *found))
    left = {site: _stamp(files) for site, files in settings.items() if files}
    return Seen(walked, seen.clock, {site: told for site, told in seen.stamps.items() if site not in closed} | left)


_SIZE = attrgetter("size")


def _beyond(site: str, files: Collection[File], limits: Limits) -> Iterator[Problem]:
    """What a site has too much of."""
    if len(files) > limits.site_files:
        yield p.TOO_MANY_FILES.at(site, count=len(files), limit=limits.site_files)
    elif (size := sum(map(_SIZE, files))) > limits.site_bytes:
        yield p.TOO_MANY_BYTES.at(site, size=f"{size / 1e6:.1f} MB", limit=f"{limits.site_bytes / 1e6:.1f} MB")


def look(places: Places, met: Callable[[str, str], None] = lambda _folder, _stamp: None) -> Seen:
    """Walk the content folder, once for everything a build asks of it; `met` hears the stamp of each top folder at once."""
    places.index.parent.mkdir(parents=True, exist_ok=True)
    began = clock(places.index.parent)
    stamps: dict[str, str] = {}

    def known(folder: str, files: Sequence[File]) -> None:
        stamps[folder] = _stamp(files)
        met(folder, stamps[folder])

    return Seen(walk(places.content, known), began, dict(sorted(stamps.items())))
