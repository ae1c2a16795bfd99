"""Names of persons that are shown for a while: where they must not stand, because those places stay."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plugins.network.addresses import slug_of, stem_of
from plugins.network.items import Item
from plugins.network.problems import Code, Problem

NAME_STAYS = Code(
    "ZB-634", "error", "item",
    "“{key}”里有当事人的姓名，到期撤不掉", "姓名只写在名单和正文里；标题写成“关于拟接收预备党员的公示”这样。集体请写在“单位”。",
    '"{key}" holds a name that could not be taken back later', "Names belong in the list of persons and in the text only; a team is a unit.",
    "标题: 关于拟接收预备党员的公示",
)  # fmt: skip


def staying(item: Item, persons: Iterable[Mapping[str, Any]], fields: Mapping[str, str]) -> Iterator[Problem]:
    """A Problem for each place of an item that holds a person's name and stays when its text is taken back.

    Args:
        persons: entries with a `name`. fields: the fields of its Kind that stay, and what they are called.
    """
    names = {row["name"] for row in persons if len(row["name"]) > 1}
    for key, field, text in _lasting(item, fields) if names else ():
        if any(name in text for name in names):
            yield NAME_STAYS.at(item.path, item.lines.get(field, 1), key=key)
    address = f"-{item.slug}-"
    if any(f"-{slug_of(name)}-" in address or name in stem_of(item.path) for name in names):
        yield NAME_STAYS.at(item.path, item.lines.get("slug", 1), key="文件名或网址名")


def _lasting(item: Item, fields: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(label, field, text) of everything that stays."""
    yield "标题", "title", item.title
    yield "标签", "tags", "、".join(item.tags)
    yield "栏目", "column", item.column
    yield "作者", "author", item.author
    yield "来源", "source", item.source.name if item.source else ""
    yield "旧网址", "aliases", "、".join(item.aliases)
    yield "撤回", "withdrawn", item.withdrawn
    for field, label in fields.items():
        yield label, field, "、".join(_texts(item.fields[field]))


def _texts(value: Any) -> Iterator[str]:
    """Every text of a field, also of one that holds entries."""
    if isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, str):
        yield value
