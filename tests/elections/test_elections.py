"""Elections: states by their steps, numbers that agree, consent, and who may see the candidates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.build.capabilities import rules
from plugins.elections import ELECTION, values
from plugins.elections.states import counted
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.rules import read_rules
from plugins.network.sites import Settings
from tests.networks import SMALL, ZONE, Place, tree

NOTHING: dict[str, bytes] = {}
SETTINGS = read_rules(Settings("示例", "https://x.example.cn/"), rules(), NOTHING.get)[0]
SECOND = timedelta(seconds=1)
STEPS = [
    {"stage": "筹备", "date": "2026-10-01", "what": ""},
    {"stage": "提名", "date": "2026-10-12", "what": ""},
    {"stage": "选举", "date": "2026-11-02", "what": ""},
    {"stage": "结果", "date": "2026-11-03", "what": ""},
]
GOOD = {
    "seats": 2, "electors": 35, "present": 28, "issued": 28, "ballots": 28, "valid": 27, "invalid": 1, "votes": 54, "elected": 2, "standing": 3,
}  # fmt: skip


def item(**fields: Any) -> Item:
    """An election as the reader would hand it over."""
    own = {name: ELECTION.defaults.get(name) for name in ELECTION.own} | {
        "body_elected": "支部委员会委员",
        "seats": 2,
        "steps": STEPS,
    }
    return Item("a/elections/2026-10-01-x.md", "a", "election", "2026-10-01-x", "/a/", "选举", fields=own | fields)


def candidate(name: str, votes: int | None = None, *, elected: bool = False, consented: bool = True) -> dict[str, Any]:
    """One candidate."""
    return {"name": name, "unit": "一班", "about": "", "consented": consented, "votes": votes, "elected": elected}


def found(**fields: Any) -> list[str]:
    """The messages of what is wrong."""
    return [f"{problem.code} {problem.message['zh']}" for problem in ELECTION.check(item(**fields), SETTINGS)]


# states -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-10-12", "筹备", "提名"),
        ("2026-11-02", "提名", "选举"),
        ("2026-11-03", "选举", "结果"),
        ("2026-12-03", "结果", "plain"),
    ],
)
def test_a_stage_begins_on_its_day_to_the_second(moment: str, before: str, after: str) -> None:
    when = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    states = [ELECTION.state(item(), instant, SETTINGS) for instant in (when - SECOND, when, when + SECOND)]
    assert [state.id for state in states if state] == [before, after, after]
    assert states[0]
    assert states[0].until == when


def test_another_step_of_the_same_stage_changes_nothing() -> None:
    state = ELECTION.state(
        item(steps=[*STEPS, {**STEPS[1], "date": "2026-10-20"}]), datetime(2026, 10, 13, tzinfo=ZONE), SETTINGS
    )
    assert state
    assert (state.id, state.until) == ("提名", datetime(2026, 11, 2, tzinfo=ZONE))


def test_without_steps_an_election_is_being_prepared() -> None:
    state = ELECTION.state(item(steps=[]), datetime(2026, 11, 21, tzinfo=ZONE), SETTINGS)
    assert state
    assert (state.id, state.until) == ("筹备", None)


# arithmetic -------------------------------------------------------------------------------------


def test_numbers_that_agree_are_no_problem() -> None:
    assert found(**GOOD) == []
    assert found() == []


@pytest.mark.parametrize(
    ("code", "changed", "both"),
    [
        ("ZB-643", {"present": 36, "issued": 28}, ("36", "35")),
        ("ZB-643", {"issued": 29}, ("29", "28")),
        ("ZB-643", {"issued": 27}, ("28", "27")),
        ("ZB-643", {"votes": 57}, ("57", "56")),
        ("ZB-643", {"elected": 3}, ("3", "2")),
        ("ZB-644", {"present": 27, "issued": 27, "ballots": 27, "invalid": 0, "votes": 54}, ("27", "35", "28")),
        ("ZB-645", {"invalid": 2}, ("29", "28")),
        ("ZB-647", {"standing": 2}, ("应选 2", "候选人 2", "至少要 3")),
    ],
)
def test_a_wrong_number_is_told_with_the_number_it_contradicts(code: str, changed: dict[str, int], both: tuple[str, ...]) -> None:
    (problem,) = found(**GOOD | changed)
    assert problem.startswith(code)
    assert [number for number in both if number not in problem] == []


def test_an_election_for_as_many_seats_needs_no_surplus() -> None:
    assert found(**GOOD | {"standing": 2, "method": "等额"}) == []


@pytest.mark.parametrize(("electors", "present", "wrong"), [(35, 28, False), (35, 27, True), (36, 29, False), (36, 28, True)])
def test_a_quorum_is_the_whole_number_that_reaches_its_share(electors: int, present: int, wrong: bool) -> None:
    assert bool(found(electors=electors, present=present)) == wrong


def test_the_candidates_votes_are_counted_where_no_sum_is_written() -> None:
    three = [candidate("甲一", 27, elected=True), candidate("乙二", 20, elected=True), candidate("丙三", 7)]
    numbers = counted(item(candidates=three).fields)
    assert (numbers["standing"], numbers["votes"], numbers["elected"]) == (3, 54, 2)
    written = {name: GOOD[name] for name in ("electors", "present", "issued", "ballots", "valid", "invalid")}
    assert found(candidates=three, **written) == []
    (over,) = found(candidates=[*three[:2], candidate("丙三", 28)], **written | {"seats": 3, "method": "等额"})
    assert over.startswith("ZB-643 “候选人第 3 项得票”28 多于 有效票 27")


def test_nobody_is_elected_without_a_majority() -> None:
    numbers = {name: GOOD[name] for name in ("electors", "present", "issued", "ballots", "valid", "invalid")}
    three = [candidate("甲一", 27, elected=True), candidate("乙二", 14, elected=True), candidate("丙三", 7)]
    (problem,) = found(candidates=three, **numbers)
    assert problem.startswith("ZB-646")
    assert "14" in problem
    assert "28" in problem
    three[1] = candidate("乙二", 15, elected=True)
    assert found(candidates=three, **numbers) == []


def test_steps_come_in_order() -> None:
    assert [problem[:6] for problem in found(steps=[STEPS[0], {**STEPS[1], "date": "2026-09-30"}])] == ["ZB-102"]
    assert found(steps=[STEPS[0], {**STEPS[1], "date": STEPS[0]["date"]}]) == []


# names ------------------------------------------------------------------------------------------


def test_a_candidate_consents_or_is_not_named() -> None:
    three = [candidate("甲一"), candidate("乙二", consented=False), candidate("丙三")]
    (problem,) = found(candidates=three)
    assert problem.startswith("ZB-648 候选人第 2 项")


def test_a_public_election_lists_no_candidates() -> None:
    assert [problem[:6] for problem in found(public=True, candidates=[candidate(name) for name in ("甲一", "乙二", "丙三")])] == [
        "ZB-649"
    ]


def test_no_name_stands_where_it_would_stay() -> None:
    three = [candidate(name) for name in ("甲一", "乙二", "丙三")]
    assert [problem[:6] for problem in found(candidates=three, result="甲一等当选")] == ["ZB-634"]


TEXT = """---
标题: 委员会选举
选举事项: 委员
名额: 2
步骤: [{阶段: 选举, 日期: 2026-11-02}, {阶段: 结果, 日期: 2026-11-03}]
候选人:
  - {姓名: 甲一二, 本人同意: 是, 得票: 27, 当选: 是}
  - {姓名: 乙三四, 本人同意: 是, 得票: 20, 当选: 是}
  - {姓名: 丙五六, 本人同意: 是, 得票: 7}
