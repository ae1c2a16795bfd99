"""A picture as it is published: made anew from its pixels, so nothing that it told beside them is left, in several widths."""

import io
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from plugins.network.moving import without_words

WIDTHS = (480, 960, 1600)
"""For a phone, for a column of text, for a large screen; nothing is ever enlarged."""
APART = 1.25
"""A width that is not much less than the picture's own is not worth a file."""
WORTH = 4_096
"""A file of fewer bytes has no other forms: there is nothing to be saved."""
FALLBACK = 960
"""For the few browsers that know no WebP."""
QUALITY, QUALITY_WEBP = 85, 80
_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
_ORIENTATION = 0x0112
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
"""Modes of more than eight bits."""


class BrokenPictureError(Exception):
    """It cannot be shown: damaged, cut off, or not what its name says."""


class HugePictureError(Exception):
    """It has more pixels than are allowed."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width} × {height}")


class Made(Struct, frozen=True):
    """One file made from a picture: how wide, in which format, its bytes."""

    width: int
    extension: str
    content: bytes


class Prepared(Struct, frozen=True):
    """The picture in its own size and format, and its other forms."""

    content: bytes
    width: int
    height: int
    forms: tuple[Made, ...] = ()


def prepared(extension: str, raw: bytes, most_pixels: int) -> Prepared:
    """What is published of a picture; the same bytes give the same files.

    Raises:
        BrokenPictureError: it cannot be shown. HugePictureError: it is too large; nothing of it was decoded.
    """
    from PIL import Image  # only where a new picture appears

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            form = _FORMATS[extension]
            with Image.open(io.BytesIO(raw), formats=[form]) as image:
                _refuse_huge(image, most_pixels)
                image.load()
                return _moving(form, raw, image) if _moves(form, image) else _still(form, raw, image)
        except (HugePictureError, MemoryError):
            raise
        except Exception as fault:  # what Pillow raises at damaged bytes is no closed list
            raise BrokenPictureError(repr(fault)) from fault


def _refuse_huge(image: Any, most_pixels: int) -> None:
    if image.width * image.height > most_pixels:
        raise HugePictureError(image.width, image.height)


def _moves(form: str, image: Any) -> bool:
    return form == "GIF" or (form != "JPEG" and getattr(image, "is_animated", False))


def _moving(form: str, raw: bytes, image: Any) -> Prepared:
    return Prepared(without_words(form, raw), image.width, image.height)


def _still(form: str, raw: bytes, image: Any) -> Prepared:
    shown = _turned(_plain(image), image)
    few = shown.mode == "P" or (form != "JPEG" and shown.getcolors(256) is not None)
    own = _own(form, raw, image, shown)
    pixels = _with_alpha(shown) if shown.mode == "P" else shown
    return Prepared(own, shown.width, shown.height, tuple(_forms(form, own, pixels, few=few)))


# pixels -----------------------------------------------------------------------------------------


def _plain(image: Any) -> Any:
    """The pixels of a picture in eight bits and the colours of screens; a palette stays one if nothing speaks against it."""
    if image.mode in _DEEP:
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    profile = image.info.get("icc_profile")
    if image.mode == "P" and not profile:
        return image
    if image.mode == "1":
        return image.convert("L")
    pixels = _with_alpha(image) if image.mode in ("P", "PA", "LA", "RGBA", "RGBa") or "transparency" in image.info else image
    pixels = _in_srgb(pixels, profile) if profile else pixels
    if pixels.mode == "RGBA" and pixels.getextrema()[3] == (255, 255):
        return pixels.convert("RGB")
    return pixels if pixels.mode in ("L", "RGB", "RGBA") else pixels.convert("RGB")


def _with_alpha(image: Any) -> Any:
    """As RGBA, or RGB where nothing shows through."""
    pixels = image.convert("RGBA")
    return pixels.convert("RGB") if pixels.getextrema()[3] == (255, 255) else pixels


def _in_srgb(image: Any, profile: bytes) -> Any:
    """In the colours that browsers assume where no profile is said; a profile that cannot be used is left out of account."""
    from PIL import ImageCms

    try:
        own, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, screen, outputMode="RGBA" if image.mode == "RGBA" else "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _turned(pixels: Any, image: Any) -> Any:
    """Upright, as the camera says it was held."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    try:
        turn = turns.get(image.getexif().get(_ORIENTATION))
    except Exception:  # noqa: BLE001  # properties that cannot be read say nothing
        turn = None
    return pixels if turn is None else pixels.transpose(turn)


def _narrower(pixels: Any, width: int) -> Any:
    from PIL.Image import Resampling

    height = max(1, round(pixels.height * width / pixels.width))
    return pixels if width == pixels.width else pixels.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)


# files ------------------------------------------------------------------------------------------


def _written(pixels: Any, form: str, **options: Any) -> bytes:
    """The bytes of pixels and of nothing else."""
    bare = pixels.copy()
    bare.info = {}  # Pillow would write comments, profiles and the like of what it read
    made = io.BytesIO()
    bare.save(made, form, **options)
    return made.getvalue()


def _own(form: str, raw: bytes, image: Any, shown: Any) -> bytes:
    """The picture in its own size and format."""
    if form == "JPEG":
        pixels = shown.convert("RGB") if shown.mode not in ("L", "RGB") else shown
        made = _written(pixels, "JPEG", quality=QUALITY, optimize=True)
        if len(made) > len(raw) and image.mode == pixels.mode:  # it was saved in less detail than ours
            made = min(made, _written(pixels, "JPEG", qtables=image.quantization, optimize=True), key=len)
        return made
    if form == "PNG":
        see_through = image.info.get("transparency") if shown.mode == "P" else None
        return _written(shown, "PNG", **({} if see_through is None else {"transparency": see_through}))
    return _webp(_with_alpha(shown) if shown.mode == "P" else shown, lossless=b"VP8L" in raw[:64])


def _webp(pixels: Any, *, lossless: bool) -> bytes:
    options: Mapping[str, Any] = {"lossless": True} if lossless else {"quality": QUALITY_WEBP}
    return _written(pixels, "WEBP", **options)


def _forms(form: str, own: bytes, pixels: Any, *, few: bool) -> Iterator[Made]:
    """The WebP of each width, the narrowest first, if the widest weighs less than the picture itself; and what stands in for them."""
    webp: list[Made] = []
    rest = pixels
    for width in reversed(_widths(pixels.width)) if len(own) >= WORTH else ():
        rest = _narrower(rest, width)
        made = Made(width, "webp", _webp(rest, lossless=few))
        if len(made.content) < len(webp[-1].content if webp else own):
            webp.append(made)
        elif not webp:
            break
    yield from reversed(webp)
    if webp and (pixels.width > FALLBACK * APART or form == "WEBP"):
        yield _fallback(_narrower(pixels, min(FALLBACK, pixels.width)), few=few)


def _widths(own: int) -> list[int]:
    return [*(width for width in WIDTHS if width * APART <= own), *([own] if own < WIDTHS[-1] * APART else [])]


def _fallback(pixels: Any, *, few: bool) -> Made:
    if few or pixels.mode == "RGBA":
        return Made(pixels.width, "png", _written(pixels, "PNG"))
    return Made(pixels.width, "jpg", _written(pixels, "JPEG", quality=QUALITY, optimize=True, progressive=True))
