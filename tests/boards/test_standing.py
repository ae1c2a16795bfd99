"""The state of a goal at every boundary, and the actions that roll over."""

from datetime import datetime

import pytest

from plugins.boards.standing import open_actions, state
from plugins.network.items import Item
from tests.boards.goals import SECOND, SETTINGS, actual, at, entry, goal
from tests.networks import AS_OF, ZONE


def label(item: Item, moment: datetime) -> str:
    """The state in words."""
    return state(item, moment, SETTINGS).label


@pytest.mark.parametrize(
    ("value", "direction", "words"),
    [
        (98, "越多越好", "已达挑战"), (97.9, "越多越好", "已达必达"), (95, "越多越好", "已达必达"), (94.9, "越多越好", "未达"),
        (98, "up", "已达挑战"),
    ],
)  # fmt: skip
def test_more_is_better(value: float, direction: str, words: str) -> None:
    assert label(goal(actual("2026-10", value), direction=direction), AS_OF) == words


@pytest.mark.parametrize(("value", "words"), [(5, "已达挑战"), (5.1, "已达必达"), (8, "已达必达"), (8.1, "未达")])
@pytest.mark.parametrize("direction", ["越少越好", "down"])
def test_less_is_better(value: float, direction: str, words: str) -> None:
    assert label(goal(actual("2026-10", value), direction=direction, must=8, stretch=5), AS_OF) == words


def test_an_actual_counts_once_its_month_is_over() -> None:
    item, end = goal(actual("2026-09", 90), actual("2026-10", 99)), at("2026-11-01")
    assert (label(item, end - SECOND), label(item, end), label(item, end + SECOND)) == ("未达", "已达挑战", "已达挑战")
    assert state(item, end - SECOND, SETTINGS).until == end


def test_data_are_missing_ten_days_after_a_month() -> None:
    item, due = goal(actual("2026-09", 99)), at("2026-11-11")
    assert (label(item, due - SECOND), label(item, due), label(item, due + SECOND)) == ("已达挑战", "数据缺", "数据缺")
    assert state(item, due - SECOND, SETTINGS).until == due
    assert state(item, due, SETTINGS).until is None


def test_quarters_are_due_where_no_month_is_told() -> None:
    item, due = goal(actual("2026-Q2", 99)), at("2026-10-11")
    assert (label(item, due - SECOND), label(item, due)) == ("已达挑战", "数据缺")


def test_nothing_is_due_before_the_first_quarter_is() -> None:
    due = at("2026-04-11")
    assert (label(goal(), due - SECOND), label(goal(), due)) == ("未到填报期", "数据缺")
    assert state(goal(), due - SECOND, SETTINGS).until == due


def test_an_entry_without_a_number_counts_as_none() -> None:
    assert label(goal(actual("2026-09", 99), actual("2026-10", None)), AS_OF) == "数据缺"


def test_a_year_that_is_over_keeps_its_last_state() -> None:
    item = goal(actual("2025-Q4", 96), year=2025)
    assert label(item, AS_OF) == "已达必达"
    assert state(item, AS_OF, SETTINGS).until is None


def test_an_open_action_rolls_over_with_the_quarter() -> None:
    item, turn = goal(act=[entry("2026-06-20")]), at("2026-07-01")
    assert [action.since for action in open_actions(item, turn - SECOND, ZONE)] == [""]
    assert [action.since for action in open_actions(item, turn, ZONE)] == ["2026-Q2"]


def test_a_closed_action_no_longer_rolls_over() -> None:
    item, closed = goal(act=[entry("2026-06-20", closed="2026-10-09")]), at("2026-10-09")
    assert [action.since for action in open_actions(item, closed - SECOND, ZONE)] == ["2026-Q2"]
    assert open_actions(item, closed, ZONE) == []


def test_an_action_is_late_after_the_last_day_of_its_time() -> None:
    item, over = goal(do=[entry("2026-06-20", due="2026-09-30")]), at("2026-10-01")
    assert [action.late for action in open_actions(item, over - SECOND, ZONE)] == [False]
    assert [action.late for action in open_actions(item, over, ZONE)] == [True]
