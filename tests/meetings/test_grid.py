"""The grid tells what was held, late, missed or still has time, as of an instant, and every cell leads to its evidence."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.meetings.grid import Cell
from plugins.meetings.pages import LEGEND, head_count, word
from plugins.network.sites import Settings
from plugins.network.whole import Whole
from tests.links import faults, parsed
from tests.networks import SMALL, ZONE, Place, different

BASE = "https://wang.example.cn/"


def meeting(place: Place, site: str, day: str, type_: str = "支委会", **fields: str) -> str:
    """Write a meeting; its path."""
    lines = {"标题": f"{day} {type_}", "类型": type_, **fields}
    path = f"{site}/meetings/{day}-m.md"
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n文。\n")
    return path


def at(day: str, **more: int) -> datetime:
    """An instant."""
    return datetime.fromisoformat(day).replace(tzinfo=ZONE) + timedelta(**more)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Branches a and b and group b1; branch a has met in January."""
    place = Place(tmp_path).write_all(SMALL)
    meeting(place, "a", "2026-01-09", 应到="5", 实到="4")
    return place


def network(place: Place, moment: datetime, tier: str = "public") -> Whole:
    """The network with its digests."""
    return place.check(moment, tier=tier).scanned.network


def row(place: Place, moment: datetime, unit: str = "a", type_: str = "支委会", seen_by: str = "root") -> list[str]:
    """The words of one unit's row in 2026."""
    years = network(place, moment).seen_by(seen_by).digest("meetings.grid", seen_by)
    return [told(cell) for cell in years["2026"][unit][type_]]


def told(cell: Cell) -> str:
    """A cell's word and head-count, as a reader sees them."""
    return f"{word(cell, Settings('示例', BASE))} {head_count(cell)}".strip()


def test_a_month_is_missing_only_when_it_is_over(place: Place) -> None:
    assert row(place, at("2026-03-01", seconds=-1))[:3] == ["按期 4/5", "未到期", "未到期"]
    assert row(place, at("2026-03-01"))[:3] == ["按期 4/5", "缺", "未到期"]
    assert row(place, at("2026-03-01", seconds=1))[:3] == ["按期 4/5", "缺", "未到期"]


def test_the_build_says_when_the_grid_changes_by_itself(place: Place) -> None:
    assert place.check(at("2026-02-10")).scanned.next_change == at("2026-03-01")
    meeting(place, "a", "2026-02-02", 召开="2026-02-20 09:00")
    assert place.check(at("2026-02-10")).scanned.next_change == at("2026-02-20", hours=9)


def test_a_planned_meeting_is_no_meeting_before_it_begins(place: Place) -> None:
    meeting(place, "a", "2026-02-02", 召开="2026-02-20 09:00")
    assert row(place, at("2026-02-20", hours=9, seconds=-1))[1] == "待召开"
    assert row(place, at("2026-02-20", hours=9))[1] == "按期"


def test_what_is_made_up_counts_for_its_period_and_is_late(place: Place) -> None:
    meeting(place, "a", "2026-03-03", 补开="2026-02")
    assert row(place, at("2026-03-10"))[:3] == ["按期 4/5", "迟 3 天", "未到期"]


def test_what_is_recorded_late_is_late_by_the_days_beyond_the_figure(place: Place) -> None:
    meeting(place, "a", "2026-02-17", 召开="2026-02-10")
    assert row(place, at("2026-03-10"))[1] == "按期"
    place.delete("a/meetings/2026-02-17-m.md")
    meeting(place, "a", "2026-02-18", 召开="2026-02-10")
    assert row(place, at("2026-03-10"))[1] == "迟 1 天"


def test_quarters_and_years_have_their_own_cells(place: Place) -> None:
    meeting(place, "a", "2026-05-08", "支部党员大会")
    meeting(place, "a", "2026-04-08", "党课", 应到="20", 实到="18")
    assert row(place, at("2026-07-01"), type_="支部党员大会") == ["缺", "按期", "未到期", "未到期"]
    assert row(place, at("2026-07-01"), type_="党课") == ["按期 18/20"]
    assert row(place, at("2027-01-01"), type_="民主评议") == ["缺"]
    assert row(place, at("2027-01-01", seconds=-1), type_="民主评议") == ["未到期"]


