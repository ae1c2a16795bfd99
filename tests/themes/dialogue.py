"""Sample values of the pages of dialogue: an open case, an answered one, results with bars and groups."""

from typing import Any

from plugins.network.items import State
from tests.themes import values

MAIL = {
    "code": "征集意见-2026-zhuangpei-4821", "address": "zhuangpei@example.cn", "subject": "[征集意见-2026-zhuangpei-4821] 班车",
    "post": "支部组织委员", "form": "", "note": "",
}  # fmt: skip
STEPS = [
    {"label": "征集中", "tone": "active", "text": "", "current": True, "date": "2026-11-10"},
    {"label": "已截止", "tone": "off", "text": "", "current": False, "date": "2026-11-30"},
    {"label": "已反馈", "tone": "off", "text": "", "current": False, "date": ""},
]
OPEN = State("open", "征集中 · 11月30日截止", "active")
ANSWERED = State("answered", "已反馈", "positive")
CASE = {"closes": "2026-11-30", "code": "", "contact": "", "answered": "", "outcome": ""}
RESULTS = [
    {
        "title": "您对早餐满意吗", "note": "基数 212 人", "bars": [{"label": "满意", "value": 154, "text": "154 人（73%）"},
        {"label": "不满意", "value": None, "text": "不到 5 人"}], "columns": ["选项", "白班", "合计"], "rows": [["满意", 130, 154]],
    },
    {"title": "最该先改哪一样", "note": "", "bars": [], "columns": ["选项", "白班", "夜班"], "rows": [["餐具", 19, "<5"]]},
]  # fmt: skip


def pages() -> dict[str, values.Sample]:
    """Name of a sample → its template and values."""
    bus = values.item("zhuangpei", "consultation", "班车怎么改", 10, state=OPEN, fields=_consultation())
    rest = values.item("zhuangpei", "consultation", "休息角放什么", 80, state=ANSWERED, fields=_consultation(
        answered="2026-10-08", outcome="收到 41 条，采纳 17 条", received=41, adopted=17, channel="意见本"))  # fmt: skip
    window = values.item(
        "zhuangpei", "survey", "窗口顺不顺手", 9, state=OPEN, fields=_survey(form="https://wenjuan.example.cn/1")
    )
    canteen = values.item("zhuangpei", "survey", "食堂满意度", 200, state=ANSWERED, fields=_survey(
        answered="2026-06-02", outcome="七成满意", invited=260, returned=212))  # fmt: skip
    form = {**MAIL, "form": "https://form.example.cn/in", "note": "内容只发给受理岗位。"}
    asked = [{"label": "多久来一次", "text": "每天 · 每周", "note": "单选"}]
    return {
        "consultation": ("kinds/consultation.html", values.item_page(bus, mail=MAIL, steps=STEPS)),
        "consultation-answered": ("kinds/consultation.html", values.item_page(rest, mail=None, steps=STEPS)),
        "survey": ("kinds/survey.html", values.item_page(window, mail=form, steps=STEPS, questions=asked, results=[])),
        "survey-answered": (
            "kinds/survey.html",
            values.item_page(canteen, mail=MAIL, steps=STEPS, questions=asked, results=RESULTS),
        ),
    }


def _consultation(**written: Any) -> dict[str, Any]:
    return {**CASE, "channel": "", "received": None, "adopted": None, **written}


def _survey(**written: Any) -> dict[str, Any]:
    return {**CASE, "form": "", "questions": [], "invited": None, "returned": None, "results": "", **written}
