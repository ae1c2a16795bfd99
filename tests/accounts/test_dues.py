"""Dues: every account adds up, follows on, names nobody, and all accounts together are what the portal says."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.networks import SMALL, Place

ACCOUNT = """---
标题: 党费
日期: 2026-10-10
期间: {period}
上期结存: {opening}
收缴: 50
上缴: 30.50
支出:
  - 用途: 学习用书
    金额: 9.50
本期结存: {closing}
---
说明。
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def account(place: Place, site: str, period: str, opening: str, closing: str) -> str:
    """Write an account; its path."""
    path = f"{site}/党费/{period}.md"
    place.write(path, ACCOUNT.format(period=period, opening=opening, closing=closing))
    return path


def found(place: Place) -> list[tuple[str, str, int]]:
    """The Problems of accounts."""
    return [(problem.code, problem.path, problem.line) for problem in place.check().problems if "/党费/" in problem.path]


def test_what_does_not_add_up_is_not_published_and_names_both_numbers(place: Place) -> None:
    path = account(place, "a", "2026-Q3", "100", "111")
    assert found(place) == [("ZB-824", path, 11)]
    (problem,) = [problem for problem in place.check().problems if problem.code == "ZB-824"]
    assert "110.00" in problem.message["zh"]
    assert "111.00" in problem.message["zh"]
    account(place, "a", "2026-Q3", "100", "110")
    assert found(place) == []


@pytest.mark.parametrize(("closing", "wrong"), [("113.01", False), ("113.00", True), ("113.02", True), ("110", True)])
def test_what_the_level_above_grants_and_every_expense_count(place: Place, closing: str, wrong: bool) -> None:
    path = account(place, "a", "2026-Q3", "100", closing)
    place.edit(path, "上缴: 30.50\n", "上缴: 30.50\n下拨: 5\n")
    place.edit(path, "    金额: 9.50\n", "    金额: 9.50\n  - 用途: 茶水\n    金额: 1.99\n")
    assert [code for code, _, _ in found(place)] == ["ZB-824"] * wrong


def test_a_period_opens_with_what_the_one_before_closed_with(place: Place) -> None:
    account(place, "a", "2026-Q2", "100", "110")
    path = account(place, "a", "2026-Q3", "110.10", "120.10")
    assert found(place) == [("ZB-825", path, 5)]
    account(place, "a", "2026-Q3", "110.00", "120")
    assert found(place) == []
    account(place, "b", "2026-Q3", "7", "17")
    assert found(place) == []


def test_one_account_a_period(place: Place) -> None:
    account(place, "a", "2026-Q3", "100", "110")
    place.write("a/dues/twice.md", ACCOUNT.format(period="2026年第三季度", opening="100", closing="110"))
    assert [problem.code for problem in place.check().problems if "dues/" in problem.path or "党费/" in problem.path] == [
        "ZB-826"
    ]
    place.edit("a/dues/twice.md", "标题: 党费", "撤回: 重复\n标题: 党费")
    assert place.check().problems == ()


def test_a_table_of_persons_is_refused(place: Place) -> None:
    path = account(place, "a", "2026-Q3", "100", "110")
    place.edit(path, "说明。", "| 姓名 | 金额 |\n| --- | --- |\n| 某某 | 5 |")
    assert found(place) == [("ZB-827", path, 13)]
    place.edit(path, "| 姓名 | 金额 |", "| 用途 | 金额 |")
    assert found(place) == []


def test_the_branches_add_up_to_the_portal_and_to_the_file(place: Place) -> None:
    account(place, "a", "2026-Q3", "100", "110")
    account(place, "b1", "2026-Q3", "20", "30")
    place.build()
    cells = [row.get_text(" ", strip=True) for row in place.page("/dues/").soup.select("tbody tr")]
    assert cells[-1].startswith("合计")
    assert "140.00" in cells[-1]
    rows = list(csv.DictReader(io.StringIO(place.text("/dues/dues.csv").removeprefix("\ufeff"))))
    assert sum(Decimal(row["本期结存"]) for row in rows) == Decimal(140)
    own = [place.text(f"/{site}/dues/dues.csv").count("\n") - 1 for site in ("a", "b")]
    assert sum(own) == len(rows)
    assert "110.00" in place.page("/a/dues/2026-q3/").words
