"""Sample values for every page template, made of the network's real values."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec.structs import replace

from plugins.network.hrefs import Hrefs
from plugins.network.items import Attachment, Heading, Item, Picture, Source, State
from plugins.network.network import Network
from plugins.network.problems import LINK_MISSING, NOT_UTF8
from plugins.network.sites import Contact, Footer, Settings, Site

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SHA = "3f2a9c0d17e84b5566aa01f0c9d8e7b6a5948372615049382716f5e4d3c2b1a0"
CONTACTS = (
    Contact(
        "支部组织委员",
        "装配车间二楼党员活动室",
        "zhuangpei@example.cn",
        "工作日 8:00–17:00",
    ),
    Contact("夜班值班长", "总装线西侧值班室", "", "每天 20:00–次日 8:00"),
)


def _below(id: str, title: str, accent: str, motif: str, slogan: str, **more: Any) -> Site:
    """A branch of the root committee, unless `more` says otherwise."""
    known = {"kind": "branch", "parent": "dangwei", "depth": 1, "place": "示例市高新区"}
    return Site(id, title, **{**known, **more}, accent=accent, motif=motif, slogan=slogan)


_GROUP: dict[str, Any] = {"kind": "group", "parent": "zhuangpei", "depth": 2}
_ASSEMBLY: dict[str, Any] = {"contacts": CONTACTS, "trade": "装备制造"}
SITES = [
    Site("dangwei", "示例机电党委", "committee", slogan="人人可读，不必登录"),
    _below("zhuangpei", "装配党支部", "#a8271c", "gears", "岗位在现场，标准在手上", **_ASSEMBLY),
    _below("zhuangpei-1", "总装一班党小组", "#a8271c", "gears", "第一道工序", **_GROUP),
    _below("zidonghua", "自动化党支部", "#1f5b8f", "grid", "让每一行程序都经得起问", trade="控制系统"),
    _below("zhijian", "质量检测党支部", "#2c6e49", "hex", "数据不说谎，人也不说", trade="质量检测"),
    _below("wuliu", "物流仓储党支部", "#8a5a00", "steps", "准时，是一种承诺", trade="物流仓储"),
    _below("lituixiu", "离退休党支部", "#5b4a8a", "leaves", "经验也是一种供给"),
    _below("liudong", "流动党员网上党支部", "#0f6b6b", "waves", "走到哪里，组织在哪里", kind="online"),
    _below("library", "共享资源库", "#5d4a36", "grid", "一份资料，大家共用", kind="library", place=""),
]
FOOTER = Footer(
    "示例机电党委",
    "来信：党委信箱，每周二、周五处理。地址：示例市示例路 1 号党群工作部。",
    "示ICP备00000000号-1",
    "示公网安备 00000000000000号",
)
SETTINGS = Settings("示例机电党建网络", "https://dangjian.example.cn/", footer=FOOTER)
LABELS = {"news": "动态", "notice": "通知", "page": "页面", "resource": "资源", "consultation": "征集", "survey": "调查",
          "letter": "来信", "topic": "热点讨论", "suggestion": "建议", "qa": "答疑"}  # fmt: skip


def item(site: str, kind: str, title: str, days: int, **more: Any) -> Item:
    """An item of so many days before NOW."""
    slug = f"item-{crc32(title.encode())}"
    folder = {
        "news": "news",
        "notice": "notices",
        "page": "pages",
        "resource": "safety",
    }.get(kind, f"{kind}s")
    base = "/" if site == "dangwei" else f"/{site}/"
    date = None if kind == "page" else NOW - timedelta(days=days)
    return Item(
        f"{site}/{folder}/{slug}.md",
        site,
        kind,
        slug,
        f"{base}{folder}/{slug}/",
        title,
        date,
        **more,
    )


BODY = Markup(
    """<p>十一月二十日凌晨，示例机电总装线的夜班先锋岗做完了今年第十二次设备点检。七名党员分成三组，按<a href="../x/">夜班作业要点</a>逐台过了一遍，<strong>连续九十天没有停机。</strong>后面还有四十天，要过的是冬天。</p>
