"""Events and broadcasts: where they stand at each instant, what is wrong with them, month pages and calendars."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from plugins.agenda.times import days, span_in_words
from plugins.cli.checking import OK, QUARANTINED
from plugins.network.items import State
from plugins.network.sites import Settings
from tests.links import faults, parsed
from tests.networks import AS_OF, SMALL, ZONE, Place, different

BASE = "https://wang.example.cn/"
EVENT = "a/events/2026-11-10-class.md"
LIVE = "a/直播/2026-11-01-live.md"
SECOND = timedelta(seconds=1)


def at(written: str) -> datetime:
    """A local instant."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def event(place: Place, path: str = EVENT, **fields: str) -> str:
    """Write an event; its path."""
    lines = {
        "标题": "技能培训",
        "开始": "2026-11-25 14:00",
        "结束": "2026-11-25 16:00",
        "地点": "活动室",
        "类型": "培训",
        **fields,
    }
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "---\n带上图纸。\n")
    return path


def live(place: Place, path: str = LIVE, **fields: str) -> str:
    """Write a broadcast; its path."""
    lines = {"标题": "直播课", "开始": "2026-11-05 19:00", "直播网址": "https://live.example.cn/1", **fields}
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "---\n讲三步。\n")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network that allows one host for broadcasts."""
    place = Place(tmp_path).write_all(SMALL)
    place.write("players.yaml", "hosts:\n  - {host: live.example.cn, name: 示例平台}\n")
    return place


def state(place: Place, path: str, moment: datetime) -> State:
    """The state of an item at an instant."""
    found = place.check(moment).scanned.network.items[path].state
    assert found is not None
    return found


def codes(place: Place, path: str, moment: datetime = AS_OF) -> list[tuple[str, int]]:
    """What is found in a file."""
    return [(problem.code, problem.line) for problem in place.check(moment).problems if problem.path == path]


# states -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "label", "until"),
    [
        (at("2026-11-25 14:00") - SECOND, "未开始　11月25日 14:00", at("2026-11-25 14:00")),
        (at("2026-11-25 14:00"), "进行", at("2026-11-25 16:00")),
        (at("2026-11-25 14:00") + SECOND, "进行", at("2026-11-25 16:00")),
        (at("2026-11-25 16:00") - SECOND, "进行", at("2026-11-25 16:00")),
        (at("2026-11-25 16:00"), "已结束", None),
    ],
)
def test_an_event_stands_where_its_times_say(place: Place, moment: datetime, label: str, until: datetime | None) -> None:
    found = state(place, event(place), moment)
    assert (found.label, found.until) == (label, until)


@pytest.mark.parametrize(
    ("start", "end", "over"),
    [
        ("2026-11-25", "", "2026-11-26 00:00"),
        ("2026-11-25 14:00", "", "2026-11-26 00:00"),
        ("2026-11-25", "2026-11-27", "2026-11-28 00:00"),
        ("2026-11-25 22:00", "2026-11-26 06:00", "2026-11-26 06:00"),
    ],
)
def test_an_event_lasts_until_its_end_or_its_day_is_over(place: Place, start: str, end: str, over: str) -> None:
    path = event(place, 开始=start, 结束=end)
    assert state(place, path, at(over) - SECOND).label == "进行"
    assert state(place, path, at(over)).label == "已结束"


def test_a_cancelled_event_stays_cancelled(place: Place) -> None:
    path = event(place, 取消="天气原因")
    for moment in ("2026-11-01", "2026-11-25 15:00", "2026-12-01"):
        assert (state(place, path, at(moment)).label, state(place, path, at(moment)).until) == ("取消", None)


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        (at("2026-11-05 19:00") - SECOND, "预告　11月5日 19:00"),
        (at("2026-11-05 19:00"), "直播中"),
        (at("2026-11-05 21:00") - SECOND, "直播中"),
        (at("2026-11-05 21:00"), "回看"),
        (at("2026-11-12 21:00") - SECOND, "回看"),
        (at("2026-11-12 21:00"), "回看　缺文字实录"),
    ],
)
def test_a_broadcast_stands_where_its_times_say(place: Place, moment: datetime, label: str) -> None:
    assert state(place, live(place), moment).label == label


def test_a_broadcast_with_an_end_lasts_until_then_and_the_figure_can_be_changed(place: Place) -> None:
    path = live(place, 结束="2026-11-05 20:00")
    assert state(place, path, at("2026-11-05 20:00")).label == "回看"
    place.write("figures.yaml", "live_hours:\n  value: 1\n  source: 本地习惯\n")
    assert state(place, live(place), at("2026-11-05 20:00")).label == "回看"


def test_the_build_says_when_a_record_will_be_missed(place: Place) -> None:
    live(place)
    assert place.check(at("2026-11-06")).scanned.next_change == at("2026-11-12 21:00")


# what is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2026-11-25 14:00", "2026-11-25 13:00", True),
        ("2026-11-25", "2026-11-24", True),
        ("2026-11-25 14:00", "2026-11-24", True),
        ("2026-11-25 14:00", "2026-11-25", False),
        ("2026-11-25 14:00", "2026-11-25 14:00", False),
        ("2026-11-25", "2026-11-25", False),
    ],
)
def test_nothing_ends_before_it_starts(place: Place, start: str, end: str, wrong: bool) -> None:
    expected = [("ZB-102", 4)] if wrong else []
    assert codes(place, event(place, 开始=start, 结束=end)) == expected
    assert codes(place, live(place, 开始=start, 结束=end), at("2026-11-01")) == [("ZB-102", 5)] * wrong


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://live.example.cn/1", []),
        ("https://m.live.example.cn/1", []),
        ("https://live.example.cn.evil.example/1", [("ZB-655", 4)]),
        ("https://evil-live.example.cn/1", [("ZB-655", 4)]),
        ("https://user@other.example.cn/live.example.cn", [("ZB-655", 4)]),
        ("javascript:alert(1)", [("ZB-122", 4)]),
    ],
)
def test_broadcasts_lead_only_to_allowed_hosts(place: Place, url: str, found: list[tuple[str, int]]) -> None:
    known = codes(place, live(place, 直播网址=url), at("2026-11-01"))
    assert len(known) == len(found)
    assert [line for _, line in known] == [line for _, line in found]
    if found and found[0][0] == "ZB-655":
        assert known == found
        place.build(at("2026-11-01"))
        assert not place.has("/a/live/2026-11-01-live/")


def test_without_a_list_no_host_is_allowed(place: Place) -> None:
    place.delete("players.yaml")
    assert codes(place, live(place), at("2026-11-01")) == [("ZB-655", 4)]
    assert codes(place, live(place, 直播网址=""), at("2026-11-01")) == []


def test_a_missing_record_is_a_warning_that_stops_nothing(place: Place) -> None:
    path = live(place)
    assert codes(place, path, at("2026-11-12 21:00") - SECOND) == []
    assert codes(place, path, at("2026-11-12 21:00")) == [("ZB-656", 3)]
    assert place.build(at("2026-11-20")).code == OK
    live(place, 实录="/a/news/2026-10-01-walk.md")
    assert codes(place, path, at("2026-11-20")) == []


def test_an_event_that_ends_before_it_starts_is_not_published(place: Place) -> None:
    event(place, 结束="2026-11-20")
    assert place.build().code == QUARANTINED
    assert not place.has("/a/events/2026-11-10-class/")
    assert not place.has("/a/calendar/")


# pages ------------------------------------------------------------------------------------------


def test_a_broadcast_shows_where_to_watch_and_its_record_afterwards(place: Place) -> None:
    live(place, 回看网址="https://live.example.cn/v/1", 实录="/a/news/2026-10-01-walk.md")
    place.build(at("2026-11-01"))
    page = place.page("/a/live/2026-11-01-live/")
    assert "观看直播（示例平台）" in page.words
    assert "https://live.example.cn/1" in page.hrefs()
    assert page.soup.select(".qr svg path")
    assert not page.soup.select("iframe, video, script[src^=http]")
    place.build(at("2026-11-06"))
    page = place.page("/a/live/2026-11-01-live/")
    assert "https://live.example.cn/v/1" in page.hrefs()
    assert "https://live.example.cn/1" not in page.hrefs()
    assert "现场巡查记录" in page.words


def test_month_pages_lead_to_events_and_to_the_months_around(place: Place) -> None:
    event(place)
    event(place, "a/events/2026-09-01-old.md", 标题="旧事", 开始="2026-09-03", 结束="2026-09-05")
    told = place.build()
    assert (told.code, told.problems) == (OK, ())
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []
    month = place.page("/a/calendar/2026-11/")
    assert "14:00 技能培训" in month.texts(".calendar li")
    assert "../../../a/events/2026-11-10-class/" in month.hrefs(".calendar li a")
    assert month.hrefs(".calendar a[rel=prev]") == ["../../../a/calendar/2026-09/"]
    assert place.page("/a/calendar/2026-09/").texts(".calendar li") == ["旧事"] * 3
    assert place.page("/a/calendar/").texts("h1") == ["2026年11月日历"]
    assert not place.has("/a/calendar/2026-10/")
    assert not place.has("/b/calendar/")


def test_the_portal_joins_the_calendars_of_all_and_says_whose(place: Place) -> None:
    event(place)
    event(place, "b1/events/2026-11-10-shift.md", 标题="班组学习", 开始="2026-11-25", 结束="")
    event(place, "root/events/2026-11-10-visit.md", 标题="接访", 开始="2026-11-25 9:00", 结束="", 下发="b", 取消="改期")
    place.build()
    assert place.page("/calendar/").texts(".calendar li") == [
        "一班小组：班组学习",
        "09:00 接访（取消）",
        "14:00 甲支部：技能培训",
    ]
    assert place.page("/b/calendar/").texts(".calendar li") == ["一班小组：班组学习", "09:00 示例党委：接访（取消）"]
    assert place.page("/a/calendar/").texts(".calendar li") == ["14:00 技能培训"]


def test_a_joint_event_is_shown_once(place: Place) -> None:
    event(place, 联合="b")
    place.build()
    assert len(place.page("/calendar/").texts(".calendar li")) == 1
    assert "甲支部：技能培训" in place.page("/b/calendar/").words


def test_a_crowded_day_has_a_page_of_its_own(place: Place) -> None:
    for number in range(9):
        event(place, f"a/events/2026-11-1{number}-many.md", 标题=f"第{number}场", 开始=f"2026-11-25 1{number}:00", 结束="")
    place.build()
    cell = place.page("/calendar/").texts(".calendar li")
    assert (len(cell), cell[-1]) == (6, "另有 4 项")
    assert "../calendar/2026-11-25/" in place.page("/calendar/").hrefs(".calendar li a")
    assert len(place.page("/calendar/2026-11-25/").texts("tbody tr")) == 9
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_what_lasts_longer_than_a_week_stands_on_its_first_and_last_day(place: Place) -> None:
    event(place, 标题="学习周", 开始="2026-11-02", 结束="2026-11-20")
    place.build()
    assert place.page("/a/calendar/").texts(".calendar li") == ["学习周（开始）", "学习周（结束）"]
    assert days("2026-11-02", "2026-11-08") == [date(2026, 11, n) for n in range(2, 9)]


def test_only_the_months_beginning_changes_a_calendar_by_itself(place: Place) -> None:
    place.edit("network.yaml", "per_branch: 2", "per_branch: 2\ncapabilities: [-health]")  # reports have moments of their own
    event(place, 开始="2026-11-02", 结束="")
    place.build(at("2026-11-10"))
    before = place.tree()
    place.build(at("2026-11-30 23:59"))
    assert different(place.tree(), before) == []
    place.build(at("2026-12-01"))
    assert place.page("/a/calendar/").texts("h1") == ["2026年12月日历"]
    assert place.check(at("2026-11-10")).scanned.next_change == at("2026-12-01")


def test_closed_events_are_on_no_public_calendar(place: Place) -> None:
    event(place, 范围="系统内")
    place.build()
    assert not place.has("/calendar/")
    assert not place.has("/calendar.ics")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-12-05T14:00:00", "2026-12-05T16:00:00", "2026年12月5日（星期六）14:00 至 16:00"),
        ("2026-12-05", "", "2026年12月5日（星期六）"),
        ("2026-12-05", "2026-12-07", "2026年12月5日（星期六） 至 12月7日"),
        ("2026-12-05T22:00:00", "2026-12-06T06:00:00", "2026年12月5日（星期六）22:00 至 12月6日 06:00"),
    ],
)
def test_times_read_like_chinese(start: str, end: str, words: str) -> None:
    assert span_in_words(start, end, Settings("示例", "https://example.cn/")) == words


# calendars to take along ------------------------------------------------------------------------


def test_each_site_and_each_event_has_a_calendar(place: Place) -> None:
    event(place)
    event(place, "b/events/2026-11-11-off.md", 标题="健步", 开始="2026-11-28", 结束="2026-11-29", 取消="下雨，改期")
    place.build()
    one = Calendar.from_ical((place.current / "a/events/2026-11-10-class/entry.ics").read_bytes())
    (entry,) = one.walk("VEVENT")
    assert str(entry["uid"]) == "a.events.2026-11-10-class@wang.example.cn"
    assert entry.decoded("dtstart") == at("2026-11-25 14:00")
    assert entry.decoded("dtend") == at("2026-11-25 16:00")
    assert entry.decoded("dtstamp") == at("2026-11-10")
    assert str(entry["location"]) == "活动室"
    assert str(entry["url"]) == f"{BASE}a/events/2026-11-10-class/"
    joined = Calendar.from_ical((place.current / "calendar.ics").read_bytes())
    assert [str(found["summary"]) for found in joined.walk("VEVENT")] == ["技能培训", "健步"]
    off = joined.walk("VEVENT")[1]
    assert (str(off["status"]), str(off["description"])) == ("CANCELLED", "下雨，改期")
    assert (off.decoded("dtstart"), off.decoded("dtend")) == (date(2026, 11, 28), date(2026, 11, 30))


def test_a_calendar_has_the_same_bytes_whenever_it_is_built(place: Place) -> None:
    event(place)
    place.build(at("2026-11-11"))
    before = (place.current / "calendar.ics").read_bytes()
    place.delete("b/news/2026-10-05-visit.md")
    place.build(at("2026-11-12"))
    assert (place.current / "calendar.ics").read_bytes() == before


def test_hostile_words_cannot_leave_their_line_of_a_calendar(place: Place) -> None:
    event(place, 标题="'甲;乙,丙\\nEND:VEVENT'", 地点="室\\nATTENDEE:x")
    place.build()
    found = Calendar.from_ical((place.current / "a/calendar.ics").read_bytes()).walk("VEVENT")
    assert len(found) == 1
    assert "attendee" not in found[0]


def test_a_network_without_events_has_no_calendar(place: Place) -> None:
    assert place.check().scanned.network.digests["agenda.upcoming"] == {}
    place.build()
    assert not place.has("/calendar/")
