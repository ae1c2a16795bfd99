"""Campaigns: what branches write under the tag comes together, and after the end it is an archive."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.networks import SMALL, ZONE, Place

CAMPAIGN = "---\n标题: 冬季安全专题\n日期: 2026-11-01\n专题标签: 冬安\n开始: 2026-11-10\n结束: 2026-12-31\n---\n一起来。\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with a campaign of the committee."""
    return Place(tmp_path).write_all({**SMALL, "root/专题/winter.md": CAMPAIGN})


def news(place: Place, path: str, title: str, *more: str) -> None:
    """Write a piece of news under the campaign's tag."""
    place.write(path, "\n".join(["---", f"标题: {title}", "日期: 2026-11-12", "标签: 冬安", *more, "---", "做了。", ""]))


def test_items_of_all_branches_join_by_tag_each_once(place: Place) -> None:
    news(place, "a/news/w1.md", "甲查了三处")
    news(place, "b1/news/w2.md", "一班查了一处", "联合: a")
    news(place, "b/news/w3.md", "乙还没查", "草稿: 是")
    place.build()
    page = place.page("/campaigns/winter/")
    assert page.texts("main table tbody tr td:nth-child(2), main table tbody th") != []
    assert (page.words.count("甲查了三处"), page.words.count("一班查了一处"), page.words.count("乙还没查")) == (1, 1, 0)
    assert "2 个单位 2 篇" in page.words
    assert "../../a/news/w1/" in page.hrefs("main a")


@pytest.mark.parametrize(
    ("boundary", "before", "after"), [("2026-11-10", "未开始", "进行中"), ("2027-01-01", "进行中", "已归档")]
)
def test_a_campaign_begins_and_ends_at_midnight(place: Place, boundary: str, before: str, after: str) -> None:
    moment = datetime.fromisoformat(boundary).replace(tzinfo=ZONE)
    second = timedelta(seconds=1)
    labels = []
    for instant in (moment - second, moment, moment + second):
        state = place.check(instant).scanned.network.items["root/专题/winter.md"].state
        labels.append(state.label if state else "")
    assert labels == [before, after, after]
    assert place.check(moment - second).scanned.next_change == moment


def test_a_campaign_that_ends_before_it_begins_is_told(place: Place) -> None:
    place.edit("root/专题/winter.md", "结束: 2026-12-31", "结束: 2026-11-09")
    assert [problem.code for problem in place.check().problems if "winter" in problem.path] == ["ZB-102"]
    place.edit("root/专题/winter.md", "结束: 2026-11-09", "结束: 2026-11-10")
    assert place.check().problems == ()


@pytest.mark.parametrize(("end", "found"), [("2026-10-31", ["ZB-102"]), ("2026-11-01", [])])
def test_a_campaign_that_names_no_beginning_begins_with_its_date(place: Place, end: str, found: list[str]) -> None:
    place.edit("root/专题/winter.md", "开始: 2026-11-10\n结束: 2026-12-31", f"结束: {end}")
    assert [problem.code for problem in place.check().problems] == found


def test_a_campaign_without_an_end_runs_on(place: Place) -> None:
    place.edit("root/专题/winter.md", "开始: 2026-11-10\n结束: 2026-12-31\n", "")
    state = place.check(datetime(2040, 1, 1, tzinfo=ZONE)).scanned.network.items["root/专题/winter.md"].state
    assert state
    assert (state.label, state.until) == ("进行中", None)


def test_one_more_article_changes_only_the_pages_that_show_it(place: Place) -> None:
    place.build()
    before = {path: content for path, content in place.tree().items() if path.startswith("b/")}
    news(place, "a/news/w1.md", "甲查了三处")
    place.build()
    assert "甲查了三处" in place.page("/campaigns/winter/").words
    assert {path: content for path, content in place.tree().items() if path.startswith("b/")} == before
