"""Raw HTML: what a body may use of it, grafted into the tree; everything else is taken out and named."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.util import HTML_PLACEHOLDER_RE, STX, AtomicString

from plugins.network.markdown.fences import Fences
from plugins.network.markdown.writer import INLINE
from plugins.network.patterns import pattern

_BLOCKS = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|main|menu|meta|nav|noscript"
    "|object|ol|optgroup|option|p|pre|script|section|style|summary|svg|table|tbody|td|template|textarea|tfoot|th"
    "|thead|title|tr|ul"
)
ALLOWED = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins"
        " kbd li mark ol p pre q rp rt ruby s small span strong sub summary sup table tbody td tfoot th thead tr u ul wbr",
    )
)
PAGE_IDS = frozenset({"content", "view-contrast", "view-dark", "view-elder"})
"""Ids that every page has itself; in a body they would take the place of the page's own."""
_VOID = frozenset({"br", "hr", "img", "wbr"})
_HIDDEN = frozenset({"script", "style"})
_NO_PARAGRAPH_AROUND = frozenset(_BLOCKS.split("|")) & ALLOWED
_NUMBER = pattern(r"\d{1,4}")
_ID = pattern(rf"(?!(?:{'|'.join(sorted(PAGE_IDS))})\Z)\S+")
_ATTRIBUTES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "a": {"href": (anything := re.compile(r".*", re.DOTALL)), "id": _ID, "title": anything},
    "img": {"src": anything, "alt": anything, "title": anything},
    "abbr": {"title": anything},
    "span": {"id": re.compile(r"\S+")},
    "details": {"open": anything},
    "ol": {"start": _NUMBER},
    "li": {"value": _NUMBER},
    "td": {"colspan": _NUMBER, "rowspan": _NUMBER},
    "th": {"colspan": _NUMBER, "rowspan": _NUMBER},
    **{f"h{level}": {"id": _ID} for level in range(1, 7)},
}
_LANGUAGE = pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
"""What `lang` may say, of any element (BCP 47)."""
_DEEPEST = 200

_OPENING = pattern(rf"(?:^|\n)[ ]{{0,3}}(?=<(?:/?(?:{_BLOCKS})(?=[\s/>]|$)|!--|![a-z]|\?))", re.IGNORECASE)
_UNTIL = pattern(r"<(?:(script|style|pre|textarea)\b|(!--)|(\?))", re.IGNORECASE)


