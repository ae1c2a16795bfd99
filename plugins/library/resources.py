"""One record of the library, and the chains of versions that records form."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plugins.network.interface import N_
from plugins.network.items import Item, State, Tone
from plugins.network.kinds import Fields, Kind, Line, SourceText, Words, one_of, told
from plugins.network.network import Network
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.network.versions import CHAIN_CODES, broken, chain

VALIDITIES: dict[str, Tone] = {N_("有效"): "positive", N_("已修改"): "warning", N_("失效"): "off", N_("废止"): "negative"}
"""What a record can be; the words are those of document registers."""

SAME_FILE = Code(
    "ZB-623", "warning", "nothing",
    "附件“{name}”与 {other} 的附件完全相同", "请只保留一份，另一篇改为链接。",
    'the file "{name}" is the same as one of {other}', "Keep one record and link to it from the other.",
)  # fmt: skip
SAME_TITLE = Code(
    "ZB-624", "warning", "nothing",
    "标题与 {other} 几乎相同", "如果是新版本，请写“取代”；否则请改标题。",
    "the title is nearly that of {other}", "If this is a new version, say what it supersedes; else retitle it.",
)  # fmt: skip
NOT_A_RECORD = Code(
    "ZB-625", "warning", "nothing",
    "“取代”指的 {path} 不是资源库里的一份资源", "请改成旧版资源的文件，或删去这一行。",
    '{path} under "supersedes" is no record of the library', "Name the file of the older record, or remove the line.",
)  # fmt: skip


class ResourceFields(Fields):
    """What a record says beyond the common fields; source and licence are required."""

    source: SourceText = told("来源", "由谁编写或从哪里来", "示例机电安全管理部编写")
    licence: Line = told("许可", "可以怎样使用", "CC BY 4.0", also=("license", "授权"))
    type: Line = told("类型", "课件、手册、模板、清单、图表、书目……", "手册", default="其他")
    topic: Line = told("主题", "安全、技能、质量、志愿……", "安全", default="其他")
    issuer: Line = told("发布单位", "由哪个部门发布", "示例机电安全管理部", default="", also=("发布者",))
    year: Line = told("年份", "编写的年份；不写则取日期", "2026", default="")
    version: Line = told("版本", "版本号", "2.0", default="")
    validity: one_of(*VALIDITIES) = told("效力", "有效、已修改、失效 或 废止", "有效", default="有效")  # type: ignore[valid-type]  # a type made from data
    supersedes: Line = told("取代", "被这一版取代的旧版文件", "first-aid-2024.md", default="", reference=True)
    files: Words = told("文件", "文件名，放在记录旁边", "first-aid.pdf", default=())


def state(item: Item, _as_of: datetime, _settings: Settings) -> State | None:
    """The validity that the record states."""
    validity = item.fields["validity"]
    return State(validity, validity, VALIDITIES[validity])


def values(network: Network, item: Item) -> dict[str, Any]:
    """What a record's page shows beyond its fields."""
    return {"chain": chain(network, item)}


@finds(*CHAIN_CODES, NOT_A_RECORD)
def chains_hold(network: Network) -> Iterable[Problem]:
    """Only records are superseded, each at most once, never in a circle, and then they are no longer valid."""
    yield from broken(network, "resource", "取代")
    for item in network.of_kind("resource"):
        older = item.fields["supersedes"]
        if older in network.items and network.kind_of(older) != "resource":
            yield NOT_A_RECORD.at(item.path, item.lines.get("supersedes", 1), path=older)


@finds(SAME_FILE, SAME_TITLE)
def no_second_record(network: Network) -> Iterable[Problem]:
    """The same file, or nearly the same title, under two records that are not versions of each other."""
    files: dict[str, Item] = {}
    titles: dict[str, Item] = {}
    for item in network.of_kind("resource"):
        for attachment in item.attachments:
            other = files.setdefault(attachment.sha256, item)
            if other is not item:
                yield SAME_FILE.at(item.path, item.lines.get("attachments", 1), name=attachment.name, other=other.path)
        other = titles.setdefault(_bare(item.title), item)
        if other is not item and not any(one is other for one, _ in chain(network, item)):
            yield SAME_TITLE.at(item.path, item.lines.get("title", 1), other=other.path)


def _bare(title: str) -> str:
    """A title without what versions differ in: spaces, punctuation, digits."""
    return "".join(c for c in title.casefold() if c.isalpha())


RESOURCE = Kind(
    "resource", "资源", "", "", dated=True, schema=ResourceFields, state=state, states=tuple(VALIDITIES), values=values, stream=False,
    body="这是什么、给谁用、怎么用、这一版改了什么。\n",
)  # fmt: skip
