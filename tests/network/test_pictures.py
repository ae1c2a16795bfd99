"""Pictures made anew: upright, in several widths, and nothing of what their file told beside them."""

import io
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from plugins.network.pictures import BrokenPictureError, HugePictureError, Prepared, prepared

CANARY = "qz31415canary"
MOST = 40_000_000


def scene(size: tuple[int, int] = (1400, 900), mode: str = "RGB") -> Image.Image:
    """Something like a photograph: no two pixels alike, dark on the left and light on the right."""
    grey = Image.linear_gradient("L").rotate(90).resize(size)
    noise = Image.effect_noise(size, 40)
    return Image.merge("RGB", (grey, noise, Image.blend(grey, noise, 0.3))).convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **options)
    return made.getvalue()


def tags(turned: int = 1) -> Image.Exif:
    """What a camera writes: where, by whom, how it was held."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = CANARY, CANARY, turned
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 2.0, 3.0), 3: "E", 4: (114.0, 5.0, 6.0), 29: CANARY})
    return exif


def files(made: Prepared) -> Mapping[str, bytes]:
    """All that is published of a picture."""
    return {"": made.content, **{f"{form.width}.{form.extension}": form.content for form in made.forms}}


def opened(content: bytes) -> Any:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{CANARY}</dc:creator></x:xmpmeta>'.encode()


def text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    info.add(b"prIv", CANARY.encode())
    return info


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB built-in", CANARY.encode())


def frames(form: str, **options: Any) -> bytes:
    first, second = (scene((60, 40)).convert("P" if form == "GIF" else "RGB") for _ in range(2))
    return saved(first, form, save_all=True, append_images=[second.rotate(180)], duration=90, loop=3, **options)


TELLING: Mapping[str, tuple[str, bytes]] = {
    "EXIF and GPS": (".jpg", saved(scene(), "JPEG", exif=tags())),
    "XMP": (".jpeg", saved(scene(), "JPEG", xmp=xmp())),
    "a comment": (".jpg", saved(scene(), "JPEG", comment=CANARY.encode())),
    "after the end": (".jpg", saved(scene(), "JPEG") + CANARY.encode() * 3),
    "a second picture inside": (".jpg", saved(scene(), "MPO", save_all=True, append_images=[scene()], exif=tags())),
    "PNG texts": (".png", saved(scene((700, 500)), "PNG", pnginfo=text(), exif=tags())),
    "after the end of a PNG": (".png", saved(scene((700, 500)), "PNG") + CANARY.encode()),
    "WebP": (".webp", saved(scene(), "WEBP", exif=tags(), xmp=xmp(), quality=80)),
    "GIF comment": (".gif", frames("GIF", comment=CANARY.encode()) + CANARY.encode()),
    "moving PNG": (".png", frames("PNG", pnginfo=text()) + CANARY.encode()),
    "moving WebP": (".webp", frames("WEBP", exif=tags(), xmp=xmp())),
}


@pytest.mark.parametrize("carrier", TELLING)
def test_what_a_file_tells_beside_its_picture_is_in_none_of_its_files(carrier: str) -> None:
    extension, raw = TELLING[carrier]
    assert CANARY.encode() in raw
    made = prepared(extension, raw, MOST)
    for name, content in files(made).items():
        assert CANARY.encode() not in content, name
        image = opened(content)
        assert dict(image.getexif()) == {}, name
        assert image.info.keys().isdisjoint({"exif", "xmp", "comment", "icc_profile", "Author"}), name
        assert not content.endswith(CANARY.encode())


def test_the_colours_of_a_profile_stay_though_it_goes() -> None:
    raw = saved(scene(), "JPEG", icc_profile=profile())
    made = prepared(".jpg", raw, MOST)
    assert all(b"ICC_PROFILE" not in content for content in files(made).values())


def test_a_photograph_comes_in_widths_up_to_its_own() -> None:
    made = prepared(".jpg", saved(scene((4000, 3000)), "JPEG", quality=92), MOST)
    assert list(files(made)) == ["", "480.webp", "960.webp", "1600.webp", "960.jpg"]
    sizes = {name: opened(content).size for name, content in files(made).items()}
    assert sizes == {
        "": (4000, 3000), "480.webp": (480, 360), "960.webp": (960, 720), "1600.webp": (1600, 1200), "960.jpg": (960, 720),
    }  # fmt: skip
    assert (made.width, made.height) == (4000, 3000)


@pytest.mark.parametrize(
    ("width", "names"),
    [(300, ["300.webp"]), (560, ["560.webp"]), (640, ["480.webp", "640.webp"]), (1000, ["480.webp", "1000.webp"]),
     (1400, ["480.webp", "960.webp", "1400.webp", "960.jpg"])],
)  # fmt: skip
def test_nothing_is_enlarged_and_no_width_is_next_to_another(width: int, names: list[str]) -> None:
    made = prepared(".jpg", saved(scene((width, 200)), "JPEG", quality=92), MOST)
    assert list(files(made))[1:] == names


def test_a_form_that_weighs_more_is_not_made() -> None:
    dot = saved(Image.new("L", (1, 1)), "PNG")
    assert prepared(".png", dot, MOST).forms == ()
    for extension, form in ((".png", "PNG"), (".jpg", "JPEG")):
        made = prepared(extension, saved(scene((900, 600)), form, **({"quality": 20} if form == "JPEG" else {})), MOST)
        sizes = [len(one.content) for one in made.forms if one.extension == "webp"]
        assert sizes == sorted(sizes)
        assert not sizes or sizes[-1] < len(made.content)


def test_a_picture_saved_in_less_detail_does_not_grow() -> None:
    raw = saved(scene(), "JPEG", quality=40, optimize=True)
    assert len(prepared(".jpg", raw, MOST).content) <= len(raw)


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_stands_upright(turned: int) -> None:
    """All eight ways to hold a camera: the light is where it would be with the tag obeyed, and the tag is gone."""
    held = scene((640, 400))
    raw = saved(held, "JPEG", exif=tags(turned), quality=90)
    made = prepared(".jpg", raw, MOST)
    assert (made.width, made.height) == ((640, 400) if turned < 5 else (400, 640))
    from PIL import ImageOps

    expected = ImageOps.exif_transpose(opened(raw)).convert("L").resize((8, 8))
    for content in files(made).values():
        found = opened(content).convert("L").resize((8, 8))
        assert max(abs(a - b) for a, b in zip(found.tobytes(), expected.tobytes(), strict=True)) < 16


def test_the_colours_of_print_become_those_of_screens() -> None:
    made = prepared(".jpg", saved(scene(mode="CMYK"), "JPEG"), MOST)
    assert {opened(content).mode for content in files(made).values()} == {"RGB"}
    found = opened(made.content).resize((2, 1)).convert("L")
    assert found.getpixel((0, 0)) < found.getpixel((1, 0))


def test_sixteen_bits_become_eight_and_keep_their_shades() -> None:
    row = struct.pack("<600H", *[10_000] * 300, *[40_000] * 300)
    deep = Image.frombytes("I;16", (600, 400), row * 400)
    made = prepared(".png", saved(deep, "PNG"), MOST)
    own = opened(made.content)
    assert (own.mode, own.getpixel((10, 10)), own.getpixel((500, 10))) == ("L", 10_000 // 256, 40_000 // 256)


def test_a_palette_keeps_its_transparency() -> None:
    flat = Image.radial_gradient("L").resize((1400, 900)).convert("RGB").quantize(255)
    middle: Any = flat.getpixel((700, 450))
    flat.paste(middle, (0, 0, 700, 900))
    shown = files(prepared(".png", saved(flat, "PNG", transparency=middle), MOST))
    assert opened(shown[""]).mode == "P"
    assert "480.webp" in shown
    for name, content in shown.items():
        seen = opened(content).convert("RGBA").getchannel("A")
        assert (seen.getpixel((5, 5)), seen.getpixel((seen.width - 5, 5))) == (0, 255), name


def test_a_photograph_that_can_be_seen_through_falls_back_to_png_and_one_that_cannot_to_jpeg() -> None:
    through = scene()
    through.putalpha(Image.linear_gradient("L").resize(through.size))
    assert "960.png" in files(prepared(".png", saved(through, "PNG"), MOST))
    through.putalpha(255)
    assert "960.jpg" in files(prepared(".png", saved(through, "PNG"), MOST))


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_what_moves_moves_on(form: str) -> None:
    raw = frames(form)
    made = prepared({"GIF": ".gif", "PNG": ".png", "WEBP": ".webp"}[form], raw, MOST)
    before, after = opened(raw), opened(made.content)
    assert (after.n_frames, after.info["loop"], made.forms) == (2, 3, ())
    for number in range(2):
        before.seek(number)
        after.seek(number)
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


WHOLE: Mapping[str, bytes] = {
    ".jpg": saved(scene(), "JPEG"), ".png": saved(scene((300, 200)), "PNG"), ".webp": saved(scene((300, 200)), "WEBP"),
    ".gif": frames("GIF"),
}  # fmt: skip


@pytest.mark.parametrize("extension", WHOLE)
def test_a_picture_that_is_cut_off_is_broken(extension: str) -> None:
    raw = WHOLE[extension]
    for share in (0.1, 0.5, 0.9):
        with pytest.raises(BrokenPictureError):
            prepared(extension, raw[: int(len(raw) * share)], MOST)


@pytest.mark.parametrize("extension", WHOLE)
def test_a_picture_of_another_format_than_its_name_says_is_broken(extension: str) -> None:
    other = next(raw for name, raw in WHOLE.items() if name != extension)
    with pytest.raises(BrokenPictureError):
        prepared(extension, other, MOST)


def test_too_many_pixels_are_never_decoded() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 8_000, 8_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    with pytest.raises(HugePictureError):
        prepared(".png", bomb, MOST)


@pytest.mark.parametrize("extension", WHOLE)
def test_the_same_picture_gives_the_same_bytes(extension: str) -> None:
    assert prepared(extension, WHOLE[extension], MOST) == prepared(extension, WHOLE[extension], MOST)
