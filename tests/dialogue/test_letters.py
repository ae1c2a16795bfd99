"""Letters: closed until opened, late after so many working days, nobody named in public, counted honestly."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.dialogue.letters import LETTER, days_taken, due, taking
from plugins.dialogue.senders import signs
from plugins.network.items import Heading
from tests.dialogue.writing import SETTINGS, at, item, matter, office
from tests.networks import AS_OF, SMALL, Place, different

SECOND = timedelta(seconds=1)
RECEIVED = "2026-09-21"
DUE = at("2026-10-20T00:00:00")
"""15 working days after 21 September 2026 end on 19 October: 3 until the Mid-Autumn Festival, 3 until the National Day,
8 to 10 October (a Saturday that is worked), 12 to 16, and 19."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with office mailboxes."""
    return office(tmp_path)


def letter(**fields: object) -> str:
    """A letter's file."""
    return matter("## 来信\n\n更衣柜关不严。\n\n## 答复\n\n已修好。\n", title="更衣柜", received="2026-11-02", **fields)


# states -----------------------------------------------------------------------------------------


def test_the_time_to_answer_counts_working_days_from_the_day_after() -> None:
    assert due(item(LETTER, received=RECEIVED), SETTINGS) == (DUE, at("2026-12-22T00:00:00"))


@pytest.mark.parametrize(
    ("received", "far"), [("2025-11-30", "2026-03-01"), ("2026-01-31", "2026-05-01"), ("2026-05-15", "2026-08-16")]
)
def test_three_months_end_on_a_day_that_exists(received: str, far: str) -> None:
    assert due(item(LETTER, received=received), SETTINGS)[1] == at(f"{far}T00:00:00")


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        (at("2026-09-23T00:00:00") - SECOND, "received"),
        (at("2026-09-23T00:00:00"), "taken"),
        (DUE - SECOND, "taken"),
        (DUE, "overdue"),
        (at("2026-12-22T00:00:00") - SECOND, "overdue"),
        (at("2026-12-22T00:00:00"), "forgotten"),
        (at("2027-01-05T00:00:00") - SECOND, "forgotten"),
        (at("2027-01-05T00:00:00"), "answered"),
        (at("2027-01-05T00:00:00") + SECOND, "answered"),
    ],
)
def test_a_letter_is_received_taken_on_late_and_answered(moment: object, standing: str) -> None:
    written = item(LETTER, received=RECEIVED, taken="2026-09-23", answered="2027-01-05", answer="好")
    state = LETTER.state(written, moment, SETTINGS)  # type: ignore[arg-type]
    assert state and state.id == standing


def test_every_state_says_when_it_changes() -> None:
    written = item(LETTER, received=RECEIVED)
    changes = [state.until for state in (LETTER.state(written, moment, SETTINGS) for moment in (at("2026-09-22"), DUE)) if state]
    assert changes == [DUE, at("2026-12-22T00:00:00")]


def test_without_a_calendar_the_limit_is_told_not_guessed() -> None:
    written = item(LETTER, received="2041-03-04")
    assert [problem.code for problem in LETTER.check(written, SETTINGS)] == ["ZB-811"]
    state = LETTER.state(written, at("2041-05-01"), SETTINGS)
    assert state and state.id == "received"
    assert not list(LETTER.check(item(LETTER, received="2026-03-04"), SETTINGS))


# what can be wrong ------------------------------------------------------------------------------


def test_an_answer_comes_after_the_letter_and_has_words() -> None:
    reversed_days = item(LETTER, received="2026-03-04", answered="2026-03-03", answer="好")
    assert [problem.code for problem in LETTER.check(reversed_days, SETTINGS)] == ["ZB-102"]
    silent = item(LETTER, received="2026-03-04", answered="2026-03-05")
    assert [(problem.code, problem.stops) for problem in LETTER.check(silent, SETTINGS)] == [("ZB-810", "nothing")]
    assert not list(LETTER.check(replace(silent, headings=(Heading(2, "a", "答复"),)), SETTINGS))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("本人姓名不便透露", "姓名"), ("我叫张某三，在总装", "姓名"), ("姓名：甲乙", "姓名"), ("来信人：甲乙丙", "署名"),
        ("我的电话是", "电话"), ("联系电话见下", "电话"), ("电话：０１０", "电话"), ("微信号：abc", "微信或 QQ"),
        ("工号：A102", "证件或工号"), ("身份证号：1", "证件或工号"), ("家庭住址：某路", "住址"), ("我住在东区三栋", "住址"),
    ],
)  # fmt: skip
def test_what_tells_the_writer_is_recognised(text: str, what: str) -> None:
    assert list(signs(f"你好\n{text}", 4)) == [(5, what)]


