"""Hidden counts: what may be shown, and what a total gives away."""

import pytest

from plugins.network.cells import cell, disagrees, is_small, reveals


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("3 人", 3),
        ("<5", None),
        ("＜5", None),
        ("< 5", None),
        ("少于5人", None),
        ("不到5人", None),
        ("0", 0),
        ("１２", 12),
    ],
)
def test_counts_and_hidden_counts_are_told_apart(text: str, count: int | None) -> None:
    assert cell(text) == count


@pytest.mark.parametrize("text", ["", "十二", "-1", "1.5", "<", "<<5", "1<5", "9" * 13])
def test_anything_else_is_no_count(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        cell(text)


def test_only_counts_of_somebody_are_small() -> None:
    assert [is_small(count, 5) for count in (None, 0, 1, 4, 5)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("total", "parts", "wrong", "revealed"),
    [
        (15, [7, 8], False, False),
        (16, [7, 8], True, False),
        (15, [12, None], False, True),
        (15, [9, None, None], False, False),
        (15, [13, None, None], False, True),
        (15, [7, None, None], False, True),
        (15, [6, None, None], True, False),
    ],
)
def test_totals_agree_and_give_nothing_away(total: int, parts: list[int | None], wrong: bool, revealed: bool) -> None:
    assert disagrees(total, parts, 5) is wrong
    assert wrong or reveals(total, parts, 5) is revealed
