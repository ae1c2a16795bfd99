"""The text that a file holds, or why it is not text."""

import re
from itertools import islice

from plugins.network.patterns import pattern
from plugins.network.problems import (
    BINARY_FILE,
    CONTROL_CHARACTER,
    EMPTY_FILE,
    LFS_POINTER,
    NOT_UTF8,
    Problem,
)

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
UNUSABLE = pattern(f"[{_CONTROLS}]")
"""A character that no text needs: controls but tab and line feed, lone surrogates, U+FFFE and U+FFFF."""

BIDI = pattern("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""A character that turns the direction of the text around it."""

_FINDING = pattern(f"[\udc80-\udcff]{{1,4}}|[{_CONTROLS}]")
_FINDINGS = 5
_FEW_BYTES = 5
_SAMPLE = 4000

_LFS = b"version https://git-lfs.github.com/spec/"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAGIC = pattern(
    rb"(?P<PNG>\x89PNG)|(?P<JPEG>\xff\xd8\xff)|(?P<GIF>GIF8[79]a)|(?P<WebP>RIFF.{4}WEBP)|(?P<PDF>%PDF-)"
    rb"|(?P<ZIP>PK(?:\x03\x04|\x05\x06|\x07\x08))|(?P<OLE>\xd0\xcf\x11\xe0)",
    re.DOTALL,
)
_LOOKS_LIKE = {"ZIP": "ZIP / DOCX / XLSX", "OLE": "DOC / XLS / PPT"}

_HAN = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_CHINESE = pattern(f"[{_HAN}‘’“”…—·]")
_READABLE = pattern(f"[\n\r\t -~{_HAN}‘’“”…—·\ufeff]")


def decode(raw: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    r"""The text without a byte order mark and with `\\n` between lines; "" when a Problem stops the item."""
    if magic := _MAGIC.match(raw):
        kind = magic.lastgroup or ""
        return "", (BINARY_FILE.at(path, what=_LOOKS_LIKE.get(kind, kind)),)
    if raw.startswith(_LFS):
        return "", (LFS_POINTER.at(path),)
    try:
        text = _as_lines(raw.decode())
    except UnicodeDecodeError:
        return "", _undecodable(raw, path)
    if UNUSABLE.search(text):
        return "", _foreign(raw, path) or unusable(text, path)
    if not text or text.isspace():
        return "", (EMPTY_FILE.at(path),)
    return text, ()


def unusable(text: str, path: str, above: int = 0) -> tuple[Problem, ...]:
    """The first five unusable characters of a text that has `above` lines of the file before it."""
    problems = []
    line, seen = above + 1, 0
    for match in islice(_FINDING.finditer(text), _FINDINGS):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        column = seen - text.rfind("\n", 0, seen)
        problems.append(CONTROL_CHARACTER.at(path, line, column, character=_named(match[0])))
    return tuple(problems)


def _as_lines(text: str) -> str:
    if text.startswith("\ufeff"):
        text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _named(characters: str) -> str:
    """`U+001B` for a character, `0xB1 0xEA` for bytes that are not UTF-8 (PEP 383 surrogates)."""
    if "\udc80" <= characters[0] <= "\udcff":
        return " ".join(f"0x{ord(c) - 0xDC00:02X}" for c in characters)
    return f"U+{ord(characters):04X}"


def _undecodable(raw: bytes, path: str) -> tuple[Problem, ...]:
    """What the bytes are instead: another encoding, a binary, or UTF-8 with a few damaged bytes."""
    if raw.startswith(_UTF16_MARKS):
        return (NOT_UTF8.at(path, encoding="UTF-16"),)
    if foreign := _foreign(raw, path):
        return foreign
    if _is_everyday_gbk(raw):
        return (NOT_UTF8.at(path, encoding="GBK"),)
    text = _as_lines(raw.decode("utf-8", "surrogateescape"))
    damaged = len(re.findall("[\udc80-\udcff]", text))
    if damaged <= max(_FEW_BYTES, len(re.findall("[\u0800-\ud7ff\ue000-\uffff]", text))):
        return unusable(text, path)
    return (NOT_UTF8.at(path, encoding="GBK" if _is_gbk(raw) else "其他编码 (another encoding)"),)


def _foreign(raw: bytes, path: str) -> tuple[Problem, ...]:
    """What its NUL bytes say of a file: UTF-16, a binary, or nothing."""
    nuls = raw.count(0)
    if nuls and _is_utf16(raw, nuls):
        return (NOT_UTF8.at(path, encoding="UTF-16"),)
    if nuls > 8 and nuls * 50 > len(raw):
        return (BINARY_FILE.at(path, what="二进制数据 (binary)"),)
    return ()


def _is_utf16(raw: bytes, nuls: int) -> bool:
    """Whether nearly all NULs lie on one side of the byte pairs, and the pairs give readable text.

    A few lie on the other side: 一 is 4E 00. A quarter of NUL or of non-ASCII bytes is asked for: ASCII with
    one stray NUL also reads as Han.
    """
    first = raw[0::2].count(0)
    high_first = first * 2 > nuls
    if max(first, nuls - first) * 10 < nuls * 9:
        return False
    if nuls * 4 < len(raw) and sum(byte > 127 for byte in raw) * 4 < len(raw):
        return False
    text = raw[: len(raw) // 2 * 2].decode("utf-16-be" if high_first else "utf-16-le", "replace")
    return len(_READABLE.findall(text)) * 10 >= len(text) * 9


def _is_gbk(raw: bytes) -> bool:
    """Whether GB18030, which GBK is part of, gives mostly Chinese beyond ASCII."""
    wide = _wide_in_gb18030(raw)
    return len(_CHINESE.findall(wide)) * 5 >= len(wide) * 4 > 0


def _is_everyday_gbk(raw: bytes) -> bool:
    """Whether most of it lies in the first level of GB 2312 (rows 1–3 and 16–55), as everyday text does.

    UTF-8 read as GBK gives rare characters of higher rows instead.
    """
    wide = _wide_in_gb18030(raw)[:_SAMPLE]
    rows = [character.encode("gb18030")[0] - 0xA0 for character in wide]
    everyday = sum(1 <= row <= 3 or 16 <= row <= 55 for row in rows)
    return everyday * 5 >= len(rows) * 3 > 0


def _wide_in_gb18030(raw: bytes) -> str:
    """The characters beyond ASCII that the bytes give as GB18030; "" when they are not GB18030."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "".join(re.findall(r"[^\x00-\x7f]", text))
