"""Links and images: each gets a number in place of its target, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from typing import Literal
from xml.etree.ElementTree import Element

from plugins.network.markdown.writer import joined


def number(elements: Sequence[Element]) -> Iterator[tuple[str, Literal["link", "image"], str]]:
    """Target, role and text of every link and image; what stays in the tree is `zhibu:0`, `zhibu:1` …."""
    n = 0
    for element in elements:
        if element.tag == "a" and "href" in element.attrib:
            yield element.attrib["href"], "link", shown(element)
            _keep(element, {"href": f"zhibu:{n}"}, "title")
            n += 1
        elif element.tag == "img":
            yield element.get("src", ""), "image", element.get("alt", "")
            _keep(element, {"src": f"zhibu:{n}", "alt": joined(element.get("alt", ""))}, "title")
            n += 1


def shown(element: Element) -> str:
    """What a reader sees of an element, pictures by their alternative texts, footnote marks left out."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        if child.tag != "footnote" and child.get("class") != "footnote-mark":
            parts.append(child.get("alt", "") if child.tag == "img" else shown(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _keep(element: Element, attributes: dict[str, str], optional: str) -> None:
    """Replace the attributes; the writer puts them down in this order."""
    if value := element.get(optional):
        attributes[optional] = value
    element.attrib.clear()
    element.attrib.update(attributes)
