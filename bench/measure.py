"""Runs the peers in turn, A B C A B C, and keeps what each build cost and whether it did its work."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Branch
from bench.equal import UnequalWorkError, compare, read
from bench.peers import Peer
from bench.peers.peer import Folders, Scenario

METERED = Path(__file__).with_name("metered.py")
SENTENCE = "这一句是后来补上的。"
NEW_TITLE = "换了标题的最新一篇"
NEW_MARKUP = "<!-- changed -->"


class BuildFailedError(Exception):
    """A peer's build ended with an error; the message has the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, processor seconds of all processes, bytes of the largest single process."""

    seconds: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What one build of one peer cost."""

    peer: str
    scenario: Scenario
    cost: Cost


@dataclass(frozen=True, slots=True)
class Measurement:
    """All samples, and the number of pages of the branches, equal for all peers."""

    samples: tuple[Sample, ...]
    pages: int


def measure(
    peers: tuple[Peer, ...], branches: tuple[Branch, ...], work: Path, runs: int, say: Callable[[str], None]
) -> Measurement:
    """Builds every scenario with every peer `runs` times.

    Raises:
        BuildFailedError: a build ended with an error.
        UnequalWorkError: a build left something out, or the peers' pages differ.
    """
    for peer in peers:
        shutil.rmtree(work / peer.id, ignore_errors=True)
        peer.write(branches, folders(work, peer).source)
    samples: list[Sample] = []
    pages = 0
    for run in range(1, runs + 1):
        for peer in peers:
            for sample in turn(peer, branches, folders(work, peer)):
                samples.append(sample)
                say(f"{run}/{runs} {peer.id} {sample.scenario}: {sample.cost.seconds:.2f} s")
        pages = pages or compare_outputs(peers, branches, work)
    return Measurement(tuple(samples), pages)


def environment() -> dict[str, str]:
    """What peers find around them: as on any user's machine, Python may keep what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def folders(work: Path, peer: Peer) -> Folders:
    """Where `peer` works below `work`."""
    return Folders(*(work / peer.id / name for name in ("source", "output", "cache")))


def compare_outputs(peers: tuple[Peer, ...], branches: tuple[Branch, ...], work: Path) -> int:
    """The number of pages every peer wrote; raises UnequalWorkError where they differ."""
    ids = [branch.id for branch in branches]
    return compare(read(peer.id, folders(work, peer).output / peer.pages, ids) for peer in peers if peer.equal)


def turn(peer: Peer, branches: tuple[Branch, ...], at: Folders) -> Iterator[Sample]:
    """Each scenario of the peer once, ordered so that a build never finds two changes; the sources are put back."""
    branch = branches[len(branches) // 2]
    edited, newest = branch.articles[len(branch.articles) // 2], branch.articles[-1]
    edited_file, newest_file = (
        at.source / peer.article_file.format(branch=branch.id, slug=article.slug) for article in (edited, newest)
    )
    home = at.output / peer.pages / branch.id
    page = home / "news" / edited.slug / "index.html"
    template = at.source / peer.template_file if peer.template_file else edited_file

    def renamed() -> str:
        return newest_file.read_text(encoding="utf-8").replace(newest.title, NEW_TITLE, 1)

    changes: dict[Scenario, tuple[Callable[[], object], Callable[[], object]]] = {
        "cold": (lambda: clear(at), lambda: None),
        "same": (lambda: None, lambda: None),
        "edit": (lambda: append(edited_file, f"\n{SENTENCE}\n"), lambda: expect(SENTENCE, page, peer)),
        "retitle": (
            lambda: replace(newest_file, renamed()),
            lambda: expect(NEW_TITLE, page if peer.equal else home / "index.html", peer),
        ),
        "checkout": (lambda: check_out(at.source), lambda: expect(NEW_TITLE, home / "index.html", peer)),
        "template": (lambda: append(template, NEW_MARKUP), lambda: expect(NEW_MARKUP, page, peer)),
    }
    with restored(edited_file), restored(newest_file), restored(template):
        for scenario in peer.scenarios:
            change, proved = changes[scenario]
            change()
            yield Sample(peer.id, scenario, build(peer, at))
            proved()


@contextmanager
def restored(path: Path) -> Iterator[None]:
    """Puts the file's bytes back afterwards."""
    before = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(before)


def replace(path: Path, text: str) -> None:
    """Write `text`, which must differ from what the file holds."""
    if path.read_text(encoding="utf-8") == text:
        raise UnequalWorkError(f"{path}: the edit changed nothing")
    path.write_text(text, encoding="utf-8")


def append(path: Path, text: str) -> None:
    """Write `text` at the end of a file."""
    replace(path, path.read_text(encoding="utf-8") + text)


def check_out(source: Path) -> None:
    """The same files anew, as a pipeline's fresh checkout has them beside a cache from before."""
    before = source.with_name("before")
    source.rename(before)
    shutil.copytree(before, source, copy_function=shutil.copyfile)
    shutil.rmtree(before)


def clear(at: Folders) -> None:
    """Output and cache gone, as on a fresh machine."""
    for folder in (at.output, at.cache):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def expect(text: str, page: Path, peer: Peer) -> None:
    """Raises UnequalWorkError unless the edit has reached the published page."""
    if text not in page.read_text(encoding="utf-8"):
        raise UnequalWorkError(f"{peer.id}: {page.name} of {page.parent.name} was published without “{text}”")


def build(peer: Peer, at: Folders) -> Cost:
    """What one run of the peer's command cost."""
    return spent(peer.command(at), at.source.parent, peer.id)


def spent(command: list[str], folder: Path, name: str) -> Cost:
    """What a command cost; what it prints is kept in the folder.

    Raises:
        BuildFailedError: it ended with an error.
    """
    result, log = folder / "cost.json", folder / "log.txt"
    meter = [sys.executable, "-I", "-S", str(METERED), str(result), *command]
    with log.open("wb") as printed:
        subprocess.run(meter, check=True, stdout=printed, stderr=subprocess.STDOUT, env=environment())
    told = json.loads(result.read_text(encoding="utf-8"))
    if told["exit"] != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise BuildFailedError(f"{name} ended with {told['exit']}:\n{tail}")
    return Cost(told["seconds"], told["cpu"], told["peak"])
