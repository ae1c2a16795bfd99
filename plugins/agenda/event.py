"""One event: what is on, from when to when, where; called off with a reason, never silently."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from plugins.agenda.times import moment_in_words, over, reversed_times, span_in_words
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, one_of, told
from plugins.network.network import Network
from plugins.network.periods import begins
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings

TYPES = (N_("会议"), N_("活动"), N_("主题党日"), N_("接访"), N_("培训"))


class EventFields(Fields):
    """What an event says beyond the common fields."""

    start: Day = told("开始", "哪一天、几点开始；全天的只写日期", "2026-12-05 14:00", also=("开始时间",), listed=True)
    end: Day = told("结束", "什么时候结束；不写就到当天为止", "2026-12-05 16:00", default="", also=("结束时间",), listed=True)
    place: Line = told("地点", "在哪里", "装配车间二楼党员活动室", default="", listed=True)
    type: one_of(*TYPES) = told("类型", "、".join(TYPES), "培训", default="活动", listed=True)  # type: ignore[valid-type]  # a type made from data
    contact: Line = told("联系", "向哪个岗位询问，不写个人电话", "支部组织委员", default="", also=("联系岗位",))
    cancelled: Line = told("取消", "取消的理由；写了就显示为已取消", "天气原因，另行安排", default="", listed=True)


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """未开始, 进行, 已结束 by its times; 取消 whatever the time."""
    if item.fields["cancelled"]:
        return State("cancelled", "取消", "negative")
    start, end = begins(item.fields["start"], settings.zone), over(item.fields["start"], item.fields["end"], settings.zone)
    if as_of < start:
        return State(
            "ahead",
            settings.gettext("未开始　%(day)s", day=moment_in_words(item.fields["start"], settings)),
            "active",
            until=start,
        )
    return State("on", "进行", "positive", until=end) if as_of < end else State("over", "已结束", "off")


@finds(DATES_REVERSED)
def end_after_start(item: Item, settings: Settings) -> Iterable[Problem]:
    """An event does not end before it starts."""
    start, end = item.fields["start"], item.fields["end"]
    if end and reversed_times(start, end, settings.zone):
        line = item.lines.get("end", 1)
        yield DATES_REVERSED.at(item.path, line, later_key="结束", later=end, earlier_key="开始", earlier=start)


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """When it is, in words, and the calendar entry to take along."""
    site = network.sites[item.site]
    return {
        "span": span_in_words(item.fields["start"], item.fields["end"], network.settings),
        "month": f"{site.base}calendar/{item.fields['start'][:7]}/" if network.digest("agenda.upcoming", site.id) else "",
        "entry": f"{item.address}entry.ics",
    }


EVENT = Kind(
    "event", "日程", "events", "日程", dated=True, schema=EventFields, state=state, check=end_after_start, values=values,
    states=("未开始", "进行", "已结束", "取消"), area="组织生活",
    body="做什么、请谁来、带什么。\n\n## 安排\n\n1. \n",
)  # fmt: skip
