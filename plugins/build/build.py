"""One build, in the order the house is drawn: scan, check, plan, render. Releasing is the floor above."""

import contextlib
import json
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import cached_property, partial
from pathlib import Path
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import active, digested, kinds, outputs, rules, stock_plugins
from plugins.build.code import code_digest, folder_digest, plugin_place
from plugins.build.executors import workers
from plugins.build.gather import TELLING, Gathering, is_passing
from plugins.build.keeping import lost, pruned
from plugins.build.kept import Kept, Publishing
from plugins.build.last_run import LastRun, hidden_names, inputs_of, maker, record
from plugins.build.outdated import Common, basis, concerns_many, fingerprint, reasons
from plugins.build.pool import Bounds, Forked, LocalPool, Overrun, TaskFault
from plugins.build.reading_task import prepare
from plugins.build.request import LEFT_OUT, TREE, LeftOut, Outcome, Request, Seen, look, within
from plugins.build.site_task import (
    Rendered,
    SiteTask,
    compile_templates,
    joined_shares,
    pages_key,
    render_site,
    sent_together,
    settings_key,
    slug_key,
    spelled,
    words_of_readings,
    words_of_sites,
)
from plugins.build.store import Store, Tree
from plugins.build.theme import THEMES, Theme, folders_of, makeable, theme
from plugins.network import problems as p
from plugins.network import recalled
from plugins.network.addresses import remember, slugs
from plugins.network.files import Walk, read_bytes, settled, sha256
from plugins.network.index import Index, seal
from plugins.network.items import BESIDE, Item
from plugins.network.memory import Memory
from plugins.network.network import Network
from plugins.network.personal import masked
from plugins.network.problems import Problem, in_order
from plugins.network.readings import Reading
from plugins.network.references import Hidden
from plugins.network.scan import Scanned, frame_of, unused_files
from plugins.network.sites import Site
from plugins.network.tree import Refused, SiteTree, open_to, tree
from plugins.network.whole import Whole, joined

MANY = 500
"""So many items are worth a thread."""
Futures = Sequence["Future[Rendered]"]
Place = Callable[[str, Tree], None]
"""Takes the id and the tree of a site that is ready; raises FileNotFoundError if a file of it has been lost."""


class Checked(Struct, frozen=True, dict=True):
    """Everything known before rendering."""

    scanned: Scanned
    tree: SiteTree
    problems: tuple[Problem, ...]
    walked: Walk
    theme: Theme
    """The theme of the network's pages."""
    looks: Mapping[str, Theme] = {}
    """The themes of sites that have chosen another, by its name."""

    def look_of(self, site_id: str) -> Theme:
        """The theme of a site's pages."""
        return self.looks.get(self.scanned.network.sites[site_id].look, self.theme)

    @cached_property
    def vanished(self) -> frozenset[str]:
        """Sites that were published before and of which no file is left: their last tree stays."""
        return self.tree.failed - self.walked.folders.keys()

    @property
    def hidden(self) -> Hidden:
        """The sources that are not shown in this tier now: drafts, scheduled, past, or for closed readers."""
        outlines = [part.outline for part in self.scanned.network.parts.values()]
        return Hidden(
            {path for outline in outlines for path in outline.hidden}, [name for outline in outlines for name in outline.closed]
        )


