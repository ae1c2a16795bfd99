"""The theme as bytes: one stylesheet and a few scripts under content-hashed names, and templates that stay warm."""

import contextlib
import hashlib
import marshal
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BaseLoader, BytecodeCache, ChoiceLoader, DictLoader, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup

from plugins.build.code import folder_digest
from plugins.build.compact import classes, compact

THEMES = Path(__file__).parents[2] / "themes"
_CLASSES = re.compile(r' class="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme folder: `assets` are its published files by name under /assets/, `digest` changes with any file."""

    folder: Path
    digest: str
    assets: Mapping[str, bytes]
    names: Mapping[str, str]
    """What templates call an asset (css, display_js) and its file name."""
    apart: Mapping[str, frozenset[str]]
    """The stylesheets beyond the first, and the classes for which a page needs each."""

    def sheets(self, html: str) -> list[str]:
        """What templates call the stylesheets that a piece of markup needs beyond the first."""
        worn = {name for found in _CLASSES.findall(html) for name in found.split()}
        return [short for short, named in self.apart.items() if not named.isdisjoint(worn)]


@cache
def theme(folder: Path) -> Theme:
    """The theme in a folder.

    Raises:
        FileNotFoundError: there is no such theme.
    """
    if not (folder / "templates").is_dir():
        raise FileNotFoundError(folder / "templates")
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    assets: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for short, name, content in _assets(folder, files):
        stem, dot, extension = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{extension}"
        assets[hashed], names[short] = content, hashed
    return Theme(folder, folder_digest(folder), assets, names, _apart(assets, names))


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


def examples(folder: Path) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Every component's examples (name, parameters, for boxes the content inside), for the gallery."""
    found = []
    for path in sorted(folder.glob("components/*/examples.yaml")):
        listed = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        found.append((path.parent.name, [_trusting(example) for example in listed]))
    return found


def _trusting(example: Mapping[str, Any]) -> Mapping[str, Any]:
    """An example whose `body` or `svg` is trusted markup, as it is in real life."""
    parameters = {k: Markup(v) if k in ("body", "svg") else v for k, v in example["parameters"].items()}  # noqa: S704  # the theme's own
    return {"content": None, **example, "parameters": parameters}


class Warm(BytecodeCache):
    """Compiled templates kept in memory by the hash of their source, so that forked processes share them.

    Those of our own theme are also kept beside our modules' compiled code, in `__pycache__`: written and believed under
    the same conditions as Python's own, never from the cache of a build.
    """

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def recall(self, place: Path) -> None:
        """Take what an earlier process compiled with the same Python; anything unreadable is a miss."""
        with contextlib.suppress(OSError, ValueError, TypeError, EOFError):
            self.compiled |= marshal.loads(place.read_bytes())  # noqa: S302  # our own code's folder, as any .pyc

    def keep(self, place: Path) -> None:
        """Leave what is compiled for the next process, where Python may leave its own compiled code."""
        if sys.dont_write_bytecode:
            return
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            beside = place.with_name(f"{place.name}.{os.getpid()}")
            beside.write_bytes(marshal.dumps(self.compiled))
            beside.replace(place)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was compiled from the same source before."""
        code = self.compiled.get(bucket.key + bucket.checksum)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self.compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


WARM = Warm()


def loader(folder: Path) -> BaseLoader:
    """The templates of a theme; `components.html` is every component's macros in one file."""
    components = "".join(path.read_text("utf-8") for path in sorted(folder.glob("components/*/macro.html")))
    return ChoiceLoader([FileSystemLoader(folder / "templates"), DictLoader({"components.html": components})])


COMPILED = Path(cache_from_source(str(Path(__file__).with_name("zhibu_templates.py"))))
"""Where the compiled templates of our own theme are kept."""


def warm(environment: Environment) -> None:
    """Compile every template of an environment into the shared memory."""
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".html") and not name.startswith("!")):
        environment.get_template(name)
