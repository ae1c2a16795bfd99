"""What stands inside a line: code, links, images, emphasis, hard breaks, entities, raw tags."""

import html
import re
from collections.abc import Collection, Iterable
from typing import ClassVar
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns, treeprocessors
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from plugins.network.markdown.fences import unescaped
from plugins.network.markdown.footnotes import Footnotes, Mark
from plugins.network.patterns import pattern

_MARKUP = pattern(r"[`\\\[<&*_]|[ ]{2}\n")
_ENTITY = pattern(inlinepatterns.ENTITY_RE)
_TORN = pattern(f"{INLINE_PLACEHOLDER_PREFIX}\\d*")
"""Part of a placeholder: the stock link parser cuts targets with unbalanced quotes and brackets anywhere."""
_ESCAPED = pattern(f"{STX}(\\d+){ETX}")
_RAW = r"(<(?P<hidden>(?i:script|style))\b[^<>]*>.*?</(?P=hidden)\s*>|" + inlinepatterns.HTML_RE[1:]


class Inline(treeprocessors.InlineProcessor):
    """The inline parser; texts without any sign are left alone, patterns without their sign are not tried."""

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        emphasis = Emphasis("*", "strong,em", md)
        emphasis.add("_", "strong,em", smart=True)
        md.inlinePatterns.register(emphasis, "em_strong", 60)
        self.signs: tuple[tuple[tuple[str, ...], inlinepatterns.Pattern], ...] = (
            (("`",), Code(inlinepatterns.BACKTICK_RE)),
            (("\\",), md.inlinePatterns["escape"]),
            (("[^",), Mark(footnotes)),
            (("]:",), Reference(inlinepatterns.REFERENCE_RE, md)),
            (("](",), Link(inlinepatterns.LINK_RE, md)),
            (("![", "]("), Image(inlinepatterns.IMAGE_LINK_RE, md)),
            (("![", "]:"), ImageReference(inlinepatterns.IMAGE_REFERENCE_RE, md)),
            (("]:",), ShortReference(inlinepatterns.REFERENCE_RE, md)),
            (("![", "]:"), ShortImageReference(inlinepatterns.IMAGE_REFERENCE_RE, md)),
            (("<", "://"), Autolink(inlinepatterns.AUTOLINK_RE, self)),
            (("<", "@"), Autolink(inlinepatterns.AUTOMAIL_RE, self, "mailto:")),
            (("\n",), inlinepatterns.SubstituteTagInlineProcessor(r"(?:[ ]{2,}|\\)\n[ ]*", "br")),
            (("<",), inlinepatterns.HtmlInlineProcessor(_RAW, md)),
            (("&",), Entity(inlinepatterns.ENTITY_RE)),
            (("*",), emphasis),
            (("_",), emphasis),
        )

    def run_on(self, root: Element, text: str) -> Element:
        """The tree with its inline parts; `text` is all of what was written."""
        chosen = dict.fromkeys(p for signs, p in self.signs if all(sign in text for sign in signs))
        self.inlinePatterns = tuple(chosen)  # type: ignore[assignment]  # it is only indexed and measured
        self._parse(root)
        if "\\" in text:
            _restore(root.iter())
        return root

    def _parse(self, root: Element) -> None:
        """Parse the texts that hold signs; usually they are few, and none has elements inside yet."""
        marked = [element for element in root.iter() if element.text and _MARKUP.search(element.text)]
        if any(map(len, marked)) or any(element.tail for element in root.iter()):
            for element in root.iter():
                if element.text and not _MARKUP.search(element.text):
                    element.text = AtomicString(element.text)
            self.run(root)
            return
        for element in marked:
            alone = Element("alone")  # the parser wants to begin above what it parses
            alone.append(element)
            self.run(alone)


