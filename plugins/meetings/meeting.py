"""One meeting: what was held where, what was on the agenda, what was decided, and how many came; never who."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from plugins.meetings.rosters import names_in
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Count, Day, Fields, Kind, Line, Period, Words, one_of, told
from plugins.network.network import Network
from plugins.network.periods import begins
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

TYPES = (N_("支部党员大会"), N_("支委会"), N_("党小组会"), N_("党课"), N_("主题党日"), N_("组织生活会"), N_("民主评议"))

TOO_MANY = Code(
    "ZB-650", "error", "item",
    "实到 {present} 人，比应到 {should} 人还多", "请核对“应到”和“实到”；列席的人不计入实到。",
    "{present} were present, more than the {should} expected", "Correct the head-counts; guests are not counted.",
    "实到: 9",
)  # fmt: skip
NO_SUM = Code(
    "ZB-651", "error", "item",
    "实到 {present} 人加请假 {excused} 人是 {sum} 人，超过应到 {should} 人", "请核对三个人数：实到与请假之和不超过应到。",
    "{present} present and {excused} excused are {sum}, more than the {should} expected", "Correct the three head-counts.",
    "请假: 2",
)  # fmt: skip
NO_QUORUM = Code(
    "ZB-652", "error", "item",
    "支委会应到 {should} 人，实到 {present} 人，不足应到人数的 {share}，会议不能进行",
    "请核对人数；确实没有过半的，应当改期重开，不作为一次支委会。",
    "{present} of {should} committee members were present, fewer than {share}: no meeting could be held",
    "Correct the head-counts, or hold the meeting again.",
)  # fmt: skip
NAMES = Code(
    "ZB-653", "error", "item",
    "“{key}”里像是一份人员名单（{count} 个姓名）", "请删去姓名，只写人数：应到、实到、请假；发言和分工写岗位。",
    '"{key}" looks like a list of {count} personal names', "Remove the names; write head-counts and posts.",
    "实到: 9",
)  # fmt: skip


class MeetingFields(Fields):
    """What a meeting says beyond the common fields."""

    type: one_of(*TYPES) = told("类型", "、".join(TYPES), "支委会", listed=True)  # type: ignore[valid-type]  # a type made from data
    held: Day = told("召开", "哪一天召开；不写就是“日期”那天", "2026-11-05 14:30", default="", also=("召开日期", "召开时间"))
    makes_up: Period = told("补开", "补开哪个月、季度或年份的；按期召开的不写", "2026-10", default="")
    place: Line = told("地点", "在哪里召开", "装配车间二楼党员活动室", default="")
    should: Count = told("应到", "应到多少人", "11", default=None, also=("应到人数",))
    present: Count = told("实到", "实到多少人，列席的不算", "9", default=None, also=("实到人数",))
    absent_excused: Count = told("请假", "请假多少人", "2", default=None, also=("请假人数",))
    speaker: Line = told("主讲", "主持或主讲的岗位，不写姓名", "支部书记", default="", also=("主持", "主持人"))
    agenda: Words = told("议程", "讨论了哪几件事，用顿号隔开或分行写", "学习文件、讨论计划", default=())
    decisions: Words = told("决议", "定了哪几件事，用顿号隔开或分行写", "十二月八日前换完润滑脂", default=(), also=("决定",))
    materials: Words = told("材料", "学习材料的链接，会前可以先看", "/library/safety/first-aid.md", default=(), reference=True)


def held(item: Item) -> str:
    """The day, and the time if one was written, on which a meeting is held."""
    return str(item.fields["held"] or (item.date.isoformat()[:10] if item.date else ""))


def held_day(item: Item) -> date:
    """The day on which a meeting is held."""
    return date.fromisoformat(held(item)[:10])


def state(item: Item, as_of: datetime, settings: Settings) -> State | None:
    """待召开 until it begins, so that agenda and materials can be read before; afterwards there is no state."""
    begin = begins(held(item), settings.zone)
    return State("planned", "待召开", "active", until=begin) if as_of < begin else None


@finds(TOO_MANY, NO_SUM, NO_QUORUM, NAMES)
def counts_hold(item: Item, settings: Settings) -> Iterable[Problem]:
    """Head-counts agree, a committee had its quorum, and nobody is named."""
    should, present, excused = (item.fields[name] for name in ("should", "present", "absent_excused"))
    line = item.lines.get("present", 1)
    if should is not None and present is not None:
        if present > should:
            yield TOO_MANY.at(item.path, line, present=present, should=should)
        elif present + (excused or 0) > should:
            yield NO_SUM.at(item.path, line, present=present, excused=excused, sum=present + excused, should=should)
        quorum = settings.figure("meetings_committee_quorum")
        if item.fields["type"] == "支委会" and present < should * quorum:
            yield NO_QUORUM.at(item.path, line, present=present, should=should, share=f"{quorum:.0%}")
    yield from _rosters(item)


def _rosters(item: Item) -> Iterable[Problem]:
    """Lists of names in what the fields say."""
    said = {"title": item.title, "summary": item.summary, **{name: item.fields[name] for name in _WORDS}}
    for name, value in said.items():
        text = value if isinstance(value, str) else "、".join(value)
        if count := names_in(text, trusted=name in _ABOUT_PEOPLE):
            yield NAMES.at(item.path, item.lines.get(name, 1), key=MEETING.label(name), count=count)


_WORDS = ("place", "speaker", "agenda", "decisions")
_ABOUT_PEOPLE = frozenset({"speaker"})
"""Fields in which names need no word before them that announces them."""


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """The grid of its site and the materials, by title and address."""
    found = [
        (network.items[path].title, network.items[path].address) for path in item.fields["materials"] if path in network.items
    ]
    files = [(path.rpartition("/")[2], path) for path in item.fields["materials"] if path and path not in network.items]
    site = network.sites[item.site]
    shown = network.digest("meetings.grid", site.id)
    late = network.settings.period_in_words(item.fields["makes_up"]) if item.fields["makes_up"] else ""
    return {"materials": (*found, *files), "held": held(item), "makes_up": late, "grid": f"{site.base}grid/" if shown else ""}


MEETING = Kind(
    "meeting", "三会一课", "meetings", "三会一课", dated=True, schema=MeetingFields, state=state, check=counts_hold, values=values, states=("待召开",),
    area="组织生活", body="会议情况（不写姓名，发言写岗位）。\n\n## 讨论情况\n\n\n## 会后落实\n\n1. \n",
)  # fmt: skip
