"""What an election says: what is elected, its steps, who stands, and the numbers of the count; never a ballot."""

from plugins.network.interface import N_
from plugins.network.kinds import Count, Day, Fields, Flag, Line, Row, one_of, rows_of, told

STAGES = (N_("筹备"), N_("提名"), N_("选举"), N_("结果"))
"""The states of an election, one after the other."""


class StepRow(Row):
    """One step and its day."""

    stage: one_of(*STAGES) = told("阶段", "筹备、提名、选举 或 结果", "提名")  # type: ignore[valid-type]  # a type made from data
    date: Day = told("日期", "从哪一天起", "2026-11-09")
    what: Line = told("做什么", "这一步做什么", "党员推荐候选人", default="")


class CandidateRow(Row):
    """One candidate; shown within the organisation only, and only with consent."""

    name: Line = told("姓名", "候选人姓名", "示例甲")
    unit: Line = told("单位", "所在班组或部门和岗位", "总装一班 班长", default="", also=("岗位",))
    about: Line = told("简介", "一两句话，只写工作", "负责新线调试，带过六名徒弟", default="")
    consented: Flag = told("本人同意", "本人同意公布才写“是”", "是", default=False)
    votes: Count = told("得票", "计票以后写", "30", default=None)
    elected: Flag = told("当选", "当选写“是”", "是", default=False)


class ElectionFields(Fields):
    """What an election says beyond the common fields."""

    body_elected: Line = told("选举事项", "选举产生什么", "第三届支部委员会委员", also=("选举机构", "选举内容"))
    seats: Count = told("名额", "应选几人", "5")
    method: one_of(N_("差额"), N_("等额")) = told("方式", "差额 或 等额", "差额", default="差额")  # type: ignore[valid-type]  # a type made from data
    steps: rows_of(StepRow) = told("步骤", "每一步的阶段和日期；页面按日期显示走到哪一步", default=(), also=("日程",))  # type: ignore[valid-type]  # fmt: skip
    candidates: rows_of(CandidateRow) = told("候选人", "每人一项；只在系统内显示，结果公布后请从文件里删去", default=())  # type: ignore[valid-type]  # fmt: skip
    standing: Count = told("候选人数", "候选人几名；不写就数“候选人”", "6", default=None)
    electors: Count = told("应到", "有选举权的党员几名", "36", default=None, also=("应到会",))
    present: Count = told("到会", "到会的有选举权的党员几名", "34", default=None, also=("实到", "实到会"))
    issued: Count = told("发出选票", "发出几张", "34", default=None)
    ballots: Count = told("收回选票", "收回几张", "34", default=None)
    valid: Count = told("有效票", "有效几张", "33", default=None)
    invalid: Count = told("无效票", "无效几张", "1", default=None)
    votes: Count = told("得票总数", "所有候选人得票之和；不写就加“候选人”的得票", "160", default=None)
    elected: Count = told("当选人数", "当选几名；不写就数“候选人”里当选的", "5", default=None)
    result: Line = told("结果", "一句话，不写姓名", "选举有效，按程序报批", default="")
    public: Flag = told("公开", "没有候选人姓名的，写“是”就对外公开", "是", default=False)
