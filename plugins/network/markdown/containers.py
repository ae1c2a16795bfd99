"""Boxes beside the text: `::: tip 标题` … `:::` and `!!! note "提示"` become the same `aside`."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.admonition import AdmonitionProcessor

from plugins.network.interface import N_, gettext
from plugins.network.patterns import pattern

_LOOKS = {
    "note": ("", N_("说明")),
    "info": ("", N_("说明")),
    "tip": ("tip", N_("提示")),
    "hint": ("tip", N_("提示")),
    "important": ("warning", N_("重要")),
    "warning": ("warning", N_("注意")),
    "caution": ("warning", N_("小心")),
    "danger": ("danger", N_("警示")),
    "说明": ("", "说明"),
    "提示": ("tip", "提示"),
    "重要": ("warning", "重要"),
    "注意": ("warning", "注意"),
    "警告": ("warning", "警告"),
    "警示": ("danger", "警示"),
    "危险": ("danger", "危险"),
}
"""Name in the text → class of the box and the title it has if none is written; a Chinese name is the writer's own word."""

_NAME = pattern(r"([\w-]+)\s*(.*)")


def look(name: str, title: str | None, language: str) -> tuple[str, str]:
    """Class and title of a box; an unknown name gives a plain one, and a Chinese name is its title."""
    kind, usual = _LOOKS.get(name.lower(), ("", "" if name.isascii() else name))
    ours = gettext(language, usual) if name.isascii() else usual
    return f"note {kind}".rstrip(), ours if title is None else title


class Container(BlockProcessor):
    """Finds the lines that open and close containers; `gather` pairs them when the tree stands."""

    RE = re.compile(r"(?:^|\n)[ ]{0,3}(?P<line>:{3,}(?P<rest>[^\n]*))(?=\n|$)")

    def test(self, parent: Element, block: str) -> bool:
        """Whether a line of the block opens or closes a container."""
        return bool(self.RE.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Append a `container` element for the line, with the title as its text."""
        block = blocks.pop(0)
        found = self.RE.search(block)
        assert found is not None
        if before := block[: found.start()]:
            self.parser.parseBlocks(parent, [before])
        line = SubElement(parent, "container", {"line": found["line"].strip()})
        rest = found["rest"].strip()
        if name := _NAME.match(rest):
            line.set("name", name[1])
            line.text = name[2]
        elif not rest:
            line.set("end", "")
        if after := block[found.end() :].strip("\n"):
            blocks.insert(0, after)


def gather(parents: Iterable[Element], language: str) -> list[str]:
    """Put what stands between an opening and its closing line into a box; give the lonely lines, which become text."""
    lonely: list[str] = []
    for parent in parents:
        if parent.find("container") is not None:
            parent[:] = _gathered(list(parent), lonely, language)
    return lonely


def _gathered(children: list[Element], lonely: list[str], language: str) -> list[Element]:
    done: list[Element] = []
    opened: list[int] = []
    for child in children:
        if child.tag == "container" and "name" in child.attrib:
            opened.append(len(done))
        elif child.tag == "container" and "end" in child.attrib and opened:
            start = opened.pop()
            box = _box(done[start], done[start + 1 :], language)
            box.tail = child.tail
            done[start:] = [box]
            continue
        elif child.tag == "container":
            if "end" in child.attrib:
                lonely.append(child.attrib["line"])
            _as_text(child)
        done.append(child)
    for start in opened:
        lonely.append(done[start].attrib["line"])
        _as_text(done[start])
    return done


def _box(line: Element, inside: list[Element], language: str) -> Element:
    name = line.get("name", "")
    details = name.lower() == "details"
    box = Element("details") if details else Element("aside")
    kind, usual = look(name, None, language)
    if not details:
        box.set("class", kind)
    if line.text or len(line) or usual or details:
        _title(box, line, gettext(language, N_("详情")) if details else usual)
    if line.tail and line.tail.strip():
        SubElement(box, "p").text = line.tail.strip()
    box.extend(inside)
    return box


def _title(box: Element, line: Element, usual: str) -> None:
    title = SubElement(box, "summary") if box.tag == "details" else SubElement(box, "p", {"class": "note-title"})
    title.text = line.text if line.text or len(line) else usual
    title.extend(list(line))


def _as_text(line: Element) -> None:
    line[:] = []
    line.tag = "p"
    line.text = line.attrib["line"]
    line.attrib.clear()


class Admonition(AdmonitionProcessor):
    """`!!! note "title"` with indented content; Chinese quotation marks or none do as well."""

    RE = re.compile(r'(?:^|\n)!!! ?([\w\-]+(?: +[\w\-]+)*)(?: +["“](.*?)["”])? *(?:\n|$)')

    def __init__(self, parser: BlockParser, language: str) -> None:
        super().__init__(parser)
        self.language = language

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """Name and title as for a container; the title is left out if it is written as ""."""
        name, _, rest = match[1].partition(" ")
        return look(name, match[2] if match[2] is not None else rest.strip() or None, self.language)


def finish(elements: Iterable[Element]) -> None:
    """Give admonitions the markup of containers."""
    for element in elements:
        kind = element.get("class", "")
        if kind.startswith("admonition note"):
            element.tag = "aside"
            element.set("class", kind.removeprefix("admonition "))
        elif kind == "admonition-title":
            element.set("class", "note-title")
