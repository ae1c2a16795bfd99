"""What a link, image or attachment of an item means in the network, and what is wrong with it."""

import difflib
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from plugins.network import problems as p
from plugins.network.index import seal
from plugins.network.items import Item
from plugins.network.media import ATTACHMENTS, Medium, is_picture, suffix
from plugins.network.patterns import pattern
from plugins.network.problems import Problem

_PELICAN = pattern(r"^(?:\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|)")
_SCHEME = pattern(r"^([a-zA-Z][a-zA-Z0-9+.-]+):")
"""At least two letters: `D:` is a drive of the writer's computer."""
_ADDRESS = pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOST = pattern(r"(?:www\.[\w-]+|[\w-]+)(?:\.[\w-]+)*\.(?:com|cn|net|org|gov|edu)(?:[/:?#].*)?", re.IGNORECASE)
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
Role = Literal["link", "image", "file"]


class Link(Struct, frozen=True, array_like=True):
    """What a reference became: an address in the network (or a whole URL), an anchor, a picture's size."""

    address: str
    anchor: str = ""
    external: bool = False
    width: int = 0
    height: int = 0
    item: str = ""
    """The path of the item it leads to, or empty."""
    medium: str = ""
    """The path of the file it shows or offers, or empty."""
    widths: tuple[int, ...] = ()
    """Of a picture, those that there is a WebP of."""
    fallback: str = ""
    """The address for browsers without WebP, or empty if that is the picture's own."""


class Hidden(Mapping[str, bool]):
    """Paths of items that are not published; of closed ones only hashes are known."""

    def __init__(self, paths: Collection[str], hashes: Collection[str]) -> None:
        self._paths = paths
        self._hashes = frozenset(hashes)

    def __getitem__(self, key: str) -> bool:
        if key not in self:
            raise KeyError(key)
        return True

    def __contains__(self, key: object) -> bool:
        return key in self._paths or (isinstance(key, str) and seal(key) in self._hashes)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Known(Struct, frozen=True):
    """Everything a reference can lead to in one tier.

    Args:
        items: visible items by path. hidden: paths of items that exist but are not published in this tier.
        anchors: the anchors of each visible item. media: files by path; media_addresses: where they are published.
        places: addresses of sites and lists by content folder (`/zhuangpei/`, `/zhuangpei/news/`).
        libraries: ids of the sites whose files everyone may use. closed: those of sites that the tier must not know of:
            whatever leads there is closed, whether there is something or not.
    """

    items: Mapping[str, Item]
    hidden: Mapping[str, bool]
    anchors: Mapping[str, tuple[str, ...]]
    media: Mapping[str, Medium]
    media_addresses: Mapping[str, str]
    places: Mapping[str, str]
    libraries: frozenset[str]
    closed: frozenset[str] = frozenset()


def resolve(target: str, role: Role, item: Item, line: int, known: Known) -> tuple[Link | None, Problem | None]:
    """The Link that `target` means in `item`, or None and the Problem that says why not."""
    if role == "link" and (plain := known.items.get(_plain(target, item))) is not None:
        return Link(plain.address, item=plain.path), None
    written = target.strip()
    scheme = _SCHEME.match(re.sub(r"[\s\x00-\x1f]", "", written))
    if scheme or written.startswith("//"):
        return _external(written, scheme[1].lower() if scheme else "https", role, item, line)
    path, _, anchor = _PELICAN.sub("", written).replace("\\", "/").partition("#")
    path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
    if not path:
        return _anchored(Link(item.address, anchor, item=item.path), written, item, line, known)
    candidates = _candidates(path, item, pelican=bool(_PELICAN.match(written)))
    if not candidates:
        return None, p.OUTSIDE.at(item.path, line, href=written)
    for candidate in candidates:
        found = _at(candidate, anchor, written, role, item, line, known)
        if found is not None:
            return found
    return None, _missing(candidates[0], written, role, item, line, known)


def _plain(target: str, item: Item) -> str:
    """The content path of the ordinary link: an item of the same folder, or a path from the content root."""
    return target[1:] if target.startswith("/") else f"{item.path.rpartition('/')[0]}/{target}"


def _external(written: str, scheme: str, role: Role, item: Item, line: int) -> tuple[Link | None, Problem | None]:
    if role == "image":
        return None, p.EXTERNAL_IMAGE.at(item.path, line, href=written)
    if scheme not in _SAFE_SCHEMES or role == "file":
        return None, p.UNSAFE_LINK.at(item.path, line, href=written)
    return Link(written, external=scheme in ("http", "https")), None


