"""Task lists: `- [ ] open` and `- [x] done`, with boxes that tell and cannot be ticked."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from plugins.network.patterns import pattern

_BOX = pattern(r"\[([ xX])\][ \u3000]+")
_BLOCKS = frozenset({"ul", "ol", "p", "pre", "blockquote", "div", "table", "aside", "details", "dl"})


def mark(elements: Iterable[Element]) -> None:
    """Give list items that begin with a box a disabled checkbox, labelled with their text."""
    for items in elements:
        if items.tag in ("ul", "ol") and sum(_mark(item) for item in items):
            items.set("class", "task-list")


def _mark(item: Element) -> bool:
    host = item[0] if len(item) and item[0].tag == "p" and not item.text else item
    box = _BOX.match(host.text or "")
    if box is None:
        return False
    checkbox = Element("input", {"type": "checkbox", "disabled": ""})
    if box[1] != " ":
        checkbox.set("checked", "")
    checkbox.tail = (host.text or "")[box.end() :]
    label = Element("label")
    label.append(checkbox)
    own = [child for child in host if child.tag not in _BLOCKS]
    label.extend(own)
    host[:] = [label, *(child for child in host if child.tag in _BLOCKS)]
    host.text = None
    item.set("class", "task-list-item")
    return True
