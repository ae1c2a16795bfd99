"""What each site's files make: known from the index where nothing changed, read and put together where something did."""

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from concurrent.futures import Future
from datetime import date
from functools import partial
from math import ceil
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import examination, examined, judged, kinds
from plugins.build.code import code_digest
from plugins.build.commits import first_commits
from plugins.build.examining import faults_of
from plugins.build.executors import Workers
from plugins.build.kept import Kept
from plugins.build.pictures import pictures_of
from plugins.build.pool import Bounds, Forked, Overrun, Pool, TaskFault, is_warm
from plugins.build.reading_task import ReadingTask, Unread, read_files
from plugins.build.request import Request, Seen
from plugins.build.store import Store
from plugins.build.theme import Theme, pageless
from plugins.network import interface, tables
from plugins.network import media as media_rules
from plugins.network import problems as p
from plugins.network.audience import visible
from plugins.network.drafts import UNREACHABLE, Sources
from plugins.network.files import read_bytes, settled, sha256, shown
from plugins.network.index import Index, seal, stamp
from plugins.network.items import Item
from plugins.network.media import Medium, is_picture
from plugins.network.network import Network
from plugins.network.parts import (
    EVERYWHERE,
    Body,
    Outline,
    Part,
    Terms,
    body_of,
    chained,
    exchanged_part,
    outline_of,
    outline_text,
)
from plugins.network.patterns import pattern
from plugins.network.personal import masked
from plugins.network.problems import Problem
from plugins.network.readings import Reading, from_json, to_json
from plugins.network.references import Known
from plugins.network.said import published
from plugins.network.scan import Drafted, drafted, known_everywhere, known_of, linked, tells_the_same
from plugins.network.sites import Limits
from plugins.network.tables import Table
from plugins.network.tree import SiteTree, folder_kind
from plugins.network.withheld import Readers, spoken, withheld

CHUNK = 1_000
"""How many files one reading process takes at most."""
WORTH_A_PROCESS = 50
"""How many it takes at least, if there are as many."""
AWAY = 400
"""How many one on another machine takes: nobody knows here how many there are."""
FEW = 20
"""So many files are read before the fork server would be warm."""

Row = tuple[str, str, str]
"""The key, head and tail of an entry of the index."""


def is_passing(fault: Problem) -> bool:
    """Whether another build with the same files may not find it."""
    return fault.code in (p.INTERRUPTED.id, p.SITE_TOO_SLOW.id)


MENDABLE = UNREACHABLE | {
    code.id for code in (p.LFS_POINTER, p.WRONG_EXTENSION, p.TOO_LARGE, p.IMAGE_TOO_LARGE, p.PICTURE_BROKEN, p.INTERRUPTED)
}
"""The Problems of files that were good before: what was published stays."""
TELLING = pattern(r"@|(?:\d\D?){9}")
"""What a name holds that could tell a person's number."""


class Files(Struct, frozen=True):
    """The files of one site's folder by content: the SHA-256 of each, and what is wrong with those that cannot be read."""

    hashes: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """A hash of them all."""
        return seal(repr(sorted(self.hashes.items())))


class Underway(Struct, frozen=True):
    """One site on its way from files to a part; not `lasting` if it depends on more than its files, settings and code."""

    files: Files
    sources: Sources
    drafted: Drafted
    lasting: bool


class Edit(Struct, frozen=True):
    """A stored part, its terms and text, and the items whose files have changed since; every other file is as it was."""

    part: Part
    terms: Terms
    text: str
    files: Files
    paths: tuple[str, ...]

    def is_all(self, drafted: Drafted) -> bool:
        """Whether these items as they are now are all that changes: nothing else of the site has to be looked at."""
        before, now = self.part.body, drafted.known
        return now.items.keys() == set(self.paths) and all(
            tells_the_same(before.items[path], item, kinds()) and before.anchors[path] == now.anchors[path]
            for path, item in now.items.items()
        )


class Edited(Struct, frozen=True):
    """A site with an edit: the items that changed on their way to a part, and what links can lead to on the whole site."""

    edit: Edit
    few: Underway
    known: Known


class Usable(Struct, frozen=True):
    """The pictures and attachments of one site: the facts of those that may be published, and why others may not.

    `stale` are those that are broken now and shown as they were last published.
    """

    media: Mapping[str, Medium]
    faults: list[Problem]
    stale: frozenset[str] = frozenset()


