"""Addresses: a function of path and slug alone, so that every link resolves before anything is rendered."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from plugins.network.patterns import pattern

SLUG = pattern(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
SITE_ID = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATED_NAME = pattern(r"(\d{4}-\d{2}-\d{2})(?:-|$)")
SLUG_BYTES = 80
RESERVED_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))})
"""File names that Windows cannot open; the offline copy must."""


_slugs: dict[str, str] = {}
"""Slugs already made in this process, or remembered from the one before: pypinyin takes 0.3 s to load."""


def slug_of(name: str) -> str:
    """A file name or a word as part of an address: Chinese in pinyin, lower case, hyphens; never over 80 bytes.

    A name that has to be cut, or that leaves nothing, gets a few letters of its hash, so that it stays its own.
    """
    if name not in _slugs:
        _slugs[name] = _slug(name)
    return _slugs[name]


def slugs() -> Mapping[str, str]:
    """Every slug of Chinese text made or remembered so far."""
    return {name: slug for name, slug in _slugs.items() if not name.isascii()}


def remember(made: Mapping[str, str]) -> None:
    """Take slugs that an earlier process made with the same code and libraries."""
    _slugs.update(made)


def _slug(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    latin = folded if folded.isascii() else _pinyin(folded)
    slug = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    if slug and len(slug) <= SLUG_BYTES and slug not in RESERVED_NAMES:
        return slug
    mark = hashlib.sha256(folded.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{slug[: SLUG_BYTES - 9].strip('-')}-{mark}".strip("-")


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # 0.16 s to import: only for names that need it

    return "-".join(lazy_pinyin(text))


def stem_of(path: str) -> str:
    """The part of a path that names the item: the file's stem, or the folder's for `x/index.md`."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    return folder.rpartition("/")[2] if stem == "index" and folder.count("/") > 1 else stem


def date_in_name(path: str) -> str:
    """The ISO date that a file name begins with, or an empty text."""
    match = DATED_NAME.match(stem_of(path))
    return match[1] if match else ""


def file_address(path: str, base: str, folder: str) -> str:
    """The address of a picture or attachment: its own name, in its site's English folder."""
    parts = PurePosixPath(path).parts[1:]
    inner = (folder, *parts[1:]) if folder and len(parts) > 1 else parts
    return base + "/".join(inner)


def distinct_slugs(words: Iterable[str]) -> dict[str, str]:
    """A slug for every word; words that sound alike get a number, in their order as text."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for word in sorted(words):
        slug, number = slug_of(word), 2
        while slug in taken:
            slug, number = f"{slug_of(word)}-{number}", number + 1
        taken.add(slug)
        slugs[word] = slug
    return slugs
