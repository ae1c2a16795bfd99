"""One build, in the order the house is drawn: scan, check, plan, render. Releasing is the floor above."""

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from typing import Self

from plugins.build.capabilities import active, digested, kinds, rules, stock_plugins
from plugins.build.code import code_digest
from plugins.build.kept import Kept
from plugins.build.last_run import LastRun, inputs_of, record
from plugins.build.outdated import fingerprint, reasons
from plugins.build.pool import Bounds, LocalPool, Overrun, TaskFault
from plugins.build.reading_task import Unread, read_files
from plugins.build.request import Outcome, Request, Seen, look
from plugins.build.site_task import SiteTask, compile_templates, render_site, slug_key
from plugins.build.store import Store, Tree
from plugins.build.theme import THEMES, Theme, theme
from plugins.network import media as media_rules
from plugins.network import problems as p
from plugins.network import tables
from plugins.network.addresses import remember, slug_of, slugs
from plugins.network.drafts import Sources
from plugins.network.files import Walk, read_bytes, settled, sha256, shown
from plugins.network.index import Index, stamp
from plugins.network.items import Item
from plugins.network.media import Medium
from plugins.network.problems import Problem, in_order
from plugins.network.reading import Reading, from_json, to_json
from plugins.network.scan import Scanned, assemble
from plugins.network.sites import Limits
from plugins.network.tables import Table
from plugins.network.tree import Refused, SiteTree, folder_kind, tree

Place = Callable[[str, Tree], None]
"""Takes the id and the tree of a site that is ready; raises FileNotFoundError if a file of it has been lost."""
CHUNK = 200
"""How many files one reading process takes; a killed one repeats at most this many."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything known before rendering."""

    scanned: Scanned
    tree: SiteTree
    problems: tuple[Problem, ...]
    walked: Walk

    @property
    def vanished(self) -> frozenset[str]:
        """Sites that were published before and of which no file is left: their last tree stays."""
        present = {path.partition("/")[0] for path in self.walked.files}
        return self.tree.failed - present

    @property
    def quarantined(self) -> bool:
        """Whether an item or a site keeps its last good version, or is left out."""
        return any(problem.stops in ("item", "site") for problem in self.problems)


