"""One Markdown file as the network sees it: frozen values, safe to hand to any template."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from plugins.network.audience import Audience
from plugins.network.patterns import pattern

_NUMBERED = pattern(r"[（(]?[一二三四五六七八九十百\d]+[)）、.．](?!\d)|第[一二三四五六七八九十百\d]+[章节条部]")
Tone = Literal["active", "positive", "warning", "negative", "off"]


class State(Struct, frozen=True, array_like=True):
    """Where an item stands at the as-of instant: words first, the tone only colours them."""

    id: str
    label: str
    tone: Tone
    until: datetime | None = None
    """When the state will change by itself, or None."""
    listed: bool = True
    """Whether lists still show the item; its page always stands."""


class Source(Struct, frozen=True, array_like=True):
    """Where a reprint or a resource comes from."""

    name: str
    url: str = ""


class Picture(Struct, frozen=True, array_like=True):
    """An image that is published: its address in the network and its size in pixels.

    `widths` are those that there is a WebP of; `fallback` is the address for browsers without it, or empty if that is its own.
    """

    address: str
    width: int
    height: int
    alt: str
    widths: tuple[int, ...] = ()
    fallback: str = ""


class Attachment(Struct, frozen=True, array_like=True):
    """A file that is published: format in capitals (PDF), size in bytes, SHA-256 in hex."""

    name: str
    address: str
    format: str
    size: int
    sha256: str


class Reference(Struct, frozen=True, array_like=True):
    """One link or image of a body, as it was written.

    `line` is the line in the file; `text` is the text of the link, or the alternative text of the image.
    """

    target: str
    role: Literal["link", "image"]
    line: int
    text: str


class Heading(Struct, frozen=True, array_like=True):
    """A heading of a body and the anchor that links may point at."""

    level: int
    id: str
    text: str

    @property
    def numbered(self) -> bool:
        """Whether its writer has numbered it: 一、 （一） 1. （1） 第一章."""
        return bool(_NUMBERED.match(self.text))


class Item(Struct, frozen=True, array_like=True):
    """One item, ready to be listed; its body lies in the cache under `hash`.

    `path` is relative to the content folder; `address` is the place in the network, beginning and ending
    with a slash. `fields` holds what only its Kind knows, as plain JSON values.
    """

    path: str
    site: str
    kind: str
    slug: str
    address: str
    title: str
    date: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    author: str = ""
    source: Source | None = None
    tags: tuple[str, ...] = ()
    column: str = ""
    audience: Audience = "public"
    withdrawn: str = ""
    publish: datetime | None = None
    expires: datetime | None = None
    pinned: bool = False
    promote: bool = False
    to: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    cover: Picture | None = None
    attachments: tuple[Attachment, ...] = ()
    review: Mapping[str, str] = {}
    aliases: tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    headings: tuple[Heading, ...] = ()
    state: State | None = None
    related: tuple[str, ...] = ()
    """Paths of the items that reference fields of its Kind name (supersedes, document, task …)."""
    minutes: int = 1
    """Reading time."""
    body: bool = True
    """Whether its text, pictures and attachments may be shown; off for what is taken back after a period."""
    stale: bool = False
    """Its newest version is broken; this is the last good one."""
    lines: Mapping[str, int] = {}
    """Where in the file each field was written, for Problems."""
    characters: int = 0
    """How long its text is."""
    undescribed: int = 0
    """How many pictures of its text have no words for those who cannot see them."""
    hash: str = ""

    @property
    def year(self) -> int:
        """The year of its date; undated items have none and must not be asked."""
        assert self.date is not None
        return self.date.year

    def line(self, *place: str | int) -> int:
        """Where something in a field was written (`actuals`, 0, `value`), or else the entry or field that holds it."""
        names = (".".join(map(str, place[:length])) for length in range(len(place), 0, -1))
        return next((self.lines[name] for name in names if name in self.lines), 1)


BESIDE = frozenset({"lines", "characters", "undescribed", "hash"})
"""The last fields: facts about the file of an item that change with every word of it; pages that only list it do not ask for them.

Nor does what a Kind adds to a page. An output that goes by them says so (`outputs.Page.by_files`).
"""
