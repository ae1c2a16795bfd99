"""What can be wrong with a publicity: a period too short or beyond the known holidays, names that would stay, no result."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from plugins.network.items import Item
from plugins.network.names import NAME_STAYS, staying
from plugins.network.network import Network
from plugins.network.periods import begins
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.network.workdays import NoCalendarError
from plugins.publicity.fields import TYPES
from plugins.publicity.states import Span, least, span

TOO_SHORT = Code(
    "ZB-630", "error", "item",
    "公示期只有 {days} 个工作日，“{type}”公示{basis}至少 {least} 个（{source}）", "请把“工作日”改为 {least} 或更多；从 {start} 起，最早到 {last} 结束。",
    "the period has only {days} working days; a publicity of this type has at least {least}", "Set working_days to {least} or more; from {start} it ends on {last} at the earliest.",
    "类型: 任前\n开始: 2026-11-18\n工作日: 5",
)  # fmt: skip
NO_CALENDAR = Code(
    "ZB-631", "error", "item",
    "还没有 {year} 年的放假安排，算不出公示期到哪一天", "请管理员把 {year} 年的放假安排写进 holidays.yaml，或把“开始”改早。",
    "the holidays of {year} are not known, so the end of the period cannot be computed", "Add {year} to holidays.yaml, or start earlier.",
)  # fmt: skip
NO_SUBJECT = Code(
    "ZB-632", "error", "item",
    "没有写公示谁", "请在“对象”里每人写一项：姓名、单位；集体只写单位。公布结果、删去姓名以后，请写“人数”。",
    "it does not say who it is about", "Give each person an entry under subjects; after the result, when names are removed, write people.",
    "对象:\n  - 姓名: 示例甲\n    单位: 总装一班",
)  # fmt: skip
FACT_REFUSED = Code(
    "ZB-633", "error", "item",
    "公示对象第 {number} 项写了“{fact}”，这一项不在可以公示的情况里", "请删去它。可以写：{allowed}。",
    'entry {number} of the subjects says "{fact}", which is not among the facts that may be shown', "Remove it. Allowed are: {allowed}.",
    "情况: {列为积极分子: 2025年3月}",
)  # fmt: skip
NO_WAY = Code(
    "ZB-635", "error", "item",
    "没有写怎样反映意见", "请在“反映”里写岗位，以及地址、信箱、办公电话中的至少一样。",
    "it does not say how to object", "Name a post under objection, with an address, a mailbox or an office line.",
    "反映:\n  岗位: 支部组织委员\n  地址: 装配车间二楼党员活动室",
)  # fmt: skip
RESULT_EARLY = Code(
    "ZB-636", "error", "item",
    "结果的日期 {date} 早于公示期结束（{last} 最后一个工作日结束）", "请在期满以后再写结果，或改正日期。",
    "the result of {date} is before the end of the period (the last working day is {last})", "Give the result after the period, or correct its date.",
)  # fmt: skip
LATE_ONLINE = Code(
    "ZB-637", "warning", "nothing",
    "公示从 {start} 算起，{date} 才在网上发布", "请把“开始”改为发布之日或以后，公示期才是足的。",
    "the period counts from {start} but it appears only on {date}", "Let the period start on the day of publication or later.",
)  # fmt: skip
NO_RESULT = Code(
    "ZB-638", "warning", "nothing",
    "公示 {last} 期满，超过 {days} 天还没有写结果", "请写上“结果”。",
    "the period ended on {last}, and after {days} days there is no result", "Write the result.",
    "结果: 没有收到异议，按程序报批",
)  # fmt: skip
NAMES_LEFT = Code(
    "ZB-639", "note", "nothing",
    "公示已经结束，文件里还留着姓名（网页上已经撤下）", "请写上“人数”，再从文件里删去“对象”和正文里的姓名。",
    "the publicity is over and its file still holds names (its page does not)", "Write people, then delete subjects and the names in the text.",
)  # fmt: skip


LASTING = {"code": "编号", "result": "结果", "outcome": "各单位结果", "objection": "反映"}
"""What stays of a publicity, and how it is called."""


@finds(TOO_SHORT, NO_CALENDAR, NO_SUBJECT, FACT_REFUSED, NAME_STAYS, NO_WAY, RESULT_EARLY, LATE_ONLINE)
def is_lawful(item: Item, settings: Settings) -> Iterable[Problem]:
    """A publicity lasts long enough, says how to object and names nobody where the name would stay."""
    yield from _who(item, settings)
    yield from _ways(item)
    yield from staying(item, item.fields["subjects"], LASTING)
    try:
        yield from _period(item, settings)
    except NoCalendarError as fault:
        yield NO_CALENDAR.at(item.path, _line(item, "start"), year=fault.year)


def _line(item: Item, field: str) -> int:
    """The line of a field or of one of its entries."""
    return item.lines.get(field) or item.lines.get(field.partition(".")[0], 1)


def _who(item: Item, settings: Settings) -> Iterator[Problem]:
    fields, allowed = item.fields, settings.files["publicity"]["facts"]
    if not fields["subjects"] and not (fields["result"] and fields["people"]):
        yield NO_SUBJECT.at(item.path, _line(item, "subjects"))
    for number, row in enumerate(fields["subjects"], 1):
        line = _line(item, f"subjects.{number - 1}")
        if not row["name"] and not row["unit"]:
            yield NO_SUBJECT.at(item.path, line)
        for fact in row["facts"]:
            if fact not in allowed:
                yield FACT_REFUSED.at(item.path, line, number=number, fact=fact, allowed="、".join(allowed))


def _ways(item: Item) -> Iterator[Problem]:
    reachable = [row["address"] or row["mailbox"] or row["line"] for row in item.fields["objection"]]
    if not reachable or not all(reachable):
        yield NO_WAY.at(item.path, _line(item, "objection"))


def _period(item: Item, settings: Settings) -> Iterator[Problem]:
    fields = item.fields
    period, fewest = span(fields, settings), least(fields, settings)
    if period.days < fewest:
        yield _too_short(item, period, fewest, settings)
        return
    appeared = item.publish or item.date
    if appeared and appeared.date() > period.begin.date():
        start, date = period.begin.date().isoformat(), appeared.date().isoformat()
        yield LATE_ONLINE.at(item.path, _line(item, "start"), start=start, date=date)
    written = fields["result"][0]["date"] if fields["result"] else ""
    if written and begins(written, settings.zone) < period.end:
        yield RESULT_EARLY.at(item.path, _line(item, "result"), date=written, last=period.last.isoformat())


def _too_short(item: Item, period: Span, fewest: int, settings: Settings) -> Problem:
    """The Problem that names both numbers, the rule and the day on which a lawful period ends."""
    lawful, figure = span(item.fields, settings, fewest), settings.figures[TYPES[item.fields["type"]]]
    return TOO_SHORT.at(
        item.path, _line(item, "working_days"), days=period.days, type=item.fields["type"], least=fewest,
        basis="按规定" if figure.confirmed else "参考", source=figure.source,
        start=period.begin.date().isoformat(), last=lawful.last.isoformat(),
    )  # fmt: skip


@finds(NO_RESULT, NAMES_LEFT)
def is_concluded(network: Network) -> Iterable[Problem]:
    """A publicity that is over has a result in time, and then its file holds no names any more."""
    days = network.settings.figure("publicity.result_days")
    for item in network.of_kind("publicity"):
        if item.state is None:
            continue
        if item.state.id == "late":
            last = span(item.fields, network.settings).end - timedelta(days=1)
            yield NO_RESULT.at(item.path, _line(item, "start"), last=last.date().isoformat(), days=f"{days:g}")
        elif item.state.id in ("settled", "plain") and "subjects" in item.lines:
            yield NAMES_LEFT.at(item.path, _line(item, "subjects"))
