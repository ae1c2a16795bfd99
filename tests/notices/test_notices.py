"""Notices: open to the last second of their deadline, which is not before the notice itself."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.network.items import Item
from plugins.network.sites import Settings
from plugins.notices import NOTICE
from tests.networks import SMALL, ZONE, Place

SECOND = timedelta(seconds=1)


def notice(deadline: str) -> Item:
    """A notice with a deadline."""
    return Item("a/notices/x.md", "a", "notice", "x", "/a/notices/x/", "通知", fields={"deadline": deadline})


@pytest.mark.parametrize(
    ("deadline", "last", "zone"),
    [
        ("2026-03-20", datetime(2026, 3, 20, 23, 59, 59, tzinfo=ZONE), ZONE),
        ("2026-03-20T12:00:00", datetime(2026, 3, 20, 11, 59, 59, tzinfo=ZONE), ZONE),
        ("2026-03-20", datetime(2026, 3, 20, 23, 59, 59, tzinfo=ZoneInfo("Asia/Urumqi")), ZoneInfo("Asia/Urumqi")),
        ("2026-03-20", datetime(2026, 3, 20, 15, 59, 59, tzinfo=ZoneInfo("UTC")), ZONE),
    ],
)
def test_a_notice_is_open_until_the_last_second_of_its_deadline(deadline: str, last: datetime, zone: ZoneInfo) -> None:
    settings = Settings("示例", "https://x.example.cn/", zone.key)
    still, over, later = (NOTICE.state(notice(deadline), last + step, settings) for step in (0 * SECOND, SECOND, 2 * SECOND))
    assert still
    assert over
    assert (still.id, still.label, still.until) == ("open", "3月20日截止", last + SECOND)
    assert (over.id, over.label, over.until) == ("closed", "已截止", None)
    assert later == over


def test_a_notice_without_a_deadline_has_no_state() -> None:
    assert NOTICE.state(notice(""), datetime(2026, 3, 20, tzinfo=ZONE), Settings("示例", "https://x.example.cn/")) is None


@pytest.mark.parametrize(
    ("deadline", "found"), [("2026-11-01", [("ZB-102", 4)]), ("2026-11-02", []), ("2026-11-03", []), ("2026-11-02T08:00", [])]
)
def test_a_deadline_before_the_notice_itself_is_a_slip(tmp_path: Path, deadline: str, found: list[tuple[str, int]]) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.write("a/notices/x.md", f"---\n标题: 通知\n日期: 2026-11-02\n截止日期: {deadline}\n---\n请办。\n")
    problems = [problem for problem in place.check().problems if problem.path == "a/notices/x.md"]
    assert [(problem.code, problem.line) for problem in problems] == found
    assert all(part in problem.message["zh"] for problem in problems for part in ("2026-11-01", "2026-11-02"))
