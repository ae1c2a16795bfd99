"""Measures both searches in turn: what their indexes cost, what a query fetches, what it finds, what an edit costs more."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.corpus import Branch
from bench.measure import SENTENCE, Cost, append, build, clear, expect, folders, spent
from bench.peers.zhibu import FULL_PAGES, UNSEARCHED
from bench.search import engines, texts
from bench.search.asking import Answer, Size, asked

PEERS = (FULL_PAGES, UNSEARCHED)
BLANK = "<!doctype html><title>Pagefind</title>"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is asked: queries whose answers are compared, the first of them with which Pagefind begins anew; edits."""

    queries: int = 1000
    afresh: int = 50
    edits: int = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What the queries found, and the bytes that each fetched, as far as these were counted."""

    recall: float
    precision: float
    sizes: tuple[Size, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Both searches side by side.

    Args:
        cold: by peer, what each build from nothing cost, with search and without. edits: the seconds of each edit.
        theirs: what each index of Pagefind cost. indexes: the bytes of both. pages: how many were searched.
        loose: what Pagefind found for the words. phrase: the same in quotation marks.
    """

    cold: Mapping[str, tuple[Cost, ...]]
    edits: Mapping[str, tuple[float, ...]]
    theirs: tuple[Cost, ...]
    indexes: Mapping[str, int]
    pages: int
    queries: int
    ours: Found
    loose: Found | None
    phrase: Found | None

    @property
    def more(self) -> float:
        """What a build from nothing takes longer with search, in seconds: the median of builds side by side."""
        pairs = zip(self.cold[FULL_PAGES.id], self.cold[UNSEARCHED.id], strict=True)
        return median(one.seconds - other.seconds for one, other in pairs)

    @property
    def edit(self) -> float:
        """What the build after one edit takes longer, in seconds: the difference of the medians."""
        return median(self.edits[FULL_PAGES.id]) - median(self.edits[UNSEARCHED.id])


def compare(
    branches: tuple[Branch, ...], work: Path, runs: int, say: Callable[[str], None], amount: Amount | None = None
) -> Compared:
    """Both searches of the same network, in turn; without Pagefind ours alone."""
    amount = amount or Amount()
    release, bundle = folders(work, FULL_PAGES).output / FULL_PAGES.pages, work / engines.BUNDLE
    for peer in PEERS:
        shutil.rmtree(work / peer.id, ignore_errors=True)
        peer.write(branches, folders(work, peer).source)
    cold: dict[str, list[Cost]] = {peer.id: [] for peer in PEERS}
    theirs: list[Cost] = []
    for run in range(1, runs + 1):
        for peer in PEERS:
            at = folders(work, peer)
            clear(at)
            cold[peer.id].append(build(peer, at))
            say(f"{run}/{runs} {peer.id}: {cold[peer.id][-1].seconds:.2f} s")
        if not engines.missing():
            shutil.rmtree(bundle, ignore_errors=True)
            theirs.append(spent(engines.indexing(release, bundle), work, "pagefind"))
            say(f"{run}/{runs} Pagefind: {theirs[-1].seconds:.2f} s")
    found, pages = answers(release, bundle if theirs else None, amount, say)
    indexes = {"ours": sum(map(size, release.glob("**/search/"))), "theirs": size(bundle) if theirs else 0}
    edits = edited(branches, work, amount.edits, say)
    return Compared(
        {peer: tuple(costs) for peer, costs in cold.items()}, edits, tuple(theirs), indexes, pages, amount.queries,
        found["ours"], found.get("loose"), found.get("phrase"),
    )  # fmt: skip


def size(folder: Path) -> int:
    """The bytes of all files in a folder but pages that people read."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".html")


def edited(branches: Sequence[Branch], work: Path, count: int, say: Callable[[str], None]) -> dict[str, tuple[float, ...]]:
    """The seconds of builds after one article got a sentence more, with search and without, in turn."""
    branch = branches[len(branches) // 2]
    article = branch.articles[len(branch.articles) // 2]
    seconds: dict[str, list[float]] = {peer.id: [] for peer in PEERS}
    for number in range(count):
        for peer in PEERS:
            at = folders(work, peer)
            append(at.source / peer.article_file.format(branch=branch.id, slug=article.slug), f"\n{number}：{SENTENCE}\n")
            seconds[peer.id].append(build(peer, at).seconds)
            page = at.output / peer.pages / branch.id / "news" / article.slug / "index.html"
            expect(f"{number}：{SENTENCE}", page, peer)
        say(f"{number + 1}/{count} edit: {' and '.join(f'{seconds[peer.id][-1]:.2f} s {peer.id}' for peer in PEERS)}")
    return {peer: tuple(found) for peer, found in seconds.items()}


def answers(release: Path, bundle: Path | None, amount: Amount, say: Callable[[str], None]) -> tuple[dict[str, Found], int]:
    """What both find for the same pieces of the texts, beside what stands there; how many texts there are."""
    written = texts.published(release)
    queries = texts.substrings(tuple(written.values()), amount.queries)
    wanted = [texts.holding(query, written) for query in queries]
    say(f"{len(queries)} queries have {sum(map(len, wanted))} places in {len(written)} texts")
    blank = release.parent / "blank"
    (blank / "index.html").parent.mkdir(exist_ok=True)
    (blank / "index.html").write_text(BLANK, "utf-8")
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:  # nothing of this is timed
        ours = pool.submit(asked, {"site": release}, "site/search/", engines.ASK_OURS, queries)
        if bundle:
            given = {"blank": blank, "pagefind": bundle}
            afresh, loose, phrase = (
                pool.submit(asked, given, "blank/", script, queries[:count])
                for script, count in ((engines.ASK_AFRESH, amount.afresh), (engines.ASK_AGAIN, None), (engines.ASK_PHRASE, None))
            )
        found = {"ours": judged(ours.result(), engines.Ours(release).address, wanted, sizes=ours.result())}
        if bundle:
            address = engines.Theirs(bundle).address
            found["loose"] = judged(loose.result(), address, wanted, sizes=afresh.result())
            found["phrase"] = judged(phrase.result(), address, wanted)
    return found, len(written)


def judged(given: Sequence[Answer], address: engines.Address, wanted: Sequence[set[str]], sizes: Sequence[Answer] = ()) -> Found:
    """Answers beside what was to be found."""
    found = [{address(name) for name in answer.found} for answer in given]
    return Found(texts.recall(found, wanted), texts.precision(found, wanted), tuple(answer.size for answer in sizes))
