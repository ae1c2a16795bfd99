"""JSON as text, fast: by msgspec, and by Python's own where a text is no Unicode, as the name of a file can be."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec import json as fast
from msgspec.structs import astuple

Value = TypeVar("Value")


def _unknown(value: object) -> object:
    raise TypeError(f"no JSON for {type(value)}")


def encoder(default: Callable[[Any], object] = _unknown) -> Callable[[object], str]:
    """What writes values as compact JSON; a Struct must be `array_like`, `default` turns what JSON has no word for into what it has."""

    def row(value: object) -> object:
        return astuple(value) if isinstance(value, Struct) else default(value)

    quick = fast.Encoder(enc_hook=default).encode
    slow = json.JSONEncoder(default=row, ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

    def encode(value: object) -> str:
        try:
            return quick(value).decode()
        except UnicodeEncodeError:  # a lone surrogate
            return slow(value)

    return encode


encode = encoder()
"""Plain values as compact JSON."""


def decode(text: str) -> Any:
    """The value that a text tells.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return fast.decode(text)
    except UnicodeEncodeError:
        return json.loads(text)


def decoder(kind: type[Value], make: Callable[[Any], Value]) -> Callable[[str], Value]:
    """What reads values of one type; `make` makes one of plain values. It raises ValueError if a text tells no such value."""
    quick = fast.Decoder(kind).decode

    def read(text: str) -> Value:
        try:
            return quick(text)
        except UnicodeEncodeError:
            return make(json.loads(text))

    return read
