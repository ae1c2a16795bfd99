"""What networks of any size need, computed from what small ones cost here: `python -m bench.scale`.

`--measure` builds four small networks, writes what they cost to bench/costs.yaml and rewrites docs/scale.md;
without it nothing is built, and the tables follow from that file.
"""

import json
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import click
import yaml

from bench.corpus import network
from bench.measure import METERED, SENTENCE, environment
from bench.peers.peer import write_file
from bench.peers.zhibu import FULL_PAGES
from bench.report import machine, write
from plugins.build.pool import Bounds, LocalPool, Pool

ROOT = Path(__file__).parents[1]
COSTS = Path(__file__).with_name("costs.yaml")
DOCUMENT = ROOT / "docs" / "scale.md"
POINTS = ((20, 10), (20, 30), (80, 10), (80, 30))
"""Branches, and articles in each; all four together separate what a branch costs from what an article costs."""
BRANCHES_EACH = 20
"""Branches of one committee, as of a township; pages name their neighbours."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one network, one branch or one article costs: processor seconds, bytes."""

    work: float
    """A build from nothing, in the processes that read and render."""
    plan: float
    """The same, in the one process that plans and releases."""
    edit: float
    """A build after one article was edited, in all processes."""
    quiet: float
    """A build with nothing to do."""
    memory: float
    """The most that the planning process held."""
    written: float
    """What writers wrote."""
    stored: float
    """Output: pages and files of one release, manifest, last good versions."""
    cached: float
    sent: float
    """What goes to other machines and comes back, for a build from nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a network of so many branches, with so many articles each, was measured to cost."""

    branches: int
    articles: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class Costs:
    """What every network costs, and each branch and each article in it."""

    once: Cost
    branch: Cost
    article: Cost

    def of(self, branches: float, articles: float) -> Cost:
        """What a network of `branches`, with `articles` in all, costs."""
        return combined(
            lambda once, branch, article: once + branches * branch + articles * article, self.once, self.branch, self.article
        )


def combined(work: Callable[..., float], *costs: Cost) -> Cost:
    """A Cost whose every figure is made from those of others."""
    return Cost(*(work(*(getattr(cost, one.name) for cost in costs)) for one in fields(Cost)))


# from small ones to large ones ------------------------------------------------------------------


def fitted(points: Sequence[Point]) -> Costs:
    """The costs that these four measurements have in common; none is less than nothing."""
    at = {(point.branches, point.articles): point.cost for point in points}
    (few, many), (short, long) = ({key[axis] for key in at} for axis in (0, 1))
    few, many, short, long = min(few, many), max(few, many), min(short, long), max(short, long)
    # articles: what long branches cost more than short ones, per article; then branches by themselves; then the rest
    article = combined(
        lambda a, b, c, d: max(0.0, (b - a + d - c) / ((few + many) * (long - short))),
        at[few, short], at[few, long], at[many, short], at[many, long],
    )  # fmt: skip
    branch = combined(
        lambda a, b, c, d, each: max(0.0, ((c - a + d - b) / (many - few) - each * (short + long)) / 2),
        at[few, short], at[few, long], at[many, short], at[many, long], article,
    )  # fmt: skip
    once = combined(
        lambda a, b, c, d, site, each: max(
            0.0, (a + b + c + d) / 4 - site * (few + many) / 2 - each * (few + many) * (short + long) / 4
        ),
        at[few, short], at[few, long], at[many, short], at[many, long], branch, article,
    )  # fmt: skip
    return Costs(once, branch, article)


# measuring --------------------------------------------------------------------------------------


class Weighing:
    """Workers of this machine that are treated as if they were elsewhere; `sent` counts what would travel."""

    away = True

    def __init__(self) -> None:
        self.sent = 0

    def pool(self, bounds: Bounds | None = None) -> Pool:
        """Local processes."""
        return WeighingPool(self, LocalPool(2, bounds))

    def close(self) -> None:
        """Nobody is waiting."""


