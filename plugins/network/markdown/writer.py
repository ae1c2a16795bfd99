"""The tree written down, as HTML and as plain reading text; line breaks in Chinese text leave no space."""

import re
from html import escape
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX

from plugins.network.patterns import pattern

_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_EITHER = "“”‘’…—·"
_SPACE = r"[ \u3000]*\n\s*"
_INSIDE = pattern(rf"(?:(?<=[{_WIDE}])|(?<=[{_WIDE}][{_EITHER}])){_SPACE}|{_SPACE}(?=[{_EITHER}]*[{_WIDE}])")
_BREAK = pattern(_SPACE)
_TRAILING = pattern(rf"{_SPACE}$")
_ENDS_WIDE = pattern(rf"[{_WIDE}][{_EITHER}]?$")
_BEGINS_WIDE = pattern(rf"[{_EITHER}]*[{_WIDE}]")

_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
INLINE = frozenset(
    re.findall(
        r"\w+", "a abbr b br cite code del em i img input ins kbd label mark q rp rt ruby s small span strong sub sup u wbr"
    )
)
_EXACT = frozenset({"code", "pre"})
_CELLS = frozenset({"td", "th"})
_NOT_READ = frozenset({"contents", "footnote-mark", "footnote-back"})


def joined(text: str) -> str:
    """The text on one line."""
    return " ".join(_INSIDE.sub("", text).split("\n")) if "\n" in text else text


class Writer:
    """Writes one tree. `text` is what is read: no tags, no code blocks, a line for each block."""

    def __init__(self) -> None:
        self.html: list[str] = []
        self.words: list[str] = []
        self.exact = False
        """Inside code: every character stays."""
        self.before = ""
        """The last two characters on this line; empty at its beginning."""
        self.pending: tuple[int, list[str], int] | None = None
        """The places of a line break that may have to become a space: that depends on what comes next."""

    def __str__(self) -> str:
        """The HTML; signs of the parser that hostile text left behind are not in it."""
        return "".join(self.html).replace(STX, "").replace(ETX, "")

    @property
    def text(self) -> str:
        """The plain reading text."""
        words = "".join(self.words).replace(STX, "").replace(ETX, "")
        lines = (" ".join(line.split()) for line in words.split("\n"))
        return "\n".join(line for line in lines if line)

    def inside(self, element: Element) -> None:
        """Write what is inside an element."""
        if element.text:
            self._say(element.text)
        for child in element:
            self._element(child)
            if child.tail:
                self._say(child.tail)

    def _element(self, element: Element) -> None:
        tag = element.tag
        inline = tag in INLINE
        if not inline:
            self._new_line(tag)
        attributes = ""
        if element.attrib:
            attributes = "".join([f' {name}="{escape(value)}"' for name, value in element.items()])
        self.html.append(f"<{tag}{attributes}>")
        if tag in _VOID:
            self._void(tag)
        else:
            if tag in _EXACT or (attributes and element.get("class") in _NOT_READ):
                self._special(element, tag)
            else:
                self.inside(element)
            self.html.append(f"</{tag}>" if inline or tag in _CELLS else f"</{tag}>\n")
        if not inline:
            self._new_line(tag)

    def _special(self, element: Element, tag: str) -> None:
        """Code, whose characters all stay, and what is shown but is no part of the text."""
        exact, words, before = self.exact, self.words, self.before
        self.exact = exact or tag in _EXACT
        unread = tag != "code"
        if unread:
            self.words = []
        self.inside(element)
        self.exact, self.words = exact, words
        if unread:
            self.before = before

    def _void(self, tag: str) -> None:
        if tag == "img":
            self._settle(wide=False)
            self.before = "\ufffc"
        elif tag == "br":
            self.words.append("\n")
            self.before, self.pending = "", None

    def _new_line(self, tag: str) -> None:
        self.words.append(" " if tag in _CELLS else "\n")
        self.before, self.pending = "", None

    def _say(self, text: str) -> None:
        if "\n" in text and not self.exact:
            self._broken(text)
        else:
            self._put(text)

    def _broken(self, text: str) -> None:
        """Text with line breaks: only those between words that need a space stay."""
        text = _INSIDE.sub("", text)
        leading = _BREAK.match(text)
        if leading and (not self.before or _ENDS_WIDE.search(self.before)):
            text = text[leading.end() :]
        text = _BREAK.sub("\n", text)
        trailing = _TRAILING.search(text)
        if trailing:
            text = text[: trailing.start()]
        if text:
            self._put(text)
        if trailing and self.before and not _ENDS_WIDE.search(self.before):
            self.pending = len(self.html), self.words, len(self.words)
            self.html.append("")
            self.words.append("")

    def _put(self, text: str) -> None:
        if self.pending:
            self._settle(wide=bool(_BEGINS_WIDE.match(text)))
        self.html.append(escape(text, quote=False))
        self.words.append(text.replace("\n", " ") if "\n" in text else text)
        self.before = text[-2:] if len(text) > 1 else self.before[-1:] + text

    def _settle(self, *, wide: bool) -> None:
        if self.pending and not wide:
            place, words, word = self.pending
            self.html[place] = "\n"
            words[word] = " "
        self.pending = None
