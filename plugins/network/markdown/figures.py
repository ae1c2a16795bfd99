"""Figures: a paragraph that holds one picture and nothing else; its title is the caption."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement


def frame(elements: Iterable[Element]) -> None:
    """Turn such paragraphs into figures."""
    for element in elements:
        if element.tag == "p" and (picture := _only_picture(element)) is not None:
            element.tag = "figure"
            if title := picture.attrib.pop("title", ""):
                SubElement(element, "figcaption").text = title


def _only_picture(element: Element) -> Element | None:
    """The picture, also inside a link."""
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    if element[0].tag == "img":
        return element[0]
    return _only_picture(element[0]) if element[0].tag == "a" else None
