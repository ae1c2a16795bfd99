"""zhibu publish DEST: the current release into another folder."""

import sys
from pathlib import Path
from typing import Any

import click

from plugins import publish as publishing
from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published


@click.command(
    "publish",
    cls=Command,
    context_settings=HELP,
    help=say("把当前发布送到另一个文件夹，只送有变化的文件。", "Send the current release to another folder, only what changed."),
)
@click.argument("destination", metavar="DEST", type=click.Path(file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=say("只说要做什么，不动任何文件", "only say what would be done"))
@published
def command(destination: Path, *, dry_run: bool, output: Path, tier: str, **_: Any) -> None:
    """Plan, tell, do."""
    source = output / tier / "current"
    if not source.is_symlink():
        click.echo(
            say(
                f"{output / tier} 里还没有发布，请先运行 zhibu build",
                f"nothing is released in {output / tier}; run zhibu build first",
            ),
            err=True,
        )
        sys.exit(20)
    planned = publishing.plan(source, destination)
    for name in planned.copied if dry_run else ():
        click.echo(f"+ {name}")
    if not dry_run:
        publishing.publish(source, destination, planned)
    done = say("将复制", "would copy") if dry_run else say("已复制", "copied")
    click.echo(say(f"{done} {len(planned.copied)} 个文件，{len(planned.linked)} 个没有变化：{destination}/current",
                   f"{done} {len(planned.copied)} files, {len(planned.linked)} unchanged: {destination}/current"))  # fmt: skip
