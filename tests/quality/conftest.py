"""What the judges look at: the demonstration network with a page of every template, in a folder and served."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import Struct

from tests.browser import browser, serving
from tests.networks import Place
from tests.quality.pages import gathered

__all__ = ["browser"]


class Shown(Struct, frozen=True):
    """A folder of pages, where it is served, and template -> address of its largest page."""

    folder: Path
    origin: str
    addresses: Mapping[str, str]

    def served(self, address: str) -> str:
        """The URL of a page for somebody on the network."""
        return f"{self.origin}{address}"

    def on_disk(self, address: str) -> str:
        """The URL of a page for somebody who opens it from a disk."""
        return f"file://{self.folder}{address}{'index.html' if address.endswith('/') else ''}"


@pytest.fixture(scope="session")
def shown(demo: Place, once: Callable[[str, Callable[[Path], None]], Path]) -> Iterator[Shown]:
    """One page of every template, gathered once for all workers."""

    def gather(folder: Path) -> None:
        (folder / "addresses.json").write_text(json.dumps(gathered(demo.current, folder / "network")))

    folder = once("shown", gather)
    with serving(folder / "network") as origin:
        yield Shown(folder / "network", origin, json.loads((folder / "addresses.json").read_bytes()))
