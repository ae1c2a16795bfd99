"""Hidden counts: what may be shown, and what a total gives away."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.network.cells import cell, disagrees, is_small, protected, reveals


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


# whole tables ------------------------------------------------------------------------------------

TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=2)
)


def another(shown: list[list[int | None]], true: list[list[int]], i: int, j: int) -> bool:
    """Whether a table that differs from the true one in a hidden cell, by one more or one less anywhere, fits what is shown."""
    inner = [(r, c) for r, row in enumerate(true) for c in range(len(row))]
    for change in itertools.product((-1, 0, 1), repeat=len(inner)):
        table = [list(row) for row in true]
        for (r, c), step in zip(inner, change, strict=True):
            table[r][c] += step
        whole = with_totals(table)
        fits = all(
            cell is None or cell == number
            for told, row in zip(shown, whole, strict=True)
            for cell, number in zip(told, row, strict=True)
        )
        if fits and min(map(min, table)) >= 0 and whole[i][j] != with_totals(true)[i][j]:
            return True
    return False


def with_totals(table: list[list[int]]) -> list[list[int]]:
    """A table with a column and a row of sums."""
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


@settings(max_examples=25)
@given(TABLES)
def test_no_hidden_cell_of_a_protected_table_can_be_worked_out(counts: list[list[int]]) -> None:
    shown, whole = protected(counts, 5), with_totals(counts)
    for i, row in enumerate(whole):
        for j, number in enumerate(row):
            assert shown[i][j] in (None, number)
            if is_small(number, 5):
                assert shown[i][j] is None
            if shown[i][j] is None:
                assert number > 0
                assert another(shown, counts, i, j)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([[9, 8], [7, 6]], [[9, 8, 17], [7, 6, 13], [16, 14, 30]]),
        ([[0, 0]], [[0, 0, 0], [0, 0, 0]]),
        ([[3, 9], [6, 20]], [[None, None, 12], [None, None, 26], [9, 29, 38]]),
        ([[3]], [[None, None], [None, None]]),
    ],
)
def test_as_little_as_possible_is_hidden(counts: list[list[int]], shown: list[list[int | None]]) -> None:
    assert protected(counts, 5) == shown
