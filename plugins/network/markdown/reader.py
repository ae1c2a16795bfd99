"""The one Markdown instance of a process and language: the syntax it knows and the tree it makes of a text."""

from functools import cache
from typing import Self
from xml.etree.ElementTree import Element

from markdown import Markdown

from plugins.network.markdown.blocks import Blocks
from plugins.network.markdown.footnotes import Footnotes
from plugins.network.markdown.habits import with_signs
from plugins.network.markdown.inline import Inline


class Reader(Markdown):
    """Python-Markdown with our syntax; what it makes of one text never depends on the text before."""

    def __init__(self, language: str) -> None:
        self.language = language  # asked for while the parsers are built
        super().__init__()

    def build_parser(self) -> Self:
        """Our own block and inline parsers in place of the stock ones."""
        super().build_parser()
        self.footnotes = Footnotes()
        self.blocks = Blocks(self, self.footnotes, self.language)
        self.parser = self.blocks
        self.inline = Inline(self, self.footnotes)
        self.treeprocessors.register(self.inline, "inline", 20)
        return self

    def reset(self) -> Self:
        """Forget everything about the text before, even if its parse was broken off."""
        super().reset()
        self.blocks.reset()
        self.footnotes.reset()
        return self

    def tree(self, text: str) -> Element:
        """A `body` with everything in `text`; raw HTML stays in `htmlStash`, placeholders stand for it."""
        self.reset()
        signs = with_signs(text)
        self.blocks.choose(signs)
        root = Element("body")
        self.blocks.parseChunk(root, text)
        self.footnotes.define(root)
        return self.inline.run_on(root, signs)


@cache
def reader(language: str) -> Reader:
    """The Reader of this process for a network of this language."""
    return Reader(language)