class Build:
    """One build. `check` gathers, `render` makes the trees; use as a context manager.

    Args:
        few: only few files are new, as far as the last run tells; this process must have a single thread then.
    """

    def __init__(self, request: Request, seen: Seen | None = None, *, few: bool = False) -> None:
        self.request = request
        self.seen = seen or look(request.places)
        self.places = request.places
        self.pool, self.soon = LocalPool(request.jobs), Forked()
        self._few = few
        exchange = f"{(request.exchange or self.places.exchange).rstrip('/')}/{self.places.tier}"
        self.workers = workers(request.executor, request.jobs, exchange)
        self.kept = Kept(self.places.kept)
        self._keep_last: Callable[[], None] = lambda: None
        self._slugs: Mapping[str, str] = {}
        self._compiling: Future[Mapping[str, bytes]] | None = None
        self._spelling: Future[Mapping[str, str]] | None = None

    def __enter__(self) -> Self:
        self.index = Index(self.places.index)
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        self.kept.wait()
        if fault is None:  # else the disk may be full, or the cache closed
            self._keep_last()
        self.index.close()
        self.pool.shutdown(cancel_futures=True)
        self.soon.shutdown()
        self.workers.close()

    # gather -------------------------------------------------------------------------------------

    def check(self) -> Checked:
        """Read what changed and find everything that is wrong.

        Raises:
            Refused: nothing can be built.
        """
        self._slugs = self.index.heads(slug_key())
        remember(self._slugs)
        recalled.remember(self.index.heads(settings_key()))
        walked = self.seen.walked
        if self._few:
            kinds()  # imports every capability, which who stands by needs as well
            self.soon.stand_by(prepare)
        found = tree(walked, self._read, kinds(), self.kept.sites(), rules())
        seen = within(self.seen, found.sites, found.settings.limits)
        if seen is not self.seen:
            walked = seen.walked
            found = tree(walked, self._read, kinds(), self.kept.sites(), rules())
        found = open_to(found, self.places.tier)
        look = self._theme(found.theme)
        found, looks = self._with_looks(found, look)
        self._keep_settings(found.closed)
        self._forget(found.closed)
        if self.request.base_url:
            base = self.request.base_url.rstrip("/") + "/"
            found = replace(found, settings=replace(found.settings, base_url=base))
        frame = frame_of(found, kinds(), self.places.tier, self.request.as_of)
        frame_seal = seal(code_digest(), frame.frame_text(), repr((sorted(look.templates), sorted(found.closed))))
        self.gathering = Gathering(
            self.request, seen, self.index, self.kept, found, frame, frame_seal, look, self.workers, self.soon,
            partial(self._begin_to_spell, found.sites.values()),
        )  # fmt: skip
        self._keep_last = self.gathering.keep
        self._begin_to_keep(self.gathering.draft())
        parts = self.gathering.parts()
        memory = Memory(frame_seal, self.index.heads("told:"))
        network, until = digested(joined(frame, parts, memory))
        known = found.sites.keys() | found.closed
        problems = in_order(
            [
                *found.problems, *(fault for fault in walked.problems if fault.path.partition("/")[0] not in known),
                *(problem for part in parts.values() for problem in part.outline.problems),
                *unused_files(parts.values()), *self._checks(network), *self._unknown_capabilities(network),
            ]
        )  # fmt: skip
        self._remember(memory)
        if self.places.tier != "public":
            veiled = {path for part in parts.values() for path in part.outline.veiled}
            network = replace(
                network, problems=_without_names(problem for problem in problems if seal(problem.path) not in veiled)
            )
        later = [moment for moment in (until, *(part.outline.until for part in parts.values())) if moment]
        return Checked(Scanned(network, min(later, default=None)), found, _without_names(problems), walked, look, looks)

    def _remember(self, memory: Memory) -> None:
        """Keep what was worked out in this build for the next."""
        self.index.put((f"told:{name}", text, "") for name, text in memory.fresh.items())
        if memory.forgotten():
            self.index.drop("told:", memory.used)

    def _keep_settings(self, closed: Container[str]) -> None:
        """Keep what settings files say for the next build, but for those of closed sites."""
        known, used = self.index.heads(settings_key()), recalled.used(lambda path: path.partition("/")[0] not in closed)
        self.index.put((settings_key() + name, text, "") for name, text in used.items() if name not in known)
        if known.keys() - used.keys():
            self.index.drop("settings:", [f"{settings_key()}{name}".removeprefix("settings:") for name in used])

    def _forget(self, sites: Iterable[str]) -> None:
        """Forget sites that have been closed since."""
        for site in sites:
            if self.index.head(f"tree:{site}") is not None:
                for key in (f"tree:{site}", f"part:{site}", pages_key(site)):
                    self.index.forget(key)

    def _compile(self, look: Theme) -> None:
        """Begin to compile the templates of a theme that the fork server does not know, for many processes that need them."""
        if look.folder != THEMES / "zhibu":
            self._compiling = self.pool.submit(compile_templates, look.folders)

    def _compiled(self) -> Mapping[str, bytes]:
        """The compiled templates of the network's own theme; a broken one shows when it is used."""
        with contextlib.suppress(TaskFault, Overrun):
            return self._compiling.result() if self._compiling is not None else {}
        return {}

    def _begin_to_keep(self, items: Collection[Item]) -> None:
        """Begin to keep the texts of many items that are new, while links are followed."""
        if self.request.writes and len(items) >= MANY:
            self.kept.bring({item.hash for item in items}, self.places.index)

    def _begin_to_spell(self, sites: Iterable[Site], readings: Iterable[Reading]) -> None:
        """Let a process learn what new words are called in addresses; the dictionary would stay in this one's memory."""
        if not self.request.writes or self._spelling is not None:
            return
        words = {*words_of_readings(readings, kinds()), *words_of_sites(sites)} - slugs().keys()
        if words:
            self._spelling = self.pool.submit(spelled, sorted(words))

    def _spell(self) -> None:
        """Take over what new words are called."""
        if self._spelling is not None:
            with contextlib.suppress(TaskFault, Overrun):  # then whoever needs one learns it
                remember(self._spelling.result())

    def _remember_slugs(self) -> None:
        """Keep the slugs made in this build for the next."""
        self.index.put((slug_key() + name, slug, "") for name, slug in self._fresh_slugs().items())

    def _fresh_slugs(self) -> Mapping[str, str]:
        """The slugs that the index did not know when this build began."""
        return {name: slug for name, slug in slugs().items() if name not in self._slugs}

    def _read(self, path: str) -> bytes:
        try:
            return read_bytes(self.places.content / path, 1_000_000)
        except OSError:
            return b""

    def _checks(self, network: Network) -> Iterable[Problem]:
        for capability in active(network, network.root):
            for check in capability.checks:
                try:
                    yield from check(network)
                except Exception as fault:  # noqa: BLE001  # a slip in one check must not keep every branch offline
                    yield p.CHECK_FAILED.at("network.yaml", 0, name=f"{capability.name}.{check.__name__}", what=repr(fault))

    def _unknown_capabilities(self, network: Network) -> Iterable[Problem]:
        for site in network.sites.values():
            for name in stock_plugins(network, site):
                if plugin_place(name) is None:
                    yield p.UNKNOWN_CAPABILITY.at(f"{site.id}/site.yaml", 1, name=name, suggestion="", suggestion_en="")

    # then write ---------------------------------------------------------------------------------

    def render(
        self, checked: Checked, previous: Mapping[str, Tree], place: Place, meanwhile: Callable[[], None] = lambda: None
    ) -> dict[str, Outcome]:
        """The tree of every site; only outdated sites are rendered.

        Args:
            previous: the trees of the release that is online, kept for sites that fail.
            place: takes each site's tree as soon as it is known, so that a release grows while others are rendered.
            meanwhile: what else is to be done; called while others render, if any do.
        """
        network = checked.scanned.network
        self.common = Common.of(network)
        store = Store(self.places.store)
        store.folder.mkdir(parents=True, exist_ok=True)
        outcomes = self._plan(checked, previous)
        if sum(bool(outcome.reasons) for outcome in outcomes.values()) > self.request.jobs:
            self._compile(checked.theme)
        if any(outcome.reasons for outcome in outcomes.values()):
            self._spell()
        bounds = network.settings.limits
        pool = self.workers.pool(Bounds(bounds.site_seconds, bounds.site_seconds, bounds.site_memory))

        def submit(outcome: Outcome) -> Futures:
            return [pool.submit(render_site, task) for task in self._tasks(outcome, checked)]

        waiting = {site: submit(outcome) for site, outcome in outcomes.items() if outcome.reasons}
        if waiting or {site: outcome.tree for site, outcome in outcomes.items()} != dict(previous):
            for site in [site for site, outcome in outcomes.items() if not outcome.reasons and not outcome.keeps]:
                try:
                    place(site, outcomes[site].tree)
                except FileNotFoundError:
                    outcomes[site] = replace(outcomes[site], reasons=("store_incomplete",))
                    waiting[site] = submit(outcomes[site])
        self._keep_last()
        if waiting:
            meanwhile()
        for done, (site, futures) in enumerate(waiting.items(), 1):
            outcomes[site] = self._rendered(
                outcomes[site], partial(self._whole, outcomes[site], futures, submit, network), previous.get(site, Tree())
            )
            if not outcomes[site].failed:
                place(site, outcomes[site].tree)
            self.request.progress("生成", done, len(waiting))
        pool.shutdown()
        self._remember_slugs()
        failed = [outcome for outcome in outcomes.values() if outcome.failed]
        return outcomes | self._without_what_is_gone(failed, outcomes, previous, checked)

    def _without_what_is_gone(
        self, keeping: Iterable[Outcome], outcomes: Mapping[str, Outcome], online: Mapping[str, Tree], checked: Checked
    ) -> dict[str, Outcome]:
        """Sites that keep the tree that is online, without what has ended or been withdrawn or closed since, wherever that was."""
        kept = {outcome.site_id: outcome for outcome in keeping}
        now = {site: outcome.tree for site, outcome in outcomes.items() if not outcome.reasons and not outcome.keeps}
        gone = dict(lost(online, now, checked.scanned.network, checked.hidden, self.request.as_of)) if kept else {}
        store = Store(self.places.store)
        return {site: replace(one, tree=pruned(one.tree, gone, online, store)) if gone else one for site, one in kept.items()}

    def _tasks(self, outcome: Outcome, checked: Checked) -> list[SiteTask]:
        """Everything that the process which renders a site gets; a large one is shared out to several if many pages may change."""
        site_id, now = outcome.site_id, outcome.fingerprint
        sliced, look = checked.scanned.network.seen_by(site_id), checked.look_of(site_id)
        task = SiteTask(
            sliced, site_id, look.folders, look.digest, self.places.content, self.places.index, self.places.kept, self.places.store,
            slug_key(), self._fresh_slugs(), self._compiled(),
            basis(now, self.common), now["shown"] if look.unkeyed == BESIDE else "",
        )  # fmt: skip
        shares = task.shares(self.request.jobs if outcome.many else 1)
        if not self.workers.away:
            return sent_together(shares)
        theme_files = self._theme_files(look.folder)
        return [share.packed(theme_files, outcome.tree) for share in shares]

    def _theme_files(self, folder: Path) -> Mapping[str, tuple[str, Path]]:
        """The files of a theme that other machines have not installed."""
        if not folder.is_relative_to(self.places.content):
            return {}
        found = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.places.content).as_posix(): (sha256(path), path) for path in found}

    def _theme(self, named: str) -> Theme:
        """The theme that network.yaml names, the content folder's own before ours."""
        inside = self.places.content / "themes" / named
        try:
            return theme(*folders_of(inside if named and inside.is_dir() else THEMES / (named or "zhibu")))
        except FileNotFoundError:
            raise Refused((p.NO_THEME.at("network.yaml", theme=named),)) from None

    def _with_looks(self, found: SiteTree, network_theme: Theme) -> tuple[SiteTree, Mapping[str, Theme]]:
        """The tree in which a site names a look only if it is another than the network's, and these looks by their names."""
        looks: dict[str, Theme] = {}
        sites, problems = dict(found.sites), list(found.problems)
        for site in found.sites.values():
            look = self._look(site, network_theme) if site.look else network_theme
            if look is None:
                problems.append(p.NO_LOOK.at(f"{site.id}/site.yaml", 1, look=site.look))
                look = network_theme
            named = site.look if look.folders != network_theme.folders else ""
            if named:
                looks[named] = look
            sites[site.id] = replace(site, look=named, look_accent=look.accent)
        return replace(found, sites=sites, problems=tuple(problems)), looks

    def _look(self, site: Site, network_theme: Theme) -> Theme | None:
        """The theme that a site names, if there is one and it has a template for every page that the network's has one for."""
        with contextlib.suppress(Refused):
            look = self._theme(site.look)
            return look if network_theme.templates <= look.templates else None
        return None

    def _plan(self, checked: Checked, online: Mapping[str, Tree]) -> dict[str, Outcome]:
        """Which sites have to be rendered and why; also those that nobody asked for if they show what must be gone."""
        known = self.index.heads("tree:")
        outcomes = {
            site: self._planned(site, checked, online.get(site, Tree()), known.get(site))
            for site in checked.scanned.network.sites
        }
        left = [outcome for outcome in outcomes.values() if outcome.left]
        for site, outcome in self._without_what_is_gone(left, outcomes, online, checked).items():
            stays = outcome.tree == outcomes[site].tree
            outcomes[site] = replace(outcomes[site], left=stays, reasons=() if stays else outcome.reasons)
        return outcomes

    def _planned(self, site_id: str, checked: Checked, shown: Tree, known: str | None) -> Outcome:
        """Whether a site has to be rendered and why, with the tree that it has so far.

        Args:
            shown: the tree that is online. known: what the index keeps of the last time.
        """
        if site_id in checked.vanished:
            return Outcome(site_id, shown, failed=True)
        network = checked.scanned.network
        code = seal(code_digest(), *map(folder_digest, self._plugins(site_id, network)))
        before = json.loads(known) if known is not None else None
        stays = {name: before[name] for name in (LEFT_OUT, TREE) if before and name in before}
        now = {**fingerprint(network, site_id, checked.look_of(site_id).digest, code, self.common), **stays}
        tree = self._tree(site_id, now.get(TREE, ""), shown)
        why = reasons(now, before) or (("store_incomplete",) if tree is None else ())
        if not why and now != before and tree is not None:
            self.index.put([(f"tree:{site_id}", json.dumps(now), tree.text)])
        items = network.count(site_id)
        if why and shown and self.request.sites and site_id not in self.request.sites:
            return Outcome(site_id, shown, why, now, left=True, items=items)
        return Outcome(site_id, tree or Tree(), why, now, items=items, many=tree is None or concerns_many(now, before))

    def _tree(self, site_id: str, sealed: str, shown: Tree) -> Tree | None:
        """The tree of a site as it was last rendered, most often the one that is online; None if it is lost."""
        if seal(shown.text) == sealed:
            return shown
        text = self.index.tail(f"tree:{site_id}")
        return Tree.read(text) if text is not None else None

    def _plugins(self, site_id: str, network: Network) -> list[Path]:
        """Where the Pelican plugins from elsewhere lie that a site names."""
        return [place for name in stock_plugins(network, network.sites[site_id]) if (place := plugin_place(name)) is not None]

    def _whole(self, outcome: Outcome, futures: Futures, submit: Callable[[Outcome], Futures], network: Whole) -> Rendered:
        """A site from its shares; what the cache had lost of it is read again, and the site rendered once more.

        Raises:
            Unfinished: one of the processes did not end well, or the cache keeps nothing.
        """
        shares = [future.result() for future in futures]
        if any(share.lacking for share in shares):
            self.gathering.refill(network.of(outcome.site_id), network.seen_by(outcome.site_id).media)
            shares = [future.result() for future in submit(outcome)]
        if any(share.lacking for share in shares):
            raise TaskFault(outcome.site_id, [], "the cache does not keep the texts of items, or the store their pictures", "")
        return joined_shares(shares)

    def _rendered(self, outcome: Outcome, render: Callable[[], Rendered], previous: Tree) -> Outcome:
        try:
            rendered = render()
        except Overrun as fault:
            return replace(outcome, tree=previous, failed=True, fingerprint={"fault": f"{fault.step} {fault.cause}"})
        except TaskFault as fault:
            return replace(outcome, tree=previous, failed=True, fingerprint={"fault": str(fault), "trace": fault.trace})
        now = {**outcome.fingerprint, LEFT_OUT: json.dumps(rendered.left_out), TREE: seal(rendered.tree.text)}
        remember(rendered.slugs)
        self.index.put(
            [
                (f"tree:{outcome.site_id}", json.dumps(now), rendered.tree.text),
                (pages_key(outcome.site_id), "", rendered.pages),
            ]
        )
        return replace(outcome, tree=rendered.tree, fingerprint=now)

    def left_out(self, checked: Checked) -> tuple[LeftOut, ...]:
        """The pages that a build would leave out because the theme has no template for them; nothing is rendered."""
        network = checked.scanned.network
        if theme(THEMES / "zhibu").templates <= checked.theme.templates:  # then also those of sites that have chosen another
            return ()
        slices = {site.id: network.seen_by(site.id) for site in network.sites.values()}
        return tuple(
            one
            for site, sliced in slices.items()
            for one in makeable(outputs(sliced, sliced.sites[site]), checked.look_of(site), sliced.sites[site])[1]
        )

    def keep_ahead(self, checked: Checked) -> None:
        """Before a release: begin to make what is about to be published the last good version."""
        self.kept.fill(_publishing(checked), self.index)

    def keep(self, checked: Checked, outcomes: Mapping[str, Outcome], problems: tuple[Problem, ...], release: str) -> None:
        """After a release: make what was just published the last good version, and remember the run."""
        network = checked.scanned.network
        self.kept.keep(_publishing(checked), self.index)
        until = checked.scanned.next_change
        themes = (checked.theme, *checked.looks.values())
        sources = (
            *dict.fromkeys(str(folder) for one in themes for folder in one.folders),
            *map(str, sorted({place for site in network.sites for place in self._plugins(site, network)})),
        )
        made_by = maker(sources)
        inputs = inputs_of(self.seen, made_by, self.request)
        items = {site_id: outcome.items for site_id, outcome in outcomes.items()}
        quiet = settled(checked.walked.files.values(), self.seen.clock)
        passing = any(map(is_passing, problems)) or any(outcome.failed for outcome in outcomes.values())
        if quiet and not passing:
            as_of, later = self.request.as_of.isoformat(), until.isoformat() if until else ""
            record(
                self.index,
                LastRun(inputs, hidden_names(self.seen.stamps), made_by, as_of, later, sources, release, items, problems),
            )


def _publishing(checked: Checked) -> Publishing:
    network = checked.scanned.network
    outlines = {site: part.outline for site, part in network.parts.items()}
    return Publishing(
        network.sites,
        {site: seal(outline.digest, repr(sorted(outline.media.items()))) for site, outline in outlines.items()},
        lambda site: network.parts[site].body.keys,
        lambda site: {path: medium for path, (medium, _) in outlines[site].media.items()},
    )


def _without_names(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The Problems with personal data in the names of files masked: they are printed everywhere."""
    return tuple(replace(one, path=masked(one.path)) if TELLING.search(one.path) else one for one in problems)
