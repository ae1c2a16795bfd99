"""When something is: starts and ends as writers write them, with a time or as whole days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.network.interface import N_
from plugins.network.periods import begins, ends
from plugins.network.sites import Settings

WEEKDAYS = (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))


def over(start: str, end: str, zone: ZoneInfo) -> datetime:
    """The instant at which something is over; without an end when its day is."""
    return ends(end or start[:10], zone)


def reversed_times(start: str, end: str, zone: ZoneInfo) -> bool:
    """Whether an end lies before its start."""
    return ends(end, zone) <= begins(start, zone) and end != start


def moment_in_words(moment: str, settings: Settings) -> str:
    """12月5日, with the time if one was written."""
    return f"{settings.day_in_words(moment)}{clock(moment, ' ')}"


def clock(moment: str, before: str = "") -> str:
    """14:00, or an empty text."""
    return f"{before}{moment[11:16]}" if "T" in moment else ""


def span_in_words(start: str, end: str, settings: Settings) -> str:
    """2026年12月5日（星期六）14:00 至 16:00."""
    _ = settings.gettext
    weekday = _(WEEKDAYS[date.fromisoformat(start[:10]).weekday()])
    words = _("%(date)s（%(weekday)s）%(time)s", date=settings.date_in_words(start), weekday=weekday, time=clock(start))
    if not end or end in (start, start[:10]):
        return words
    until = clock(end) if end[:10] == start[:10] and "T" in end else moment_in_words(end, settings)
    return _("%(start)s 至 %(end)s", start=words, end=until)


A_WEEK = 7


def days(start: str, end: str) -> list[date]:
    """The days on which something is; of what lasts longer than a week only the first and the last."""
    first, last = date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])
    count = (last - first).days + 1
    return [first, last] if count > A_WEEK else [first + timedelta(days=n) for n in range(count)]


def edge(start: str, end: str, day: date) -> str:
    """（开始） or （结束） on the days that stand for all of what lasts longer than a week."""
    first, last = date.fromisoformat(start[:10]), date.fromisoformat((end or start)[:10])
    return "" if (last - first).days < A_WEEK else N_("（开始）") if day == first else N_("（结束）")
