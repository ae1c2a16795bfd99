"""Suggestions move, topics are concluded with consent, answers are looked at again, and “我要…” offers what exists."""

from datetime import timedelta
from pathlib import Path

import pytest

from plugins.dialogue.answers import QA
from plugins.dialogue.suggestions import SUGGESTION
from plugins.dialogue.suggestions import values as steps_of
from plugins.dialogue.topics import TOPIC, heard
from plugins.network.network import Network
from tests.dialogue.writing import SETTINGS, at, item, matter, office
from tests.networks import Place

SECOND = timedelta(seconds=1)
NOBODY = Network(SETTINGS, {}, {})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with office mailboxes."""
    return office(tmp_path)


# suggestions ------------------------------------------------------------------------------------

ALL = {"received": "2026-03-02", "adopted": "2026-03-09", "taken": "2026-03-12", "answered": "2026-04-02", "answer": "加一班车"}


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        ("2026-03-08T23:59:59", "received"), ("2026-03-09T00:00:00", "adopted"), ("2026-03-12T00:00:00", "taken"),
        ("2026-04-01T23:59:59", "taken"), ("2026-04-02T00:00:00", "answered"), ("2026-09-02T00:00:00", "answered"),
    ],
)  # fmt: skip
def test_a_suggestion_stands_at_its_latest_step(moment: str, standing: str) -> None:
    state = SUGGESTION.state(item(SUGGESTION, **ALL), at(moment), SETTINGS)
    assert state and state.id == standing


def test_a_suggestion_is_stuck_after_the_days_of_the_figure() -> None:
    written = item(SUGGESTION, received="2026-03-02", adopted="2026-03-09")
    end = at("2026-05-08T00:00:00")
    states = [SUGGESTION.state(written, end + step, SETTINGS) for step in (-SECOND, 0 * SECOND, SECOND)]
    assert [state.id for state in states if state] == ["adopted", "stuck", "stuck"]
    assert states[0] and states[0].until == end


def test_a_declined_suggestion_ends_there_and_needs_a_reason() -> None:
    declined = item(SUGGESTION, received="2026-03-02", declined="2026-03-09")
    state = SUGGESTION.state(declined, at("2027-03-09"), SETTINGS)
    assert state and (state.id, state.until) == ("declined", None)
    (found,) = SUGGESTION.check(declined, SETTINGS)
    assert found.code == "ZB-810" and "理由" in found.message["zh"]
    assert not list(SUGGESTION.check(item(SUGGESTION, received="2026-03-02", declined="2026-03-09", answer="太贵"), SETTINGS))


def test_steps_follow_each_other_and_do_not_contradict() -> None:
    swapped = item(SUGGESTION, received="2026-03-02", adopted="2026-03-12", taken="2026-03-09")
    assert [problem.code for problem in SUGGESTION.check(swapped, SETTINGS)] == ["ZB-102"]
    both = item(SUGGESTION, received="2026-03-02", adopted="2026-03-09", declined="2026-03-12", answer="好")
    (found,) = SUGGESTION.check(both, SETTINGS)
    assert (found.code, found.stops) == ("ZB-813", "item")
    assert "2026-03-09" in found.message["zh"] and "2026-03-12" in found.message["zh"]
    assert not list(SUGGESTION.check(item(SUGGESTION, **ALL), SETTINGS))


def test_the_line_of_steps_shows_days_done_and_steps_to_come() -> None:
    steps = steps_of(NOBODY, item(SUGGESTION, received="2026-03-02", adopted="2026-03-09"))["steps"]
    assert [(step["label"], step["date"], step["tone"]) for step in steps] == [
        ("收到", "2026-03-02", "positive"), ("采纳", "2026-03-09", "positive"), ("办理", "", "off"), ("答复", "", "off"),
    ]  # fmt: skip


def test_a_stuck_suggestion_is_told(place: Place) -> None:
    path = "a/suggestions/2026-08-03-scale.md"
    place.write(path, matter(title="挪磅秤", adopted="2026-08-10"))
    (found,) = [problem for problem in place.check().problems if problem.path == path]
    assert (found.code, found.severity) == ("ZB-814", "warning")
    place.edit(path, "adopted", "answer: 好\nanswered: 2026-09-01\nadopted")
    assert [problem for problem in place.check().problems if problem.path == path] == []


# topics -----------------------------------------------------------------------------------------

SAID = {"group": "时间", "text": "各留十分钟", "by": "总装一班职工", "consent": True}


def test_an_opinion_needs_consent_and_names_nobody() -> None:
    assert not list(TOPIC.check(item(TOPIC, closes="2026-03-20", opinions=[SAID]), SETTINGS))
    (found,) = TOPIC.check(item(TOPIC, closes="2026-03-20", opinions=[SAID, {**SAID, "consent": False}]), SETTINGS)
    assert (found.code, found.stops) == ("ZB-812", "item") and "第 2 条" in found.message["zh"]
    (found,) = TOPIC.check(item(TOPIC, closes="2026-03-20", opinions=[{**SAID, "text": "我叫甲乙丙"}]), SETTINGS)
    assert found.code == "ZB-808"


def test_a_topic_is_discussed_then_waits_then_is_concluded() -> None:
    written = item(TOPIC, closes="2026-03-20", answered="2026-04-01", outcome="留十分钟")
    moments = ("2026-03-20T23:59:59", "2026-03-21T00:00:00", "2026-04-01T00:00:00")
    states = [TOPIC.state(written, at(moment), SETTINGS) for moment in moments]
    assert [state.label for state in states if state] == ["讨论中 · 3月20日截止", "已截止，待小结", "已小结"]


def test_topics_are_hot_by_what_was_heard(place: Place) -> None:
    place.write("a/topics/2026-11-02-few.md", matter(title="少的", closes="2026-12-01", received="3"))
    place.write("b/topics/2026-11-01-many.md", matter(title="多的", closes="2026-12-01", received="12"))
    assert place.build().problems == ()
    rows = place.page("/mailbox/").texts(".wide .opened li")
    assert [row[:2] for row in rows] == ["多的", "少的"]
    assert "12 条意见" in rows[0]
    assert heard(item(TOPIC, received=1, opinions=[SAID, SAID])) == 2


# answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "standing"),
    [("2027-03-01T23:59:59", "answered"), ("2027-03-02T00:00:00", "unreviewed"), ("2027-03-02T00:00:01", "unreviewed")],
)
def test_an_answer_is_to_be_reviewed_after_a_year(moment: str, standing: str) -> None:
    state = QA.state(item(QA, answered_by="组织委员", reviewed="2026-03-02"), at(moment), SETTINGS)
    assert state and state.id == standing


def test_an_answer_nobody_has_reviewed_is_told(place: Place) -> None:
    place.write("a/qa/move.md", matter("三步。\n", title="怎么转", answered_by="组织委员"))
    (found,) = place.check().problems
    assert (found.code, found.path) == ("ZB-815", "a/qa/move.md")
    place.edit("a/qa/move.md", "answered_by", "reviewed: 2026-05-01\nanswered_by")
    assert place.check().problems == ()


def test_an_open_question_shows_the_mailbox_and_stands_among_the_topics(place: Place) -> None:
    place.write("a/qa/night.md", matter("正在问。\n", title="夜班怎么学", topic="学习"))
    place.write(
        "b/qa/move.md", matter("三步。\n", title="怎么转", topic="组织关系", answered_by="组织委员", reviewed="2026-05-01")
    )
    assert place.build().problems == ()
    assert any(href.startswith("mailto:a@example.cn") for href in place.page("/a/qa/night/").hrefs())
    page = place.page("/qa/")
    assert "夜班怎么学" in page.words and "怎么转" in page.words and "待答复" in page.words
    assert place.page("/a/qa/").texts(".qa dt") == ["夜班怎么学"]


# 我要 -------------------------------------------------------------------------------------------


def test_the_entry_page_offers_what_exists_and_nothing_else(place: Place) -> None:
    place.build()
    assert "/suggestions/" not in " ".join(place.page("/a/ask/").hrefs())
    place.write("a/suggestions/2026-11-03-scale.md", matter(title="挪磅秤"))
    place.build()
    page = place.page("/a/ask/")
    assert "../../a/suggestions/" in page.hrefs("main a")
    assert {"https://www.12380.gov.cn/", "https://www.12388.gov.cn/"} <= set(page.hrefs("main a"))
    assert not [href for href in place.page("/b/ask/").hrefs() if "suggestions" in href]


def test_official_channels_are_the_operators_data(place: Place) -> None:
    place.write("channels.yaml", "示例渠道: {url: https://jubao.example.cn/, about: 都可以}\n")
    place.build()
    hrefs = place.page("/ask/").hrefs("main a")
    assert "https://jubao.example.cn/" in hrefs
    assert "https://www.12380.gov.cn/" not in hrefs
