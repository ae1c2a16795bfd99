"""What must never stand in a published file, whatever a writer typed: anything that runs, frames, loads or hides."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from types import MappingProxyType
from urllib.parse import unquote

from lxml import etree, html

SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
"""Where a link may lead; the empty one stays in the network."""
FOREIGN = [
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "style",
    "template",
    "plaintext",
    "noscript",
    "portal",
]
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "background", "cite", "srcset", "ping", "xlink:href")
FORMULA = tuple("=+-@\t\r")


def live(tree: Mapping[str, bytes], examined: Mapping[str, bytes] = MappingProxyType({})) -> list[str]:
    """Every active thing in the files of a release, as `path: what`; empty when all is inert.

    Args:
        examined: files that are known to be inert.
    """
    new = (path for path, content in tree.items() if examined.get(path) != content)
    return [f"{path}: {what}" for path in new for what in _of(path, tree[path], tree)]


def _of(path: str, content: bytes, tree: Mapping[str, bytes]) -> Iterator[str]:
    name = path.rpartition("/")[2]
    if name.endswith(".html"):
        yield from in_page(path, content.decode(), tree)
    elif name.endswith((".atom", ".xml")):
        yield from in_xml(content)
    elif name.endswith(".json"):
        yield from in_json(content.decode())
    elif name == "catalogue.csv":
        yield from in_csv(content.decode("utf-8-sig"))


def in_page(path: str, source: str, tree: Mapping[str, bytes]) -> Iterator[str]:
    """Active things in one page, and signs that content broke out of its place."""
    root = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    yield from (f"<{tag}>" for tag in FOREIGN for element in root.iter(tag) if tag != "noscript" or not _in_search_page(element))
    lost = (element for tag in ("link", "meta", "title") for element in root.iterfind(f"body//{tag}"))
    yield from (f"<{element.tag}> in the body" for element in lost if element.getparent().tag != "svg")
    yield from (f"<{tag}>" for tag in ("form", "textarea") for element in root.iter(tag) if not _own_form(element))
    for element in root.iter(etree.Element):
        yield from _in_element(element, path, tree)
    ids = Counter(root.xpath("//@id"))
    yield from (f"id {id_} stands {times} times" for id_, times in ids.items() if times > 1)
    refresh = root.find("head/meta[@http-equiv]")
    if refresh is not None:
        yield from _in_redirect(root, refresh, path, tree)
    elif [footer.getparent().tag for footer in root.iterfind(".//footer[@class='footer']")] != ["body"]:
        yield "the page's footer is not at its place"


def _in_redirect(root: html.HtmlElement, refresh: html.HtmlElement, path: str, tree: Mapping[str, bytes]) -> Iterator[str]:
    """A page that sends readers on may show nothing else, and must send them to a page of the network."""
    target = normpath(join(dirname(path), unquote(refresh.get("content", "").partition("url=")[2])))
    if root.find_class("prose") or f"{target}/index.html" not in tree:
        yield f"<meta http-equiv={refresh.get('http-equiv')} content={refresh.get('content')}>"


def _in_element(element: html.HtmlElement, path: str, tree: Mapping[str, bytes]) -> Iterator[str]:
    if element.tag == "script" and not (_own_script(element, path, tree) and not (element.text or "").strip()):
        yield f"<script src={element.get('src')}>{element.text or ''}"
    for name, value in element.items():
        named = name == "name" and element.tag != "meta" and not _own_form(element)
        if name.startswith("on") or name in ("style", "srcdoc") or named:
            yield f"{name}={value}"
        scheme = _scheme(value) if name in ADDRESSES else ""
        if scheme not in SCHEMES or (scheme and name != "href"):
            yield f"{name}={value}"


def _own_form(element: html.HtmlElement) -> bool:
    """Whether an element is, or stands in, a form or a text to copy that the theme made; none can stand in a body."""
    around = [element, *element.iterancestors()]
    theirs = {"quiz", "search-box", "search-form", "copied"}
    return any(
        not theirs.isdisjoint(one.get("class", "").split())
        or (one.getparent() is not None and "mailto" in one.getparent().get("class", "").split())
        for one in around
        if one.tag in ("form", "section")
    ) and not any("prose" in one.get("class", "").split() for one in around)


def _in_search_page(element: html.HtmlElement) -> bool:
    """Whether an element stands where the theme tells what the search page is without script; a body has no place there."""
    return element.getparent().get("class") == "search" and not any(
        "prose" in one.get("class", "").split() for one in element.iterancestors()
    )


def _own_script(element: html.HtmlElement, path: str, tree: Mapping[str, bytes]) -> bool:
    """Whether a script is a file of the theme."""
    target = normpath(join("/", dirname(path), unquote(element.get("src", ""))))
    return target.startswith("/assets/") and target[1:] in tree


def _scheme(address: str) -> str:
    """The scheme as browsers read it: without spaces and controls; `//host` counts as https."""
    bare = re.sub(r"[\s\x00-\x20]", "", address)
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
    return found[1].lower() if found else "https" if bare.startswith("//") else ""


def in_xml(content: bytes) -> Iterator[str]:
    """Markup that feed readers would take out of a feed and show, and addresses that are no pages."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    for element in root.iter(etree.Element):
        if element.get("type") in ("html", "xhtml") and len(html.fromstring(f"<div>{element.text or ''}</div>")):
            yield f"markup in a feed: {element.text}"
        if _scheme(element.get("href", "")) not in SCHEMES:
            yield f"href={element.get('href')}"


def in_json(text: str) -> Iterator[str]:
    """Signs that would end a script, should the JSON ever stand in one."""
    json.loads(text)
    yield from (sign for sign in ("</script", "<!--", "]]>") if sign in text)


def in_csv(text: str) -> Iterator[str]:
    """Cells that a spreadsheet would take for a formula."""
    rows = csv.reader(io.StringIO(text))
    yield from (f"formula in a cell: {cell}" for row in rows for cell in row if cell.startswith(FORMULA))
