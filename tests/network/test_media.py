"""Pictures and attachments: told by their first bytes, measured without being decoded, refused when they lie."""

import io
import struct
import zlib

import pytest
from PIL import Image

from plugins.network.media import ATTACHMENTS, HEAD_BYTES, PICTURES, Medium, inspect, refused, suffix
from plugins.network.problems import Problem
from plugins.network.sites import Limits
from tests.networks import PIXEL

LIMITS = Limits()


def picture(form: str, size: tuple[int, int] = (30, 20)) -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, "#a8271c").save(written, form)
    return written.getvalue()


def found(path: str, head: bytes) -> Medium | Problem:
    """What a file of these bytes is."""
    return inspect(path, "0" * 64, len(head), head[:HEAD_BYTES], LIMITS)


def code(path: str, head: bytes) -> str:
    """Why a file of these bytes is refused."""
    problem = found(path, head)
    assert isinstance(problem, Problem)
    return problem.code


@pytest.mark.parametrize(
    ("path", "form"), [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.gif", "GIF"), ("a.webp", "WEBP")]
)
def test_a_picture_is_measured(path: str, form: str) -> None:
    content = picture(form)
    assert found(path, content) == Medium("0" * 64, len(content), 30, 20)


def test_a_picture_of_one_pixel() -> None:
    assert found("a.png", PIXEL) == Medium("0" * 64, len(PIXEL), 1, 1)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", "步骤,做法\n".encode()),
        ("a.docx", b"PK\x03\x04"),
        ("a.txt", b""),
        ("a.mp4", b"\0\0\0\x18ftyp"),
    ],
)
def test_an_attachment_is_what_its_name_says(path: str, head: bytes) -> None:
    assert found(path, head) == Medium("0" * 64, len(head))


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("a.jpg", picture("PNG")), ("a.pdf", b"MZ\x90"), ("a.csv", b"<!DOCTYPE html><script>"), ("a.txt", b" \n<ScRiPt>"),
        ("a.csv", b"a,b\0c"), ("a.png", b"GIF89a"), ("a.zip", b"\x7fELF"), ("a.png", PIXEL[:20]), ("a.webp", b"RIFF1234WAVE"),
    ],
)  # fmt: skip
def test_a_file_that_lies_about_itself_is_refused(path: str, head: bytes) -> None:
    assert code(path, head) == "ZB-207"


def test_a_pointer_to_a_large_file_is_not_the_file() -> None:
    assert code("a.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n") == "ZB-205"


def test_a_picture_too_large_to_show_is_refused_without_being_decoded() -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    assert code("a.png", bomb) == "ZB-506"


def test_the_limit_of_pixels_is_the_networks_own() -> None:
    small = Limits(image_pixels=599)
    assert isinstance(inspect("a.png", "0" * 64, 9, picture("PNG"), small), Problem)
    assert isinstance(inspect("a.png", "0" * 64, 9, picture("PNG"), Limits(image_pixels=600)), Medium)


@pytest.mark.parametrize("path", ["a.html", "a.js", "a.php", "a.wasm", ".htaccess", "a.exe", "a"])
def test_only_known_sorts_of_files_are_published(path: str) -> None:
    problem = refused(path, 1, LIMITS)
    assert problem is not None
    assert problem.code == "ZB-206"


def test_a_drawing_is_published_only_where_that_is_allowed() -> None:
    problem = refused("a.SVG", 1, LIMITS)
    assert problem is not None
    assert problem.code == "ZB-216"
    assert refused("a.SVG", 1, LIMITS, svg=True) is None


@pytest.mark.parametrize("path", [f"a/x{extension.upper()}" for extension in sorted(PICTURES | ATTACHMENTS)])
def test_known_sorts_are_published_up_to_their_limit(path: str) -> None:
    limit = LIMITS.image_bytes if suffix(path) in PICTURES else LIMITS.attachment_bytes
    assert refused(path, limit, LIMITS) is None
    problem = refused(path, limit + 1, LIMITS)
    assert problem is not None
    assert problem.code == "ZB-501"
