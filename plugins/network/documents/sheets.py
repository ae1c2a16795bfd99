"""The rows of an Excel workbook's sheets, hidden ones too, as lines of cells apart by tabs."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from plugins.network.documents.xml import parse
from plugins.network.patterns import pattern

_SHEET = pattern(r"^xl/worksheets/[^/]+\.xml$")
_SHARED = "xl/sharedStrings.xml"
_MOST_COLUMNS = 16_384
"""What Excel allows."""


def is_sheet(name: str) -> bool:
    """Whether a part of a workbook is read here."""
    return bool(_SHEET.match(name)) or name == _SHARED


def sheets(parts: Mapping[str, bytes]) -> list[str]:
    """The text of every sheet of a workbook."""
    shared = _strings(parts[_SHARED]) if _SHARED in parts else []
    return ["\n".join(_rows(content, shared)) for name, content in parts.items() if _SHEET.match(name)]


def _strings(content: bytes) -> list[str]:
    """The texts that cells refer to by number."""
    found: list[str] = []
    words: list[str] = []
    depth = {"t": 0}

    def begin(name: str, _attributes: dict[str, str]) -> None:
        depth["t"] += name.rpartition(":")[2] == "t"

    def end(name: str) -> None:
        local = name.rpartition(":")[2]
        depth["t"] -= local == "t"
        if local == "si":
            found.append("".join(words))
            words.clear()

    def text(written: str) -> None:
        if depth["t"]:
            words.append(written)

    parse(content, begin, end, text)
    return found


class _Rows:
    """Gathers the cells of one sheet while it is parsed."""

    def __init__(self, shared: list[str]) -> None:
        self.shared = shared
        self.rows: list[str] = []
        self.cells: list[str] = []
        self.type = ""
        self.words: list[str] = []
        self.inside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(":")[2]
        if local == "c":
            self.type, self.words = attributes.get("t", "n"), []
            self.cells += [""] * (_column(attributes.get("r", "")) - len(self.cells))
        self.inside = self.inside or local in ("v", "t", "oddHeader", "oddFooter")

    def end(self, name: str) -> None:
        """An element closes."""
        local = name.rpartition(":")[2]
        if local in ("v", "t"):
            self.inside = False
        elif local == "c":
            self.cells.append(self._value("".join(self.words)).replace("\n", " "))
        elif local == "row":
            self.rows.append("\t".join(self.cells))
            self.cells = []
        elif local in ("oddHeader", "oddFooter"):
            self.inside = False
            self.rows.append("".join(self.words))

    def text(self, words: str) -> None:
        """Characters within an element."""
        if self.inside:
            self.words.append(words)

    def _value(self, written: str) -> str:
        if self.type == "s":
            number = int(written) if written.isdecimal() else -1
            return self.shared[number].strip() if 0 <= number < len(self.shared) else ""
        return whole(written) if self.type == "n" else written


def whole(number: str) -> str:
    """A number without an exponent, as the sheet shows it."""
    if "E" not in number and "e" not in number:
        return number
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    return f"{value:f}" if abs(value) < Decimal(10) ** 20 else number


def _column(reference: str) -> int:
    """How many cells stand left of one by its reference: 2 for C5."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return min(max(0, number - 1), _MOST_COLUMNS)


def _rows(content: bytes, shared: list[str]) -> Iterator[str]:
    rows = _Rows(shared)
    parse(content, rows.begin, rows.end, rows.text)
    yield from rows.rows