def test_a_period_that_began_before_counting_did_is_not_asked_for(place: Place) -> None:
    place.delete("a/meetings/2026-01-09-m.md")
    meeting(place, "a", "2026-02-09")
    assert row(place, at("2026-04-01"), type_="支委会")[:4] == ["不要求", "按期", "缺", "未到期"]
    assert row(place, at("2026-04-01"), type_="支部党员大会")[:2] == ["不要求", "未到期"]


def test_only_those_must_meet_whom_the_rules_name(place: Place) -> None:
    years = network(place, at("2026-03-01")).digest("meetings.grid", "root")
    assert list(years["2026"]) == ["a", "b", "b1"]
    assert "党小组会" not in years["2026"]["a"]
    assert list(years["2026"]["b1"]) == ["党小组会"]
    place.write("meetings.yaml", "since: 2026-02\nrequired:\n  支委会: {every: month, sites: [b]}\n")
    years = network(place, at("2026-03-01")).digest("meetings.grid", "root")
    assert {unit: list(row) for unit, row in years["2026"].items()} == {"b": ["支委会"]}
    assert row(place, at("2026-03-01"), "b")[:2] == ["不要求", "缺"]


def test_an_operators_figure_asks_for_more(place: Place) -> None:
    place.write("figures.yaml", "meetings_committee:\n  value: 2\n  source: 本地规定第三条\n")
    assert row(place, at("2026-03-01"))[:2] == ["缺 1 次 4/5", "缺 2 次"]
    meeting(place, "a", "2026-01-20", 应到="5", 实到="5")
    assert row(place, at("2026-03-01"))[0] == "按期 5/5"


def test_a_joint_meeting_counts_for_each_of_its_sites(place: Place) -> None:
    meeting(place, "a", "2026-02-11", "主题党日", 联合="b")
    assert row(place, at("2026-03-01"), "b", "主题党日")[1] == "按期"
    assert row(place, at("2026-03-01"), "b", "支委会")[1] == "缺"


def test_a_withdrawn_meeting_does_not_count(place: Place) -> None:
    meeting(place, "b", "2026-01-10")
    place.edit("a/meetings/2026-01-09-m.md", "类型", "撤回: 记错了\n类型")
    assert row(place, at("2026-02-01"))[0] == "缺"


def test_a_site_gets_its_own_row_and_those_below_only(place: Place) -> None:
    seen = network(place, at("2026-03-01"))
    assert list(seen.digest("meetings.grid", "b")["2026"]) == ["b", "b1"]
    assert list(seen.digest("meetings.grid", "a")["2026"]) == ["a"]
    assert seen.digest("meetings.grid", "library") is None


def test_a_network_without_meetings_has_no_grid(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    assert place.check().scanned.network.digests["meetings.grid"] == {}
    place.build()
    assert not place.has("/grid/")


def test_closed_records_are_on_no_public_grid(place: Place) -> None:
    meeting(place, "a", "2026-02-11", 范围="系统内", 应到="7", 实到="7")
    assert row(place, at("2026-03-01"))[1] == "缺"
    org = network(place, at("2026-03-01"), "org").digest("meetings.grid", "a")
    assert told(org["2026"]["a"]["支委会"][1]) == "按期 7/7"
    place.build(at("2026-03-01"))
    assert "7/7" not in "".join(text.decode("utf-8", "ignore") for path, text in place.tree().items() if "grid" in path)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("done", 0, 1, 0, 5, "/x/"), "按期 0/5"),
        (Cell("late", 3, 1, 4, 5, "/x/"), "迟 3 天 4/5"),
        (Cell("done", 0, 1, None, 5, "/x/"), "按期"),
        (Cell("late", 3, 1), "迟 3 天"),
        (Cell("missing", 1), "缺"),
        (Cell("missing", 1, 1), "缺 1 次"),
        (Cell("missing", 2), "缺 2 次"),
        (Cell("planned"), "待召开"),
        (Cell("due"), "未到期"),
        (Cell("free"), "不要求"),
    ],
)
def test_every_cell_is_told_in_words(cell: Cell, words: str) -> None:
    assert told(cell) == words


# pages ------------------------------------------------------------------------------------------


