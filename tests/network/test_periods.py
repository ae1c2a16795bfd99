"""Days and instants as Chinese writers put them down."""

import pytest

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
    ],
)
def test_days(written: str, day: str) -> None:
    assert normal(written) == day


@pytest.mark.parametrize(
    "written", ["3月5日", "2026年3月", "昨天", "二〇二六年二月三十日", "二〇二六年十十月五日", "2026-13-45", "周五", ""]
)
def test_what_names_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        normal(written)
