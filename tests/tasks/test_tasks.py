"""A task and its replies: who has sent what, who is late by how many days, and that nothing of it is public."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugins.cli.checking import OK, QUARANTINED
from plugins.network.sites import Settings
from plugins.tasks.progress import Unit, summed, word
from tests.links import faults, parsed
from tests.networks import SMALL, ZONE, Place, different

BASE = "https://wang.example.cn/"
TASK = "root/tasks/2026-11-01-check.md"
SECOND = timedelta(seconds=1)
SETTINGS = Settings("示例", "https://wang.example.cn/")


def at(written: str) -> datetime:
    """A local instant."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


BEFORE = at("2026-11-05")


def task(place: Place, path: str = TASK, **fields: str) -> str:
    """Write a task; its path."""
    lines = {"标题": "冬季自查", "下发": "kind:branch", "截止日期": "2026-11-10", "报送内容": "自查表", **fields}
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "---\n照表查。\n")
    return path


def reply(place: Place, site: str, day: str, to: str = f"/{TASK}") -> str:
    """Write a reply of a site; its path."""
    path = f"{site}/报送/{day}-check.md"
    place.write(path, f"---\n标题: {site} 报送\n任务: {to}\n---\n查了三处。\n")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with one task for branches a and b."""
    place = Place(tmp_path).write_all(SMALL)
    task(place)
    return place


def org(place: Place, moment: datetime) -> Any:
    """What is known inside the organisation."""
    return place.check(moment, tier="org")


def words(place: Place, moment: datetime, path: str = TASK) -> dict[str, str]:
    """How the task stands with each unit."""
    known = org(place, moment).scanned.network.digest("tasks.progress", "root")
    return {unit.site: word(unit, SETTINGS) for unit in known["set"][path]}


def codes(place: Place, moment: datetime = BEFORE) -> list[tuple[str, str, int]]:
    """Everything that is found inside the organisation."""
    return [(problem.code, problem.path, problem.line) for problem in org(place, moment).problems]


# the task ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "label", "until"),
    [
        (at("2026-11-11") - SECOND, "布置　11月10日截止", at("2026-11-11")),
        (at("2026-11-11"), "逾期未办结", at("2026-11-20")),
        (at("2026-11-11") + SECOND, "逾期未办结", at("2026-11-20")),
        (at("2026-11-20") - SECOND, "逾期未办结", at("2026-11-20")),
        (at("2026-11-20"), "办结", None),
    ],
)
def test_a_task_is_set_then_overdue_until_it_is_done(place: Place, moment: datetime, label: str, until: datetime | None) -> None:
    task(place, 办结="2026-11-20")
    state = org(place, moment).scanned.network.items[TASK].state
    assert state is not None
    assert (state.label, state.until) == (label, until)


def test_a_task_can_be_done_before_it_is_due(place: Place) -> None:
    task(place, 办结="2026-11-08")
    state = org(place, at("2026-11-07")).scanned.network.items[TASK].state
    assert (state.label, state.until) == ("布置　11月10日截止", at("2026-11-08"))
    assert org(place, at("2026-11-08")).scanned.network.items[TASK].state.label == "办结"


@pytest.mark.parametrize(("field", "line"), [("截止日期", 4), ("办结", 6)])
def test_nothing_is_due_or_done_before_it_is_set(place: Place, field: str, line: int) -> None:
    task(place, **{field: "2026-10-31"})
    assert codes(place) == [("ZB-102", TASK, line)]
    assert place.build(at("2026-11-05"), tier="org").code == QUARANTINED
    task(place, **{field: "2026-11-01"})
    assert codes(place) == []


@pytest.mark.parametrize("missing", ["下发", "截止日期"])
def test_whom_and_by_when_must_be_said(place: Place, missing: str) -> None:
    task(place, **{missing: ""})
    assert [code for code, _, _ in codes(place)] == ["ZB-117"]


# replies ----------------------------------------------------------------------------------------


def test_a_unit_has_time_until_the_day_is_over_and_then_is_late_by_days(place: Place) -> None:
    assert words(place, at("2026-11-11") - SECOND) == {"a": "未报", "b": "未报"}
    assert words(place, at("2026-11-11")) == {"a": "逾期 1 天", "b": "逾期 1 天"}
    assert words(place, at("2026-11-12") - SECOND) == {"a": "逾期 1 天", "b": "逾期 1 天"}
    assert words(place, at("2026-11-12")) == {"a": "逾期 2 天", "b": "逾期 2 天"}


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-11-03", "已报"), ("2026-11-10", "已报"), ("2026-11-11", "已报，迟 1 天"), ("2026-11-15", "已报，迟 5 天")],
)
def test_a_reply_counts_by_its_day(place: Place, day: str, told: str) -> None:
    reply(place, "a", day)
    assert words(place, at("2026-11-20"))["a"] == told


def test_the_first_reply_counts(place: Place) -> None:
    reply(place, "a", "2026-11-09")
    reply(place, "a", "2026-11-15")
    assert words(place, at("2026-11-20"))["a"] == "已报"


def test_a_withdrawn_reply_does_not_count(place: Place) -> None:
    path = reply(place, "a", "2026-11-09")
    place.edit(path, "任务", "撤回: 报错了\n任务")
    assert words(place, at("2026-11-20"))["a"] == "逾期 10 天"


def test_after_a_task_is_done_nobody_is_counted_late_any_more(place: Place) -> None:
    place.edit("network.yaml", "per_branch: 2", "per_branch: 2\ncapabilities: [-health]")  # reports have moments of their own
    task(place, 办结="2026-11-15")
    reply(place, "a", "2026-11-09")
    assert words(place, at("2026-11-16")) == {"b": "办结时未报", "a": "已报"}
    assert words(place, at("2026-12-16")) == words(place, at("2026-11-16"))
    assert org(place, at("2026-11-16")).scanned.next_change is None or org(place, at("2026-11-16")).scanned.next_change > at(
        "2026-11-20"
    )


def test_the_build_says_when_a_verdict_changes_by_itself(place: Place) -> None:
    place.edit("network.yaml", "per_branch: 2", "per_branch: 2\ncapabilities: [-health]")  # reports have moments of their own
    place.delete("root/notices")
    reply(place, "a", "2026-11-09")
    assert org(place, at("2026-11-09")).scanned.next_change == at("2026-11-11")
    assert org(place, at("2026-11-15 08:00")).scanned.next_change == at("2026-11-16")
    reply(place, "b", "2026-11-10")
    assert org(place, at("2026-11-15 08:00")).scanned.next_change is None


def test_a_reply_must_answer_a_task(place: Place) -> None:
    path = reply(place, "a", "2026-11-04", "/root/notices/2026-11-02-winter.md")
    assert codes(place) == [("ZB-660", path, 3)]
    reply(place, "a", "2026-11-04", "/root/tasks/gone.md")
    assert codes(place) == [("ZB-301", path, 3)]
    reply(place, "a", "2026-11-04")
    assert codes(place) == []


def test_a_reply_of_a_site_that_was_not_asked_is_told_and_not_counted(place: Place) -> None:
    path = reply(place, "b1", "2026-11-04")
    assert codes(place) == [("ZB-661", path, 3)]
    assert words(place, at("2026-11-05")) == {"a": "未报", "b": "未报"}


def test_a_task_that_everybody_answered_wants_to_be_closed(place: Place) -> None:
    reply(place, "a", "2026-11-04")
    reply(place, "b", "2026-11-14")
    assert codes(place, at("2026-11-11") - SECOND) == []
    assert codes(place, at("2026-11-15")) == [("ZB-662", TASK, 4)]
    task(place, 办结="2026-11-15")
    assert codes(place, at("2026-11-15")) == []


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ((), "已报 0"),
        ((Unit("a", "sent"), Unit("b", "late", 2), Unit("c", "overdue", 1)), "应报 3 · 已报 2 · 其中迟报 1 · 未报 1"),
        ((Unit("a", "sent"),), "应报 1 · 已报 1"),
    ],
)
def test_the_numbers_add_up(units: tuple[Unit, ...], told: str) -> None:
    assert summed(units, SETTINGS) == told


# pages ------------------------------------------------------------------------------------------


class Inside(Place):
    """What readers inside the organisation see."""

    @property
    def current(self) -> Path:
        return self.folder / "output" / "org" / "current"


@pytest.fixture
def inside(place: Place) -> Inside:
    """The same network, built for the organisation: a has replied, b has not."""
    reply(place, "a", "2026-11-12")
    inside = Inside(place.folder)
    told = inside.build(at("2026-11-15 08:00"), tier="org")
    assert (told.code, told.problems) == (OK, ())
    return inside


def test_the_page_of_a_task_shows_every_unit_and_leads_to_the_replies(inside: Inside) -> None:
    page = inside.page("/tasks/2026-11-01-check/")
    assert "应报 2 · 已报 1 · 其中迟报 1 · 未报 1" in page.words
    assert page.texts("tbody th") == ["乙支部", "甲支部"]
    assert "逾期 5 天" in page.texts("tbody td")
    assert "../../a/replies/2026-11-12-check/" in page.hrefs("tbody td a")
    assert faults(parsed(inside.current), {BASE: "."}, BASE) == []


def test_the_page_of_a_reply_says_whether_it_came_in_time(inside: Inside) -> None:
    page = inside.page("/a/replies/2026-11-12-check/")
    assert "逾期 2 天" in page.words
    assert "../../../tasks/2026-11-01-check/" in page.hrefs(".facts a")


def test_the_board_shows_units_beside_tasks_and_each_unit_its_own(inside: Inside) -> None:
    board = inside.page("/task-board/")
    assert board.texts(".matrix tbody td") == ["已报，迟 2 天", "逾期 5 天"]
    assert "应报 2 · 已报 1" in board.words
    own = inside.page("/b/task-board/")
    assert "逾期 5 天" in own.texts("tbody td")
    assert "甲支部" not in " ".join(own.texts("main"))
    assert "task-board/" in inside.page("/").hrefs("nav a")
    assert not inside.has("/b1/task-board/")


def test_a_unit_learns_of_its_tasks_as_from_above(inside: Inside) -> None:
    assert "冬季自查" in inside.page("/b/tasks/").words
    assert not inside.has("/b1/tasks/")


def test_nothing_of_a_task_is_public(place: Place) -> None:
    before = place.copied(place.folder.parent / "without")
    before.delete("root/tasks")
    before.build(at("2026-11-15"))
    reply(place, "a", "2026-11-12")
    place.build(at("2026-11-15"))
    assert different(place.tree(), before.tree()) == []


def test_a_day_on_which_nobody_is_late_changes_nothing(inside: Inside) -> None:
    reply(inside, "b", "2026-11-13")
    inside.build(at("2026-11-15 09:00"), tier="org")
    before = inside.tree()
    told = inside.build(at("2026-11-18"), tier="org")
    assert {site for site, outcome in told.outcomes.items() if outcome.reasons} <= {"root"}, "only the hint to close it"
    assert [path for path in different(inside.tree(), before) if not path.startswith(("report/", "health/"))] == []


def test_a_network_without_tasks_has_no_board(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    assert place.check(tier="org").scanned.network.digests["tasks.progress"] == {}
