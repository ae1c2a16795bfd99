"""Tables: a box that can scroll, header cells that say what they head."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element


def wrap(elements: Iterable[Element]) -> None:
    """Put every table into `<div class="table">` and give its header cells a scope."""
    for element in elements:
        if element.tag == "table":
            _scope(element)
            table = Element("table")
            table.extend(element)
            element[:] = [table]
            element.tag = "div"
            element.set("class", "table")


def _scope(table: Element) -> None:
    for n, row in enumerate(table.iter("tr")):
        for cell in row:
            if align := cell.attrib.pop("align", ""):
                cell.set("class", align)
            if cell.tag == "th":
                cell.set("scope", "row" if n else "col")
