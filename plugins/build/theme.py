"""The theme as bytes: one stylesheet and a few scripts under content-hashed names."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.code import folder_digest
from plugins.build.compact import classes, compact, lean
from plugins.build.request import LeftOut
from plugins.build.translated import in_script
from plugins.network import problems as p
from plugins.network.index import seal
from plugins.network.interface import SOURCE, Catalogue, catalogue, spoken
from plugins.network.items import BESIDE, Item
from plugins.network.outputs import Archive, Output, Page, Pdf
from plugins.network.patterns import pattern
from plugins.network.problems import Problem
from plugins.network.schema import Schema, told
from plugins.network.settings import read_file
from plugins.network.sites import ACCENT, Site
from plugins.network.tree import Refused

THEMES = Path(__file__).parents[2] / "themes"
STATIC = Path("static")
TOKENS = STATIC / "tokens.css"
_CLASSES = pattern(r' class="([^"]*)"')
_ACCENT = pattern(r"--accent(?:-own)?:\s*(#[0-9a-fA-F]{6})\b")


class ThemeFile(Schema):
    """theme.yaml."""

    inherits: str = told("继承", "themes/ 下的主题名；这个主题的文件夹里没有的，都用它的", default="", pattern=r"^[\w-]*$")


class Theme(Struct, frozen=True):
    """One theme: `assets` are its published files by name under /assets/, `digest` changes with its name and any file."""

    folders: tuple[Path, ...]
    """Its own, then those that it inherits from."""
    files: Mapping[Path, Path]
    """Where each of its files lies, by its path inside the theme."""
    digest: str
    assets: Mapping[str, bytes]
    names: Mapping[str, str]
    """What templates call an asset (css, display_js) and its file name."""
    apart: Mapping[str, frozenset[str]]
    """The stylesheets beyond the first, and the classes for which a page needs each."""
    unkeyed: frozenset[str]
    """What pages of this theme do not show of items (`items.BESIDE`)."""
    related: bool
    """Whether its pages show which items are like theirs, which costs more to find out than anything else beside a text."""
    templates: frozenset[str]
    """The names of its templates."""
    accent: str
    """The colour of sites that choose none."""

    @property
    def folder(self) -> Path:
        """The folder that has its name."""
        return self.folders[0]

    def sheets(self, html: str) -> list[str]:
        """What templates call the stylesheets that a piece of markup needs beyond the first."""
        worn = {name for found in _CLASSES.findall(html) for name in found.split()}
        return [short for short, named in self.apart.items() if not named.isdisjoint(worn)]


def folders_of(folder: Path) -> tuple[Path, ...]:
    """The folder of a theme and those that it inherits from, which are ours.

    Raises:
        Refused: its theme.yaml cannot be read, or names a theme that is not ours.
    """
    place = folder / "theme.yaml"
    if not place.is_file():
        return (folder,)
    written = f"themes/{folder.name}/theme.yaml"
    values, problems = read_file(ThemeFile, place.read_bytes(), written)
    if values is None:
        raise Refused(tuple(replace(problem, stops="network") for problem in problems))
    if not values["inherits"]:
        return (folder,)
    inherited = THEMES / values["inherits"]
    if not inherited.is_dir():
        raise Refused((p.NO_THEME.at(written, theme=inherited.name),))
    return (folder, *folders_of(inherited))


def theme(folder: Path, *inherited: Path, digest: str = "") -> Theme:
    """The theme in a folder, whose digest may be known already.

    Args:
        inherited: the folders from which it takes what it lacks, the nearest first.

    Raises:
        FileNotFoundError: there is no such theme.
    """
    folders = (folder, *inherited)
    for one in (folder if inherited else folder / "templates", *inherited):
        if not one.is_dir():
            raise FileNotFoundError(one)
    return _theme(folders, digest or seal(folder.name, *map(folder_digest, folders)), SOURCE)


def speaking(look: Theme, language: str) -> Theme:
    """A theme whose scripts speak a language."""
    return _theme(look.folders, look.digest, spoken(language))


@lru_cache(maxsize=8)
def _theme(folders: tuple[Path, ...], digest: str, language: str) -> Theme:
    places = _places(folders)
    files = {path: place.read_bytes() for path, place in places.items()}
    tokens = [place.read_text("utf-8") for one in reversed(folders) if (place := one / TOKENS).is_file()]
    assets: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for short, name, content in _assets(folders[0].name, files, tokens, catalogue(language)):
        stem, dot, extension = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{extension}"
        assets[hashed], names[short] = content, hashed
    templates = frozenset(path.relative_to("templates").as_posix() for path in files if path.parts[0] == "templates")
    accent = next((found[1].lower() for text in reversed(tokens) if (found := _ACCENT.search(text))), ACCENT)
    return Theme(folders, places, digest, assets, names, _apart(assets, names), *_shown(files), templates, accent)


def _places(folders: Iterable[Path]) -> dict[Path, Path]:
    """Where each file of a theme lies, by its path inside the theme; the nearest folder that has one gives it."""
    found: dict[Path, Path] = {}
    for folder in folders:
        for place in folder.rglob("*"):
            if place.is_file():
                found.setdefault(place.relative_to(folder), place)
    return dict(sorted(found.items()))


def _shown(files: Mapping[Path, bytes]) -> tuple[frozenset[str], bool]:
    """What of `BESIDE` no template names, and whether one names the related items."""
    markup = "\n".join(content.decode() for path, content in files.items() if path.suffix == ".html")
    named = set(re.findall(rf"\b(?:{'|'.join(sorted(BESIDE))}|related)\b", markup))
    return BESIDE - named, "related" in named


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
        if isinstance(output, Page) and output.attached:
            attached, lost = makeable(output.attached, look, site)
            output, left = replace(output, attached=attached), [*left, *lost]  # noqa: PLW2901
        page = output.page if isinstance(output, (Archive, Pdf)) else output
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


def _stylesheets(files: Mapping[Path, bytes], tokens: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, part) of every stylesheet in order: tokens, base, components by name, print; those apart by their file's name.

    Tokens are of all folders, so that those of a look need only tell what is different.
    """
    yield from (("", part) for part in tokens)
    mine = sorted(path for path in files if path.suffix == ".css" and path.parent.parent == Path("components"))
    for path in (STATIC / "base.css", *mine, STATIC / "print.css"):
        if path in files:
            yield (path.stem if path.parent != STATIC and path.stem != "style" else ""), files[path].decode()


def _assets(
    called: str, files: Mapping[Path, bytes], tokens: Iterable[str], words: Catalogue
) -> Iterator[tuple[str, str, bytes]]:
    """(what templates call it, file name, content) of the stylesheets and every other static file of a theme."""
    joined: dict[str, str] = {}
    for name, part in _stylesheets(files, tokens):
        joined[name] = joined.get(name, "") + part + "\n"
    for name, sheet in compact(joined).items():
        yield ((f"{name}_css", f"{called}-{name}.css", sheet.encode()) if name else ("css", f"{called}.css", sheet.encode()))
    for path, content in files.items():
        if path.parent == STATIC and path.suffix != ".css":
            made = lean(in_script(content.decode(), words)).encode() if path.suffix == ".js" else content
            yield path.name.replace(".", "_").replace("-", "_"), path.name, made
