"""Working days of China by the published holiday arrangements; a year without one is told, never guessed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from plugins.network.rules import RulesFile
from plugins.network.schema import After, Schema, told
from plugins.network.sites import Settings


class NoCalendarError(LookupError):
    """The holiday arrangement of a year is not known; `year` says which."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class YearFile(Schema):
    """The holiday arrangement of one year, as the State Council publishes it each autumn."""

    off: list[date] = told("放假", "放假的日子，含调休放假的工作日")
    work: list[date] = told("上班", "调休上班的周末")
    source: str = told("依据", "通知的文号或网址", min_length=1)


def _years(written: dict[str, YearFile]) -> dict[str, YearFile]:
    wrong = [name for name in written if not (name.isascii() and name.isdecimal() and len(name) == 4)]  # a year
    if wrong:
        raise ValueError(f"not a year: {wrong[0]}")
    return written


HolidaysFile = Annotated[dict[str, YearFile], After(_years)]
"""holidays.yaml beside network.yaml: years that chinese_calendar does not know yet, or knows differently."""
HOLIDAYS = RulesFile("holidays", HolidaysFile)


def is_working_day(day: date, settings: Settings) -> bool:
    """Whether people work on a day.

    Raises:
        NoCalendarError: the arrangement of its year is not known.
    """
    own = (settings.files.get("holidays") or {}).get(str(day.year))
    if own is not None:
        iso = day.isoformat()
        return iso in own["work"] or (day.weekday() < 5 and iso not in own["off"])  # Saturday
    from chinese_calendar import is_workday  # only where working days are asked for

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        raise NoCalendarError(day.year) from None


def working_days(first: date, settings: Settings) -> Iterator[date]:
    """The working days from a day on, itself included if it is one; raises NoCalendarError where knowledge ends."""
    day = first
    while True:
        if is_working_day(day, settings):
            yield day
        day += timedelta(days=1)


def last_working_day(first: date, count: int, settings: Settings) -> date:
    """The day on which a period of so many working days that begins on `first` ends; raises NoCalendarError."""
    days = working_days(first, settings)
    for _ in range(max(1, count) - 1):
        next(days)
    return next(days)


def working_days_between(first: date, last: date, settings: Settings) -> int:
    """How many working days lie between two days, both included; raises NoCalendarError."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(is_working_day(day, settings) for day in days)
