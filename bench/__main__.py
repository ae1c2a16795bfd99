"""The command `python -m bench`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from bench import report
from bench.corpus import network
from bench.equal import UnequalWorkError
from bench.measure import BuildFailedError, measure
from bench.peers import PEERS, Peer

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


def measured_text(peers: tuple[Peer, ...], sites: int, articles: int, runs: int, folder: Path) -> str:
    """The report of one whole comparison, with a row for peers that cannot run here."""
    missing = tuple(peer for peer in peers if peer.missing())
    present = tuple(peer for peer in peers if peer not in missing)
    for peer in missing:
        click.echo(f"{peer.id} is missing: {peer.missing()}", err=True)
    load = os.getloadavg()[0]
    measured = measure(present, network(sites, articles), folder, runs, click.echo)
    setting = report.Setting(
        day=date.today(),
        sites=sites,
        articles=articles,
        runs=runs,
        place="on a RAM disk" if folder.is_relative_to(RAM_DISK) else "on a disk",
        command=f"python -m bench --sites {sites} --articles {articles} --runs {runs}",
        load=load,
    )
    return report.markdown(measured, present, missing, setting)


@click.command()
@click.option("--sites", default=100, show_default=True, help="Branches of the network.")
@click.option("--articles", default=100, show_default=True, help="Articles of each branch.")
@click.option("--runs", default=3, show_default=True, help="Builds of each scenario with each peer.")
@click.option("--peers", default=",".join(PEERS), show_default=True, callback=chosen, help="In this order.")
@click.option("--work", type=click.Path(path_type=Path), help="Keep sources and outputs in this folder.")
@click.option(
    "--write",
    "document",
    type=click.Path(path_type=Path, exists=True),
    help=f"Whose table to rewrite  [default: {DOCUMENT} after a run of all peers, not after --quick]",
)
@click.option("--quick", is_flag=True, help=f"{QUICK_SITES} sites, {QUICK_ARTICLES} articles, one run.")
def main(
    *,
    sites: int,
    articles: int,
    runs: int,
    peers: tuple[Peer, ...],
    work: Path | None,
    document: Path | None,
    quick: bool,
) -> None:
    """Build the same network with zhibu and its peers, and compare what it costs."""
    if quick:
        sites, articles, runs = QUICK_SITES, QUICK_ARTICLES, 1
    elif document is None and set(peers) == set(PEERS.values()):
        document = DOCUMENT
    try:
        with workplace(work) as folder:
            text = measured_text(peers, sites, articles, runs, folder)
    except (BuildFailedError, UnequalWorkError) as fault:
        sys.exit(f"{type(fault).__name__}: {fault}")
    click.echo(f"\n{text}")
    if document:
        report.write(text, document)


if __name__ == "__main__":
    main()
