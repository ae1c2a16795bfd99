"""How much of a long test runs: all of it with `make soak`, a shortened form otherwise."""

import os
from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value")
SOAKING = bool(os.environ.get("ZHIBU_SOAK"))


def often(all_of_them: Iterable[Value], *, few: Iterable[Value]) -> list[Value]:
    """The cases of a test: all of them when soaking, else a few."""
    return list(all_of_them if SOAKING else few)


def many(full: int, *, few: int) -> int:
    """How many times a test does something: `full` when soaking, else a few."""
    return full if SOAKING else few
