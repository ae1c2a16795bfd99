"""The options that several commands share."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from plugins.cli.language import say
from plugins.release.signing import sign

Command = TypeVar("Command", bound=Callable[..., Any])
HELP = {"help_option_names": ["-h", "--help"]}


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    """An ISO 8601 instant; a text without offset is local to the network."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(say("请写成 2026-11-21T06:00:00+08:00", "write 2026-11-21T06:00:00+08:00")) from None


def instant(as_of: datetime | None, content: Path) -> datetime:
    """The as-of instant in the network's own time zone; now if none is given. The one place that reads the clock."""
    zone = _zone(content)
    if as_of is None:
        return datetime.now(zone).replace(microsecond=0)
    return as_of.replace(tzinfo=zone) if as_of.tzinfo is None else as_of.astimezone(zone)


def _zone(content: Path) -> ZoneInfo:
    """The zone that network.yaml names; whether it is a good one, the build itself tells."""
    try:
        named = re.search(r"(?m)^time_zone:\s*[\"']?([\w/+-]+)", (content / "network.yaml").read_text("utf-8"))
        return ZoneInfo(named[1] if named else "Asia/Shanghai")
    except (OSError, ValueError, KeyError):
        return ZoneInfo("Asia/Shanghai")


def usable(use: Callable[[Path], object]) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    """A callback for an option that names a key: it must be of use."""

    def checked(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
        try:
            if value is not None:
                use(value)
        except ModuleNotFoundError:
            what = say(
                "签名要先装好：make sign（或 pip install cryptography）", "signing needs: make sign (or pip install cryptography)"
            )
            raise click.UsageError(what) from None
        except (ValueError, TypeError) as fault:
            raise click.BadParameter(str(fault)) from None
        return value

    return checked


def signing(command: Command, *, hidden: bool = False) -> Command:
    """--key, for commands that make releases."""
    option = click.option(
        "--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PEM", hidden=hidden,
        callback=usable(lambda key: sign(b"", key)),
        help=say("用这个私钥（ed25519）给清单签名", "sign the manifest with this private key (ed25519)"),
    )  # fmt: skip
    return option(command)


def places(command: Command) -> Command:
    """--content, --output, --cache and --tier."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--tier", type=click.Choice(["public", "org", "lan"]), default="public", show_default=True,
                     help=say("范围：公开、系统内、局域网", "audience tier")),
        click.option("--cache", type=folder, default=Path(".cache/zhibu"), show_default=True, help=say("缓存目录", "cache folder")),
        click.option("--output", type=folder, default=Path("output"), show_default=True, help=say("输出目录", "output folder")),
        click.option("--content", type=folder, default=Path("content"), show_default=True, help=say("内容目录", "content folder")),
    ):  # fmt: skip
        command = option(command)
    return command


def published(command: Command) -> Command:
    """--output and --tier, for commands that only look at what is published."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--tier", type=click.Choice(["public", "org", "lan"]), default="public", show_default=True,
                     help=say("范围：公开、系统内、局域网", "audience tier")),
        click.option("--output", type=folder, default=Path("output"), show_default=True, help=say("输出目录", "output folder")),
    ):  # fmt: skip
        command = option(command)
    return command


def building(command: Command) -> Command:
    """Everything that build and check take."""
    for option in (
        click.option("--why", is_flag=True, help=say("说明每个站点为什么重新生成", "say why each site is rendered")),
        click.option("--format", "form", type=click.Choice(["text", "json", "github", "gitlab"]), default="text", show_default=True,
                     help=say("结果的格式", "form of the results")),
        click.option("--base-url", default="", help=say("改用这个网址", "use this base URL")),
        click.option("--exchange", default="", metavar="URL",
                     help=say("各台机器都到得了的文件夹，文件经过它来往", "a folder that all machines reach; files travel through it")),
        click.option("--executor", default="local", show_default=True,
                     help=say("在哪里运行：local、dask、dask:地址", "where to run: local, dask, dask:ADDRESS")),
        click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help=say("同时运行几个进程", "processes at a time")),
        click.option("--site", "sites", multiple=True, help=say("只生成这个站点（可重复）", "only this site (repeatable)")),
        click.option("--as-of", callback=moment, metavar="ISO8601", help=say("按哪个时刻生成，默认现在", "instant to build for, default now")),
    ):  # fmt: skip
        command = option(command)
    return places(command)
