"""What operators may write beside network.yaml and site.yaml: figures, and the YAML files that capabilities understand."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.network import problems as p
from plugins.network.figures import Figure
from plugins.network.problems import Problem
from plugins.network.recalled import recalled
from plugins.network.schema import Schema, told
from plugins.network.settings import read_file
from plugins.network.sites import Settings, Site

Read = Callable[[str], bytes | None]
"""The bytes of a file by its path, or None if there is none."""


class FigureFile(Schema):
    """A figure as operators write it: a number of their own needs a source of its own."""

    value: float = told("数值", "数字")
    source: str = told("依据", "写明文件名称和条款", min_length=1)


FiguresFile = dict[str, FigureFile]
"""figures.yaml beside network.yaml: only the figures that differ."""


def shipped_figures(path: Path) -> dict[str, Figure]:
    """The figures that a capability brings in its `figures.yaml`."""
    raw = path.read_bytes()

    def work() -> Any:
        import yaml

        return yaml.load(raw, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # the safe loader, in C where there is one

    return {name: Figure(**row) for name, row in recalled("figures.yaml", (), raw, work).items()}


class RulesFile(Struct, frozen=True):
    """One YAML file that a capability understands: `content/<name>.yaml`, or `content/<site>/<name>.yaml` of each site.

    Args:
        schema: what may stand in it, a Schema or a type made of some; unknown keys are refused.
        shipped: the file of the package that holds where an operator has none.
        fills: the shipped file also holds for each key that the one beside network.yaml does not name.
    """

    name: str
    schema: Any
    shipped: Path | None = None
    per_site: bool = False
    fills: bool = False


class Rules(Struct, frozen=True):
    """Everything the capabilities bring that operators may replace."""

    figures: Mapping[str, Figure] = {}
    files: tuple[RulesFile, ...] = ()

    @property
    def root_paths(self) -> frozenset[str]:
        """The files that may lie beside network.yaml, itself included."""
        return frozenset({"network.yaml", "figures.yaml", *(f"{file.name}.yaml" for file in self.files if not file.per_site)})

    def site_paths(self, site_id: str) -> frozenset[str]:
        """The files that may lie beside a site.yaml."""
        return frozenset(f"{site_id}/{file.name}.yaml" for file in self.files if file.per_site)


NO_RULES = Rules()


def read_rules(settings: Settings, rules: Rules, read: Read) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings with the operator's figures and files in place; a broken one refuses the build, as network.yaml does."""
    figures, problems = _figures(rules.figures, read("figures.yaml"))
    files: dict[str, Any] = {}
    for file in rules.files:
        if not file.per_site:
            raw, path = read(f"{file.name}.yaml"), f"{file.name}.yaml"
            value, found = read_file(file.schema, raw, path) if raw is not None else (shipped(file), ())
            files[file.name] = {**shipped(file), **_named(value)} if file.fills and not found else value
            problems += found
    refusing = tuple(replace(problem, stops="network") for problem in problems)
    return replace(settings, figures=figures, files=files), refusing


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that a file names; the others have no value."""
    return {name: value for name, value in values.items() if value is not None}


def with_files(site: Site, rules: Rules, read: Read, kept: Site | None) -> tuple[Site, tuple[Problem, ...]]:
    """The site with what the files beside its site.yaml say; a broken one keeps what it said before."""
    files: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    for file in rules.files:
        path = f"{site.id}/{file.name}.yaml"
        raw = read(path) if file.per_site else None
        if raw is not None:
            files[file.name], found = read_file(file.schema, raw, path)
            problems += found
            if found:
                files[file.name] = kept.files.get(file.name) if kept else None
        elif file.per_site and file.shipped:
            files[file.name] = shipped(file)
    return replace(site, files={name: value for name, value in files.items() if value is not None}), problems


@cache
def shipped(file: RulesFile) -> Any:
    """What a file says as its package brings it, None if it brings none."""
    if file.shipped is None:
        return None
    value, found = read_file(file.schema, file.shipped.read_bytes(), file.shipped.name)
    if found:
        raise ValueError(found)
    return value


def _figures(shipped: Mapping[str, Figure], raw: bytes | None) -> tuple[dict[str, Figure], tuple[Problem, ...]]:
    if raw is None:
        return dict(shipped), ()
    written, problems = read_file(FiguresFile, raw, "figures.yaml")
    problems += tuple(_unknown(written or {}, shipped))
    known = {name: row for name, row in (written or {}).items() if name in shipped}
    own = {name: replace(shipped[name], value=row["value"], source=row["source"], confirmed=True) for name, row in known.items()}
    return {**shipped, **own}, problems


def _unknown(written: Mapping[str, Any], shipped: Mapping[str, Figure]) -> Iterator[Problem]:
    for name in written:
        if name not in shipped:
            near = difflib.get_close_matches(name, list(shipped), n=1)
            zh, en = (f"是不是想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else ("", "")
            yield p.UNKNOWN_SETTING.at("figures.yaml", 1, key=name, suggestion=zh, suggestion_en=en)
