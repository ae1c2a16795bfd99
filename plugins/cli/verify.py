"""zhibu verify: does what is published agree with its manifest?"""

import sys
from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published
from plugins.release.releases import verify

WORDS = {"changed": "内容被改动", "missing": "缺少", "added": "多出"}


@click.command(
    "verify",
    cls=Command,
    context_settings=HELP,
    help=say("核对发布的每个文件与清单是否一致。", "Compare every published file with the manifest."),
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@published
def command(folder: Path | None, output: Path, tier: str, **_: Any) -> None:
    """Print each difference; exit 20 if there is one."""
    place = folder or output / tier / "current"
    try:
        found = verify(place)
    except (OSError, ValueError, KeyError) as fault:
        click.echo(
            say(f"{place} 里没有可读的 manifest.json：{fault}", f"no readable manifest.json in {place}: {fault}"), err=True
        )
        sys.exit(20)
    for path, what in found:
        click.echo(f"{path}  {say(WORDS[what], what)}")
    click.echo(
        say(f"{len(found)} 处不一致" if found else "全部一致", f"{len(found)} differences" if found else "all files agree")
    )
    sys.exit(20 if found else 0)
