"""What build and check have in common: gather, then (for build) write, then tell."""

import errno
import gc
import json
import os
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from plugins.build.last_run import LastRun, inputs_of, last_run, maker
from plugins.build.outdated import REASONS
from plugins.build.provenance import Asking
from plugins.build.report import count, document, github, gitlab, sheet, text
from plugins.build.request import Outcome, Places, Request, Seen, look
from plugins.build.store import Tree
from plugins.cli.language import Command, language, say
from plugins.cli.options import HELP, building, instant, signing
from plugins.cli.progress import Progress
from plugins.network import problems as p
from plugins.network.index import is_trouble
from plugins.network.problems import Problem, in_order
from plugins.release.manifest import Release
from plugins.release.releases import Overtaken, Releases

if TYPE_CHECKING:
    from plugins.build.build import Build, Checked
    from plugins.release.assembly import Assembly

TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM})
"""What the system may answer however right the program is."""
MANY_SITES = 8
"""So many folders at least: processes that render so many sites follow that it pays to import and compile everything for all of them."""
OK, QUARANTINED, NOTHING, REFUSED, USAGE = 0, 10, 20, 30, 2


class Told(Struct, frozen=True):
    """What a run found and did."""

    code: int
    problems: tuple[Problem, ...]
    outcomes: Mapping[str, Outcome]
    written: Mapping[str, int]
    release: str = ""
    folder: Path | None = None
    next_change: str = ""
    new: bool = False
    titles: Mapping[str, str] = {}


def make_command(*, writes: bool) -> click.Command:
    """The click command `build` or `check`."""
    help_text = (
        say("读取、检查、生成并发布。", "Read, check, render and release.")
        if writes
        else say("读取并检查，不写任何文件。", "Read and check; nothing is written.")
    )

    @click.command("build" if writes else "check", cls=Command, context_settings=HELP, help=help_text)
    @building
    @partial(signing, hidden=not writes)
    @click.option("--report", type=click.Path(file_okay=False, path_type=Path), hidden=writes,
                  help=say("把每个站点的检查报告写成网页，放进这个目录", "write each site's report as a page into this folder"))  # fmt: skip
    @click.option("--offline-zip", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", hidden=not writes,
                  help=say("另外做一份双击就能看的离线副本", "also write a copy that opens by double click"))  # fmt: skip
    def command(form: str, *, why: bool, report: Path | None, offline_zip: Path | None, **options: Any) -> None:
        start = time.monotonic()
        os.umask(0o022)  # another user's web server must be able to read what is published
        gc.disable()  # a short life full of values that stay: collecting would cost a quarter of it
        request = requested(**options, progress=Progress(quiet=form != "text"))
        told = run(request, writes=writes)
        show(told, request, form, time.monotonic() - start, why=why)
        if report is not None:
            write_reports(told, request, report)
        sys.exit(told.code if offline_zip is None else write_offline(told, request, offline_zip))

    return command


def requested(
    *,
    content: Path,
    output: Path,
    cache: Path,
    tier: Any,
    as_of: datetime | None,
    sites: Sequence[str],
    jobs: int,
    executor: str,
    exchange: str,
    base_url: str,
    progress: Progress,
    key: Path | None = None,
) -> Request:
    """The build that the options ask for."""
    if executor not in ("local", "dask") and not executor.startswith("dask:"):
        raise click.UsageError(say(f"没有 --executor {executor}", f"there is no --executor {executor}"))
    for site in sites:
        if not (content / site / "site.yaml").is_file():
            raise click.UsageError(say(f"没有站点 {site}", f"there is no site {site}"))
    places = Places(content, output, cache, tier)
    return Request(places, instant(as_of, content), jobs, tuple(sites), base_url, key, executor, exchange, progress)


def run(request: Request, *, writes: bool) -> Told:
    """Gather everything; then, for a build, write and release. A build that has nothing to do imports nothing heavy.

    A build that another one overtakes looks at its sources again, unless it is known that they are older.
    """
    while True:
        try:
            return _run(request, writes=writes)
        except Overtaken as fault:
            if fault.older and fault.release is not None:
                return Told(OK, (), {}, {}, fault.release.id, _folder(request) / "current", fault.release.next_change)
            moment = datetime.fromisoformat(fault.release.as_of) if fault.release else request.as_of
            request = replace(request, as_of=max(request.as_of, moment.astimezone(request.as_of.tzinfo)))
        except (OSError, sqlite3.OperationalError) as fault:
            if not _is_trouble(fault):
                raise
            return Told(NOTHING, (p.CANNOT_WRITE.at("network.yaml", 0, 0, what=fault),), {}, {})


