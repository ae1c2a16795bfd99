"""What a task asks for, and what a reply to it says."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, Words, told
from plugins.network.network import Network
from plugins.network.periods import begins, ends
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings
from plugins.tasks.progress import Unit, days_late, standing, summed


class TaskFields(Fields):
    """What a task says beyond the common fields."""

    due: Day = told("截止日期", "最晚哪一天报送", "2026-12-10", also=("截止时间", "报送期限"), listed=True)
    to: Words = told("下发", "交给哪些站点办：all、kind:branch、under:站点、站点名", "kind:branch")
    what: Words = told("报送内容", "要报什么，用顿号隔开或分行写", "自查表、整改打算", default=(), also=("报什么",))
    contact: Line = told("联系", "向哪个岗位询问，不写个人电话", "党群工作部综合岗", default="", also=("联系岗位",))
    done: Day = told("办结", "哪一天办结；办结以后不再计算逾期", "2026-12-15", default="", also=("办结日期",), listed=True)


class ReplyFields(Fields):
    """What a reply says beyond the common fields."""

    task: Line = told("任务", "报送的是哪项任务：任务文件的链接", "/dangwei/tasks/2026-11-05-winter-check.md", reference=True)


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """布置 until its day is over, then 逾期未办结, until the committee says 办结."""
    due, done = ends(item.fields["due"], settings.zone), item.fields["done"]
    closes = begins(done, settings.zone) if done else None
    if closes and as_of >= closes:
        return State("done", "办结", "off")
    if as_of < due:
        label = settings.gettext("布置　%(day)s截止", day=settings.day_in_words(item.fields["due"]))
        return State("open", label, "active", until=min(due, closes) if closes else due)
    return State("overdue", "逾期未办结", "negative", until=closes)


@finds(DATES_REVERSED)
def due_after_date(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A task is not due, and not done, before it is set."""
    day = item.date.date().isoformat() if item.date else ""
    for name, label in (("due", "截止日期"), ("done", "办结")):
        written = item.fields[name]
        if written and written[:10] < day:
            line = item.lines.get(name, 1)
            yield DATES_REVERSED.at(item.path, line, later_key=label, later=written, earlier_key="日期", earlier=day)


def task_values(network: Network, item: Item) -> Mapping[str, Any]:
    """Who has sent what, who has not: a row for each unit, the latest first."""
    known = network.digest("tasks.progress", item.site) or {"set": {}}
    units: tuple[Unit, ...] = known["set"].get(item.path, ())
    rows = [[network.sites[unit.site].short, standing(unit, network.settings), unit.sent] for unit in units]
    return {"units": rows, "summary": summed(units, network.settings), "board": f"{network.sites[item.site].base}task-board/"}


def reply_values(network: Network, item: Item) -> Mapping[str, Any]:
    """The task it answers, and whether it came in time."""
    task = network.items.get(item.fields["task"])
    if task is None or task.kind != "task" or item.date is None:
        return {"task": None, "punctual": None}
    days = days_late(item.date, task.fields["due"], network.zone)
    _, ngettext = network.settings.gettext, network.settings.ngettext
    late, sent = State("late", ngettext("逾期 %(count)s 天", days), "warning"), State("sent", _("按期"), "positive")
    return {"task": task, "punctual": late if days else sent}


TASK = Kind(
    "task", "任务", "tasks", "任务", dated=True, schema=TaskFields, state=state, check=due_after_date, values=task_values,
    states=("布置", "逾期未办结", "办结"), area="组织生活", audience="org",
    body="## 做什么\n\n\n## 怎样报送\n\n在本站“报送”文件夹新建一篇，写明任务，附上材料。\n",
)  # fmt: skip
REPLY = Kind(
    "reply", "报送", "replies", "报送", dated=True, schema=ReplyFields, values=reply_values, stream=False, area="组织生活",
    audience="org", body="办得怎样，还差什么。\n",
)  # fmt: skip
