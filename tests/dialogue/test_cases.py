"""Consultations and surveys as cases: open, closed, answered or overdue; a code that never changes; a mailbox to write to."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.dialogue import cases
from plugins.dialogue.consultations import CONSULTATION
from plugins.dialogue.surveys import SURVEY
from tests.dialogue.writing import SETTINGS, at, item, matter, office
from tests.networks import Place, different

SECOND = timedelta(seconds=1)
CLOSED = at("2026-03-21T00:00:00")
LATE = at("2026-04-20T00:00:00")
ASKED = matter(title="班车怎么改", closes="2026-12-05")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with office mailboxes."""
    return office(tmp_path)


@pytest.mark.parametrize("kind", [CONSULTATION, SURVEY], ids=lambda kind: kind.id)
@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        (CLOSED - SECOND, "open"),
        (CLOSED, "closed"),
        (CLOSED + SECOND, "closed"),
        (LATE - SECOND, "closed"),
        (LATE, "overdue"),
        (LATE + SECOND, "overdue"),
    ],
)
def test_a_case_is_open_then_closed_then_overdue(kind: object, moment: object, standing: str) -> None:
    state = kind.state(item(kind, closes="2026-03-20"), moment, SETTINGS)  # type: ignore[attr-defined, arg-type]
    assert state.id == standing


def test_every_state_says_when_it_changes() -> None:
    asked = item(CONSULTATION, closes="2026-03-20")
    changes = [
        state.until
        for state in (CONSULTATION.state(asked, moment, SETTINGS) for moment in (at("2026-03-02"), CLOSED, LATE))
        if state
    ]
    assert changes == [CLOSED, LATE, None]


def test_an_outcome_is_told_from_its_day_on() -> None:
    told = item(CONSULTATION, closes="2026-03-20", answered="2026-05-01", outcome="都采纳")
    states = [CONSULTATION.state(told, at("2026-05-01T00:00:00") + step, SETTINGS) for step in (-SECOND, 0 * SECOND, SECOND)]
    assert [state.id for state in states if state] == ["overdue", "answered", "answered"]
    assert states[0] and states[0].until == at("2026-05-01T00:00:00")


def test_an_outcome_without_a_day_counts_from_the_closing_on() -> None:
    told = item(CONSULTATION, closes="2026-03-20", outcome="都采纳")
    states = [CONSULTATION.state(told, moment, SETTINGS) for moment in (CLOSED - SECOND, CLOSED)]
    assert [state.id for state in states if state] == ["open", "answered"]


def test_days_must_follow_each_other() -> None:
    found = list(CONSULTATION.check(item(CONSULTATION, "2026-03-02", closes="2026-03-01"), SETTINGS))
    assert [(problem.code, problem.stops) for problem in found] == [("ZB-102", "item")]
    found = list(CONSULTATION.check(item(CONSULTATION, "2026-03-02", closes="2026-03-20", answered="2026-02-03"), SETTINGS))
    assert [problem.code for problem in found] == ["ZB-102"]
    assert not list(CONSULTATION.check(item(CONSULTATION, "2026-03-02", closes="2026-03-02", answered="2026-03-20"), SETTINGS))


def test_no_more_is_adopted_than_received() -> None:
    (found,) = CONSULTATION.check(item(CONSULTATION, closes="2026-03-20", received=17, adopted=41), SETTINGS)
    assert found.code == "ZB-803"
    assert "41" in found.message["zh"] and "17" in found.message["zh"]
    assert not list(CONSULTATION.check(item(CONSULTATION, closes="2026-03-20", received=41, adopted=41), SETTINGS))


def test_no_more_is_returned_than_handed_out() -> None:
    (found,) = SURVEY.check(item(SURVEY, closes="2026-03-20", invited=30, returned=31), SETTINGS)
    assert found.code == "ZB-807"
    assert not list(SURVEY.check(item(SURVEY, closes="2026-03-20", invited=31, returned=31), SETTINGS))


