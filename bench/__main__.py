"""The command `python -m bench`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from bench import report
from bench.corpus import network
from bench.equal import UnequalWorkError
from bench.measure import BuildFailedError, Measurement, Sample, measure
from bench.peers import PEERS, Peer
from bench.search import engines
from bench.search import report as search_report
from bench.search.compare import compare

RAM_DISK = Path("/dev/shm")
ROOM = 2_000_000_000
DOCUMENT = Path("docs/benchmarks.md")
QUICK_SITES, QUICK_ARTICLES = 3, 25


def chosen(_context: click.Context, _option: click.Parameter, ids: str) -> tuple[Peer, ...]:
    """The peers named in a list with commas."""
    unknown = [peer for peer in ids.split(",") if peer not in PEERS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: known are {', '.join(PEERS)}")
    return tuple(PEERS[peer] for peer in dict.fromkeys(ids.split(",")))


@contextmanager
def workplace(work: Path | None) -> Iterator[Path]:
    """The folder asked for, kept; else one on the RAM disk if it has room, removed afterwards."""
    if work:
        work.mkdir(parents=True, exist_ok=True)
        yield work.resolve()
        return
    on_ram = RAM_DISK.is_dir() and shutil.disk_usage(RAM_DISK).free > ROOM
    with tempfile.TemporaryDirectory(prefix="zhibu-bench-", dir=RAM_DISK if on_ram else None) as folder:
        yield Path(folder).resolve()


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison of docs/benchmarks.md."""

    name: str
    sites: int
    articles: int
    runs: int
    peers: tuple[str, ...]
    yardstick: str

    @property
    def command(self) -> str:
        """How to measure it alone."""
        return f"python -m bench --parts {self.name} --runs {self.runs}"


PARTS = {
    part.name: part
    for part in (
        Part("network", 100, 100, 5, tuple(PEERS), "hugo-many"),
        Part("large", 1, 5000, 3, ("hugo-one", "zhibu"), "hugo-one"),
        Part("many", 500, 100, 3, ("zhibu",), "zhibu"),
        Part("search", 100, 100, 3, (), ""),
    )
}
"""A network of branches; one large site; a network five times as large as the first; searching the first."""


def compared(part: Part, folder: Path, load: float) -> str:
    """The report of one whole comparison, with a row for peers that cannot run here."""
    peers = tuple(PEERS[name] for name in part.peers)
    missing = tuple(peer for peer in peers if peer.missing())
    present = tuple(peer for peer in peers if peer not in missing)
    for peer in missing:
        click.echo(f"{peer.id} is missing: {peer.missing()}", err=True)
    measured = measure(present, network(part.sites, part.articles), folder, part.runs, click.echo)
    return report.markdown(measured, present, missing, setting(part, folder, load))


def grown(part: Part, folder: Path, load: float) -> str:
    """What an article costs in a network of this size and in one a fifth as large, built in turn."""
    sizes = (part.sites // 5, part.sites)
    peers = tuple(PEERS[name] for name in part.peers)
    found: list[list[Sample]] = [[], []]
    for _ in range(part.runs):
        for place, sites in enumerate(sizes):
            measured = measure(peers, network(sites, part.articles), folder / str(sites), 1, click.echo)
            found[place] += measured.samples
    small, large = (Measurement(tuple(samples), 0) for samples in found)
    return report.growth(small, large, (sizes[0] * part.articles, sizes[1] * part.articles), setting(part, folder, load))


def searched(part: Part, folder: Path, load: float) -> str:
    """What searching a network costs and finds, beside Pagefind."""
    if reason := engines.missing():
        click.echo(reason, err=True)
    found = compare(network(part.sites, part.articles), folder, part.runs, click.echo)
    return search_report.markdown(found, setting(part, folder, load))


WORK = {"many": grown, "search": searched}
"""How parts are measured that are no comparison of peers."""


def setting(part: Part, folder: Path, load: float) -> report.Setting:
    """Under which circumstances a part is measured."""
    return report.Setting(
        day=date.today(),
        sites=part.sites,
        articles=part.articles,
        runs=part.runs,
        place="on a RAM disk" if folder.is_relative_to(RAM_DISK) else "on a disk",
        command=part.command,
        yardstick=part.yardstick,
        load=load,
    )


@click.command()
@click.option("--parts", default=",".join(PARTS), show_default=True, help="Which comparisons of docs/benchmarks.md to measure.")
@click.option(
    "--peers", default=",".join(PEERS), show_default=True, callback=chosen, help="Of those of each part, in this order."
)
@click.option("--runs", type=int, help="Builds of each scenario with each peer.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep sources and outputs in this folder.")
@click.option("--write", "document", type=click.Path(path_type=Path, exists=True), default=DOCUMENT, show_default=True,
              help="Whose tables to rewrite; only those of whole parts are, and none after --quick")  # fmt: skip
@click.option("--quick", is_flag=True, help=f"{QUICK_SITES} sites, {QUICK_ARTICLES} articles, one run.")
def main(*, parts: str, peers: tuple[Peer, ...], runs: int | None, work: Path | None, document: Path, quick: bool) -> None:
    """Build the same networks with zhibu and its peers, and compare what it costs."""
    load = os.getloadavg()[0]
    ids = tuple(peer.id for peer in peers)
    for name in parts.split(",") if not quick else ("network",):
        part = replace(PARTS[name], peers=tuple(one for one in ids if one in PARTS[name].peers), runs=runs or PARTS[name].runs)
        if quick:
            part = replace(part, peers=ids, sites=QUICK_SITES, articles=QUICK_ARTICLES, runs=1)
        try:
            with workplace(work) as folder:
                text = WORK.get(part.name, compared)(part, folder, load)
        except (BuildFailedError, UnequalWorkError) as fault:
            sys.exit(f"{type(fault).__name__}: {fault}")
        click.echo(f"\n{text}")
        if part.peers == PARTS[name].peers and not quick:
            report.write(text, document, name)


if __name__ == "__main__":
    main()
