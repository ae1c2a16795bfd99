"""The measured figures as a table of medians and ratios, put between two markers of docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bench.measure import SCENARIOS, Measurement, Sample, Scenario
from bench.peers import Peer

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
YARDSTICK = "hugo-many"
HEADINGS: dict[Scenario, str] = {
    "cold": "全新构建 cold",
    "same": "没有改动 no change",
    "edit": "改一篇 one edit",
    "retitle": "最新一篇改标题 retitled newest",
}
MORE_WORK = "下面的页面更多、更大，不与上表比较。 The pages below are more and larger: not to be compared with those above."
REBUILDS = (
    "Hugo and Pelican do not know which site changed: their whole command runs again. Whoever remembers it "
    "can rebuild that branch alone, in roughly the cold time × 2 ÷ sites."
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Under which circumstances was measured."""

    day: date
    sites: int
    articles: int
    runs: int
    place: str
    command: str
    load: float
    """The machine's load just before, which others caused."""


def markdown(measured: Measurement, peers: tuple[Peer, ...], missing: tuple[Peer, ...], setting: Setting) -> str:
    """Everything between the markers: a Chinese sentence, the tables, English notes."""
    lead = (
        f"{setting.sites} 个支部，每个 {setting.articles} 篇、每篇约一千字，"
        f"页面相同（共 {measured.pages} 页）；轮流运行 {setting.runs} 次，取中位数；"
        "× 为与“Hugo 每支部一站”之比。"
    )
    equal, more = ([peer for peer in peers if peer.equal is same] for same in (True, False))
    tables = [table(measured.samples, equal, [peer for peer in missing if peer.equal])]
    if more:
        own = [sample for sample in measured.samples if sample.peer in {peer.id for peer in more}]
        tables += [MORE_WORK, table(own, more, ())]
    return "\n\n".join([lead, *tables, notes(measured, peers, missing, setting)])


def table(samples: Sequence[Sample], peers: Sequence[Peer], missing: Sequence[Peer]) -> str:
    """One row per peer: medians, ratios to the yardstick where it was measured, peak memory."""
    headings = ["", *HEADINGS.values(), "处理器（全新）CPU, cold", "单进程最大内存 peak memory"]
    rows = [_row(peer, samples) for peer in peers]
    rows += [[peer.name, *["—"] * (len(headings) - 1)] for peer in missing]
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows))


def _row(peer: Peer, samples: Sequence[Sample]) -> list[str]:
    own = [sample for sample in samples if sample.peer == peer.id]
    cpu = median(sample.cost.cpu for sample in own if sample.scenario == "cold")
    peak = max(sample.cost.peak for sample in own)
    times = [_time(peer.id, scenario, samples) for scenario in SCENARIOS]
    return [peer.name, *times, f"{cpu:.1f} s", f"{peak / 1_000_000:.0f} MB"]


def _time(peer: str, scenario: Scenario, samples: Sequence[Sample]) -> str:
    seconds, yardstick = seconds_of(peer, scenario, samples), seconds_of(YARDSTICK, scenario, samples)
    shown = f"{median(seconds):.2f} s"
    return f"{shown} · {median(seconds) / median(yardstick):.2f}×" if yardstick else shown


def seconds_of(peer: str, scenario: Scenario, samples: Iterable[Sample]) -> list[float]:
    """The seconds of every run of one cell of the table."""
    return [s.cost.seconds for s in samples if (s.peer, s.scenario) == (peer, scenario)]


def notes(measured: Measurement, peers: tuple[Peer, ...], missing: tuple[Peer, ...], setting: Setting) -> str:
    """How the figures came about, as a list."""
    versions = ", ".join(dict.fromkeys(peer.version() for peer in peers))
    slowest = f"{spread(measured.samples, peers):.0%}"
    lines = [
        f"Measured on {setting.day} with `{setting.command}` on {machine()}; all files {setting.place}.",
        f"Load of the machine just before: {setting.load:.1f}; a quiet machine has less than 0.5.",
        f"Versions: {versions}, Python {platform.python_version()}.",
        *(f"**{peer.name}**: {peer.how}" for peer in peers),
        *(f"**{peer.name}** is missing: {peer.missing()}." for peer in missing),
        REBUILDS,
        f"In each cell the slowest run took at most {slowest} longer than the fastest."
        if setting.runs > 1
        else "One run only: these figures are no basis for a comparison.",
    ]
    return "\n".join(f"- {line}" for line in lines)


def spread(samples: tuple[Sample, ...], peers: tuple[Peer, ...]) -> float:
    """How much longer the slowest run of any cell took than its fastest, as a fraction."""
    cells = [seconds_of(peer.id, scenario, samples) for peer in peers for scenario in SCENARIOS]
    return max(max(cell) / min(cell) - 1 for cell in cells)


def machine() -> str:
    """The machine in a few words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB of memory"


def write(text: str, path: Path) -> None:
    """Put `text` between the markers of the file, which must hold them."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} does not hold {BEGIN} … {END}")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
