"""Whether pages can be made into PDF here: by WeasyPrint, which zhibu does not bring."""

import sys
from ctypes import CDLL
from importlib.util import find_spec

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
"""What WeasyPrint needs of the system."""


def can_print() -> bool:
    """Whether WeasyPrint and what it needs are installed; nothing of it is imported."""
    return find_spec("weasyprint") is not None and (sys.platform != "linux" or all(map(_loads, LIBRARIES)))


def _loads(library: str) -> bool:
    try:
        CDLL(library)
    except OSError:
        return False
    return True
