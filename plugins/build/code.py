"""Which code makes the output: a digest of our own sources and the versions of all libraries."""

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path


def folder_digest(folder: Path) -> str:
    """A hash over the names and bytes of every file in a folder, such as a theme or a plugin; compiled code apart."""
    found = (os.path.join(inside, name) for inside, _, names in os.walk(folder) for name in names)
    files = sorted(path for path in (found if folder.is_dir() else [os.fspath(folder)]) if not path.endswith(".pyc"))
    return _digest(os.fspath(folder), tuple((path, _stamp(path)) for path in files))


@lru_cache(maxsize=8)
def _digest(folder: str, files: tuple[tuple[str, object], ...]) -> str:
    """Files whose stat values are the same are not read again: a preview asks at every save."""
    parts = (path.removeprefix(folder).encode() + b"\0" + Path(path).read_bytes() for path, _ in files)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp(path: str) -> tuple[int, int, int, int]:
    told = os.stat(path)  # noqa: PTH116  # a Path for each of three hundred files costs as much as the stat
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino


@cache
def _installed() -> list[str]:
    """The installed packages with their versions, as their metadata folders are named."""
    folders = [place for place in sys.path if place.endswith("site-packages") and Path(place).is_dir()]
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))


def plugin_place(name: str) -> Path | None:
    """The folder, or the file, of a Pelican plugin from elsewhere; None if it is not installed."""
    spec = find_spec(f"pelican.plugins.{name}") if name.replace("_", "").isalnum() else None
    if spec is None or spec.origin is None:
        return None
    origin = Path(spec.origin)
    return origin.parent if origin.name == "__init__.py" else origin


def version() -> str:
    """The version of zhibu as it is installed, or empty."""
    return next((name.removesuffix(".dist-info").partition("-")[2] for name in _installed() if name.startswith("zhibu-")), "")


def made_with(sources: Iterable[Path], libraries: Iterable[str]) -> str:
    """A hash of some of our sources and of the versions of some libraries, for what nothing else can change."""
    names = tuple(f"{library}-" for library in libraries)
    versions = [name for name in _installed() if name.startswith(names)]
    return hashlib.sha256(b"\0".join((repr(versions).encode(), *(path.read_bytes() for path in sources)))).hexdigest()


@cache
def code_digest() -> str:
    """A hash that changes whenever the same content could give other bytes."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    digest.update(repr(_installed()).encode())
    folder = os.fspath(Path(__file__).parents[1])
    found = (os.path.join(inside, name) for inside, _, names in os.walk(folder) for name in names)
    for path in sorted(path for path in found if "__pycache__" not in path):
        with open(path, "rb") as file:  # a Path for each of three hundred files costs as much as reading it
            digest.update(path.removeprefix(folder).encode() + b"\0" + file.read())
    return digest.hexdigest()
