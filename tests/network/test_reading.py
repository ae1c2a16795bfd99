"""One file read: what its fields mean, what the writer is told about them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from plugins.build.capabilities import kinds
from plugins.build.drafting import draft_text
from plugins.network.kinds import Fields, Kind, Kinds, Line, Words, told
from plugins.network.problems import Code, Problem
from plugins.network.reading import read
from plugins.network.readings import Reading


def reading(header: str, body: str = "正文。", folder_kind: str = "news") -> Reading:
    return read(f"---\n{header}\n---\n{body}\n".encode(), folder_kind, kinds())


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("安全、学习", ["安全", "学习"]),
        ("安全 学习\u3000现场", ["安全", "学习", "现场"]),
        ("【安全】【学习】", ["安全", "学习"]),
        ("安全 生产，学习", ["安全 生产", "学习"]),
        ("Vue 入门", ["Vue 入门"]),
        ("machine learning", ["machine learning"]),
        ("[安全 生产, 学习]", ["安全 生产", "学习"]),
    ],
)
def test_tags_are_parted_where_a_reader_would_part_them(written: str, tags: list[str]) -> None:
    fields = reading(f"标题: 甲\n标签: {written}").fields
    assert fields is not None
    assert fields["tags"] == tags


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("题目", "标题"), ("时间", "日期"), ("发布人", "作者"), ("分类", "栏目"), ("关键词", "标签"), ("标签词", "标签"),
        ("titel", "title"), ("sumary", "summary"), ("outline", ""), ("page", ""), ("aside", ""),
    ],
)  # fmt: skip
def test_an_unknown_field_is_told_which_one_was_meant(key: str, meant: str) -> None:
    found = [problem for problem in reading(f"{key}: 甲\n# 注\n日期: 2026-03-05").problems if problem.code == "ZB-111"]
    assert [problem.line for problem in found] == [2]
    asked = f"是不是想写“{meant}”？" if meant else ""
    assert found[0].remedy["zh"] == f"{asked}不需要时请删去这一行。"


def test_a_kind_that_does_not_exist_is_named_with_its_line() -> None:
    problem = reading("标题: 甲\n类别: 新文").problems[0]
    assert (problem.code, problem.line) == ("ZB-116", 3)
    assert "“新文”" in problem.message["zh"]
    assert "动态" in problem.remedy["zh"]
    assert [p.code for p in reading("标题: 甲", folder_kind="").problems] == ["ZB-210"]


def test_a_rule_above_the_title_does_not_hide_it() -> None:
    made = read("---\n\n# 顶上一条线\n\n正文。\n\n---\n\n后面。\n".encode(), "page", kinds())
    assert (made.title, made.problems) == ("顶上一条线", ())
    assert made.html.startswith("<p>正文。</p>")


# what a Kind finds in its text -------------------------------------------------------------------

SHOUTING = Code("ZB-999", "error", "item", "{words}太响", "请小声些。", "{words} is too loud", "Speak softly.", "小声")


def softly(fields: Mapping[str, Any], text: str, line: int) -> Iterator[Problem]:
    """Nobody shouts, unless the title says so."""
    for number, words in enumerate(text.splitlines(), line):
        if "！" in words and fields["title"] != "喊话":
            yield SHOUTING.at("", number, words=words)


CLOSED = Kind("talk", "谈话", "talks", "谈话", dated=False, schema=Fields, check_text=softly, audience="org", opened_by="pinned")


def test_a_kind_finds_faults_in_the_text_with_their_line() -> None:
    known = Kinds.of([CLOSED])
    (problem,) = read("---\ntitle: 一\n---\n轻声。\n\n大声！\n".encode(), "talk", known).problems
    assert (problem.code, problem.line) == ("ZB-999", 6)
    assert read("---\ntitle: 喊话\n---\n大声！\n".encode(), "talk", known).problems == ()


@pytest.mark.parametrize(
    ("header", "wish"),
    [("", "org"), ("pinned: 否\n", "org"), ("audience: 局域网\n", "lan"), ("audience: 公开\n", "org"), ("pinned: 是\n", None)],
)
def test_a_broken_item_that_nobody_opened_asks_to_stay_closed(header: str, wish: str | None) -> None:
    reading = read(f"---\ntitle: 一\n{header}---\n大声！\n".encode(), "talk", Kinds.of([CLOSED]))
    assert reading.wishes.get("audience") == wish


class Sung(Fields):
    """A Kind whose verses stand in its text."""

    verses: Words = told("段落", "写在正文里", default=(), in_text=True)
    key: Line = told("调", "什么调", "C", default="")


def sung(text: str, line: int) -> tuple[Mapping[str, Any], Mapping[str, int], str]:
    """The verses of a song, from the first line that begins with ♪."""
    above, sign, verses = text.partition("♪")
    lines = {"verses": line + above.count("\n")}
    return ({"verses": verses.split("♪")}, lines, above) if sign else ({}, {}, text)


SONG = Kind("song", "歌", "songs", "歌集", dated=False, schema=Sung, fields_in_text=sung)


def song(text: str) -> Reading:
    """The Reading of a song."""
    return read(text.encode(), "song", Kinds.of([SONG]))


def test_a_kind_takes_fields_from_the_text_and_leaves_the_rest_as_body() -> None:
    found = song("标题: 山歌\n调: C\n\n# 引子\n\n先起调。\n\n♪一段\n♪二段 [x](y.md)\n")
    assert found.fields is not None
    assert (found.fields["verses"], found.fields["key"]) == (["一段", "二段 [x](y.md)"], "C")
    assert found.lines is not None
    assert found.lines["verses"] == 8
    assert "先起调" in found.html
    assert "一段" not in found.html
    assert (found.references, found.problems) == ((), ())


def test_a_text_of_nothing_but_fields_is_not_empty_and_one_of_nothing_is() -> None:
    assert song("标题: 山歌\n\n♪一段\n").problems == ()
    assert [problem.code for problem in song("标题: 山歌\n\n").problems] == ["ZB-113"]


def test_what_stands_in_the_text_is_not_written_in_the_header() -> None:
    found = song("标题: 山歌\n段落: 一段\n\n正文。\n")
    assert [(problem.code, problem.line) for problem in found.problems] == [("ZB-111", 2)]
    assert "段落" not in draft_text(SONG, "山歌", date(2026, 1, 5))
    assert "# 调: C" in draft_text(SONG, "山歌", date(2026, 1, 5))


def test_a_long_title_is_cut_where_the_limit_is_and_that_is_told() -> None:
    for text in (f"---\ntitle: {'长' * 300}\n---\n正文。\n", f"# {'长' * 300}\n\n正文。\n"):
        made = read(text.encode(), "page", kinds(), title_limit=200)
        assert made.title == "长" * 200 + "…"
        assert [problem.code for problem in made.problems] == ["ZB-504"]


@pytest.mark.parametrize("header", ["---\ntitle: 一\nsummary: {}\n---\n", "title: 一\nsummary: {}\n\n"])
def test_front_matter_may_not_be_a_book(header: str) -> None:
    made = read((header.format("长" * 400) + "正文。" * 900).encode(), "page", kinds(), header_limit=1000)
    assert [(problem.code, problem.line) for problem in made.problems] == [("ZB-512", 1)]
    assert read((header.format("短" * 200) + "正文。" * 900).encode(), "page", kinds(), header_limit=1000).problems == ()
