"""Where a publicity stands at an instant, and what of it may be shown then: names only while the period runs."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.network.items import Item, State
from plugins.network.periods import begins, ends
from plugins.network.sites import Settings
from plugins.network.workdays import last_working_day, working_days, working_days_between
from plugins.publicity.fields import TYPES


class Span(Struct, frozen=True):
    """The period of a publicity: its first instant, its last working day, the first instant after it."""

    begin: datetime
    last: date
    end: datetime
    days: int


def least(fields: Mapping[str, Any], settings: Settings) -> int:
    """The fewest working days that a publicity of its type may last."""
    return int(settings.figure(TYPES[fields["type"]]))


def span(fields: Mapping[str, Any], settings: Settings, days: int | None = None) -> Span:
    """The period by the calendar of holidays: from the start's day to the end of the last working day.

    Raises:
        NoCalendarError: the holidays of a year that it touches are not known.
    """
    written = fields["working_days"]
    count = days if days is not None else least(fields, settings) if written is None else written
    begin = begins(fields["start"], settings.zone)
    last = last_working_day(begin.date(), count, settings)
    return Span(begin, last, ends(last.isoformat(), settings.zone), count)


def closed_at(fields: Mapping[str, Any], period: Span, settings: Settings) -> datetime | None:
    """When the result is public, never before the period is over; None without a result."""
    if not fields["result"]:
        return None
    written = fields["result"][0]["date"]
    return max(begins(written, settings.zone), period.end) if written else period.end


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """未开始, 公示中 with the working days left, 期满待结, 已结, 已脱敏."""
    period = span(item.fields, settings)
    if as_of < period.begin:
        return State(
            "early", settings.gettext("未开始 · %(day)s起", day=settings.day_in_words(period.begin)), "off", until=period.begin
        )
    if as_of < period.end:
        return _open(as_of.astimezone(settings.zone).date(), period, settings)
    return _over(item, as_of, period, settings)


def _open(today: date, period: Span, settings: Settings) -> State:
    """公示中; the number of days left changes when the next working day is over."""
    left = working_days_between(today, period.last, settings)
    until = ends(next(working_days(today, settings)).isoformat(), settings.zone)
    return State("open", settings.ngettext("公示中 · 剩 %(count)s 个工作日", left), "active", until=until)


def _over(item: Item, as_of: datetime, period: Span, settings: Settings) -> State:
    closed = closed_at(item.fields, period, settings)
    if closed is not None and as_of >= closed:
        plain = closed + timedelta(days=settings.figure("publicity.plain_days"))
        return State("settled", "已结", "positive", until=plain) if as_of < plain else State("plain", "已脱敏", "off")
    due = period.end + timedelta(days=settings.figure("publicity.result_days"))
    if as_of < due:
        return State("waiting", "期满待结", "warning", until=min(due, closed or due))
    return State("late", "期满待结 · 逾期未公布结果", "negative", until=closed)


def view(item: Item, settings: Settings) -> Item:
    """The item without names, text and attachments unless its period runs; its summary never holds a name."""
    assert item.state is not None
    fields = {**item.fields, "people": people(item.fields), "outcome": outcome(item.fields)}
    if item.state.id == "open":
        return replace(item, fields=fields, summary=summary(fields, span(fields, settings), settings))
    fields["subjects"] = []
    if item.state.id == "plain":
        fields["result"] = [{**row, "conclusion": ""} for row in fields["result"]]
    return replace(item, fields=fields, body=False)


def people(fields: Mapping[str, Any]) -> int | None:
    """How many persons or teams it is about."""
    return fields["people"] if fields["people"] is not None else len(fields["subjects"]) or None


def outcome(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The numbers by unit as written, or as the subjects count."""
    if fields["outcome"]:
        return list(fields["outcome"])
    counts = Counter(row["unit"] for row in fields["subjects"] if row["unit"])
    return [{"unit": unit, "people": count, "passed": None} for unit, count in counts.items()]


def summary(fields: Mapping[str, Any], period: Span, settings: Settings) -> str:
    """What lists and feeds say of a running publicity: they are kept by others, so no name stands in them."""
    first, last = settings.date_in_words(period.begin), settings.day_in_words(period.last)
    count = settings.ngettext("，共 %(count)s 个", fields["people"]) if fields["people"] else ""
    return settings.ngettext(
        "%(type)s公示%(people)s，%(first)s至%(last)s，%(count)s 个工作日；名单和反映意见的办法见正文。",
        period.days, type=settings.gettext(fields["type"]), people=count, first=first, last=last,
    )  # fmt: skip
