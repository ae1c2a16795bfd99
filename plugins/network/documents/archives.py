"""Documents that are ZIP archives of XML (OOXML, ODF, OFD, EPUB) and plain archives, unpacked within bounds."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from xml.parsers import expat

from msgspec import Struct

from plugins.network.documents.sheets import is_sheet, sheets
from plugins.network.documents.xml import Refused, flat, texts_of
from plugins.network.folding import folded
from plugins.network.patterns import pattern
from plugins.network.said import Said

MOST_BYTES = 200_000_000
MOST_PARTS = 20_000
DEEPEST = 3
"""So many archives may lie in each other."""

_AUTHORS = {"creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager", "Author"}
_PROPERTIES = pattern(r"(?:^|/)(?:docProps/(?:core|app|custom)\.xml|meta\.xml|OFD\.xml|content\.opf)$")
_WORDS = pattern(r"\.(?:xml|rels|xhtml|html?|opf|ncx)$", re.IGNORECASE)
_DULL = pattern(r"(?:^|/)(?:styles|theme\d*|fontTable|settings|webSettings|numbering|\[Content_Types\]|stylesWithEffects)\.xml$")


class TooMuchError(Exception):
    """Far more is packed in a file than its size tells."""


class Budget(Struct):
    """What unpacking one file may still cost."""

    left: int = MOST_BYTES
    parts: int = MOST_PARTS
    depth: int = DEEPEST

    def spend(self, amount: int) -> None:
        """Count unpacked bytes.

        Raises:
            TooMuchError: nothing is left.
        """
        self.left -= amount
        self.parts -= 1
        if self.left < 0 or self.parts < 0:
            raise TooMuchError


T = TypeVar("T")
Inner = Callable[[str, bytes, Budget], Said | None]


class _Gathered(Struct):
    texts: list[str] = []
    facts: dict[str, list[str]] = {}

    def note(self, name: str, values: Iterable[str]) -> None:
        """Keep what stands in no line."""
        self.facts.setdefault(name, []).extend(value for value in values if value)

    def add(self, said: Said) -> None:
        """Keep what a file inside says."""
        self.texts.append(said.text)
        for name, values in said.facts.items():
            self.note(name, values)


def packed(suffix: str, raw: bytes, budget: Budget, inner: Inner) -> Said:
    """What stands in all parts of an archive; a damaged or encrypted one says that it is `unread`.

    Raises:
        TooMuchError: more is packed in it than the budget allows.
    """
    gathered = _Gathered()
    if budget.depth == 0:
        return Said("", numbered=False, facts={"unread": ("压缩包套了太多层",)})
    budget.depth -= 1
    try:
        _gather(suffix, raw, budget, inner, gathered)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, OSError, ValueError, KeyError):
        gathered.note("unread", ["文件损坏"])
    except RuntimeError:  # zipfile's word for an encrypted part
        gathered.note("unread", ["文件加了密码"])
    budget.depth += 1
    facts = {name: tuple(dict.fromkeys(values)) for name, values in gathered.facts.items()}
    return Said(folded("\n".join(gathered.texts)), numbered=False, facts=facts)


def _gather(suffix: str, raw: bytes, budget: Budget, inner: Inner, gathered: _Gathered) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = dict(_unpacked(archive, budget))
    workbook = parts.get("xl/workbook.xml")
    if workbook is not None:
        gathered.note("hidden", _hidden_sheets(workbook))
        gathered.texts += sheets(parts)
    for name, content in parts.items():
        if _PROPERTIES.search(name):
            _note_properties(content, gathered)
        elif suffix != ".zip" and _WORDS.search(name) and not _DULL.search(name) and not is_sheet(name):
            _note_words(content, gathered)
        elif (said := inner(name, content, budget)) is not None:
            gathered.add(said)


def _unpacked(archive: zipfile.ZipFile, budget: Budget) -> Iterator[tuple[str, bytes]]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        with archive.open(info) as part:
            content = part.read(budget.left + 1)
        budget.spend(len(content))
        yield info.filename, content


def _hidden_sheets(workbook: bytes) -> list[str]:
    found = re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", workbook)
    hidden = [tag for tag in found if re.search(rb'state="(?:hidden|veryHidden)"', tag)]
    return [name[1].decode("utf-8", "replace") if (name := re.search(rb'name="([^"]*)"', tag)) else "?" for tag in hidden]


def _note_properties(content: bytes, gathered: _Gathered) -> None:
    found = _readable(content, texts_of, gathered) or {}
    for name, values in found.items():
        if name in _AUTHORS:
            gathered.note("author", values)
        gathered.texts += values


def _note_words(content: bytes, gathered: _Gathered) -> None:
    page = _readable(content, flat, gathered)
    if page is not None:
        gathered.texts.append(page.text)
        gathered.note("author", page.authors)
        gathered.note("hidden", page.hidden)


def _readable(content: bytes, read: Callable[[bytes], T], gathered: _Gathered) -> T | None:
    try:
        return read(content)
    except (expat.ExpatError, Refused, UnicodeError, LookupError):
        gathered.note("unread", ["文件里有读不懂的部分"])
        return None
