"""Services to members: information that is valid until a day, guides, templates and checklists."""

from collections.abc import Iterable
from datetime import datetime

from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, Row, Url, Words, one_of, rows_of, told
from plugins.network.periods import ends
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings

SORTS = (N_("政策"), N_("就业"), N_("致富"), N_("惠民"))


class ServiceFields(Fields):
    """What service information says beyond the common fields."""

    valid_until: Day = told("有效至", "到哪一天有效；过后不再列出，页面注明已过期", "2026-12-31", also=("有效期", "有效期至"))
    sort: one_of(*SORTS) = told("类型", "政策、就业、致富 或 惠民", "惠民", default="惠民")  # type: ignore[valid-type]  # a type made from data
    contact: Line = told("联系", "向哪个岗位询问，不写个人电话", "党群工作部综合岗", default="")
    link: Url = told("原文", "官方网页的网址", "https://example.cn/", default="")


class GuideFields(Fields):
    """The eight facts that every guide states (mission D20)."""

    item: Line = told("事项", "办什么事", "转接组织关系")
    basis: Words = told("依据", "按什么规定办", "示例机电党委《组织关系转接办法》")
    conditions: Words = told("条件", "什么人、什么情况可以办", "正式党员、工作单位已经变动")
    materials: Words = told("材料", "要带什么", "介绍信、登记表")
    steps: Words = told("程序", "一步一步怎么办", "到党群工作部领取登记表；填写并交回；三日内收到通知", also=("步骤",))
    time_limit: Line = told("时限", "多久办完", "三个工作日")
    place: Line = told("地点", "在哪里办", "办公楼一楼 104 室")
    contact: Line = told("咨询", "向哪个岗位询问，不写个人电话", "党群工作部综合岗", also=("咨询方式", "联系"))


class Blank(Row):
    """One blank of a template."""

    label: Line = told("名称", "这一栏叫什么", "活动主题")
    hint: Line = told("填法", "怎么填", "一句话", default="")


class TemplateFields(Fields):
    """What a template says beyond the common fields."""

    purpose: Line = told("用途", "什么时候用", "组织一次主题党日", default="")
    blanks: rows_of(Blank, short="label") = told("栏目表", "模板里要填的栏目", "活动主题、时间、地点", default=())  # type: ignore[valid-type]  # a type made from data
    due: Line = told("时限", "什么时候填好、交给谁", "活动后三日内交支部", default="")


class Step(Row):
    """One entry of a checklist."""

    text: Line = told("事项", "做什么", "会议室和投影检查")
    due: Line = told("时限", "什么时候做完", "会前一天", default="")
    who: Line = told("岗位", "由哪个岗位做", "组织委员", default="")


class ChecklistFields(Fields):
    """What a checklist says beyond the common fields."""

    purpose: Line = told("用途", "什么时候用", "召开支部党员大会", default="")
    entries: rows_of(Step, short="text") = told("清单", "一项一项列出来", "会议室检查、材料打印")  # type: ignore[valid-type]  # a type made from data


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """有效 until the end of its last day, then 已过期 and in no list."""
    end = ends(item.fields["valid_until"], settings.zone)
    return State("valid", "有效", "positive", until=end) if as_of < end else State("over", "已过期", "off", listed=False)


@finds(DATES_REVERSED)
def valid_after_date(item: Item, _settings: Settings) -> Iterable[Problem]:
    """What is no longer valid on the day it is written is a slip."""
    until = item.fields["valid_until"]
    if item.date and until and until[:10] < item.date.date().isoformat():
        yield DATES_REVERSED.at(
            item.path, item.lines.get("valid_until", 1), later_key="有效至", later=until, earlier_key="日期",
            earlier=item.date.date().isoformat(),
        )  # fmt: skip


SERVICE = Kind(
    "service", "服务信息", "services", "服务", dated=True, schema=ServiceFields, state=state, states=("有效", "已过期"), check=valid_after_date, area="服务",
    body="给谁的、是什么、怎么办、到什么时候。\n",
)  # fmt: skip
GUIDE = Kind(
    "guide", "办事指南", "guides", "指南", dated=False, schema=GuideFields, stream=False, area="服务",
    body="需要补充说明的写在这里，例如常见的几种情况。\n",
)  # fmt: skip
TEMPLATE = Kind(
    "template", "模板", "templates", "模板", dated=False, schema=TemplateFields, stream=False, area="服务",
    body="可以直接抄用的正文写在这里。\n",
)  # fmt: skip
CHECKLIST = Kind(
    "checklist", "清单", "checklists", "清单", dated=False, schema=ChecklistFields, stream=False, area="服务",
    body="需要特别当心的写在这里。\n",
)  # fmt: skip

KINDS = (SERVICE, GUIDE, TEMPLATE, CHECKLIST)