def _candidates(path: str, item: Item, *, pelican: bool) -> list[str]:
    """The content paths that a written path can mean; none if it leads out of the content folder."""
    if path.startswith("/"):
        inner = path.lstrip("/")
        tried = [inner, f"{item.site}/{inner}"] if pelican else [inner]
    else:
        tried = [posixpath.join(posixpath.dirname(item.path), path)]
    normal = [posixpath.normpath(one) + ("/" if one.endswith("/") else "") for one in tried]
    return [one for one in normal if not one.startswith("../") and one not in ("..", ".", "./")]


def _at(
    path: str, anchor: str, written: str, role: Role, item: Item, line: int, known: Known
) -> tuple[Link | None, Problem | None] | None:
    """What stands at a content path, or None if nothing does."""
    if path in known.items and role == "link":
        target = known.items[path]
        return _anchored(Link(target.address, anchor, item=path), written, item, line, known)
    if (path in known.hidden and role == "link") or path.partition("/")[0] in known.closed:
        return None, p.LINK_CLOSED.at(item.path, line, href=written)
    if path in known.media:
        return _medium(path, written, role, item, line, known)
    place = known.places.get(path.removesuffix("site.yaml").strip("/"))
    return (Link(place), None) if place and role == "link" else None


def _anchored(link: Link, written: str, item: Item, line: int, known: Known) -> tuple[Link | None, Problem | None]:
    """The link; an anchor that its target does not have is dropped and reported."""
    anchors = known.anchors.get(link.item, ())
    if not link.anchor or link.anchor in anchors:
        return link, None
    near = difflib.get_close_matches(link.anchor, anchors, n=1, cutoff=0.6)
    zh, en = _asked(f"#{near[0]}") if near else ("", "")
    found = p.ANCHOR_MISSING.at(item.path, line, href=written, anchor=link.anchor, suggestion=zh, suggestion_en=en)
    own = link.item == item.path
    return (None if own else Link(link.address, item=link.item)), found


def _medium(path: str, written: str, role: Role, item: Item, line: int, known: Known) -> tuple[Link | None, Problem | None]:
    owner = path.partition("/")[0]
    if owner != item.site and owner not in known.libraries:
        return None, p.OTHERS_MEDIA.at(item.path, line, href=written)
    if role == "image" and not is_picture(path):
        return None, p.NOT_AN_IMAGE.at(item.path, line, href=written)
    medium, address = known.media[path], known.media_addresses[path]
    fallback = address + medium.fallback.ending if medium.fallback else ""
    width, height, widths = medium.width, medium.height, medium.widths
    return Link(address, width=width, height=height, medium=path, widths=widths, fallback=fallback), None


def _missing(path: str, written: str, role: Role, item: Item, line: int, known: Known) -> Problem:
    code = {"link": p.LINK_MISSING, "image": p.IMAGE_MISSING, "file": p.FILE_MISSING}[role]
    if _ADDRESS.fullmatch(written):
        zh, en = _asked(f"mailto:{written}")
    elif _HOST.fullmatch(written):
        zh, en = _asked(f"https://{written}")
    else:
        is_file = role != "link" or is_picture(path) or suffix(path) in ATTACHMENTS
        zh, en = _asked("/" + near) if (near := _near(path, known.media if is_file else known.items)) else ("", "")
    return code.at(item.path, line, href=written, suggestion=zh, suggestion_en=en)


def _near(path: str, choices: Mapping[str, object]) -> str:
    """The path that was most likely meant: the same name anywhere, or a similar one on the same site; else empty."""
    name = posixpath.basename(path.rstrip("/"))
    stem, site = posixpath.splitext(name)[0].casefold(), path.partition("/")[0] + "/"
    same = [one for one in choices if name in one and posixpath.basename(one) == name]
    same = same or [one for one in choices if stem and stem in one.casefold() and _ends(one, stem)]
    if same:
        return max(same, key=lambda one: difflib.SequenceMatcher(None, path, one).ratio())
    names = {posixpath.basename(one): one for one in choices if one.startswith(site)}
    near = difflib.get_close_matches(name, list(names)[:500], n=1, cutoff=0.75)
    return names[near[0]] if near else ""


def _ends(path: str, stem: str) -> bool:
    """Whether a file has this name, with or without a date or the like before it: `2026-03-05-pingyou.md`."""
    own = posixpath.splitext(posixpath.basename(path))[0].casefold()
    return own == stem or own.endswith((f"-{stem}", f"_{stem}"))


def _asked(target: str) -> tuple[str, str]:
    return f"是不是 {target} ？", f"Did you mean {target} ? "
