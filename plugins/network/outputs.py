"""What a capability can write beyond the items themselves: files of bytes and pages of a template."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct


class File(Struct, frozen=True):
    """A file of the network: its address without a trailing slash, and its bytes."""

    address: str
    content: bytes


class Deferred(Struct, frozen=True):
    """A file whose bytes cost more to make than to tell apart: they are made only if `made_from` has changed.

    Args:
        made_from: every value that `make` looks at, settings and sites of the network apart.
    """

    address: str
    made_from: tuple[object, ...]
    make: Callable[[], bytes]


class FromTexts(Struct, frozen=True):
    """A file made from the texts of items: they are fetched, and its bytes made, only if something of it has changed.

    Args:
        made_from: as of `Deferred`; the hash of each item whose text is asked for must be in it.
        items: the paths of the site's items whose texts `make` gets, as sanitised HTML by path.
    """

    address: str
    made_from: tuple[object, ...]
    items: tuple[str, ...]
    make: Callable[[Mapping[str, str]], bytes]


class Page(Struct, frozen=True):
    """A page of the network: the values its template gets, and what its head says.

    Args:
        address: ends with a slash, or with the name of an .html file.
        template: the file under the theme's templates/.
        section: the navigation entry it belongs to.
        menu: where the navigation lists this page (one of `kinds.AREAS`), under `section`; empty if nowhere.
        crumbs: (title, address) of the pages above it, the home first.
        source: the path of the item it shows, if it shows one.
        texts: the paths of the site's items whose texts it shows; its template finds them by path in `texts`.
        by_files: whether it goes by facts about the files of items (`items.BESIDE`), which change with every word.
        carried: those texts are to be copied elsewhere, so their links are whole URLs.
        attached: files that are made before it; its template finds how many bytes each has by address in `sizes`.
        meta, properties: further <meta name> and <meta property> values.
    """

    address: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    section: str = ""
    menu: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    robots: str = ""
    canonical: str = ""
    source: str = ""
    texts: tuple[str, ...] = ()
    by_files: bool = False
    carried: bool = False
    attached: "tuple[Archive | Book | Pdf, ...]" = ()


class Archive(Struct, frozen=True):
    """A zip file to take along: one page that needs nothing else, and files of the site; the same content, the same bytes.

    Args:
        page: becomes `index.html`; its template gets its values, `texts`, `network`, `site` and a `url` for inside the archive.
        files: the names inside the archive and the paths of the files.
    """

    address: str
    page: Page
    files: Mapping[str, str]


class Book(Struct, frozen=True):
    """An EPUB: items of the site as its chapters.

    Args:
        texts: the paths of the items. files: the names of pictures inside it, and their paths.
    """

    address: str
    title: str
    texts: tuple[str, ...]
    files: Mapping[str, str]


class Pdf(Struct, frozen=True):
    """A page on paper, as a PDF; the same content gives the same bytes wherever fonts are the same.

    Args:
        page, files: as of `Archive`, of whose page it is made.
    """

    address: str
    page: Page
    files: Mapping[str, str]


Output = File | Deferred | FromTexts | Page | Archive | Book | Pdf


def to_json(document: object) -> bytes:
    """A document as JSON in which `<` and `>` are escaped, so that it can end no script and no CDATA section."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").encode()


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV that spreadsheets open: with a byte order mark, and no cell that they take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: object) -> object:
    """A text that no spreadsheet runs (promises.md §C); numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
