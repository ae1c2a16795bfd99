"""Headings: the title of the body, anchors as git hosts make them, one h1 a page."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from xml.etree.ElementTree import Element

from plugins.network.items import Heading
from plugins.network.markdown.raw_html import PAGE_IDS
from plugins.network.markdown.references import shown
from plugins.network.markdown.writer import joined

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def take_title(root: Element) -> tuple[str, str]:
    """Text and explicit id of an opening level-1 heading, which leaves the tree; empty if there is none.

    Rules drawn above it go with it.
    """
    at = next((n for n, element in enumerate(root) if element.tag != "hr"), len(root))
    above = "".join(text or "" for text in (root.text, *(rule.tail for rule in root[:at])))
    if at == len(root) or root[at].tag != "h1" or above.strip():
        return "", ""
    title = root[at]
    root.text = title.tail
    del root[: at + 1]
    anchor = title.get("id", "")
    return _line(title), anchor if anchor not in PAGE_IDS else ""


def identify(root: Element, title: str) -> tuple[Heading, ...]:
    """The headings of a body, one level lower if one is an h1, each with an id; chosen ids come first.

    The slug of the title counts as used: git hosts, where it stands in the same text, count it too.
    """
    headings = [element for element in root.iter() if element.tag in TAGS]
    if not headings:
        return ()
    if any(heading.tag == "h1" for heading in headings):
        for heading in headings:
            heading.tag = TAGS[min(TAGS.index(heading.tag) + 1, 5)]
    others = (element.attrib["id"] for element in root.iter() if "id" in element.attrib and element.tag not in TAGS)
    anchors = _Anchors([*PAGE_IDS, *others])
    for heading in headings:
        if "id" in heading.attrib:
            heading.set("id", anchors.new(heading.attrib["id"]))
    if title:
        anchors.new(slug(title))
    return tuple(_identified(heading, anchors) for heading in headings)


def ids(texts: Iterable[str], title: str) -> list[str]:
    """The ids of headings with these texts in a body where nothing else has one."""
    anchors = _Anchors(PAGE_IDS)
    if title:
        anchors.new(slug(title))
    return [anchors.new(slug(text) or "section") for text in texts]


def _identified(heading: Element, anchors: "_Anchors") -> Heading:
    text = _line(heading)
    if "id" not in heading.attrib:
        heading.set("id", anchors.new(slug(text) or "section"))
    return Heading(int(heading.tag[1]), heading.attrib["id"], text)


class _Anchors:
    """The ids of one page."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.times = dict.fromkeys(taken, 0)

    def new(self, wanted: str) -> str:
        """The wanted id, or with the first number that makes it unique: `-1`, `-2` …."""
        anchor = wanted
        while anchor in self.times:
            self.times[wanted] += 1
            anchor = f"{wanted}-{self.times[wanted]}"
        self.times[anchor] = 0
        return anchor


def slug(text: str) -> str:
    """The anchor that git hosts give a heading: lower case, spaces become hyphens, punctuation goes."""
    return "".join(filter(_stays, text.lower())).replace(" ", "-")


@cache
def _stays(character: str) -> bool:
    r"""Letters, marks, decimal digits, connectors (Ruby's `\\p{Word}`), hyphens and spaces."""
    category = unicodedata.category(character)
    return character in "- " or category[0] in "LM" or category in ("Nd", "Pc")


def _line(heading: Element) -> str:
    return " ".join(joined(shown(heading)).split())
