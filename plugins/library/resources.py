"""One record of the library, and the chains of versions that records form."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from plugins.network.items import Item, State, Tone
from plugins.network.kinds import Fields, Kind, Line, SourceText, Words, one_of, told
from plugins.network.network import Network
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings

VALIDITIES: dict[str, Tone] = {"有效": "positive", "已修改": "warning", "失效": "off", "废止": "negative"}
"""What a record can be; the words are those of document registers."""

CIRCLE = Code(
    "ZB-620", "error", "nothing",
    "版本关系绕成了一圈：{paths}", "请改正其中一个“取代”。",
    "the versions supersede each other in a circle: {paths}", 'Correct one of the "supersedes" fields.',
)  # fmt: skip
TWO_SUCCESSORS = Code(
    "ZB-621", "error", "nothing",
    "“{old}”已经被 {other} 取代", "请让新版本前后相接，每个旧版本只被一个新版本取代。",
    '"{old}" is already superseded by {other}', "Let each version supersede the one before it.",
)  # fmt: skip
STILL_VALID = Code(
    "ZB-622", "error", "nothing",
    "已被 {successor} 取代，却仍写着“{validity}”", "请把“效力”改为 废止 或 失效。",
    'it is superseded by {successor} but still says "{validity}"', "Set validity to 废止 or 失效.",
)  # fmt: skip
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


def chain(network: Network, item: Item) -> list[tuple[Item, str]]:
    """The versions of a record, newest first, with the word for each; empty if there is only this one."""
    successors = _successors(network)
    first, seen = item, {item.path}
    while (after := successors.get(first.path)) and after[0].path not in seen:
        first = after[0]
        seen.add(first.path)
    versions = [first]
    while (path := versions[-1].fields.get("supersedes")) and path in network.items:
        older = network.items[path]
        if older in versions or older.kind != "resource":
            break
        versions.append(older)
    if len(versions) < 2:
        return []
    place = versions.index(item)
    return [(one, "本页" if i == place else "更新的版本" if i < place else "更早的版本") for i, one in enumerate(versions)]


def _successors(network: Network) -> Mapping[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in network.of_kind("resource"):
        if item.fields.get("supersedes"):
            found.setdefault(item.fields["supersedes"], []).append(item)
    return found


def values(network: Network, item: Item) -> dict[str, Any]:
    """What a record's page shows beyond its fields."""
    return {"chain": chain(network, item)}


@finds(CIRCLE, TWO_SUCCESSORS, STILL_VALID, NOT_A_RECORD)
def chains_hold(network: Network) -> Iterable[Problem]:
    """Only records are superseded, each at most once, never in a circle, and then they are no longer valid."""
    successors = _successors(network)
    for path, after in successors.items():
        for second in after[1:]:
            yield TWO_SUCCESSORS.at(second.path, second.lines.get("supersedes", 1), old=path, other=after[0].path)
        item = network.items.get(path)
        if item is not None and item.kind != "resource":
            yield NOT_A_RECORD.at(after[0].path, after[0].lines.get("supersedes", 1), path=path)
        elif item is not None and item.fields["validity"] in ("有效", "已修改"):
            line = item.lines.get("validity", 1)
            yield STILL_VALID.at(path, line, successor=after[0].path, validity=item.fields["validity"])
    yield from _circles(network)


def _circles(network: Network) -> Iterable[Problem]:
    reported: set[str] = set()
    for start in network.of_kind("resource"):
        seen: list[str] = []
        path = start.path
        while path and path in network.items and path not in seen and path not in reported:
            seen.append(path)
            path = network.items[path].fields.get("supersedes") or ""
        if path in seen:
            circle = seen[seen.index(path) :]
            reported |= set(circle)
            first = network.items[circle[0]]
            yield CIRCLE.at(first.path, first.lines.get("supersedes", 1), paths=" → ".join([*circle, circle[0]]))


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
