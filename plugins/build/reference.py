"""The reference page of each Kind in docs/kinds/: fields, states and an example, from its declaration alone."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plugins.build.drafting import draft_text
from plugins.network.audience import LABELS
from plugins.network.kinds import Fields, Kind, Kinds
from plugins.network.schema import Told

DAY = date(2026, 1, 5)
"""The date of the examples."""


def pages(kinds: Kinds) -> dict[str, str]:
    """Every page by its file name, with a table of all."""
    listed = kinds.by_id.values()
    return {"README.md": _overview(listed), **{f"{kind.id}.md": _page(kind, kinds) for kind in listed}}


def _overview(kinds: Iterable[Kind]) -> str:
    head = "# 能写什么\n\n由 `zhibu kinds --pages docs/kinds` 生成，请不要手改。\n\n| 类别 | 文件夹 | 分组 | 给谁看 | 状态 |\n| --- | --- | --- | --- | --- |\n"
    rows = (
        f"| [{kind.name}]({kind.id}.md) `{kind.id}` | {_folder(kind)} | {kind.area or '—'} | {LABELS[kind.audience]} "
        f"| {' · '.join(kind.states) or '—'} |\n"
        for kind in kinds
    )
    return head + "".join(rows)


def _folder(kind: Kind) -> str:
    return f"`{kind.folder_zh}/` `{kind.folder}/`" if kind.folder else "见说明"


def _page(kind: Kind, kinds: Kinds) -> str:
    return "\n".join(_lines(kind, kinds)) + "\n"


def _lines(kind: Kind, kinds: Kinds) -> Iterator[str]:
    yield from (
        f"# {kind.name} `{kind.id}`",
        "",
        f"{_place(kind, kinds)}；{'要有日期' if kind.dated else '不需要日期'}。默认范围：{LABELS[kind.audience]}。",
        "",
    )
    own = {name: info for name, info in kind.schema.fields.items() if name in kind.own or _differs(name, info)}
    if own:
        yield from ("除[每一类都能写的](../editors/写法.md#每一类都能写的)以外：", "", *_table(own), "")
    else:
        yield from ("只用[每一类都能写的](../editors/写法.md#每一类都能写的)几项。", "")
    for info in own.values():
        if not info.in_text and (entry := info.entry):
            yield from (f"“{info.title}”的每一项：", "", *_table(entry.fields), "")
    if kind.states:
        yield from ("## 状态", "", " → ".join(kind.states), "")
    yield from (
        "## 例子",
        "",
        "`zhibu new` 给出的就是这样一份；`#` 开头的行可以不写。",
        "",
        "````markdown",
        draft_text(kind, "", DAY).rstrip(),
        "````",
    )


def _place(kind: Kind, kinds: Kinds) -> str:
    outer = kinds.outer(kind)
    if outer is not None:
        return f"放在 `{outer.folder_zh}/` 或 `{outer.folder}/` 下面{outer.name}的文件夹里"
    if not kind.folder:
        return "放在资源库的各个文件夹，文件夹就是资料的分类"
    each = "下面，每篇一个文件夹，写在里面的 `index.md`" if kind.inner else ""
    return f"放在 `{kind.folder_zh}/` 或 `{kind.folder}/`{each}"


def _differs(name: str, info: Told) -> bool:
    """Whether a common field means something else in a Kind."""
    common = Fields.fields[name]
    return (info.required, info.title, info.about, info.example) != (
        common.required, common.title, common.about, common.example
    )  # fmt: skip


def _table(fields: Mapping[str, Told]) -> list[str]:
    return ["| 键 | 英文 | 写什么 | 例 |", "| --- | --- | --- | --- |", *(_row(name, info) for name, info in fields.items())]


def _row(name: str, info: Told) -> str:
    shown = f"`{info.example}`" if info.example else ""
    return f"| {info.title}{'（必填）' if info.required else ''} | `{name}` | {info.about} | {shown} |"
