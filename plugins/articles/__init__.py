"""News and pages: the ordinary writing of a site."""

from collections.abc import Iterable

from plugins.network.items import Item
from plugins.network.kinds import Day, Fields, Kind, Line, Words, told
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

NO_SOURCE = Code(
    "ZB-610", "error", "item",
    "栏目是“转载”，却没有写来源", "请写“来源: 名称 网址”，例如“来源: 示例日报 https://example.cn/1”。",
    "the column says 转载 (reprint) but no source is given", "Add source: name and URL.",
    "来源: 示例日报 https://example.cn/1",
)  # fmt: skip
BAD_ORDER = Code(
    "ZB-611", "error", "item",
    "“导航次序”的值“{value}”不是数字", "请写 1、2、3 这样的数字，或删去这一行。",
    'the navigation order "{value}" is not a number', "Write a number such as 1, or remove the line.",
)  # fmt: skip


class NewsFields(Fields):
    """What a piece of news says beyond the common fields."""

    date: Day = told("日期", "发布日期；文件名以日期开头时可以不写", "2026-01-05", default="")
    place: Line = told("地点", "事情发生的地方", "总装一班", default="")
    photos: Words = told("图片", "图片文件名，放在 media 文件夹", "1.jpg、2.jpg", default=())


class PageFields(Fields):
    """What a page says beyond the common fields."""

    order: Line = told("导航次序", "写数字就出现在导航里，小的在前", "1", default="")


@finds(NO_SOURCE)
def reprints_name_their_source(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A reprint without source name and URL cannot be published."""
    if item.column == "转载" and (item.source is None or not item.source.url):
        yield NO_SOURCE.at(item.path, item.lines.get("column", 1))


@finds(BAD_ORDER)
def order_is_a_number(item: Item, _settings: Settings) -> Iterable[Problem]:
    """The navigation order is a whole number."""
    if item.fields["order"] and not item.fields["order"].isdecimal():
        yield BAD_ORDER.at(item.path, item.lines.get("order", 1), value=item.fields["order"])


NEWS = Kind(
    "news", "动态", "news", "动态", dated=True, schema=NewsFields, check=reprints_name_their_source,
    body="先用一两句话说清：什么时候、在哪里、谁、做了什么、结果怎样。\n\n## 经过\n\n\n## 下一步\n\n",
)  # fmt: skip
PAGE = Kind(
    "page", "页面", "pages", "页面", dated=False, schema=PageFields, check=order_is_a_number, stream=False, area="",
    body="在这里写页面内容。\n",
)  # fmt: skip

KINDS = (NEWS, PAGE)
