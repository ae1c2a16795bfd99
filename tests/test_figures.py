"""What was measured is added up to a line for each promise, and the documentation says which tests measure it."""

import re
from pathlib import Path

from tests.figures import PROMISES, Told, lines

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"(?m)^\| (P\d+) .*?\|(.*?)\|")


def test_whole_numbers_are_added_up_and_of_seconds_the_most_stands() -> None:
    told: list[Told] = [
        ("P4", {"swaps": 1000, "misses": 0}),
        ("P9", {"seconds_back": 0.5}),
        ("P4", {"swaps": 500, "misses": True}),
        ("P9", {"seconds_back": 1.25}),
    ]
    *measured, missing = lines(told)
    assert measured == ["P4: 1,500 swaps, 1 misses", "P9: 1.25 seconds back"]
    assert missing.split(", ")[-1] == "P18"
    assert missing.count("P") == len(PROMISES) - 2


def test_every_promise_is_measured_where_the_documentation_says() -> None:
    table = dict(ROW.findall((ROOT / "docs/developers/testing.md").read_text("utf-8")))
    assert tuple(table) == PROMISES
    for promise, cell in table.items():
        for file in re.findall(r"`(tests/\S+)`", cell):
            assert f'figure("{promise}"' in (ROOT / file).read_text("utf-8"), (promise, file)
        assert "tests/" in cell
