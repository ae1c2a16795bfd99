"""Pages as PDF, each made in a process of its own: what makes it takes more memory than all the rest."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from plugins.build.code import made_with

PRINTER = Path(__file__).with_name("printer.py")
LIBRARIES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow")


def printed(archive: bytes) -> bytes:
    """The PDF of the page that an archive holds.

    Raises:
        OSError: WeasyPrint could not make it; the last line of what it said.
    """
    made = subprocess.run([sys.executable, "-P", str(PRINTER)], input=archive, capture_output=True, check=False)  # noqa: S603  # our own file
    if made.returncode:
        told = made.stderr.decode("utf-8", "replace").strip() or f"it ended with {made.returncode}"
        raise OSError(f"no PDF was made: {told.splitlines()[-1]}")
    return made.stdout


@cache
def printer() -> str:
    """A hash of the program that makes PDF and of its libraries: another one, and the same page gives other bytes."""
    return made_with((PRINTER,), LIBRARIES)