def _is_trouble(fault: OSError | sqlite3.OperationalError) -> bool:
    """Whether a fault is one of the disk or of the system, not of ours."""
    return fault.errno in TROUBLE if isinstance(fault, OSError) else is_trouble(fault)


def _folder(request: Request) -> Path:
    """Where the releases of its tier lie."""
    return request.places.output / request.places.tier


def _run(request: Request, *, writes: bool) -> Told:
    releases = Releases(_folder(request), request.key)
    online = releases.pointed() if writes else ""  # before the sources are looked at: another build may overtake this one
    last = last_run(request.places)
    watch = _Watch(last)
    if last is None:
        watch.begin(_for_everything(request.places.content))
    seen = look(request.places, watch.met)
    same = last.same(seen) if last is not None else ()
    if 0 < len(same) < len(seen.stamps):
        watch.begin("FEW")
    made_by = maker(last.sources) if last is not None else ""
    if online and last and last.holds(inputs_of(seen, made_by, request), request.as_of, online):
        release = releases.read(online)
        if release is not None:
            return _unchanged(last, release, request)
    known = last is not None and last.made_by == made_by
    if same or not known:  # else there may be nothing to do: a new checkout of what was built
        watch.begin("FEW" if same and known else _for_everything(request.places.content))
    from plugins.build.executors import NoWorkersError
    from plugins.network.tree import Refused

    try:
        return _released(request, seen, releases, online, same if known else ()) if writes else _checked(request, seen)
    except Refused as refusal:
        return Told(REFUSED, refusal.problems, {}, {})
    except NoWorkersError as fault:
        return Told(NOTHING, (fault.problem,), {}, {})


class _Watch:
    """Begins to warm up as soon as it is clear that a few folders have changed: the others are looked at meanwhile."""

    def __init__(self, last: "LastRun | None") -> None:
        self._last = last
        self._same = self._other = 0
        self.begun = False

    def met(self, folder: str, stamp: str) -> None:
        """A folder was looked at."""
        if self._last is None or self.begun:
            return
        if self._last.tells(folder, stamp):
            self._same += 1
        else:
            self._other += 1
        if self._other and self._same >= MANY_SITES * self._other:
            self.begin("FEW")

    def begin(self, warmth: str) -> None:
        """Begin, if that was not done before."""
        if not self.begun:
            _warm_up(warmth)
            self.begun = True


def _for_everything(content: Path) -> str:
    """How warm it pays to be where everything is read and rendered."""
    with suppress(OSError):
        return "MANY_SITES" if sum(entry.is_dir() for entry in os.scandir(content)) >= MANY_SITES else "MANY_FILES"
    return "FEW"


def _warm_up(warmth: str) -> None:
    from plugins.build.pool import Warmth, warm_up  # only if something is to be done

    warm_up(Warmth[warmth])


def _checked(request: Request, seen: Seen) -> Told:
    from plugins.build.build import Build
    from plugins.build.theme import without_template

    with Build(replace(request, writes=False), seen) as build:
        checked = build.check()
        lacking = without_template(build.left_out(checked), checked.theme)
    titles = {site.id: site.title for site in checked.scanned.network.sites.values()}
    problems = in_order([*checked.problems, *lacking])
    return Told(_code(problems), problems, {}, {}, titles=titles)


def _released(request: Request, seen: Seen, releases: Releases, online: str, same: Iterable[str]) -> Told:
    """What is built and released; the trees of sites in folders that are the `same` will most likely stay, of others most files."""
    before = releases.read(online) if online else None
    few = bool(same) and threading.active_count() == 1
    with releases.assembling() as assembly:
        if before is not None and few:
            assembly.ahead(before.trees)
        from plugins.build.build import Build  # takes a tenth of a second, while the process beside works

        with Build(request, seen, few=few) as build:
            return _release(build, build.check(), request, before, releases, assembly)


