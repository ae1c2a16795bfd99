"""zhibu releases: what can be gone back to."""

from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published
from plugins.release.releases import Releases


@click.command(
    "releases",
    cls=Command,
    context_settings=HELP,
    help=say("列出各次发布，* 是现在的。", "List the releases; * is the current one."),
)
@published
def command(output: Path, tier: str, **_: Any) -> None:
    """One line each, oldest first."""
    releases = Releases(output / tier)
    now = releases.current()
    for release_id in releases.ids():
        release = releases.read(release_id)
        if release is not None:
            files = sum(len(tree.entries) for tree in release.trees.values())
            mark = "*" if now is not None and now.id == release_id else " "
            click.echo(f"{mark} {release.id}  {release.as_of}  " + say(f"{files} 个文件", f"{files} files"))
    if now is None:
        click.echo(say(f"{output / tier} 里还没有发布", f"nothing is released in {output / tier}"))
