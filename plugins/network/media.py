"""Pictures and attachments: what may be published, and the facts a page states about it."""

import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from plugins.network import problems as p
from plugins.network.patterns import pattern
from plugins.network.problems import Problem
from plugins.network.sites import Limits

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
DRAWINGS = frozenset({".svg"})
"""Pictures that a network has to allow."""
ATTACHMENTS = frozenset(
    [
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".wps",
        ".et",
        ".dps",
        ".ofd",
        ".odt",
        ".ods",
        ".odp",
        ".csv",
        ".txt",
        ".zip",
        ".epub",
        ".ics",
        ".mp3",
        ".m4a",
        ".ogg",
        ".mp4",
        ".webm",
        ".vtt",
    ]
)
HEAD_BYTES = 1_000_000
"""How much of a file is read to tell what it is; a picture's size stands within it, behind all that cameras write before."""

_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"), ".webp": (b"RIFF",), ".pdf": (b"%PDF-",),
    ".zip": (b"PK",), ".docx": (b"PK",), ".xlsx": (b"PK",), ".pptx": (b"PK",), ".epub": (b"PK",), ".ofd": (b"PK",),
    ".odt": (b"PK",), ".ods": (b"PK",), ".odp": (b"PK",),
    ".doc": (b"\xd0\xcf\x11\xe0",), ".xls": (b"\xd0\xcf\x11\xe0",), ".ppt": (b"\xd0\xcf\x11\xe0",),
    ".ogg": (b"OggS",), ".webm": (b"\x1aE\xdf\xa3",), ".vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}  # fmt: skip
_TEXTS = frozenset({".csv", ".txt", ".ics"})
_DRAWING = pattern(rb"<(?:[\w-]+:)?svg[\s/>]")
_LOOKS = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG", "PNG"), (b"GIF8", "GIF"), (b"%PDF-", "PDF"), (b"PK", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "Office"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"), (b"<?php", "PHP"), (b"<svg", "SVG"),
    (b"MZ", "EXE"), (b"\x7fELF", "ELF"),
)  # fmt: skip


class Form(Struct, frozen=True):
    """Another form of a picture: how wide, in which format, its SHA-256."""

    width: int
    extension: str
    sha256: str

    @property
    def ending(self) -> str:
        """What its address has beyond that of the picture."""
        return f".{self.width}.{self.extension}"


class Medium(Struct, frozen=True):
    """One file that may be published: its SHA-256, size in bytes and, for a picture, in pixels (else 0).

    `forms` are the other forms of a picture, narrower or in another format; `made` says that it is not the author's file but
    what was made from it.
    """

    sha256: str
    size: int
    width: int = 0
    height: int = 0
    forms: tuple[Form, ...] = ()
    made: bool = False

    @property
    def widths(self) -> tuple[int, ...]:
        """Those that there is a WebP of."""
        return tuple(form.width for form in self.forms if form.extension == "webp")

    @property
    def fallback(self) -> Form | None:
        """The form for browsers without WebP; None if that is the picture itself."""
        return next((form for form in self.forms if form.extension != "webp"), None)

    def files(self, address: str) -> Iterator[tuple[str, str]]:
        """The address and SHA-256 of every file of a medium that is published at an address."""
        yield address, self.sha256
        yield from ((address + form.ending, form.sha256) for form in self.forms)


def ending(width: int) -> str:
    """What the address of the WebP of a width has beyond that of the picture."""
    return Form(width, "webp", "").ending


def addresses(address: str, widths: Iterable[int], fallback: str) -> Iterator[str]:
    """The addresses of all files of a picture."""
    yield address
    yield from (address + ending(width) for width in widths)
    if fallback:
        yield fallback


def to_row(medium: Medium) -> list[Any]:
    """A Medium as plain JSON."""
    return [*astuple(medium)[:4], [astuple(form) for form in medium.forms], medium.made]


def from_row(row: list[Any]) -> Medium:
    """The Medium that a row was made of; raises TypeError or ValueError if it is no such row."""
    sha256, size, width, height, forms, made = row
    return Medium(sha256, size, width, height, tuple(Form(*form) for form in forms), made)


def suffix(path: str) -> str:
    """The extension, in lower case, with its dot."""
    return PurePosixPath(path).suffix.lower()


def is_picture(path: str) -> bool:
    """Whether a file is a picture, as far as its name tells."""
    return suffix(path) in PICTURES | DRAWINGS


def refused(path: str, size: int, limits: Limits, *, svg: bool = False) -> Problem | None:
    """Why a file cannot be published, as far as its name and size tell.

    Args:
        svg: whether the network allows drawings.
    """
    extension = suffix(path)
    if extension in DRAWINGS and not svg:
        return p.SVG_REFUSED.at(path)
    if not is_picture(path) and extension not in ATTACHMENTS:
        return p.MEDIA_REFUSED.at(path, extension=extension or PurePosixPath(path).name)
    limit = limits.image_bytes if is_picture(path) else limits.attachment_bytes
    if size > limit:
        return p.TOO_LARGE.at(path, size=f"{size / 1e6:.1f} MB", limit=f"{limit / 1e6:.1f} MB")
    return None


def inspect(path: str, sha256: str, size: int, head: bytes, limits: Limits) -> Medium | Problem:
    """The facts of a file from its first bytes, or why it cannot be published; no picture is ever decoded."""
    extension = suffix(path)
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return p.LFS_POINTER.at(path)
    if not _matches(extension, head):
        return p.WRONG_EXTENSION.at(path, extension=extension, what=_look(head))
    if extension not in PICTURES:
        return Medium(sha256, size)  # of a drawing the size comes with the copy that is published
    pixels = _pixels(head)
    if pixels is None:
        return p.WRONG_EXTENSION.at(path, extension=extension, what="损坏的图片")
    if pixels[0] * pixels[1] > limits.image_pixels:
        return p.IMAGE_TOO_LARGE.at(path, pixels=f"{pixels[0]} × {pixels[1]}", limit=limits.image_pixels)
    return Medium(sha256, size, *pixels)


def _matches(extension: str, head: bytes) -> bool:
    if extension in _TEXTS:
        return b"\0" not in head and not head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?php", b"<script"))
    if extension in DRAWINGS:
        return _DRAWING.search(head) is not None
    signatures = _SIGNATURES.get(extension)
    return signatures is None or head.startswith(signatures)


def _look(head: bytes) -> str:
    return next((name for start, name in _LOOKS if head.lstrip().lower().startswith(start.lower())), "未知格式")


def _pixels(head: bytes) -> tuple[int, int] | None:
    from PIL import Image, UnidentifiedImageError  # only when a new picture appears

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(head)) as picture:
                return picture.size
        except Image.DecompressionBombError:
            return (1_000_000, 1_000_000)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            return None
