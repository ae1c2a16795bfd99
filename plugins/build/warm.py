"""What every forked process finds already imported and compiled; the fork server imports this module once.

Nothing here reads content: a process that renders one site must not inherit another's words.
"""

import contextlib
import gc
import io
from multiprocessing import popen_forkserver, sharedctypes, spawn  # noqa: F401  # two of them every child would import

import markdown  # noqa: F401  # imported for the processes that fork from here
import nh3  # noqa: F401
import pelican

from plugins.build import reading_task, site_task  # noqa: F401
from plugins.build.capabilities import kinds
from plugins.build.site import environment
from plugins.build.templates import COMPILED, WARM, warm
from plugins.build.theme import THEMES
from plugins.network.patterns import compile_all
from plugins.network.reading import read

SAMPLE = """---
标题: 示例
日期: 2026-01-05
标签: [甲, 乙]
---

## 小标题

一段，**强调**，[链接](a.md)，![图](a.png)。

- 一
- 二

> 引文

| 甲 | 乙 |
| --- | --- |
| 一 | 二 |
"""
"""What most files use; the first reading in a process compiles patterns and schemas for all that follow."""


def _nothing(_main: str) -> None:
    """Tasks are functions of our modules, so no child needs the parent's script run again.

    CPython before 3.14 ignores a preloaded `__main__` (gh-126631) and would run it once in every child.
    """


spawn._fixup_main_from_path = spawn._fixup_main_from_name = _nothing  # type: ignore[attr-defined]  # noqa: SLF001
WARM.recall(COMPILED)
known = len(WARM.compiled)
warm(environment(THEMES / "zhibu"))
if len(WARM.compiled) > known:
    WARM.keep(COMPILED)
read(SAMPLE.encode(), "news", kinds())
with contextlib.redirect_stdout(io.StringIO()):
    pelican.console.print("1 article in 0.10 seconds.")  # what every run ends with; its highlighter compiles large patterns
compile_all()
gc.collect()
gc.freeze()
gc.set_threshold(50_000)  # a task is short and mostly makes values that stay: looking for garbage every 700 costs a tenth