class WeighingPool(Pool):
    """Weighs each task with the files that it reads, and its result with the files that it makes."""

    def __init__(self, weighing: Weighing, pool: LocalPool) -> None:
        self._weighing = weighing
        self._pool = pool

    def submit(self, function: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """The future result of the task, done here."""
        (task,) = args
        files = sum(place.stat().st_size for _, place in task.brings().values())
        self._weighing.sent += files + len(pickle.dumps((function, task.at(Path(), Path()), task.holds())))
        future = self._pool.submit(function, task)
        future.add_done_callback(lambda done: self._add(len(pickle.dumps(done.result()))))
        return future

    def _add(self, size: int) -> None:
        self._weighing.sent += size

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # Executor's form
        """Let running tasks end."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


def own(words: Sequence[str]) -> None:
    """Run `zhibu build` in this process and tell on the last line what the process itself took."""
    from plugins.cli.main import cli

    try:
        cli.main(list(words), standalone_mode=False)
    except SystemExit as end:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"exit": end.code, "cpu": spent.ru_utime + spent.ru_stime, "peak": spent.ru_maxrss * 1024}))


def weighed(folder: Path) -> int:
    """The bytes that travel when a network is built from nothing by others."""
    from plugins.build import build as building
    from plugins.build.request import Places, Request
    from plugins.cli.checking import run

    weighing = Weighing()
    places = Places(folder / "content", folder / "weighed", folder / "weighed-cache", "public")
    with patch.object(building, "workers", lambda *_: weighing):
        run(Request(places, datetime.now().astimezone()), writes=True)
    return weighing.sent + _bytes(places.store)


def _bytes(folder: Path) -> int:
    """The bytes of all files in a folder; those with several names count once."""
    found = {told.st_ino: told.st_size for path in folder.rglob("*") if path.is_file() for told in [path.lstat()]}
    return sum(found.values())


def measured(branches: int, articles: int, folder: Path) -> Point:
    """Build one network, again, and again after an edit."""
    content = folder / "content"
    _write(branches, articles, content)
    whole, planner = _run(folder)
    quiet, _ = _run(folder)
    edited = content / f"b{branches // 2:03}" / "news" / f"article-{articles // 2:03}.md"
    edited.write_text(edited.read_text("utf-8") + f"\n{SENTENCE}\n", "utf-8")
    edit, _ = _run(folder)
    written, output = _bytes(content), _bytes(folder / "output")
    cost = Cost(
        work=whole - planner["cpu"], plan=planner["cpu"], edit=edit, quiet=quiet, memory=planner["peak"], written=written,
        stored=output, cached=_bytes(folder / "cache"), sent=weighed(folder),
    )  # fmt: skip
    return Point(branches, articles, cost)


def _write(branches: int, articles: int, content: Path) -> None:
    """Branches below committees below one committee: who has how many neighbours does not depend on how many there are."""
    below = network(branches, articles)
    FULL_PAGES.write(below, content)
    for number, branch in enumerate(below):
        committee = f"c{number // BRANCHES_EACH:03}"
        write_file(content / committee / "site.yaml", f"title: 示例{committee}\nkind: committee\nparent: dangwei\n")
        write_file(content / branch.id / "site.yaml", f"title: {branch.title}\nkind: branch\nparent: {committee}\n")


def _run(folder: Path) -> tuple[float, Mapping[str, float]]:
    """The processor seconds of a whole build, and what its planning process told of itself."""
    result = folder / "cost.json"
    where = [f"--{name}={folder / name}" for name in ("content", "output", "cache")]
    command = [sys.executable, "-c", "import sys; from bench.scale import own; own(sys.argv[1:])", "build", *where]
    meter = [sys.executable, "-I", "-S", str(METERED), str(result), *command]
    done = subprocess.run(meter, check=True, capture_output=True, text=True, cwd=ROOT, env=environment())
    told = json.loads(done.stdout.splitlines()[-1])
    if told["exit"] != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return float(json.loads(result.read_text("utf-8"))["cpu"]), told


# what it comes to -------------------------------------------------------------------------------

ARTICLES_EACH = 50
EDITS_A_WEEK = 2
"""How often a branch writes or changes something."""
CORES = 16
COUNTY = 2_000
"""Branches in one network: more are several networks, one above the other."""
LEVELS = (("县 county", 2_000), ("省 province", 300_000), ("五百万个支部 five million", 5_000_000))
MINUTES = 60
"""Within which everything is to be built anew, when the theme or the program changed."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What so many branches come to."""

    networks: int
    articles: int
    edits: int
    """A day."""
    hours: float
    """Processor hours to build all of it anew."""
    machines: int
    """Of `CORES` cores, to do that within `MINUTES`."""
    minutes: float
    """That it then takes; planning a network is the work of one core."""
    daily: float
    """Processor hours a day for the edits, each built by itself."""
    cores_daily: int
    """Cores that are busy with them, on average."""
    memory: float
    """Of the process that plans one network."""
    stored: float
    cached: float
    sent: float


def needs(branches: int, costs: Costs) -> Needs:
    """What networks of `COUNTY` branches need for so many branches in all."""
    networks = ceil(branches / COUNTY)
    each = branches / networks
    one = costs.of(each, each * ARTICLES_EACH)
    whole = networks * (one.work + one.plan)
    machines = ceil((whole - one.plan) / (CORES * (MINUTES * 60 - one.plan)))
    minutes = ((whole - one.plan) / (machines * CORES) + one.plan) / 60  # the last to be planned is waited for
    edits = round(branches * EDITS_A_WEEK / 7)
    daily = edits * one.edit / 3600
    return Needs(
        networks, branches * ARTICLES_EACH, edits, whole / 3600, machines, minutes, daily, ceil(daily / 24), one.memory,
        networks * one.stored, networks * one.cached, networks * one.sent,
    )  # fmt: skip


def tables(points: Sequence[Point]) -> str:
    """What was measured, what that makes for a branch and an article, and what it comes to."""
    costs = fitted(points)
    return "\n\n".join([_measured(points), _each(costs), _needed([needs(branches, costs) for _, branches in LEVELS])])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _seconds(spent: float) -> str:
    return f"{spent:.2f} s" if spent >= 1 else f"{1000 * spent:.2f} ms"


def _size(size: float) -> str:
    for unit, name in ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size / 1e3:.1f} kB"


