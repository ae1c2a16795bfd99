"""Whether the peers did the same work: the same pages, the same words on them, no dead links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

EXAMPLES = 5
SITE_ADDRESS = "https://example.cn/"


class UnequalWorkError(Exception):
    """The peers' outputs differ, so their times must not be compared."""


class Key(NamedTuple):
    """What names a page whatever its address: its branch and its <title>."""

    branch: str
    title: str


@dataclass(frozen=True, slots=True)
class Output:
    """Everything one peer published for the branches: the words of each page, and its faults."""

    peer: str
    words: dict[Key, str]
    faults: tuple[str, ...]


def read(peer: str, folder: Path, branches: Iterable[str]) -> Output:
    """What `peer` published for the branches below `folder`; the network's own root page is not compared."""
    words: dict[Key, str] = {}
    faults: list[str] = []
    found: dict[str, bool] = {}
    for branch in branches:
        for path in sorted((folder / branch).rglob("*.html")):
            tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
            key = Key(branch, _joined(tree.findtext("head/title") or ""))
            if key in words:
                faults.append(f"{path.relative_to(folder)}: a second page is titled {key.title}")
            words[key] = visible_words(tree)
            faults += (f"{path.relative_to(folder)}: {link} leads nowhere" for link in _dead(tree, path, folder, found))
    return Output(peer, words, tuple(faults))


def visible_words(tree: html.HtmlElement) -> str:
    """What a reader sees, without any white space: the systems break lines differently."""
    return _joined("".join(tree.xpath("body//text()[not(parent::script or parent::style)]")))


def _joined(text: str) -> str:
    return "".join(text.split())


def _dead(tree: html.HtmlElement, path: Path, folder: Path, found: dict[str, bool]) -> Iterator[str]:
    page = urljoin(SITE_ADDRESS, path.relative_to(folder).as_posix())
    for link in tree.xpath("body//a/@href"):
        address = urldefrag(urljoin(page, link)).url
        if address not in found:
            found[address] = _exists(address, folder)
        if not found[address]:
            yield link


def _exists(address: str, folder: Path) -> bool:
    target = folder / unquote(urlsplit(address).path).lstrip("/")
    return target.is_file() or (target / "index.html").is_file()


def compare(outputs: Iterable[Output]) -> int:
    """How many pages each peer wrote.

    Raises:
        UnequalWorkError: with the first examples of every difference.
    """
    compared = tuple(outputs)
    if not compared:
        raise UnequalWorkError("no peer is installed here")
    reference, *others = compared
    differences = [line for output in compared for line in _shown(output.peer, output.faults)]
    differences += [line for output in others for line in _differences(reference, output)]
    if differences or not reference.words:
        raise UnequalWorkError("\n".join(differences) or f"{reference.peer} wrote no pages")
    return len(reference.words)


def _differences(one: Output, other: Output) -> list[str]:
    unlike = {key for key in one.words.keys() & other.words.keys() if one.words[key] != other.words[key]}
    return [
        *_shown(f"only {one.peer}", _names(one.words.keys() - other.words.keys())),
        *_shown(f"only {other.peer}", _names(other.words.keys() - one.words.keys())),
        *_shown(f"other words in {one.peer} and {other.peer}", _names(unlike)),
    ]


def _names(keys: Iterable[Key]) -> list[str]:
    return sorted(f"{key.branch}: {key.title}" for key in keys)


def _shown(what: str, lines: Sequence[str]) -> list[str]:
    more = [f"{what}: and {len(lines) - EXAMPLES} more"] if len(lines) > EXAMPLES else []
    return [f"{what}: {line}" for line in lines[:EXAMPLES]] + more
