"""What a fork server does beyond importing before very many processes fork from it: everything is compiled once for all."""

import contextlib
import gc
import io

import css_inline  # noqa: F401  # what outputs import when they are asked for
import feedgenerator  # noqa: F401
import icalendar  # noqa: F401
import pelican
import segno  # noqa: F401

from plugins.build import warm  # noqa: F401  # what every fork server imports
from plugins.build.capabilities import kinds
from plugins.build.site import environment
from plugins.build.templates import COMPILED, WARM, compile_templates
from plugins.build.theme import THEMES, theme
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

known = len(WARM.compiled)
compile_templates(environment(theme(THEMES / "zhibu")))
if len(WARM.compiled) > known:
    WARM.keep(COMPILED)
read(SAMPLE.encode(), "news", kinds())
theme(THEMES / "zhibu")
with contextlib.redirect_stdout(io.StringIO()):
    pelican.console.print("1 article in 0.10 seconds.")  # what every run ends with; its highlighter compiles large patterns
compile_all()
gc.collect()
gc.freeze()
