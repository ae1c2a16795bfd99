"""Every system that the mission names is realised by something that exists, or says that it is not yet."""

import re
from pathlib import Path

import pytest

from plugins.build.capabilities import codes, kinds
from tests.docs.documents import DOCS, told
from tests.networks import Place

NAMED = {"A": 22, "B": 32, "C": 37, "D": 42, "E": 29}
"""How many systems each of the five source documents names."""
ROW = re.compile(r"^\| ([A-E]\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = {number: answer for number, _, answer in ROW.findall(told("mission.md"))}


def test_every_system_has_one_row() -> None:
    assert [number for number, _, _ in ROW.findall(told("mission.md"))] == [
        f"{letter}{number}" for letter, count in NAMED.items() for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("number", ROWS)
def test_a_row_names_only_what_exists(number: str, demo: Place) -> None:
    answer = ROWS[number]
    assert answer.strip()
    for kind in re.findall(r"\[`([a-z]+)`\]", answer):
        assert kind in kinds().by_id
    for code in re.findall(r"ZB-\d{3}", answer):
        assert code in {one.id for one in codes()}
    for address in re.findall(r"`(/[^`]*)`", answer):
        assert demo.has(address), address
    for target in re.findall(r"\]\(([^)#]+)", answer):
        assert Path(DOCS, target).is_file(), target