class Build:
    """One build. `check` gathers, `render` makes the trees; use as a context manager."""

    def __init__(self, request: Request, seen: Seen | None = None) -> None:
        self.request = request
        self.seen = seen or look(request.places)
        self.places = request.places
        self.pool = LocalPool(request.jobs)
        self.kept = Kept(self.places.kept)
        self.frame_text = ""
        self._templates: Mapping[str, bytes] | None = None

    def __enter__(self) -> Self:
        self.index = Index(self.places.index)
        return self

    def __exit__(self, *_: object) -> None:
        self.index.close()
        self.pool.shutdown(cancel_futures=True)

    # gather -------------------------------------------------------------------------------------

    def check(self) -> Checked:
        """Read what changed and find everything that is wrong.

        Raises:
            Refused: nothing can be built.
        """
        remember(self.index.heads(slug_key()))
        walked = self.seen.walked
        found = tree(walked, self._read, kinds(), self.kept.sites(), rules())
        self._theme(found.theme)
        if self.request.base_url:
            base = self.request.base_url.rstrip("/") + "/"
            found = replace(found, settings=replace(found.settings, base_url=base))
        hashes, faults = self._hashes(walked)
        readings, keys = self._readings(found, walked, hashes)
        media, more = self._media(found, walked, hashes)
        online = self.kept.paths() if walked.problems else ()
        sources = Sources(readings, keys, self.kept.reading, media, partial(self._table, hashes), online)
        scanned = assemble(found, sources, kinds(), self.places.tier, self.request.as_of, [*walked.problems, *faults, *more])
        problems = in_order([*scanned.problems, *self._checks(scanned), *self._unknown_capabilities(scanned)])
        _assert_nothing_lost(found, scanned, problems)
        network, until = digested(scanned.network)
        later = [moment for moment in (scanned.next_change, until) if moment]
        scanned = replace(scanned, network=network, next_change=min(later, default=None))
        if self.places.tier != "public":
            shown = tuple(problem for problem in problems if _open(problem, scanned, readings))
            scanned = replace(scanned, network=replace(scanned.network, problems=shown))
        return Checked(scanned, found, problems, walked)

    def _compiled(self, look: Theme) -> Mapping[str, bytes]:
        """The compiled templates of a theme that the fork server does not know; a broken one shows when it is used."""
        if self._templates is None:
            self._templates = {}
            if look.folder != THEMES / "zhibu":
                with contextlib.suppress(TaskFault, Overrun):
                    self._templates = self.pool.submit(compile_templates, look.folder).result()
        return self._templates

    def _remember_slugs(self) -> None:
        """Keep the slugs made in this build for the next."""
        known = self.index.heads(slug_key())
        self.index.put((slug_key() + name, slug, "") for name, slug in slugs().items() if name not in known)

    def _read(self, path: str) -> bytes:
        try:
            return read_bytes(self.places.content / path, 1_000_000)
        except OSError:
            return b""

    def _hashes(self, walked: Walk) -> tuple[dict[str, str], list[Problem]]:
        """The SHA-256 of every file; only files whose stat values changed are read."""
        known = self.index.hashes()
        fresh: dict[str, tuple[str, str]] = {}
        hashes: dict[str, str] = {}
        faults: list[Problem] = []
        for path, file in walked.files.items():
            mark = stamp(file)
            if path in known and known[path][0] == mark:
                hashes[path] = known[path][1]
                continue
            try:
                hashes[path] = sha256(self.places.content / path)
                if settled(file, self.seen.clock):
                    fresh[path] = (mark, hashes[path])
            except OSError as fault:
                hashes[path] = ""
                faults.append(p.UNREADABLE.at(shown(path), what=fault.strerror or str(fault)))
        gone = known.keys() - walked.files.keys()
        if fresh or gone:
            self.index.remember(fresh, gone)
        return hashes, faults

    def _readings(self, found: SiteTree, walked: Walk, hashes: Mapping[str, str]) -> tuple[dict[str, Reading], dict[str, str]]:
        limits = found.settings.limits
        version = (
            code_digest()[:16] + f".{limits.article_bytes}.{limits.article_seconds:g}.{limits.title_characters}.{limits.tags}"
        )
        folder = {path: folder_kind(path, found.sites[site], kinds()) for path, site in found.sources.items()}
        keys = {path: f"reading:{version}:{folder[path]}:{hashes[path]}" for path in found.sources}
        heads = self.index.heads(f"reading:{version}:")
        start = len(f"reading:{version}:")
        known = {key: reading for key in set(keys.values()) if (reading := _usable(heads.get(key[start:]))) is not None}
        unread = {
            keys[path]: Unread(path, walked.files[path].size, folder[path], keys[path])
            for path in found.sources
            if keys[path] not in known
        }
        if unread:
            known |= self._read_all(list(unread.values()), limits)
        if unread and (not heads or len(heads) > 2 * len(keys) + 100):
            self.index.drop("reading:", (key.removeprefix("reading:") for key in keys.values()))
        return {path: known[keys[path]] for path in found.sources}, keys

    def _read_all(self, unread: list[Unread], limits: Limits) -> dict[str, Reading]:
        """Read files in forked processes; one that overruns its time is named and the rest go on."""
        bounded = LocalPool(self.request.jobs, Bounds(limits.article_seconds, limits.site_seconds, limits.site_memory))
        chunks = [unread[i : i + CHUNK] for i in range(0, len(unread), CHUNK)]
        waiting = [(chunk, self._submit_reading(bounded, chunk, limits)) for chunk in chunks]
        found: dict[str, Reading] = {}
        entries: list[tuple[str, str, str]] = []
        while waiting:
            chunk, future = waiting.pop(0)
            done, failed = _finished(future, limits)
            if failed is not None:
                done, rest = _without(chunk, done, failed)
                if rest:
                    waiting.append((rest, self._submit_reading(bounded, rest, limits)))
            entries += done
            found.update((key, from_json(head)) for key, head, _ in done)
            self.request.progress("读取", len(found), len(unread))
        bounded.shutdown()
        self.index.put(entries)
        return found

    def _submit_reading(self, pool: LocalPool, chunk: list[Unread], limits: Limits) -> "Future[list[tuple[str, str, str]]]":
        return pool.submit(read_files, self.places.content, chunk, limits)

    def _media(self, found: SiteTree, walked: Walk, hashes: Mapping[str, str]) -> tuple[dict[str, Medium], list[Problem]]:
        """The facts of every file that may be published, and why the others may not."""
        limits = found.settings.limits
        known = self.index.heads("medium:")
        media: dict[str, Medium] = {}
        faults: list[Problem] = []
        fresh: list[tuple[str, str, str]] = []
        for path in found.media:
            size = walked.files[path].size
            fault = media_rules.refused(path, size, limits)
            key = f"{media_rules.suffix(path)}:{limits.image_pixels}:{hashes[path]}"
            if fault is None and hashes[path]:
                result = _medium(known.get(key), path)
                if result is None:
                    head = read_bytes(self.places.content / path, media_rules.HEAD_BYTES)
                    result = media_rules.inspect(path, hashes[path], size, head, limits)
                    fresh.append((f"medium:{key}", _medium_row(result), ""))
                if isinstance(result, Medium):
                    media[path] = result
                else:
                    fault = result
            faults += [fault] if fault else []
        if fresh:
            self.index.put(fresh)
        return media, faults

    def _table(self, hashes: Mapping[str, str], path: str) -> Table | Problem:
        """The table in a CSV file, from the index if its bytes are known."""
        key = f"table:{hashes[path]}"
        with contextlib.suppress(ValueError, TypeError):
            if (known := self.index.head(key)) is not None:
                return tables.from_json(known)
        found = tables.read_table(read_bytes(self.places.content / path, tables.BYTES + 1), path)
        if isinstance(found, Table):
            self.index.put([(key, tables.to_json(found), "")])
        return found

    def _checks(self, scanned: Scanned) -> Iterable[Problem]:
        for capability in active(scanned.network, scanned.network.root):
            for check in capability.checks:
                yield from check(scanned.network)

    def _unknown_capabilities(self, scanned: Scanned) -> Iterable[Problem]:
        for site in scanned.network.sites.values():
            for name in stock_plugins(scanned.network, site):
                if not name.replace("_", "").isalnum() or find_spec(f"pelican.plugins.{name}") is None:
                    yield p.UNKNOWN_CAPABILITY.at(f"{site.id}/site.yaml", 1, name=name, suggestion="", suggestion_en="")

    # then write ---------------------------------------------------------------------------------

    def render(self, checked: Checked, previous: Mapping[str, Tree], place: Place) -> dict[str, Outcome]:
        """The tree of every site; only outdated sites are rendered.

        Args:
            previous: the trees of the release that is online, kept for sites that fail.
            place: takes each site's tree as soon as it is known, so that a release grows while others are rendered.
        """
        network = checked.scanned.network
        self.frame_text = network.frame_text()
        store = Store(self.places.store)
        store.folder.mkdir(parents=True, exist_ok=True)
        vanished = {site: Outcome(site, previous.get(site, Tree()), failed=True) for site in checked.vanished}
        outcomes = {site: vanished.get(site) or self._planned(site, checked) for site in network.sites}
        bounds = network.settings.limits
        pool = LocalPool(self.request.jobs, Bounds(bounds.site_seconds, bounds.site_seconds, bounds.site_memory))
        waiting = {
            site: pool.submit(render_site, self._task(site, checked))
            for site, outcome in outcomes.items()
            if outcome.reasons and not outcome.failed
        }
        if waiting or {site: outcome.tree for site, outcome in outcomes.items()} != dict(previous):
            for site in [site for site in outcomes if site not in waiting]:
                try:
                    place(site, outcomes[site].tree)
                except FileNotFoundError:
                    outcomes[site] = replace(outcomes[site], reasons=("store_incomplete",))
                    waiting[site] = pool.submit(render_site, self._task(site, checked))
        self._remember_slugs()
        for done, (site, future) in enumerate(waiting.items(), 1):
            outcomes[site] = self._rendered(outcomes[site], future, previous.get(site, Tree()))
            place(site, outcomes[site].tree)
            self.request.progress("生成", done, len(waiting))
        pool.shutdown()
        return outcomes

    def _task(self, site_id: str, checked: Checked) -> SiteTask:
        """Everything that the process which renders a site gets."""
        sliced, look = checked.scanned.network.seen_by(site_id), self.theme_of(checked)
        return SiteTask(
            sliced, site_id, look.folder, self.places.content, self.places.index, self.places.kept, self.places.store,
            {word: slug_of(word) for item in sliced.of(site_id) for word in _words(item)}, self._compiled(look),
        )  # fmt: skip

    def theme_of(self, checked: Checked) -> Theme:
        """The theme of the network's pages."""
        return self._theme(checked.tree.theme)

    def _theme(self, named: str) -> Theme:
        """The theme that network.yaml names, the content folder's own before ours."""
        inside = self.places.content / "themes" / named
        try:
            return theme(inside if named and inside.is_dir() else THEMES / (named or "zhibu"))
        except FileNotFoundError:
            raise Refused((p.NO_THEME.at("network.yaml", theme=named),)) from None

    def _planned(self, site_id: str, checked: Checked) -> Outcome:
        """Whether a site has to be rendered and why, with the tree that it has so far."""
        sliced = checked.scanned.network.seen_by(site_id)
        held = (item for item in checked.scanned.held if item.site == site_id)
        now = fingerprint(sliced, site_id, self.theme_of(checked).digest, code_digest(), self.frame_text, held)
        key = f"tree:{site_id}"
        head, tail = self.index.head(key), self.index.tail(key)
        before = json.loads(head) if head is not None else None
        why = reasons(now, before)
        if not why and now != before:
            self.index.put([(key, json.dumps(now), tail or "")])
        asked = not self.request.sites or site_id in self.request.sites
        tree = Tree(tail) if tail else Tree()
        return Outcome(site_id, tree, why if asked or not tree else (), now, items=len(sliced.of(site_id)))

    def _rendered(self, outcome: Outcome, future: "Future[Tree]", previous: Tree) -> Outcome:
        try:
            tree = future.result()
        except Overrun as fault:
            return replace(outcome, tree=previous, failed=True, fingerprint={"fault": f"{fault.step} {fault.cause}"})
        except TaskFault as fault:
            return replace(outcome, tree=previous, failed=True, fingerprint={"fault": str(fault), "trace": fault.trace})
        self.index.put([(f"tree:{outcome.site_id}", json.dumps(outcome.fingerprint), tree.rows)])
        return replace(outcome, tree=tree)

    def keep(self, checked: Checked, outcomes: Mapping[str, Outcome], problems: tuple[Problem, ...], release: str) -> None:
        """After a release: make what was just published the last good version, and remember the run."""
        network = checked.scanned.network
        published = {site: {item.path: item.hash for item in network.of(site)} for site in network.sites}
        self.kept.keep(published, network.sites, self.index)
        look, until = self.theme_of(checked), checked.scanned.next_change
        inputs = inputs_of(self.seen, look.folder, self.request)
        items = {site_id: outcome.items for site_id, outcome in outcomes.items()}
        quiet = all(settled(file, self.seen.clock) for file in checked.walked.files.values())
        if quiet and not any(outcome.failed for outcome in outcomes.values()):
            as_of, later = self.request.as_of.isoformat(), until.isoformat() if until else ""
            record(self.index, LastRun(inputs, as_of, later, str(look.folder), release, items, problems))


