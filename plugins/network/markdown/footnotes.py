"""Footnotes: `[^mark]` in the text, `[^mark]: …` anywhere, numbered in the order in which they are read."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.inlinepatterns import InlineProcessor

from plugins.network.interface import N_, gettext


class Footnotes:
    """The footnotes of one text."""

    parser: BlockParser

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.section: Element | None = None

    def reset(self) -> None:
        """Forget the text before."""
        self.texts.clear()
        self.section = None

    def setFootnote(self, mark: str, text: str) -> None:  # called by FootnoteBlockProcessor
        """Remember the text of a definition; a second one for the same mark becomes a note without one."""
        while mark in self.texts:
            mark += "\n"
        self.texts[mark] = text

    def define(self, root: Element) -> None:
        """Append the section with the texts of all definitions, in the order in which they were written."""
        if not self.texts:
            return
        self.section = SubElement(root, "section", {"class": "footnote"})
        notes = SubElement(self.section, "ol")
        while len(notes) < len(self.texts):  # a text may hold definitions of its own
            for mark, text in list(self.texts.items())[len(notes) :]:
                inside = Element("div")  # list items are special to the parser
                self.parser.parseChunk(inside, text)
                SubElement(notes, "li", {"mark": mark}).extend(inside)


class Mark(InlineProcessor):
    """A mark in the text whose footnote exists; others stay as they were written."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__(r"\[\^([^\]]*)\]")
        self.footnotes = footnotes

    def handleMatch(  # type: ignore[override]  # the stubs know only the old signature
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        """A `footnote` element, to be numbered when the whole tree stands."""
        if m[1] not in self.footnotes.texts:
            return None, m.start(), m.end()
        return Element("footnote", {"mark": m[1]}), m.start(), m.end()


def number(root: Element, language: str) -> None:
    """Number marks and notes in reading order and link them both ways; notes without a mark come last."""
    marks: dict[str, list[Element]] = defaultdict(list)
    for mark in root.iter("footnote"):
        marks[mark.get("mark", "")].append(mark)
    section = next(root.iter("section"), None)
    if section is None:
        return
    if section.get("class") == "footnote":
        section.set("aria-label", gettext(language, N_("脚注")))
    notes = section[0]
    order = {mark: n for n, mark in enumerate(marks, start=1)}
    notes[:] = sorted(notes, key=lambda note: order.get(note.get("mark", ""), len(order) + 1))
    for n, note in enumerate(notes, start=1):
        note_marks = marks[note.attrib.pop("mark")]
        note.set("id", f"fn-{n}")
        for time, mark in enumerate(note_marks, start=1):
            back = f"fnref-{n}" if time == 1 else f"fnref-{n}-{time}"
            _point(mark, n, back)
            _point_back(note, back, gettext(language, N_("回到正文")))


def _point(mark: Element, n: int, back: str) -> None:
    mark.tag = "sup"
    del mark.attrib["mark"]
    SubElement(mark, "a", {"href": f"#fn-{n}", "id": back, "class": "footnote-mark"}).text = str(n)


def _point_back(note: Element, back: str, label: str) -> None:
    last = note[-1] if len(note) and note[-1].tag == "p" else SubElement(note, "p")
    link = SubElement(last, "a", {"href": f"#{back}", "class": "footnote-back", "aria-label": label})
    link.text = "↩"
