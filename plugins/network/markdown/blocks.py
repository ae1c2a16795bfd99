"""The blocks of a text: headings, lists, quotes, tables, code, paragraphs."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    CodeBlockProcessor,
    EmptyBlockProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ListIndentProcessor,
    ParagraphProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor

from plugins.network.markdown.containers import Admonition, Container
from plugins.network.markdown.fences import FencedCode, Fences
from plugins.network.markdown.footnotes import Footnotes
from plugins.network.markdown.habits import understood
from plugins.network.markdown.lists import aligned
from plugins.network.markdown.raw_html import RawBlock
from plugins.network.patterns import pattern

_NOT_PLAIN = pattern(r"^(?:[ ]{0,3}(?:[#=\-_*+>\[:!<\x02]|\d+\.)|[ ]{4}|$)|\|", re.MULTILINE)
_EXPLICIT_ID = pattern(r"\s*\{:?[ ]*#([^\s{}\"'<>]+)[^{}]*\}$")
_INTERRUPTION = pattern(
    r"\n(?=[ ]{0,3}(?:[-*+]|1\.)[ ]+\S)"  # a list
    r"|\n(?=[^\n]*\|[^\n]*\n[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\||$))",  # a table
    re.MULTILINE,
)


class Blocks(BlockParser):
    """The block parser; a text is only shown to the processors whose signs it holds at all."""

    def __init__(self, md: Markdown, footnotes: Footnotes, language: str) -> None:
        super().__init__(md)
        footnotes.parser = self
        self.fences = Fences()
        self.paragraph = ParagraphProcessor(self)
        md.ESCAPED_CHARS = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        tables = TableProcessor(self, {"use_align_attribute": True})
        self.signs: tuple[tuple[str, BlockProcessor], ...] = (
            ("!!!", Admonition(self, language)),
            ("", EmptyBlockProcessor(self)),
            ("", ListIndentProcessor(self)),
            (": ", DefListIndentProcessor(self)),
            ("```", fenced := FencedCode(self, self.fences)),
            ("~~~", fenced),
            ("", CodeBlockProcessor(self)),
            (":::", Container(self)),
            ("<", RawBlock(self, self.fences)),
            ("|", tables),
            ("#", Heading(self)),
            ("\n=", underlined := SetextHeading(self)),
            ("\n-", underlined),
            ("", HRProcessor(self)),
            ("", SaneOListProcessor(self)),
            ("", SaneUListProcessor(self)),
            ("", Interruption(self)),
            (": ", DefListProcessor(self)),
            (">", BlockQuoteProcessor(self)),
            ("[^", FootnoteBlockProcessor(footnotes)),  # type: ignore[arg-type]  # asks only parser and setFootnote
            ("]:", ReferenceProcessor(self)),
            ("", self.paragraph),
        )
        self.chosen: tuple[BlockProcessor, ...] = ()

    def reset(self) -> None:
        """Forget the text before, even if its parse was broken off."""
        self.state.clear()
        self.fences.taken.clear()

    def choose(self, text: str) -> None:
        """Keep only the processors that can find something in `text`."""
        self.chosen = tuple(dict.fromkeys(processor for sign, processor in self.signs if sign in text))

    def parseChunk(self, parent: Element, text: str) -> None:  # Python-Markdown's name
        """The blocks of `text` as children of `parent`."""
        text = understood(self.fences.take_out(text))
        if "\t" in text:
            text = text.expandtabs(4)
        super().parseChunk(parent, aligned(text))

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # Python-Markdown's name
        """As the stock one; a block without any sign is a paragraph at once."""
        while blocks:
            block = blocks[0]
            if not _NOT_PLAIN.search(block):
                self.paragraph.run(parent, blocks)
                continue
            for processor in self.chosen:
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break


class Heading(HashHeaderProcessor):
    """`## text {#id}`; a space is needed, so that `#3 机组` at the start of a line is no heading."""

    RE = re.compile(r"(?:^|\n)[ ]{0,3}(?P<level>#{1,6})[ \u3000]+(?P<header>[^\n]*?\S)(?:[ ]+#+)?[ ]*(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Append the heading, with the id it names."""
        super().run(parent, blocks)
        _take_id(parent[-1])


class SetextHeading(SetextHeaderProcessor):
    """A heading by its underline; below a list item or a quote the line is a rule."""

    RE = re.compile(r"^(?![ ]{0,3}(?:[-*+][ ]|\d{1,9}\.[ ]|>)).*?\n[=-]+[ ]*(\n|$)", re.MULTILINE)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Append the heading, with the id it names."""
        super().run(parent, blocks)
        _take_id(parent[-1])


class Interruption(BlockProcessor):
    """A list or a table right below a line of text needs no blank line, as on git hosts."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a list or table begins inside the block."""
        return bool(_INTERRUPTION.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Divide the block there."""
        before, after = _INTERRUPTION.split(blocks.pop(0), maxsplit=1)
        blocks.insert(0, after)
        self.parser.parseBlocks(parent, [before])


def _take_id(heading: Element) -> None:
    text = heading.text or ""
    if text.endswith("}") and (written := _EXPLICIT_ID.search(text)):
        heading.set("id", written[1])
        heading.text = text[: written.start()]
