"""Where in the file the writer put something."""

import re
from collections import defaultdict
from functools import cached_property
from html import unescape

from plugins.network.markdown.fences import FENCE
from plugins.network.markdown.inline import decoded
from plugins.network.patterns import pattern

_QUOTED_FENCE = pattern(FENCE.pattern.replace(r"[ \t]*", r"[ \t>]*"), re.MULTILINE)
_CODE = pattern(r"(?<![`\\])(`++)(?:[^`\n]|\n(?![ \t]*\n)|(?!\1(?!`))`++)*+\1")
_SIGNS = pattern(r"[^\n]")
_FENCE_LINE = pattern(r"^(?![ ]{4})[ \t>]*(?P<fence>`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_BOX_LINE = pattern(r"^[ \t>]*(?P<line>:{3,}[ \t]*(?:(?P<name>[\w-])[^\n]*)?)$", re.MULTILINE)
_DEPTH = pattern(r"^[ \t>*+-]*", re.MULTILINE)
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")

_INLINE = r"\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>(?:[^()\s]|\([^()\s]*\)|[ ](?![\"'(]))*))"
_TARGETS = pattern(_INLINE)
_ALL_TARGETS = pattern(
    _INLINE
    + r"|^[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<defined>[^\s>]+)"
    + r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*|[^<> !]+@[^@<> ]+)>"
    + r"|\b(?:href|src)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\s\"'>]+))",
    re.MULTILINE,
)


class Lines:
    """The lines of one body; `first` is the line of the file where it begins."""

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.first = first

    def of(self, pattern: str) -> int:
        """The line of the first match, outside code if there is one there; 0 if there is none."""
        for text in (self.outside_code, self.text):
            if found := re.search(pattern, text, re.IGNORECASE):
                return self.at(found.start())
        return 0

    def of_target(self, target: str, words: str) -> int:
        """The line of the next link or image to `target`; asked twice, that of the second, and so on."""
        lines = self._targets.get(target)
        if not lines:
            return (target and self.of(re.escape(target))) or (words and self.of(re.escape(words))) or 0
        return lines.pop(0) if len(lines) > 1 else lines[0]

    def unpaired_fence(self) -> int:
        """The line of a fence that opens code and is never closed; 0 if there is none."""
        fence = _FENCE_LINE.search(self.outside_code) if "```" in self.text or "~~~" in self.text else None
        return self.at(fence.start("fence")) if fence else 0

    def unpaired_boxes(self) -> dict[str, int]:
        """The lines that open or close a `:::` box without a counterpart, as written, each with the number of the first."""
        opened: list[re.Match[str]] = []
        lonely: list[re.Match[str]] = []
        for box in _BOX_LINE.finditer(self.outside_code):
            if box["name"]:
                opened.append(box)
            elif opened:
                opened.pop()
            else:
                lonely.append(box)
        places = sorted((box.span("line") for box in (*opened, *lonely)), reverse=True)
        return {self.text[start:end].strip(): self.at(start) for start, end in places}

    def deepest(self) -> int:
        """The line that is indented or quoted most."""
        return self.at(max(_DEPTH.finditer(self.text), key=lambda found: len(found[0])).start())

    @cached_property
    def outside_code(self) -> str:
        """The text with blanks in place of code, as long as the text."""
        text = self.text
        if "```" in text or "~~~" in text:
            text = _QUOTED_FENCE.sub(_blank, text)
        return _CODE.sub(_blank, text) if "`" in text else text

    @cached_property
    def _targets(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        text = self.outside_code
        everything = "<" in text or "]:" in text
        for match in (_ALL_TARGETS if everything else _TARGETS).finditer(text):
            for target in _meant(match):
                found[target].append(self.at(match.start(match.lastgroup or 0)))
        return found

    def at(self, place: int) -> int:
        """The line of a place in the text."""
        return self.first + self.text.count("\n", 0, place)


def _blank(match: re.Match[str]) -> str:
    return _SIGNS.sub(" ", match[0])


def _meant(match: re.Match[str]) -> set[str]:
    """The targets that what was written can mean."""
    kind = match.lastgroup or ""
    written = (match[kind] or "").strip()
    if kind in ("double", "single", "plain"):
        return {unescape(written)}
    if kind == "auto":
        return {decoded(written), f"mailto:{decoded(written)}"}
    return {decoded(_ESCAPE.sub(r"\1", written))}