<h2 id="a">先听，再看，最后上手</h2>
<p>点检表一共四十六项，先锋岗把它改成了“听、看、摸”三步。听，是停线前先听十分钟<sup><a href="#fn-1" id="fnref-1" class="footnote-mark">1</a></sup>；看，是看油位、看表、看标签；摸，是停机挂牌之后才上手。</p>
<ul><li>听：减速机、风机、输送链各两分钟</li><li>看：油位、气压、<code>E-204</code> 报警记录<ul><li>超过三次的单独列出</li></ul></li><li>摸：挂牌、验电、再上手</li></ul>
<h3 id="b">这一次查出什么</h3>
<div class="table"><table><thead><tr><th scope="col">设备</th><th scope="col">现象</th><th scope="col">处理</th><th scope="col">用时</th></tr></thead><tbody><tr><td>二号输送链</td><td>张紧轮有异响</td><td>换轴承，班后复查</td><td>35 分钟</td></tr><tr><td>五号拧紧机</td><td>扭矩漂移 2.1%</td><td>重新标定，记入台账</td><td>20 分钟</td></tr></tbody></table></div>
<blockquote><p>“点检不是走一圈，是替白班的人把今天先过一遍。”</p><p>——夜班值班长</p></blockquote>
<aside class="note warning"><p class="note-title">提示</p><p>没有挂牌就不上手，这一条没有例外。</p></aside>
<h2 id="c">接下来四十天</h2>
<ol><li>每周三凌晨加做一次油温记录</li><li>十二月五日前换完全部冬季润滑脂</li></ol>
<ul class="task-list"><li class="task-list-item"><label><input type="checkbox" disabled checked> 领料</label></li><li class="task-list-item"><label><input type="checkbox" disabled> 换脂</label></li></ul>
<h2 id="d">给别的班组</h2>
<p>点检表已经放进资源库，可以直接打印。</p>
<section class="footnote" aria-label="脚注"><ol><li id="fn-1"><p>停线前十分钟，设备还热，声音最真。<a href="#fnref-1" class="footnote-back" aria-label="回到正文">↩</a></p></li></ol></section>"""
)
HEADINGS = (
    Heading(2, "a", "先听，再看，最后上手"),
    Heading(3, "b", "这一次查出什么"),
    Heading(2, "c", "接下来四十天"),
    Heading(2, "d", "给别的班组"),
)
FILES = (
    Attachment(
        "夜班设备点检表（2026 版）.pdf",
        "/library/media/check.pdf",
        "PDF",
        1_240_000,
        SHA,
    ),
    Attachment("点检记录样例.xlsx", "/library/media/check.xlsx", "XLSX", 48_200, SHA[::-1]),
)
VALID = State("valid", "有效", "positive")
REPLACED = State("replaced", "已有新版", "warning")

NIGHT = item(
    "zhuangpei",
    "news",
    "夜班先锋岗完成今年第 12 次设备点检，连续 90 天无停机",
    1,
    column="现场",
    author="装配车间通讯组",
    tags=("安全", "设备", "班组"),
    summary="七名党员分三组，把四十六项点检改成“听、看、摸”三步，换下一只有异响的轴承，校正一台漂移的拧紧机。",
    pinned=True,
    minutes=4,
    review={"drafted": "通讯员", "checked": "宣传委员", "approved": "支部书记"},
    updated=NOW,
)
NEWS = (
    NIGHT,
    item(
        "zhijian",
        "news",
        "“一人一课”微党课：一张不合格单怎么追到源头",
        2,
        column="质量",
        summary="从一张退回来的单子说起，追过五道工序，最后停在一块垫片上。",
        tags=("质量",),
    ),
    item(
        "zidonghua",
        "news",
        "技能比武周三轮结束，六名青年工人晋级决赛",
        3,
        column="技能",
        summary="三轮题目都来自现场：一台停了的机器人，一段没人敢动的程序，一张缺页的图。",
    ),
    item("wuliu", "news", "冬季行车安全：支部与车队共同列出十条", 4, column="车队"),
    item("lituixiu", "news", "老工长的口述史（三）：第一台铣床进厂", 6, column="往事"),
    item("liudong", "news", "在外党员线上读书会：七个城市，一本书", 7, column="读书"),
    item(
        "zhuangpei",
        "news",
        "总装一班把工具车重新画了线",
        12,
        column="现场",
        summary="四十二件工具各有各的影子，缺哪件一眼就看见。",
    ),
    item(
        "zhuangpei",
        "news",
        "新工人第一周：先学会停机",
        20,
        column="技能",
        summary="老带新从一张停机挂牌卡开始。",
        joint=("zidonghua",),
    ),
)
LEAD = item(
    "dangwei",
    "news",
    "三季度总结会开到车间：二十一件实事办完十五件，六件列出期限",
    1,
    column="要闻",
    summary="党委与六个支部把三季度承诺的二十一件实事逐件过了一遍，办完十五件，没办完的六件写明了谁来办、什么时候办完。",
    tags=("总结",),
    minutes=4,
)
NOTICES = (
    item(
        "dangwei",
        "notice",
        "关于报送年度总结材料的通知",
        2,
        to=("zhuangpei",),
        state=State("open", "剩 9 天", "active"),
        fields={"deadline": "2026-11-30", "contact": "党群工作部文书", "urgent": False},
        summary="各支部于十一月三十日前报送。",
    ),
    item(
        "zhuangpei",
        "notice",
        "十二月志愿服务报名",
        3,
        state=State("open", "剩 4 天", "active"),
        fields={"deadline": "2026-11-25", "contact": "支部组织委员", "urgent": False},
        tags=("志愿",),
    ),
    item(
        "dangwei",
        "notice",
        "征集：职工食堂改进意见",
        5,
        to=("zhuangpei",),
        state=State("open", "截止 11-30", "active"),
        fields={"deadline": "2026-11-30"},
    ),
    item(
        "zhuangpei",
        "notice",
        "更衣柜分区调整",
        30,
        state=State("closed", "已截止", "off"),
        fields={"deadline": "2026-11-01", "contact": "支部办公室"},
    ),
)
URGENT = item(
    "dangwei",
    "notice",
    "11 月 23 日 22:00 至次日 6:00 二号变电站检修，夜班集合地点改为东门",
    0,
    summary="有效至 11-24",
    fields={"urgent": True},
)
RESOURCES = (
    item(
        "library",
        "resource",
        "现场急救要点（2026 版）",
        10,
        state=VALID,
        attachments=FILES,
        source=Source("示例机电安全部", "https://example.cn/safety"),
        fields={
            "type": "规程",
            "topic": "安全",
            "issuer": "安全部",
            "year": 2026,
            "version": "2.1",
            "licence": "内部自编，可转载，须注明来源",
        },
        summary="止血、固定、搬运、心肺复苏四件事，每件一页图。",
        tags=("安全", "健康"),
    ),
    item(
        "library",
        "resource",
        "现场急救要点（2024 版）",
        700,
        state=REPLACED,
        attachments=FILES[:1],
        source=Source("示例机电安全部"),
        fields={
            "type": "规程",
            "topic": "安全",
            "issuer": "安全部",
            "year": 2024,
            "version": "1.0",
            "licence": "内部自编",
        },
        summary="旧版，保留备查。",
    ),
    item(
        "library",
        "resource",
        "PLC 老化改造指南",
        40,
        state=VALID,
        attachments=FILES[:1],
        fields={"type": "教材", "topic": "技能", "issuer": "自动化支部", "year": 2026},
    ),
    item(
        "library",
        "resource",
        "会议记录模板",
        90,
        state=VALID,
        fields={"type": "模板", "topic": "文书", "issuer": "党群工作部", "year": 2026},
    ),
)
PAGES = (
    item("zhuangpei", "page", "支部简介", 0),
    item("zhuangpei", "page", "怎样找到我们", 0),
    item("zhuangpei", "page", "信箱与接待", 0),
)
NETWORK = Network(
    SETTINGS,
    {site.id: site for site in SITES},
    {one.path: one for one in (*NEWS, LEAD, *NOTICES, *RESOURCES, *PAGES, URGENT)},
    labels=LABELS,
)
GLANCES = [
    ("目标达到必达", 9, "/ 12 项", "已达挑战 3 · 未达 1", "/boards/network/", 12),
    ("来信已答复", 1, "/ 2 封", "", "/mailbox/", 2),
]
TOTALS = (
    ("动态", 132, "篇", "今年发布，最近更新在今天", "/news/"),
    ("通知", 6, "件进行中", "最近截止：11-25", "/notices/"),
    ("资源库", 26, "份资料", "被引用 88 处", "/library/"),
    ("更新", 7, "/ 7 个站点", "最近 14 天都有更新", "/tree/"),
)


def branches() -> list[SimpleNamespace]:
    """The branch wall: six branches, one of them silent for a while."""
    states = ["今天更新", "3 天前", "2 天前", "16 天未更新", "6 天前", "7 天前"]
    rows = []
    for site, words in zip(
        [site for site in SITES if site.depth == 1 and site.kind != "library"],
        states,
        strict=True,
    ):
        newest = [*[one for one in NEWS if one.site == site.id][:3], LEAD, NOTICES[1]]
        state = State("updated", words, "warning" if "未" in words else "positive")
        rows.append(SimpleNamespace(site=site, newest=newest[:3], count=18, updated=NOW, state=state))
    return rows


def frame(site: Site, address: str, title: str, section: str = "") -> dict[str, Any]:
    """What every template gets."""
    base = site.base
    nav = [
        ("home", "首页", base),
        ("news", "动态", f"{base}news/"),
        ("notice", "通知公告", f"{base}notices/"),
    ]
    nav += (
        [
            ("about", "支部简介", f"{base}pages/about/"),
            ("find-us", "怎样找到我们", f"{base}pages/find-us/"),
        ]
        if site.parent
        else []
    )
    nav += [("library", "资源库", "/library/"), ("tree", "组织一览", "/tree/")]
    named = {
        "news": f"{base}news/",
        "notices": f"{base}notices/",
        "library": "/library/",
        "tags": f"{base}tags/",
    }
    hrefs = Hrefs(SETTINGS.base_url, NETWORK.sites)
    assets = {
        "css": "zhibu.css",
        "display_js": "display.js",
        "stamp_js": "stamp.js",
        "finder_js": "finder.js",
        "share_js": "share.js",
        "worker_js": "worker.js",
        "favicon_svg": "favicon.svg",
    }
    return {
        "network": NETWORK,
        "site": site,
        "page": {
            "title": title,
            "description": "示例机电党建网络的一页。",
            "canonical": hrefs.whole(address),
            "section": section,
            "crumbs": [(site.title, base)] + ([("动态", f"{base}news/")] if "item-" in address else []),
            "feeds": [
                ("Atom 订阅", f"{base}feed.xml", "application/atom+xml"),
                ("JSON Feed", f"{base}feed.json", "application/feed+json"),
            ],
            "meta": [("SiteName", site.title)],
            "properties": [("og:title", title)],
            "robots": "",
        },
        "nav": nav,
        "nav_more": [("互动", [("letter", "来信", f"{base}letters/"), ("qa", "答疑", f"{base}qa/")])] if site.parent else [],
        "assets": {short: f"/assets/{name}" for short, name in assets.items()} | {"site_css": f"{base}site.css"},
        "places": {**named, "tree": "/tree/", "sitemap": "/sitemap/", "search": "/search/", "worker": ""},
        "labels": LABELS,
        "url": hrefs.on(address),
    }


def item_page(shown: Item, **more: Any) -> dict[str, Any]:
    """What the template of an item's page gets."""
    site = NETWORK.sites[shown.site]
    return {
        **frame(site, shown.address, shown.title, shown.kind),
        "item": shown,
        "body": BODY,
        "contents": HEADINGS,
        "related": NEWS[1:4],
        "used_by": NEWS[4:6],
        "previous": NEWS[-1],
        "next": NEWS[-2],
        "joint": [NETWORK.sites[one] for one in (shown.site, *shown.joint)] if shown.joint else [],
        "from_above": False,
        "tag_links": [(tag, f"/tags/{tag}/") for tag in shown.tags],
        "reading_minutes": shown.minutes,
        "pictures": [],
        "share": f"{shown.address}share/",
        **more,
    }


