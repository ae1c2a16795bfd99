"""The measured figures as a table of medians and ratios, put between two markers of docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bench.measure import Measurement, Sample
from bench.peers import Peer
from bench.peers.peer import Scenario

BEGIN, END = "<!-- bench:begin {part} -->", "<!-- bench:end {part} -->"
HEADINGS: dict[Scenario, str] = {
    "cold": "全新构建 cold",
    "same": "没有改动 no change",
    "edit": "改一篇 one edit",
    "retitle": "最新一篇改标题 retitled newest",
    "checkout": "重新检出，缓存还在 new checkout, old cache",
    "template": "改模板 changed template",
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
    yardstick: str
    """The peer that the others are compared with."""
    load: float
    """The machine's load just before, which others caused."""


def markdown(measured: Measurement, peers: tuple[Peer, ...], missing: tuple[Peer, ...], setting: Setting) -> str:
    """Everything between the markers: a Chinese sentence, the tables, English notes."""
    yardstick = next((peer.name for peer in (*peers, *missing) if peer.id == setting.yardstick), setting.yardstick)
    lead = (
        f"{setting.sites} 个支部，每个 {setting.articles} 篇、每篇约一千字，"
        f"页面相同（共 {measured.pages} 页）；轮流运行 {setting.runs} 次，取中位数；"
        f"× 为与“{yardstick}”之比。"
    )
    equal, more = ([peer for peer in peers if peer.equal is same] for same in (True, False))
    tables = [table(measured.samples, equal, [peer for peer in missing if peer.equal], setting.yardstick)]
    if more:
        own = [sample for sample in measured.samples if sample.peer in {peer.id for peer in more}]
        tables += [MORE_WORK, table(own, more, (), setting.yardstick)]
    return "\n\n".join([lead, *tables, notes(measured, peers, missing, setting)])


def table(samples: Sequence[Sample], peers: Sequence[Peer], missing: Sequence[Peer], yardstick: str) -> str:
    """One row per peer: medians, ratios to the yardstick where it was measured, peak memory."""
    headings = ["", *HEADINGS.values(), "处理器（全新）CPU, cold", "单进程最大内存 peak memory"]
    rows = [_row(peer, samples, yardstick) for peer in peers]
    rows += [[peer.name, *["—"] * (len(headings) - 1)] for peer in missing]
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows))


def _row(peer: Peer, samples: Sequence[Sample], yardstick: str) -> list[str]:
    own = [sample for sample in samples if sample.peer == peer.id]
    cpu = median(sample.cost.cpu for sample in own if sample.scenario == "cold")
    peak = max(sample.cost.peak for sample in own)
    times = [_time(peer.id, scenario, samples, yardstick) for scenario in HEADINGS]
    return [peer.name, *times, f"{cpu:.1f} s", f"{peak / 1_000_000:.0f} MB"]


def _time(peer: str, scenario: Scenario, samples: Sequence[Sample], yardstick: str) -> str:
    seconds, compared = seconds_of(peer, scenario, samples), seconds_of(yardstick, scenario, samples)
    shown = f"{median(seconds):.2f} s" if seconds else "—"
    return f"{shown} · {median(seconds) / median(compared):.2f}×" if seconds and compared else shown


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
    cells = [seconds_of(peer.id, scenario, samples) for peer in peers for scenario in peer.scenarios]
    return max(max(cell) / min(cell) - 1 for cell in cells if cell)


def machine() -> str:
    """The machine in a few words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB of memory"


def growth(small: Measurement, large: Measurement, articles: tuple[int, int], setting: Setting) -> str:
    """What an article costs in a network of each size, and how much more in the larger one."""
    costs = [
        [median(seconds_of("zhibu", scenario, measured.samples)) for scenario in ("cold", "same", "edit")]
        for measured in (small, large)
    ]
    each = [costs[place][0] / articles[place] * 1000 for place in (0, 1)]
    peaks = [max(sample.cost.peak for sample in measured.samples) / 1_000_000 for measured in (small, large)]
    lines = [
        f"同样的页面，两种规模轮流各建 {setting.runs} 次，取中位数。",
        "",
        "| 篇数 articles | 全新构建 cold | 每篇 per article | 没有改动 no change | 改一篇 one edit | 单进程最大内存 peak memory |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {articles[i]} | {costs[i][0]:.2f} s | {each[i]:.2f} ms | {costs[i][1]:.2f} s | {costs[i][2]:.2f} s | {peaks[i]:.0f} MB |"
            for i in (0, 1)
        ),
        "",
        f"An article costs {each[1] / each[0]:.2f} times as much in the larger network.",
        f"Measured on {setting.day} with `{setting.command}` on {machine()}; all files {setting.place}.",
    ]
    return "\n".join(lines)


def write(text: str, path: Path, part: str) -> None:
    """Put `text` between the markers of a part in the file, which must hold them."""
    opening, closing = BEGIN.format(part=part), END.format(part=part)
    before, begin, rest = path.read_text(encoding="utf-8").partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        raise ValueError(f"{path} does not hold {opening} … {closing}")
    path.write_text(f"{before}{opening}\n{text}\n{closing}{after}", encoding="utf-8")
