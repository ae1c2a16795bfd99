"""Sample values of the pages of dialogue, of the directory and of links elsewhere."""

from typing import Any

from plugins.directory.finder import Found
from plugins.network.items import State
from plugins.network.qr import drawing
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
    return {**_cases(), **_steps(), **_whole_pages()}


def _cases() -> dict[str, values.Sample]:
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


def _steps() -> dict[str, values.Sample]:
    letter = values.item("zhuangpei", "letter", "更衣柜关不严", 9, state=State("answered", "已答复", "positive"), fields={
        "received": "2026-11-12", "topic": "更衣柜", "addressee": "支部书记", "answer": "下月换锁", "public": True})  # fmt: skip
    late = values.item("zhuangpei", "letter", "排班表", 9, state=State("overdue", "逾期未答复", "negative"), fields={
        "received": "2026-10-12", "topic": "", "addressee": "", "answer": "", "public": False})  # fmt: skip
    topic = values.item("zhuangpei", "topic", "交接班", 9, state=OPEN, fields={**CASE, "received": 28, "opinions": []})
    groups = [{"title": "赞成", "rows": [{"text": "说三句比写三页清楚", "by": "总装二班职工"}, {"text": "留十分钟", "by": ""}]}]
    told = {"answer": "八月再看", "by": "总装一班", "topic": "现场"}
    wanted = values.item("zhuangpei", "suggestion", "磅秤", 9, state=State("adopted", "已采纳", "active"), fields={
        **told, "answer": "", "declined": ""})  # fmt: skip
    declined = values.item("zhuangpei", "suggestion", "音乐", 9, state=State("declined", "不采纳", "off"), fields={
        **told, "declined": "2026-04-16"})  # fmt: skip
    answer = values.item(
        "zhuangpei", "qa", "怎么转", 9, fields={"topic": "", "answered_by": "组织委员", "reviewed": "2026-05-06"}
    )
    asked = values.item("zhuangpei", "qa", "怎么学", 9, state=State("asked", "待答复", "active"), fields={
        "topic": "学习", "answered_by": "", "reviewed": ""})  # fmt: skip
    return {
        "letter": ("kinds/letter.html", values.item_page(letter, code="来信-2026-zhuangpei-4821", steps=STEPS)),
        "letter-late": ("kinds/letter.html", values.item_page(late, code="来信-2026-zhuangpei-4822", steps=STEPS)),
        "topic": ("kinds/topic.html", values.item_page(topic, mail=MAIL, steps=STEPS, groups=groups, heard=28)),
        "topic-quiet": ("kinds/topic.html", values.item_page(topic, mail=None, steps=STEPS, groups=[], heard=0)),
        "suggestion": ("kinds/suggestion.html", values.item_page(wanted, steps=STEPS)),
        "suggestion-declined": ("kinds/suggestion.html", values.item_page(declined, steps=STEPS)),
        "qa": ("kinds/qa.html", values.item_page(answer, mail=None)),
        "qa-asked": ("kinds/qa.html", values.item_page(asked, mail=MAIL)),
    }


def _whole_pages() -> dict[str, values.Sample]:
    tone = {"label": "已答复", "tone": "positive"}
    row = {"title": "更衣柜关不严", "address": "/zhuangpei/letters/x/", "site": "zhuangpei", "kind": "letter", "state": tone}
    letter = {**row, "date": "2026-11-02", "days": "用时 7 天", "to": "支部书记", "answer": "下月换锁", "answered": "2026-11-09"}
    late = {**letter, "title": "排班表", "answer": "", "days": "", "answered": "", "to": ""}
    channels = [{"name": "12388 举报网站", "url": "https://www.12388.gov.cn/", "about": "由纪检监察机关受理"}]
    mailbox = {
        **values.frame(values.ROOT, "/mailbox/", "信箱", "mailbox"), "mail": MAIL, "totals": [("收到", 10, "件", "公开的来信", "/letters/")],
        "units": [[{"text": "装配党支部", "href": "/zhuangpei/mailbox/"}, 2, 2, "9.5 天"]], "open": [row], "answered": [letter],
        "waiting": [], "cared": [{"label": "食堂", "value": 4}], "hot": [{**row, "heard": 28, "outcome": "留十分钟"}], "limit": 15,
        "confirmed": False, "public": True, "channels": channels,
    }  # fmt: skip
    inside = {**mailbox, "units": [[*mailbox["units"][0], 1]], "waiting": [late], "public": False, "confirmed": True}
    silent = {**mailbox, "totals": [], "mail": None, "open": [], "answered": [], "cared": [], "hot": [], "channels": []}
    wish = {"title": "提建议", "about": "看得到走到哪一步。", "entries": [("已经提过的", "建议", "/suggestions/")], "mail": MAIL}
    ask = {
        **values.frame(values.ROOT, "/ask/", "我要……", "ask"),
        "wishes": [wish, {**wish, "title": "查一查", "mail": None}],
        "channels": channels,
    }
    answers = [
        {"question": "怎么转", "href": "/qa/x/", "answer": "三步。", "note": "组织委员答复", "topic": "", "site": "zhuangpei"}
    ]
    questions = {
        **values.frame(values.ROOT, "/qa/", "答疑", "qa"),
        "groups": [("组织关系", answers)],
        "total": 1,
        "mail": MAIL,
    }
    units = [
        Found(site, "支部", site.id, site.id[0].upper(), f"{site.title} {site.id} {site.id[0]}", f"{site.base}card/")
        for site in values.SITES
    ]
    places = [("地点", [("示例市高新区", 7, "/tree/place/x/", False)])]
    finder = {
        **values.frame(values.ROOT, "/tree/", "找党组织", "tree"), "title": "找党组织", "facets": places, "counts": {"zhuangpei": 18},
        "units": sorted(units, key=lambda unit: unit.pinyin), "online": [values.SITES[7]],
    }  # fmt: skip
    card = {
        **values.frame(values.BRANCH, "/zhuangpei/card/", "联系卡", "card"), "address": "https://dangjian.example.cn/zhuangpei/",
        "qr": drawing("https://dangjian.example.cn/zhuangpei/"), "sort": "支部", "above": values.ROOT,
    }  # fmt: skip
    elsewhere = {"上级": [{"name": "示例市党建网", "url": "https://dangjian.example.com/"}], "资源": []}
    links = {**values.frame(values.ROOT, "/links/", "友情链接", "links"), "parts": [("全网共用", elsewhere)]}
    return {
        "mailbox": ("mailbox.html", mailbox),
        "mailbox-inside": ("mailbox.html", inside),
        "mailbox-silent": ("mailbox.html", silent),
        "ask": ("ask.html", ask),
        "questions": ("questions.html", questions),
        "finder": ("finder.html", finder),
        "unit-card": ("unit_card.html", card),
        "links": ("links.html", links),
    }


def _consultation(**written: Any) -> dict[str, Any]:
    return {**CASE, "channel": "", "received": None, "adopted": None, **written}


def _survey(**written: Any) -> dict[str, Any]:
    return {**CASE, "form": "", "questions": [], "invited": None, "returned": None, "results": "", **written}
