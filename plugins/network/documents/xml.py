"""The words of an XML part, whatever its vocabulary: rows as lines, cells apart by tabs; nothing is ever expanded."""

from collections.abc import Callable
from xml.parsers import expat

from msgspec import Struct

_LINES = frozenset({"p", "tr", "table-row", "h", "li", "div", "si", "comment", "TextObject", "title", "text-box", "dt", "dd"})
_CELLS = frozenset({"tc", "table-cell", "td", "th"})
_SPACES = frozenset({"tab", "br", "cr", "line-break", "s"})
_TELLING = frozenset({"Target", "descr", "title", "alt", "tooltip", "href", "author", "value", "string-value", "content"})
"""Attributes that hold words; the many others hold numbers of their own."""
_NUMBERS = frozenset({"pos", "ext", "gridCol", "tblW", "pgSz"})


class Refused(Exception):
    """XML with a document type: it could grow while being read."""


class Page(Struct):
    """The words of one part, who wrote in it, and what of it is not shown."""

    words: list[str] = []
    authors: list[str] = []
    hidden: list[str] = []
    cells: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.words)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def parse(
    content: bytes, begin: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]
) -> None:
    """Read a part once; nothing is ever expanded or fetched.

    Raises:
        ExpatError: it is not XML. Refused: it declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.Parse(content, True)  # noqa: FBT003  # expat's own form


def _refuse(*_: object) -> None:
    raise Refused


def flat(content: bytes) -> Page:
    """The words of a part in reading order.

    Raises:
        ExpatError: it is not XML. Refused: it declares entities.
    """
    page = Page()
    in_cell = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_cell
        local = _local(name)
        in_cell += local in _CELLS
        if local in _SPACES:
            page.words.append(" ")
        for key, value in attributes.items():
            _note(page, local, _local(key), value)

    def end(name: str) -> None:
        nonlocal in_cell
        local = _local(name)
        if local in _CELLS:
            in_cell -= 1
            page.words.append("\t")
        elif local in _LINES:
            page.words.append(" " if in_cell and local not in ("tr", "table-row") else "\n")

    parse(content, begin, end, page.words.append)
    return page


def _note(page: Page, element: str, name: str, value: str) -> None:
    if name == "author" and element in ("ins", "del", "comment", "moveFrom", "moveTo", "cmAuthor", "rPrChange", "pPrChange"):
        page.authors.append(value)
    elif name in ("display", "visibility") and element == "table" and value in ("false", "collapse"):
        page.hidden.append("表格")
    if name in _TELLING and element not in _NUMBERS:
        page.words.append(f" {value} ")


def texts_of(content: bytes) -> dict[str, list[str]]:
    """The texts of a part by the name of the element that holds each.

    Raises:
        ExpatError: it is not XML. Refused: it declares entities.
    """
    found: dict[str, list[str]] = {}
    open_names: list[str] = []

    def begin(name: str, _attributes: dict[str, str]) -> None:
        open_names.append(_local(name))

    def end(_name: str) -> None:
        open_names.pop()

    def words(text: str) -> None:
        if text.strip():
            found.setdefault(open_names[-1], []).append(text.strip())

    parse(content, begin, end, words)
    return found
