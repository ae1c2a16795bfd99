"""Whether an item came in time: only where its Kind knows a time, and by the ids of its states alone."""

from collections.abc import Iterable, Mapping

from plugins.network.interface import N_
from plugins.network.items import Item

Ids = frozenset[str]
JUDGED: Mapping[str, tuple[Ids, Ids]] = {
    "disclosure": (frozenset({"told"}), frozenset({"late"})),
    "publicity": (frozenset({"settled", "plain"}), frozenset({"late"})),
    "consultation": (frozenset({"answered"}), frozenset({"overdue"})),
    "survey": (frozenset({"answered"}), frozenset({"overdue"})),
    "topic": (frozenset({"answered"}), frozenset({"overdue"})),
    "suggestion": (frozenset({"answered", "declined"}), frozenset({"stuck"})),
    "qa": (frozenset({"answered"}), frozenset({"unreviewed"})),
    "live": (frozenset({"over"}), frozenset({"late"})),
    "task": (frozenset({"done"}), frozenset({"overdue"})),
    "goal": (frozenset({"stretch", "must", "short"}), frozenset({"missing"})),
}
"""For each Kind that knows a time, the states of what came in time and of what is late; any other says nothing yet."""
FORMULA = N_(
    "按期率 = 按期 ÷（按期 + 逾期）；只算有期限、已经见分晓的：公开、公示、征集、调查、讨论、建议、答疑、直播、任务、目标"
)


def is_late(item: Item) -> bool:
    """Whether it missed its time."""
    return item.state is not None and item.state.id in JUDGED.get(item.kind, ((), ()))[1]


def in_time(items: Iterable[Item]) -> tuple[int, int]:
    """How many came in time, and how many did not."""
    states = [(item.state.id, *JUDGED[item.kind]) for item in items if item.state and item.kind in JUDGED]
    return sum(state in good for state, good, _ in states), sum(state in late for state, _, late in states)


def rate(good: int, late: int) -> str:
    """按期率 in per cent; a dash where nothing was due."""
    return f"{round(100 * good / (good + late))}%" if good + late else "—"