Found = tuple[Mapping[str, Medium], list[Problem]]
"""The files of a site that may be published, and what is wrong with others."""


class Gathering:
    """The parts of all sites of a tree, at one instant in one tier; `heard` gets what files say before anything is made of it."""

    def __init__(
        self,
        request: Request,
        seen: Seen,
        index: Index,
        kept: Kept,
        found: SiteTree,
        frame: Network,
        frame_seal: str,
        look: Theme,
        workers: Workers,
        soon: Forked,
        heard: Callable[[Iterable[Reading]], None],
    ) -> None:
        self._request = request
        self.content = request.places.content
        self._seen = seen
        self._index = index
        self._kept = kept
        self._store = Store(request.places.store)
        self._found = found
        self.limits = found.settings.limits
        self._frame = frame
        self._frame_seal = frame_seal
        self._readers = Readers(found.settings, request.places.tier, request.as_of)
        self._pageless = partial(pageless, look=look)
        self._workers = workers
        self._soon = soon
        self._heard = heard
        self._standing: Mapping[str, tuple[Outline, Terms]] = {}
        self._reading = (
            f"reading:{code_digest()[:16]}.{examination(found.settings)}.{self.limits.article_bytes}.{self.limits.article_seconds:g}"
            f".{self.limits.site_memory}.{self.limits.header_bytes}.{self.limits.title_characters}.{self.limits.tags}"
            f".{interface.spoken(found.settings.language)}:"
        )
        self._parts: dict[str, Part] = {}
        self._fresh: dict[str, Underway] = {}
        self._edits: dict[str, Edit] = {}
        self._edited: dict[str, Edited] = {}
        self._faces: dict[str, str] = {}
        self._files_of: dict[str, Files] = {}
        self._unkept: list[Row] = []

    def draft(self) -> list[Item]:
        """Read what is new and make its items, which are given back before any link in them is followed."""
        stored = self._stored()
        self._draft([site for site in self._found.sites if site not in stored], self._edits)
        self._draft([site for site in self._edits if site not in self._edited])
        stored = {site: known for site, known in stored.items() if site not in self._fresh}
        self._faces |= {site: outline.face for site, (outline, _) in stored.items()}
        self._draft(
            [site for site, (_, terms) in stored.items() if any(self._face(one) != face for one, face in terms.asked.items())]
        )
        self._standing = {site: known for site, known in stored.items() if site not in self._fresh}
        return [item for underway in self._underway.values() for item in underway.drafted.known.items.values()]

    def parts(self) -> Mapping[str, Part]:
        """The part of every site, once its items are drafted."""
        for site, (outline, _) in self._standing.items():
            if site not in self._edited:
                self._parts[site] = Part(site, outline, partial(self._body, site, outline))
        for site in self._edited.keys() - self._fresh.keys():
            self._parts[site] = self._exchange(site)
        others: dict[str, Known] = {}
        for site in list(self._fresh):
            self._parts[site] = self._link(site, others)
            others[site] = self._fresh.pop(site).drafted.known  # what its files said is not needed any more
        return self._parts

    @property
    def _underway(self) -> Mapping[str, Underway]:
        """What of each site was made anew."""
        return {**{site: edited.few for site, edited in self._edited.items()}, **self._fresh}

    def refill(self, items: Iterable[Item], media: Mapping[str, tuple[Medium, str]]) -> None:
        """Read the files of items again whose text the index has lost, and make the pictures again that the store has lost."""
        self._make_lost({path: medium for path, (medium, _) in media.items() if medium.made})
        keys = {item.hash: item for item in items if not item.stale}
        sizes = self._seen.walked.files
        lost = [(key, keys[key].path) for key in sorted(self._index.lost(keys))]
        if lost:
            self._read_all([Unread(path, sizes[path].size, self._kind_in(key), key) for key, path in lost])

    def _make_lost(self, pictures: Mapping[str, Medium]) -> None:
        lost = [path for path, medium in pictures.items() if not self._store.holds_all(medium)]
        sites = {path.partition("/")[0] for path in lost}
        hashes = {path: sha for site in sites for path, sha in self._files(site).hashes.items()}
        files = self._seen.walked.files
        made = self._made({path: Medium(hashes[path], files[path].size) for path in lost if hashes.get(path)}, lost)
        for site in {path.partition("/")[0] for path, one in made.items() if one != pictures[path]}:
            self._index.forget(f"part:{site}")  # another machine made other bytes: the next build asks again

    # what is known ------------------------------------------------------------------------------

    def _stored(self) -> dict[str, tuple[Outline, Terms]]:
        """The outlines that still hold as far as the files of their own sites tell, or would but for a few files."""
        troubled = {problem.path.partition("/")[0] for problem in self._seen.walked.problems}
        found = {}
        for site, head in self._index.heads("part:").items():
            if site in self._found.sites and site not in troubled and (known := self._outline(head)) is not None:
                outline, terms = known
                if self._holds(terms, outline) and (
                    terms.stamps == self._seen.stamps.get(site, "-") or self._follows(site, known)
                ):
                    found[site] = known
        return found

    def _outline(self, head: str) -> tuple[Outline, Terms] | None:
        """An outline and its terms; anything else is a miss."""
        with contextlib.suppress(ValueError, TypeError, LookupError):
            return outline_of(head, self._found.settings.zone)
        return None

    def _holds(self, terms: Terms, outline: Outline) -> bool:
        as_of = self._request.as_of
        return terms.frame == self._frame_seal and terms.since <= as_of and (outline.until is None or as_of < outline.until)

    def _follows(self, site: str, known: tuple[Outline, Terms]) -> bool:
        """Whether a part can be used although stat values differ: files are the same by content, or but for a few items."""
        outline, terms = known
        files, text = self._files(site), self._text(site, outline)
        if text is None or files.problems:
            return False
        if files.digest == terms.files:
            self._index.put([(f"part:{site}", outline_text(outline, replace(terms, stamps=self._stamps(site))), text)])
            return True
        part = Part(site, outline, partial(body_of, text, self._found.settings.zone))
        before = {path: key.rpartition(":")[2] for path, key in part.body.keys.items()}
        paths = tuple(path for path, digest in before.items() if files.hashes.get(path) not in (digest, None))
        if outline.closed or Files({**files.hashes, **{path: before[path] for path in paths}}, ()).digest != terms.files:
            return False
        self._edits[site] = Edit(part, terms, text, files, paths)
        return True

    def _stamps(self, site: str) -> str:
        """The stat values of a site's files as one hash; empty while they are too young to be trusted."""
        quiet = settled(self._seen.walked.folders.get(site, ()), self._seen.clock)
        return self._seen.stamps.get(site, "") if quiet else ""

    def _face(self, site: str) -> str:
        """What tells that something changed which links can lead to, on a site or anywhere."""
        return seal(repr(sorted(self._faces.items()))) if site == EVERYWHERE else self._faces.get(site, "")

    def _body(self, site: str, outline: Outline) -> Body:
        """The items of a stored part; they are made anew if the index has lost them."""
        text = self._text(site, outline)
        if text is not None:
            return body_of(text, self._found.settings.zone)
        self._draft([site])
        return self._link(site).body

    def _text(self, site: str, outline: Outline) -> str | None:
        """The items of a stored part as text; None if the index has lost them."""
        text = self._index.tail(f"part:{site}")
        return text if text is not None and text.startswith(outline.digest) else None

    # from files to parts ------------------------------------------------------------------------

    def _draft(self, sites: Iterable[str], edits: Mapping[str, "Edit"] = MappingProxyType({})) -> None:
        """Read what is new of some sites and make their items; of those with edits the items that changed."""
        files = {site: self._files(site) for site in sites}
        sources = self._by_site(self._found.sources, files)
        keys = {path: self._key(path, site, files[site]) for site, paths in sources.items() for path in paths}
        keys |= {path: self._key(path, site, edit.files) for site, edit in edits.items() for path in edit.paths}
        readings = self._readings(keys)
        self._heard(readings.values())
        media = self._by_site(self._found.media, files)
        found = {
            site: self._media(self._open(media[site], sources[site], keys, readings), content) for site, content in files.items()
        }
        usable = {site: self._with_kept(site, *one) for site, one in self._with_pictures(found).items()}
        told = self._examined(usable)
        committed = first_commits(self.content, keys, self._index, self._found.settings.zone)
        if len(files) == len(self._found.sites):
            self._index.drop("reading:", (key.removeprefix("reading:") for key in keys.values()))
        for site, content in files.items():
            own = {path: _named(path, readings[keys[path]]) for path in sources[site]}
            self._fresh[site] = self._drafted(site, content, own, keys, self._guarded(site, usable[site], told), committed)
            self._faces[site] = self._fresh[site].drafted.face
        for site, edit in edits.items():
            own = {path: _named(path, readings[keys[path]]) for path in edit.paths}
            known = known_of(edit.part)
            few = self._drafted(site, edit.files, own, keys, Usable(known.media, []), committed)
            if few.lasting and edit.is_all(few.drafted):
                items, anchors = few.drafted.known.items, few.drafted.known.anchors
                known = replace(known, items=chained(items, known.items), anchors=chained(anchors, known.anchors))
                self._edited[site] = Edited(edit, few, known)

    @staticmethod
    def _open(
        media: Iterable[str], sources: Iterable[str], keys: Mapping[str, str], readings: Mapping[str, Reading]
    ) -> list[str]:
        """The pictures and attachments of a site, without those that only closed items speak of or lie among."""
        own = {path: readings[keys[path]] for path in sources}
        closed = {path for path, reading in own.items() if reading.withheld == "closed"}
        if not closed:
            return list(media)
        inside = {path.rpartition("/")[0] for path in closed} - {path.rpartition("/")[0] for path in own if path not in closed}
        theirs = {name for path in closed for name in own[path].spoken}
        theirs -= {seal(name) for path, reading in own.items() if path not in closed for name in spoken(reading)}
        theirs -= {name for path, reading in own.items() if path not in closed for name in reading.spoken}
        return [path for path in media if path.rpartition("/")[0] not in inside and seal(PurePosixPath(path).name) not in theirs]

    @staticmethod
    def _by_site(paths: Mapping[str, str], sites: Iterable[str]) -> dict[str, dict[str, str]]:
        grouped: dict[str, dict[str, str]] = {site: {} for site in sites}
        for path, site in paths.items():
            if site in grouped:
                grouped[site][path] = site
        return grouped

    def _drafted(
        self,
        site: str,
        files: Files,
        readings: Mapping[str, Reading],
        keys: Mapping[str, str],
        usable: "Usable",
        committed: Mapping[str, date],
    ) -> Underway:
        """The items of one site before any link is followed."""
        problems = self._walked(site)
        faults = (fault for reading in readings.values() for fault in reading.problems)
        lasting = not problems and not files.problems and not usable.stale and not any(map(is_passing, (*usable.faults, *faults)))
        settings = self._found.settings
        asked: list[str] = []

        def good(path: str) -> tuple[Reading, str] | None:
            asked.append(path)
            return self._last_good(path)

        online = self._kept.paths(site) if problems else ()
        sources = Sources(
            readings, {path: keys[path] for path in readings}, good, usable.media, self._table, online,
            lambda item: judged(item, settings, committed.get(item.path)), usable.stale, self._pageless,
        )  # fmt: skip
        others = {path: owner for path, owner in self._found.media.items() if owner == site} | dict.fromkeys(usable.stale, site)
        found = replace(self._found, sources=dict.fromkeys(readings, site), media=others)
        made = drafted(
            site,
            found,
            sources,
            kinds(),
            self._request.places.tier,
            self._request.as_of,
            [*problems, *files.problems, *usable.faults],
        )
        return Underway(files, sources, made, lasting and not asked)

    def _walked(self, site: str) -> list[Problem]:
        """What the walk found wrong in a site's folder, or with it as a whole."""
        return [problem for problem in self._seen.walked.problems if problem.path.partition("/")[0] == site]

    def _with_pictures(self, found: Mapping[str, Found]) -> dict[str, Found]:
        """The files of some sites, with what is published of their pictures in place of what their authors made."""
        pictures = {path: medium for media, _ in found.values() for path, medium in media.items() if is_picture(path)}
        made = self._made(pictures)
        shown = {path: one for path, one in made.items() if isinstance(one, Medium)}
        return {
            site: (
                {path: shown.get(path, medium) for path, medium in media.items() if path in shown or path not in made},
                [*faults, *(fault for path in media if isinstance(fault := made.get(path), Problem))],
            )
            for site, (media, faults) in found.items()
        }

    def _made(self, pictures: Mapping[str, Medium], anew: Iterable[str] = ()) -> dict[str, Medium | Problem]:
        """What is published of these pictures; those of which the store has lost something are made `anew`."""
        store = self._store.folder if self._request.writes else None
        return pictures_of(pictures, lambda path: self.content / path, self.limits, store, self._index, self._workers, anew)

    def _with_kept(self, site: str, media: Mapping[str, Medium], faults: list[Problem]) -> "Usable":
        """The files of a site that may be published; broken ones as they were last published, if they were."""
        broken = [one.path for one in (*faults, *self._walked(site)) if one.stops in ("item", "site") and one.code in MENDABLE]
        if not broken:
            return Usable(media, faults)
        kept = {
            path: medium
            for path, medium in self._kept.media(site).items()
            if any(path == one or path.startswith(f"{one}/") for one in broken) and self._store.place(medium.sha256).exists()
        }
        return Usable({**media, **kept}, faults, frozenset(kept))

    def _place(self, path: str, sha256: str) -> Path:
        """Where the bytes of a file lie: in the content folder, unless that file is broken and shown as it was."""
        stored = self._store.place(sha256)
        return stored if stored.exists() else self.content / path

    def _examined(self, usable: Mapping[str, "Usable"]) -> Mapping[str, tuple[Problem, ...]]:
        """What must not be published of the pictures and attachments of some sites."""
        media = {path: medium for one in usable.values() for path, medium in one.media.items()}
        stale = {path for one in usable.values() for path in one.stale}
        sizes = {path: self._seen.walked.files[path].size for path, medium in media.items() if medium.made and path not in stale}
        media |= {path: replace(media[path], size=size) for path, size in sizes.items()}  # drawings, as their authors made them

        def place(path: str) -> Path:
            return self._store.place(media[path].sha256) if path in stale else self.content / path

        return faults_of(media, place, self._found.settings, self._index, self._workers)

    def _guarded(self, site: str, usable: "Usable", told: Mapping[str, tuple[Problem, ...]]) -> "Usable":
        """The files of a site that may be published by their content and name, and what is wrong with the others."""
        audience = self._found.sites[site].audience
        found = [
            fault for path in usable.media for fault in (*told.get(path, ()), *_of_name(path)) if visible(audience, fault.within)
        ]
        refused = {fault.path for fault in found if fault.stops == "item"}
        media = {path: medium for path, medium in usable.media.items() if path not in refused}
        return Usable(media, [*usable.faults, *found], usable.stale - refused)

    def _last_good(self, path: str) -> tuple[Reading, str] | None:
        """The last good version of a path with what the scans find in it today: it must not have the same fault."""
        good = self._kept.reading(path) if not _of_name(path) else None
        if good is None:
            return None
        reading, key = good
        return replace(reading, problems=examined(published(reading), self._found.settings)), key

    def _link(self, site: str, others: Mapping[str, Known] = MappingProxyType({})) -> Part:
        """The part of a drafted site; kept for the next build if it depends on nothing but what its terms name.

        Args:
            others: what links can lead to on sites that are no longer underway.
        """
        fresh, asked = self._fresh[site], set[str]()
        part, text = linked(fresh.drafted, fresh.sources, kinds(), self._everywhere(asked, others), self._frame)
        if fresh.lasting:
            self._keep(site, part, text, fresh.files, asked)
        return part

    def _exchange(self, site: str) -> Part:
        """The part of a site with edits, kept for the next build; what the other items of the site lead to is the same as before."""
        edit, few, asked = self._edited[site].edit, self._edited[site].few, set[str]()
        new, lines = linked(few.drafted, few.sources, kinds(), self._everywhere(asked), self._frame)
        part, text = exchanged_part(self._found.sites[site], edit.part.outline, edit.text, new, lines, self._frame)
        self._keep(site, part, text, edit.files, edit.terms.asked.keys() | asked)
        return part

    def _keep(self, site: str, part: Part, text: str, files: "Files", asked: Iterable[str]) -> None:
        """Keep a part for the next build."""
        faces = {other: self._face(other) for other in sorted({*asked} - {site})}
        terms = Terms(self._frame_seal, self._stamps(site), files.digest, self._request.as_of, faces)
        self.keep()
        self._unkept = [(f"part:{site}", outline_text(part.outline, terms), text)]

    def keep(self) -> None:
        """Keep the last part, too, for the next build: that waits until others render."""
        self._index.put(self._unkept)
        self._unkept = []

    def _everywhere(self, asked: set[str], others: Mapping[str, Known] = MappingProxyType({})) -> Known:
        """What links can lead to on all sites; `asked` takes down which were looked into."""
        return known_everywhere(
            lambda site: others[site] if site in others else self._known(site), self._found.sites, asked, self._found.closed
        )

    def _known(self, site: str) -> Known:
        if site in self._fresh:
            return self._fresh[site].drafted.known
        return self._edited[site].known if site in self._edited else known_of(self._parts[site])

    # files --------------------------------------------------------------------------------------

    def _files(self, site: str) -> Files:
        """The content of a site's files; only those whose stat values changed are read."""
        if site in self._files_of:
            return self._files_of[site]
        known = self._index.hashes(f"{site}/")
        files = {file.path: file for file in self._seen.walked.folders.get(site, ())}
        names = {path: f"{site}/{seal(path)}" for path in files}  # what is closed may not even be named
        fresh: dict[str, tuple[str, str]] = {}
        hashes: dict[str, str] = {}
        faults: list[Problem] = []
        root = os.fspath(self.content)
        for path, file in files.items():
            mark, name = stamp(file), names[path]
            if name in known and known[name][0] == mark:
                hashes[path] = known[name][1]
                continue
            try:
                hashes[path] = sha256(f"{root}/{path}")
                if settled((file,), self._seen.clock):
                    fresh[name] = (mark, hashes[path])
            except OSError as fault:
                hashes[path] = ""
                faults.append(p.UNREADABLE.at(shown(path), what=fault.strerror or str(fault)))
        gone = known.keys() - names.values()
        if fresh or gone:
            self._index.remember(fresh, gone)
        self._files_of[site] = Files(hashes, tuple(faults))
        return self._files_of[site]

    def _key(self, path: str, site: str, files: Files) -> str:
        """Under what the index keeps the Reading of a file."""
        return f"{self._reading}{folder_kind(path, self._found.sites[site], kinds())}:{files.hashes[path]}"

    def _kind_in(self, key: str) -> str:
        """The Kind of the folder that a key was made for."""
        return key[len(self._reading) :].partition(":")[0]

    def _readings(self, keys: Mapping[str, str]) -> dict[str, Reading]:
        """The Reading of each key, from the index or made now; `keys` names one for each path."""
        heads = self._index.some(set(keys.values()))
        known = {key: reading for key, head in heads.items() if (reading := self._usable(head)) is not None}
        sizes = self._seen.walked.files
        unread = {
            key: Unread(path, sizes[path].size, self._kind_in(key), key) for path, key in keys.items() if key not in known
        }  # fmt: skip
        return known | self._read_all(list(unread.values())) if unread else known

    def _read_all(self, unread: list[Unread]) -> dict[str, Reading]:
        """Read files in forked processes; one that overruns its time is named and the rest go on.

        A site that has cost its seconds that way is read no further in this build.
        """
        limits = self.limits
        bounds = Bounds(limits.article_seconds, limits.site_seconds, limits.site_memory)
        soon = len(unread) <= FEW and not is_warm() and threading.active_count() == 1
        bounded = self._soon.within(bounds) if soon else self._workers.pool(bounds)
        size = AWAY if self._workers.away else _share(len(unread), self._request.jobs)
        waiting = [self._submitted(bounded, unread[i : i + size]) for i in range(0, len(unread), size)]
        found: dict[str, Reading] = {}
        spent: Counter[str] = Counter()
        while waiting:
            chunk, future = waiting.pop(0)
            done, failed = _finished(future, limits)
            found.update((key, from_json(head)) for key, head, _ in done)
            self._index.put(row for row in done if found[row[0]].withheld != "publish")
            if failed is not None:
                victim, rest = _without(chunk, found, failed)
                found[victim.key] = self._stopped(victim, failed)
                site = victim.path.partition("/")[0]
                spent[site] += ceil(limits.article_seconds)
                over = [file for file in rest if spent[site] >= limits.site_seconds and file.path.startswith(f"{site}/")]
                found |= {file.key: self._too_slow() for file in over}
                rest = [file for file in rest if file.key not in found]
                waiting += [self._submitted(bounded, rest)] if rest else []
            self._request.progress("读取", len(found), len(unread))
        bounded.shutdown()
        return found

    def _usable(self, head: str) -> Reading | None:
        """The Reading in a head, if as much of it is there as readers may know now; anything else is a miss."""
        with contextlib.suppress(ValueError, TypeError, KeyError):
            reading = from_json(head)
            return reading if withheld(reading, kinds(), self._readers) == reading.withheld else None
        return None

    def _stopped(self, file: Unread, failed: Problem) -> Reading:
        """What is known of a file whose process did not survive it; kept if another process would not either."""
        reading = Reading(problems=(replace(failed, path=""),))
        if failed.code != p.INTERRUPTED.id:
            self._index.put([(file.key, *to_json(reading))])
        return reading

    def _too_slow(self) -> Reading:
        return Reading(problems=(p.SITE_TOO_SLOW.at("", limit=f"{self.limits.site_seconds:g}"),))

    def _submitted(self, pool: Pool, chunk: list[Unread]) -> "tuple[list[Unread], Future[list[Row]]]":
        return chunk, pool.submit(read_files, ReadingTask(self.content, chunk, self._readers))

    def _media(self, paths: Iterable[str], files: Files) -> tuple[dict[str, Medium], list[Problem]]:
        """The facts of every file that may be published, and why the others may not."""
        keys = {path: f"medium:{media_rules.suffix(path)}:{self.limits.image_pixels}:{files.hashes[path]}" for path in paths}
        known = self._index.some(set(keys.values()))
        media: dict[str, Medium] = {}
        faults: list[Problem] = []
        fresh: list[tuple[str, str, str]] = []
        for path, key in keys.items():
            size = self._seen.walked.files[path].size
            result: Medium | Problem | None = media_rules.refused(path, size, self.limits, svg=self._found.settings.svg)
            if result is None and files.hashes[path]:
                result = _medium(known.get(key), path)
                if result is None:
                    head = read_bytes(self.content / path, media_rules.HEAD_BYTES)
                    result = media_rules.inspect(path, files.hashes[path], size, head, self.limits)
                    fresh.append((key, _medium_row(result), ""))
            if isinstance(result, Medium):
                media[path] = result
            elif result is not None:
                faults.append(result)
        self._index.put(fresh)
        return media, faults

    def _table(self, path: str, sha256: str) -> Table | Problem:
        """The table in a CSV file, from the index if its bytes are known."""
        key = f"table:{sha256}"
        with contextlib.suppress(ValueError, TypeError):
            if (known := self._index.head(key)) is not None:
                return tables.from_json(known)
        found = tables.read_table(read_bytes(self._place(path, sha256), tables.BYTES + 1), path)
        if isinstance(found, Table):
            self._index.put([(key, tables.to_json(found), "")])
        return found


