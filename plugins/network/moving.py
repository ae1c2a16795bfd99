"""Pictures that move: copied block by block, for encoding them anew would cost much and gain nothing; what holds words is left out."""

import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"IDAT", b"IEND"})
_WEBP_KEPT = frozenset({b"VP8X", b"ANIM", b"ANMF"})
_FRAME_KEPT = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_FRAME_HEAD = 16
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_WEBP_TRANSPARENT, _WEBP_MOVES = 0x10, 0x02


def without_words(form: str, raw: bytes) -> bytes:
    """The same picture without comments, properties and whatever follows its end.

    Raises:
        ValueError, IndexError, struct.error: it is cut off or damaged.
    """
    return {"GIF": _gif, "PNG": _png, "WEBP": _webp}[form](raw)


def _png(raw: bytes) -> bytes:
    made, position = [_PNG], len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", raw, position)
        content = _slice(raw, position + 8, length)
        if name in _PNG_KEPT:
            made.append(struct.pack(">I4s", length, name) + content + struct.pack(">I", zlib.crc32(name + content)))
        if name == b"IEND":
            return b"".join(made)
        position += length + 12


def _webp(raw: bytes) -> bytes:
    kept = []
    for name, content in _chunks(raw, 12):
        if name == b"VP8X":
            kept.append((name, bytes([content[0] & (_WEBP_TRANSPARENT | _WEBP_MOVES)]) + b"\0\0\0" + content[4:10]))
        elif name == b"ANMF":
            inner = [(one, frame) for one, frame in _chunks(content, _FRAME_HEAD) if one in _FRAME_KEPT]
            kept.append((name, content[:_FRAME_HEAD] + _joined(inner)))
        elif name in _WEBP_KEPT:
            kept.append((name, content[:6]))
    body = b"WEBP" + _joined(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunks(raw: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    end = min(len(raw), 8 + struct.unpack_from("<I", raw, 4)[0]) if raw[:4] == b"RIFF" else len(raw)
    while start + 8 <= end:
        name, length = struct.unpack_from("<4sI", raw, start)
        yield name, _slice(raw, start + 8, length)
        start += 8 + length + length % 2


def _joined(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for name, content in chunks)


def _gif(raw: bytes) -> bytes:
    """Header, colours, frames, how they are shown and how often; of extensions nothing else."""
    position = 13 + _colours(raw[10])
    made = [_slice(raw, 0, position)]
    while (mark := raw[position]) != 0x3B:
        start = position
        if mark == 0x21:
            label, (position, first) = raw[position + 1], _blocks(raw, position + 2)
            kept = label == 0xF9 or (label == 0xFF and first in _GIF_LOOPS)
        elif mark == 0x2C:
            position, _ = _blocks(raw, position + 10 + _colours(raw[position + 9]) + 1)
            kept = True
        else:
            raise ValueError("no such block in a GIF")
        made += [_slice(raw, start, position - start)] if kept else []
    return b"".join([*made, b";"])


def _colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(raw: bytes, position: int) -> tuple[int, bytes]:
    """Where a row of blocks ends, and the first of them."""
    first = raw[position + 1 : position + 1 + raw[position]]
    while raw[position]:
        position += raw[position] + 1
    return position + 1, first


def _slice(raw: bytes, start: int, length: int) -> bytes:
    found = raw[start : start + length]
    if len(found) != length:
        raise ValueError("cut off")
    return found
