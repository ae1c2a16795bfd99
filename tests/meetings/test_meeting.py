"""A meeting's head-counts agree, its committee had a quorum, nobody is named, and it is announced until it begins."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.cli.checking import QUARANTINED
from plugins.meetings.meeting import MEETING
from plugins.meetings.rosters import names_in
from tests.networks import AS_OF, SMALL, ZONE, Place

GOOD = """---
标题: 十一月支委会
类型: 支委会
应到: 5
实到: 4
请假: 1
议程: 冬季换油、年终安排
决议: [十二月八日前换完]
材料: /library/safety/first-aid.md
---
讨论了两件事。
"""
PATH = "a/三会一课/2026-11-05-zhi-wei-hui.md"
PAGE = "/a/meetings/2026-11-05-zhi-wei-hui/"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with one meeting."""
    place = Place(tmp_path).write_all(SMALL)
    place.write(PATH, GOOD)
    return place


def codes(place: Place, text: str) -> list[tuple[str, int]]:
    """What is found in the meeting if it is written so."""
    place.write(PATH, text)
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == PATH]


def test_a_meeting_shows_what_it_was_about(place: Place) -> None:
    told = place.build()
    assert (told.code, told.problems) == (0, ())
    page = place.page(PAGE)
    for word in ("支委会", "2026年11月5日", "5 人", "4 人", "1 人", "冬季换油", "十二月八日前换完"):
        assert word in page.words
    assert "../../../library/safety/first-aid/" in page.hrefs()
    assert "../../../a/grid/" in page.hrefs(".facts a")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("实到: 4", "实到: 6", [("ZB-650", 5)]),
        ("请假: 1", "请假: 2", [("ZB-651", 5)]),
        ("实到: 4", "实到: 2", [("ZB-652", 5)]),
        ("实到: 4", "实到: 3", []),
        ("应到: 5\n实到: 4", "应到: 4\n实到: 2", []),
        ("类型: 支委会\n应到: 5\n实到: 4", "类型: 党课\n应到: 5\n实到: 2", []),
        ("实到: 4\n请假: 1\n", "", []),
        ("类型: 支委会", "类型: 茶话会", [("ZB-116", 3)]),
    ],
)
def test_head_counts_must_be_possible(place: Place, old: str, new: str, found: list[tuple[str, int]]) -> None:
    assert old in GOOD
    assert codes(place, GOOD.replace(old, new)) == found


def test_an_impossible_count_keeps_the_meeting_from_being_published(place: Place) -> None:
    place.edit(PATH, "实到: 4", "实到: 7")
    told = place.build()
    assert told.code == QUARANTINED
    assert not place.has(PAGE)
    (found,) = told.problems
    assert "7" in found.message["zh"]
    assert "5" in found.message["zh"]


# names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("出席：赵一、钱二二、孙三", 3),
        ("缺席人员：周某某、吴甲乙，郑丙，王丁", 3),
        ("参加会议的有冯春生、陈夏至、褚秋分等", 3),
        ("到会：欧阳小满、司马立夏，诸葛白露", 3),
        ("请假：蒋大寒\n沈小寒\n韩立冬", 3),
        ("出席：支部书记、组织委员、宣传委员、纪检委员", 0),
        ("参加班组：金工、钳工、焊工、包装、高配", 0),
        ("出席：赵一、钱二", 0),
        ("学习了安全、质量、管理三本书", 0),
        ("参加单位：安全部、方案组、于家村、陈列室", 0),
        ("应到 11 人，实到 9 人，请假 2 人", 0),
    ],
)
def test_an_announced_row_of_names_is_a_roster(text: str, count: int) -> None:
    assert names_in(text) == count


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("议程:\n  - 出席：赵一、钱二二、孙三三", 7),
        ("主讲: 赵一、钱二二、孙三三", 7),
        ("摘要: 出席 赵一、钱二二、孙三三 等人", 7),
    ],
)
def test_names_in_fields_stop_the_meeting(place: Place, line: str, at: int) -> None:
    assert codes(place, GOOD.replace("议程: 冬季换油、年终安排", line)) == [("ZB-653", at)]


def test_posts_in_the_same_places_are_fine(place: Place) -> None:
    assert codes(place, GOOD.replace("议程: 冬季换油、年终安排", "主讲: 支部书记、组织委员、宣传委员")) == []


# time -------------------------------------------------------------------------------------------

BEGINS = datetime(2026, 11, 26, 14, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "label"), [(BEGINS - timedelta(seconds=1), "待召开"), (BEGINS, None), (BEGINS + timedelta(seconds=1), None)]
)
def test_a_meeting_is_announced_until_it_begins(place: Place, moment: datetime, label: str | None) -> None:
    place.edit(PATH, "应到: 5\n实到: 4\n请假: 1", "召开: 2026-11-26 14:00")
    state = place.check(moment).scanned.network.items[PATH].state
    assert (state.label if state else None) == label
    if state:
        assert state.until == BEGINS


def test_a_past_meeting_has_no_state(place: Place) -> None:
    assert place.check(AS_OF).scanned.network.items[PATH].state is None
    assert MEETING.area == "组织生活"