def test_portal_and_branches_show_the_grid_and_every_cell_leads_to_its_evidence(place: Place) -> None:
    meeting(place, "b1", "2026-02-11", "党小组会", 应到="6", 实到="6")
    built = place.build(at("2026-03-10"))
    assert (built.code, built.problems) == (0, ())
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []
    months = place.page("/grid/2026/zhi-wei-hui/")
    assert "按期 4/5" in months.texts(".matrix td")
    assert "../../../a/meetings/2026-01-09-m/" in months.hrefs(".matrix td a")
    assert months.texts(".matrix tr > :first-child") == ["单位", "甲支部", "乙支部"]
    overview = place.page("/grid/")
    assert "按期 1 · 缺 1" in overview.texts(".matrix td")
    assert "../a/grid/" in overview.hrefs(".matrix th a")
    own = place.page("/a/grid/")
    assert "按期 4/5" in own.texts(".matrix td")
    assert "2026-01-09 支委会" in own.texts(".table th")
    assert {entry["text"] for entry in LEGEND if entry["text"] in own.words} >= {"缺", "未到期"}
    assert "一班小组" in place.page("/b/grid/").words


def test_the_grid_is_in_the_navigation(place: Place) -> None:
    place.build(at("2026-03-10"))
    assert "grid/" in place.page("/").hrefs("nav a")
    assert "../a/grid/" in place.page("/a/").hrefs("nav a")


def test_a_rule_without_a_confirmed_source_is_only_a_suggestion(place: Place) -> None:
    place.build(at("2026-03-10"))
    words = place.page("/grid/").words
    assert "每年至少 1 次（参考：条例只说" in words
    assert "每月至少 1 次（依据：" in words


def test_the_newest_year_keeps_its_address_and_older_ones_get_their_own(place: Place) -> None:
    meeting(place, "a", "2025-12-09")
    place.build(at("2026-03-10"))
    assert "2026 年" in place.page("/grid/").texts("h1")[0]
    assert "2025 年" in place.page("/grid/2025/").texts("h1")[0]


def test_the_csv_says_the_same_as_the_grid(place: Place) -> None:
    meeting(place, "a", "2026-03-03", 补开="2026-02", 应到="5", 实到="5")
    place.build(at("2026-04-01"))
    text = (place.current / "grid" / "2026.csv").read_bytes().decode("utf-8-sig")
    rows = {(line["单位"], line["类型"], line["期间"]): line for line in csv.DictReader(io.StringIO(text))}
    january = rows["甲支部", "支委会", "2026年1月"]
    assert (january["情况"], january["应到"], january["实到"], january["记录"]) == ("按期", "5", "4", "/a/meetings/2026-01-09-m/")
    assert [rows["甲支部", "支委会", f"2026年{n}月"]["情况"] for n in (2, 3, 4)] == ["迟", "缺", "未到期"]
    assert rows["甲支部", "支委会", "2026年2月"]["迟或缺"] == "3"
    assert rows["乙支部", "支部党员大会", "2026年第1季度"]["情况"] == "缺"


def test_a_day_that_changes_nothing_renders_nothing(place: Place) -> None:
    place.build(at("2026-03-10"))
    before = place.tree()
    again = place.build(at("2026-03-11"))
    assert {site: outcome.reasons for site, outcome in again.outcomes.items() if outcome.reasons} == {}
    assert different(place.tree(), before) == []
    later = place.build(at("2026-04-01"))
    assert {site for site, outcome in later.outcomes.items() if outcome.reasons} >= {"root", "a", "b", "b1"}


def test_an_unknown_site_in_the_rules_is_told(place: Place) -> None:
    place.write("meetings.yaml", "required:\n  支委会: {every: month, sites: [nowhere, 'kind:online']}\n")
    (found,) = place.check(at("2026-03-01")).problems
    assert (found.code, found.path, "nowhere" in found.message["zh"]) == ("ZB-601", "meetings.yaml", True)


@pytest.mark.parametrize(
    "text", ["required:\n  茶话会: {every: month, sites: [a]}\n", "required: {支委会: {every: week, sites: [a]}}\n"]
)
def test_rules_that_cannot_be_understood_refuse_the_build(place: Place, text: str) -> None:
    place.write("meetings.yaml", text)
    assert place.build(at("2026-03-01")).code == 30
