"""The picture of a site that messengers show beside a link: its colour and the network's emblem.

It has no words: those stand beside it anyway, and a Chinese font would differ from machine to machine, so the bytes would.
"""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.network.network import Network
from plugins.network.outputs import Deferred, Output
from plugins.network.sharing import card_address
from plugins.network.sites import Site

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT = 1200, 630
"""What ogp.me's readers ask for; the emblem stands in the middle, for messengers cut a square out of it."""
_SIDE = 454
_ENDS = ((32, 17, 6), (17, 45, 5), (32, 45, 5), (47, 45, 5))
_LINES = (((32, 20), (32, 44)), ((17, 44), (17, 32), (47, 32), (47, 44)))
"""The emblem as favicon.svg has it, in a square of 64."""


def cards(network: Network, site: Site) -> Iterator[Output]:
    """The picture of a site."""
    if address := card_address(network, site):
        yield Deferred(address, (site.colour,), lambda: card(site.colour))


def card(accent: str) -> bytes:
    """A PNG: the emblem in gold and white on the accent."""
    from PIL import Image

    drawn = Image.new("RGB", (WIDTH, HEIGHT), accent)
    place = ((WIDTH - _SIDE) // 2, (HEIGHT - _SIDE) // 2)
    for colour, mask in _emblem():
        drawn.paste(colour, place, mask)
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


@lru_cache
def _emblem() -> tuple[tuple[str, "Image"], ...]:
    """What is drawn in each colour, the same for every site; twice as large first, for smooth edges."""
    from PIL import Image, ImageDraw

    scale = 2 * _SIDE / 64
    ring, tree = (Image.new("L", (2 * _SIDE, 2 * _SIDE)) for _ in range(2))
    ImageDraw.Draw(ring).ellipse([scale, scale, 63 * scale, 63 * scale], outline=255, width=round(1.2 * scale))
    pen = ImageDraw.Draw(tree)
    for line in _LINES:
        pen.line([(x * scale, y * scale) for x, y in line], fill=255, width=round(3.5 * scale), joint="curve")
    for x, y, radius in _ENDS:
        pen.ellipse([(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale], fill=255)
    return ("#d8b06a", ring.reduce(2)), ("#ffffff", tree.reduce(2))
