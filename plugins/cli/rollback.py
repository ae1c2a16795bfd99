"""zhibu rollback: an older release again, at once, without sources, and without what was taken back since."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, instant, moment, published, signing
from plugins.release.releases import Releases


@click.command(
    "rollback",
    cls=Command,
    context_settings=HELP,
    help=say("退回上一次发布，或 --to 指定的那一次；后来撤回、到期、收窄的不会再露出来。",
             "Go back to the release before, or to --to; what was withdrawn, ended or closed since stays away."),
)  # fmt: skip
@click.option("--to", default="", metavar="ID", help=say("发布编号，见 zhibu releases", "a release id, see zhibu releases"))
@click.option("--as-of", callback=moment, metavar="ISO8601", help=say("哪个时刻之前到期的不再露出来，默认现在",
              "what ended before this instant stays away, default now"))  # fmt: skip
@signing
@published
def command(to: str, as_of: datetime | None, key: Path | None, output: Path, tier: str, **_: Any) -> None:
    """Swap the pointer; tell what is not as it was in that release."""
    try:
        release, restored = Releases(output / tier, key).rollback(to, now=instant(as_of, Path("content")))
    except LookupError as fault:
        click.echo(say(f"没有可退回的发布：{fault.args[0]}", f"no such release: {fault.args[0]}"), err=True)
        sys.exit(20)
    click.echo(say(f"现在是 {release.id}（{release.as_of}）", f"now at {release.id} ({release.as_of})"))
    if restored is not None:
        taken, left = len(restored.taken), len(restored.left_out)
        click.echo(
            say(f"它由 {release.restores} 而来；后来撤下的内容没有恢复：{taken} 个文件保持现在的样子，{left} 个没有放回",
                f"made of {release.restores}; what was taken back since stays away: "
                f"{taken} files are as they are now, {left} were left out")
        )  # fmt: skip
