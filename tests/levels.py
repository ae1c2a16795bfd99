"""How much of a long test runs: a few cases with `make test`, many with `make faults`, all of them with `make soak`."""

import os
from typing import TypeVar

Value = TypeVar("Value")
LEVEL = os.environ.get("ZHIBU_LEVEL", "test")


def by_level(*, test: Value, faults: Value, soak: Value) -> Value:
    """What is meant for the level that runs: how often to do something, or with which cases."""
    return {"test": test, "faults": faults, "soak": soak}[LEVEL]