到会: 28
---
候选人甲一二、乙三四、丙五六。
"""


def test_a_fault_of_a_candidate_is_told_on_its_line(tmp_path: Path) -> None:
    place, path = Place(tmp_path).write_all(SMALL), "a/elections/2026-10-01-x.md"
    for text, lines in ((TEXT.replace("乙三四, 本人同意: 是", "乙三四"), [8]), (TEXT, [])):
        place.write(path, text)
        assert [problem.line for problem in place.check(tier="org").problems if problem.code == "ZB-648"] == lines


def test_candidates_are_for_the_organisation_and_only_for_a_while(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.write("a/elections/2026-10-01-x.md", TEXT)
    place.build(datetime(2026, 11, 21, tzinfo=ZONE))
    assert not place.has("/a/elections/2026-10-01-x/")
    assert not any("甲一二".encode() in content for content in place.tree().values())
    org = place.folder / "output" / "org" / "current"
    place.build(datetime(2026, 12, 3, tzinfo=ZONE) - SECOND, tier="org")
    assert "甲一二" in (org / "a/elections/2026-10-01-x/index.html").read_text("utf-8")
    place.build(datetime(2026, 12, 3, tzinfo=ZONE), tier="org")
    assert [path for path, content in tree(org).items() if "甲一二".encode() in content] == []
    assert "当选人数" in (org / "a/elections/2026-10-01-x/index.html").read_text("utf-8")


def test_an_election_without_names_can_be_public(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    text = TEXT[: TEXT.index("候选人:")] + "公开: 是\n候选人数: 3\n当选人数: 2\n---\n没有姓名。\n"
    place.write("a/elections/2026-10-01-x.md", text)
    place.build(datetime(2026, 11, 21, tzinfo=ZONE))
    page = place.page("/a/elections/2026-10-01-x/")
    for part in ("不收集选票", "3 名", "差额选举", "参考", "80%"):
        assert part in page.words
    assert not page.soup.select("main form")


# what its page shows ----------------------------------------------------------------------------


def shown(moment: str, settings: Settings = SETTINGS, **fields: Any) -> Mapping[str, Any]:
    """The values of an election's page on a day."""
    written = item(**{"standing": None, **fields})
    state = ELECTION.state(written, datetime.fromisoformat(moment).replace(tzinfo=ZONE), settings)
    return values(Network(settings, {}, {}), replace(written, state=state))


