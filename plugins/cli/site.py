"""zhibu site new: a site that builds at once."""

from pathlib import Path

import click

from plugins.build.drafting import site_files
from plugins.cli.language import Command, Group, say
from plugins.cli.options import HELP
from plugins.network.addresses import SITE_ID


@click.group("site", cls=Group, context_settings=HELP, help=say("站点。", "Sites."))
def command() -> None:
    """Nothing of its own."""


@command.command(
    "new", cls=Command, context_settings=HELP, help=say("新建一个站点，马上就能生成。", "Make a new site that builds at once.")
)
@click.argument("site_id", metavar="ID")
@click.argument("title")
@click.option("--kind", type=click.Choice(["branch", "group", "online", "committee", "library"]), default="branch", show_default=True,
              help=say("类型", "what it is"))  # fmt: skip
@click.option("--parent", required=True, help=say("上级站点的文件夹名", "the folder name of the site above"))
@click.option("--content", type=click.Path(file_okay=False, path_type=Path), default=Path("content"), show_default=True,
              help=say("内容目录", "content folder"))  # fmt: skip
def new(site_id: str, title: str, kind: str, parent: str, content: Path) -> None:
    """Write the files; an existing folder is never touched."""
    if not SITE_ID.fullmatch(site_id):
        raise click.UsageError(say("文件夹名只用小写字母、数字和短横线", "use lower-case letters, digits and hyphens"))
    if (content / site_id).exists():
        raise click.UsageError(say(f"{content / site_id} 已经存在", f"{content / site_id} exists already"))
    if not (content / parent / "site.yaml").is_file():
        raise click.UsageError(say(f"没有上级站点“{parent}”", f"there is no site {parent}"))
    for name, text in site_files(title, kind, parent).items():
        path = content / site_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        click.echo(path)