FACETS = [
    (
        "栏目",
        [
            ("全部", 32, "/zhuangpei/news/", True),
            ("现场", 14, "/zhuangpei/news/1/", False),
            ("技能", 9, "/zhuangpei/news/2/", False),
            ("志愿", 5, "/zhuangpei/news/3/", False),
        ],
    ),
    ("年份", [("2026", 30, "/zhuangpei/news/2026/", False), ("2025", 2, "/zhuangpei/news/2025/", False)]),
    ("标签", [(f"标签{n}", n, f"/tags/{n}/", False) for n in range(1, 17)]),
]


PAGER = {
    "number": 2,
    "count": 9,
    "previous": "/zhuangpei/news/",
    "next": "/zhuangpei/news/page/3/",
    "pages": [(n, f"/zhuangpei/news/page/{n}/", n == 2) for n in (1, 2, 3, 9)],
}
ROOT, BRANCH, LIBRARY = SITES[0], SITES[1], SITES[-1]

Sample = tuple[str, dict[str, Any]]
"""A template and the values of one page."""


def pages() -> Mapping[str, Sample]:
    """Name of a sample → its template and values."""
    from tests.themes import dialogue

    return {**_homes(), **_lists(), **_items(), **_wayfinding(), **dialogue.pages()}


def _homes() -> Mapping[str, Sample]:
    tags = [
        ("安全", 31, "/tags/a/"),
        ("技能", 28, "/tags/b/"),
        ("质量", 19, "/tags/c/"),
        ("老带新", 9, "/tags/d/"),
    ]
    portal = {
        **frame(ROOT, "/", ROOT.title, "home"),
        "urgent": [URGENT],
        "lead": LEAD,
        "latest": NEWS[:6],
        "notices": NOTICES[:3],
        "publicity": NOTICES[3:4],
        "branches": branches(),
        "resources": RESOURCES[:3],
        "totals": TOTALS,
        "glances": GLANCES,
        "tags": tags,
    }
    picture = Picture("/zhuangpei/media/night.jpg", 1200, 800, "夜班点检现场")
    pictured = item("zhuangpei", "news", "有图的头条", 0, cover=picture, summary="图在左，字在右。")
    bare = {
        "urgent": [],
        "lead": pictured,
        "notices": (),
        "publicity": (),
        "branches": [],
        "resources": (),
        "tags": [],
        "glances": [],
    }
    branch = {
        **frame(BRANCH, "/zhuangpei/", BRANCH.title, "home"),
        "pinned": (NIGHT,),
        "latest": NEWS[6:],
        "needs": NOTICES[:3],
        "columns": [
            ("现场", "/zhuangpei/columns/a/", NEWS[:3]),
            ("技能", "/zhuangpei/columns/b/", NEWS[2:5]),
            ("空", "/", ()),
        ],
        "pages": PAGES,
        "resources": RESOURCES[:3],
        "totals": TOTALS,
        "glances": GLANCES,
        "children": [SITES[2]],
    }
    library = {
        **frame(LIBRARY, "/library/", LIBRARY.title, "home"),
        "collections": [
            ("安全", "/library/safety/", 7, RESOURCES[0]),
            ("阅读", "/library/reading/", 0, None),
        ],
        "facets": [("类型", [("规程", 8, "/library/type/a/", False), ("教材", 7, "/library/type/b/", False)])],
        "latest": RESOURCES,
        "most_used": [(RESOURCES[0], 12), (RESOURCES[2], 7)],
        "catalogue": [("CSV", "/library/catalogue.csv"), ("JSON", "/library/catalogue.json")],
    }
    return {
        "portal": ("portal.html", portal),
        "cover": ("portal.html", {**portal, **bare}),
        "branch": ("branch.html", branch),
        "library": ("library.html", library),
    }


