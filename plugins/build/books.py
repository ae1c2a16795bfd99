"""Texts of several items as an EPUB 3 book, for readers on phones and e-readers (W3C EPUB 3.3)."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from html import escape
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from plugins.build.growing import Files
from plugins.build.parts import Parts, entry
from plugins.network.headers import media_type
from plugins.network.interface import date_in_words
from plugins.network.items import Item
from plugins.network.outputs import Book
from plugins.network.sites import Settings

_TYPE = "application/epub+zip"
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = (
    "body { line-height: 1.7 }\nh1 { font-size: 1.4em; line-height: 1.4 }\np { margin: 0 0 1em; text-align: justify }\n"
    ".meta { color: #555; font-size: 0.9em }\nimg { max-width: 100%; height: auto }\nfigure { margin: 1em 0 }\ntable { border-collapse: collapse }\n"
    "th, td { padding: 0.2em 0.5em; border: 1px solid #999; text-align: left }\n"
)
_XHTML = "application/xhtml+xml"


class Chapter(Struct, frozen=True):
    """One text of a book as a file of its own."""

    name: str
    title: str
    body: str


def bound(book: Book, content: Path, files: Files, parts: Parts) -> bytes:
    """The bytes of a book; the same content gives the same bytes.

    Raises:
        OSError: a picture is missing or is not the one that was read.
    """
    network, site = parts.network, parts.pages.site
    items = [network.items[path] for path in book.texts]
    texts = parts.texts(book, _inside(book, parts), forms=False)
    language = network.settings.language
    chapters = [
        Chapter("title.xhtml", book.title, f"<h1>{escape(book.title)}</h1>\n<p>{escape(site.title)}</p>"),
        *(
            Chapter(
                f"text-{number}.xhtml",
                item.title,
                _opening(item, network.labels[item.kind], network.settings) + as_xhtml(str(texts[item.path])),
            )
            for number, item in enumerate(items, 1)
        ),
    ]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        folder.writestr(entry("mimetype"), _TYPE)  # first and uncompressed, that others know it by its bytes (OCF, section 4.2.5)
        folder.writestr(entry("META-INF/container.xml"), _CONTAINER)
        folder.writestr(entry("book/package.opf"), _package(book, chapters, items, parts))
        folder.writestr(
            entry("book/contents.xhtml"), _page(network.settings.gettext("目录"), _contents(chapters, network.settings), language)
        )
        folder.writestr(entry("book/style.css"), _STYLE)
        for chapter in chapters:
            folder.writestr(entry(f"book/{chapter.name}"), _page(chapter.title, chapter.body, language))
        for name, path in sorted(book.files.items()):
            folder.writestr(entry(f"book/{name}"), files.read(content / path, network.media[path][0].sha256))
    return made.getvalue()


def _inside(book: Book, parts: Parts) -> Callable[[str], str]:
    """What an address is inside a book: another chapter, a picture in it, or else the whole URL."""
    texts = {parts.network.items[path].address: f"text-{number}.xhtml" for number, path in enumerate(book.texts, 1)}
    files = {parts.network.media[path][1]: quote(name) for name, path in book.files.items()}
    known = {**texts, **files}
    return lambda address: known.get(address) or parts.pages.hrefs.whole(address)


def as_xhtml(html: str) -> str:
    """A body as XML: every element closed, no named entities; what a book cannot hold becomes words."""
    from bs4 import BeautifulSoup  # only where a book is made

    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=re.compile(r"^text-\d+\.xhtml#")):
        link["href"] = str(link["href"]).partition("#")[0]  # anchors of other chapters have other names here
    for link in soup.find_all("a", href=re.compile(r"^https?:")):
        link["href"] = quote(str(link["href"]), safe="%/:?#[]@!$&'()*+,;=~")  # what browsers forgive is no URL (RSC-020)
    for picture in soup.find_all("img", src=re.compile(r"^https?:")):
        picture.replace_with(str(picture.get("alt", "")))
    return soup.decode(formatter="minimal")


def _opening(item: Item, label: str, settings: Settings) -> str:
    return f'<h1>{escape(item.title)}</h1>\n<p class="meta">{escape(label)} {date_in_words(settings.language, item.date)}</p>\n'


def _contents(chapters: Sequence[Chapter], settings: Settings) -> str:
    rows = "".join(f'<li><a href="{chapter.name}">{escape(chapter.title)}</a></li>\n' for chapter in chapters)
    title = escape(settings.gettext("目录"))
    return f'<nav epub:type="toc"><h1>{title}</h1>\n<ol>\n{rows}</ol></nav>'


def _page(title: str, body: str, language: str) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" xml:lang="{language}">\n<head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _package(book: Book, chapters: Sequence[Chapter], items: Sequence[Item], parts: Parts) -> str:
    whole, language = parts.pages.hrefs.whole(book.address), parts.network.settings.language
    written = max(moment for item in items if (moment := item.updated or item.date)).astimezone(UTC)
    listed = "\n".join(_manifest(chapters, sorted(book.files)))
    order = ("c0", "contents", *(f"c{number}" for number in range(1, len(chapters))))
    spine = "".join(f'<itemref idref="{name}"/>' for name in order)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id" xml:lang="{language}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{escape(whole)}</dc:identifier>\n<dc:title>{escape(book.title)}</dc:title>\n'
        f"<dc:language>{language}</dc:language>\n<dc:creator>{escape(parts.pages.site.title)}</dc:creator>\n"
        f'<meta property="dcterms:modified">{written:%Y-%m-%dT%H:%M:%SZ}</meta>\n</metadata>\n'
        f"<manifest>\n{listed}\n</manifest>\n<spine>{spine}</spine>\n</package>\n"
    )


def _manifest(chapters: Sequence[Chapter], files: Sequence[str]) -> Iterator[str]:
    yield f'<item id="contents" href="contents.xhtml" media-type="{_XHTML}" properties="nav"/>'
    yield '<item id="style" href="style.css" media-type="text/css"/>'
    for number, chapter in enumerate(chapters):
        yield f'<item id="c{number}" href="{chapter.name}" media-type="{_XHTML}"/>'
    for number, name in enumerate(files):
        yield f'<item id="f{number}" href="{escape(quote(name))}" media-type="{media_type(name)}"/>'
