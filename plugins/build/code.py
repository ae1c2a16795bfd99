"""Which code makes the output: a digest of our own sources and the versions of the libraries that shape bytes."""

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

SHAPING = (
    "pelican",
    "markdown",
    "jinja2",
    "markupsafe",
    "nh3",
    "beautifulsoup4",
    "pyyaml",
    "pydantic",
    "pypinyin",
    "feedgenerator",
    "pillow",
)
"""Libraries whose version may change what is written."""


def folder_digest(folder: Path) -> str:
    """A hash over the names and bytes of every file in a folder, such as a theme."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = (str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() for path in files)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@cache
def code_digest() -> str:
    """A hash that changes whenever the same content could give other bytes."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in SHAPING:
        digest.update(f"{name}={version(name)}\0".encode())
    folder = Path(__file__).parents[1]
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.yaml"))):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
