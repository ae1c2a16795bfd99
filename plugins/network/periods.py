"""Days and instants: how dates are written, when they begin, when they are over."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY = re.compile(
    r"\s*(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*"
)
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_IN_WORDS = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(十?[一二三四五六七八九]|十)月([二三]?十?[一二三四五六七八九]|[二三]?十)日"
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _in_digits(written: re.Match[str]) -> str:
    """`二〇二六年十一月二十一日` → `2026年11月21日`."""
    year, month, day = written.groups()
    return f"{year.translate(_DIGITS)}年{_number(month)}月{_number(day)}日"


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    return (int(tens.translate(_DIGITS)) if tens else 1 if ten else 0) * 10 + int(ones.translate(_DIGITS) or 0)


def normal(written: str) -> str:
    """A date as ISO text, with a time only if one was written: `2026年1月5日`, `二〇二六年一月五日（周一）` → `2026-01-05`.

    Raises:
        ValueError: not a date that exists.
    """
    plain = unicodedata.normalize("NFKC", written).strip("\"'“”‘’ ")
    match = _DAY.fullmatch(written) or _DAY.fullmatch(_IN_WORDS.sub(_in_digits, _WEEKDAY.sub("", plain)))
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
