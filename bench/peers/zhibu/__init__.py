"""zhibu as a peer: one network of branches below one committee, rendered with the peers' simple pages."""

import importlib.metadata
import shutil
import sys
from pathlib import Path

from bench.corpus import Branch
from bench.peers.peer import Folders, Peer, with_yaml, write_file

HERE = Path(__file__).parent
COMMAND = Path(sys.executable).with_name("zhibu")
NETWORK = """name: 示例网络
base_url: https://example.cn/
theme: simple-bench
"""


def _missing() -> str:
    if not (HERE / "templates").is_dir():
        return "bench/peers/zhibu/templates is not written yet"
    return "" if shutil.which(str(COMMAND)) else "the command `zhibu` is not installed"


def _version() -> str:
    return f"zhibu {importlib.metadata.version('zhibu')}"


def _write(branches: tuple[Branch, ...], source: Path) -> None:
    write_file(source / "network.yaml", NETWORK)
    write_file(source / "dangwei" / "site.yaml", "title: 示例党委\nkind: committee\n")
    for branch in branches:
        write_file(
            source / branch.id / "site.yaml", f"title: {branch.title}\nkind: branch\nparent: dangwei\n"
        )
        for article in branch.articles:
            text = with_yaml(article, article.tags, article.body)
            write_file(source / branch.id / "news" / f"{article.slug}.md", text)


def _build(folders: Folders) -> list[str]:
    content, output, cache = (str(path) for path in (folders.source, folders.output, folders.cache))
    return [str(COMMAND), "build", "--content", content, "--output", output, "--cache", cache]


ZHIBU = Peer(
    id="zhibu",
    name="zhibu",
    how="One `zhibu build` of the whole network, everything checked, a release swapped into place.",
    write=_write,
    article_file="{branch}/news/{slug}.md",
    command=_build,
    version=_version,
    missing=_missing,
    pages="public/current",
)
