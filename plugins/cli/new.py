"""zhibu new KIND: a ready-to-fill file from the Kind's schema."""

from datetime import datetime
from pathlib import Path

import click

from plugins.build.capabilities import kinds
from plugins.build.drafting import draft_path, draft_text
from plugins.cli.language import Command, say
from plugins.cli.options import HELP, instant, moment


@click.command(
    "new",
    cls=Command,
    context_settings=HELP,
    help=say("新建一篇可以直接填写的文件，打印它的路径。", "Make a ready-to-fill file and print its path."),
)
@click.argument("kind")
@click.argument("title", nargs=-1)
@click.option("--site", "site_id", required=True, help=say("站点文件夹名", "the site's folder name"))
@click.option("--collection", default="", help=say("资源或课放进哪个文件夹", "the folder of a resource or of a lesson's course"))
@click.option("--as-of", callback=moment, metavar="ISO8601", help=say("日期，默认今天", "date, default today"))
@click.option("--content", type=click.Path(file_okay=False, path_type=Path), default=Path("content"), show_default=True,
              help=say("内容目录", "content folder"))  # fmt: skip
def command(kind: str, title: tuple[str, ...], site_id: str, collection: str, as_of: datetime | None, content: Path) -> None:
    """Write the file; an existing one is never touched."""
    chosen = kinds().named(kind)
    if chosen is None:
        raise click.UsageError(say(f"没有类别“{kind}”；可用的有：{kinds().folders}", f"There is no kind {kind}"))
    if not (content / site_id / "site.yaml").is_file():
        raise click.UsageError(say(f"没有站点“{site_id}”（{content}/{site_id}/site.yaml 不存在）", f"There is no site {site_id}"))
    day = instant(as_of, content).date()
    words = " ".join(title)
    path = content / site_id / draft_path(chosen, words, day, collection, content / site_id, kinds().outer(chosen))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", encoding="utf-8") as file:
        file.write(draft_text(chosen, words, day))
    click.echo(path)
