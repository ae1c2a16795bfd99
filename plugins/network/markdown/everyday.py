"""Bodies of nothing but everyday Markdown, read at once: what the whole parser makes of them, without a tree.

Headings, paragraphs of one line, flat lists, quotes, plain tables, links and bold words, with a blank line between
blocks. One sign of anything else, and the whole body is left to the parser; tests/network/test_everyday.py holds both
to the same result.
"""

import re

from plugins.network.items import Heading, Reference
from plugins.network.markdown.habits import tells
from plugins.network.markdown.headings import ids
from plugins.network.patterns import pattern

_NEVER = ("`", "<", "&", "\\", "\t", "![", "^", "{", "\n ", "\xa0", "\u3000")
"""What most other bodies hold: they are left to the parser before anything is tried."""
_SIGNS = r"\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\\`*_\[\]<>&|"
_PLAIN = rf"[^{_SIGNS}]"
_LINK = rf"(?<!!)\[(?P<label>(?![ ]){_PLAIN}++(?<![ ]))\]\((?P<target>[\w./#%:?=@+~-]++)\)"
_BOLD = rf"\*\*(?P<bold>(?![ ]){_PLAIN}++(?<![ ]))\*\*"
_MARKED = pattern(rf"{_LINK}|{_BOLD}")
_INLINE = re.sub(
    r"\?P<\w+>", "?:", rf"(?![ =#+>:!~-]|\d+\.|\*[^*])(?:{_PLAIN}++|{_LINK}|{_BOLD})++(?<![ ])"
)  # the names belong to _MARKED
_CELLS = rf"\|(?:[ ](?![ ])(?:[^ {_SIGNS}]++|[ ](?!\|))++(?<![ ])[ ]\|)++"
_BLOCK = pattern(
    rf"(?P<heading>\#{{1,6}}[ ](?![ ])(?:(?![#{{}}]){_PLAIN})++(?<![ ])(?=\n|\Z))"
    rf"|(?:(?P<bullets>-[ ]{_INLINE}(?:\n-[ ]{_INLINE})*+)"
    rf"|(?P<numbers>1\.[ ]{_INLINE}(?:\n\d\d?\.[ ]{_INLINE})*+)"
    rf"|>[ ](?P<quote>{_INLINE})"
    rf"|(?P<table>{_CELLS}\n\|(?:[ ]:?-{{3,}}:?[ ]\|)++(?:\n{_CELLS})++)"
    rf"|(?P<paragraph>{_INLINE}))(?=\n\n|\Z)"
)
_GAP = pattern(r"\n*+")
_GROWING = {"bullets": "list", "numbers": "list", "quote": "quote"}
"""Blocks that a next one of the same sort would become part of."""
_ALIGNED = {"--": "", ":-": ' class="left"', "-:": ' class="right"', "::": ' class="center"'}
"""How the first and the last sign below a head align its column."""


class Everyday:
    """What has been read of an everyday body, in the order of the text."""

    def __init__(self, first_line: int) -> None:
        self.line = first_line
        self.title = ""
        self.html: list[str] = []
        self.words: list[str] = []
        self.references: list[Reference] = []
        self._headings: list[tuple[int, str, str]] = []

    def headings(self) -> tuple[Heading, ...]:
        """The headings, whose ids now stand in `html`."""
        texts = [" ".join(text.split()) for _, _, text in self._headings]
        found = []
        for (place, sign, text), plain, name in zip(self._headings, texts, ids(texts, self.title), strict=True):
            self.html[place] = f'<h{len(sign)} id="{name}">{text}</h{len(sign)}>\n'
            found.append(Heading(len(sign), name, plain))
        return tuple(found)

    def take(self, kind: str, block: str) -> bool:
        """Add a block; False if the parser must decide what it is."""
        if kind == "heading":
            return self._heading(*block.split(" ", 1))
        if kind == "table":
            return self._table([line[2:-2].split(" | ") for line in block.split("\n")])
        if kind == "paragraph":
            self.html.append(f"<p>{self._inline(block)}</p>\n")
        elif kind == "quote":
            self.html.append(f"<blockquote><p>{self._inline(block)}</p>\n</blockquote>\n")
        else:
            self._items("ul" if kind == "bullets" else "ol", block.split("\n"))
        return True

    def _heading(self, sign: str, text: str) -> bool:
        if len(sign) > 1:
            self._headings.append((len(self.html), sign, text))
            self.html.append("")
            self._say(text)
            return True
        first = not self.html and not self.title
        self.title = " ".join(text.split())
        return first

    def _items(self, tag: str, lines: list[str]) -> None:
        self.html.append(f"<{tag}>")
        for number, line in enumerate(lines):
            self.line += number > 0
            self.html.append(f"<li>{self._inline(line.split(' ', 1)[1])}</li>\n")
        self.line -= len(lines) - 1
        self.html.append(f"</{tag}>\n")

    def _table(self, rows: list[list[str]]) -> bool:
        if any(len(row) != len(rows[0]) for row in rows):
            return False
        head, dashes, *body = rows
        aligned = [_ALIGNED[dash[0] + dash[-1]] for dash in dashes]
        cells = "".join([f'<th{side} scope="col">{cell}</th>' for side, cell in zip(aligned, head, strict=True)])
        self.html.append(f'<div class="table"><table><thead><tr>{cells}</tr>\n</thead>\n<tbody>')
        self._say(" ".join(head))
        for row in body:
            cells = "".join([f"<td{side}>{cell}</td>" for side, cell in zip(aligned, row, strict=True)])
            self.html.append(f"<tr>{cells}</tr>\n")
            self._say(" ".join(row))
        self.html.append("</tbody>\n</table>\n</div>\n")
        return True

    def _inline(self, written: str) -> str:
        if "[" not in written and "*" not in written:
            self._say(written)
            return written
        self._say(_MARKED.sub(lambda found: found["label"] or found["bold"], written))
        return _MARKED.sub(self._marked, written)

    def _marked(self, found: re.Match[str]) -> str:
        if found["bold"]:
            return f"<strong>{found['bold']}</strong>"
        self.references.append(Reference(found["target"], "link", self.line, found["label"]))
        return f'<a href="zhibu:{len(self.references) - 1}">{found["label"]}</a>'

    def _say(self, words: str) -> None:
        self.words.append(" ".join(words.split()) if "  " in words else words)


def everyday(text: str, first_line: int) -> Everyday | None:
    """What a body says that begins at `first_line` of its file; None if it holds anything but everyday Markdown."""
    if any(sign in text for sign in _NEVER):
        return None
    found = Everyday(first_line)
    at, before = 0, ""
    while at < len(text):
        gap = _GAP.match(text, at)
        assert gap is not None  # it may be empty
        block = _BLOCK.match(text, gap.end())
        kind = block.lastgroup if block else None
        sort = _GROWING.get(kind or "", "")
        if block is None or kind is None or (sort and sort == before):
            return None
        found.line += gap.end() - at
        if not found.take(kind, block[kind]):
            return None
        found.line += text.count("\n", gap.end(), block.end())
        at, before = block.end(), sort
    return None if tells(text) else found
