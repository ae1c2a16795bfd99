"""Dates of publication that the history of the repository contradicts."""

from collections.abc import Iterable
from datetime import date

from plugins.network.items import Item
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.review.lists import review_rules

_ZH = "日期写的是 {date}，文件到 {committed} 才第一次提交，相差 {days} 天"
_REMEDY = "请核对日期，不要倒签；以前的内容整批导入的，请管理员在 review.yaml 写 imported: {committed}。"
_EN = "it is dated {date}, but its file was first committed on {committed}, {days} days later"
_REMEDY_EN = "Correct the date; for older content that was imported, say imported: {committed} in review.yaml."

EARLY = Code("ZB-735", "warning", "nothing", _ZH, _REMEDY, _EN, _REMEDY_EN)
TOO_EARLY = Code("ZB-736", "error", "item", _ZH, _REMEDY, _EN, _REMEDY_EN)


@finds(EARLY, TOO_EARLY)
def dates_are_those_of_publication(item: Item, settings: Settings, committed: date | None) -> Iterable[Problem]:
    """An item is not dated long before its file came into being."""
    if committed is None or item.date is None:
        return
    rules = review_rules(settings.files)
    days = (committed - item.date.date()).days
    if days <= settings.figure("publication_lag_days") or (rules["imported"] and committed.isoformat() <= rules["imported"]):
        return
    code = TOO_EARLY if rules["early_dates"] == "error" else EARLY
    line = item.lines.get("date", 1)
    yield code.at(item.path, line, date=item.date.date().isoformat(), committed=committed.isoformat(), days=days)
