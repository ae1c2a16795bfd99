"""Text in its plainest form, so that one pattern meets every way of writing the same."""

import re
import unicodedata
from html import unescape

from plugins.network.patterns import pattern

_HIDDEN = "\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_EVERYDAY = "\x00-\x7f\u00b7\u201c\u201d\u2018\u2019\u2026\u3001-\u3015\u4e00-\u9fff！（），：；？"
_ODD = pattern(f"[^{_EVERYDAY}]+")
"""Runs of characters that have a plainer form or cannot be seen; an everyday text holds few."""
_UNSEEN = pattern(f"[{_HIDDEN}]")
_DASHES = pattern("[\u2010-\u2015\u2212\u30fc]")
_ENTITY = pattern(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|\w{2,12});")
_PERCENT = pattern(r"%(3[0-9]|40|2[dDbB]|[46][1-9a-fA-F]|[57][0-9aA])")
_ESCAPE = pattern(r"\\(?=[!-/:-@\[-`{-~])")
_TAG = pattern("</?(?:b|i|em|strong|span|u|wbr)>")


def folded(text: str) -> str:
    """The text with every character in its plain form: no full-width or hidden ones, no entities; line ends stay."""
    for sign, known, plain in (("&", _ENTITY, _resolved), ("%", _PERCENT, _decoded), ("<", _TAG, ""), ("\\", _ESCAPE, "")):
        if sign in text:
            text = known.sub(plain, text)
    if "**" in text:
        text = text.replace("**", "")
    return text if text.isascii() else _ODD.sub(_plain, text)


def _plain(run: re.Match[str]) -> str:
    seen = _UNSEEN.sub("", run[0])
    return _DASHES.sub("-", unicodedata.normalize("NFKC", seen)) if seen else ""


def _decoded(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def _resolved(entity: re.Match[str]) -> str:
    return unescape(entity[0]).replace("\n", " ").replace("\r", " ")
