"""The honour roll: persons agree, teams need not; one roll for a branch and one for all."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.networks import AS_OF, SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def honour(place: Place, path: str, *lines: str, year: int = 2026) -> None:
    """Write an entry of the roll."""
    place.write(path, "\n".join(["---", f"标题: {path}", f"日期: {year}-11-02", *lines, "---", "坚持了三年。", ""]))


def codes(place: Place) -> list[str]:
    """The codes found on the roll."""
    return [problem.code for problem in place.check().problems if "/honors/" in problem.path]


def test_a_person_without_consent_is_not_published(place: Place) -> None:
    honour(place, "a/honors/x.md", "对象: 示例同志", "性质: 个人")
    assert codes(place) == ["ZB-860"]
    honour(place, "a/honors/x.md", "对象: 示例同志", "性质: 个人", "本人同意: 是")
    assert codes(place) == []


def test_consent_that_ends_takes_the_page_with_it(place: Place) -> None:
    lines = ("对象: 示例同志", "性质: 个人", "本人同意: 是", "同意至: 2026-12-31")
    honour(place, "a/honors/x.md", *lines)
    assert codes(place) == ["ZB-861"]
    honour(place, "a/honors/x.md", *lines, "截止: 2027-01-01")
    assert codes(place) == ["ZB-861"]
    honour(place, "a/honors/x.md", *lines, "截止: 2026-12-31")
    assert codes(place) == []
    end = AS_OF.replace(year=2027, month=1, day=1, hour=0)
    place.build(end - timedelta(seconds=1))
    assert "示例同志" in place.page("/honors/").words
    place.build(end)
    assert not any("示例同志".encode() in content for content in place.tree().values())


def test_the_roll_of_the_committee_holds_every_branch_once(place: Place) -> None:
    honour(place, "a/honors/x.md", "对象: 甲班组", "荣誉: 先锋岗")
    honour(place, "b1/honors/y.md", "对象: 一班", "年度: 2025")
    honour(place, "root/honors/z.md", "对象: 综合岗")
    place.build()
    page = place.page("/honors/")
    assert page.texts("h2 > a") == ["综合岗", "甲班组", "一班"]
    assert [title for title in page.texts("h2") if "年" in title] == ["2026 年", "2025 年"]
    assert place.page("/b/honors/").texts(".honour h2") == ["一班"]
    assert place.page("/a/honors/").texts(".honour h2") == ["甲班组"]
    assert not place.has("/library/honors/")
