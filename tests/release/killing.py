"""`zhibu build` that is killed at its n-th file-system call: `python -m tests.release.killing N OPTION…`, in a session of its own.

Calls are counted where Python announces them (audit events), but for those that read the program's own files; with
N = 0 nothing is killed, their number is printed, and which of them made the link that readers follow.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from plugins.cli import main

CALLS = frozenset({
    "open", "os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "os.utime", "os.chmod", "fcntl.flock",
    "sqlite3.connect", "subprocess.Popen", "ctypes.dlsym",
})  # fmt: skip
OURS = tuple(os.fspath(folder) for folder in (Path(__file__).parents[2], sys.prefix, sys.base_prefix))
"""Where the program itself lies, which a build only reads."""


class Killer:
    """Counts, also in processes that are forked from this one, and ends them all at the n-th call as if the power had gone."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.calls = 0
        self.swap = 0

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        """One announced event."""
        if event in CALLS and not (given and str(given[0]).startswith(OURS)):
            self.calls += 1
            self.swap = self.calls if event == "os.symlink" else self.swap
            if self.calls == self.last:
                os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    killer = Killer(int(sys.argv[1]))
    sys.addaudithook(killer)
    try:
        main(["build", *sys.argv[2:]])
    finally:
        print(f"calls: {killer.calls} swap: {killer.swap}")