class Code(inlinepatterns.BacktickInlineProcessor):
    """Inline code, its text as it was written."""

    def handleMatch(  # type: ignore[override]  # as in Python-Markdown itself
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """A `code` element."""
        found, start, end = super().handleMatch(m, data)
        if isinstance(found, Element):
            found.text = AtomicString(unescaped(found.text or ""))
        return found, start, end


class Entity(inlinepatterns.InlineProcessor):
    """`&copy;` and `&#38;` are the characters they stand for."""

    def handleMatch(  # type: ignore[override]  # as in Python-Markdown itself
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """The character; an unknown entity stays as it was written."""
        return html.unescape(m[1]), m.start(), m.end()


class Emphasis(inlinepatterns.DelimiterProcessor):
    """`*a*`, `**a**`, `_a_`; never swallows text.

    The stock one takes the end of `2*3**4*5` for two signs and drops the 5 (inlinepatterns.py, `handleMatch`).
    """

    def handleMatch(  # type: ignore[override]  # as in Python-Markdown itself
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """An element of all that is paired from here on, or None."""
        self.text = data
        return super().handleMatch(m, data)

    def add_region(self, delim: inlinepatterns.Delimiter, a: int, b: int, c: int, d: int, size: int) -> None:
        """Keep only regions whose both ends consist of signs."""
        if not (self.text[a:b] + self.text[c:d]).strip(delim.token):
            super().add_region(delim, a, b, c, d, size)


class _Targets:
    """Links do not nest; entities in addresses and titles mean their characters."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ("a",)

    def unescape(self, text: str) -> str:
        """The text with stashed pieces put back."""
        text = super().unescape(text)  # type: ignore[misc]  # mixed into inline processors only
        return decoded(_TORN.sub("", text))


class Link(_Targets, inlinepatterns.LinkInlineProcessor):
    """`[text](target "title")`."""


class Image(_Targets, inlinepatterns.ImageInlineProcessor):
    """`![alt](target "title")`, inside links as well."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()


class _Defined(_Targets):
    """The target stands in a definition: `[id]: target "title"`."""

    def makeTag(self, href: str, title: str | None, text: str) -> Element:  # Python-Markdown's name
        """The element that points to the definition's target."""
        tag: Element = super().makeTag(decoded(href), decoded(title or ""), text)  # type: ignore[misc]  # mixed in
        return tag


class Reference(_Defined, inlinepatterns.ReferenceInlineProcessor):
    """`[text][id]`."""


class ShortReference(_Defined, inlinepatterns.ShortReferenceInlineProcessor):
    """`[id]`."""


class ImageReference(_Defined, inlinepatterns.ImageReferenceInlineProcessor):
    """`![alt][id]`."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()


class ShortImageReference(_Defined, inlinepatterns.ShortImageReferenceInlineProcessor):
    """`![id]`."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()


class Autolink(_Targets, inlinepatterns.InlineProcessor):
    """`<https://…>` and `<name@host>`."""

    ANCESTOR_EXCLUDES: ClassVar[Collection[str]] = ()

    def __init__(self, pattern: str, parser: Inline, scheme: str = "") -> None:
        super().__init__(pattern, parser.md)
        self.parser = parser
        self.scheme = scheme

    def handleMatch(  # type: ignore[override]  # as in Python-Markdown itself
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """The link, whose text is its target; inside a link only the text."""
        target = self.unescape(m[1])
        if "a" in self.parser.ancestors:
            return target, m.start(), m.end()
        link = Element("a", {"href": self.scheme + target.removeprefix(self.scheme or "\n")})
        link.text = AtomicString(target)
        return link, m.start(), m.end()


def decoded(text: str) -> str:
    """The text with its entities as characters; `?a=1&copy=2` is not taken for one."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[1]), text) if "&" in text else text


def _restore(elements: Iterable[Element]) -> None:
    """Put characters in place of the marks of backslash escapes."""
    for element in elements:
        if element.text and STX in element.text:
            element.text = _unmarked(element.text)
        if element.tail and STX in element.tail:
            element.tail = _unmarked(element.tail)
        for name, value in element.items():
            if STX in value:
                element.set(name, _unmarked(value))


def _unmarked(text: str) -> str:
    return _ESCAPED.sub(lambda mark: chr(int(mark[1])), text)
