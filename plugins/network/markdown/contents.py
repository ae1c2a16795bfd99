"""The contents of a body, where the writer put `[TOC]` alone on a line."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from plugins.network.interface import N_, gettext
from plugins.network.items import Heading


def fill(parents: Iterable[Element], headings: Sequence[Heading], language: str) -> None:
    """Turn the markers into navigation with links to the headings; without headings they go."""
    for parent in parents:
        for child in [child for child in parent if _is_marker(child)]:
            if headings:
                child.tag, child.text = "nav", None
                child.attrib = {"class": "contents", "aria-label": gettext(language, N_("目录"))}
                _lists(child, headings)
            else:
                parent.remove(child)


def _is_marker(element: Element) -> bool:
    return element.tag == "p" and not len(element) and (element.text or "").strip().upper() == "[TOC]"


def _lists(nav: Element, headings: Sequence[Heading]) -> None:
    """Lists in lists, as deep as the headings."""
    opened: list[tuple[int, Element]] = []
    for heading in headings:
        while len(opened) > 1 and opened[-1][0] > heading.level:
            opened.pop()
        if not opened:
            opened.append((heading.level, SubElement(nav, "ul")))
        level, items = opened[-1]
        if level < heading.level:
            items = SubElement(items[-1], "ul")
            opened.append((heading.level, items))
        elif level > heading.level:
            opened[-1] = (heading.level, items)
        SubElement(SubElement(items, "li"), "a", {"href": f"#{heading.id}"}).text = heading.text
