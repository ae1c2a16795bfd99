"""Measures both searches in turn: what their indexes cost, what a query fetches, what it finds, what an edit costs more."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.corpus import Branch
from bench.measure import SENTENCE, Cost, append, build, clear, expect, folders, spent
from bench.peers.peer import write_file
from bench.peers.zhibu import FULL_PAGES, UNSEARCHED
from bench.search import engines, texts
from bench.search.asking import Answer, Size, asked

LANES, EACH = 2, 250
"""Browsers that ask at the same time, and how many queries each asks before it begins anew."""
PEERS = (FULL_PAGES, UNSEARCHED)
BLANK = "<!doctype html><title>Pagefind</title>"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is asked: queries whose answers are compared, the first of them with which Pagefind begins anew; edits."""

    queries: int = 1000
    afresh: int = 30
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

    def more(self, told: Callable[[Cost], float]) -> float:
        """What a build from nothing costs more with search: the median of builds side by side."""
        pairs = zip(self.cold[FULL_PAGES.id], self.cold[UNSEARCHED.id], strict=True)
        return median(told(one) - told(other) for one, other in pairs)

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
    given = {"site": release}
    if bundle:
        given |= {"pagefind": bundle, "blank": bundle.with_name("blank")}
        write_file(given["blank"] / "index.html", BLANK)
    with ProcessPoolExecutor(LANES, get_context("spawn")) as pool:  # nothing of this is timed

        def ask(address: str, script: str, few: Sequence[str] = queries) -> list[Future[list[Answer]]]:
            parts = [few[start : start + EACH] for start in range(0, len(few), EACH)]
            return [pool.submit(asked, given, address, script, part) for part in parts]

        asking = {"ours": ask("site/search/", engines.ASK_OURS)}
        if bundle:
            asking |= {"loose": ask("blank/", engines.ASK_AGAIN), "phrase": ask("blank/", engines.ASK_PHRASE)}
            asking["afresh"] = ask("blank/", engines.ASK_AFRESH, queries[: amount.afresh])
        given_back = {how: [answer for part in parts for answer in part.result()] for how, parts in asking.items()}
    found = {"ours": judged(given_back["ours"], engines.Ours(release).address, wanted, given_back["ours"])}
    if bundle:
        address = engines.Theirs(bundle).address
        found["loose"] = judged(given_back["loose"], address, wanted, given_back["afresh"])
        found["phrase"] = judged(given_back["phrase"], address, wanted, ())
    return found, len(written)


def judged(given: Sequence[Answer], address: engines.Address, wanted: Sequence[set[str]], counted: Sequence[Answer]) -> Found:
    """Answers beside what was to be found, and the bytes of those that are counted."""
    known = cache(address)

    def found() -> Iterator[set[str]]:
        return ({known(name) for name in answer.found} for answer in given)  # one at a time: all have millions

    return Found(texts.recall(found(), wanted), texts.precision(found(), wanted), tuple(answer.size for answer in counted))
