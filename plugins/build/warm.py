"""What every forked process finds already imported; the fork server imports this module once.

Nothing here reads content: a process that renders one site must not inherit another's words.
"""

import gc
from multiprocessing import popen_forkserver, sharedctypes, spawn  # noqa: F401  # two of them every child would import

import pelican  # noqa: F401  # for the processes that render

from plugins.build import reading_task, site, site_task  # noqa: F401
from plugins.build.capabilities import kinds
from plugins.build.templates import COMPILED, WARM


def _nothing(_main: str) -> None:
    """Tasks are functions of our modules, so no child needs the parent's script run again.

    CPython before 3.14 ignores a preloaded `__main__` (gh-126631) and would run it once in every child.
    """


spawn._fixup_main_from_path = spawn._fixup_main_from_name = _nothing  # type: ignore[attr-defined]  # noqa: SLF001
WARM.recall(COMPILED)
kinds()
gc.freeze()
gc.set_threshold(50_000)  # a task is short and mostly makes values that stay: looking for garbage every 700 costs a tenth