def _release(
    build: "Build", checked: "Checked", request: Request, before: Release | None, releases: Releases, assembly: "Assembly"
) -> Told:
    from plugins.build.joining import of_sites, with_joins
    from plugins.build.theme import without_template

    online = before.trees if before else {}
    previous, asking = of_sites(online), Asking(request.places.content)

    def meanwhile() -> None:
        if releases.pointed() == (before.id if before else ""):  # nobody has published anything else since
            build.keep_ahead(checked)

    outcomes = build.render(checked, previous, assembly.place, meanwhile)
    faults = [_fault(outcome) for outcome in outcomes.values() if "fault" in outcome.fingerprint]
    left_out = (one for outcome in outcomes.values() for one in outcome.left_out)
    problems = in_order([*checked.problems, *faults, *without_template(left_out, checked.theme)])
    if any(fault.stops == "network" for fault in faults):
        return Told(NOTHING, problems, outcomes, {})
    scanned = checked.scanned
    hosts = [site.base[1:] for site in scanned.network.sites.values() if site.url and outcomes[site.id].tree]
    trees = with_joins({site: outcome.tree for site, outcome in outcomes.items()}, online, hosts, releases.store, build.pool)
    later = min([moment for moment in (scanned.next_change, *_ends(outcomes)) if moment], default=None)
    release, new = releases.publish(
        assembly, trees, request.places.tier, request.as_of, later, hosts, before,
        since=before.id if before else "", checkout=asking.answer(), hidden=checked.hidden,
    )  # fmt: skip
    build.keep(checked, outcomes, problems, release.id)
    return Told(
        _code(problems), problems, outcomes, _written(outcomes, previous), release.id, releases.folder / "current",
        later.isoformat() if later else "", new,
    )  # fmt: skip


def _ends(outcomes: Mapping[str, Outcome]) -> Iterable[datetime]:
    """When something ends on sites that keep what is online: of those that have vanished nothing else tells it."""
    kept = (told for outcome in outcomes.values() if outcome.keeps for told in outcome.tree.told)
    return (datetime.fromisoformat(told.until) for told in kept if told.until)


def _unchanged(last: LastRun, release: Release, request: Request) -> Told:
    """What the last run told, for a build that has nothing to do."""
    outcomes = {site: Outcome(site, tree, items=last.items.get(site, 0)) for site, tree in release.trees.items() if tree.tells}
    folder = _folder(request) / "current"
    return Told(_code(last.problems), last.problems, outcomes, {}, release.id, folder, last.until)


def _code(problems: tuple[Problem, ...]) -> int:
    return QUARANTINED if any(problem.stops in ("item", "site") for problem in problems) else OK


def _fault(outcome: Outcome) -> Problem:
    """A template that fails, or a full disk, would fail everywhere, so it refuses the release; anything else stops one site."""
    what = outcome.fingerprint["fault"]
    trace = outcome.fingerprint.get("trace", "")
    if (number := re.match(r"OSError: \[Errno (\d+)\]", what)) and int(number[1]) in TROUBLE:
        return p.CANNOT_WRITE.at(f"{outcome.site_id}/site.yaml", 0, 0, what=what)
    if what.split(":")[0] in ("TemplateSyntaxError", "UndefinedError", "TemplateNotFound", "TemplateAssertionError"):
        place = [row.strip() for row in trace.splitlines() if '.html", line' in row][-1:] or [""]
        name, _, rest = place[0].removeprefix('File "').partition('", line ')
        return p.TEMPLATE_FAULT.at(
            f"{outcome.site_id}/site.yaml", 0, 0, template=Path(name).name or what, line=rest.partition(",")[0] or "?", what=what
        )
    return p.SITE_FAILED.at(f"{outcome.site_id}/site.yaml", 0, 0, site=outcome.site_id, what=what)


def _written(outcomes: Mapping[str, Outcome], before: Mapping[str, Tree]) -> dict[str, int]:
    """How many files of each site are new or changed against what was online."""
    counts = {}
    for site, outcome in outcomes.items():
        old = before.get(site, Tree())
        counts[site] = len(set(_bytes(outcome.tree)) - set(_bytes(old))) if outcome.tree != old else 0
    return counts


