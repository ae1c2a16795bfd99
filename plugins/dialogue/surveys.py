"""Surveys: questions until a day, then results as counts, in which no small group of persons can be recognised."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plugins.dialogue.cases import Words, closing_in_order, standing, steps, way_to_write
from plugins.dialogue.results import BAD_RESULTS, DERIVABLE, SMALL_CELL, WRONG_SUM, faults, questions_in, shown
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Count, Day, Fields, Kind, Line, Row, Url, one_of, rows_of, told
from plugins.network.kinds import Words as Several
from plugins.network.network import Network
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings
from plugins.network.tables import Table

WORDS = Words(N_("进行中"), N_("已截止"), N_("已反馈"), N_("逾期未反馈"), "结果")


class QuestionRow(Row):
    """One question of a survey."""

    text: Line = told("题目", "问什么", "您对通勤车的班次满意吗")
    options: Several = told("选项", "用顿号隔开；问答题不写", "满意、一般、不满意", default=())
    kind: one_of("单选", "多选", "问答") = told("题型", "单选、多选 或 问答", "单选", default="单选")  # type: ignore[valid-type]


class SurveyFields(Fields):
    """What a survey says beyond the common fields."""

    closes: Day = told("截止日期", "最晚哪一天交", "2026-03-31", also=("截止时间", "调查截止", "deadline"))
    code: Line = told(
        "编号", "来信引用的编号；不写会自动编一个，以后不变", "调查-2026-zhuangpei-01", default="", also=("调查编号",)
    )
    contact: Line = told("联系", "由哪个岗位受理；写 site.yaml 里的岗位名", "支部组织委员", default="", also=("受理岗位",))
    form: Url = told(
        "问卷网址", "本单位问卷系统里的网址；用纸质问卷就不写，问卷放进附件", "https://wenjuan.example.cn/12", default=""
    )
    questions: rows_of(QuestionRow) = told("题目", "每题一项：题目、选项、题型", "", default=(), also=("问题",))  # type: ignore[valid-type]
    invited: Count = told("发放", "发出多少份", "120", default=None)
    returned: Count = told("收回", "收回多少份", "96", default=None, also=("回收",))
    results: Line = told("结果表", "CSV 文件：题目、选项、人数，少于 5 人的写 <5", "results.csv", default="", table=True)
    answered: Day = told("反馈日期", "哪一天公布了结果", "2026-04-10", default="")
    outcome: Line = told("结果", "一句话说结果；详细的写进正文", "八成同意试行", default="", also=("反馈",), listed=True)


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """进行中 → 已截止 → 已反馈; 逾期未反馈 while the outcome is missing for too long."""
    return standing(item, as_of, settings, WORDS)


@finds(DATES_REVERSED, WRONG_SUM)
def adds_up(item: Item, settings: Settings) -> Iterable[Problem]:
    """The days follow each other, and no more is returned than was handed out."""
    yield from closing_in_order(item, settings)
    invited, returned = item.fields["invited"], item.fields["returned"]
    if invited is not None and returned is not None and returned > invited:
        yield WRONG_SUM.at(item.path, item.lines.get("returned", 1), what="收回", sum=returned, whole="发放", total=invited)


@finds(BAD_RESULTS, SMALL_CELL, DERIVABLE, WRONG_SUM)
def nobody_is_recognised(item: Item, _field: str, table: Table, settings: Settings) -> Iterable[Problem]:
    """Results are counts that add up, and no cell tells of fewer persons than allowed, nor lets it be worked out."""
    for problem in faults(table, _several(item), int(settings.figure("small_cell"))):
        yield problem(item.path, item.lines.get("results", 1))


def _several(item: Item) -> frozenset[str]:
    """The questions to which one person may give more than one answer."""
    return frozenset(row["text"] for row in item.fields["questions"] if row["kind"] == "多选")


def values(network: Network, item: Item) -> dict[str, Any]:
    """How to write, the line of steps, and the results question by question."""
    table = network.tables.get(item.fields["results"])
    found = questions_in(table) if table else []
    several, limit = _several(item), int(network.settings.figure("small_cell"))
    return {
        "mail": way_to_write(network, item),
        "steps": steps(item, WORDS, network.settings),
        "questions": [
            {"label": row["text"], "text": " · ".join(row["options"]), "note": row["kind"]} for row in item.fields["questions"]
        ],
        "results": [shown(result, limit, network.settings, several=result.title in several) for result in found],
    }


SURVEY = Kind(
    "survey", "调查", "surveys", "调查", dated=True, schema=SurveyFields, state=state, check=adds_up,
    check_table=nobody_is_recognised, values=values, area="互动", states=("进行中", "已截止", "已反馈", "逾期未反馈"),
    body="## 为什么问\n\n\n## 请谁来答\n\n\n## 怎么交\n\n不记名。\n",
)  # fmt: skip
