"""The command line: each command is imported only when it is asked for."""

import atexit
import importlib
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import click

from plugins.cli.language import Group, say

COMMANDS = {
    "build": ("生成网络并发布到输出目录", "build the network and release it"),
    "check": ("读取并检查，不写任何文件", "read and check, write nothing"),
    "serve": ("生成、监视、自动刷新浏览器", "build, watch, reload the browser"),
    "new": ("新建一篇，打印路径", "make a ready-to-fill file, print its path"),
    "site": ("站点：新建", "sites: make a new one"),
    "releases": ("列出各次发布", "list the releases"),
    "rollback": ("退回上一次（或指定的）发布", "go back to an older release"),
    "verify": ("核对发布的文件与清单", "compare a release with its manifest"),
    "publish": ("把当前发布送到别处", "send the current release elsewhere"),
    "kinds": ("列出可以写的类别和字段", "list what can be written"),
    "explain": ("解释一个问题代码", "explain a problem code"),
}


class Lazy(Group):
    """A group whose commands are imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"plugins.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with one line each, nothing imported."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(*texts)) for name, texts in COMMANDS.items()])


@click.command(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say("把各支部的 Markdown 变成互相连接的静态网站。", "Turns branches' Markdown into a linked network of static sites."),
)
@click.version_option(package_name="zhibu", prog_name="zhibu", message="%(prog)s %(version)s")
def cli() -> None:
    """Nothing of its own."""


def main(args: list[str] | None = None) -> Any:
    """Run the command line; as click does, it ends by SystemExit."""
    return cli(args=args, prog_name="zhibu")


def run() -> NoReturn:
    """The command `zhibu`. The process ends at once: giving back every value of a build, one by one, takes 40 ms."""
    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    atexit._run_exitfuncs()  # noqa: SLF001  # what others have registered: processes to end, files to close
    with suppress(OSError):  # nobody reads any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code or 0)
