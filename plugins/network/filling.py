"""A body gets its links: what each reference became goes into the HTML that was read once."""

import re
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from plugins.network.patterns import pattern


class Target(Struct, frozen=True):
    """What a Reference became: an address, and for an image its size in pixels.

    `webp` are its WebP forms as `srcset` takes them, `fallback` what is shown where they are not known.
    """

    href: str
    width: int = 0
    height: int = 0
    external: bool = False
    webp: str = ""
    fallback: str = ""


SIZES = "(max-width: 47.5em) 92vw, 42em"
"""How wide a picture stands in a text: the column on a phone, the measure elsewhere."""


_PLACE = pattern(
    r'<(?:a href="zhibu:(?P<link>\d+)"(?P<rest>[^>]*)>'
    r'|img src="zhibu:(?P<image>\d+)"(?P<alt>[^>]*)>'
    r"|(?P<end>/a>))"
)
"""A placeholder as `clean` writes it: the target first, no `<`, `>` or double quote in any value."""


def fill(html: str, targets: Sequence[Target | None], *, at_once: bool = True) -> str:
    """The HTML with targets[n] in the place of references[n]; None leaves the text of a link or image.

    Args:
        at_once: its first picture is the first of the page, so it does not wait until the reader comes near.
    """
    return _Filling(targets, at_once=at_once).fill(html)


class _Filling:
    def __init__(self, targets: Sequence[Target | None], *, at_once: bool) -> None:
        self.targets = targets
        self.at_once = at_once
        self.dropping = False
        """Between a link that was dropped and its end; links never nest."""

    def fill(self, html: str) -> str:
        return _PLACE.sub(self._place, html)

    def _place(self, found: re.Match[str]) -> str:
        if number := found["link"]:
            return self._link(self.targets[int(number)], found)
        if number := found["image"]:
            return self._image(self.targets[int(number)], found["alt"])
        kept, self.dropping = "" if self.dropping else "</a>", False
        return kept

    def _link(self, target: Target | None, found: re.Match[str]) -> str:
        if target is None:
            self.dropping = True
            return ""
        rel = ' rel="external noopener"' if target.external else ""
        return f'<a href="{escape(target.href)}"{found["rest"]}{rel}>'

    def _image(self, target: Target | None, attributes: str) -> str:
        if target is None:
            alt = _ALT.search(attributes)
            return alt[1] if alt else ""
        size = f' width="{target.width}" height="{target.height}"' if target.width and target.height else ""
        when, self.at_once = "" if self.at_once else ' loading="lazy"', False
        image = f'<img src="{escape(target.fallback or target.href)}"{size}{attributes}{when} decoding="async">'
        if not target.webp:
            return image
        return f'<picture><source type="image/webp" srcset="{escape(target.webp)}" sizes="{SIZES}">{image}</picture>'


_ALT = pattern(r' alt="([^"]*)"')


_TAG = pattern(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>[^<>]*)>")
_ANCHOR = pattern(r' (?:id="|href="#)(?=[^"])')


def inset(html: str, mark: str) -> str:
    """A body as part of a page with others: headings one level lower, anchors that begin with a mark of its own."""
    return _TAG.sub(lambda tag: f"<{tag['end']}{_lower(tag['name'])}{_ANCHOR.sub(lambda one: one[0] + mark, tag['rest'])}>", html)


def _lower(name: str) -> str:
    return f"h{int(name[1]) + 1}" if name in ("h2", "h3", "h4", "h5") else name
