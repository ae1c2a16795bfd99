"""Writes PDF: an archive whose `index.html` is the page comes in, a PDF goes out. It runs alone and reads nothing else."""

import io
import sys
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

INSIDE = "https://archive.invalid/"
"""Where the archive is for the page; no such host exists (RFC 2606)."""

VERSION = "1.4"
"""Later ones compress links, too; what leads to an item that must go has to be found in the bytes (`traces.py`)."""


class Archived(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetches files of the archive, nothing from anywhere else."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        super().__init__()
        self._archive = archive

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # its form
        """A file of the archive.

        Raises:
            ValueError: what is asked for is none; then the page goes without it.
        """
        if not url.startswith(INSIDE):
            raise ValueError(url)
        return URLFetcherResponse(url, self._archive.read(unquote(url.removeprefix(INSIDE))))


def main() -> None:
    """Read an archive, write its page."""
    archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
    page = HTML(string=archive.read("index.html").decode(), base_url=INSIDE, url_fetcher=Archived(archive))
    sys.stdout.buffer.write(page.write_pdf(pdf_tags=True, pdf_version=VERSION))


if __name__ == "__main__":
    main()
