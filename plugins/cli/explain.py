"""zhibu explain CODE: what a problem code means and what to do."""

import sys

import click

from plugins.build.capabilities import codes
from plugins.cli.language import Command, language, say
from plugins.cli.options import HELP


@click.command(
    "explain",
    cls=Command,
    context_settings=HELP,
    help=say("解释一个问题代码，例如 ZB-105。", "Explain a problem code such as ZB-105."),
)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Print one Code, or all of them in short."""
    known = {one.id: one for one in codes()}
    if code is None:
        for one in known.values():
            click.echo(f"{one.id}  {one.zh if language() == 'zh' else one.en}")
        return
    wanted = code.upper() if code.upper().startswith("ZB-") else f"ZB-{code}"
    if wanted not in known:
        click.echo(say(f"没有代码 {code}；zhibu explain 列出全部。", f"No code {code}; zhibu explain lists all."), err=True)
        sys.exit(2)
    one = known[wanted]
    stops = {"nothing": say("照常发布", "is published all the same"), "item": say("这一篇保留上一个正确的版本", "the item keeps its last good version"),
             "site": say("这个站点保留上一个正确的版本", "the site keeps its last good version"),
             "network": say("什么也不发布，已发布的不变", "nothing is published, the old stays")}  # fmt: skip
    click.echo(f"{one.id}  {one.severity}  {stops[one.stops]}\n")
    click.echo(say(f"问题：{one.zh}\n办法：{one.remedy_zh}", f"Problem: {one.en}\nRemedy: {one.remedy_en}"))
    if one.example:
        click.echo(say("\n例如：\n", "\nFor example:\n") + one.example)
