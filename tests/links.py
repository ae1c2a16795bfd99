"""Whether every reference of a built network leads somewhere: links, anchors, assets, pictures."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree, html

REFERRING = ("href", "src", "poster", "data-stamp-source")


@dataclass(frozen=True)
class Reference:
    """One reference of a page: the page's file, the element and attribute, and what is written there."""

    page: str
    element: str
    attribute: str
    written: str

    def __str__(self) -> str:
        return f"{self.page}: <{self.element} {self.attribute}={self.written!r}>"

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole URL, not an address relative to the page."""
        return bool(urlsplit(self.written).scheme)


@dataclass(frozen=True)
class Site:
    """All pages below a folder, parsed once: their elements, references and anchors."""

    folder: Path
    pages: Mapping[str, html.HtmlElement]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference of every page."""
        return tuple(self._references())

    def _references(self) -> Iterator[Reference]:
        for path, root in self.pages.items():
            for element in root.iter(etree.Element):
                for attribute in REFERRING:
                    if (written := element.get(attribute)) is not None:
                        yield Reference(path, str(element.tag), attribute, written)
                for form in filter(None, element.get("srcset", "").split(", ")):
                    yield Reference(path, str(element.tag), "srcset", form.split()[0])
            for refresh in root.xpath("//meta[@http-equiv='refresh']/@content"):
                yield Reference(path, "meta", "content", str(refresh).partition("url=")[2])

    @cached_property
    def anchors(self) -> Mapping[str, set[str]]:
        """The ids of every page."""
        return {path: set(root.xpath("//@id")) for path, root in self.pages.items()}


def parsed(folder: Path) -> Site:
    """Every page below a folder."""
    files = sorted(folder.resolve().rglob("*.html"))
    return Site(folder, {file.relative_to(folder.resolve()).as_posix(): _root(file.read_bytes()) for file in files})


def _root(source: bytes) -> html.HtmlElement:
    return html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))


def url_of(path: str, base: str) -> str:
    """The address of a page's file under a base URL, as a browser shows it."""
    return base + (path.removesuffix("index.html") if path.endswith("index.html") else path)


def fault(site: Site, reference: Reference, hosts: Mapping[str, str], base: str) -> str:
    """Why a reference leads nowhere, or an empty text.

    Args:
        hosts: the folder that each base URL serves. base: the URL under which the page itself is served.
    """
    url, anchor = urldefrag(urljoin(url_of(reference.page, base), reference.written))
    if urlsplit(url).scheme not in ("http", "https"):
        return "" if urlsplit(url).scheme in ("mailto", "tel") else "an unknown scheme"
    served = next((one for one in sorted(hosts, key=len, reverse=True) if url.startswith(one)), None)
    if served is None:
        return "" if reference.is_whole else "it leaves the folder it is served from"
    path = posixpath.normpath(posixpath.join(hosts[served], unquote(url[len(served) :]) or ".")).removeprefix("./")
    path = posixpath.normpath(f"{path}/index.html") if url.endswith("/") else path
    if not (site.folder / path).is_file():
        return f"there is no {path}"
    if anchor and path.endswith(".html") and unquote(anchor) not in site.anchors[path]:
        return f"{path} has no #{unquote(anchor)}"
    return ""


def faults(
    site: Site, hosts: Mapping[str, str], base: str, which: Callable[[Reference], bool] = lambda _reference: True
) -> list[str]:
    """Every one of the chosen references that leads nowhere."""
    chosen = (reference for reference in site.references if which(reference))
    return [f"{reference}: {why}" for reference in chosen if (why := fault(site, reference, hosts, base))]
