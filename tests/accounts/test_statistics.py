"""Statistics: totals that hold, small counts that stay hidden, data to carry away."""

import json
from pathlib import Path

import pytest

from tests.networks import SMALL, Place

ITEM = "---\n标题: 队伍\n日期: 2026-10-10\n表格: t.csv\n单位: {unit}\n期间: 2026-Q3\n---\n看出什么。\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def stats(place: Place, table: str, unit: str = "人") -> list[str]:
    """Write statistics of branch a; the codes found."""
    place.write("a/stats/s.md", ITEM.format(unit=unit))
    place.write("a/stats/t.csv", table)
    return [problem.code for problem in place.check().problems if problem.path.startswith("a/stats/")]


@pytest.mark.parametrize(
    ("table", "unit", "codes"),
    [
        ("班组,人数\n甲,12\n乙,9\n合计,21\n", "人", []),
        ("班组,人数\n甲,12\n乙,9\n合计,20\n", "人", ["ZB-829"]),
        ("班组,人数\n甲,12\n乙,3\n合计,15\n", "人", ["ZB-830"]),
        ("班组,人数\n甲,12\n乙,<5\n合计,15\n", "人", ["ZB-831"]),
        ("班组,人数\n甲,12\n乙,<5\n丙,<5\n合计,18\n", "人", []),
        ("班组,人数\n甲,12\n乙,<5\n", "人", []),
        ("班组,男,女,合计\n甲,12,8,20\n乙,9,7,16\n合计,21,15,36\n", "人", []),
        ("班组,男,女,合计\n甲,12,8,20\n乙,9,7,17\n合计,21,15,36\n", "人", ["ZB-829", "ZB-829"]),
        ("班组,台数\n甲,1.5\n乙,2\n合计,3.5\n", "台", []),
        ("班组,台数\n甲,1.5\n乙,2\n合计,3\n", "台", ["ZB-829"]),
        ("班组,台数\n甲,许多\n", "台", ["ZB-828"]),
        ("班组,台数\n甲,\n", "台", []),
        ('班组,台数\n甲,-3\n乙,"1,200"\n合计,１１９７\n', "台", []),
        ("班组,人数\n甲,１２\n乙,9人\n合计,21\n", "人", []),
        ("班组,人数\n甲,5\n乙,0\n", "人", []),
        ("班组,人数\n甲,5\n乙,4\n", "人", ["ZB-830"]),
        ("班组\n甲\n", "人", []),
    ],
)
def test_totals_hold_and_nobody_can_be_recognised(place: Place, table: str, unit: str, codes: list[str]) -> None:
    assert stats(place, table, unit) == codes


@pytest.mark.parametrize("text", ["Infinity", "NaN", "sNaN", "1e999999", "1e3", "1_000", "0x10", "9" * 400, "一百"])
@pytest.mark.parametrize("unit", ["台", "人"])
def test_what_only_machines_call_a_number_is_refused(place: Place, text: str, unit: str) -> None:
    assert stats(place, f"班组,数\n甲,{text}\n乙,12\n", unit) == ["ZB-828"]


@pytest.mark.parametrize("text", ["-3", "1.5", "12%"])
def test_persons_are_counted_whole(place: Place, text: str) -> None:
    table = f"班组,数\n甲,{text}\n"
    assert stats(place, table, "人") == ["ZB-828"]
    assert stats(place, table, "台") == []
    assert place.build().code == 0


@pytest.mark.parametrize("table", ["班组\n甲\n", "班组,人数\n甲,１２\n乙,9人\n"])
def test_the_page_of_any_good_table_is_made(place: Place, table: str) -> None:
    assert stats(place, table) == []
    assert place.build().code == 0
    assert "甲" in place.page("/a/stats/s/").words


def test_a_table_with_a_fault_is_not_published_in_any_form(place: Place) -> None:
    stats(place, "班组,人数\n甲,12\n乙,3\n")
    place.build()
    assert not [path for path, content in place.tree().items() if path.startswith("a/") and "乙,3".encode() in content]
    assert not place.has("/a/data/")


def test_a_table_is_shown_and_can_be_carried_away(place: Place) -> None:
    assert stats(place, "班组,人数\n甲,12\n=乙,9\n") == []
    place.build()
    assert "12 人" in place.page("/a/stats/s/").words
    assert place.tree()["a/data/s.csv"].decode() == "\ufeff班组,人数\r\n甲,12\r\n'=乙,9\r\n"
    document = json.loads(place.text("/a/data/s.json"))
    assert (document["unit"], document["columns"], document["rows"]) == ("人", ["班组", "人数"], [["甲", "12"], ["=乙", "9"]])
    for address in ("/data/", "/a/data/"):
        assert "队伍" in place.page(address).words
    assert not place.has("/b/data/")