WORDS: Mapping[str, tuple[str, Callable[[float], str]]] = {
    "work": ("全新生成：读、渲染 from nothing: read and render", _seconds),
    "plan": ("全新生成：安排、发布 from nothing: plan and release", _seconds),
    "edit": ("改一篇 one edit", _seconds),
    "quiet": ("没有改动 no change", _seconds),
    "memory": ("安排的进程占的内存 memory of the planning process", _size),
    "written": ("原稿 what is written", _size),
    "stored": ("输出 output", _size),
    "cached": ("缓存 cache", _size),
    "sent": ("与别的机器来往 to and from other machines", _size),
}


def _measured(points: Sequence[Point]) -> str:
    head = ["量得 measured", *(f"{one.branches} × {one.articles}" for one in points)]
    return _table(head, ([name, *(shown(getattr(one.cost, key)) for one in points)] for key, (name, shown) in WORDS.items()))


def _each(costs: Costs) -> str:
    parts = (costs.once, costs.branch, costs.article)
    rows = ([name, *(shown(getattr(part, key)) for part in parts)] for key, (name, shown) in WORDS.items())
    return _table(["折合 that makes", "每个网络 a network", "每个支部 a branch", "每篇 an article"], rows)


def _needed(found: Sequence[Needs]) -> str:
    rows = (
        ("文章 articles", [f"{one.articles:,}" for one in found]),
        ("网络 networks", [f"{one.networks:,}" for one in found]),
        ("全部重新生成，处理器小时 all anew, processor hours", [f"{one.hours:,.1f}" for one in found]),
        (f"{CORES} 核的机器 machines of {CORES} cores", [f"{one.machines:,}" for one in found]),
        ("全部重新生成，分钟 all anew, minutes", [f"{one.minutes:.0f}" for one in found]),
        ("安排一个网络的内存 memory to plan one network", [_size(one.memory) for one in found]),
        ("每天改动 edits a day", [f"{one.edits:,}" for one in found]),
        ("每天改动，处理器小时 edits of a day, processor hours", [f"{one.daily:,.1f}" for one in found]),
        ("为改动一直忙着的核 cores busy with edits", [f"{one.cores_daily:,}" for one in found]),
        ("输出 output", [_size(one.stored) for one in found]),
        ("缓存 cache", [_size(one.cached) for one in found]),
        ("全部重新生成时与别的机器来往 sent when all is built anew", [_size(one.sent) for one in found]),
    )
    return _table(
        ["算得 computed", *(f"{name}：{branches:,}" for name, branches in LEVELS)], ([name, *cells] for name, cells in rows)
    )


# to and from the file ---------------------------------------------------------------------------


def read(path: Path = COSTS) -> tuple[Point, ...]:
    """The measurements that are kept."""
    kept = yaml.safe_load(path.read_bytes())
    return tuple(Point(one["branches"], one["articles"], Cost(**one["cost"])) for one in kept["points"])


def keep(points: Sequence[Point], path: Path = COSTS) -> None:
    """Keep measurements, with the day and the machine."""
    told = {"measured": f"{datetime.now():%Y-%m-%d}", "machine": machine(), "points": [asdict(point) for point in points]}
    path.write_text(yaml.safe_dump(told, sort_keys=False, allow_unicode=True), "utf-8")


@click.command()
@click.option("--measure", is_flag=True, help="build small networks and keep what they cost")
def main(*, measure: bool) -> None:
    """Rewrite docs/scale.md from what small networks cost."""
    if measure:
        keep([_at(branches, articles) for branches, articles in POINTS])
    write(tables(read()), DOCUMENT, "scale")


def _at(branches: int, articles: int) -> Point:
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        point = measured(branches, articles, Path(folder))
    click.echo(point)
    return point


if __name__ == "__main__":
    main()
