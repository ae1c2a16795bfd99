"""What every forked process finds already imported; the fork server imports this module once.

Nothing here reads content: a process that renders one site must not inherit another's words.
"""

import gc

gc.disable()  # everything that importing makes stays

from multiprocessing import popen_forkserver, sharedctypes, spawn  # noqa: E402, F401  # two of them every child would import

from plugins.build import (  # noqa: E402, F401
    pelican_alone,  # for the processes that render
    reading_task,
    site,
    site_task,
)
from plugins.build.capabilities import kinds  # noqa: E402
from plugins.build.templates import COMPILED, WARM  # noqa: E402


def _nothing(_main: str) -> None:
    """Tasks are functions of our modules, so no child needs the parent's script run again.

    CPython before 3.14 ignores a preloaded `__main__` (gh-126631) and would run it once in every child.
    """


spawn._fixup_main_from_path = spawn._fixup_main_from_name = _nothing  # type: ignore[attr-defined]  # noqa: SLF001
WARM.recall(COMPILED)
kinds()
gc.freeze()
gc.enable()
gc.set_threshold(50_000)  # a task is short and mostly makes values that stay: looking for garbage every 700 costs a tenth
