"""Runs one command and writes what it cost: `metered.py RESULT COMMAND...`.

A process of its own, started bare and small, because a child's peak memory counts from its parent's.
"""

import ctypes
import json
import os
import resource
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024


def adopt_orphans() -> None:
    """Descendants that outlive the command become our children, so that their cost is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: list[str]) -> dict[str, float]:
    """Seconds until the command ended; processor seconds and peak bytes over all its descendants."""
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    status = os.waitpid(child, 0)[1]
    seconds = time.perf_counter() - started
    _wait_for_orphans()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "cpu": spent.ru_utime + spent.ru_stime,
        "peak": spent.ru_maxrss * BYTES_PER_MAXRSS,
    }


def _wait_for_orphans() -> None:
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


if __name__ == "__main__":
    adopt_orphans()
    Path(sys.argv[1]).write_text(json.dumps(run(sys.argv[2:])), encoding="utf-8")
