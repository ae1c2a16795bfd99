"""The last word on the HTML of a body: an allow-list of elements, attributes, classes and addresses."""

import nh3

from plugins.network.markdown.raw_html import ALLOWED

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGNED = {"left", "center", "right"}

_CLEANER = nh3.Cleaner(
    tags=ALLOWED | {"aside", "section", "nav", "label", "input"},
    attributes={
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
    return _CLEANER.clean(html).replace("<p></p>", "").strip()  # HTML makes one of each lonely </p>
