"""When something is: starts and ends as writers write them, with a time or as whole days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.network.periods import begins, ends

WEEKDAYS = "一二三四五六日"


def over(start: str, end: str, zone: ZoneInfo) -> datetime:
    """The instant at which something is over; without an end when its day is."""
    return ends(end or start[:10], zone)


def reversed_times(start: str, end: str, zone: ZoneInfo) -> bool:
    """Whether an end lies before its start."""
    return ends(end, zone) <= begins(start, zone) and end != start


def day_zh(moment: str) -> str:
    """12月5日, with the time if one was written."""
    return f"{int(moment[5:7])}月{int(moment[8:10])}日{clock(moment, ' ')}"


def clock(moment: str, before: str = "") -> str:
    """14:00, or an empty text."""
    return f"{before}{moment[11:16]}" if "T" in moment else ""


def span_zh(start: str, end: str) -> str:
    """2026年12月5日（星期六）14:00 至 16:00."""
    weekday = WEEKDAYS[date.fromisoformat(start[:10]).weekday()]
    words = f"{start[:4]}年{int(start[5:7])}月{int(start[8:10])}日（星期{weekday}）{clock(start)}"
    if not end or end == start:
        return words
    return (
        f"{words} 至 {clock(end)}"
        if end[:10] == start[:10] and "T" in end
        else words
        if end == start[:10]
        else f"{words} 至 {day_zh(end)}"
    )


A_WEEK = 7


def days(start: str, end: str) -> list[date]:
    """The days on which something is; of what lasts longer than a week only the first and the last."""
    first, last = date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])
    count = (last - first).days + 1
    return [first, last] if count > A_WEEK else [first + timedelta(days=n) for n in range(count)]


def edge_zh(start: str, end: str, day: date) -> str:
    """（开始） or （结束） on the days that stand for all of what lasts longer than a week."""
    first, last = date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])
    return "" if (last - first).days < A_WEEK else "（开始）" if day == first else "（结束）"
