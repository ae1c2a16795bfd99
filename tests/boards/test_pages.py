"""The board of a unit, the matrix of all units, scores and ranks, as pages and as CSV."""

import csv
import io
from pathlib import Path

import pytest

from plugins.boards.scores import ranks, score, weights
from plugins.cli.checking import OK
from tests.boards.goals import NEWS, SETTINGS, told, write_goal
from tests.links import faults, parsed
from tests.networks import SMALL, Place

pytestmark = pytest.mark.xdist_group("boards")

BASE = "https://wang.example.cn/"
FORMULA = "得分 = Σ(权重 × 分值) ÷ Σ权重"
OF_B = "../news/2026-10-05-visit.md"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Branch a and b share a measure; a has one more; b1 and the committee have their own."""
    place = Place(tmp_path_factory.mktemp("boards")).write_all(SMALL)
    write_goal(place, "a/goals/g.md", "权重: 75", "负责岗位: 安全委员", "基数: 88", "实绩:", told("2026-09", 96), told("2026-10", 98.5),
               "改进:", "  - {日期: 2026-06-20, 内容: 每周复查, 期限: 2026-12-31}",
               f"  - {{日期: 2026-06-21, 内容: 换备件, 完成: 2026-07-05, 依据: {NEWS}}}")  # fmt: skip
    write_goal(place, "a/goals/h.md", "权重: 25", "必达: 8", "挑战: 5", "方向: 越少越好", "实绩:", told("2026-10", 9),
               measure="漏项", title="=交接清楚")  # fmt: skip
    write_goal(place, "a/goals/old.md", "年度: 2025", "实绩:", told("2025-Q4", 95), day="2025-12-01", title="去年的")
    write_goal(place, "b/goals/g.md", "实绩:", told("2026-Q3", 96, OF_B), title="乙的关闭")
    write_goal(place, "b1/goals/g.md", title="班组的", measure="班组的数")
    write_goal(place, "root/goals/g.md", "年度: 2027", title="明年的", measure="明年的数")
    place.write("a/diagnoses/q3.md", "---\n标题: 三季度诊断\n日期: 2026-10-12\n季度: 2026-Q3\n自评: 92\n党委评: 90\n措施:\n"
                "  - {内容: 补训, 目标: ../goals/g.md, 负责岗位: 组织委员, 期限: 2026-12-15}\n---\n亮红灯。\n")  # fmt: skip
    assert place.build().code == OK
    place.build(tier="org")
    return place


def cells(place: Place, address: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(place.text(address).removeprefix("\ufeff"))))


def in_org(place: Place, address: str) -> str:
    """The page at an address as the system's own readers see it."""
    return (place.folder / "output/org/current" / address.lstrip("/") / "index.html").read_text("utf-8")


def test_every_link_of_the_boards_leads_somewhere(place: Place) -> None:
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_a_board_shows_state_marks_owner_and_leads_to_evidence(place: Place) -> None:
    first, second = place.page("/a/boards/2026/").soup.select(".goal")
    words = " ".join(first.get_text(" ").split())
    for part in ("已达挑战", "98.5%", "必达 95%", "挑战 98%", "基数 88%", "安全委员", "权重 75"):
        assert part in words
    assert "../../../a/news/2026-10-01-walk/" in [link["href"] for link in first.select("a")]
    assert "未达" in second.get_text()


def test_an_open_action_says_where_it_rolled_over_from(place: Place) -> None:
    assert "每周复查 滚动自 2026-Q2 期限 2026-12-31" in place.page("/a/boards/2026/").words
    assert "换备件" not in place.page("/a/boards/2026/").words
    assert "换备件 2026-07-05 完成" in place.page("/a/goals/g/").words


def test_a_goal_without_actions_shows_no_empty_columns(place: Place) -> None:
    assert len(place.page("/a/boards/2026/").soup.select(".goal-steps")) == 1
    assert "计划、执行、检查、改进" in place.page("/a/goals/g/").words
    assert "计划、执行、检查、改进" not in place.page("/a/goals/h/").words


def test_each_number_on_a_goals_page_leads_to_its_evidence(place: Place) -> None:
    rows = place.page("/a/goals/g/").soup.select(".actuals tbody tr")
    assert [[cell.get_text(" ", strip=True) for cell in row.select("th, td")][:3] for row in rows] == [
        ["9月", "96%", "现场巡查记录"], ["10月", "98.5%", "现场巡查记录"],
    ]  # fmt: skip
    assert all(row.select("a") for row in rows)


def test_each_year_has_its_board_and_the_current_one_stands_first(place: Place) -> None:
    assert "去年的" in place.page("/a/boards/2025/").words
    assert place.page("/a/goals/").texts("h1") == place.page("/a/boards/2026/").texts("h1") == ["甲支部 2026 年方针目标"]
    assert place.page("/a/goals/").hrefs("link[rel=canonical]") == [f"{BASE}a/boards/2026/"]
    assert "../../a/goals/" in place.page("/a/news/").hrefs(".nav a")
    assert place.page("/a/boards/").hrefs("a")[0] == "../../a/goals/"


