"""What is disclosed, item by item of the catalogue, and what was decided."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from plugins.network.items import Item, State
from plugins.network.kinds import Count, Fields, Kind, Line, Period, told
from plugins.network.network import Network
from plugins.network.periods import first_and_last, period_zh
from plugins.network.problems import Code, Problem, finds
from plugins.network.rules import RulesFile
from plugins.network.schema import Schema
from plugins.network.sites import Settings, SiteKind

UNKNOWN_ENTRY = Code(
    "ZB-820", "error", "item",
    "公开目录里没有“{id}”这一项", "{suggestion}目录见 disclosure.yaml，可用的有：{known}。",
    'the catalogue has no entry "{id}"', "{suggestion_en}Known entries: {known}.",
    "目录: dues",
)  # fmt: skip
WRONG_PERIOD = Code(
    "ZB-821", "error", "item",
    "“{title}”{every}公开一次，期间写的是“{period}”", "请把“期间”写成{example}这样的{every}。",
    'the entry "{id}" is told once a {every_en}, but the period says "{period}"', "Write a {every_en} such as {example}.",
    "期间: 2026-Q3",
)  # fmt: skip
WRONG_VOTES = Code(
    "ZB-822", "error", "item",
    "赞成、反对、弃权加起来是 {sum}，表决人数写的是 {votes}", "请核对两个数字，改正写错的一个。",
    "for, against and abstentions add up to {sum}, but {votes} voted", "Check both numbers and correct the wrong one.",
    "表决: 24\n赞成: 22\n反对: 1\n弃权: 1",
)  # fmt: skip
TOO_MANY_VOTES = Code(
    "ZB-823", "error", "item",
    "表决人数 {votes} 多于到会人数 {present}", "请核对两个数字，改正写错的一个。",
    "{votes} voted, but only {present} were present", "Check both numbers and correct the wrong one.",
    "到会: 24\n表决: 24",
)  # fmt: skip

Every = Literal["month", "quarter", "year"]
EVERY: Mapping[str, tuple[str, str]] = {
    "month": ("每月", "2026-03"), "quarter": ("每季度", "2026-Q3"), "year": ("每年", "2026"),
}  # fmt: skip


class Entry(Schema):
    """One entry of the catalogue."""

    id: str = told("编号", "写在文章“目录”里的英文编号", pattern=r"^[a-z][a-z0-9-]*$")
    title: str = told("名称", "公开什么", min_length=1)
    rhythm: Literal["长期", "定期", "逐段", "即时"] = told("周期", "长期、定期、逐段 或 即时")
    every: Every | None = told("多久一次", "定期的写 month、quarter 或 year", default=None)
    who: list[SiteKind] = told("由谁公开", "committee、branch、group、online", default=[])
    source: str = told("依据", "目录的出处", default="")


class CatalogueFile(Schema):
    """disclosure.yaml: the catalogue, made by the level above."""

    items: list[Entry] = told("目录", "一项一行")


CATALOGUE = RulesFile("disclosure", CatalogueFile, Path(__file__).with_name("disclosure.yaml"))


class Duty(Struct, frozen=True):
    """One entry of the catalogue as pages use it."""

    id: str
    title: str
    rhythm: str
    every: str
    who: frozenset[str]


def duties(settings: Settings) -> dict[str, Duty]:
    """The catalogue by id, in its order."""
    rows: Any = (settings.files.get("disclosure") or {}).get("items", [])
    return {row["id"]: Duty(row["id"], row["title"], row["rhythm"], row["every"] or "", frozenset(row["who"])) for row in rows}


def due(period: str, settings: Settings) -> date:
    """The last day on which a period may be told."""
    return first_and_last(period)[1] + timedelta(days=int(settings.figure("disclosure_grace_days")))


class DisclosureFields(Fields):
    """What a disclosure says beyond the common fields."""

    catalogue: Line = told("目录", "公开目录里的编号", "dues", listed=True)
    period: Period = told("期间", "定期公开的写年、季度或月份", "2026-Q3", default="", listed=True)


class DecisionFields(Fields):
    """What a decision says beyond the common fields; counts only, never who voted how."""

    proposal: Line = told("议题", "决定什么事", "“一小时读书会”改为隔周举行")
    opinions: Count = told("意见", "收到多少条意见", "12", default=None)
    present: Count = told("到会", "到会多少人", "24", default=None)
    votes: Count = told("表决", "多少人表决", "24", default=None)
    agree: Count = told("赞成", "多少票赞成", "22", default=None)
    against: Count = told("反对", "多少票反对", "1", default=None)
    abstain: Count = told("弃权", "多少票弃权", "1", default=None)
    result: Line = told("结果", "通过、未通过，从什么时候执行", "通过，12 月起执行", default="")


def state(item: Item, _as_of: datetime, settings: Settings) -> State:
    """已公开, or how late it was."""
    period = item.fields["period"]
    late = (item.date.date() - due(period, settings)).days if period and item.date else 0
    return (
        State("late", settings.ngettext("迟 %(count)s 天公开", late), "warning")
        if late > 0
        else State("told", "已公开", "positive")
    )


@finds(UNKNOWN_ENTRY, WRONG_PERIOD)
def in_the_catalogue(item: Item, settings: Settings) -> Iterable[Problem]:
    """A disclosure names an entry of the catalogue and the period that the entry asks for."""
    known, written = duties(settings), item.fields["catalogue"]
    line = item.lines.get("catalogue", 1)
    duty = known.get(written)
    if duty is None:
        near = next(iter(difflib.get_close_matches(written, list(known), n=1)), "")
        zh, en = (f"是不是想写“{near}”？", f'Did you mean "{near}"? ') if near else ("", "")
        yield UNKNOWN_ENTRY.at(item.path, line, id=written, known="、".join(known), suggestion=zh, suggestion_en=en)
    elif duty.every and _sort(item.fields["period"]) != duty.every:
        every, example = EVERY[duty.every]
        yield WRONG_PERIOD.at(
            item.path, item.lines.get("period", line), id=duty.id, title=duty.title, every=every, every_en=duty.every,
            example=example, period=period_zh(item.fields["period"]) if item.fields["period"] else "没有写",
        )  # fmt: skip


def _sort(period: str) -> str:
    """Whether a period is a year, a quarter or a month; empty if there is none."""
    return "" if not period else "year" if "-" not in period else "quarter" if "Q" in period else "month"


@finds(WRONG_VOTES, TOO_MANY_VOTES)
def counts_agree(item: Item, _settings: Settings) -> Iterable[Problem]:
    """The counts of a decision add up."""
    fields = item.fields
    parts = [fields[name] for name in ("agree", "against", "abstain")]
    if fields["votes"] is not None and parts[0] is not None:
        total = sum(part or 0 for part in parts)
        if total != fields["votes"]:
            yield WRONG_VOTES.at(item.path, item.lines.get("votes", 1), sum=total, votes=fields["votes"])
    if fields["votes"] is not None and fields["present"] is not None and fields["votes"] > fields["present"]:
        yield TOO_MANY_VOTES.at(item.path, item.lines.get("votes", 1), votes=fields["votes"], present=fields["present"])


def entry(network: Network, item: Item) -> dict[str, Any]:
    """The entry of the catalogue that an item tells."""
    duty = duties(network.settings)[item.fields["catalogue"]]
    period = item.fields["period"]
    return {
        "duty": duty.title,
        "rhythm": network.settings.gettext(duty.rhythm),
        "period": network.settings.period_in_words(period) if period else "",
    }


def counts(network: Network, item: Item) -> dict[str, Any]:
    """The counts of a decision as bars."""
    _ = network.settings.gettext
    rows = [(_("赞成"), "agree"), (_("反对"), "against"), (_("弃权"), "abstain")]
    return {"votes": [{"label": zh, "value": item.fields[name]} for zh, name in rows if item.fields[name] is not None]}


DISCLOSURE = Kind(
    "disclosure", "党务公开", "disclosure", "公开", dated=True, schema=DisclosureFields, state=state, check=in_the_catalogue,
    values=entry, states=("已公开", "迟若干天公开"), area="公开", own_list=True,
    body="公开的内容写在这里；只写汇总数字，不写个人。\n",
)  # fmt: skip
DECISION = Kind(
    "decision", "决策", "decisions", "决策", dated=True, schema=DecisionFields, check=counts_agree, values=counts, area="公开",
    body="## 议题由来\n\n\n## 征求意见\n\n\n## 决定\n\n",
)  # fmt: skip
