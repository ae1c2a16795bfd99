"""What an item knows of its own text."""

import pytest

from plugins.network.items import Heading


@pytest.mark.parametrize(
    "text", ["一、总则", "（一）范围", "(二) 范围", "1. 甲", "2、乙", "（1）丙", "第一章 总则", "十二、附则"]
)
def test_a_heading_that_its_writer_has_numbered_is_known(text: str) -> None:
    assert Heading(2, "a", text).numbered


@pytest.mark.parametrize("text", ["总则", "2026年安排", "一起走", "1.5 倍的水", "第一次来", "三会一课"])
def test_others_are_not(text: str) -> None:
    assert not Heading(2, "a", text).numbered
