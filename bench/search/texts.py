"""What is searched and what is to be found: the texts of published articles, pieces of them, the articles with a piece."""

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lxml import html

from bench.corpus import HAN

ARTICLES = "*/news/article-*/index.html"
"""The pages that are searched."""
SEED = 20260305
SHORTEST, LONGEST = 2, 8
PIECES = "//h1 | //div[@class='prose']//*[self::p or self::h2 or self::li or self::th or self::td] | //ul[@class='tags']/li"
"""What of a page is its article: title, text and tags."""


def published(folder: Path) -> dict[str, str]:
    """The words of each article's page below a folder, by address; what does not stand side by side is kept apart."""
    parser = html.HTMLParser(encoding="utf-8")
    return {
        f"{path.parent.relative_to(folder).as_posix()}/": "\n".join(
            part.text_content() for part in html.fromstring(path.read_bytes(), parser=parser).xpath(PIECES)
        )
        for path in sorted(folder.glob(ARTICLES))
    }


def substrings(texts: Sequence[str], count: int, seed: int = SEED) -> tuple[str, ...]:
    """Random pieces of the texts, of 2 to 8 Chinese characters that stand side by side."""
    choice, found = random.Random(seed), list[str]()
    while len(found) < count:
        text, length = choice.choice(texts), choice.randint(SHORTEST, LONGEST)
        start = choice.randrange(max(1, len(text) - length))
        piece = text[start : start + length]
        if len(piece) == length and len(HAN.findall(piece)) == length:
            found.append(piece)
    return tuple(found)


def holding(query: str, texts: Mapping[str, str]) -> set[str]:
    """The addresses of the texts that hold a query, looked for in each."""
    return {address for address, text in texts.items() if query in text}


def recall(found: Iterable[set[str]], wanted: Iterable[set[str]]) -> float:
    """Of what was to be found, the part that was; every query counts alike."""
    shares = [len(one & all_) / len(all_) for one, all_ in zip(found, wanted, strict=True)]
    return sum(shares) / len(shares)


def precision(found: Iterable[set[str]], wanted: Iterable[set[str]]) -> float:
    """Of what was found, the part that was to be; a query without any answer does not count."""
    shares = [len(one & all_) / len(one) for one, all_ in zip(found, wanted, strict=True) if one]
    return sum(shares) / len(shares) if shares else 0.0