def test_what_is_not_due_yet_is_not_the_current_year(place: Place) -> None:
    assert place.page("/boards/network/").texts("h1") == ["2026 年方针目标：全部单位"]


def test_a_site_without_goals_has_no_board(place: Place) -> None:
    assert not place.has("/library/boards/")
    assert not place.has("/library/goals/")
    assert "目标" not in place.page("/library/").texts(".nav a")


def test_goals_from_above_stand_on_the_board_or_in_a_list(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    write_goal(place, "root/goals/g.md", "下发: all", title="全网的目标")
    write_goal(place, "a/goals/g.md")
    place.build()
    assert "全网的目标" in place.page("/a/goals/").words
    assert "全网的目标" in place.page("/b/goals/").words
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_units_stand_by_the_measures_they_share(place: Place) -> None:
    page = place.page("/boards/network/2026/")
    assert page.texts(".matrix thead th") == ["单位", "关闭率"]
    assert page.texts(".matrix tbody tr") == ["甲支部 98.5% 已达挑战", "乙支部 96% 已达必达", "一班小组 —"]
    assert page.hrefs(".matrix tbody .state") == ["../../../a/goals/g/", "../../../b/goals/g/"]
    assert "=交接清楚" in page.words
    assert "班组的 班组的数 数据缺" in page.words


def test_the_year_has_scores_ranks_and_its_formula(place: Place) -> None:
    rows = place.page("/boards/network/2026/").texts(".box:first-of-type tbody tr")
    assert rows == ["甲支部 1 85 2 1 0 1 0", "乙支部 2 80 1 0 1 0 0", "一班党小组 3 0 1 0 0 0 1"]
    assert FORMULA in place.page("/boards/network/2026/").words
    assert "已达挑战 100 分、已达必达 80 分、未达 40 分、数据缺 0 分" in place.page("/a/boards/2026/").words
    assert "参考" in place.page("/a/boards/2026/").words


def test_the_csv_says_what_the_pages_say(place: Place) -> None:
    rows = cells(place, "/boards/network/2026/units.csv")
    assert [(row["单位"], row["名次"], row["得分"], row["目标"]) for row in rows] == [
        ("甲支部", "1", "85.0", "2"), ("乙支部", "2", "80.0", "1"), ("一班党小组", "3", "0.0", "1"),
    ]  # fmt: skip
    own = cells(place, "/a/boards/2026/board.csv")
    assert [(row["实绩"], row["状态"], row["分值"], row["依据"]) for row in own] == [
        ("98.5", "已达挑战", "100", "/a/news/2026-10-01-walk/"), ("9", "未达", "40", "/a/news/2026-10-01-walk/"),
    ]  # fmt: skip
    assert own[1]["目标"] == "'=交接清楚"


def test_diagnoses_are_absent_from_the_public_tier(place: Place) -> None:
    assert not any("diagnoses" in path for path in place.tree())
    assert b"\xe8\x87\xaa\xe8\xaf\x84" not in b"".join(place.tree().values())  # 自评
    assert "自评 92 · 党委评 90 · 差 2" in in_org(place, "/a/boards/2026/")
    assert "第3季度 自评 92 · 党委评 90 · 差 2" in in_org(place, "/boards/network/2026/")


def test_a_diagnosis_shows_both_scores_and_leads_to_goals(place: Place) -> None:
    page = in_org(place, "/a/diagnoses/q3/")
    assert "自评高 2 分" in page
    assert 'href="../../../a/goals/g/"' in page


def test_an_item_with_evidence_knows_the_goal(place: Place) -> None:
    assert "按期关掉" in place.page("/a/news/2026-10-01-walk/").words


def test_scores_weigh_what_is_due() -> None:
    graded = [("stretch", 50.0), ("must", 25.0), ("missing", 25.0), ("pending", 100.0)]
    assert score(graded, SETTINGS) == 70.0
    assert score([("pending", 1.0)], SETTINGS) is None
    assert weights([None, None]) == [1, 1]
    assert weights([60, None]) == [60, 0]


def test_the_same_score_has_the_same_rank() -> None:
    assert ranks({"a": 80.0, "b": 96.0, "c": 80.0, "d": 60.0}) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_another_unit_changes_no_bytes_of_a_board(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    write_goal(place, "a/goals/g.md", "实绩:", told("2026-10", 96))
    path = write_goal(place, "b/goals/g.md", "实绩:", told("2026-Q3", 96, OF_B))
    place.build()
    before = place.tree()
    place.edit(path, "数值: 96", "数值: 99")
    told_again = place.build()
    assert {one for one, outcome in told_again.outcomes.items() if outcome.reasons} == {"b", "root"}
    assert all(content == before[name] for name, content in place.tree().items() if name.startswith("a/"))
