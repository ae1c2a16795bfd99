"""Goals 目标: a measure with two thresholds, what was reached month by month, and what was done about it."""

from collections.abc import Iterable, Iterator

from plugins.boards.standing import STEPS, turn, year_of
from plugins.network.items import Item
from plugins.network.kinds import Day, Fields, Line, Number, Period, Row, Words, Year, one_of, rows_of, told
from plugins.network.periods import period_zh
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings

STRETCH_NOT_BEYOND = Code(
    "ZB-670", "error", "item",
    "挑战 {stretch} 没有超过必达 {must}（{direction}）", "请改正其中一个数，或改正“方向”：{direction}时，挑战应{wanted}必达。",
    "the stretch target {stretch} is not beyond the must target {must} ({direction_en})", "Correct one of them, or the direction.",
)  # fmt: skip
ACTUAL_WITHOUT_EVIDENCE = Code(
    "ZB-672", "error", "item",
    "{period}的实绩 {value} 没有依据", "请在“依据”写上可以点开的文章、文件或网址。",
    "the actual {value} of {period} has no evidence", "Name the item, file or URL that shows it.",
    "实绩:\n  - {期间: 2026-10, 数值: 96, 依据: ../news/2026-11-02-repair.md}",
)  # fmt: skip
CLOSED_WITHOUT_EVIDENCE = Code(
    "ZB-673", "error", "item",
    "“{step}”里的“{text}”写了完成日期 {closed}，却没有依据", "请写上“依据”；还没有做完，就删去完成日期。",
    '"{text}" is closed on {closed} without evidence', "Name its evidence, or remove the closing day.",
    "改进:\n  - {日期: 2026-09-02, 内容: 每周复查, 完成: 2026-10-09, 依据: ../news/2026-10-09-review.md}",
)  # fmt: skip
OUTSIDE_YEAR = Code(
    "ZB-675", "error", "item",
    "{period}的实绩不在目标的年度 {year} 里", "请改正期间，或把这一项移到那一年的目标里；上一年的水平写“基数”。",
    "the actual of {period} lies outside the goal's year {year}", "Correct the period, or move it; last year's level is the base.",
)  # fmt: skip
PERIOD_TWICE = Code(
    "ZB-676", "error", "item",
    "{period}的实绩写了两次：{one} 和 {other}", "请只留下对的那一个。",
    "the actual of {period} is given twice: {one} and {other}", "Keep the right one.",
)  # fmt: skip

DIRECTIONS = {"越多越好": "up", "越少越好": "down"}


class ActualRow(Row):
    """What was reached in one month or quarter."""

    period: Period = told("期间", "月份或季度", "2026-10", also=("月份", "季度"))
    value: Number = told("数值", "这一期的实绩；没有数就先不写这一项", "96", default=None)
    evidence: Words = told("依据", "看得到这个数的文章、文件或网址", "../news/2026-11-02-repair.md", default=(), reference=True,
                           also=("证据",))  # fmt: skip
    note: Line = told("说明", "要说的一句话", "两项在等备件", default="")


class StepRow(Row):
    """One entry of plan, do, check or act."""

    date: Day = told("日期", "哪一天定下的", "2026-07-10")
    text: Line = told("内容", "做什么、查到什么", "夜班点检增加一次复查")
    due: Day = told("期限", "最晚哪一天做完", "2026-09-30", default="")
    closed: Day = told("完成", "哪一天做完的；不写就是还没有做完，会滚动到下一季度", "2026-09-26", default="",
                       also=("关闭", "完成日期"))  # fmt: skip
    evidence: Words = told("依据", "看得到做完了的文章、文件或网址；写了完成就要有", "../news/2026-09-26-review.md", default=(),
                           reference=True, also=("证据",))  # fmt: skip


