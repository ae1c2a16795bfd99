"""Pictures and attachments: what may be published, and the facts a page states about it."""

import io
import warnings
from pathlib import PurePosixPath

from msgspec import Struct

from plugins.network import problems as p
from plugins.network.problems import Problem
from plugins.network.sites import Limits

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
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
HEAD_BYTES = 65_536
"""How much of a file is read to tell what it is; a picture's size stands within it."""

_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".png": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"), ".webp": (b"RIFF",), ".pdf": (b"%PDF-",),
    ".zip": (b"PK",), ".docx": (b"PK",), ".xlsx": (b"PK",), ".pptx": (b"PK",), ".epub": (b"PK",), ".ofd": (b"PK",),
    ".odt": (b"PK",), ".ods": (b"PK",), ".odp": (b"PK",),
    ".doc": (b"\xd0\xcf\x11\xe0",), ".xls": (b"\xd0\xcf\x11\xe0",), ".ppt": (b"\xd0\xcf\x11\xe0",),
    ".ogg": (b"OggS",), ".webm": (b"\x1aE\xdf\xa3",), ".vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}  # fmt: skip
_TEXTS = frozenset({".csv", ".txt", ".ics"})
_LOOKS = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG", "PNG"), (b"GIF8", "GIF"), (b"%PDF-", "PDF"), (b"PK", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "Office"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"), (b"<?php", "PHP"), (b"<svg", "SVG"),
    (b"MZ", "EXE"), (b"\x7fELF", "ELF"),
)  # fmt: skip


class Medium(Struct, frozen=True):
    """One file that may be published: its SHA-256, size in bytes and, for a picture, in pixels (else 0)."""

    sha256: str
    size: int
    width: int = 0
    height: int = 0


def suffix(path: str) -> str:
    """The extension, in lower case, with its dot."""
    return PurePosixPath(path).suffix.lower()


def refused(path: str, size: int, limits: Limits) -> Problem | None:
    """Why a file cannot be published, as far as its name and size tell."""
    extension = suffix(path)
    if extension not in PICTURES and extension not in ATTACHMENTS:
        return p.MEDIA_REFUSED.at(path, extension=extension or PurePosixPath(path).name)
    limit = limits.image_bytes if extension in PICTURES else limits.attachment_bytes
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
        return Medium(sha256, size)
    pixels = _pixels(head)
    if pixels is None:
        return p.WRONG_EXTENSION.at(path, extension=extension, what="损坏的图片")
    if pixels[0] * pixels[1] > limits.image_pixels:
        return p.IMAGE_TOO_LARGE.at(path, pixels=f"{pixels[0]} × {pixels[1]}", limit=limits.image_pixels)
    return Medium(sha256, size, *pixels)


def _matches(extension: str, head: bytes) -> bool:
    if extension in _TEXTS:
        return b"\0" not in head and not head.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?php", b"<script"))
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
