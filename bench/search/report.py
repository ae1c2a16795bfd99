"""Both searches as a table with what is demanded of ours, for docs/benchmarks.md."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from operator import attrgetter
from statistics import median

from bench.measure import Cost
from bench.peers.zhibu import FULL_PAGES
from bench.report import Setting, machine
from bench.search import engines
from bench.search.asking import SHOWN, Size
from bench.search.compare import Compared, Found

HEADINGS = (
    "", "建索引 index time", "处理器 CPU", "单进程最大内存 peak memory", "索引 index on disk", "第一次查询取的字节 first query", "同上，经压缩 as served",
    "查全率 recall", "查准率 precision", "改一篇多花 one edit costs more",
)  # fmt: skip
MUSTS = ("要求 must", "≤ 0.10×", "", "≤ 200 MB", "", "", "≤ 250 KB", "1.0000", "1.0000", "≤ 0.15 s")
NONE = "—"
INDEX_TIME = (
    "**Index time**: of Pagefind its command; of zhibu what a `zhibu build` from nothing takes longer with search than without, "
    "for the index is made with the pages (the median of pairs built one after the other). **Memory** of zhibu is that of the "
    "whole build. **Index on disk**: all files that search adds, but pages that people read."
)
FIRST_QUERY = (
    "All bytes that a reader with an empty browser fetches until the first {shown} results have titles and excerpts: all scripts of "
    "our search page, index, shards, texts, of {ours} queries; Pagefind's library without any interface, index, WebAssembly, "
    "fragments, of the first {theirs} of these. As they lie on the disk; and as the shipped nginx sends them, which compresses text "
    "(Pagefind's own files are compressed already)."
)
RECALL = (
    "**Recall and precision**: means over all queries; what is to be found is looked for in the words of the published pages, page "
    "by page. A query that finds nothing has no precision. Asked in Chromium, as readers' scripts ask."
)


def markdown(found: Compared, setting: Setting) -> str:
    """Everything between the markers."""
    lead = (
        f"{setting.sites} 个支部，每个 {setting.articles} 篇，两种搜索索引同样的 {found.pages} 页（标题、正文、标签）；"
        f"轮流 {setting.runs} 次，取中位数；再问 {found.queries} 个从正文里随机截取的 2 至 8 个汉字。"
    )
    rows = [HEADINGS, ["---", *["---:"] * (len(HEADINGS) - 1)], _ours(found), *_theirs(found), MUSTS]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return "\n\n".join([lead, table, "\n".join(f"- {line}" for line in _notes(found, setting))])


def _ours(found: Compared) -> list[str]:
    seconds, cpu = found.more(attrgetter("seconds")), found.more(attrgetter("cpu"))
    ratio = f" · {seconds / _seconds(found.theirs):.2f}×" if found.theirs else ""
    peak = max(cost.peak for cost in found.cold[FULL_PAGES.id])
    costs = [f"{seconds:.2f} s{ratio}", f"{cpu:.1f} s", f"{peak / 1_000_000:.0f} MB", _megabytes(found.indexes["ours"])]
    return ["zhibu", *costs, *_told(found.ours), f"{found.edit:.2f} s"]


def _theirs(found: Compared) -> list[list[str]]:
    name, quoted = "Pagefind extended", "the same, words in quotation marks"
    if not found.loose or not found.phrase:
        return [[name, *[NONE] * (len(HEADINGS) - 1)]]
    peak, cpu = max(cost.peak for cost in found.theirs), median(cost.cpu for cost in found.theirs)
    costs = [
        f"{_seconds(found.theirs):.2f} s · 1.00×",
        f"{cpu:.1f} s",
        f"{peak / 1_000_000:.0f} MB",
        _megabytes(found.indexes["theirs"]),
    ]
    return [
        [name, *costs, *_told(found.loose), f"{_seconds(found.theirs):.2f} s"],
        [quoted, *[NONE] * 4, *_told(found.phrase), NONE],
    ]


def _told(found: Found) -> list[str]:
    """The cells of what a query fetches and finds."""
    bytes_ = [_bytes([size[which] for size in found.sizes]) for which in range(len(Size._fields))]
    return [*bytes_, f"{found.recall:.4f}", f"{found.precision:.4f}"]


def _bytes(sizes: Sequence[int]) -> str:
    """Their median and the most."""
    return f"{median(sizes) / 1000:.0f} KB; {max(sizes) / 1000:.0f} KB" if sizes else NONE


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def _seconds(costs: Sequence[Cost]) -> float:
    return median(cost.seconds for cost in costs)


def _notes(found: Compared, setting: Setting) -> list[str]:
    peer = engines.version() if found.theirs else f"Pagefind is missing: {engines.missing()}"
    afresh = len(found.loose.sizes) if found.loose else 0
    beyond = [sum(size[which] > 250_000 for size in found.ours.sizes) for which in range(len(Size._fields))]
    return [
        f"Measured on {setting.day} with `{setting.command}` on {machine()}; all files {setting.place}.",
        f"Load of the machine just before: {setting.load:.1f}; a quiet machine has less than 0.5.",
        f"Versions: zhibu {version('zhibu')}, {peer}, Python {platform.python_version()}.",
        INDEX_TIME,
        (
            f"**First query**: median; most. {FIRST_QUERY.format(shown=SHOWN, ours=len(found.ours.sizes), theirs=afresh)} "
            f"Of ours, {beyond[1]} fetch more than 250 KB as served, {beyond[0]} as they lie on the disk."
        ),
        RECALL,
        (
            f"**One edit**: the build after a sentence was added, with search and without, in turn {len(found.edits[FULL_PAGES.id])} "
            "times, difference of the medians. Pagefind indexes everything again."
        ),
    ]
