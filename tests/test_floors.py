"""The floors of the house: a module imports only from a lower floor (plugins/__init__.py says which is which)."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
NETWORK, CAPABILITIES, BUILD, OUTSIDE, CLI = 1, 2, 3, 4, 5
FLOORS = {
    "network": NETWORK,
    "build": BUILD,
    "release": OUTSIDE,
    "publish": OUTSIDE,
    "serve": OUTSIDE,
    "cli": CLI,
}
"""Every other package is a capability."""

OUTSIDE_WORLD = frozenset(
    {"socket", "ssl", "http.server", "http.client", "urllib.request", "smtplib", "imaplib", "livereload", "s3fs"}
    | {"fsspec", "distributed"}
)
"""What only floor 4 and the commands may use: a network, a mailbox or another machine."""
EXECUTORS = frozenset({"build/cluster.py", "build/exchange.py"})
"""Through these a build uses other machines."""


@dataclass(frozen=True)
class Import:
    """One import statement: where it stands and the whole name of what it takes."""

    module: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"

    @property
    def package(self) -> str:
        """The package under plugins/ that imports."""
        return self.module.split("/")[0]

    @property
    def target(self) -> str:
        """The package under plugins/ that is imported, or empty."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "plugins" and len(parts) > 1 else ""


def floor(package: str) -> int:
    """The floor that a package under plugins/ stands on."""
    return FLOORS.get(package, CAPABILITIES)


def imports_in(source: str, module: str) -> Iterator[Import]:
    """Every import of a module, also those inside functions and for type checkers."""
    inside = f"plugins/{module}".split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(inside[: len(inside) - node.level + 1]) + "." if node.level else ""
            base = (start + (node.module or "")).rstrip(".")
            yield from (Import(module, node.lineno, f"{base}.{name.name}") for name in node.names)


def broken(imported: Import) -> bool:
    """Whether an import does not lead to a lower floor."""
    if imported.module == "__init__.py":
        return bool(imported.target)
    same = imported.target == imported.package
    return bool(imported.target) and not same and floor(imported.target) >= floor(imported.package)


def takes(imported: Import, library: str) -> bool:
    """Whether an import takes a library or something in it."""
    return imported.name == library or imported.name.startswith(f"{library}.")


ALL = [
    found
    for path in sorted(PLUGINS.rglob("*.py"))
    for found in imports_in(path.read_text("utf-8"), path.relative_to(PLUGINS).as_posix())
]


def test_every_import_leads_to_a_lower_floor() -> None:
    assert [str(one) for one in ALL if broken(one)] == []


def test_only_the_build_and_the_receivers_of_capabilities_know_pelican() -> None:
    def may(one: Import) -> bool:
        receivers = floor(one.package) == CAPABILITIES and one.module.count("/") == 1 and one.module.endswith("__init__.py")
        return floor(one.package) == BUILD or receivers

    assert [str(one) for one in ALL if takes(one, "pelican") and not may(one)] == []


def test_only_the_upper_floors_reach_the_outside_world() -> None:
    reaching = [one for one in ALL if any(takes(one, library) for library in OUTSIDE_WORLD)]
    assert [str(one) for one in reaching if floor(one.package) < OUTSIDE and one.module not in EXECUTORS] == []


def test_values_are_written_in_one_way() -> None:
    """As Structs: a hundred dataclasses would cost everybody who imports them 50 ms."""
    assert [str(one) for one in ALL if takes(one, "dataclasses")] == []


def test_the_floors_are_packages_that_exist_or_are_about_to() -> None:
    present = {path.name for path in PLUGINS.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert {"network", "build", "release", "cli"} <= present
    assert all((PLUGINS / name / "__init__.py").is_file() for name in present)


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("network/scan.py", "from plugins.notices import NOTICE", True),
        ("notices/__init__.py", "import plugins.library.pages", True),
        ("notices/__init__.py", "from plugins import library", True),
        ("notices/pages.py", "def f():\n    from plugins.build.site import run", True),
        ("release/swap.py", "from plugins.serve import preview", True),
        ("build/site.py", "from ..release import releases", True),
        ("build/site.py", "from . import frame", False),
        ("notices/pages.py", "from plugins.notices.states import state", False),
        ("cli/build.py", "from plugins.release.releases import Releases", False),
        ("__init__.py", "from plugins.network import scan", True),
    ],
)
def test_this_test_tells_right_from_wrong(module: str, source: str, wrong: bool) -> None:
    assert any(broken(one) for one in imports_in(source, module)) is wrong
