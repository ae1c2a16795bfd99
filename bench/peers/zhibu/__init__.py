"""zhibu as a peer: one network of branches below one committee, with the peers' simple pages or with its own."""

import importlib.metadata
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from bench.corpus import Branch
from bench.peers.peer import REBUILDING, Folders, Peer, with_yaml, write_file
from plugins.build.capabilities import capabilities

HERE = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("zhibu")
NETWORK = "name: 示例网络\nbase_url: https://example.cn/\n"
USED = frozenset({"articles", "listings"})
"""The capabilities whose pages the peers have too; all others are switched off."""


def _missing() -> str:
    return "" if shutil.which(str(COMMAND)) else "the command `zhibu` is not installed"


def _version() -> str:
    return f"zhibu {importlib.metadata.version('zhibu')}"


def _write_simple(branches: tuple[Branch, ...], source: Path) -> None:
    off = [capability.name for capability in capabilities() if capability.name not in USED]
    named = ", ".join(f"-{name}" for name in (*off, "listings.years", "listings.maps"))
    _write(branches, source, f"{NETWORK}theme: simple-bench\ncapabilities: [{named}]\n")
    shutil.copytree(HERE / "templates", source / "themes" / "simple-bench" / "templates", dirs_exist_ok=True)


def _write_full(branches: tuple[Branch, ...], source: Path) -> None:
    _write(branches, source, NETWORK)


def _write_unsearched(branches: tuple[Branch, ...], source: Path) -> None:
    _write(branches, source, f"{NETWORK}capabilities: [-search]\n")


def _write(branches: tuple[Branch, ...], source: Path, network: str) -> None:
    write_file(source / "network.yaml", network)
    write_file(source / "dangwei" / "site.yaml", "title: 示例党委\nkind: committee\n")
    for branch in branches:
        write_file(source / branch.id / "site.yaml", f"title: {branch.title}\nkind: branch\nparent: dangwei\n")
        for article in branch.articles:
            text = with_yaml(article, article.tags, article.body)
            write_file(source / branch.id / "news" / f"{article.slug}.md", text)


def _build(folders: Folders) -> list[str]:
    content, output, cache = (str(path) for path in (folders.source, folders.output, folders.cache))
    return [str(COMMAND), "build", "--content", content, "--output", output, "--cache", cache]


SIMPLE_PAGES = Peer(
    id="zhibu",
    name="zhibu",
    how="One `zhibu build` of the whole network, everything checked, a release swapped into place.",
    write=_write_simple,
    article_file="{branch}/news/{slug}.md",
    command=_build,
    version=_version,
    missing=_missing,
    pages="public/current",
    scenarios=(*REBUILDING, "checkout", "template"),
    template_file="themes/simple-bench/templates/base.html",
)
FULL_PAGES = Peer(
    id="zhibu-full",
    name="zhibu, its own theme",
    how=(
        "The same content with the theme `zhibu` and everything on: feeds, site maps, years, related and referring "
        "articles, the whole navigation. It writes more and larger pages, so it is compared with nobody."
    ),
    write=_write_full,
    article_file="{branch}/news/{slug}.md",
    command=_build,
    version=_version,
    missing=_missing,
    pages="public/current",
    equal=False,
    scenarios=(*REBUILDING, "checkout"),
)
UNSEARCHED = replace(
    FULL_PAGES, id="zhibu-unsearched", name="zhibu without search", how="The same, but search.", write=_write_unsearched
)
"""No peer of the others: what it costs less is what search costs."""
