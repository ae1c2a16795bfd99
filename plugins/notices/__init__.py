"""Notices: what is asked of whom, by when; a committee's notices reach the branches they are addressed to."""

from collections.abc import Iterable
from datetime import datetime

from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Flag, Kind, Line, told
from plugins.network.periods import ends
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings


class NoticeFields(Fields):
    """What a notice says beyond the common fields."""

    deadline: Day = told("截止日期", "最晚哪一天办完", "2026-03-20", default="", also=("截止时间",))
    contact: Line = told("联系", "向哪个岗位询问，不写个人电话", "支部组织委员", default="", also=("联系岗位",))
    urgent: Flag = told("紧急", "写“是”就在首页顶部提示", "是", default=False)
    sms: Line = told("短信", "发短信时用的一句话，70 字以内", "周五下班前报送学习记录。", default="")


def state(item: Item, as_of: datetime, settings: Settings) -> State | None:
    """进行 until the end of the deadline's day, then 已截止; without a deadline there is no state."""
    deadline = item.fields["deadline"]
    if not deadline:
        return None
    end = ends(deadline, settings.zone)
    if as_of < end:
        return State("open", settings.gettext("%(day)s截止", day=settings.day_in_words(deadline)), "active", until=end)
    return State("closed", "已截止", "off")


@finds(DATES_REVERSED)
def deadline_after_date(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A deadline before the notice's own date is a slip."""
    deadline = item.fields["deadline"]
    if deadline and item.date and deadline[:10] < item.date.date().isoformat():
        yield DATES_REVERSED.at(
            item.path, item.lines.get("deadline", 1), later_key="截止日期", later=deadline, earlier_key="日期",
            earlier=item.date.date().isoformat(),
        )  # fmt: skip


NOTICE = Kind(
    "notice", "通知", "notices", "通知", dated=True, on_shelf=True, schema=NoticeFields, state=state, states=("某日截止", "已截止"), check=deadline_after_date,
    body="## 什么事\n\n\n## 谁来办\n\n\n## 什么时候办完\n\n\n## 怎么办\n\n1. \n2. \n",
)  # fmt: skip

KINDS = (NOTICE,)
