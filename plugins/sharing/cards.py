"""The picture of a site that messengers show beside a link: its accent and the network's emblem.

It has no words: those stand beside it anyway, and a Chinese font would differ from machine to machine, so the bytes would.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from plugins.network.network import Network
from plugins.network.outputs import Deferred, Output
from plugins.network.sharing import card_address
from plugins.network.sites import Site

DRAWN = Path(__file__).with_name("card.png")
"""The emblem in the middle of 1200 by 630 pixels, for messengers cut a square out of it; docs/developers/card.py draws it."""
LEVELS = 16
"""Colours from the accent to gold, and as many from the accent to white: all that the picture has."""
_GOLD, _WHITE = (0xD8, 0xB0, 0x6A), (0xFF, 0xFF, 0xFF)


def cards(network: Network, site: Site) -> Iterator[Output]:
    """The picture of a site."""
    if address := card_address(network, site):
        yield Deferred(address, (site.colour,), lambda: card(site.colour))


def card(accent: str) -> bytes:
    """A PNG: the emblem in gold and white on the accent; of what is drawn only the palette differs from site to site."""
    ground = tuple(bytes.fromhex(accent[1:]))
    palette = bytes(
        round(below + (above - below) * level / (LEVELS - 1))
        for colour in (_GOLD, _WHITE)
        for level in range(LEVELS)
        for below, above in zip(ground, colour, strict=True)
    )
    chunk = b"PLTE" + palette
    before, after = _drawn()
    return b"".join((before, struct.pack(">I", len(palette)), chunk, struct.pack(">I", zlib.crc32(chunk)), after))


@cache
def _drawn() -> tuple[bytes, bytes]:
    """The bytes before and after the palette (PNG, section 11.2.2)."""
    written = DRAWN.read_bytes()
    start = written.index(b"PLTE") - 4
    length = int.from_bytes(written[start : start + 4])
    return written[:start], written[start + 12 + length :]
