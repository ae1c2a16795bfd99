"""Quarterly diagnoses 诊断: what a unit gives itself, what the committee gives it, and what is to be done."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.boards.evidence import evidence
from plugins.boards.goals import plain
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import Day, Fields, Kind, Line, Number, Period, Row, rows_of, told
from plugins.network.network import Network
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

SCORE_OUT_OF_RANGE = Code(
    "ZB-677", "error", "item",
    "“{key}”{value} 不在 0 到 {most} 之间", "请写 0 到 {most} 之间的分数。",
    "the score {value} is not between 0 and {most}", "Write a score between 0 and {most}.",
)  # fmt: skip
NOT_A_QUARTER = Code(
    "ZB-678", "error", "item",
    "“季度”写的是 {value}，不是一个季度", "请写成 2026年第三季度 或 2026-Q3。",
    "{value} is not a quarter", "Write it as 2026-Q3.",
)  # fmt: skip


class FindingRow(Row):
    """One thing that was found."""

    text: Line = told("内容", "查到的问题或做得好的地方", "提案集中在三个班组")
    goal: Line = told("目标", "与哪个目标有关，写目标的文件", "../goals/2026-tian.md", default="", reference=True)


class MeasureRow(Row):
    """One thing that is to be done about it."""

    text: Line = told("内容", "要做什么", "给夜班开一个提案时段")
    goal: Line = told("目标", "为了哪个目标，写目标的文件", "../goals/2026-tian.md", default="", reference=True)
    owner: Line = told("负责岗位", "由哪个岗位办，不写姓名", "生产委员", default="", also=("负责",))
    due: Day = told("期限", "最晚哪一天", "2026-11-30", default="")


class DiagnosisFields(Fields):
    """What a diagnosis says beyond the common fields."""

    quarter: Period = told("季度", "诊断的是哪个季度", "2026-Q3")
    own: Number = told("自评", "本单位给自己的分，0 到 100", "92", default=None, also=("自评分",))
    committee: Number = told("党委评", "党委给的分，0 到 100；还没有评就不写", "90", default=None, also=("党委评分", "上级评"))
    findings: rows_of(FindingRow) = told("发现", "查到什么，每项写内容，可写有关的目标", "", default=(), also=("问题",))  # type: ignore[valid-type]
    measures: rows_of(MeasureRow) = told("措施", "怎么办，每项写内容，可写目标、负责岗位、期限", "", default=())  # type: ignore[valid-type]


@finds(SCORE_OUT_OF_RANGE, NOT_A_QUARTER)
def holds(item: Item, settings: Settings) -> Iterable[Problem]:
    """The period is a quarter, and both scores lie in their range."""
    quarter, most = item.fields["quarter"], settings.figure("diagnosis-most")
    if "Q" not in quarter:
        yield NOT_A_QUARTER.at(item.path, item.line("quarter"), value=quarter)
    for name in ("own", "committee"):
        value = item.fields[name]
        if value is not None and not 0 <= value <= most:
            yield SCORE_OUT_OF_RANGE.at(item.path, item.line(name), key=DIAGNOSIS.label(name), value=plain(value),
                                        most=plain(most))  # fmt: skip


def difference(item: Item) -> float | None:
    """How much more a unit gives itself than the committee does, or None while one score is missing."""
    own, committee = item.fields["own"], item.fields["committee"]
    return None if own is None or committee is None else round(own - committee, 2)


def scores(item: Item, settings: Settings) -> str:
    """自评 92 · 党委评 90 · 差 2."""
    own, committee, apart = item.fields["own"], item.fields["committee"], difference(item)
    told = ((N_("自评"), own), (N_("党委评"), committee), (N_("差"), apart))
    return " · ".join(f"{settings.gettext(word)} {plain(value)}" for word, value in told if value is not None)


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """Both scores and their difference; findings and measures with the goals that they are about."""
    fields = item.fields
    return {
        "quarter": network.settings.period_in_words(fields["quarter"]),
        "difference": _told(difference(item), network.settings),
        "most": network.settings.figure("diagnosis-most"),
        "findings": [[row["text"], _goal(network, row)] for row in fields["findings"]],
        "measures": [[row["text"], _goal(network, row), row["owner"], row["due"]] for row in fields["measures"]],
    }


def _told(apart: float | None, settings: Settings) -> str:
    """The difference in words."""
    _ = settings.gettext
    if not apart:
        return "" if apart is None else _("一致")
    return _("自评高 %(points)s 分", points=plain(apart)) if apart > 0 else _("自评低 %(points)s 分", points=plain(-apart))


def _goal(network: Network, row: Mapping[str, Any]) -> Mapping[str, str]:
    """The cell that leads to the goal a row is about."""
    title, address = next(iter(evidence(network, [row["goal"]])), ("", ""))
    return {"text": title, "href": address}


DIAGNOSIS = Kind(
    "diagnosis", "诊断", "diagnoses", "诊断", dated=True, schema=DiagnosisFields, check=holds, values=values, stream=False,
    area="方针管理", audience="org",
    body="这个季度最要紧的一件事是什么，为什么，下个季度先做什么。\n",
)  # fmt: skip