def _words(item: Item) -> list[str]:
    """The words of an item that may become part of an address: tags, column, and short texts that facets are made of."""
    short = [value for value in item.fields.values() if isinstance(value, str) and 0 < len(value) <= 30]
    return [*item.tags, item.column, *short]


def _usable(head: str | None) -> Reading | None:
    """The Reading in a head; anything else is a miss."""
    try:
        return from_json(head) if head is not None else None
    except (ValueError, TypeError, KeyError):
        return None


def _finished(future: "Future[list[tuple[str, str, str]]]", limits: Limits) -> tuple[list[tuple[str, str, str]], Problem | None]:
    """What a reading process handed over, and the Problem of the file that it did not survive."""
    try:
        return future.result(), None
    except Overrun as fault:
        return fault.done, p.TOO_SLOW.at(fault.step, limit=f"{limits.article_seconds:g}")
    except TaskFault as fault:
        return fault.done, p.READING_FAILED.at(fault.step, what=fault)


def _without(
    chunk: list[Unread], done: list[tuple[str, str, str]], failed: Problem
) -> tuple[list[tuple[str, str, str]], list[Unread]]:
    """The finished entries with the failed file's Problem among them, and the files still to be read."""
    finished = {key for key, _, _ in done}
    victim = next((file for file in chunk if file.path == failed.path), chunk[len(done)])
    head, tail = to_json(Reading(problems=(replace(failed, path=""),)))
    rest = [file for file in chunk if file.key not in finished and file is not victim]
    return [*done, (victim.key, head, tail)], rest


