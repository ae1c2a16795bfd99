"""What a picture tells beside what it shows: who made it, where, and the words in its properties; nothing is decoded."""

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from plugins.network.folding import folded
from plugins.network.patterns import pattern
from plugins.network.said import Said

_INNER, _GPS = 0x8769, 0x8825
_ARTISTS = (0x013B, 0x9C9D)
"""EXIF tags: Artist and Windows' XPAuthor."""
_OWNER = 0xA430
_WINDOWS = range(0x9C9B, 0x9CA0)
"""EXIF tags that Windows writes in UTF-16: title, comment, author, keywords, subject."""
_XMP_PLACE = pattern(r"exif:GPS(?:Latitude|Longitude)")
_XMP_ARTIST = pattern(r"<dc:creator>.*?<rdf:li[^>]*>([^<]+)</rdf:li>", re.DOTALL)
_TEXT_KEYS = frozenset({"author", "artist", "creator", "by-line"})


def picture(raw: bytes) -> Said:
    """The properties of a picture; one that cannot be opened is told elsewhere and says nothing here."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(raw)) as image:
                return _said(image)
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, KeyError, TypeError):
            return Said("", numbered=False)


def _said(image: Any) -> Said:
    exif = {tag: _wide(value) if tag in _WINDOWS else value for tag, value in image.getexif().items()}
    inner, place = image.getexif().get_ifd(_INNER), image.getexif().get_ifd(_GPS)
    words = [*_texts(exif.values()), *_texts(inner.values()), *_texts(image.info.values())]
    packets = " ".join(word for word in words if "<" in word)
    artists = [*_texts(exif.get(tag) for tag in _ARTISTS), *_texts([inner.get(_OWNER)]), *_XMP_ARTIST.findall(packets)]
    artists += _texts(value for key, value in image.info.items() if str(key).casefold() in _TEXT_KEYS)
    facts: dict[str, tuple[str, ...]] = {"author": tuple(dict.fromkeys(name.strip() for name in artists if name.strip()))}
    if any(tag in place for tag in (2, 4)) or _XMP_PLACE.search(packets):
        facts["place"] = ("GPS",)
    return Said(folded("\n".join(words)), numbered=False, facts=facts)


def _wide(value: Any) -> Any:
    return value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else value


def _texts(values: Any) -> Iterator[str]:
    """The values that are words, whatever way they are stored."""
    for value in values:
        if isinstance(value, str):
            yield value.strip("\0 ")
        elif isinstance(value, bytes) and 2 < len(value) < 100_000:
            plain = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
            wide = plain.count(0) * 3 > len(plain)
            yield plain.decode("utf-16-le" if wide else "utf-8", "ignore").strip("\0 ")