class GoalFields(Fields):
    """What a goal says beyond the common fields."""

    measure: Line = told("指标", "用哪个数衡量；各单位用同样的名称，全网一览就排在一列", "隐患整改及时率", listed=True)
    unit: Line = told("计量单位", "数字的单位", "%", also=("单位",))
    must: Number = told("必达", "一定要达到的数", "95", also=("必达目标",))
    stretch: Number = told("挑战", "努力争取的数，要比必达更进一步", "98", also=("挑战目标",))
    direction: one_of(*DIRECTIONS, *DIRECTIONS.values()) = told(  # type: ignore[valid-type]  # a type made from data
        "方向", "越多越好 或 越少越好；也可以写 up、down", "越多越好", default="越多越好"
    )
    base: Number = told("基数", "上一年或开始时的水平", "91", default=None)
    weight: Number = told("权重", "一个单位一年的目标合计 100；都不写就一样重", "25", default=None)
    owner: Line = told("负责岗位", "由哪个岗位负责，不写姓名", "安全委员", default="", also=("负责",))
    year: Year = told("年度", "属于哪一年；不写则取日期的年份", "2026", default=None)
    actuals: rows_of(ActualRow) = told("实绩", "每月或每季一项：期间、数值、依据", "", default=())  # type: ignore[valid-type]
    plan: rows_of(StepRow) = told("计划", "打算怎么做，每项写日期、内容，可写期限、完成、依据", "", default=())  # type: ignore[valid-type]
    do: rows_of(StepRow) = told("执行", "做了什么", "", default=())  # type: ignore[valid-type]
    check: rows_of(StepRow) = told("检查", "查到什么", "", default=())  # type: ignore[valid-type]
    act: rows_of(StepRow) = told("改进", "接着改什么；没有做完的会滚动到下一季度", "", default=(), also=("处理", "整改"))  # type: ignore[valid-type]


def plain(number: float) -> str:
    """A number as a writer would type it."""
    return f"{number:.12g}"


def _thresholds(item: Item) -> Iterator[Problem]:
    must, stretch, sign = item.fields["must"], item.fields["stretch"], turn(item.fields)
    if stretch * sign <= must * sign:
        yield STRETCH_NOT_BEYOND.at(
            item.path, item.line("stretch"), must=plain(must), stretch=plain(stretch),
            direction="越少越好" if sign < 0 else "越多越好", wanted="小于" if sign < 0 else "大于",
            direction_en="less is better" if sign < 0 else "more is better",
        )  # fmt: skip


def _actuals(item: Item) -> Iterator[Problem]:
    """Every number has its evidence, lies in the goal's year and is said once."""
    seen: dict[str, float] = {}
    for number, row in enumerate(item.fields["actuals"]):
        value, period = row["value"], row["period"]
        if value is None:
            continue
        line, shown = item.line("actuals", number, "value"), plain(value)
        if not row["evidence"]:
            yield ACTUAL_WITHOUT_EVIDENCE.at(item.path, line, period=period_zh(period), value=shown)
        if int(period[:4]) != year_of(item):
            yield OUTSIDE_YEAR.at(item.path, line, period=period_zh(period), year=year_of(item))
        if period in seen:
            yield PERIOD_TWICE.at(item.path, line, period=period_zh(period), one=plain(seen[period]), other=shown)
        seen[period] = value


def _closings(item: Item) -> Iterator[Problem]:
    """What is closed has its evidence, and was not closed before it was begun."""
    for step, label in STEPS.items():
        for number, entry in enumerate(item.fields[step]):
            closed, line = entry["closed"], item.line(step, number, "closed")
            if closed and not entry["evidence"]:
                yield CLOSED_WITHOUT_EVIDENCE.at(item.path, line, step=label, text=entry["text"], closed=closed)
            for key, later in (("完成", closed), ("期限", entry["due"])):
                if later and later[:10] < entry["date"][:10]:
                    yield DATES_REVERSED.at(item.path, line, later_key=key, later=later, earlier_key="日期",
                                            earlier=entry["date"])  # fmt: skip


@finds(STRETCH_NOT_BEYOND, ACTUAL_WITHOUT_EVIDENCE, CLOSED_WITHOUT_EVIDENCE, OUTSIDE_YEAR, PERIOD_TWICE, DATES_REVERSED)
def holds(item: Item, _settings: Settings) -> Iterable[Problem]:
    """挑战 lies beyond 必达; numbers and closed actions have evidence; periods lie in the year, each once."""
    yield from _thresholds(item)
    yield from _actuals(item)
    yield from _closings(item)
