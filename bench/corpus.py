"""Invented branches and articles for the benchmarks: the same bytes on every machine."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

SEED = 20260305
NEWEST = date(2025, 12, 30)
HAN_PER_ARTICLE = 1000
LINK = re.compile(r"\]\(([a-z0-9-]+)\.md\)")
HAN = re.compile("[\u4e00-\u9fff]")

WORDS_FILE = Path(__file__).with_name("words.yaml")
WORDS: dict[str, tuple[str, ...]] = {
    part: tuple(words.split()) for part, words in yaml.safe_load(WORDS_FILE.read_bytes()).items()
}


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `body` is Markdown that links to articles of the same branch by their file names."""

    slug: str
    title: str
    date: date
    tags: tuple[str, ...]
    summary: str
    body: str

    def linking(self, address: Callable[[str], str]) -> str:
        """The body with every link to another article written as `address(slug)`."""
        return LINK.sub(lambda link: f"]({address(link[1])})", self.body)


@dataclass(frozen=True, slots=True)
class Branch:
    """One site with its articles, the oldest first."""

    id: str
    title: str
    articles: tuple[Article, ...]


def network(sites: int, articles: int, seed: int = SEED) -> tuple[Branch, ...]:
    """`sites` branches of `articles` articles each; equal arguments give equal text."""
    return tuple(_branch(number, articles, seed) for number in range(1, sites + 1))


def _branch(number: int, articles: int, seed: int) -> Branch:
    choice = random.Random(seed * 100_000 + number)
    slugs = tuple(f"article-{position:03}" for position in range(1, articles + 1))
    written = tuple(_article(choice, position, slugs) for position in range(articles))
    return Branch(id=f"b{number:03}", title=f"示例第{number}党支部", articles=written)


def _article(choice: random.Random, position: int, slugs: tuple[str, ...]) -> Article:
    return Article(
        slug=slugs[position],
        title=f"{choice.choice(WORDS['themes'])}{choice.choice(WORDS['forms'])}（第{position + 1}篇）",
        date=NEWEST - timedelta(days=len(slugs) - 1 - position),
        tags=tuple(choice.sample(WORDS["tags"], 3)),
        summary=_sentence(choice),
        body=_body(choice, position, slugs[:position] + slugs[position + 1 :] or slugs),
    )


def _body(choice: random.Random, position: int, others: tuple[str, ...]) -> str:
    opening, middle, ending = (f"## {heading}" for heading in choice.sample(WORDS["headings"], 3))
    blocks = [_paragraph(choice, 3), opening, _paragraph(choice, 4), _list(choice), middle]
    blocks += [_linked(choice, others), f"> {_sentence(choice)}"]
    blocks += [_table(choice)] if position % 3 == 0 else []
    blocks += [_linked(choice, others), ending]
    return "\n\n".join([*blocks, *_filling(choice, HAN_PER_ARTICLE - _han(blocks))]) + "\n"


def _filling(choice: random.Random, wanted: int) -> Iterator[str]:
    """Paragraphs until `wanted` Chinese characters are reached."""
    while wanted > 0:
        paragraph = _paragraph(choice, 4)
        wanted -= _han([paragraph])
        yield paragraph


def _han(blocks: list[str]) -> int:
    return sum(len(HAN.findall(block)) for block in blocks)


def _sentence(choice: random.Random) -> str:
    time, people, place = (
        choice.choice(WORDS["times"]),
        choice.choice(WORDS["people"]),
        choice.choice(WORDS["places"]),
    )
    return f"{time}，{people}{place}{choice.choice(WORDS['deeds'])}，{choice.choice(WORDS['results'])}。"


def _paragraph(choice: random.Random, sentences: int) -> str:
    return "".join(_sentence(choice) for _ in range(sentences))


def _linked(choice: random.Random, others: tuple[str, ...]) -> str:
    link = f"[{choice.choice(WORDS['themes'])}一文]({choice.choice(others)}.md)"
    return f"{_sentence(choice)}另见{link}，{choice.choice(WORDS['results'])}。"


def _list(choice: random.Random) -> str:
    return "\n".join(f"- {deed}，{choice.choice(WORDS['results'])}" for deed in choice.sample(WORDS["deeds"], 4))


def _table(choice: random.Random) -> str:
    rows = [f"| {name} | {choice.randint(10, 99)} | {choice.randint(1, 9)} |" for name in choice.sample(WORDS["measures"], 4)]
    return "\n".join(["| 项目 | 上月 | 本月 |", "| --- | --- | --- |", *rows])
