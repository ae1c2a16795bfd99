"""The last word on the HTML of a body: an allow-list of elements, attributes, classes and addresses."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

import nh3

from plugins.network.markdown.raw_html import ALLOWED

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGNED = {"left", "center", "right"}

_CLEANER = nh3.Cleaner(
    tags=ALLOWED | {"aside", "section", "nav", "label", "input"},
    attributes={
        "*": {"lang"},
        "a": {"href", "id", "title", "aria-label"},
        "img": {"src", "alt", "title"},
        "abbr": {"title"},
        "details": {"open"},
        "ol": {"start"},
        "li": {"value", "id"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "input": {"disabled", "checked"},
        "pre": {"data-language"},
        "nav": {"aria-label"},
        "section": {"aria-label"},
        **{heading: {"id"} for heading in _HEADINGS},
    },
    tag_attribute_values={"input": {"type": {"checkbox"}}},
    allowed_classes={
        "a": {"footnote-mark", "footnote-back"},
        "aside": {"note", "tip", "warning", "danger"},
        "div": {"table"},
        "li": {"task-list-item"},
        "nav": {"contents"},
        "ol": {"task-list"},
        "p": {"note-title"},
        "section": {"footnote"},
        "td": _ALIGNED,
        "th": _ALIGNED,
        "ul": {"task-list"},
    },
    url_schemes={"zhibu"},
    generic_attribute_prefixes=None,
    link_rel=None,
)


def clean(html: str) -> str:
    """The HTML with nothing in it that is not on the list, well-formed and balanced.

    Attribute values hold no `<`, `>` or double quote: `bodies.fill` relies on it.
    """
    return _tidy(_CLEANER.clean(html))


def written(html: str, root: Element) -> str:
    """As `clean`, for what `Writer` wrote of a tree; a tree of nothing but everyday elements is clean as it is."""
    rewritten = any(sign in html for sign in _REWRITTEN)
    return _tidy(html) if not rewritten and everyday(root) else clean(html)


def _tidy(html: str) -> str:
    return html.replace("<p></p>", "").strip()  # HTML makes one of each lonely </p>


# what needs no cleaning ---------------------------------------------------------------------------

_TEXT = frozenset({"em", "strong", "code", "br", "img", "a"})
_FLOW = _TEXT | {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "hr", "figure", "div"}
_EVERYDAY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("body", "blockquote", "li"), _FLOW),
    **dict.fromkeys(("p", "td", "th", "figcaption", *_HEADINGS[1:]), _TEXT),
    **dict.fromkeys(("em", "strong"), _TEXT - {"a"}),
    "a": frozenset({"code", "img"}),
    **dict.fromkeys(("code", "br", "hr", "img"), frozenset[str]()),
    **dict.fromkeys(("ul", "ol"), frozenset({"li"})),
    "pre": frozenset({"code"}),
    "figure": frozenset({"img", "a", "figcaption"}),
    "div": frozenset({"table"}),
    "table": frozenset({"thead", "tbody"}),
    **dict.fromkeys(("thead", "tbody"), frozenset({"tr"})),
    "tr": frozenset({"th", "td"}),
}
"""Elements that the parser makes of plain Markdown, each with those that may stand in it.

Whatever follows this and is written with its signs escaped is read by an HTML parser (HTML 13.2.6) as the same tree
again: nothing here ends or moves another element, links do not nest, text stands where text may.
"""
_WITHOUT_TEXT = frozenset({"div", "table", "thead", "tbody", "tr", "ul", "ol"})
"""Elements in which a parser would move text elsewhere, or in which there is none."""
_VALUES: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("a", "href"): (place := re.compile(r"zhibu:\d+")),
    ("img", "src"): place,
    **dict.fromkeys(
        (("a", "title"), ("img", "alt"), ("img", "title"), *((heading, "id") for heading in _HEADINGS[1:])),
        re.compile(r"(?:[^&<>\"'\s]+(?: [^&<>\"'\s]+)*)?"),
    ),
    ("ol", "start"): re.compile(r"\d{1,9}"),
    ("th", "scope"): re.compile("row|col"),
    ("th", "class"): (aligned := re.compile("|".join(sorted(_ALIGNED)))),
    ("td", "class"): aligned,
    ("div", "class"): re.compile("table"),
    ("pre", "data-language"): re.compile(r"[a-z0-9+#-]+"),
}
"""The attributes of everyday elements, with values that are written as they are."""
_REWRITTEN = ("\r", "\xa0")
"""Characters that an HTML parser changes or `nh3` writes in another way."""


def everyday(root: Element) -> bool:
    """Whether a tree holds nothing but everyday elements in their usual places: cleaning would change nothing.

    The lists above only name what `_CLEANER` lets through; what is in doubt is cleaned.
    """
    for element in root.iter():
        tag = element.tag
        inside = _EVERYDAY.get(tag)
        if inside is None or (element.attrib and not _usual(element)) or (tag == "a" and not element.attrib):
            return False
        if tag in _WITHOUT_TEXT and (_says(element.text) or any(_says(child.tail) for child in element)):
            return False
        for child in element:
            if child.tag not in inside:
                return False
    return True


def _usual(element: Element) -> bool:
    for name, value in element.items():
        pattern = _VALUES.get((element.tag, name))
        if pattern is None or not pattern.fullmatch(value):
            return False
    return True


def _says(text: str | None) -> bool:
    return text is not None and text.strip() != ""
