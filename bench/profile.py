"""The command `python -m bench.profile`: where the time of one edit goes, as a table of docs/benchmarks.md."""

import cProfile
import json
import os
import pstats
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import click

from bench import report
from bench.__main__ import PARTS, workplace
from bench.corpus import network
from bench.measure import SENTENCE, append, environment, folders
from bench.peers import PEERS

PART, PEER = PARTS["network"], PEERS["zhibu"]


class UnknownStageError(Exception):
    """A stage names a function that no build calls: the table would leave something out."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A function of the planning process, by the end of its file's name; `inside` others, it is no part of the sum."""

    what: str
    file: str
    function: str
    inside: bool = False


STAGES = (
    Stage("走遍内容文件夹 walking the content folder", "network/files.py", "walk"),
    Stage("比对文件的状态 comparing stat values with the last run", "build/last_run.py", "same"),
    Stage("程序和主题的摘要 digest of code and theme", "build/last_run.py", "maker"),
    Stage("读在线版本的清单 reading the manifest that is online", "release/releases.py", "read"),
    Stage("站点和文件归属 the tree of sites", "network/tree.py", "tree"),
    Stage("没改的站点：读概要 outlines of sites that did not change", "build/gather.py", "_stored"),
    Stage("改了的站点：读、成篇 reading what changed, making its items", "build/gather.py", "_draft"),
    Stage("改了的站点：连链接，换进去 following its links, exchanging the items", "build/gather.py", "_exchange"),
    Stage("指纹：哪些站点要生成 fingerprints", "build/build.py", "_plan"),
    Stage("等另一个进程放好没改的文件 waiting for the process that links what stays", "release/assembly.py", "_join"),
    Stage("等生成 waiting for the process that renders", "build/build.py", "_rendered"),
    Stage("发布 publishing", "release/releases.py", "publish"),
    Stage("记下这次 remembering the run", "build/build.py", "keep"),
    Stage("其中：导入模块 of all these, importing modules", "<frozen importlib._bootstrap>", "_find_and_load", inside=True),
)


def seconds_in(stats: pstats.Stats) -> list[float]:
    """What each stage took, all it called included.

    Raises:
        UnknownStageError: a stage was never called.
    """
    times: list[float] = []
    rows: Iterable[tuple[tuple[str, int, str], tuple[int, int, float, float, object]]] = stats.stats.items()  # type: ignore[attr-defined]
    known = list(rows)
    for stage in STAGES:
        found = [told[3] for (file, _, name), told in known if name == stage.function and file.endswith(stage.file)]
        if not found:
            raise UnknownStageError(f"{stage.file} {stage.function}")
        times.append(sum(found))
    return times


def profiled(build: list[str]) -> tuple[float, list[float]]:
    """The seconds of a build in this process, and of each stage, both with the profiler at work."""
    from plugins.cli.main import main

    profiler, began = cProfile.Profile(), time.perf_counter()
    with suppress(SystemExit):
        profiler.runcall(main, build)
    return time.perf_counter() - began, seconds_in(pstats.Stats(profiler))


def table(samples: list[tuple[float, list[float]]], alone: list[float], sites: int, command: str) -> str:
    """The medians as a table, each with its share of the whole."""
    whole = median(sample[0] for sample in samples)
    each = [median(sample[1][place] for sample in samples) for place in range(len(STAGES))]
    rest = whole - sum(took for stage, took in zip(STAGES, each, strict=True) if not stage.inside)
    rows = [(stage.what, took) for stage, took in zip(STAGES, each, strict=True) if not stage.inside]
    rows += [
        ("其余 everything else", rest),
        *((stage.what, took) for stage, took in zip(STAGES, each, strict=True) if stage.inside),
    ]
    lines = [
        f"改一篇（{sites} 个支部、{sites * PART.articles} 篇）时，负责安排的那个进程的时间花在哪里；{len(samples)} 次的中位数。",
        "",
        "| 步骤 stage | 毫秒 ms | 占比 share |",
        "| --- | ---: | ---: |",
        *(f"| {what} | {took * 1000:.0f} | {took / whole:.0%} |" for what, took in rows),
        "",
        f"- Measured on {date.today()} with `{command}` on {report.machine()}; load just before {os.getloadavg()[0]:.1f}.",
        f"- Under cProfile the planning process takes {whole:.2f} s; the whole command without it {median(alone):.2f} s.",
        "- Reading, linking what stays and rendering go on in other processes meanwhile.",
    ]
    return "\n".join(lines)


@click.command()
@click.option("--runs", default=5, show_default=True, help="Edits, each built once with and once without the profiler.")
@click.option("--sites", default=PART.sites, show_default=True)
@click.option("--write", "document", type=click.Path(path_type=Path, exists=True), help="Whose table to rewrite.")
@click.option("--one", "result", type=click.Path(path_type=Path), hidden=True)
@click.argument("build", nargs=-1)
def main(*, runs: int, sites: int, document: Path | None, result: Path | None, build: tuple[str, ...]) -> None:
    """Edit an article again and again, and tell where the time of the build goes."""
    if result is not None:
        result.write_text(json.dumps(profiled(list(build))), encoding="utf-8")
        return
    branches = network(sites, PART.articles)
    branch = branches[sites // 2]
    with workplace(None) as work:
        at = folders(work, PEER)
        PEER.write(branches, at.source)
        command, told = PEER.command(at), work / "profile.json"
        edited = at.source / PEER.article_file.format(branch=branch.id, slug=branch.articles[len(branch.articles) // 2].slug)
        alone: list[float] = []
        samples: list[tuple[float, list[float]]] = []
        run(command)
        for _ in range(runs):
            append(edited, f"\n{SENTENCE}\n")
            alone.append(run(command))
            append(edited, f"\n{SENTENCE}\n")
            run([sys.executable, "-m", "bench.profile", "--one", str(told), "--", *command[1:]])
            samples.append(tuple(json.loads(told.read_text(encoding="utf-8"))))
    text = table(samples, alone, sites, f"python -m bench.profile --runs {runs}")
    click.echo(text)
    if document is not None:
        report.write(text, document, "profile")


def run(command: list[str]) -> float:
    """The seconds that a command takes, which must end well."""
    began = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
