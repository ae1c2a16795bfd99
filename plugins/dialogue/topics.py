"""Topics: a question put to everybody, opinions grouped with their owners' consent, and what was concluded."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plugins.dialogue.cases import Words, closing_in_order, standing, steps, way_to_write
from plugins.dialogue.letters import SENDER_KNOWN
from plugins.dialogue.senders import signs
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Count, Day, Fields, Flag, Kind, Line, Row, rows_of, told
from plugins.network.network import Network
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings

NO_CONSENT = Code(
    "ZB-812", "error", "item",
    "第 {number} 条意见没有写“同意公开: 是”", "请先问过本人，同意的写“同意公开: 是”；没有问到的，只写进“归类”的数目里。",
    "opinion {number} lacks the consent of whoever said it", 'Ask first and write "consent: true", or leave it out.',
    "{归类: 时间, 内容: 交接班前后各留十分钟, 来自: 总装一班职工, 同意公开: 是}",
)  # fmt: skip

WORDS = Words(N_("讨论中"), N_("已截止，待小结"), N_("已小结"), N_("逾期未小结"), "小结")


class OpinionRow(Row):
    """One opinion, published with consent."""

    group: Line = told("归类", "归到哪一类", "时间", default="其他")
    text: Line = told("内容", "意见说了什么", "交接班前后各留十分钟")
    by: Line = told("来自", "什么身份，不写姓名", "总装一班职工", default="")
    consent: Flag = told("同意公开", "本人同意公开才写“是”", "是", default=False)


class TopicFields(Fields):
    """What a topic says beyond the common fields."""

    closes: Day = told("截止日期", "讨论到哪一天", "2026-03-31", also=("截止时间", "deadline"))
    code: Line = told(
        "编号", "来信引用的编号；不写会自动编一个，以后不变", "讨论-2026-zhuangpei-01", default="", also=("讨论编号",)
    )
    contact: Line = told("联系", "由哪个岗位受理；写 site.yaml 里的岗位名", "支部宣传委员", default="", also=("受理岗位",))
    received: Count = told("收到", "一共收到多少条意见", "36", default=None, also=("收到条数",), listed=True)
    opinions: rows_of(OpinionRow) = told("意见", "归类的意见，每条都经本人同意", "", default=())  # type: ignore[valid-type]
    answered: Day = told("小结日期", "哪一天作了小结", "2026-04-10", default="")
    outcome: Line = told("小结", "一句话说结论；详细的写进正文", "多数赞成错开二十分钟", default="", listed=True)


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """讨论中 → 已截止 → 已小结; 逾期未小结 while it is missing for too long."""
    return standing(item, as_of, settings, WORDS)


@finds(DATES_REVERSED, NO_CONSENT, SENDER_KNOWN)
def opinions_are_given_freely(item: Item, settings: Settings) -> Iterable[Problem]:
    """The days follow each other; every opinion has its owner's consent and does not tell who that is."""
    yield from closing_in_order(item, settings)
    for number, row in enumerate(item.fields["opinions"]):
        line = item.lines.get(f"opinions.{number}") or item.lines.get("opinions", 1)
        if not row["consent"]:
            yield NO_CONSENT.at(item.path, line, number=number + 1)
        for _, what in signs(f"{row['text']}\n{row['by']}", 1):
            yield SENDER_KNOWN.at(item.path, line, what=what, what_en=what)


def heard(item: Item) -> int:
    """How many opinions a topic has had: as counted, or as many as it shows."""
    return max(item.fields.get("received") or 0, len(item.fields.get("opinions", ())))


def values(network: Network, item: Item) -> dict[str, Any]:
    """How to write, the line of steps, and the opinions by group, the largest first."""
    counts = Counter(row["group"] for row in item.fields["opinions"])
    groups = [
        {"title": group, "rows": [row for row in item.fields["opinions"] if row["group"] == group]}
        for group, _ in counts.most_common()
    ]
    return {
        "mail": way_to_write(network, item),
        "steps": steps(item, WORDS, network.settings),
        "groups": groups,
        "heard": heard(item),
    }


TOPIC = Kind(
    "topic", "热点讨论", "topics", "话题", dated=True, schema=TopicFields, state=state, check=opinions_are_given_freely,
    values=values, area="互动", states=("讨论中", "已截止，待小结", "已小结", "逾期未小结"),
    body="## 背景\n\n\n## 想请大家说说\n\n1. \n2. \n",
)  # fmt: skip
