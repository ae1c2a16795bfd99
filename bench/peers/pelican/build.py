"""Builds every Pelican site of a folder, two at a time, each in a fork of this one: `build.py SITES OUTPUT`.

Pelican keeps signals, caches and settings modules per process, so sites cannot share one; a fork spares each
of them the import of Pelican.
"""

import os
import sys
import traceback
from pathlib import Path

import pelican
from markdown.extensions import codehilite, extra, meta, toc  # noqa: F401 - imported once, not in each fork
from pelican.log import init as init_logging
from pelican.settings import read_settings

AT_ONCE = 2


def build_all(sites: Path, output: Path) -> int:
    """The number of sites that could not be built."""
    failed = running = 0
    for site in sorted(sites.iterdir()):
        if running == AT_ONCE:
            failed += _wait()
            running -= 1
        if os.fork() == 0:
            os._exit(_build(site, output / site.name))
        running += 1
    return failed + sum(_wait() for _ in range(running))


def _wait() -> bool:
    return os.wait()[1] != 0


def _build(site: Path, output: Path) -> int:
    try:
        pelican.Pelican(read_settings(str(site / "pelicanconf.py"), {"OUTPUT_PATH": str(output)})).run()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must learn of it
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    init_logging(fatal="errors")
    sys.exit(build_all(Path(sys.argv[1]), Path(sys.argv[2])) > 0)
