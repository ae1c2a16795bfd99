"""Numbers become places in a drawing: in proportion, never off the axis, a missing one a gap."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.charts import BOTTOM, TOP, axis_end, share, trend_dots, trend_line

NUMBERS = st.floats(0, 1e12, allow_subnormal=False)
GAPS = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30)


@pytest.mark.parametrize(
    ("numbers", "end"),
    [([], 1), ([0], 1), ([98.5, 95], 100), ([55], 100), ([23, 20, 30], 30), ([7], 8), ([0.3], 0.3), ([1240, 9], 1500)],
)
def test_an_axis_ends_at_a_round_number(numbers: list[float], end: float) -> None:
    assert axis_end(numbers) == end


@given(st.lists(NUMBERS, min_size=1))
def test_every_number_finds_room_on_its_axis(numbers: list[float]) -> None:
    assert axis_end(numbers) >= max(numbers)


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9))
def test_a_share_is_never_off_the_axis(number: float, end: float) -> None:
    assert 0 <= float(share(number, end)) <= 100


def test_a_share_is_in_proportion() -> None:
    assert [share(number, 40) for number in (0, 23, 40)] == ["0", "57.5", "100"]


def test_a_trend_runs_from_left_to_right_the_largest_on_top() -> None:
    assert trend_line([1, 3, 2]) == f"M0 {BOTTOM}L50 {TOP}L100 50"


def test_a_missing_number_is_a_gap_and_has_no_dot() -> None:
    assert trend_line([1, None, 2]) == "M0 90M100 10"
    assert trend_dots([1, None, 2]) == "M0 90h0M100 10h0"


def test_numbers_that_are_all_the_same_stand_in_the_middle() -> None:
    assert trend_line([5, 5]) == "M0 50L100 50"


@given(GAPS)
def test_every_known_number_has_its_dot_inside_the_box(numbers: list[float | None]) -> None:
    dots = re.findall(r"M(\S+) ([^h]+)h0", trend_dots(numbers))
    assert len(dots) == sum(number is not None for number in numbers)
    assert all(0 <= float(x) <= 100 and TOP <= float(y) <= BOTTOM for x, y in dots)
