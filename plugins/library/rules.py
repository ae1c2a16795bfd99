"""Rules 党规: facts first, the official text by link, an excerpt no longer than it needs to be."""

from collections.abc import Iterable

from plugins.library.resources import VALIDITIES, state, values
from plugins.network.items import Item
from plugins.network.kinds import Day, Fields, Kind, Line, Url, one_of, told
from plugins.network.network import Network
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.network.versions import CHAIN_CODES, broken

LONG_EXCERPT = Code(
    "ZB-626", "error", "item",
    "摘录有 {count} 个字，超过 {limit} 个", "只摘最要紧的几句，全文请写“官方链接”。",
    "the excerpt has {count} characters, more than {limit}", "Quote only what matters most; give the official link for the text.",
    "官方链接: https://example.cn/rule",
)  # fmt: skip


class RuleFields(Fields):
    """What a rule says beyond the common fields."""

    issuer: Line = told("发布单位", "由哪个机关或部门发布", "示例机电党委", also=("发布者",))
    effective: Day = told("施行", "从哪一天起施行", "2026-01-01", also=("施行日期",))
    official: Url = told("官方链接", "官方文本的网址；没有公开网址的不写", "https://example.cn/rule", default="")
    excerpt: Line = told("摘录", "最要紧的一两句", "转出手续三个工作日内办结。", default="")
    validity: one_of(*VALIDITIES) = told("效力", "有效、已修改、失效 或 废止", "有效", default="有效")  # type: ignore[valid-type]  # a type made from data
    supersedes: Line = told("取代", "被它取代的旧规定", "transfer-2021.md", default="", reference=True)
    type: Line = told("类型", "规定、办法、细则……", "办法", default="党规")
    topic: Line = told("主题", "组织、纪律、教育……", "组织", default="党规")
    year: Line = told("年份", "发布的年份；不写则取日期", "2026", default="")
    version: Line = told("版本", "修订的次数", "第二次修订", default="")
    licence: Line = told("许可", "可以怎样使用", "以官方文本为准", default="以官方文本为准", also=("license", "授权"))


@finds(LONG_EXCERPT)
def excerpt_is_short(item: Item, settings: Settings) -> Iterable[Problem]:
    """Official texts are linked, not reproduced."""
    count, limit = len(item.fields["excerpt"]), int(settings.figure("rule_excerpt_characters"))
    if count > limit:
        yield LONG_EXCERPT.at(item.path, item.lines.get("excerpt", 1), count=count, limit=limit)


@finds(*CHAIN_CODES)
def rules_follow_each_other(network: Network) -> Iterable[Problem]:
    """A rule is superseded at most once, never in a circle, and then it is no longer valid."""
    yield from broken(network, "rule", "取代")


RULE = Kind(
    "rule", "党规", "rules", "党规", dated=True, schema=RuleFields, state=state, states=tuple(VALIDITIES), check=excerpt_is_short,
    values=values, stream=False, on_shelf=True, area="学习", body="和日常工作最有关系的几点，用自己的话写；原文请看官方链接。\n",
)  # fmt: skip
