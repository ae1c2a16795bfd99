"""Days and instants: how dates are written, when they begin, when they are over."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = re.compile(
    r"\s*(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*"
)


def normal(written: str) -> str:
    """A date as ISO text, with a time only if one was written: `2026年1月5日` → `2026-01-05`.

    Raises:
        ValueError: not a date that exists.
    """
    match = _DAY.fullmatch(written)
    if not match:
        raise ValueError(written)
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None:
        return date(int(year), int(month), int(day)).isoformat()
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001  # the offset follows as written
    return moment.isoformat() + (zone or "").replace("Z", "+00:00")


def begins(day: str, zone: ZoneInfo) -> datetime:
    """The first instant of an ISO date, or the instant itself; a text without offset is local time."""
    moment = datetime.fromisoformat(day)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def ends(day: str, zone: ZoneInfo) -> datetime:
    """The first instant after an ISO date (the next midnight), or the instant itself if a time is given."""
    moment = begins(day, zone)
    return moment if "T" in day else moment + timedelta(days=1)