@pytest.mark.parametrize(
    "text",
    [
        "值班电话没有人接", "我叫不到车", "身份证复印要排队", "手机信号不好", "来信人：一名职工", "署名：匿名", "宿舍住了六个人",
        "我们住的地方远", "姓名牌掉了", "工号牌挂哪里", "我叫他来看过", "微信通知看不到",
    ],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert list(signs(text, 1)) == []


def test_a_public_letter_that_names_its_writer_is_stopped_and_the_corrected_one_passes(place: Place) -> None:
    path = "a/letters/2026-11-03-locker.md"
    place.write(path, letter(answered="2026-11-03", public="是").replace("更衣柜关不严", "我叫甲乙丙，更衣柜关不严"))
    told = place.build()
    (found,) = [problem for problem in told.problems if problem.code == "ZB-808"]
    assert (found.path, found.line, found.stops) == (path, 9, "item")
    assert "甲乙丙" not in str(found)
    assert not place.has("/a/letters/2026-11-03-locker/")
    place.edit(path, "我叫甲乙丙，", "某职工说，")
    assert place.build().problems == ()
    assert place.has("/a/letters/2026-11-03-locker/")


def test_a_letter_that_stays_closed_may_say_who_writes(place: Place) -> None:
    place.write("a/letters/2026-11-03-locker.md", letter(answered="2026-11-03").replace("更衣柜关不严", "我叫甲乙丙"))
    assert place.check(tier="org").problems == ()


# who may see it ---------------------------------------------------------------------------------


def test_a_letter_changes_no_byte_of_the_public_tier_until_it_is_opened(place: Place) -> None:
    place.build()
    before = place.tree()
    place.write("a/letters/2026-11-03-locker.md", letter(answered="2026-11-03"))
    place.build()
    assert different(place.tree(), before) == []
    assert "a/letters/2026-11-03-locker.md" in place.check(tier="org").scanned.network.items
    place.edit("a/letters/2026-11-03-locker.md", "received", "public: 是\nreceived")
    place.build()
    assert place.has("/a/letters/2026-11-03-locker/")


@pytest.mark.parametrize("audience", ["public", "org"])
def test_no_operator_opens_all_letters(place: Place, audience: str) -> None:
    place.write("network.yaml", f"name: 示例\nbase_url: https://x.example.cn/\naudiences: {{letter: {audience}}}\n")
    place.write("a/letters/2026-11-03-locker.md", letter(answered="2026-11-03"))
    assert "a/letters/2026-11-03-locker.md" not in place.check().scanned.network.items


def test_an_operator_can_close_opened_letters(place: Place) -> None:
    place.write("network.yaml", "name: 示例\nbase_url: https://x.example.cn/\naudiences: {letter: 系统内}\n")
    place.write("a/letters/2026-11-03-locker.md", letter(answered="2026-11-03", public="是"))
    assert "a/letters/2026-11-03-locker.md" not in place.check().scanned.network.items


def test_a_broken_letter_that_is_closed_again_disappears(place: Place) -> None:
    path = "a/letters/2026-11-03-locker.md"
    place.write(path, letter(answered="2026-11-03", public="是"))
    place.build()
    place.write(path, letter(answered="2026-13-03", public="否"))
    place.build()
    assert not place.has("/a/letters/2026-11-03-locker/")


# the mailbox ------------------------------------------------------------------------------------


def _letters(place: Place) -> None:
    place.write("a/letters/2026-11-03-a.md", letter(answered="2026-11-03", public="是", topic="柜"))
    place.write("a/letters/2026-11-08-b.md", letter(answered="2026-11-08", public="是", topic="柜"))
    place.write("b/letters/2026-11-20-c.md", letter(answered="2026-11-20", public="是", topic="灯"))
    place.write(
        "b/letters/2026-11-04-d.md",
        letter(answered="2026-11-02")
        .replace("received: 2026-11-02", "received: 2026-08-03")
        .replace("answered: 2026-11-02\n", ""),
    )


def test_the_mailbox_counts_what_its_tier_shows(place: Place) -> None:
    _letters(place)
    assert place.build().problems == ()
    page = place.page("/mailbox/")
    assert page.texts(".glance-number") == ["3 件", "3 件", "6 天"]
    assert page.texts("tbody tr") == ["甲支部 2 2 3.5 天", "乙支部 1 1 18 天"]
    assert "逾期" not in page.words
    assert place.page("/a/mailbox/").texts(".glance-number") == ["2 件", "2 件", "3.5 天"]


def test_only_closed_tiers_list_what_is_late(place: Place) -> None:
    _letters(place)
    network = place.check(tier="org").scanned.network
    found = network.digest("dialogue.voices", "root")
    assert found["ledger"] == {"received": 4, "answered": 3, "late": 1, "median": 6}
    assert [row["address"] for row in found["waiting"]] == ["/b/letters/2026-11-04-d/"]


def test_a_late_letter_is_told_with_its_limit(place: Place) -> None:
    _letters(place)
    (found,) = place.check(AS_OF, tier="org").problems
    assert (found.code, found.path, found.severity) == ("ZB-809", "b/letters/2026-11-04-d.md", "warning")
    assert "3 个月" in found.message["zh"]
    place.edit("b/letters/2026-11-04-d.md", "2026-08-03", "2026-10-09")
    (found,) = place.check(AS_OF, tier="org").problems
    assert "15 个工作日" in found.message["zh"]


def test_days_taken_read_well() -> None:
    assert taking(days_taken(item(LETTER, received="2026-03-04", answered="2026-03-04")), SETTINGS) == "当天答复"
    assert taking(days_taken(item(LETTER, received="2026-02-27", answered="2026-03-04")), SETTINGS) == "用时 5 天"
    assert taking(days_taken(item(LETTER, received="2026-02-27")), SETTINGS) == ""


def test_a_network_without_dialogue_has_none_of_its_pages(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.build()
    assert [path for path in place.tree() if path.startswith(("mailbox/", "ask/", "qa/"))] == []
    assert place.check().scanned.network.digests["dialogue.voices"] == {}
