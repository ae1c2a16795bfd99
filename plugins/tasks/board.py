"""The board of tasks: for a committee units × tasks, for a unit what it was given and how it stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.listing import PER_PAGE, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Settings, Site
from plugins.tasks.progress import Unit, standing, summed, word

NAME = N_("任务一览")
LATEST = 8
"""How many tasks stand beside each other; all of them are in the list of tasks."""
LEGEND = (
    {"text": N_("已报"), "tone": "positive", "note": N_("截止日期以前报送")},
    {"text": N_("已报，迟 2 天"), "tone": "warning", "note": N_("报送了，晚了几天")},
    {"text": N_("未报"), "tone": "active", "note": N_("还没有到截止日期")},
    {"text": N_("逾期 3 天"), "tone": "negative", "note": N_("过了截止日期，还没有报送")},
)


def board(network: Network, site: Site) -> Iterator[Output]:
    """The tasks that a site set, with every unit; the tasks that it was given."""
    known = network.digest("tasks.progress", site.id)
    if not known:
        return
    _ = network.settings.gettext
    tasks = _newest(network, known["set"])[:LATEST]
    units = [unit for unit in network.sites if any(unit in task.to for task in tasks)]
    address, count = f"{site.base}task-board/", max(1, -(-len(units) // PER_PAGE))
    for number in range(1, count + 1):
        part = units[(number - 1) * PER_PAGE : number * PER_PAGE]
        values = {
            "given": _given(network, known["given"]) if number == 1 else (),
            "tasks": _tasks(network.settings, tasks, known["set"]) if number == 1 else (),
            "columns": [{"label": task.title, "href": task.address} for task in tasks],
            "rows": [_row(network, unit, tasks, known["set"]) for unit in part],
            "legend": [{**row, "text": _(row["text"]), "note": _(row["note"])} for row in LEGEND],
            "pager": pager(address, number, count),
            "all": f"{site.base}tasks/",
        }
        yield Page(
            page_address(address, number), "task_board.html", network.settings.gettext(NAME), values, section="task-board",
            menu="组织生活" if number == 1 else "", crumbs=((site.title, site.base),), robots="noindex" if number > 1 else "",
        )  # fmt: skip


def _newest(network: Network, paths: Sequence[str]) -> list[Item]:
    """Tasks that are still open first, then the newest."""
    tasks = (network.items[path] for path in paths if path in network.items)
    ranked = sorted(tasks, key=lambda task: (task.fields["due"], task.path), reverse=True)
    return sorted(ranked, key=lambda task: task.state is not None and task.state.id == "done")


def _given(network: Network, given: dict[str, Unit]) -> list[list[object]]:
    """What a unit was given: task, by whom, by when, how it stands."""
    return [
        [
            {"text": task.title, "href": task.address},
            network.sites[task.site].short,
            task.fields["due"][:10],
            standing(given[task.path], network.settings),
        ]
        for task in _newest(network, list(given))
    ]


def _tasks(settings: Settings, tasks: Sequence[Item], progress: dict[str, tuple[Unit, ...]]) -> list[list[object]]:
    """What a committee set: task, by when, how it stands, in numbers."""
    return [
        [
            {"text": task.title, "href": task.address},
            task.fields["due"][:10],
            {"text": task.state.label, "tone": task.state.tone} if task.state else "",
            summed(progress[task.path], settings),
        ]
        for task in tasks
    ]


def _row(network: Network, site: str, tasks: Sequence[Item], progress: dict[str, tuple[Unit, ...]]) -> dict[str, Any]:
    """One unit beside the tasks; 不要求 where a task was not set for it."""
    _ = network.settings.gettext
    cells = []
    for task in tasks:
        unit = next((unit for unit in progress[task.path] if unit.site == site), None)
        title = _("%(site)s：", site=network.sites[site].short) + word(unit, network.settings) if unit else ""
        cells.append({**standing(unit, network.settings), "title": title} if unit else {"text": _("不要求"), "tone": "off"})
    return {"label": network.sites[site].short, "cells": cells}