def _of_name(path: str) -> tuple[Problem, ...]:
    """The Problem of a file whose name holds personal data: a name becomes an address."""
    return (p.NAME_TELLS.at(path),) if TELLING.search(path) and masked(path) != path else ()


def _named(path: str, reading: Reading) -> Reading:
    faults = _of_name(path)
    return replace(reading, problems=(*reading.problems, *faults)) if faults else reading


def _share(files: int, jobs: int) -> int:
    """How many files each process takes so that `jobs` of them at a time end together."""
    rounds = ceil(files / (jobs * CHUNK))
    return max(ceil(files / (jobs * rounds)), WORTH_A_PROCESS)


def _finished(future: "Future[list[Row]]", limits: Limits) -> tuple[list[Row], Problem | None]:
    """What a reading process handed over, and the Problem of the file that it did not survive."""
    try:
        return future.result(), None
    except Overrun as fault:
        known = fault.cause == "work"
        return fault.done, (
            p.TOO_SLOW.at(fault.step, limit=f"{limits.article_seconds:g}") if known else p.INTERRUPTED.at(fault.step)
        )
    except TaskFault as fault:
        return fault.done, p.READING_FAILED.at(fault.step, what=fault)


def _without(chunk: list[Unread], found: Container[str], failed: Problem) -> tuple[Unread, list[Unread]]:
    """The file that failed, and those still to be read."""
    left = [file for file in chunk if file.key not in found]
    victim = next((file for file in left if file.path == failed.path), left[0])
    return victim, [file for file in left if file is not victim]


def _medium(row: str | None, path: str) -> Medium | Problem | None:
    if row is None:
        return None
    values = json.loads(row)
    return replace(p.from_json(values), path=path) if "code" in values else Medium(**values)


def _medium_row(result: Medium | Problem) -> str:
    if isinstance(result, Problem):
        return json.dumps(p.to_json(replace(result, path="")), ensure_ascii=False)
    return json.dumps({"sha256": result.sha256, "size": result.size, "width": result.width, "height": result.height})
