"""Time is right: what is scheduled, ends or falls due changes at its second, in every zone, and that moment is told before (P16)."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.figures import Figure
from tests.levels import by_level
from tests.networks import SMALL, Place, different

SECOND = timedelta(seconds=1)
ZONES = ("Asia/Shanghai", "UTC", "America/New_York", "Pacific/Chatham")
"""New York puts its clocks back on the first of these days; Chatham is 13:45 ahead."""
DUE: Mapping[str, str] = {
    "a/news/2026-10-19-later.md": "---\ntitle: 定时的一篇\npublish: 2026-11-03 09:30\n---\n到时候。\n",
    "a/news/2026-10-20-ends.md": "---\ntitle: 到期的一篇\nexpires: 2026-11-04\n---\n过后就没有了。\n",
    "a/notices/2026-10-21-deadline.md": "---\ntitle: 有截止的通知\ndeadline: 2026-11-05\n---\n请在截止以前回复。\n",
    "a/日程/2026-10-22-event.md": "---\n标题: 一次活动\n开始: 2026-11-06 14:00\n结束: 2026-11-06 16:00\n地点: 会议室\n---\n都来。\n",
    "a/服务/2026-10-23-service.md": "---\n标题: 班车\n有效至: 2026-11-07\n---\n每天两班。\n",
}
"""What changes by itself in the first days of November."""
LATER, ENDS = "/a/news/2026-10-19-later/", "/a/news/2026-10-20-ends/"


def due(folder: Path, zone: str) -> Place:
    """A network whose days are those of a zone, not built yet."""
    place = Place(folder).write_all({**SMALL, **DUE})
    place.edit("network.yaml", "name:", f"time_zone: {zone}\nname:")
    return place


def from_nothing(folder: Path, zone: str, moment: datetime) -> dict[str, bytes]:
    """What is published at a moment by a build that knows of none before."""
    place = due(folder, zone)
    place.build(moment)
    tree = place.tree()
    shutil.rmtree(folder)
    return tree


@pytest.mark.parametrize("zone", ZONES)
def test_pages_change_at_the_moment_that_was_told_and_at_no_other(fast: Path, zone: str, figure: Figure) -> None:
    place, now = due(fast, zone), datetime(2026, 11, 1, tzinfo=ZoneInfo(zone))
    for _ in range(by_level(test=2, faults=4, soak=40)):
        told, before = place.build(now), place.tree()
        assert {problem.severity for problem in told.problems} <= {"note"}
        moment = datetime.fromisoformat(told.next_change)
        early = different(before, from_nothing(fast / "early", zone, moment - SECOND))
        place.build(moment)
        late = different(before, place.tree()) == []
        figure("P16", moments=1, changes_too_early=bool(early), moments_without_a_change=late)
        assert (early, late) == ([], False), moment
        now = moment


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("address", "local", "shown"),
    [(LATER, datetime(2026, 11, 3, 9, 30), [False, True, True]), (ENDS, datetime(2026, 11, 5), [True, False, False])],
    ids=["scheduled", "expires"],
)
def test_an_item_comes_and_goes_at_its_second(
    fast: Path, zone: str, address: str, local: datetime, shown: list[bool], figure: Figure
) -> None:
    place, moment = due(fast, zone), local.replace(tzinfo=ZoneInfo(zone))
    found = []
    for second in (moment - SECOND, moment, moment + SECOND):
        place.build(second.astimezone(UTC))  # whoever builds may live elsewhere
        found.append(place.has(address))
    figure("P16", pages_a_second_before_at_and_after=3, wrong=sum(one != other for one, other in zip(found, shown, strict=True)))
    assert found == shown
