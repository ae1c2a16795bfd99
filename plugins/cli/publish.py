"""zhibu publish DEST: the current release to another folder or machine."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published
from plugins.network.problems import BAD_DESTINATION
from plugins.publish.destinations import destination
from plugins.publish.plan import Plan
from plugins.publish.unsent import Unsent


@click.command(
    "publish",
    cls=Command,
    context_settings=HELP,
    help=say(
        "把当前发布送到别处，只送有变化的文件。DEST 是一个文件夹、user@主机:/绝对路径，或 s3://存储桶/前缀。",
        "Send the current release elsewhere, only what changed. DEST is a folder, user@host:/absolute/path or s3://bucket/prefix.",
    ),
)
@click.argument("written", metavar="DEST")
@click.option("--dry-run", is_flag=True, help=say("只说要做什么，不动任何文件", "only say what would be done"))
@published
def command(written: str, *, dry_run: bool, output: Path, tier: str, **_: Any) -> None:
    """Plan, tell, do."""
    os.umask(0o022)  # another user's web server must be able to read what is published
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
    try:
        there = destination(written)
        planned = there.plan(source.resolve())
        for line in planned:
            click.echo(line)
        if planned and not dry_run:
            there.send(planned)
    except Unsent as unsent:
        _refuse(unsent)
    click.echo(_summary(planned, dry_run=dry_run))


def _refuse(unsent: Unsent) -> None:
    problem = unsent.problem
    click.echo(
        say(
            f"{problem.code} {problem.message['zh']}。{problem.remedy['zh']}",
            f"{problem.code} {problem.message['en']}. {problem.remedy['en']}",
        ),
        err=True,
    )
    sys.exit(2 if problem.code == BAD_DESTINATION.id else 20)


def _summary(planned: Plan, *, dry_run: bool) -> str:
    sent, removed, unchanged = len(planned.sent), len(planned.removed), len(planned.unchanged)
    if not planned:
        return say(f"那里已经是 {planned.release.id}", f"{planned.release.id} is there already")
    return say(
        f"{planned.release.id}：{'将' if dry_run else '已'}送 {sent} 个文件，撤下 {removed} 个，{unchanged} 个没有变化",
        f"{planned.release.id}: {sent} files {'to send' if dry_run else 'sent'}, {removed} removed, {unchanged} unchanged",
    )