class RawBlock(BlockProcessor):
    """Raw HTML that begins a line; as on git hosts it ends at a blank line, so Markdown can stand inside it.

    Comments, scripts and the like end where they are closed (CommonMark 0.31, section 4.6).
    """

    def __init__(self, parser: BlockParser, fences: Fences) -> None:
        super().__init__(parser)
        self.fences = fences

    def test(self, parent: Element, block: str) -> bool:
        """Whether a line of the block begins with such HTML."""
        return bool(_OPENING.search(block))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Stash the HTML and leave a `raw` element with its placeholder; False for a comment without end."""
        opening = _OPENING.search(blocks[0])
        assert opening is not None
        before, start = blocks[0][: opening.start()], blocks[0][opening.end() :]
        piece = _whole(start, blocks[1:])
        if piece is None:
            return False
        taken, html, rest = piece
        del blocks[: 1 + taken]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        stash = self.parser.md.htmlStash
        SubElement(parent, "raw").text = AtomicString(stash.store(self.fences.put_back(html)))
        if rest.strip():
            blocks.insert(0, rest.lstrip("\n"))
        return True


def _whole(start: str, following: Sequence[str]) -> tuple[int, str, str] | None:
    """How many of the following blocks the HTML takes, the HTML, and what comes after it."""
    until = _UNTIL.match(start)
    if until is None:
        return 0, start, ""
    end = re.compile(rf"</{until[1]}\s*>" if until[1] else "-->" if until[2] else r"\?>", re.IGNORECASE)
    text = start
    for taken, block in enumerate([start, *following]):
        text = start if taken == 0 else f"{text}\n\n{block}"
        if found := end.search(text, len(text) - len(block)):
            return taken, text[: found.end()], text[found.end() :]
    return (0, start, "") if until[1] else None


class Grafting(HTMLParser):
    """Builds a new tree from a tree with placeholders and the raw HTML they stand for.

    Raw elements can only be closed inside the Markdown element in which they were opened, so whatever the
    raw HTML is, the tree around it stays whole. `removed` names what was taken out, in order.
    """

    def __init__(self, stash: Sequence[str | Element]) -> None:
        super().__init__(convert_charrefs=True)
        self.stash = stash
        self.removed: dict[str, None] = {}
        self.attributes: dict[str, None] = {}
        self.open: list[Element] = [Element("body")]
        self.floors = [0]

    def graft(self, root: Element) -> Element:
        """The tree with its raw HTML in place."""
        self._inside(root)
        return self.open[0]

    def _inside(self, element: Element) -> None:
        self._text(element.text)
        for child in element:
            self._child(child)
            self._text(child.tail)

    def _child(self, child: Element) -> None:
        if child.tag == "raw":
            self._inside(child)
            while len(self.open) > self.floors[-1] and self.open[-1].tag in INLINE:
                self.open.pop()  # an unclosed link must not take in the blocks that follow
            return
        if child.tag == "section":
            del self.open[1:]  # footnotes stand at the end, whatever was left open
        parent, depth = self._start(child.tag, dict(child.attrib)), len(self.open)
        self.floors.append(depth)
        self._inside(child)
        self.floors.pop()
        grown = parent[-1]
        del self.open[depth - 1 :]
        if child.tag == "p" and child.text and not len(grown) and not (grown.text or "").strip():
            parent.remove(grown)  # it held nothing but what was removed

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if STX not in text:
            self._say(text)
            return
        for n, piece in enumerate(HTML_PLACEHOLDER_RE.split(text)):
            if n % 2:
                self._raw(str(self.stash[int(piece)]))
            else:
                self._say(piece)

    def _raw(self, html: str) -> None:
        self.feed(html)
        self.close()
        self.reset()

    def _say(self, text: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _start(self, tag: str, attributes: dict[str, str]) -> Element:
        if tag in _NO_PARAGRAPH_AROUND and self.open[-1].tag == "p" and len(self.open) > self.floors[-1]:
            self.open.pop()  # HTML closes a paragraph here
        if len(self.open) > _DEEPEST:
            raise RecursionError("elements")
        parent = self.open[-1]
        self.open.append(SubElement(parent, tag, attributes))
        return parent

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an allowed element with its allowed attributes."""
        if tag not in ALLOWED:
            self.removed[f"<{tag}>"] = None
            return
        attributes = self._allowed(tag, attrs)
        if "id" in attributes and (tag == "span" or (tag == "a" and "href" in attributes)):
            self._anchor(attributes.pop("id"))
        self._start(tag, attributes)
        if tag in _VOID:
            self.open.pop()

    def _anchor(self, name: str) -> None:
        """A place to link to, in front of the element that has the name; a link or span may go."""
        if all(element.tag != "a" for element in self.open):
            self._start("a", {"id": name})
            self.open.pop()
        else:
            self.attributes["id"] = None

    def _allowed(self, tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, str]:
        kept: dict[str, str] = {}
        known = {"lang": _LANGUAGE, **_ATTRIBUTES.get(tag, {})}
        for written, value in attrs:
            name = "id" if tag == "a" and written == "name" else written
            if name in known and known[name].fullmatch(value or ""):
                kept.setdefault(name, value or "")
            elif name.startswith("on") or name == "style":
                self.removed[name] = None
            else:
                self.attributes[name] = None
        return kept

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest such element, if one was opened here."""
        if tag not in ALLOWED:
            self.removed[f"<{tag}>"] = None
        for depth in range(len(self.open) - 1, self.floors[-1] - 1, -1):
            if depth and self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Text is shown, scripts and style sheets are not."""
        if self.cdata_elem not in _HIDDEN:
            self._say(data)

    def parse_html_declaration(self, i: int) -> int:
        """Marked sections, which the parser takes for faults, are comments in HTML."""
        if self.rawdata.startswith("<![", i):
            self.removed["<!…>"] = None
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def handle_pi(self, data: str) -> None:
        """A processing instruction, such as PHP."""
        self.removed["<?…>"] = None

    def handle_decl(self, decl: str) -> None:
        """A document type."""
        self.removed["<!…>"] = None
