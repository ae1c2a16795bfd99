"""Text files in any usual encoding, and the readable runs of old binary documents (DOC, XLS, PPT, WPS)."""

from plugins.network.folding import folded
from plugins.network.patterns import pattern
from plugins.network.said import Said

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HAN = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_WIDE = pattern(f"[ -~\t\r\n{_HAN}]{{4,}}")
_NARROW = pattern(rb"[ -~\t\r\n\x81-\xfe]{6,}")


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, else GB18030 with what it cannot read replaced."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _lines(raw.decode(encoding, "replace"))
    try:
        return _lines(raw.decode())
    except UnicodeDecodeError:
        return _lines(raw.decode("gb18030", "replace"))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def old_document(raw: bytes) -> Said:
    """What can be read in a binary document without knowing its format: UTF-16 and one-byte runs of text."""
    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in raw:
        return Said("", numbered=False, facts={"unread": ("文件加了密码",)})
    wide = [run for start in (0, 1) for run in _WIDE.findall(raw[start:].decode("utf-16-le", "replace"))]
    narrow = [run.decode("gb18030", "replace") for run in _NARROW.findall(raw)]
    return Said(folded(_lines("\n".join((*wide, *narrow)))), numbered=False)
