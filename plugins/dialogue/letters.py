"""Letters: received, taken on, answered in time; closed unless the writer's office opens one, and then nobody is named."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from plugins.dialogue.cases import code, dates_in_order
from plugins.dialogue.senders import signs
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Flag, Kind, Line, told
from plugins.network.network import Network, is_standing
from plugins.network.periods import begins, ends
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings
from plugins.network.workdays import NoCalendarError, last_working_day

SENDER_KNOWN = Code(
    "ZB-808", "error", "item",
    "要公开的文字里有{what}，能认出写的人", "请删去{what}，写成“某职工”“一位同志”；不便改写的，就不写“公开: 是”。",
    "a text that is to be public holds {what_en}, by which its writer can be recognised", "Remove it, or do not make it public.",
    "我在总装线上班，想反映更衣柜的事。",
)  # fmt: skip
LATE = Code(
    "ZB-809", "warning", "nothing",
    "{received} 收到的来信还没有答复，已经超过 {limit}", "请尽快答复，写上“答复日期”和“答复要点”；一时办不了的，先答复什么时候办。",
    "the letter of {received} has no answer, after more than {limit_en}", "Answer it; if it takes longer, answer by when.",
    "答复日期: 2026-03-20",
)  # fmt: skip
NO_ANSWER = Code(
    "ZB-810", "warning", "nothing",
    "写了“{key}”，却没有写{what}", "请补上“答复要点”，或在正文里加一节“## 答复”。",
    'there is a "{key_en}" but no answer', 'Write "answer", or a section "## 答复".',
    "答复要点: 更衣柜下月换锁",
)  # fmt: skip
NO_CALENDAR = Code(
    "ZB-811", "warning", "nothing",
    "没有 {year} 年的放假安排，算不出答复期限", "请在 holidays.yaml 里补上 {year} 年的放假安排，或更新程序。",
    "the holidays of {year} are not known, so the time to answer cannot be told", "Add the year to holidays.yaml, or update the program.",
    "'2031': {off: [2031-01-01], work: [], source: 通知文号}",
)  # fmt: skip


class LetterFields(Fields):
    """What a letter says beyond the common fields."""

    received: Day = told("收到日期", "哪一天收到", "2026-03-02", also=("来信日期",))
    topic: Line = told("主题", "一两个词，用来归类和计数", "食堂", default="", listed=True)
    addressee: Line = told("写给", "写给哪个岗位", "支部书记", default="", also=("收信岗位",))
    taken: Day = told("办理日期", "哪一天交给有关岗位办理", "2026-03-04", default="")
    answered: Day = told("答复日期", "哪一天答复", "2026-03-12", default="")
    answer: Line = told("答复要点", "一句话说清答复了什么", "更衣柜下月换锁", default="", listed=True)
    public: Flag = told("公开", "写“是”才公开；公开的信里不能认出写信的人", "是", default=False)


def due(item: Item, settings: Settings) -> tuple[datetime | None, datetime]:
    """Until when a letter should be answered (None if the calendar of that year is not known), and when it is far too late.

    The working days count from the day after it came in.
    """
    received = date.fromisoformat(item.fields["received"][:10])
    try:
        last = last_working_day(received + timedelta(days=1), int(settings.figure("letter_working_days")), settings)
    except NoCalendarError:
        last = None
    far = _months_later(received, int(settings.figure("letter_months")))
    return ends(last.isoformat(), settings.zone) if last else None, ends(far.isoformat(), settings.zone)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first_after = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last = first_after - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """已收 → 办理中 → 已答复; 逾期未答复 after so many working days, 长期未答复 after months."""
    fields, zone = item.fields, settings.zone
    taken, answered = (begins(fields[name], zone) if fields[name] else None for name in ("taken", "answered"))
    late, far = due(item, settings)
    until = min((moment for moment in (taken, answered, late, far) if moment and moment > as_of), default=None)
    if answered and as_of >= answered:
        return State("answered", "已答复", "positive")
    if as_of >= far:
        return State("forgotten", "长期未答复", "negative", until=until)
    if late and as_of >= late:
        return State("overdue", "逾期未答复", "negative", until=until)
    if taken and as_of >= taken:
        return State("taken", "办理中", "active", until=until)
    return State("received", "已收", "active", until=until)


def days_taken(item: Item) -> int | None:
    """How many days the answer took, 0 if it came the same day; None without one."""
    fields = item.fields
    if not fields["answered"]:
        return None
    return (date.fromisoformat(fields["answered"][:10]) - date.fromisoformat(fields["received"][:10])).days


def taking(days: int | None, settings: Settings) -> str:
    """用时 6 天, in words; empty without an answer."""
    if days is None:
        return ""
    return settings.ngettext("用时 %(count)s 天", days) if days else settings.gettext("当天答复")


def answered_in_text(item: Item) -> bool:
    """Whether the text has a section with the answer."""
    return any("答复" in heading.text for heading in item.headings)


@finds(DATES_REVERSED, NO_ANSWER, NO_CALENDAR)
def adds_up(item: Item, settings: Settings) -> Iterable[Problem]:
    """Days follow each other, an answer has words, and the time to answer is known."""
    received = item.fields["received"]
    pairs = [("taken", "办理日期", received, "收到日期"), ("answered", "答复日期", received, "收到日期")]
    yield from dates_in_order(item, pairs)
    if item.fields["answered"] and not item.fields["answer"] and not answered_in_text(item):
        yield NO_ANSWER.at(item.path, item.lines.get("answered", 1), key="答复日期", key_en="answered", what="答复了什么")
    if not item.fields["answered"] and received and due(item, settings)[0] is None:
        yield NO_CALENDAR.at(item.path, item.lines.get("received", 1), year=received[:4])


@finds(SENDER_KNOWN)
def nobody_is_named(fields: Mapping[str, Any], text: str, line: int) -> Iterable[Problem]:
    """A letter that is to be public does not tell who wrote it."""
    if not fields["public"]:
        return
    header = "\n".join(fields[name] for name in ("title", "summary", "answer"))
    for number, what in dict.fromkeys([*((1, what) for _, what in signs(header, 1)), *signs(text, line)]):
        yield SENDER_KNOWN.at("", number, what=what, what_en=what)


@finds(LATE)
def letters_are_answered(network: Network) -> Iterable[Problem]:
    """Every letter is answered in time."""
    settings = network.settings
    days, months = (int(settings.figure(name)) for name in ("letter_working_days", "letter_months"))
    limits = {"overdue": (f"{days} 个工作日", f"{days} working days"), "forgotten": (f"{months} 个月", f"{months} months")}
    for item in filter(is_standing, network.of_kind("letter")):
        if item.state and item.state.id in limits:
            limit, limit_en = limits[item.state.id]
            yield LATE.at(
                item.path, item.lines.get("received", 1), received=item.fields["received"], limit=limit, limit_en=limit_en
            )


def values(network: Network, item: Item) -> dict[str, Any]:
    """The case code, the line of steps and how long the answer took."""
    _ = network.settings.gettext
    at, fields = item.state.id if item.state else "", item.fields
    waits = at in ("overdue", "forgotten")
    moved = bool(fields["taken"]) or at == "answered"
    steps = [
        {"label": _("收到"), "tone": "positive", "text": "", "current": at == "received", "date": fields["received"]},
        {"label": _("办理"), "tone": "positive" if moved and not waits else "active" if moved else "off", "text": "",
         "current": at == "taken", "date": fields["taken"]},
        {"label": item.state.label if waits and item.state else _("答复"), "tone": "positive" if at == "answered" else "negative" if waits else "off",
         "text": taking(days_taken(item), network.settings) if at == "answered" else "", "current": waits or at == "answered", "date": fields["answered"]},
    ]  # fmt: skip
    return {"code": code(item), "steps": steps}


LETTER = Kind(
    "letter", "来信", "letters", "来信", dated=True, schema=LetterFields, state=state, check=adds_up, check_text=nobody_is_named,
    values=values, stream=False, area="互动", audience="org", opened_by="public",
    states=("已收", "办理中", "已答复", "逾期未答复", "长期未答复"),
    body="## 来信\n\n只写事情，不写姓名、电话、住址。\n\n## 答复\n\n",
)  # fmt: skip