def _lists() -> Mapping[str, Sample]:
    listed = {"intro": "", "pager": PAGER, "facets": FACETS, "total": 32}
    news = {
        **frame(BRANCH, "/zhuangpei/news/page/2/", "动态", "news"),
        **listed,
        "title": "动态",
        "items": NEWS,
    }
    records = {
        **frame(LIBRARY, "/library/safety/", "安全", "home"),
        **listed,
        "title": "安全",
        "intro": "急救、挂牌、夜班、叉车、冬季行车。",
        "items": RESOURCES,
        "pager": {**PAGER, "count": 1},
    }
    return {"list": ("list.html", news), "records": ("list.html", records)}


def _items() -> Mapping[str, Sample]:
    chain = [(RESOURCES[0], "更新的版本"), (RESOURCES[1], "更早的版本")]
    short: dict[str, Any] = {
        "contents": (),
        "used_by": (),
        "next": None,
        "tag_links": [],
        "body": Markup("<p>短短一段。</p>"),
    }
    withdrawn = item("zhuangpei", "news", "一则旧动态", 90, withdrawn="活动时间有变，请看新的通知。")
    return {
        "news": ("kinds/news.html", item_page(NIGHT)),
        "news-joint": ("kinds/news.html", item_page(NEWS[-1], **short)),
        "notice": ("kinds/notice.html", item_page(NOTICES[1], contents=())),
        "page": ("kinds/page.html", item_page(PAGES[0], related=(), used_by=(), previous=None, next=None)),
        "resource": ("kinds/resource.html", item_page(RESOURCES[0], contents=(), chain=chain)),
        "resource-old": ("kinds/resource.html", item_page(RESOURCES[1], contents=(), chain=chain)),
        "withdrawn": ("withdrawn.html", item_page(withdrawn)),
        "typeset": ("kinds/news.html", item_page(NIGHT, site=replace(SITES[1], typeset=("indent", "number")), share="")),
    }


