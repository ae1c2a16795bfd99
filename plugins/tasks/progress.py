"""Where every task stands with every unit: sent, sent late, still open, late by so many days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item, Tone
from plugins.network.network import Network
from plugins.network.periods import begins, ends
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

NO_TASK = Code(
    "ZB-660", "error", "nothing",
    "“任务”指的 {path} 不是一项任务，这份报送没有计入", "请把“任务”改成任务文件的链接。",
    '{path} under "task" is no task; this reply is not counted', "Link the file of the task.",
    "任务: /dangwei/tasks/2026-11-05-winter-check.md",
)  # fmt: skip
NOT_ASKED = Code(
    "ZB-661", "warning", "nothing",
    "任务“{title}”没有布置给本站，这份报送没有计入", "请核对任务的链接；确实要报的，请布置单位在“下发”里加上本站。",
    'the task "{title}" was not set for this site; the reply is not counted', 'Check the link, or have the site added to "to".',
)  # fmt: skip
ALL_IN = Code(
    "ZB-662", "warning", "nothing",
    "{count} 个单位都已报送，任务已过截止日期，还没有办结", "请写“办结”的日期；还有要补的，请向有关单位说明。",
    "all {count} units have replied, the task is past its day and not closed", 'Write the day it was done under "done".',
    "办结: 2026-12-15",
)  # fmt: skip


class Unit(NamedTuple):
    """One unit with one task. `verdict`: sent, late (by `days`), open, overdue (by `days`), unsent (closed without it)."""

    site: str
    verdict: str
    days: int = 0
    sent: str = ""
    address: str = ""


ORDER = ("overdue", "unsent", "open", "late", "sent")
TONES: Mapping[str, Tone] = {"sent": "positive", "late": "warning", "open": "active", "overdue": "negative", "unsent": "negative"}


def word(unit: Unit, settings: Settings) -> str:
    """已报 · 已报，迟 2 天 · 未报 · 逾期 3 天 · 办结时未报."""
    _, ngettext = settings.gettext, settings.ngettext
    words = {
        "sent": _("已报"),
        "late": ngettext("已报，迟 %(count)s 天", unit.days),
        "open": _("未报"),
        "overdue": ngettext("逾期 %(count)s 天", unit.days),
        "unsent": _("办结时未报"),
    }
    return words[unit.verdict]


def standing(unit: Unit, settings: Settings) -> dict[str, str]:
    """A unit's verdict as a cell that leads to its reply."""
    return {"text": word(unit, settings), "tone": TONES[unit.verdict], "href": unit.address}


def summed(units: Sequence[Unit], settings: Settings) -> str:
    """应报 6 · 已报 4 · 迟报 1 · 未报 1."""
    late = sum(unit.verdict == "late" for unit in units)
    sent = late + sum(unit.verdict == "sent" for unit in units)
    parts = ((N_("应报"), len(units)), (N_("已报"), sent), (N_("其中迟报"), late), (N_("未报"), len(units) - sent))
    return " · ".join(f"{settings.gettext(name)} {count}" for name, count in parts if count or name == "已报")


def days_late(sent: datetime, due: str, zone: ZoneInfo) -> int:
    """By how many days a reply came late, 0 if in time."""
    return max(1, (sent.astimezone(zone).date() - date.fromisoformat(due[:10])).days) if sent >= ends(due, zone) else 0


def progress(network: Network) -> Digest:
    """For the site that sets tasks every unit of each, for a unit what it was given; nothing if there is no task."""
    tasks = [item for item in network.of_kind("task") if not item.withdrawn]
    if not tasks or network.as_of is None:
        return Digest({})
    first = _first_replies(network)
    sites: dict[str, dict[str, Any]] = {}
    for task in tasks:
        units = [_unit(task, site, first.get((task.path, site)), network, network.as_of) for site in task.to]
        ranked = tuple(sorted(units, key=lambda unit: (ORDER.index(unit.verdict), -unit.days, task.to.index(unit.site))))
        sites.setdefault(task.site, {"set": {}, "given": {}})["set"][task.path] = ranked
        for unit in units:
            sites.setdefault(unit.site, {"set": {}, "given": {}})["given"][task.path] = unit
    return Digest(sites, min(_changes(tasks, sites, network, network.as_of), default=None))


def _first_replies(network: Network) -> dict[tuple[str, str], Item]:
    """The first reply of each site to each task."""
    found: dict[tuple[str, str], Item] = {}
    replies = (item for item in network.of_kind("reply") if item.date and not item.withdrawn)
    for item in sorted(replies, key=lambda item: (str(item.date), item.path)):
        found.setdefault((item.fields["task"], item.site), item)
    return found


def _unit(task: Item, site: str, reply: Item | None, network: Network, as_of: datetime) -> Unit:
    due = task.fields["due"]
    if reply is not None and reply.date is not None:
        days = days_late(reply.date, due, network.zone)
        return Unit(site, "late" if days else "sent", days, reply.date.date().isoformat(), reply.address)
    if task.state is not None and task.state.id == "done":
        return Unit(site, "unsent")
    days = days_late(as_of, due, network.zone)
    return Unit(site, "overdue" if days else "open", days)


def _changes(
    tasks: Iterable[Item], sites: Mapping[str, Mapping[str, Any]], network: Network, as_of: datetime
) -> Iterator[datetime]:
    """When a verdict changes by itself: at the end of a due day, and each midnight while somebody is late."""
    midnight = begins((as_of.astimezone(network.zone).date() + timedelta(days=1)).isoformat(), network.zone)
    for task in tasks:
        units = sites[task.site]["set"][task.path]
        if any(unit.verdict == "overdue" for unit in units):
            yield midnight
        elif any(unit.verdict == "open" for unit in units):
            yield ends(task.fields["due"], network.zone)


@finds(NO_TASK, NOT_ASKED)
def replies_have_tasks(network: Network) -> Iterable[Problem]:
    """Every reply answers a task that was set for its site."""
    for item in network.of_kind("reply"):
        if item.withdrawn or not item.fields["task"]:
            continue  # a link that leads nowhere is told already
        task, line = network.items.get(item.fields["task"]), item.lines.get("task", 1)
        if task is None or task.kind != "task":
            yield NO_TASK.at(item.path, line, path=item.fields["task"])
        elif item.site not in task.to:
            yield NOT_ASKED.at(item.path, line, title=task.title)


@finds(ALL_IN)
def closed_when_all_is_in(network: Network) -> Iterable[Problem]:
    """A task that everybody has answered is closed once its day is over."""
    first = _first_replies(network)
    for task in network.of_kind("task"):
        overdue = task.state is not None and task.state.id == "overdue"
        if overdue and task.to and all((task.path, site) in first for site in task.to):
            yield ALL_IN.at(task.path, task.lines.get("due", 1), count=len(task.to))
