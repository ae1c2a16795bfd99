"""Where the judges that npm brings are, and whether they can be asked here."""

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parents[2] / ".venv" / "judges" / "node_modules"


def judge(path: str) -> Path:
    """A file of a package that `make judges` installs; a laptop without it skips the test, CI must have it."""
    found = NODE_MODULES / path
    if not found.is_file():
        _lacking(f"{found} (make judges)")
    return found


def program(name: str, package: str) -> str:
    """A program of the system; a laptop without it skips the test, CI must have it."""
    found = shutil.which(name)
    if not found:
        _lacking(f"{name} (apt-get install {package})")
    return found or ""


def _lacking(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"NO {what} on this machine: this is not judged")