def _wayfinding() -> Mapping[str, Sample]:
    listed = [("动态", "/news/", 18), ("支部简介", "/pages/about/", 1)]
    found = [
        NOT_UTF8.at("zhuangpei/news/2026-11-20-夜班.md", encoding="GBK"),
        LINK_MISSING.at("wuliu/news/2026-11-17.md", 14, 3, href="../notices/none.md", suggestion="", suggestion_en=""),
    ]
    report = {
        **frame(ROOT, "/report/", "检查报告"),
        "problems": found,
        "counts": {"error": 1, "warning": 1, "note": 0},
        "files_in": 212,
        "published": 211,
        "reported": 1,
    }
    return {
        "sitemap": (
            "sitemap.html",
            {**frame(ROOT, "/sitemap/", "网站地图"), "sections": [("栏目", "/", listed)]},
        ),
        "tree": (
            "tree.html",
            {**frame(BRANCH, "/zhuangpei/tree/", "组织一览", "tree"), "counts": {"zhuangpei": 18}, "finder": "/tree/"},
        ),
        "404": ("404.html", frame(ROOT, "/404.html", "没有找到这一页")),
        "offline": ("offline.html", frame(ROOT, "/offline/", "现在没有网络")),
        "redirect": (
            "redirect.html",
            {**frame(BRANCH, "/zhuangpei/old/", NIGHT.title), "target": NIGHT.address},
        ),
        "report": ("report.html", report),
    }