def _bytes(tree: Tree) -> Iterable[tuple[str, str]]:
    return ((entry.path, entry.sha256) for entry in tree.entries)


def write_reports(told: Told, request: Request, folder: Path) -> None:
    """The 检查报告 of every site, a page each, for its editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for site_id, title in told.titles.items():
        mine = [problem for problem in told.problems if problem.path.startswith(f"{site_id}/")]
        (folder / f"{site_id}.html").write_text(sheet(title, mine, request.as_of.isoformat()), "utf-8")
    click.echo(say(f"检查报告在 {folder}/", f"Reports are in {folder}/"), err=True)


def write_offline(told: Told, request: Request, file: Path) -> int:
    """The offline copy of what is published now; the exit code of the whole."""
    from plugins.release.offline import copy

    release = Releases(_folder(request)).read(told.release) if told.release else None
    if release is None:
        return told.code
    try:
        made = copy(release, _folder(request) / "releases" / release.id, file)
    except OSError as fault:
        problem = p.UNWRITABLE.at("", place=file, what=fault.strerror or fault)
        click.echo(say(*(f"{problem.code} {problem.message[one]}: {problem.remedy[one]}" for one in ("zh", "en"))), err=True)
        return NOTHING
    size = f"{made.size / 1e6:.1f} MB"
    click.echo(
        say(
            f"离线副本{'' if made.written else '没有变化'}：{file}（{made.pages} 页，{size}），解压后双击 打开.html",
            f"Offline copy{'' if made.written else ' unchanged'}: {file} ({made.pages} pages, {size}); unpack it and open 打开.html",
        ),
        err=True,
    )
    return told.code


def show(told: Told, request: Request, form: str, seconds: float, *, why: bool) -> None:
    """Print the results in the form asked for."""
    content = str(request.places.content)
    if form == "json":
        values = document(
            as_of=request.as_of.isoformat(), tier=request.places.tier, release=told.release, code=told.code,
            outcomes=told.outcomes, written=told.written, problems=told.problems, seconds=seconds,
        )  # fmt: skip
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    elif form == "github":
        click.echo(github(told.problems, content))
    elif form == "gitlab":
        click.echo(gitlab(told.problems, content))
    else:
        _show_text(told, content, seconds, why=why)


def _show_text(told: Told, content: str, seconds: float, *, why: bool) -> None:
    if told.problems:
        click.echo(text(told.problems, language(), content))
    if why:
        for site, outcome in told.outcomes.items():
            named = "、".join(f"{reason}（{REASONS[reason]}）" for reason in outcome.reasons)
            click.echo(f"{site}: {named or say('没有变化', 'unchanged')}")
    click.echo(_summary(told, seconds))
    if told.folder is not None:
        click.echo(say(f"请打开 {told.folder}/index.html", f"Look at {told.folder}/index.html"))
    if told.next_change:
        click.echo(say(f"下一次自动变化的时刻：{told.next_change}", f"Next change by itself: {told.next_change}"))


def _summary(told: Told, seconds: float) -> str:
    counts = count(told.problems)
    found = say(
        f"错误 {counts['error']}，提醒 {counts['warning']}，说明 {counts['note']}",
        f"{counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes",
    )
    if told.code == REFUSED:
        return say(f"配置有误，没有生成，已发布的不变；{found}", f"Configuration refused, nothing was built; {found}")
    if told.code == NOTHING:
        return say(f"没有发布，已发布的不变；{found}", f"Nothing was published, the old stays; {found}")
    if not told.outcomes:
        return say(f"检查完毕：{found}；{seconds:.1f} 秒", f"Checked: {found}; {seconds:.1f} s")
    items = sum(outcome.items for outcome in told.outcomes.values())
    pages = sum(outcome.tree.pages for outcome in told.outcomes.values())
    written = sum(told.written.values())
    return say(
        f"{len(told.outcomes)} 个站点，{items} 篇内容，{pages} 页；写入 {written} 个文件；{found}；{seconds:.1f} 秒",
        f"{len(told.outcomes)} sites, {items} items, {pages} pages; {written} files written; {found}; {seconds:.1f} s",
    )
