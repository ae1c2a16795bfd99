"""JSON as text: the same values whether msgspec or Python's own writes and reads it."""

import json
from typing import Any

import pytest
from msgspec import Struct

from plugins.network.json_text import decode, decoder, encode, encoder

LONE = "文件\udce9.md"
"""The name of a file that is not UTF-8 (PEP 383)."""


class Pair(Struct, frozen=True, array_like=True):
    """A row of two."""

    name: str
    number: int = 0


@pytest.mark.parametrize(
    "value", [None, True, -3, 1.5, '一\n二\t\u2028\x7f"\\', [], {"键": ["值", {"a": None}]}, {LONE: [LONE]}], ids=repr
)  # fmt: skip
def test_a_value_comes_back_and_is_written_as_python_writes_it(value: object) -> None:
    text = encode(value)
    assert decode(text) == value
    assert json.loads(text) == value


def test_a_lone_surrogate_changes_nothing_but_who_writes() -> None:
    write = encoder(lambda value: f"{value.real:g}i{value.imag:g}")
    for name in ("文件.md", LONE):
        assert write({name: (Pair(name, 2), 1 + 2j)}) == f'{{"{name}":[["{name}",2],"1i2"]}}'
    for value in (object(), [LONE, object()]):
        with pytest.raises(TypeError):
            encode(value)


def test_rows_become_the_values_of_their_type() -> None:
    def made(rows: Any) -> tuple[Pair, ...]:
        return tuple(Pair(*row) for row in rows)

    read = decoder(tuple[Pair, ...], made)
    pairs = (Pair("甲", 1), Pair("乙"))
    assert encode(pairs) == '[["甲",1],["乙",0]]'
    assert read(encode(pairs)) == pairs
    assert read(f'[["{LONE}",2]]') == (Pair(LONE, 2),)


@pytest.mark.parametrize("text", ["", "[", '["一"', "\x00", "[1] 2", '{"a":}', "[NaN,]"])
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # which one depends on who reads
        decode(text)
    with pytest.raises(ValueError):
        decoder(list[int], list)(text)
