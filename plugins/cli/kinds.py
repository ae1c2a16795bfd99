"""zhibu kinds: what can be written, with every field."""

from pathlib import Path

import click

from plugins.build import reference
from plugins.build.capabilities import kinds
from plugins.cli.language import Command, say
from plugins.cli.options import HELP
from plugins.network.kinds import Fields, Kind


@click.command(
    "kinds",
    cls=Command,
    context_settings=HELP,
    help=say("列出可以写的类别；加上类别名可看全部字段。", "List what can be written; with a kind, all its fields."),
)
@click.argument("kind", required=False)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    help=say("把每一类的说明页写进这个文件夹（docs/kinds 就是这样来的）", "Write the reference pages into this folder."),
)
def command(kind: str | None, pages: Path | None) -> None:
    """Print the Kinds, or the fields of one; or write their reference pages."""
    if pages is not None:
        pages.mkdir(parents=True, exist_ok=True)
        for name, text in reference.pages(kinds()).items():
            (pages / name).write_text(text, "utf-8")
        return
    if kind is None:
        for one in kinds().by_id.values():
            folder = f"{one.folder}/ {one.folder_zh}/" if one.folder else say("资源库的各个文件夹", "the folders of a library")
            click.echo(f"{one.id:<10} {one.name}  {folder}")
        return
    chosen = kinds().named(kind)
    if chosen is None:
        raise click.UsageError(say(f"没有类别 {kind}；可用的有：{kinds().folders}", f"There is no kind {kind}"))
    _fields(chosen)


def _fields(kind: Kind) -> None:
    click.echo(f"{kind.id} {kind.name}")
    for name, info in kind.schema.fields.items():
        own = "" if name in Fields.fields else " *"
        need = say("（必填）", " (required)") if info.required or name == "title" else ""
        shown = say(f"，例如 {info.example}", f", e.g. {info.example}") if info.example else ""
        click.echo(f"  {name} / {info.title}{own}{need}：{info.about}{shown}")
