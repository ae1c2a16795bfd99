"""Suggestions: where each one stands, step by step, with the day of every step."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from plugins.dialogue.cases import dates_in_order
from plugins.dialogue.letters import NO_ANSWER, answered_in_text
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, told
from plugins.network.network import Network, is_standing
from plugins.network.periods import begins
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings

CONTRADICTION = Code(
    "ZB-813", "error", "item",
    "既写了“采纳”（{adopted}），又写了“不采纳”（{declined}）", "请只留下其中一个。",
    "it is both adopted ({adopted}) and declined ({declined})", "Keep one of them.",
    "不采纳: 2026-03-20",
)  # fmt: skip
STUCK = Code(
    "ZB-814", "warning", "nothing",
    "建议从 {since} 起停在“{step}”，已经超过 {days} 天", "请写上下一步的日期；办不了的，写“不采纳”和理由。",
    'since {since} the suggestion has been "{step}", for more than {days} days', "Write the day of the next step, or decline it with a reason.",
    "办理: 2026-03-20",
)  # fmt: skip

STEPS: tuple[tuple[str, str, str], ...] = (
    ("received", N_("收到"), N_("已收")), ("adopted", N_("采纳"), N_("已采纳")), ("taken", N_("办理"), N_("办理中")),
    ("answered", N_("答复"), N_("已答复")), ("declined", N_("不采纳"), N_("不采纳")),
)  # fmt: skip
"""Field, its label and the state that begins on its day, in their order."""
FINAL = ("answered", "declined")


class SuggestionFields(Fields):
    """What a suggestion says beyond the common fields."""

    topic: Line = told("主题", "一两个词，用来归类和计数", "通勤", default="", listed=True)
    by: Line = told("来自", "哪个班组或什么身份，不写姓名", "总装二班", default="")
    received: Day = told("收到", "哪一天收到；不写则取日期", "2026-03-02", default="")
    adopted: Day = told("采纳", "哪一天决定采纳", "2026-03-09", default="")
    taken: Day = told("办理", "哪一天开始办", "2026-03-12", default="")
    answered: Day = told("答复", "哪一天办成并答复", "2026-04-02", default="")
    declined: Day = told("不采纳", "哪一天决定不采纳；理由写进“答复要点”或正文", "2026-03-20", default="")
    answer: Line = told("答复要点", "一句话说清结果或理由", "四月起加一班车", default="", listed=True)


def days_of(item: Item) -> list[tuple[str, str, str, str]]:
    """(field, label, state, ISO day) of every step that has a day; receiving has one always."""
    own = {**item.fields, "received": item.fields["received"] or (item.date.date().isoformat() if item.date else "")}
    return [(field, label, word, own[field]) for field, label, word in STEPS if own[field]]


def state(item: Item, as_of: datetime, settings: Settings) -> State | None:
    """The step of the latest day that has come; 停滞 if nothing has followed it for too long."""
    moments = [(begins(day, settings.zone), field, word) for field, _, word, day in days_of(item)]
    reached = [moment for moment in moments if moment[0] <= as_of] or moments[:1]
    since, field, word = reached[-1]
    coming = [moment for moment, _, _ in moments if moment > as_of]
    if field in FINAL:
        return State(field, word, "positive" if field == "answered" else "off", until=min(coming, default=None))
    stuck = since + timedelta(days=settings.figure("suggestion_days"))
    if as_of >= stuck:
        _ = settings.gettext
        return State("stuck", _("%(state)s，久无进展", state=_(word)), "negative", until=min(coming, default=None))
    return State(field, word, "active", until=min([*coming, stuck]))


@finds(DATES_REVERSED, CONTRADICTION, NO_ANSWER)
def adds_up(item: Item, _settings: Settings) -> Iterable[Problem]:
    """Each step comes after the one before; nothing is both adopted and declined; an end has words."""
    fields = item.fields
    known = days_of(item)
    steps = zip(known[1:], known[:-1], strict=True)
    yield from dates_in_order(item, [(field, label, day, before) for (field, label, _, _), (_, before, _, day) in steps])
    if fields["adopted"] and fields["declined"]:
        line = item.lines.get("declined", 1)
        yield CONTRADICTION.at(item.path, line, adopted=fields["adopted"], declined=fields["declined"])
    ended = next((name for name in FINAL if fields[name]), "")
    if ended and not fields["answer"] and not answered_in_text(item):
        label = "不采纳" if ended == "declined" else "答复"
        what = "理由" if ended == "declined" else "结果"
        yield NO_ANSWER.at(item.path, item.lines.get(ended, 1), key=label, key_en=ended, what=what)


@finds(STUCK)
def suggestions_move(network: Network) -> Iterable[Problem]:
    """No suggestion stays at one step for too long."""
    days = int(network.settings.figure("suggestion_days"))
    for item in filter(is_standing, network.of_kind("suggestion")):
        if item.state and item.state.id == "stuck":
            field, _, word, since = days_of(item)[-1]
            yield STUCK.at(item.path, item.lines.get(field, 1), since=since, step=word, days=days)


def values(network: Network, item: Item) -> dict[str, Any]:
    """The line of steps: those with their day, then those to come."""
    _ = network.settings.gettext
    at = item.state.id if item.state else ""
    done = {field: day for field, _, _, day in days_of(item)}
    shown = [step for step in STEPS if step[0] in done or ("declined" not in done and step[0] != "declined")]
    reached = max((place for place, (field, _, _) in enumerate(shown) if field in done), default=0)
    return {
        "steps": [
            {
                "label": _(label), "text": _("久无进展") if at == "stuck" and place == reached else "", "date": done.get(field, ""),
                "tone": "off" if field not in done else "negative" if at == "stuck" and place == reached else "positive",
                "current": place == reached,
            }
            for place, (field, label, _word) in enumerate(shown)
        ]
    }  # fmt: skip


SUGGESTION = Kind(
    "suggestion", "建议", "suggestions", "建议", dated=True, schema=SuggestionFields, state=state, check=adds_up,
    values=values, stream=False, area="互动", states=("已收", "已采纳", "办理中", "已答复", "不采纳", "久无进展"),
    body="## 现在怎样\n\n\n## 建议怎样\n\n\n## 答复\n\n",
)  # fmt: skip