def test_the_code_stays_when_the_title_changes_and_differs_from_case_to_case() -> None:
    one = item(CONSULTATION, closes="2026-03-20")
    other = replace(one, address="/a/consultations/y/")
    assert cases.code(one).startswith("征集意见-2026-a-")
    assert cases.code(replace(one, title="改了题目")) == cases.code(one)
    assert cases.code(other) != cases.code(one)
    assert cases.code(item(CONSULTATION, closes="2026-03-20", code="征-7")) == "征-7"


def test_an_open_case_offers_a_letter_to_the_office_with_its_code(place: Place) -> None:
    place.write("a/consultations/2026-11-10-bus.md", ASKED)
    assert place.build().problems == ()
    page = place.page("/a/consultations/2026-11-10-bus/")
    code = cases.code(replace(item(CONSULTATION, "2026-11-10"), address="/a/consultations/2026-11-10-bus/"))
    assert code in page.words
    (href,) = {href for href in page.hrefs() if href.startswith("mailto:a@example.cn?subject=")}
    assert "%5B" in href
    assert not page.soup.select("main form")


def test_without_a_mailbox_of_its_own_a_branch_uses_that_of_the_committee(place: Place) -> None:
    place.write("b/consultations/2026-11-10-bus.md", ASKED)
    place.build()
    assert any("root@example.cn" in href for href in place.page("/b/consultations/2026-11-10-bus/").hrefs())


def test_the_post_that_is_named_gets_the_letters(place: Place) -> None:
    place.edit("a/site.yaml", "contacts:\n", "contacts:\n  - {post: 信箱岗, email: box@example.cn}\n")
    place.write("a/consultations/2026-11-10-bus.md", ASKED.replace("closes", "contact: 组织委员\ncloses"))
    place.build()
    assert not any("box@" in href for href in place.page("/a/consultations/2026-11-10-bus/").hrefs(".mailto a"))


def test_nowhere_to_write_is_told(place: Place) -> None:
    for site in ("root", "a"):
        place.edit(f"{site}/site.yaml", f"    email: {site}@example.cn\n", "")
    path = "a/consultations/2026-11-10-bus.md"
    place.write(path, ASKED)
    told = place.build()
    assert [(problem.code, problem.path, problem.severity) for problem in told.problems] == [("ZB-801", path, "warning")]
    assert not place.page("/a/consultations/2026-11-10-bus/").soup.select(".mailto")


def test_a_form_is_shown_only_if_an_endpoint_is_configured(place: Place) -> None:
    place.write("a/consultations/2026-11-10-bus.md", ASKED)
    place.write("forms.yaml", "endpoint: https://form.example.cn/in\nnote: 内容只发给受理岗位。\n")
    place.build()
    form = place.page("/a/consultations/2026-11-10-bus/").soup.select_one("main form")
    assert form and form["action"] == "https://form.example.cn/in"
    assert form.select_one("textarea")
    assert "内容只发给受理岗位" in place.page("/a/consultations/2026-11-10-bus/").words


def test_a_case_without_an_outcome_is_told_after_the_days_of_the_figure(place: Place) -> None:
    path = "a/consultations/2026-09-10-bus.md"
    place.write(path, ASKED.replace("2026-12-05", "2026-10-20"))
    assert [(problem.code, problem.path) for problem in place.check().problems] == [("ZB-800", path)]
    place.write("figures.yaml", "outcome_days: {value: 90, source: 本地规定}\n")
    assert place.check().problems == ()


def test_two_cases_never_share_a_code(place: Place) -> None:
    for name in ("bus", "door"):
        place.write(f"a/consultations/2026-11-10-{name}.md", ASKED.replace("closes", "code: 征-1\ncloses"))
    (found,) = place.check().problems
    assert (found.code, found.path) == ("ZB-802", "a/consultations/2026-11-10-door.md")
    assert "2026-11-10-bus.md" in found.message["zh"]


def test_a_case_of_one_branch_leaves_the_others_as_they_are(place: Place) -> None:
    place.build()
    before = place.tree()
    place.write("a/consultations/2026-11-10-bus.md", ASKED)
    place.build()
    assert [path for path in different(place.tree(), before) if path.startswith(("b/", "b1/", "library/"))] == []
