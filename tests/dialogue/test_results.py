"""Results of surveys: counts that add up, small ones hidden, nothing hidden that can be worked out."""

from pathlib import Path

import pytest

from plugins.dialogue.results import faults, questions_in, shown
from plugins.network.tables import Table
from tests.dialogue.writing import SETTINGS, matter, office
from tests.networks import Place

LIMIT = 5


def table(text: str) -> Table:
    """A table from lines of cells."""
    rows = [tuple(line.split(",")) for line in text.strip().splitlines()]
    return Table(rows[0], tuple(rows[1:]))


def found(text: str, *several: str) -> list[str]:
    """The codes of everything that is wrong with a table."""
    return [fault("x.md", 1).code for fault in faults(table(text), frozenset(several), LIMIT)]


GOOD = "题目,选项,人数\n班次,早,12\n班次,晚,7\n班次,合计,19"


def test_a_table_that_adds_up_is_good() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize("count", ["1", "4"])
def test_a_count_of_few_persons_is_named(count: str) -> None:
    (fault,) = faults(table(f"题目,选项,人数\n班次,早,12\n班次,晚,{count}"), frozenset(), LIMIT)
    problem = fault("x.md", 3)
    assert (problem.code, problem.line) == ("ZB-805", 3)
    assert all(word in problem.message["zh"] for word in ("班次", "晚", "人数"))
    assert f"{count} 人" not in problem.message["zh"].replace("不到 5 人", "")


@pytest.mark.parametrize("count", ["0", "5", "<5"])
def test_none_enough_or_hidden_is_fine(count: str) -> None:
    assert found(f"题目,选项,人数\n班次,早,12\n班次,晚,{count}") == []


def test_one_hidden_count_follows_from_the_total() -> None:
    assert found("题目,选项,人数\n班次,早,16\n班次,晚,<5\n班次,合计,19") == ["ZB-806"]


def test_two_hidden_counts_do_not() -> None:
    assert found("题目,选项,人数\n班次,早,14\n班次,晚,<5\n班次,夜,<5\n班次,合计,19") == []


@pytest.mark.parametrize("rest", [2, 8])
def test_two_hidden_counts_do_if_only_one_way_is_left(rest: int) -> None:
    assert found(f"题目,选项,人数\n班次,早,14\n班次,晚,<5\n班次,夜,<5\n班次,合计,{14 + rest}") == ["ZB-806"]


def test_one_hidden_group_follows_from_the_total_of_its_row() -> None:
    rows = "题目,选项,甲班,乙班,合计\n班次,早,12,8,20\n班次,晚,{},{},9"
    assert found(rows.format("<5", "6")) == ["ZB-806"]
    assert found(rows.format("<5", "<5").replace(",9", ",6")) == []


def test_sums_that_differ_name_both_numbers() -> None:
    (fault,) = faults(table(GOOD.replace("19", "20")), frozenset(), LIMIT)
    assert fault("x.md", 1).code == "ZB-807"
    assert "19" in fault("x.md", 1).message["zh"] and "20" in fault("x.md", 1).message["zh"]


def test_several_answers_a_person_need_not_add_up() -> None:
    text = "题目,选项,人数\n最想改,灯,12\n最想改,门,14\n最想改,合计,19"
    assert found(text) == ["ZB-807"]
    assert found(text, "最想改") == []


@pytest.mark.parametrize(
    "text", ["问题,答案,人数\n班次,早,12", "题目,选项\n班次,早", "题目,选项,人数\n班次,早,十二", "题目,选项,人数\n班次,早,-3"]
)
def test_what_is_no_table_of_results_is_told(text: str) -> None:
    assert found(text) == ["ZB-804"]


def test_results_are_shown_with_their_base() -> None:
    (result,) = questions_in(table(GOOD))
    page = shown(result, LIMIT, SETTINGS, several=False)
    assert page["note"] == "基数 19 人"
    assert [bar["text"] for bar in page["bars"]] == ["12 人（63%）", "7 人（37%）"]


# in a network -----------------------------------------------------------------------------------

SURVEY = matter(title="班次", closes="2026-10-20", answered="2026-11-01", outcome="早的多", results="r.csv")
RAW = GOOD.replace("晚,7", "晚,3").replace("19", "15")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with a survey that is answered."""
    place = office(tmp_path)
    place.write("a/surveys/2026-10-02-shift.md", SURVEY)
    return place


def test_results_that_hide_enough_stand_on_the_page_and_can_be_taken_along(place: Place) -> None:
    place.write("a/surveys/r.csv", GOOD + "\n")
    assert place.build().problems == ()
    page = place.page("/a/surveys/2026-10-02-shift/")
    assert "基数 19 人" in page.words
    assert place.has("/a/surveys/r.csv")


def test_results_with_a_small_count_are_in_no_byte_of_the_release(place: Place) -> None:
    place.write("a/surveys/r.csv", RAW + "\n")
    told = place.build()
    assert [problem.code for problem in told.problems if problem.severity == "error"] == ["ZB-805"]
    assert not place.has("/a/surveys/r.csv")
    assert not [path for path, content in place.tree().items() if "班次,晚,3" in content.decode(errors="ignore")]
    assert not place.page("/a/surveys/2026-10-02-shift/").soup.select(".bars")
