"""Headings are numbered as in official papers, unless their writer has done it."""

import pytest

from plugins.network.items import Heading
from plugins.network.numbering import chinese, numbered, with_numbers


def headings(*levels: int) -> tuple[Heading, ...]:
    """Headings of these levels."""
    return tuple(Heading(level, f"h-{n}", "甲") for n, level in enumerate(levels))


@pytest.mark.parametrize(
    ("levels", "texts"),
    [
        ((2, 2), ["一、甲", "二、甲"]),
        ((2, 3, 3, 2, 3), ["一、甲", "（一）甲", "（二）甲", "二、甲", "（一）甲"]),
        ((2, 3, 4, 5, 6, 4), ["一、甲", "（一）甲", "1. 甲", "（1）甲", "甲", "2. 甲"]),
        ((3, 3), ["一、甲", "二、甲"]),
        ((2, 4, 4), ["一、甲", "（一）甲", "（二）甲"]),
        ((), []),
    ],
)
def test_numbers_follow_the_levels_that_are_used(levels: tuple[int, ...], texts: list[str]) -> None:
    assert [one.text for one in numbered(headings(*levels))] == texts


def test_who_numbers_one_heading_numbers_them_all() -> None:
    own = (Heading(2, "a", "一、总则"), Heading(2, "b", "附则"))
    assert numbered(own) == own
    assert with_numbers('<h2 id="b">附则</h2>', own) == '<h2 id="b">附则</h2>'


def test_the_body_has_the_same_numbers_as_the_list() -> None:
    html = '<h2 id="h-0">甲</h2><p>文 &lt;h2 id="h-0"&gt;</p><h3 id="h-1">甲</h3><h2>无</h2>'
    assert with_numbers(html, headings(2, 3)) == html.replace('"h-0">', '"h-0">一、').replace('"h-1">', '"h-1">（一）')


def test_an_anchor_with_signs_is_found() -> None:
    assert with_numbers('<h2 id="q&amp;a">问</h2>', (Heading(2, "q&a", "问"),)) == '<h2 id="q&amp;a">一、问</h2>'


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100"), (0, "0")],
)
def test_numbers_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text
