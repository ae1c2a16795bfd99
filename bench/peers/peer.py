"""What the benchmark knows of a peer: how its sources are written, what builds them, where its pages are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.corpus import Article, Branch

Scenario = Literal["cold", "same", "edit", "retitle", "checkout", "template"]
REBUILDING: tuple[Scenario, ...] = ("cold", "same", "edit", "retitle")
"""What a peer is asked that remembers nothing of its sources; a new checkout or template is another cold build for it."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where one peer works: what it reads, what it publishes, what it may keep for the next build."""

    source: Path
    output: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to build the same network.

    Args:
        how: one sentence for docs/benchmarks.md.
        write: puts the sources of the whole network into a folder.
        article_file: the source file of one article, a `str.format` template of `branch` and `slug`.
        command: the one command that builds everything.
        version: what is measured, with its version.
        missing: why it cannot run here, or "".
        pages: the folder below `output` in which the branches' folders are.
        equal: whether it writes the pages that all write; if not, it is compared with nobody.
        scenarios: what it is asked to do, in this order.
        template_file: a template in its sources that every article's page is made with, if it is asked to change one.
    """

    id: str
    name: str
    how: str
    write: Callable[[tuple[Branch, ...], Path], None]
    article_file: str
    command: Callable[[Folders], list[str]]
    version: Callable[[], str]
    missing: Callable[[], str]
    pages: str = "."
    equal: bool = True
    scenarios: tuple[Scenario, ...] = REBUILDING
    template_file: str = ""


def with_yaml(article: Article, tags: tuple[str, ...], body: str) -> str:
    """The article's source text with YAML front matter."""
    header = f"title: {article.title}\ndate: {article.date}\ntags: [{', '.join(tags)}]"
    return f"---\n{header}\nsummary: {article.summary}\n---\n\n{body}"


def write_file(path: Path, text: str) -> None:
    """Write `text`, making the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
