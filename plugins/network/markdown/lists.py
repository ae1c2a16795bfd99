"""List indentation: two and three columns, as git hosts take them, become the four of Python-Markdown."""

import re

from plugins.network.patterns import pattern

_INDENTED = pattern(r"^[ ]+\S", re.MULTILINE)
_ITEM = pattern(r"^[ ]*(?:[-*+]|\d+\.)[ ]", re.MULTILINE)
_MARKER = pattern(r"(?:[-*+]|\d{1,9}\.)([ ]+)(?=\S)")
_RULE = pattern(r"(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,})$")
_DEEPEST = 100


def aligned(text: str) -> str:
    """The text with everything inside list items indented by four columns a level.

    What belongs to an item is what begins at or right of the item's own text (CommonMark 0.31, section 5.2).

    Raises:
        RecursionError: more than a hundred levels.
    """
    if not _INDENTED.search(text) or not _ITEM.search(text):
        return text
    return "\n".join(map(_Aligned().line, text.split("\n")))


class _Aligned:
    """One walk down the lines; `columns` are where the texts of the open items begin."""

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.blank = True
        self.inner_block = False
        """The lines since the last blank one began inside an item."""

    def line(self, line: str) -> str:
        content = line.lstrip(" ")
        if not content:
            self.blank = True
            return line
        after_blank, self.blank = self.blank, False
        indent = len(line) - len(content)
        if after_blank:
            self.inner_block = indent > 0
        marker = _MARKER.match(content)
        if marker and not _RULE.match(content):
            return self._item(indent, content, marker)
        if after_blank:
            self._close(indent)
        return self._continued(line, indent, content)

    def _item(self, indent: int, content: str, marker: re.Match[str]) -> str:
        deeper = len(self.columns)
        self._close(indent)
        inside = indent - (self.columns[-1] if self.columns else 0)
        if inside >= 4:  # code, or the content of something that is no list
            return self._continued(" " * indent + content, indent, content)
        level = len(self.columns)
        if level > _DEEPEST:
            raise RecursionError("list levels")
        self.columns.append(indent + (marker.end() if len(marker[1]) < 5 else marker.start(1) + 1))
        apart = "\n" if self.inner_block and level + 1 < deeper else ""  # else it would be taken for an inner item
        return apart + "    " * level + content

    def _continued(self, line: str, indent: int, content: str) -> str:
        if not self.columns or indent < self.columns[-1]:
            return line
        inside = indent - self.columns[-1]
        return "    " * len(self.columns) + (" " * inside if inside >= 4 else "") + content

    def _close(self, indent: int) -> None:
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()
