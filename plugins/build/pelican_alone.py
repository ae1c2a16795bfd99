"""Pelican without what we never ask of it: reStructuredText, words on a terminal, a server, its feeds, its reader of dates.

These take more than half of the time of its import. Import this before anything of Pelican. Its modules then hold
stand-ins; whoever imports the packages later, such as a Pelican plugin from elsewhere, gets the real ones.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Self

SILENT = ("docutils", "pelican.rstdirectives", "pelican.server", "pprint", "rich", "watchfiles")
"""Packages whose objects take everything and do nothing: what they would tell, our own report tells."""
LATER = ("dateutil", "feedgenerator")
"""Packages that are imported when something of them is called."""


class _Silent:
    """Whatever is asked of it, it says nothing."""

    def __init__(self, *_given: object, **_named: object) -> None: ...

    def __getattr__(self, name: str) -> Self:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_given: object, **_named: object) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None: ...


class _StandIn(ModuleType):
    """A module in which every name is a class: of objects that are silent, or of the real ones."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        if _is_of(self.__name__, SILENT):
            return type(name, (_Silent,), {})

        def real(_class: type, *given: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*given, **named)

        return type(name, (), {"__new__": real})


def _is_of(name: str, packages: Sequence[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in packages)


class _Finder(MetaPathFinder, Loader):
    """Finds a stand-in for every module of those packages."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:  # Python's form
        return ModuleSpec(name, self, is_package=True) if _is_of(name, (*SILENT, *LATER)) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: what it holds is made when it is named."""


def _import_pelican() -> None:
    finder = _Finder()
    real = {name: sys.modules.pop(name) for name in [*sys.modules] if _is_of(name, (*SILENT, *LATER))}
    sys.meta_path.insert(0, finder)
    try:
        import_module("pelican")
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _is_of(name, (*SILENT, *LATER))]:
            del sys.modules[name]
        sys.modules |= real


_import_pelican()
