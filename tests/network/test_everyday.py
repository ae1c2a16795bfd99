"""What is read at once, everyday headers and bodies, says what the whole parsers say of the same text."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.capabilities import kinds
from plugins.network import bodies, frontmatter
from plugins.network.everyday_header import everyday as everyday_header
from plugins.network.frontmatter import FrontMatter
from plugins.network.markdown.everyday import everyday as everyday_body
from plugins.network.markdown.sanitise import clean, written
from plugins.network.schema import checked
from plugins.network.schema import everyday as everyday_fields

ARTICLE = """
# 题目

## 第一 节
正文一行，见[另一篇](../news/a.md#b)。

正文**重点。**后文 3.5 米

- 一
- 二，见[文](/a/c.md)

再：

1. 先
2. 后

> 引文

| 甲 | 乙 |
| --- | ---: |
| 一 | 二  三 |

## 第一 节

完
"""


# headers ------------------------------------------------------------------------------------------

SIGNS = [*"ab甲乙01 -:,[]{}#&*!|>'\"%@`?~.=，、“”：；（\u3000\xa0\x85\u2028\t\\/_", "null", "https://a.b/c", " #x", ": ", " - ", "...", "---"]  # fmt: skip
text = st.lists(st.sampled_from(SIGNS), max_size=7).map("".join)
value = (
    text | st.lists(text, max_size=4).map(lambda words: f"[{', '.join(words)}]") | st.sampled_from(["一则通知", "[安全, 学习]"])
)
entry = st.tuples(st.sampled_from(["title", "标题", "tags", "a"]), st.sampled_from([":", ": ", ":  "]), value).map("".join)
header = st.tuples(st.lists(entry, min_size=1, max_size=3).map("\n".join), st.sampled_from(["\n", "", "\n\n正文\n"]))


def by_yaml(written: str, monkeypatch: pytest.MonkeyPatch) -> FrontMatter:
    """What the header says to those who use a YAML parser."""
    with monkeypatch.context() as patched:
        patched.setattr(frontmatter, "everyday", lambda _text: None)
        return frontmatter.read(written, "", frozenset({"title"}))


@given(header)
def test_an_everyday_header_says_what_yaml_says(parts: tuple[str, str]) -> None:
    written = f"---\n{parts[0]}\n---{parts[1]}"
    if everyday_header(written) is not None:
        read = frontmatter.read(written, "", frozenset({"title"}))
        slowly = by_yaml(written, pytest.MonkeyPatch())
        assert (read, list(read.values), list(read.lines)) == (slowly, list(slowly.values), list(slowly.lines))


def test_the_header_of_most_files_is_an_everyday_one(monkeypatch: pytest.MonkeyPatch) -> None:
    written = "---\n标题: 冬季行车：三条提醒\ndate: 2026-01-05\ntags: [安全, 物流 组]\nsource: https://example.cn/1\n摘要:\n---\n\n正文\n"
    assert everyday_header(written) is not None
    read = frontmatter.read(written, "")
    assert read == by_yaml(written, monkeypatch)
    assert read.values == {
        "标题": "冬季行车：三条提醒", "date": "2026-01-05", "tags": ["安全", "物流 组"], "source": "https://example.cn/1", "摘要": "",
    }  # fmt: skip
    assert (read.lines["tags.1"], read.body, read.body_line) == (4, "\n正文\n", 8)


@pytest.mark.parametrize("line", [
    "tags: [a，b]", "title: 'x'", "title: a: b", "title: a #b", "Title: a", "- a", "a: b\na: c", "a: [b]c", "a:\u3000b", "a: x\\y", "", "a: |",
])  # fmt: skip
def test_any_other_header_is_left_to_yaml(line: str) -> None:
    assert everyday_header(f"---\ntitle: 甲\n{line}\n---\n") is None


# fields ------------------------------------------------------------------------------------------

FIELD_VALUES = st.one_of(
    st.sampled_from(["", "是", "否", "安全、学习", "2026-03-05", "2026年3月5日 9:30", "明天", "甲  乙", "1,234.50", "https://a.b/c", "2026-Q1"]),
    st.lists(st.sampled_from(["安全", " 学 习 ", ""]), max_size=3),
    st.just({"name": "示例日报"}), st.just([{"名称": "一"}]), st.just([["一"]]),
)  # fmt: skip


@given(st.data(), st.sampled_from(sorted(kinds().by_id)))
def test_everyday_fields_are_what_pydantic_makes_of_them(data: st.DataObject, kind: str) -> None:
    schema = kinds().by_id[kind].schema
    names = data.draw(st.lists(st.sampled_from(list(schema.fields)), max_size=5, unique=True))
    values = {name: data.draw(FIELD_VALUES) for name in names} | {
        name: one.example or data.draw(FIELD_VALUES) for name, one in schema.fields.items() if one.required and name not in names
    }
    if (found := everyday_fields(schema, values)) is not None:
        slowly = checked(schema, values)
        assert (found, list(found)) == (slowly, list(slowly))


def test_the_fields_of_most_files_are_everyday_ones() -> None:
    values = {
        "title": "冬季  行车",
        "date": "2026年1月5日",
        "tags": ["安全", "物流"],
        "summary": "三条",
        "pinned": "是",
        "to": "all",
    }
    found = everyday_fields(kinds().by_id["news"].schema, values)
    assert found is not None
    assert (found["title"], found["date"], found["tags"], found["pinned"]) == ("冬季 行车", "2026-01-05", ["安全", "物流"], True)


@pytest.mark.parametrize(
    "wrong", [{"date": "明天"}, {"nobody": "knows"}, {"title": ["一"]}, {"draft": "也许"}, {"source": "某报"}]
)
def test_fields_that_are_wrong_or_not_plain_are_left_to_pydantic(wrong: dict[str, str]) -> None:
    assert everyday_fields(kinds().by_id["news"].schema, {"title": "一则", **wrong}) is None


# bodies -------------------------------------------------------------------------------------------

WORDS = [*"甲乙丙，。：；、（）“”ab1. -+=!~:#'\"/|*_[]()>?%@\\`<&^{}\t\u3000\xa0", "**重**", "[x](y.md)", "[文](/a/b.md#c)", "  ", "**", "单位：", "一、",
         "1、", "①", "：", "[TOC]", ":::", "~~~", "---", "k_b", "![", "](", "1)", "<b>", "&nbsp;"]  # fmt: skip
plain = st.text("甲乙丙丁ab ，。", min_size=1, max_size=8)
line = st.lists(plain | plain | st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)


def listed(mark: Callable[[int], str]) -> st.SearchStrategy[str]:
    """Some lines, each behind its mark."""
    return st.lists(line, min_size=1, max_size=3).map(lambda lines: "\n".join(mark(n) + one for n, one in enumerate(lines, 1)))


row = st.lists(line, min_size=2, max_size=2).map(" | ".join)
table = st.tuples(row, st.lists(row, min_size=1, max_size=2)).map(
    lambda rows: "\n".join(f"| {one} |" for one in (rows[0], "--- | :---:", *rows[1]))
)
block = (
    line | line.map("## {}".format) | line.map("# {}".format) | line.map("> {}".format)
    | listed(lambda _: "- ") | listed("{}. ".format) | table
)  # fmt: skip
body = st.lists(st.tuples(block, st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n"])).map("".join), min_size=1, max_size=4).map(
    "".join
)


def by_the_parser(written: str, monkeypatch: pytest.MonkeyPatch) -> bodies.Body:
    """What the body says to the whole parser."""
    with monkeypatch.context() as patched:
        patched.setattr(bodies, "everyday", lambda _text, _line: None)
        return bodies.parse(written, "", 3)


@given(body)
def test_an_everyday_body_says_what_the_parser_says(written: str) -> None:
    assert bodies.parse(written, "", 3) == by_the_parser(written, pytest.MonkeyPatch())


def test_the_body_of_most_files_is_an_everyday_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert everyday_body(ARTICLE.rstrip(), 5) is not None
    read = bodies.parse(ARTICLE, "", 3)
    assert read == by_the_parser(ARTICLE, monkeypatch)
    assert [(reference.target, reference.line) for reference in read.references] == [("../news/a.md#b", 7), ("/a/c.md", 12)]
    assert ([heading.id for heading in read.headings], read.title) == (["第一-节", "第一-节-1"], "题目")
    assert "<strong>重点。</strong>后文" in read.html


@pytest.mark.parametrize("written", [
    "![图](a.png)", "<b>x</b>", "一、甲\n二、乙", "甲\n乙", "- [ ] 做", "- 甲\n\n- 乙", "> 甲\n\n> 乙", "甲&nbsp;乙", "[甲][乙]", "[甲](b c)",
    "*甲*", "| 甲 |\n|---|\n| 乙 |", "| 甲 |\n| --- | --- |\n| 乙 |", "```\nx\n```", "    x", "[TOC]", ":::", "甲[^1]", "## 甲 {#b}", "甲\n\n# 乙", "1. 甲\n3) 乙",
])  # fmt: skip
def test_any_other_body_is_left_to_the_parser(written: str) -> None:
    assert everyday_body(written, 1) is None


@given(body)
def test_what_needs_no_cleaning_is_clean(written_body: str) -> None:
    cleaned: list[tuple[str, str]] = []

    def compared(html: str, root: Element) -> str:
        cleaned.append((written(html, root), clean(html)))
        return clean(html)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bodies, "everyday", lambda _text, _line: None)
        patched.setattr(bodies, "written", compared)
        bodies.parse(written_body, "")
    assert all(one == other for one, other in cleaned)
