"""Days and instants: how dates are written, when they begin, when they are over."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.network.patterns import pattern

_DAY = pattern(
    r"\s*(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*"
)
_WEEKDAY = pattern(r"\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_IN_WORDS = pattern(r"([〇○零一二三四五六七八九]{4})年(十?[一二三四五六七八九]|十)月([二三]?十?[一二三四五六七八九]|[二三]?十)日")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


YEARS = range(1800, 2200)
"""The years that days and periods may lie in: far ones (9999-12-31 for “always”) leave no room to reckon after them."""


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
        ValueError: not a date that exists, or not in `YEARS`.
    """
    plain = unicodedata.normalize("NFKC", written).strip("\"'“”‘’ ")
    match = _DAY.fullmatch(written) or _DAY.fullmatch(_IN_WORDS.sub(_in_digits, _WEEKDAY.sub("", plain)))
    if not match:
        raise ValueError(written)
    year, month, day, hour, minute, second, zone = match.groups()
    if int(year) not in YEARS:
        raise ValueError(written)
    if hour is None:
        return date(int(year), int(month), int(day)).isoformat()
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001  # the offset follows as written
    return datetime.fromisoformat(moment.isoformat() + (zone or "")).isoformat()


_PERIOD = pattern(r"(\d{4})\s*(?:年度?)?\s*(?:[-/.]?\s*(?:[Qq第]\s*([1-4一二三四])\s*(?:季度?)?|(\d{1,2})\s*月?(?:份)?))?")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def period(written: str) -> str:
    """A year, quarter or month: `2026`, `2026年第一季度` → `2026-Q1`, `2026年3月` → `2026-03`.

    Raises:
        ValueError: none of them.
    """
    match = _PERIOD.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if not match or int(match[1]) not in YEARS or not 1 <= int(match[3] or 1) <= 12:  # months
        raise ValueError(written)
    year, quarter, month = match.groups()
    if quarter:
        return f"{year}-Q{_QUARTERS.get(quarter, quarter)}"
    return f"{year}-{int(month):02d}" if month else year


def first_and_last(named: str) -> tuple[date, date]:
    """The first and the last day of a period."""
    year, _, part = named.partition("-")
    first, count = (1, 12) if not part else (3 * int(part[1]) - 2, 3) if part[0] == "Q" else (int(part), 1)
    after = date(int(year) + (first + count > 12), (first + count - 1) % 12 + 1, 1)  # months
    return date(int(year), first, 1), after - timedelta(days=1)


def period_of(day: date, sort: str) -> str:
    """The year, quarter or month (`year`, `quarter`, `month`) that a day lies in."""
    return {"year": f"{day.year}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}", "month": f"{day:%Y-%m}"}[sort]


def after(named: str, steps: int = 1) -> str:
    """The period of the same sort so many steps later, or before if negative."""
    year, _, part = named.partition("-")
    if not part:
        return str(int(year) + steps)
    many, number = (4, int(part[1])) if part[0] == "Q" else (12, int(part))
    whole, rest = divmod(int(year) * many + number - 1 + steps, many)
    return f"{whole}-Q{rest + 1}" if part[0] == "Q" else f"{whole}-{rest + 1:02d}"


def period_zh(named: str) -> str:
    """2026年 · 2026年第1季度 · 2026年3月."""
    year, _, part = named.partition("-")
    if not part:
        return f"{year}年"
    return f"{year}年第{part[1]}季度" if part[0] == "Q" else f"{year}年{int(part)}月"


def begins(day: str, zone: ZoneInfo) -> datetime:
    """The first instant of an ISO date, or the instant itself; a text without offset is local time."""
    moment = datetime.fromisoformat(day)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def ends(day: str, zone: ZoneInfo) -> datetime:
    """The first instant after an ISO date (the next midnight), or the instant itself if a time is given."""
    moment = begins(day, zone)
    return moment if "T" in day else moment + timedelta(days=1)
