"""What can be wrong with goals and diagnoses: each fault stops or warns, its corrected twin does neither."""

from datetime import datetime
from pathlib import Path

import pytest

from plugins.network.problems import Problem
from tests.boards.goals import NEWS, SECOND, at, told, write_goal
from tests.networks import AS_OF, SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def found(place: Place, as_of: datetime = AS_OF, tier: str = "public", *, notes: bool = False) -> list[Problem]:
    """The Problems of a network, without what only advises."""
    return [one for one in place.check(as_of, tier=tier).problems if notes or one.severity != "note"]


def codes(place: Place, as_of: datetime = AS_OF, tier: str = "public") -> list[tuple[str, int]]:
    """The codes and lines that are found."""
    return [(one.code, one.line) for one in found(place, as_of, tier)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("必达: 98", "挑战: 95"), "挑战 95 没有超过必达 98（越多越好）"),
        (("必达: 95", "挑战: 95"), "挑战 95 没有超过必达 95（越多越好）"),
        (("必达: 5", "挑战: 8", "方向: 越少越好"), "挑战 8 没有超过必达 5（越少越好）"),
    ],
)
def test_stretch_lies_beyond_must(place: Place, lines: tuple[str, ...], words: str) -> None:
    write_goal(place, "a/goals/g.md", *lines)
    (problem,) = found(place)
    assert (problem.code, problem.line, problem.stops) == ("ZB-670", 7, "item")
    assert words in problem.message["zh"]


@pytest.mark.parametrize("lines", [("必达: 95", "挑战: 98"), ("必达: 8", "挑战: 5", "方向: 越少越好")])
def test_stretch_beyond_must_is_well(place: Place, lines: tuple[str, ...]) -> None:
    write_goal(place, "a/goals/g.md", *lines)
    assert codes(place) == []


def test_a_blank_threshold_counts_as_missing(place: Place) -> None:
    write_goal(place, "a/goals/g.md", "必达:", "挑战: 98")
    assert codes(place) == [("ZB-117", 1)]


def test_a_number_has_evidence(place: Place) -> None:
    path = write_goal(place, "a/goals/g.md", "实绩:", told("2026-09", 96), "  - {期间: 2026-10, 数值: 98.5}")
    (problem,) = found(place)
    assert (problem.code, problem.line, problem.stops) == ("ZB-672", 10, "item")
    assert "2026年10月的实绩 98.5" in problem.message["zh"]
    place.edit(path, "数值: 98.5", f"数值: 98.5, 依据: {NEWS}")
    assert codes(place) == []


def test_evidence_that_does_not_exist_is_told(place: Place) -> None:
    path = write_goal(place, "a/goals/g.md", "实绩:", told("2026-10", 96, "../news/gone.md"))
    assert codes(place) == [("ZB-301", 9)]
    place.edit(path, "../news/gone.md", "https://data.example.cn/10")
    assert codes(place) == []


def test_an_action_is_closed_with_evidence(place: Place) -> None:
    path = write_goal(place, "a/goals/g.md", "改进:", "  - {日期: 2026-09-02, 内容: 每周复查, 完成: 2026-10-09}")
    (problem,) = found(place)
    assert (problem.code, problem.line, problem.stops) == ("ZB-673", 9, "item")
    assert "每周复查" in problem.message["zh"]
    place.edit(path, "完成: 2026-10-09", f"完成: 2026-10-09, 依据: {NEWS}")
    assert codes(place) == []


@pytest.mark.parametrize("word", ["完成", "期限"])
def test_nothing_ends_before_it_begins(place: Place, word: str) -> None:
    path = write_goal(place, "a/goals/g.md", "改进:", f"  - {{日期: 2026-09-02, 内容: 复查, {word}: 2026-08-01, 依据: {NEWS}}}")
    assert codes(place) == [("ZB-102", 9)]
    place.edit(path, "2026-08-01", "2026-12-01")
    assert codes(place) == []


def test_an_actual_lies_in_the_year_of_its_goal(place: Place) -> None:
    path = write_goal(place, "a/goals/g.md", "实绩:", told("2025-12", 96))
    assert codes(place) == [("ZB-675", 9)]
    place.edit(path, "指标:", "年度: 2025\n指标:")
    assert codes(place) == []


def test_a_period_is_told_once(place: Place) -> None:
    path = write_goal(place, "a/goals/g.md", "实绩:", told("2026-10", 96), told("2026-10", 98))
    (problem,) = found(place)
    assert (problem.code, problem.line) == ("ZB-676", 10)
    assert "96 和 98" in problem.message["zh"]
    place.edit(path, "2026-10, 数值: 96", "2026-09, 数值: 96")
    assert codes(place) == []


