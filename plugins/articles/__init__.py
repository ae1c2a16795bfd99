"""The ordinary writing of a site: news, pages, essays, reports of what was learned."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import DIGITS, Count, Day, Fields, Flag, Kind, Line, one_of, told
from plugins.network.network import Network
from plugins.network.photos import PHOTO_WITHOUT_ALT, Photos, shown, without_alt
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

BAD_ORDER = Code(
    "ZB-611", "error", "item",
    "“导航次序”的值“{value}”不是数字", "请写 1、2、3 这样的数字，或删去这一行。",
    'the navigation order "{value}" is not a number', "Write a number such as 1, or remove the line.",
)  # fmt: skip
SIGNED_WITHOUT_CONSENT = Code(
    "ZB-612", "error", "item",
    "写了署名“{name}”，却没有写本人同意", "本人同意公开署名的，请写“本人同意: 是”；没有同意的，请把署名改为岗位或班组。",
    'it is signed "{name}" but does not say that the person agrees', "Add consent: true if they do, or sign by post.",
    "署名: 示例同志\n本人同意: 是",
)  # fmt: skip


class NewsFields(Fields):
    """What a piece of news says beyond the common fields."""

    date: Day = told("日期", "发布日期；文件名以日期开头时可以不写", "2026-01-05", default="")
    place: Line = told("地点", "事情发生的地方", "总装一班", default="")
    photos: Photos = told("图片", "图片文件名，放在 media 文件夹；可以逐张写替代文字", "1.jpg、2.jpg", default=())


class PageFields(Fields):
    """What a page says beyond the common fields."""

    order: Line = told("导航次序", "写数字就出现在导航里，小的在前", "1", default="")


GENRES = (N_("心得"), N_("理论"), N_("时评"), N_("建言"))


class EssayFields(Fields):
    """What an essay says beyond the common fields."""

    genre: one_of(*GENRES) = told("体裁", "心得、理论、时评 或 建言", "心得", default="心得")  # type: ignore[valid-type]  # a type made from data
    signed: Line = told("署名", "个人署名须本人同意；不写则用作者（班组、岗位）", "示例同志", default="")
    consent: Flag = told("本人同意", "本人同意公开署名写“是”", "是", default=False)


class ReportFields(Fields):
    """What a report of learning says beyond the common fields."""

    activity: Line = told("活动", "什么学习、什么活动", "“一小时读书会”第三期", default="")
    result: Line = told("成果", "一句话说清学到、做成了什么", "整理出 12 条夜班点检口诀", default="")
    participants: Count = told("人数", "参加人数，只写数字", "24", default=None)
    photos: Photos = told("图片", "图片文件名，放在 media 文件夹；可以逐张写替代文字", "1.jpg、2.jpg", default=())


@finds(BAD_ORDER)
def order_is_a_number(item: Item, _settings: Settings) -> Iterable[Problem]:
    """The navigation order is a whole number."""
    order = item.fields["order"]
    if order and not (order.isdecimal() and len(order) <= DIGITS):
        yield BAD_ORDER.at(item.path, item.lines.get("order", 1), value=order)


@finds(SIGNED_WITHOUT_CONSENT)
def names_have_agreed(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A person's name stands under an essay only if they agree."""
    if item.fields["signed"] and not item.fields["consent"]:
        yield SIGNED_WITHOUT_CONSENT.at(item.path, item.lines.get("signed", 1), name=item.fields["signed"])


@finds(PHOTO_WITHOUT_ALT)
def pictures_speak_to_everyone(item: Item, _settings: Settings) -> Iterable[Problem]:
    """Each picture has words for who cannot see it."""
    yield from without_alt(item)


def pictures(_network: Network, item: Item) -> Mapping[str, Any]:
    """The pictures beside the text."""
    return {"pictures": shown(item.fields["photos"]) if item.body else []}


NEWS = Kind(
    "news", "动态", "news", "动态", dated=True, schema=NewsFields, check=pictures_speak_to_everyone, values=pictures, on_shelf=True,
    body="先用一两句话说清：什么时候、在哪里、谁、做了什么、结果怎样。\n\n## 经过\n\n\n## 下一步\n\n",
)  # fmt: skip
PAGE = Kind(
    "page", "页面", "pages", "页面", dated=False, schema=PageFields, check=order_is_a_number, stream=False, area="",
    on_shelf=True, body="在这里写页面内容。\n",
)  # fmt: skip
ESSAY = Kind(
    "essay", "心得", "essays", "心得", dated=True, schema=EssayFields, check=names_have_agreed, area="学习",
    body="从一件具体的事写起：看到什么、想到什么、准备怎么做。\n",
)  # fmt: skip
REPORT = Kind(
    "report", "学习成果", "reports", "成果", dated=True, schema=ReportFields, check=pictures_speak_to_everyone, values=pictures,
    area="学习", body="先写成果，再写经过。\n\n## 怎么做的\n\n\n## 还能怎么用\n\n",
)  # fmt: skip

KINDS = (NEWS, PAGE, ESSAY, REPORT)
