"""Questions and answers: asked often, answered by a post, looked at again once a year."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from plugins.dialogue.cases import mailbox
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, told
from plugins.network.network import Network, is_standing
from plugins.network.periods import begins
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

UNREVIEWED = Code(
    "ZB-815", "warning", "nothing",
    "这条答疑{what}", "请核对内容是否还对，然后把“复核日期”改为今天。",
    "this answer {what_en}", 'Check that it still holds, then set "reviewed" to today.',
    "复核日期: 2026-03-02",
)  # fmt: skip


class AnswerFields(Fields):
    """What a question says beyond the common fields."""

    topic: Line = told("主题", "归到哪一类", "组织关系", default="", listed=True)
    answered_by: Line = told("答复岗位", "由哪个岗位答复；没有写就是待答复", "支部组织委员", default="", listed=True)
    reviewed: Day = told("复核日期", "最近哪一天核对过", "2026-03-02", default="")


def state(item: Item, as_of: datetime, settings: Settings) -> State | None:
    """待答复 until a post answers, then no state; 待复核 when nobody has looked at it for a year."""
    if not item.fields["answered_by"]:
        return State("asked", "待答复", "active")
    if not item.fields["reviewed"]:
        return State("unreviewed", "待复核", "warning")
    end = begins(item.fields["reviewed"], settings.zone) + timedelta(days=settings.figure("qa_review_days"))
    if as_of >= end:
        return State("unreviewed", "待复核", "warning")
    return State("answered", "已答复", "positive", until=end)


@finds(UNREVIEWED)
def answers_are_reviewed(network: Network) -> Iterable[Problem]:
    """Every answer has been looked at within the year."""
    days = int(network.settings.figure("qa_review_days"))
    for item in filter(is_standing, network.of_kind("qa")):
        if item.state and item.state.id == "unreviewed":
            last = item.fields["reviewed"]
            zh = f"上次复核是 {last}，已经超过 {days} 天" if last else "没有写复核日期"
            en = f"was reviewed on {last}, more than {days} days ago" if last else "has no day of review"
            yield UNREVIEWED.at(item.path, item.lines.get("reviewed", 1), what=zh, what_en=en)


def values(network: Network, item: Item) -> dict[str, Any]:
    """Where to ask while there is no answer."""
    box = mailbox(network, network.sites[item.site]) if not item.fields["answered_by"] else None
    code = f"答疑-{item.site}"
    return {"mail": {"code": code, "address": box.email, "subject": f"[{code}] {item.title}"} if box else None}


QA = Kind(
    "qa", "答疑", "qa", "答疑", dated=False, schema=AnswerFields, state=state, values=values, stream=False, area="互动",
    own_list=True, states=("待答复", "已答复", "待复核"),
    body="答案写在这里：先说结论，再说依据和办法。\n",
)  # fmt: skip
