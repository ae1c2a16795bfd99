"""Ready-to-fill files: a new item from its Kind's schema, a new site that builds at once."""

from datetime import date
from pathlib import Path

import yaml

from plugins.network.addresses import slug_of
from plugins.network.kinds import Fields, Kind
from plugins.network.schema import Schema, Told


def draft_path(kind: Kind, title: str, day: date, collection: str, site: Path, outer: Kind | None = None) -> Path:
    """Where a new item goes below its site's folder; never the path of an existing file.

    Args:
        collection: the folder of a resource, or of the item that the new one belongs to. outer: the Kind of that one.
    """
    folder = _folder(outer, site) / (collection or "general") if outer else _folder(kind, site, collection)
    stem = slug_of(title) if title else kind.id
    stem = f"{day.isoformat()}-{stem}" if kind.dated else stem
    name = "{}/index.md" if kind.inner else "{}.md"
    path, number = folder / name.format(stem), 2
    while (site / path).exists():
        path, number = folder / name.format(f"{stem}-{number}"), number + 1
    return path


def _folder(kind: Kind, site: Path, collection: str = "") -> Path:
    """The folder of a Kind: the one that the site has, else the English one."""
    chinese = kind.folder and (site / kind.folder_zh).is_dir() and not (site / kind.folder).is_dir()
    return Path(kind.folder_zh if chinese else kind.folder or collection or "general")


def draft_text(kind: Kind, title: str, day: date) -> str:
    """The file: what must be filled in, what may be (as comments with help and example), then the body."""
    lines = ["---", f"标题: {_scalar(title or f'示例{kind.name}标题')}"]
    if kind.dated:
        lines.append(f"日期: {day.isoformat()}")
    for name, info in kind.schema.fields.items():
        if (
            name not in ("title", "date")
            and not info.in_text
            and (info.required or name not in Fields.fields or name in ("summary", "tags"))
        ):
            lines += _asked(info)
    return "\n".join([*lines, "---", "", kind.body])


def _asked(info: Told) -> list[str]:
    """The lines of a field: to be filled in if it is required, else as comments."""
    example = info.example
    entry = info.entry if not example else None
    value = _scalar(example) if info.required and not entry else example
    lines = [f"{info.title}: {value}        # {info.about}", *(_entry(entry) if entry else ())]
    return lines if info.required else [f"# {line}" for line in lines]


def _entry(schema: type[Schema]) -> list[str]:
    """One example entry of a field that holds several and has no shorter form."""
    examples = {info.title: info.example for info in schema.fields.values()}
    parts = [f"{title}: {_scalar(example)}" for title, example in examples.items() if example]
    return [f"{'    ' if place else '  - '}{part}" for place, part in enumerate(parts)]


def _scalar(text: str) -> str:
    """A text as one YAML value, quoted only if it must be."""
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).removesuffix("\n").removesuffix("\n...")


def site_files(title: str, kind: str, parent: str) -> dict[str, str]:
    """The files of a new site, by path below its folder: it builds without a Problem at once."""
    settings = {"title": title, "kind": kind, "parent": parent}
    about = (
        f"---\n标题: 关于{title}\n导航次序: 1\n---\n\n{title}的园地。这里写我们是谁、在哪里、怎样联系（写岗位，不写个人电话）。\n"
    )
    return {"site.yaml": yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "pages/about.md": about}
