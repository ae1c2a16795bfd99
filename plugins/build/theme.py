"""The theme as bytes: one stylesheet and a few scripts under content-hashed names."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from plugins.build.code import folder_digest
from plugins.build.compact import classes, compact
from plugins.build.request import LeftOut
from plugins.network import problems as p
from plugins.network.index import seal
from plugins.network.items import BESIDE, Item
from plugins.network.outputs import Archive, Output, Page
from plugins.network.patterns import pattern
from plugins.network.problems import Problem
from plugins.network.sites import Site

THEMES = Path(__file__).parents[2] / "themes"
_CLASSES = pattern(r' class="([^"]*)"')


class Theme(Struct, frozen=True):
    """One theme folder: `assets` are its published files by name under /assets/, `digest` changes with its name and any file."""

    folder: Path
    digest: str
    assets: Mapping[str, bytes]
    names: Mapping[str, str]
    """What templates call an asset (css, display_js) and its file name."""
    apart: Mapping[str, frozenset[str]]
    """The stylesheets beyond the first, and the classes for which a page needs each."""
    unkeyed: frozenset[str]
    """What pages of this theme do not show of items (`items.BESIDE`)."""
    templates: frozenset[str]
    """The names of its templates."""

    def sheets(self, html: str) -> list[str]:
        """What templates call the stylesheets that a piece of markup needs beyond the first."""
        worn = {name for found in _CLASSES.findall(html) for name in found.split()}
        return [short for short, named in self.apart.items() if not named.isdisjoint(worn)]


def theme(folder: Path, digest: str = "") -> Theme:
    """The theme in a folder, whose digest may be known already.

    Raises:
        FileNotFoundError: there is no such theme.
    """
    if not (folder / "templates").is_dir():
        raise FileNotFoundError(folder / "templates")
    return _theme(folder, digest or seal(folder.name, folder_digest(folder)))


@lru_cache(maxsize=2)
def _theme(folder: Path, digest: str) -> Theme:
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    assets: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for short, name, content in _assets(folder, files):
        stem, dot, extension = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{extension}"
        assets[hashed], names[short] = content, hashed
    home = folder / "templates"
    templates = frozenset(path.relative_to(home).as_posix() for path in files if path.is_relative_to(home))
    return Theme(folder, digest, assets, names, _apart(assets, names), _unkeyed(files), templates)


def _unkeyed(files: Mapping[Path, bytes]) -> frozenset[str]:
    markup = "\n".join(content.decode() for path, content in files.items() if path.suffix == ".html")
    return frozenset(name for name in BESIDE if not re.search(rf"\b{name}\b", markup))


def template_of(item: Item) -> str:
    """The template of an item's page."""
    return f"kinds/{item.kind}.html" if not item.withdrawn else "withdrawn.html"


def pageless(item: Item, look: Theme) -> Problem | None:
    """Why an item has no page in a theme, if it has none."""
    template = template_of(item)
    return (
        None if template in look.templates else p.ITEM_WITHOUT_TEMPLATE.at(item.path, theme=look.folder.name, template=template)
    )


def makeable(outputs: Iterable[Output], look: Theme, site: Site) -> tuple[tuple[Output, ...], tuple[LeftOut, ...]]:
    """The outputs that a theme has templates for, and the others; without its home a site cannot be, so that always stays."""
    made: list[Output] = []
    left: list[LeftOut] = []
    for output in outputs:
        page = output.page if isinstance(output, Archive) else output
        if isinstance(page, Page) and page.template not in look.templates and page.address != site.base:
            left.append(LeftOut(page.template, output.address))
        else:
            made.append(output)
    return tuple(made), tuple(left)


def without_template(left: Iterable[LeftOut], look: Theme) -> Iterator[Problem]:
    """What is told of pages that are left out: each template once."""
    addresses: dict[str, list[str]] = {}
    for one in left:
        addresses.setdefault(one.template, []).append(one.address)
    for template, found in sorted(addresses.items()):
        yield p.PAGES_WITHOUT_TEMPLATE.at(
            "network.yaml", theme=look.folder.name, template=template, count=len(found), address=min(found)
        )


def _apart(assets: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, frozenset[str]]:
    sheets = {short: classes(assets[name].decode()) for short, name in names.items() if name.endswith(".css")}
    first = sheets.pop("css", frozenset())
    return {short: found - first for short, found in sheets.items()}


def _stylesheets(folder: Path, files: Mapping[Path, bytes]) -> Iterator[tuple[str, str]]:
    """(name, part) of every stylesheet in order: tokens, base, components by name, print; those apart by their file's name."""
    static, components = folder / "static", folder / "components"
    mine = sorted(path for path in files if path.suffix == ".css" and path.parent.parent == components)
    for path in (static / "tokens.css", static / "base.css", *mine, static / "print.css"):
        if path in files:
            yield (path.stem if path.parent != static and path.stem != "style" else ""), files[path].decode()


def _assets(folder: Path, files: Mapping[Path, bytes]) -> Iterator[tuple[str, str, bytes]]:
    """(what templates call it, file name, content) of the stylesheets and every other static file."""
    joined: dict[str, str] = {}
    for name, part in _stylesheets(folder, files):
        joined[name] = joined.get(name, "") + part + "\n"
    for name, sheet in compact(joined).items():
        yield (
            (f"{name}_css", f"{folder.name}-{name}.css", sheet.encode())
            if name
            else ("css", f"{folder.name}.css", sheet.encode())
        )
    for path, content in files.items():
        if path.parent == folder / "static" and path.suffix != ".css":
            yield path.name.replace(".", "_").replace("-", "_"), path.name, content
