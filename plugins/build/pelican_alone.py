"""Pelican without docutils, which takes a third of the time of its import: nothing here is reStructuredText.

Import this before anything of Pelican. Its modules then hold names of docutils that do nothing and are never asked; whoever
imports docutils later, such as a Pelican plugin from elsewhere, gets the real one.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

ABSENT = ("docutils", "pelican.rstdirectives")
"""These and what lies in them."""


def _is_absent(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in ABSENT)


class _Empty(ModuleType):
    """A module in which every name is a class with nothing in it."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class _Finder(MetaPathFinder, Loader):
    """Finds an empty module for each that is absent."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:  # Python's form
        return ModuleSpec(name, self, is_package=True) if _is_absent(name) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Empty(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it stays empty."""


if "docutils" not in sys.modules:
    _finder = _Finder()
    sys.meta_path.insert(0, _finder)
    try:
        import pelican  # noqa: F401
    finally:
        sys.meta_path.remove(_finder)
        for _name in [name for name in sys.modules if _is_absent(name)]:
            del sys.modules[_name]