def _medium(row: str | None, path: str) -> Medium | Problem | None:
    if row is None:
        return None
    values = json.loads(row)
    return replace(p.from_json(values), path=path) if "code" in values else Medium(**values)


def _medium_row(result: Medium | Problem) -> str:
    if isinstance(result, Problem):
        return json.dumps(p.to_json(replace(result, path="")), ensure_ascii=False)
    return json.dumps({"sha256": result.sha256, "size": result.size, "width": result.width, "height": result.height})


def _open(problem: Problem, scanned: Scanned, readings: Mapping[str, Reading]) -> bool:
    """Whether the 检查报告 of this tier may name the file: a broken one only if nothing in it asks for a narrower tier."""
    if problem.path in scanned.published or problem.path not in readings:
        return True
    lines = readings[problem.path].lines
    return problem.path not in scanned.closed and lines is not None and "audience" not in lines


def _assert_nothing_lost(found: SiteTree, scanned: Scanned, problems: tuple[Problem, ...]) -> None:
    """Files in = items published + items reported: the promise that nothing is dropped silently."""
    reported = {problem.path for problem in problems} | scanned.closed
    lost = [path for path in found.sources if path not in scanned.published and shown(path) not in reported]
    if lost:
        raise AssertionError(f"neither published nor reported: {', '.join(lost[:5])}")
