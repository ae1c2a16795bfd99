"""Consultations: an opinion is asked for until a day, and what became of it is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plugins.dialogue.cases import MORE_ADOPTED, Words, closing_in_order, standing, steps, way_to_write
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Count, Day, Fields, Kind, Line, told
from plugins.network.network import Network
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings

WORDS = Words(N_("征集中"), N_("已截止"), N_("已反馈"), N_("逾期未反馈"), "结果")


class ConsultationFields(Fields):
    """What a consultation says beyond the common fields."""

    closes: Day = told("截止日期", "最晚哪一天提意见", "2026-03-31", also=("截止时间", "征集截止", "deadline"))
    code: Line = told(
        "编号", "来信引用的编号；不写会自动编一个，以后不变", "征集意见-2026-zhuangpei-01", default="", also=("征集编号",)
    )
    contact: Line = told("联系", "由哪个岗位受理；写 site.yaml 里的岗位名", "支部组织委员", default="", also=("受理岗位",))
    channel: Line = told("其他渠道", "写信以外还可以怎样提", "食堂门口意见箱", default="", also=("渠道",))
    answered: Day = told("反馈日期", "哪一天公布了结果", "2026-04-10", default="")
    outcome: Line = told(
        "结果", "一句话说结果；详细的写进正文", "收到 41 条，采纳 17 条", default="", also=("反馈",), listed=True
    )
    received: Count = told("收到", "收到多少条意见", "41", default=None, also=("收到条数",))
    adopted: Count = told("采纳", "采纳了多少条", "17", default=None, also=("采纳条数",))


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """征集中 → 已截止 → 已反馈; 逾期未反馈 while the outcome is missing for too long."""
    return standing(item, as_of, settings, WORDS)


@finds(DATES_REVERSED, MORE_ADOPTED)
def adds_up(item: Item, settings: Settings) -> Iterable[Problem]:
    """The days follow each other, and no more is adopted than was received."""
    yield from closing_in_order(item, settings)
    received, adopted = item.fields["received"], item.fields["adopted"]
    if received is not None and adopted is not None and adopted > received:
        yield MORE_ADOPTED.at(item.path, item.lines.get("adopted", 1), adopted=adopted, received=received)


def values(network: Network, item: Item) -> dict[str, Any]:
    """How to write, and the line of steps."""
    return {"mail": way_to_write(network, item), "steps": steps(item, WORDS, network.settings)}


CONSULTATION = Kind(
    "consultation", "征集", "consultations", "征集", dated=True, schema=ConsultationFields, state=state, check=adds_up,
    values=values, area="互动", states=("征集中", "已截止", "已反馈", "逾期未反馈"),
    body="## 想听什么\n\n\n## 现在的想法\n\n\n## 怎么提\n\n\n## 之后怎么办\n\n",
)  # fmt: skip
