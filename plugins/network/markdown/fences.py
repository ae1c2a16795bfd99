"""Code: fenced blocks are taken out of the text before anything else looks at it."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.util import ETX, STX, AtomicString

from plugins.network.patterns import pattern

FENCE = pattern(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)\n"
    r"(?P<code>(?:.*\n)*?)[ \t]*(?P=fence)[`~]*[ \t]*$",
    re.MULTILINE,
)
_LANGUAGE = pattern(r"\s*\{?\s*\.?([a-z0-9+#-]{1,20})(?![^\s{},:])", re.IGNORECASE)
_MARK = pattern(f" *{STX}fence:(\\d+){ETX} *")


class Fences:
    """The fenced code of one text, and the marks that stand for it."""

    def __init__(self) -> None:
        self.taken: list[re.Match[str]] = []

    def take_out(self, text: str) -> str:
        """The text with every fenced block replaced by a mark in a paragraph of its own."""
        return FENCE.sub(self._mark, text) if "```" in text or "~~~" in text else text

    def put_back(self, text: str) -> str:
        """The text as it was written, for those who want no marks."""
        return _MARK.sub(lambda mark: self.taken[int(mark[1])][0], text) if STX in text else text

    def _mark(self, fence: re.Match[str]) -> str:
        self.taken.append(fence)
        return f"\n{fence['indent']}{STX}fence:{len(self.taken) - 1}{ETX}\n"


class FencedCode(BlockProcessor):
    """Turns a mark into code, however deep it is indented."""

    def __init__(self, parser: BlockParser, fences: Fences) -> None:
        super().__init__(parser)
        self.fences = fences

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block is a mark."""
        return bool(_MARK.match(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Append the code as `fence`: a `pre` would be continued by an indented block that follows."""
        block = blocks.pop(0)
        mark = _MARK.match(block)
        assert mark is not None
        fence = self.fences.taken[int(mark[1])]
        code = SubElement(parent, "fence")
        code.text = AtomicString(_dedented(fence["code"], fence["indent"]))
        if language := _LANGUAGE.match(fence["info"]):
            code.set("data-language", language[1].lower())
        if rest := block[mark.end() :].strip("\n"):
            blocks.insert(0, rest)


def finish(elements: Iterable[Element]) -> None:
    """Give all code its final form: `pre` around `code`, the text as it was written."""
    for element in elements:
        if element.tag == "fence":
            element.tag = "pre"
            SubElement(element, "code").text = element.text
            element.text = None
        elif element.tag == "pre" and len(element) and isinstance(element[0].text, AtomicString):
            element[0].text = unescaped(element[0].text).rstrip() + "\n"


def unescaped(code: str) -> str:
    """Undo `markdown.util.code_escape`: our trees hold plain text and are escaped when written."""
    if "&" not in code:
        return code
    return code.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _dedented(code: str, indent: str) -> str:
    return re.sub(f"^{indent}", "", code, flags=re.MULTILINE) if indent else code
