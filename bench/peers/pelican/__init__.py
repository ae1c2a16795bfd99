"""Stock Pelican as a peer: every branch a site of its own, two at a time, each in a fresh process."""

import importlib.metadata
import importlib.util
import shutil
import sys
from pathlib import Path

from bench.corpus import Article, Branch
from bench.peers.peer import Folders, Peer, write_file

HERE = Path(__file__).parent


def _missing() -> str:
    return "" if importlib.util.find_spec("pelican") else "the package `pelican` is not installed"


def _version() -> str:
    return f"Pelican {importlib.metadata.version('pelican')}"


def _write(branches: tuple[Branch, ...], source: Path) -> None:
    theme = source / "theme"
    shutil.copytree(HERE / "templates", theme / "templates", dirs_exist_ok=True)
    (theme / "static").mkdir(exist_ok=True)
    settings = (HERE / "pelicanconf.py").read_text(encoding="utf-8")
    for branch in branches:
        site = source / "sites" / branch.id
        own = f'SITENAME = "{branch.title}"\nSITEURL = "/{branch.id}"\nTHEME = "{theme}"\n'
        write_file(site / "pelicanconf.py", f"{settings}\n{own}")
        for article in branch.articles:
            write_file(site / "content" / "news" / f"{article.slug}.md", _source(article))


def _source(article: Article) -> str:
    header = f"title: {article.title}\ndate: {article.date}\ntags: {', '.join(article.tags)}"
    body = article.linking(lambda slug: f"{{filename}}{slug}.md")
    return f"{header}\nsummary: {article.summary}\n\n{body}"


def _build(folders: Folders) -> list[str]:
    return [sys.executable, "-P", str(HERE / "build.py"), str(folders.source / "sites"), str(folders.output)]


PELICAN = Peer(
    id="pelican",
    name="Pelican, one site per branch",
    how=(
        "One Python process that has imported Pelican renders each branch in a freshly forked child, "
        "two at a time, with Pelican's cache off (its default)."
    ),
    write=_write,
    article_file="sites/{branch}/content/news/{slug}.md",
    command=_build,
    version=_version,
    missing=_missing,
)
