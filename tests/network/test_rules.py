"""What operators write beside network.yaml: figures with a source, holidays, files of capabilities."""

from datetime import date
from pathlib import Path

import pytest

from plugins.network.figures import Figure
from plugins.network.rules import Rules, RulesFile, read_rules, with_files
from plugins.network.schema import Schema, told
from plugins.network.sites import Settings, Site
from plugins.network.tree import Refused
from plugins.network.workdays import HOLIDAYS, NoCalendarError, is_working_day, last_working_day, working_days_between
from tests.networks import SMALL, Place

SETTINGS = Settings("示例", "https://x.example.cn/")
SHIPPED = {"meeting.per_month": Figure(1, "每月一次", "示例条例第三条", confirmed=False)}


class WordsFile(Schema):
    """A small file for these tests."""

    words: list[str] = told("词", "几个词", default=[])


class MoreWordsFile(WordsFile):
    more: list[str] | None = told("又", "词", default=None)


def test_a_figure_of_the_operator_replaces_ours_and_brings_its_source() -> None:
    own = b"meeting.per_month:\n  value: 2\n  source: \xe7\xa4\xba\xe4\xbe\x8b\xe5\x8a\x9e\xe6\xb3\x95\n"
    settings, problems = read_rules(SETTINGS, Rules(SHIPPED), {"figures.yaml": own}.get)
    assert problems == ()
    assert settings.figure("meeting.per_month") == 2
    assert settings.figures["meeting.per_month"] == Figure(2, "每月一次", "示例办法")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("meeting.per_mouth:\n  value: 2\n  source: 示例\n", "ZB-003"),
        ("meeting.per_month:\n  value: 2\n", "ZB-004"),
        ("meeting.per_month:\n  value: 两次\n  source: 示例\n", "ZB-004"),
    ],
)
def test_an_unknown_figure_or_one_without_source_refuses_the_build(written: str, code: str) -> None:
    _, problems = read_rules(SETTINGS, Rules(SHIPPED), {"figures.yaml": written.encode()}.get)
    assert [(problem.code, problem.stops) for problem in problems] == [(code, "network")]


def test_a_file_of_the_operator_holds_instead_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("words: [甲]\n", "utf-8")
    rules = Rules(files=(RulesFile("words", WordsFile, tmp_path / "words.yaml"),))
    nothing: dict[str, bytes] = {}
    assert read_rules(SETTINGS, rules, nothing.get)[0].files == {"words": {"words": ["甲"]}}
    assert read_rules(SETTINGS, rules, {"words.yaml": "words: [乙]\n".encode()}.get)[0].files == {"words": {"words": ["乙"]}}


def test_a_shipped_file_that_fills_holds_for_what_the_operator_does_not_name(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("words: [甲]\nmore: [丙]\n", "utf-8")
    rules = Rules(files=(RulesFile("more", MoreWordsFile, tmp_path / "more.yaml", fills=True),))
    written = {"more.yaml": "words: [乙]\n".encode()}
    assert read_rules(SETTINGS, rules, written.get)[0].files == {"more": {"words": ["乙"], "more": ["丙"]}}


def test_a_broken_file_of_one_site_keeps_what_it_said_before() -> None:
    rules = Rules(files=(RulesFile("words", WordsFile, per_site=True),))
    good, _ = with_files(Site("a", "甲", "branch"), rules, {"a/words.yaml": "words: [甲]\n".encode()}.get, None)
    bad, problems = with_files(Site("a", "甲", "branch"), rules, {"a/words.yaml": "wrods: [乙]\n".encode()}.get, good)
    assert [(problem.code, problem.path, problem.stops) for problem in problems] == [("ZB-003", "a/words.yaml", "site")]
    assert good.files == bad.files == {"words": {"words": ["甲"]}}


def test_working_days_follow_the_published_holidays() -> None:
    assert last_working_day(date(2026, 9, 29), 5, SETTINGS) == date(2026, 10, 10)
    assert working_days_between(date(2026, 9, 29), date(2026, 10, 10), SETTINGS) == 5


def test_a_year_without_holidays_is_told_and_can_be_added() -> None:
    with pytest.raises(NoCalendarError) as told:
        is_working_day(date(2031, 1, 2), SETTINGS)
    assert told.value.year == 2031
    written = "'2031':\n  off: [2031-01-02]\n  work: [2031-01-04]\n  source: 示例通知\n".encode()
    settings, problems = read_rules(SETTINGS, Rules(files=(HOLIDAYS,)), {"holidays.yaml": written}.get)
    assert problems == ()
    assert [is_working_day(date(2031, 1, day), settings) for day in (1, 2, 3, 4, 5)] == [True, False, True, True, False]


def test_a_kind_is_shown_to_as_many_readers_as_the_operator_says(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.edit("network.yaml", "per_branch: 2\n", "per_branch: 2\naudiences:\n  news: 系统内\n")
    network = place.check().scanned.network
    assert {item.kind for item in network.items.values()} == {"notice", "page", "resource"}
    place.edit("network.yaml", "news: 系统内", "nwes: 系统内")
    with pytest.raises(Refused):
        place.check()


def test_no_figure_without_meaning_and_source() -> None:
    from plugins.build.capabilities import rules

    for name, figure in rules().figures.items():
        assert figure.meaning, name
        assert figure.source, name
