"""Disclosure against the catalogue: what is told, late or lacking, and counts of decisions that add up."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.cli.checking import Told
from tests.networks import AS_OF, SMALL, ZONE, Place
from tests.networks import words as words_of

CATALOGUE = """items:
  - {id: dues, title: 党费, rhythm: 定期, every: quarter, who: [branch]}
  - {id: posts, title: 岗位, rhythm: 长期, who: [branch, committee]}
  - {id: awards, title: 表彰, rhythm: 即时, who: [branch]}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with a short catalogue."""
    return Place(tmp_path).write_all({**SMALL, "disclosure.yaml": CATALOGUE})


def told(place: Place, name: str, entry: str, day: str, period: str = "") -> None:
    """Write a disclosure of branch a."""
    more = f"期间: {period}\n" if period else ""
    place.write(f"a/公开/{name}.md", f"---\n标题: {name}\n日期: {day}\n目录: {entry}\n{more}---\n内容。\n")


def codes(place: Place) -> list[tuple[str, int]]:
    """What is found in branch a's disclosures and decisions."""
    return [
        (problem.code, problem.line) for problem in place.check().problems if problem.path.startswith(("a/公开", "a/decisions"))
    ]


def words(place: Place, moment: datetime) -> list[str]:
    """The words of the dues cells of branch a at a moment."""
    rows = place.check(moment).scanned.network.digest("disclosure.coverage", "a")["rows"]
    return [cell["text"] for cell in rows[0]["cells"]]


def test_an_entry_outside_the_catalogue_names_the_nearest(place: Place) -> None:
    told(place, "x", "due", "2026-10-03", "2026-Q3")
    (problem,) = [problem for problem in place.check().problems if problem.path == "a/公开/x.md"]
    assert (problem.code, problem.line) == ("ZB-820", 4)
    assert "dues" in problem.remedy["zh"]
    told(place, "x", "dues", "2026-10-03", "2026-Q3")
    assert codes(place) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-10-15", "已公开"), ("2026-10-15 23:59:59", "已公开"), ("2026-10-16", "迟 1 天公开"), ("2026-10-17", "迟 2 天公开")],
)
def test_what_is_told_on_the_last_day_of_grace_is_in_time(place: Place, day: str, words: str) -> None:
    told(place, "x", "dues", day, "2026-Q3")
    state = place.check().scanned.network.items["a/公开/x.md"].state
    assert state
    assert state.label == words


@pytest.mark.parametrize("period", ["", "2026-09", "2026"])
def test_a_periodic_entry_needs_its_sort_of_period(place: Place, period: str) -> None:
    told(place, "x", "dues", "2026-10-03", period)
    assert [code for code, _ in codes(place)] == ["ZB-821"]
    told(place, "x", "dues", "2026-10-03", "2026-Q3")
    assert codes(place) == []


@pytest.mark.parametrize("period", ["", "2026-Q3", "2026"])
def test_an_entry_without_a_rhythm_takes_any_period(place: Place, period: str) -> None:
    told(place, "x", "posts", "2026-10-03", period)
    assert codes(place) == []


def test_a_quarter_is_late_from_the_first_second_after_its_days_of_grace(place: Place) -> None:
    told(place, "q1", "dues", "2026-04-10", "2026-Q1")
    told(place, "q2", "dues", "2026-07-20", "2026-Q2")
    over = datetime(2026, 10, 16, tzinfo=ZONE)
    second = timedelta(seconds=1)
    assert words(place, over - second) == ["已公开", "迟 5 天", "未到期", "未到期"]
    assert words(place, over) == words(place, over + second) == ["已公开", "迟 5 天", "逾期", "未到期"]
    assert place.check(over - second).scanned.next_change == over
    place.edit("disclosure.yaml", "who: [branch]}\n  - {id: posts", "who: [branch]}\n  - {id: posts")
    place.write("figures.yaml", "disclosure_grace_days:\n  value: 20\n  source: 示例办法\n")
    assert words(place, over) == ["已公开", "已公开", "未到期", "未到期"]


def test_the_committee_sees_every_unit_with_links_to_the_evidence(place: Place) -> None:
    told(place, "q1", "dues", "2026-04-10", "2026-Q1")
    told(place, "posts", "posts", "2026-01-10")
    told(place, "award", "awards", "2026-05-10")
    place.build()
    page = place.page("/disclosure/")
    rows = {
        words_of(row.select_one("th")): [words_of(cell) for cell in row.select("td")]
        for row in page.soup.select(".matrix tbody tr")
    }
    assert rows["甲支部"] == ["逾期 2 期", "已公开", "1 次"]
    assert rows["乙支部"] == ["逾期 3 期", "缺", "0 次"]
    assert "a/disclosure/posts/" in " ".join(page.hrefs(".matrix a"))
    assert "应公开 5 项，已公开 3 项" in place.page("/a/disclosure/").words
    listed = list(csv.DictReader(io.StringIO(place.text("/disclosure/coverage.csv").removeprefix("\ufeff"))))
    assert [(row["单位"], row["期间"], row["情况"]) for row in listed if row["目录"] == "党费" and row["单位"] == "甲支部"] == [
        ("甲支部", "2026-Q1", "已公开"), ("甲支部", "2026-Q2", "逾期"), ("甲支部", "2026-Q3", "逾期"), ("甲支部", "2026-Q4", "未到期")
    ]  # fmt: skip


def test_another_day_without_a_boundary_renders_nothing(place: Place) -> None:
    told(place, "q1", "dues", "2026-04-10", "2026-Q1")
    place.build(AS_OF)
    again: Told = place.build(AS_OF + timedelta(days=1))
    assert [site for site, outcome in again.outcomes.items() if outcome.reasons] == []


VOTES = "---\n标题: 决定\n日期: 2026-11-02\n议题: 换班\n到会: 24\n表决: 24\n赞成: 22\n反对: 1\n弃权: 1\n---\n决定了。\n"


@pytest.mark.parametrize(
    ("old", "new", "found", "numbers"),
    [
        ("赞成: 22", "赞成: 22", [], ()),
        ("赞成: 22", "赞成: 21", [("ZB-822", 6)], ("23", "24")),
        ("到会: 24", "到会: 23", [("ZB-823", 6)], ("24", "23")),
        ("到会: 24", "到会: 25", [], ()),
        ("到会: 24\n", "", [], ()),
        ("表决: 24\n", "", [], ()),
        ("弃权: 1\n", "", [("ZB-822", 6)], ("23", "24")),
        ("赞成: 22\n反对: 1\n弃权: 1\n", "", [], ()),
    ],
)
def test_votes_add_up(place: Place, old: str, new: str, found: list[tuple[str, int]], numbers: tuple[str, ...]) -> None:
    place.write("a/decisions/d.md", VOTES.replace(old, new))
    assert codes(place) == found
    said = " ".join(problem.message["zh"] for problem in place.check().problems if problem.path == "a/decisions/d.md")
    assert [number for number in numbers if number not in said] == []


def test_a_decision_shows_its_counts(place: Place) -> None:
    place.write("a/decisions/d.md", VOTES)
    place.build()
    assert {"22 票", "1 票"} <= set(place.page("/a/decisions/d/").texts(".bars-text"))
