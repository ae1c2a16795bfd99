"""A finished page in Traditional characters: its words and its links, nothing else of it."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from plugins.network.patterns import pattern
from plugins.network.traditional import TRADITIONAL
from plugins.traditional.links import Links

_PIECES = pattern(r"""(<!--.*?-->|<[a-zA-Z/!](?:[^"'>]|"[^"]*"|'[^']*')*>)""", re.DOTALL)
"""What is no text of a page, in a group, so that a split keeps it."""
_NAME = pattern(r"</?([a-zA-Z0-9]+)")
_ATTRIBUTE = pattern(r'(?<=\s)([a-z:-]+)="([^"]*)"')
_LANG = pattern(r'\slang="([^"]*)"')
_HAN = pattern("[\u3400-\u9fff\U00020000-\U0003ffff]")
_AS_THEY_ARE = frozenset({"script", "style", "code", "kbd", "samp"})
"""Elements whose text is for programs."""
_EMPTY = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_SPOKEN = frozenset({"alt", "aria-label", "content", "data-label", "label", "placeholder", "title"})
_LEADING = frozenset({"action", "data-root", "href"})
_FILES = frozenset({"data-index", "data-stamp-source", "data-traditional", "data-worker", "poster", "src"})
_REFRESH = "0; url="
_SWITCH, _HIDDEN = " data-writing", " hidden>"
"""What stands around the links from one form of a page to the other, and around that which leads to the page itself."""
_SHORT = 80
"""Characters of a text that may come again on other pages, as names and words of the interface do."""
_REMEMBERED = 4096


class Tag(NamedTuple):
    """A tag, or a comment, as a copy has it.

    Args:
        hushes: the words inside the element stay as they are. hushed: the tag where its own words stay so.
    """

    name: str
    closes: bool
    hushes: bool
    written: str
    hushed: str


class Converting:
    """Writes pages in Traditional characters; what says that it is in another language than the pages stays as it is.

    Most tags and short texts of a page stand on others, too: each is worked out once.

    Args:
        language: that of the pages. convert: a text in Traditional characters.
    """

    def __init__(self, language: str, convert: Callable[[str], str], links: Links) -> None:
        self._language = language
        self._convert = convert
        self._links = links
        self._short = lru_cache(_REMEMBERED)(convert)
        self._tag = lru_cache(_REMEMBERED)(self._read)

    def __call__(self, page: bytes) -> bytes:
        """The copy of a page."""
        written, silent, depth = [], "", 0
        for number, piece in enumerate(_PIECES.split(page.decode())):
            if number % 2 == 0:
                written.append(piece if silent else self._spoken(piece))
                continue
            tag = self._tag(piece)
            if tag.name and tag.name == silent:
                depth += -1 if tag.closes else 1
                silent = silent if depth else ""
            elif tag.hushes and not silent:
                silent, depth = tag.name, 1
            written.append(tag.hushed if silent else tag.written)
        return "".join(written).encode()

    def _spoken(self, text: str) -> str:
        if not _HAN.search(text):
            return text
        return self._short(text) if len(text) < _SHORT else self._convert(text)

    def _read(self, tag: str) -> Tag:
        name, closes = found[1] if (found := _NAME.match(tag)) else "", tag[1] == "/"
        foreign = (lang := _LANG.search(tag)) is not None and lang[1] != self._language
        hushes = not closes and name not in _EMPTY and (name in _AS_THEY_ARE or foreign)
        return Tag(name, closes, hushes, self._rewritten(tag), self._rewritten(tag, hushed=True))

    def _rewritten(self, tag: str, *, hushed: bool = False) -> str:
        """A tag whose links lead on from a copy, and, unless it is hushed, with what readers see or hear of its attributes converted."""
        stays = " hreflang=" in tag

        def written(one: re.Match[str]) -> str:
            name, value = one.groups()
            led = self._led(name, value, stays=stays)
            return f'{name}="{led if hushed or led is not value else self._worded(name, value)}"'

        return _ATTRIBUTE.sub(written, _switched(tag) if _SWITCH in tag else tag)

    def _worded(self, name: str, value: str) -> str:
        if name == "lang" and value == self._language:
            return TRADITIONAL
        return self._spoken(value) if name in _SPOKEN else value

    def _led(self, name: str, value: str, *, stays: bool) -> str:
        """The value of an attribute that leads somewhere; `stays`: it names the language of the page that it leads to."""
        links = self._links
        if name in _FILES or (stays and name == "href"):
            return links.to_file(value)
        if name in _LEADING or (name == "content" and "://" in value and not _HAN.search(value)):
            return links.to_page(value)
        if name == "content" and value.startswith(_REFRESH):
            return _REFRESH + links.to_page(value[len(_REFRESH) :])
        if name == "srcset":
            return ", ".join(links.to_file(one) for one in value.split(", "))
        return value


def _switched(tag: str) -> str:
    """What stands around a link of the switch: in a copy the other one is hidden."""
    return tag.removesuffix(_HIDDEN) + ">" if tag.endswith(_HIDDEN) else tag.removesuffix(">") + _HIDDEN
