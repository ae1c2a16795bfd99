"""What a fork server does before very many files are read: what reading compiles is compiled once for all its children."""

import gc

from plugins.build import warm  # noqa: F401  # what every fork server imports
from plugins.build.capabilities import kinds
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

read(SAMPLE.encode(), "news", kinds())
compile_all()
gc.freeze()
