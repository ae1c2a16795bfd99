"""Goals to test with: as values, and as files of a small network."""

from datetime import datetime, timedelta
from typing import Any

from plugins.boards import GOAL
from plugins.build.capabilities import rules
from plugins.network.items import Item
from plugins.network.periods import begins
from plugins.network.sites import Settings
from tests.networks import ZONE, Place

SETTINGS = Settings("示例", "https://x.example.cn/", figures=rules().figures)
SECOND = timedelta(seconds=1)
NEWS = "../news/2026-10-01-walk.md"
"""Evidence that branch a of `SMALL` has."""


def at(day: str) -> datetime:
    """The first instant of a day."""
    return begins(day, ZONE)


def actual(period: str, value: float | None) -> dict[str, Any]:
    """One actual with its evidence."""
    return {"period": period, "value": value, "evidence": [NEWS], "note": ""}


def entry(day: str, text: str = "每周复查", *, due: str = "", closed: str = "") -> dict[str, Any]:
    """One entry of PDCA."""
    return {"date": day, "text": text, "due": due, "closed": closed, "evidence": [NEWS] if closed else []}


def goal(*actuals: dict[str, Any], **fields: Any) -> Item:
    """A goal of 2026: 必达 95, 挑战 98."""
    own = {name: GOAL.defaults.get(name) for name in GOAL.own}
    told = {"measure": "关闭率", "unit": "%", "must": 95.0, "stretch": 98.0, "actuals": list(actuals)}
    return Item("a/goals/g.md", "a", "goal", "g", "/a/goals/g/", "关掉", date=at("2026-01-08"), fields={**own, **told, **fields})


def write_goal(
    place: Place, path: str, *lines: str, measure: str = "关闭率", title: str = "按期关掉", day: str = "2026-01-08"
) -> str:
    """A goal as a file: 必达 95, 挑战 98 unless `lines` say otherwise; its path."""
    written = "\n".join(lines)
    marks = "" if "必达" in written else "必达: 95\n挑战: 98\n"
    place.write(path, f"---\n标题: {title}\n日期: {day}\n指标: {measure}\n计量单位: '%'\n{marks}{written}\n---\n怎样算。\n")
    return path


def told(period: str, value: float, evidence: str = NEWS) -> str:
    """One actual as a writer types it."""
    return f"  - {{期间: {period}, 数值: {value:g}, 依据: {evidence}}}"