@pytest.mark.parametrize(
    ("moment", "tones", "current"),
    [
        ("2026-10-05", ["active", "off", "off", "off", "off"], 0),
        ("2026-10-13", ["positive", "active", "active", "off", "off"], 1),
        ("2026-11-02", ["positive", "positive", "positive", "active", "off"], 3),
        ("2026-11-03", ["positive"] * 5, 4),
    ],
)
def test_the_steps_show_how_far_it_has_come(moment: str, tones: list[str], current: int) -> None:
    again = {"stage": "提名", "date": "2026-10-20", "what": "报预审"}
    steps = shown(moment, steps=[again, *STEPS])["steps"]
    assert [(step["tone"], step["current"]) for step in steps] == [(tone, n == current) for n, tone in enumerate(tones)]
    assert [step["date"] for step in steps] == sorted(step["date"] for step in steps)


@pytest.mark.parametrize(
    ("votes", "columns"),
    [((None, None), ["候选人", "单位和岗位", "简介"]), ((20, None), ["候选人", "单位和岗位", "简介", "得票", "结果"])],
)
def test_votes_stand_beside_the_candidates_once_they_are_counted(votes: tuple[int | None, ...], columns: list[str]) -> None:
    found = shown("2026-11-03", candidates=[candidate("甲一", votes[0], elected=True), candidate("乙二", votes[1])])
    assert found["columns"] == columns
    assert {len(row) for row in found["rows"]} == {len(columns)}


@pytest.mark.parametrize(
    ("confirmed", "word"), [((), "参考"), (("quorum",), "参考"), (("majority",), "参考"), (("quorum", "majority"), "规定")]
)
def test_a_rule_is_called_one_only_when_both_its_figures_are_confirmed(confirmed: tuple[str, ...], word: str) -> None:
    changed = {
        f"election.{name}": replace(SETTINGS.figures[f"election.{name}"], confirmed=name in confirmed)
        for name in ("quorum", "majority")
    }
    found = shown("2026-11-03", replace(SETTINGS, figures={**SETTINGS.figures, **changed}))
    assert word in [label for label, _ in found["rules"]]


def test_a_withdrawn_election_has_nothing_to_show() -> None:
    assert values(Network(SETTINGS, {}, {}), item()) == {}
