"""zhibu rollback: an older release again, at once, without sources."""

import sys
from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published
from plugins.release.releases import Releases


@click.command(
    "rollback",
    cls=Command,
    context_settings=HELP,
    help=say("退回上一次发布，或 --to 指定的那一次。", "Go back to the release before, or to --to."),
)
@click.option("--to", default="", metavar="ID", help=say("发布编号，见 zhibu releases", "a release id, see zhibu releases"))
@published
def command(to: str, output: Path, tier: str, **_: Any) -> None:
    """Swap the pointer."""
    try:
        release = Releases(output / tier).rollback(to)
    except LookupError as fault:
        click.echo(say(f"没有可退回的发布：{fault.args[0]}", f"no such release: {fault.args[0]}"), err=True)
        sys.exit(20)
    click.echo(say(f"现在是 {release.id}（{release.as_of}）", f"now at {release.id} ({release.as_of})"))
