"""Days and instants as Chinese writers put them down."""

from datetime import date

import pytest

from plugins.network import periods
from plugins.network.periods import normal


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-3-5", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026/03/05", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("２０２６年３月５日", "2026-03-05"),
        ("“2026-03-05”", "2026-03-05"),
        ("2026年3月5日 星期四", "2026-03-05"),
        ("2026年3月5日（周四）", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二○二六年十月十日", "2026-10-10"),
        ("二零二六年十一月二十一日", "2026-11-21"),
        ("二〇二六年十二月三十日", "2026-12-30"),
        ("2026-03-05 9:30", "2026-03-05T09:30:00"),
        ("2026-03-05 9:30Z", "2026-03-05T09:30:00+00:00"),
        ("2026-03-05 9:30 +0800", "2026-03-05T09:30:00+08:00"),
        ("1800-01-01", "1800-01-01"),
        ("2199-12-31", "2199-12-31"),
    ],
)
def test_days(written: str, day: str) -> None:
    assert normal(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "3月5日",
        "2026年3月",
        "昨天",
        "二〇二六年二月三十日",
        "二〇二六年十十月五日",
        "2026-13-45",
        "周五",
        "",
        "9999-12-31",
        "0001-01-01",
        "2200-01-01",
        "2026-01-05 08:00+99:00",
        "2026-01-05 24:00",
    ],
)
def test_what_names_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        normal(written)


@pytest.mark.parametrize(
    ("written", "named", "first", "last", "zh"),
    [
        ("2026", "2026", "2026-01-01", "2026-12-31", "2026年"),
        ("2026年度", "2026", "2026-01-01", "2026-12-31", "2026年"),
        ("2026年第一季度", "2026-Q1", "2026-01-01", "2026-03-31", "2026年第1季度"),
        ("2026-Q4", "2026-Q4", "2026-10-01", "2026-12-31", "2026年第4季度"),
        ("２０２６年3月", "2026-03", "2026-03-01", "2026-03-31", "2026年3月"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
    ],
)
def test_years_quarters_and_months_are_understood(written: str, named: str, first: str, last: str, zh: str) -> None:
    assert periods.period(written) == named
    assert [day.isoformat() for day in periods.first_and_last(named)] == [first, last]
    assert periods.period_zh(named) == zh


@pytest.mark.parametrize("written", ["2026-13", "2026-Q5", "三月", "26年", "2026-0", "9999", "0001-Q1", "2200-01"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        periods.period(written)


def test_periods_follow_each_other() -> None:
    assert [periods.after(named) for named in ("2026", "2026-Q4", "2026-12", "2026-01")] == [
        "2027",
        "2027-Q1",
        "2027-01",
        "2026-02",
    ]
    assert [periods.after(named, -1) for named in ("2026", "2026-Q1", "2026-01")] == ["2025", "2025-Q4", "2025-12"]
    assert [periods.period_of(date(2026, 11, 21), sort) for sort in ("year", "quarter", "month")] == [
        "2026",
        "2026-Q4",
        "2026-11",
    ]
