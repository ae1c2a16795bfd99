"""Texts of several items on one page, and archives of such a page with the files that it shows."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from plugins.build.frame import Shown
from plugins.build.growing import Files
from plugins.build.pages import ItemPages
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.outputs import Archive, Book, Page

PAGE = "index.html"


class Parts:
    """The texts that pages ask for."""

    def __init__(self, network: Network, pages: ItemPages, body: Callable[[Item], str]) -> None:
        self.network = network
        self.pages = pages
        self._body = body

    def marks(self, page: Page | Book) -> list[tuple[object, ...]]:
        """What tells the texts that a page asks for apart, before any of them is fetched."""
        items = (self.network.items[path] for path in page.texts)
        return [(item, item.hash, self.network.links.get(item.path, ())) for item in items]

    def texts(self, page: Page | Book, href: Callable[[str], str], *, forms: bool = True) -> Mapping[str, Markup]:
        """The texts that a page or book asks for by path; the anchors of the first begin with `text-1-`.

        Args:
            forms: whether all forms of their pictures are at hand.
        """
        items = ((number, self.network.items[path]) for number, path in enumerate(page.texts, 1))
        return {
            item.path: self.pages.part(item, self._body(item), href, f"text-{number}-", forms=forms) for number, item in items
        }


def packed(archive: Archive, content: Path, files: Files, parts: Parts, templates: Environment) -> bytes:
    """The bytes of an archive; stored uncompressed, because compressors differ between machines.

    Raises:
        OSError: a file is missing or is not the one that was read.
    """
    href = _inside(archive, parts)
    page, network = archive.page, parts.network
    shown = Shown(network.settings, network.sites)
    values = {
        "page": page,
        "network": shown,
        "site": parts.pages.site,
        "url": href,
        "texts": parts.texts(page, href, forms=False),
    }
    html = templates.get_template(page.template).render({**values, **page.values})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        folder.writestr(entry(PAGE), html)
        for name, path in sorted(archive.files.items()):
            folder.writestr(entry(name), files.read(content / path, network.media[path][0].sha256))
    return made.getvalue()


def _inside(archive: Archive, parts: Parts) -> Callable[[str], str]:
    """What an address is inside an archive: a place in its page, a file in it, or else the whole URL."""
    texts = {parts.network.items[path].address: f"#text-{number}" for number, path in enumerate(archive.page.texts, 1)}
    files = {parts.network.media[path][1]: quote(name) for name, path in archive.files.items()}
    known = {**texts, **files}
    return lambda address: known.get(address) or parts.pages.hrefs.whole(address)


def entry(name: str) -> zipfile.ZipInfo:
    """A file of an archive whose bytes tell neither when nor where it was made."""
    made = zipfile.ZipInfo(name)  # of 1980-01-01, whenever it is made
    made.external_attr = 0o644 << 16
    made.create_system = 3  # Unix, wherever it is made
    return made
