"""What is too large, too deep or too slow (promises.md §D), as files of one branch and what must come of each."""

import io
import struct
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

HEAD = "---\ntitle: 冬季检查\ndate: 2026-11-03\n{more}---\n入冬以前看一遍。\n\n把路走稳。\n\n"
KILLED, TOO_LARGE, TOO_DEEP, TOO_LONG, PICTURE = "ZB-502", "ZB-501", "ZB-503", "ZB-512", "ZB-506"


def article(body: str = "", more: str = "") -> str:
    """An article with a body that is no everyday one."""
    return HEAD.format(more=more) + body


def lists(depth: int) -> str:
    """Lists in lists, a row each."""
    return "".join(f"{'    ' * level}- 一\n" for level in range(depth))


def row(cell: str, count: int) -> str:
    """A row of a table."""
    return f"|{f'{cell}|' * count}\n"


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def vast() -> bytes:
    """A PNG that says it has 50,000 × 50,000 pixels, in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


def frames(count: int) -> bytes:
    """A GIF of many frames."""
    one = b"!\xf9\x04\x00\x01\x00\x00\x00" + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00" + b"\x02\x02D\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + one * count + b";"


def cut_off() -> bytes:
    """The first third of a photograph."""
    made = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(made, "JPEG")
    return made.getvalue()[: len(made.getvalue()) // 3]


ARTICLES: Mapping[str, tuple[str, str]] = {
    "brackets-13000": (article("[" * 13_000 + "](x)\n"), KILLED),
    "brackets-65000": (article("[" * 65_000 + "](x)\n"), KILLED),
    "embeds-65000": (article("![[" * 65_000), ""),
    "anchors-16000": (article("<a " * 16_000), ""),
    "backticks": (article(" ".join("`" * length for length in range(1, 1000))), KILLED),
    "quotes-50000": (article(">" * 50_000 + " x\n"), TOO_DEEP),
    "lists-1000": (article("- " * 1000 + "一\n"), TOO_DEEP),
    "lists-400": (article(lists(400)), TOO_DEEP),
    "table-8000": (article(row("a", 8000) + row("-", 8000) + row("1", 8000)), ""),
    "tags-10000": (article(more=f"tags: [{', '.join(f'签{n}' for n in range(10_000))}]\n"), TOO_LONG),
    "aliases-80000": (article(more=f"aliases: [{', '.join(f'/old{n}/' for n in range(80_000))}]\n"), TOO_LONG),
    "large-45": (article("字" * 15_000_000), TOO_LARGE),
}
"""The body and the code of what must be found; an empty one if it is published."""

PICTURES: Mapping[str, tuple[bytes, str]] = {
    "vast.png": (vast(), PICTURE),
    "frames.gif": (frames(10_000), ""),
    "cut-off.jpg": (cut_off(), "ZB-215"),
}


def heavy(site: str = "a") -> dict[str, Any]:
    """All of them as files of a site."""
    shown = "\n".join(f"![一张图](../media/{name})" for name in PICTURES)
    return {
        **{f"{site}/news/2026-11-03-{name}.md": text for name, (text, _) in ARTICLES.items()},
        **{f"{site}/media/{name}": content for name, (content, _) in PICTURES.items()},
        f"{site}/news/2026-11-04-pictures.md": article(shown),
    }


def expected(site: str = "a") -> dict[str, str]:
    """The code that stops each file."""
    articles = {f"{site}/news/2026-11-03-{name}.md": code for name, (_, code) in ARTICLES.items()}
    return {path: code for path, code in (articles | {f"{site}/media/{n}": c for n, (_, c) in PICTURES.items()}).items() if code}
