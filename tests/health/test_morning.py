"""The morning round: red and amber first, what appeared since yesterday and in a week, and nothing of it in public."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.health.glance import NEWEST
from plugins.health.morning import morning
from plugins.health.reports import reports
from plugins.network.items import State
from plugins.network.network import Network
from tests.health.networks import item, network_of, networks, site
from tests.networks import AS_OF, SMALL, ZONE, Place

SECOND = timedelta(seconds=1)
RED, AMBER, GREEN = State("overdue", "逾期", "negative"), State("late", "迟", "warning"), State("told", "已公开", "positive")
TODAY = AS_OF.date()


def network(*items: Any, **more: Any) -> Network:
    """A committee with branches a and b inside the organisation."""
    sites = {name: site(name, "root" if name != "root" else "") for name in ("root", "a", "b")}
    return network_of(sites, list(items), **{"tier": "org", **more})


def told(of: Network) -> Any:
    """What the round of the committee knows."""
    return reports(of).sites["root"]["morning"]


def names(rows: Any) -> list[str]:
    """The titles of some entries."""
    return [entry[2] for _, entry in rows]


def before(days: int) -> date:
    """A day so many days ago."""
    return TODAY - timedelta(days=days)


def test_what_appeared_is_told_by_its_day() -> None:
    of = network(*(item(days, "a", before(days)) for days in (0, 1, 2, 7, 8)), item(99, "b", before(-1)))
    assert names(told(of)["day"]) == ["第 0 篇", "第 1 篇"]
    assert names(told(of)["week"]) == ["第 2 篇", "第 7 篇"]


@pytest.mark.parametrize(("days", "leaves"), [(1, "day"), (7, "week")])
def test_an_entry_leaves_at_the_midnight_after(days: int, leaves: str) -> None:
    of = network(item(1, "a", before(days)))
    midnight = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), ZONE)
    assert names(told(replace(of, as_of=midnight - SECOND))[leaves]) == ["第 1 篇"]
    assert names(told(replace(of, as_of=midnight))[leaves]) == []
    assert reports(of).until == midnight


def test_revising_or_releasing_an_item_counts_as_appearing() -> None:
    revised, released = item(1, "a", before(90), updated=AS_OF), item(2, "a", before(90), publish=AS_OF)
    assert names(told(network(revised, released))["day"]) == ["第 2 篇", "第 1 篇"]


def test_red_and_amber_of_every_unit_are_told_and_what_is_out_of_force_is_not() -> None:
    old = before(300)
    of = network(
        item(1, "a", old, "survey", state=RED), item(2, "b", old, "disclosure", state=AMBER), item(3, "b", old, "disclosure", state=GREEN),
        item(4, "a", old, "document", state=RED), item(5, "a", old, "event", state=RED),
    )  # fmt: skip
    assert sorted(names(told(of)["alarming"])) == ["第 1 篇", "第 2 篇"]
    assert told(of)["boards"] == {"a": {"互动": [1, 0, 0]}, "b": {"公开": [0, 1, 1]}}


def test_the_page_shows_the_worst_of_each_board_and_links_only_to_boards_that_exist() -> None:
    of = network(item(1, "a", kind="survey", state=RED), item(2, "a", kind="survey", state=GREEN))
    of = replace(of, digests={"health.reports": reports(of).sites, "meetings.grid": {"root": {"2026": {}}}})
    (page,) = morning(of, of.sites["root"])
    assert page.values["boards"][0]["cells"] == [{"text": "红 1 · 绿 1", "tone": "negative"}]
    assert page.values["boards"][0]["href"] == "/a/report/"
    assert page.values["ways"] == [("三会一课一览", "/grid/")]
    assert page.values["totals"][0][:2] == ("红", 1)
    assert [part[0] for part in page.values["parts"]] == ["red"]


def test_a_site_tells_its_newest_only() -> None:
    of = network(*(item(number, "a", TODAY) for number in range(NEWEST + 5)))
    assert len(told(of)["day"]) == NEWEST


@settings(max_examples=25)
@given(networks())
def test_nothing_changes_before_the_moment_that_was_told_and_something_does_at_it(of: Network) -> None:
    inside = replace(of, tier="org")
    first = reports(inside)
    if first.until is not None:
        assert reports(replace(inside, as_of=first.until - SECOND)).sites == first.sites
        assert reports(replace(inside, as_of=first.until)).sites != first.sites


def test_in_public_there_is_no_round() -> None:
    of = network(item(1, "a", kind="survey", state=RED), tier="public")
    assert told(of) is None
    assert "逾期" not in repr(reports(of).sites)


def test_the_round_is_built_inside_the_organisation_alone(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.write("a/news/2026-11-20-new.md", "---\ntitle: 昨天的事\n---\n新的。\n")
    place.build()
    place.build(tier="org")
    inside = (tmp_path / "output/org/current/health/morning/index.html").read_text("utf-8")
    assert "昨天的事" in inside
    assert 'href="../../a/report/"' not in inside or (tmp_path / "output/org/current/a/report/index.html").is_file()
    assert not [path for path in place.tree() if "morning" in path]
