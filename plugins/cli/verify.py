"""zhibu verify: does what is published, here or on a web server, agree with its manifest?"""

import sys
from pathlib import Path
from typing import Any

import click

from plugins.cli.language import Command, say
from plugins.cli.options import HELP, published, usable
from plugins.release.releases import Releases
from plugins.release.signing import is_signed
from plugins.release.verify import is_url, verify

WORDS = {"changed": "内容被改动", "missing": "缺少", "added": "多出", "old": "是旧版的内容"}


@click.command(
    "verify",
    cls=Command,
    context_settings=HELP,
    help=say("核对发布的每个文件与清单是否一致；可以是文件夹，也可以是网址。",
             "Compare every published file, in a folder or at a URL, with the manifest."),
)  # fmt: skip
@click.argument("place", metavar="[DIR|URL]", required=False)
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PEM",
              callback=usable(lambda key: is_signed(b"", b"", key)),
              help=say("签名人的公钥；给了就核对签名", "public key of the signer; if given, the signature is checked"))  # fmt: skip
@published
def command(place: str | None, key: Path | None, output: Path, tier: str, **_: Any) -> None:
    """Print each difference; exit 20 if there is one."""
    releases = Releases(output / tier)
    looked_at = place if place and is_url(place) else Path(place or releases.folder / "current")
    try:
        found = verify(looked_at, releases.all(), key)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        click.echo(
            say(f"{looked_at} 里没有可读的 manifest.json：{fault}", f"no readable manifest.json in {looked_at}: {fault}"),
            err=True,
        )
        sys.exit(20)
    for path, what in found:
        click.echo(f"{path}  {say(WORDS[what], what)}")
    click.echo(
        say(f"{len(found)} 处不一致" if found else "全部一致", f"{len(found)} differences" if found else "all files agree")
    )
    sys.exit(20 if found else 0)