def test_no_actual_comes_before_its_period(place: Place) -> None:
    write_goal(place, "a/goals/g.md", "实绩:", told("2026-09", 96), told("2026-12", 98))
    begun = at("2026-12-01")
    assert codes(place, begun - SECOND) == [("ZB-674", 10)]
    assert codes(place, begun) == []


def test_weights_of_a_board_add_up(place: Place) -> None:
    write_goal(place, "a/goals/g.md", "权重: 60")
    other = write_goal(place, "a/goals/h.md", "权重: 30", title="人人会")
    write_goal(place, "b/goals/g.md", "权重: 100")
    (problem,) = found(place)
    assert (problem.code, problem.path, problem.line, problem.stops) == ("ZB-671", "a/goals/g.md", 8, "nothing")
    assert "合计 90，应为 100（按期关掉 60、人人会 30）" in problem.message["zh"]
    place.edit(other, "权重: 30", "权重: 40")
    assert codes(place) == []


def test_a_board_without_weights_is_well(place: Place) -> None:
    write_goal(place, "a/goals/g.md")
    write_goal(place, "a/goals/h.md", title="人人会")
    assert codes(place) == []


def test_an_action_past_its_time_warns(place: Place) -> None:
    write_goal(place, "a/goals/g.md", "改进:", "  - {日期: 2026-09-02, 内容: 复查, 期限: 2026-11-20}")
    over = at("2026-11-21")
    assert codes(place, over - SECOND) == []
    (problem,) = found(place, over)
    assert (problem.code, problem.line, problem.severity) == ("ZB-684", 9, "warning")


# diagnoses --------------------------------------------------------------------------------------


def diagnosis(place: Place, *lines: str, name: str = "q3", quarter: str = "2026-Q3") -> str:
    """A diagnosis of branch a as a file; its path."""
    path = f"a/diagnoses/{name}.md"
    place.write(path, "\n".join(("---", "标题: 诊断", "日期: 2026-10-12", f"季度: {quarter}", *lines, "---", "看清楚了。", "")))
    return path


@pytest.mark.parametrize(("line", "wrong", "right"), [("自评", "101", "100"), ("党委评", "-1", "0")])
def test_scores_lie_between_0_and_100(place: Place, line: str, wrong: str, right: str) -> None:
    path = diagnosis(place, f"{line}: {wrong}")
    (problem,) = found(place, tier="org")
    assert (problem.code, problem.line, problem.stops) == ("ZB-677", 5, "item")
    assert f"“{line}”{wrong} 不在 0 到 100 之间" in problem.message["zh"]
    place.edit(path, f"{line}: {wrong}", f"{line}: {right}")
    assert codes(place, tier="org") == []


def test_a_diagnosis_is_of_a_quarter(place: Place) -> None:
    path = diagnosis(place, quarter="2026-09")
    assert codes(place, tier="org") == [("ZB-678", 4)]
    place.edit(path, "2026-09", "2026年第三季度")
    assert codes(place, tier="org") == []


def test_a_quarter_has_one_diagnosis(place: Place) -> None:
    diagnosis(place)
    path = diagnosis(place, name="again")
    (problem,) = found(place, tier="org")
    assert (problem.code, problem.path) == ("ZB-679", "a/diagnoses/q3.md")
    assert path in problem.message["zh"]


def test_measures_lead_to_goals(place: Place) -> None:
    write_goal(place, "a/goals/g.md", day="2026-11-01")
    path = diagnosis(place, "措施:", f"  - {{内容: 补训, 目标: {NEWS}}}")
    assert codes(place, tier="org") == [("ZB-681", 6)]
    place.edit(path, NEWS, "../goals/g.md")
    assert codes(place, tier="org") == []


def test_a_quarter_without_diagnosis_is_told_after_twenty_days(place: Place) -> None:
    write_goal(place, "a/goals/g.md", day="2026-08-01")
    due = at("2026-10-21")
    assert codes(place, due - SECOND, tier="org") == []
    (problem,) = found(place, due, tier="org")
    assert (problem.code, problem.path, problem.severity) == ("ZB-680", "a/site.yaml", "warning")
    assert "2026年第3季度" in problem.message["zh"]
    diagnosis(place)
    assert codes(place, due, tier="org") == []


def test_a_tier_without_diagnoses_does_not_miss_them(place: Place) -> None:
    write_goal(place, "a/goals/g.md", day="2026-08-01")
    assert codes(place, at("2026-10-21")) == []
