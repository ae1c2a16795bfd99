"""zhibu serve: build, watch, reload the browser."""

import gc
import sys
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from plugins.build.report import text
from plugins.build.theme import THEMES
from plugins.cli.checking import Told, requested, run
from plugins.cli.language import Command, language, say
from plugins.cli.options import HELP, instant, places
from plugins.cli.progress import Progress
from plugins.network.problems import Problem
from plugins.release.releases import Releases
from plugins.serve import Preview, serve


@click.command(
    "serve",
    cls=Command,
    context_settings=HELP,
    help=say("生成并预览；保存文件后浏览器自动刷新。", "Build and preview; the browser reloads on save."),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=say("端口", "port"))
@click.option("--site", "sites", multiple=True, help=say("只生成这个站点（可重复）", "only this site (repeatable)"))
@places
def command(port: int, sites: tuple[str, ...], **named: Any) -> None:
    """Serve until interrupted."""
    request = requested(
        **named, sites=sites, as_of=None, jobs=2, executor="local", exchange="", base_url=f"http://127.0.0.1:{port}/",
        progress=Progress(quiet=True),
    )  # fmt: skip
    folder: Path = request.places.output / request.places.tier

    def rebuild() -> tuple[Problem, ...]:
        told: Told = run(replace(request, as_of=instant(None, request.places.content)), writes=True)
        if told.problems:
            click.echo(text(told.problems, language(), str(request.places.content)), err=True)
        return told.problems

    def sources() -> dict[str, str]:
        now = Releases(folder).current()
        return {entry.path: entry.source for tree in now.trees.values() for entry in tree.entries} if now else {}

    gc.set_threshold(50_000)  # a build makes many values that stay: looking for garbage among them every 700 is slow
    click.echo(say(f"预览：http://127.0.0.1:{port}/ （按 Ctrl+C 结束）", f"Preview: http://127.0.0.1:{port}/ (Ctrl+C ends it)"))
    serve(Preview(folder / "current", rebuild, sources), (request.places.content, THEMES), port)
    sys.exit(0)
