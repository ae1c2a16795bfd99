"""What a publicity says: type, period, who it is about, how to object, what came of it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from plugins.network.interface import N_
from plugins.network.kinds import Count, Day, Facts, Fields, Line, Row, one_of, rows_of, told
from plugins.network.rules import RulesFile
from plugins.network.schema import Before, Schema

TYPES: Mapping[str, str] = {
    N_("发展对象"): "publicity.days.development",
    N_("转正"): "publicity.days.full_member",
    N_("任前"): "publicity.days.appointment",
    N_("表彰"): "publicity.days.award",
    N_("选举"): "publicity.days.election",
    N_("其他"): "publicity.days.other",
}
"""Each type and the figure that says how many working days it lasts at least."""


class FactsFile(Schema):
    """publicity.yaml beside network.yaml."""

    facts: list[str] = told("可以公示的情况", "姓名和单位之外，还可以写哪些情况")


ALLOWED = RulesFile("publicity", FactsFile, Path(__file__).with_name("publicity.yaml"))


class SubjectRow(Row):
    """One person or team that a publicity is about."""

    name: Line = told("姓名", "个人写姓名；集体不写姓名，只写单位", "示例甲", default="")
    unit: Line = told("单位", "所在的支部、班组或部门", "总装一班", default="")
    facts: Facts = told("情况", "公示所需的情况，一行一项；不写出生日期、证件、电话、住址", "", default={})


class ObjectionRow(Row):
    """One office that takes objections."""

    post: Line = told("岗位", "向哪个岗位反映，不写个人姓名", "支部组织委员")
    address: Line = told("地址", "当面反映的办公地点", "装配车间二楼党员活动室", default="", also=("地点",))
    mailbox: Line = told("信箱", "办公信箱", "dangwei@example.cn", default="", also=("邮箱",))
    line: Line = told("电话", "对外公布的办公电话，不写个人手机", "", default="")
    hours: Line = told("时间", "什么时间有人", "工作日 8:00–17:00", default="")


class ResultRow(Row):
    """What came of a publicity, without names."""

    conclusion: Line = told("结论", "一句话，不写姓名", "没有收到异议，按程序报批")
    date: Day = told("日期", "哪天公布；不写就是期满的第二天", "2026-11-26", default="")
    objections: Count = told("异议", "收到几件异议", "0", default=None)


class OutcomeRow(Row):
    """The outcome of one unit, in numbers."""

    unit: Line = told("单位", "支部、班组或部门", "总装一班")
    people: Count = told("人数", "公示几人", "1")
    passed: Count = told("通过", "通过几人", "1", default=None)


def _in_one_line(value: Any) -> Any:
    """A result written as one sentence is its conclusion."""
    return {"conclusion": value} if isinstance(value, str) and value.strip() else value or []


def _number_of_days(value: Any) -> Any:
    """`5 个工作日` → `5`."""
    written = re.fullmatch(r"\s*(\d+)\s*个?\s*(?:工作日|天|日)\s*", value) if isinstance(value, str) else None
    return written[1] if written else value


class PublicityFields(Fields):
    """What a publicity says beyond the common fields."""

    type: one_of(*TYPES) = told("类型", "发展对象、转正、任前、表彰、选举 或 其他", "发展对象", also=("公示类型",))  # type: ignore[valid-type]  # a type made from data
    start: Day = told("开始", "公示从哪一天起", "2026-11-18", also=("开始日期", "公示开始"))
    working_days: Annotated[Count, Before(_number_of_days)] = told(
        "工作日", "公示几个工作日；不写就按这一类的最少天数", "5", default=None, also=("公示期", "天数")
    )
    subjects: rows_of(SubjectRow) = told("对象", "公示谁，每人一项；期满自动撤下，公布结果后请从文件里删去", default=(), also=("公示对象", "名单"))  # type: ignore[valid-type]  # fmt: skip
    people: Count = told("人数", "共几人；不写就数“对象”", "2", default=None, listed=True)
    objection: rows_of(ObjectionRow) = told("反映", "怎样反映意见：岗位，以及地址、信箱、电话中的至少一样", also=("异议", "怎样反映", "联系"))  # type: ignore[valid-type]  # fmt: skip
    code: Line = told("编号", "来信注明的编号；不写就按开始日期编", "公示-2026-031", default="")
    result: Annotated[rows_of(ResultRow), Before(_in_one_line)] = told("结果", "期满后写：结论、日期、异议几件；不写姓名", default=())  # type: ignore[valid-type]  # fmt: skip
    outcome: rows_of(OutcomeRow) = told("各单位结果", "每个单位几人、通过几人；不写就数“对象”", default=())  # type: ignore[valid-type]  # fmt: skip
