"""Every value of a header is read with its line; every fault of one is told with its remedy."""

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.network import frontmatter
from plugins.network.frontmatter import FrontMatter, Value
from plugins.network.problems import Problem

KNOWN = frozenset({"title", "标题", "date", "日期", "tags", "标签", "来源", "名称", "网址", "摘要", "作者"})


def read(text: str) -> FrontMatter:
    return frontmatter.read(text, "a/b.md", KNOWN)


def header(*lines: str) -> FrontMatter:
    """What is read between fences; the first of these lines is line 2 of the file."""
    return read("\n".join(["---", *lines, "---", "正文", ""]))


def value(line: str) -> Value:
    """The value of a header of one line that has no Problem."""
    found = header(line)
    assert found.problems == ()
    return found.values["标题"]


def forgiven(line: str) -> Value:
    """The value of a header of one line that was put right, with one note."""
    found = header(line)
    assert places(found) == [("ZB-115", 2)]
    return found.values["标题"]


def places(found: FrontMatter) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in found.problems]


def only(found: FrontMatter) -> Problem:
    assert len(found.problems) == 1
    return found.problems[0]


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with libyaml, and with PyYAML alone as where libyaml is missing."""
    monkeypatch.setattr(frontmatter, "_LOADER", getattr(yaml, request.param))


# where a header is ------------------------------------------------------------------------------


@pytest.mark.usefixtures("each_parser")
def test_a_header_gives_values_lines_and_body() -> None:
    text = "---\n标题: 通知\n来源:\n  名称: 新华社\n  url: http://a.cn\ntags:\n  - 安全\n  - 学习\n---\n\n正文\n"
    found = read(text)
    assert found.values == {
        "标题": "通知",
        "来源": {"名称": "新华社", "url": "http://a.cn"},
        "tags": ["安全", "学习"],
    }
    assert found.lines == {
        "标题": 2,
        "来源": 3,
        "来源.名称": 4,
        "来源.url": 5,
        "tags": 6,
        "tags.0": 7,
        "tags.1": 8,
    }
    assert (found.body, found.body_line, found.problems) == ("\n正文\n", 10, ())


@pytest.mark.parametrize("opening", ["---", "---  ", "\n \n---", "---\t", "---\u3000"])
@pytest.mark.parametrize("closing", ["---", "--- ", "..."])
def test_fences_may_have_blanks_around_them(opening: str, closing: str) -> None:
    found = read(f"{opening}\n标题: 通知\n{closing}\n正文")
    assert (found.values, found.body, found.problems) == ({"标题": "通知"}, "正文", ())
    assert found.lines["标题"] == opening.count("\n") + 2
    assert found.body_line == opening.count("\n") + 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "正文\n",
        "# 标题\n\n正文",
        "注意：今天下雨\n",
        "---\n今天下雨。\n---\n正文",
        "---\n\n注意：今天下雨\n\n---\n正文",
        "---\n注意：今天下雨\n\n正文",
        "---\n- 第一\n- 第二\n---\n",
        "---\n",
        "---",
    ],
)
def test_without_a_header_everything_is_body(text: str) -> None:
    assert read(text) == FrontMatter({}, {}, text, 1, ())


def test_an_empty_header_is_a_header() -> None:
    assert read("---\n---\n正文") == FrontMatter({}, {}, "正文", 3, ())


@pytest.mark.parametrize("closing", ["---", "..."])
def test_a_line_across_the_body_does_not_end_the_header_again(closing: str) -> None:
    assert read(f"---\n标题: 通知\n{closing}\n一\n\n---\n二").body == "一\n\n---\n二"


def test_an_unclosed_header_is_told_where_to_close() -> None:
    found = read("---\n标题: 通知\n日期: 2026-01-05\n\n正文第一段。\n")
    problem = only(found)
    assert (problem.code, problem.line) == ("ZB-108", 1)
    assert "第 4 行" in problem.remedy["zh"]
    assert "line 4" in problem.remedy["en"]
    assert found.values == {"标题": "通知", "日期": "2026-01-05"}
    assert (found.body, found.body_line) == ("\n正文第一段。\n", 4)


def test_an_unclosed_header_may_begin_with_blank_lines() -> None:
    found = read("---\n\n标题: 通知\n\n正文\n")
    assert (found.values, places(found)) == ({"标题": "通知"}, [("ZB-108", 1)])


def test_a_body_inside_an_unclosed_header_is_told_where_it_begins() -> None:
    problem = only(read("---\n标题: 通知\n\n正文第一段。\n又一行。\n\n---\n\n第二段\n"))
    assert (problem.code, problem.line) == ("ZB-108", 4)
    assert "---" in problem.remedy["zh"]


# values stay as written -------------------------------------------------------------------------


@pytest.mark.usefixtures("each_parser")
@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "true",
        "1:30",
        "0o14",
        "0x1F",
        "1_000",
        "2026-01-05",
        "1e3",
        ".inf",
        "50%折扣",
        "<<",
        "=",
        "【示例】x",
        "通知：关于学习",
        "“学习强国”上线",
        "a - b",
        "http://a.cn/?b=c#d",
    ],
)
def test_a_scalar_is_the_text_as_written(text: str) -> None:
    assert value(f"标题: {text}") == text


@pytest.mark.parametrize("text", ["", "null", "~", "Null", "NULL", "# 只有注释"])
def test_nothing_is_an_empty_text(text: str) -> None:
    assert value(f"标题: {text}") == ""


def test_a_quoted_null_is_text() -> None:
    assert value("标题: 'null'") == "null"


def test_a_comment_is_not_part_of_a_value() -> None:
    assert value("标题: 通知 # 草稿") == "通知"


def test_block_and_folded_texts_are_read() -> None:
    found = header("摘要: |", "  第一行", "  注意：第二行", "标题: >-", "  a", "  b")
    assert found.values == {"摘要": "第一行\n注意：第二行\n", "标题": "a b"}
    assert found.problems == ()


@pytest.mark.parametrize("key", ["Title", "TITLE", "ＴＩＴＬＥ", "title "])
def test_english_keys_are_folded(key: str) -> None:
    assert header(f"{key}: x").values == {"title": "x"}


def test_chinese_keys_stay() -> None:
    assert list(header("保密审查: 是").values) == ["保密审查"]


# faults -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("each_parser")
@pytest.mark.parametrize(
    ("lines", "place", "cause"),
    [
        (['标题: "通知', "日期: x"], (2, 5), "引号没有成对"),
        (["标题: '通知"], (2, 5), "引号没有成对"),
        (['标题: "通知', '作者: "张"'], (2, 5), "引号没有成对"),
        (['标题: "通知', '摘要: 学习"'], (2, 5), "引号没有成对"),
        (["来源:", "\t名称: x"], (3, 1), "Tab"),
        (["标题:通知", "日期: x"], (2, 4), "缺少空格"),
        (["来源:", "  名称:新华社", "  网址: x"], (3, 6), "缺少空格"),
        (["标题 通知", "日期: x"], (2, 1), "键: 值"),
        (["标题: 通知", "  日期: x"], (3, 3), "缩进"),
        (["来源:", "  名称: x", " 网址: y"], (4, 2), "缩进"),
        (["  标题: x", "日期: y"], (3, 1), "缩进"),
        (["来源:", "  名称: 通知: 关于"], (3, 9), "值里有冒号"),
        (["来源:", '  名称: "甲"乙'], (3, 10), "后面还有文字"),
        (["标签: [安全, 学习", "日期: x"], (2, 5), "没有成对"),
        (['标题: "C:\\路径"'], (2, 5), "反斜杠"),
        (["标签: [@甲, 乙]"], (2, 6), "特殊含义"),
        (["来源:", "  名称: *重点*"], (3, 7), "特殊含义"),
        (["标题: x", "? [a]", ": b"], (3, 3), "键: 值"),
        (["标题: x", "--- y", "日期: z"], (3, 1), "不止一份"),
        (["标题: x", "--- # y", "日期: z"], (3, 1), "不止一份"),
        (["标题: x", ": y"], (3, 1), "键: 值"),
        (["标题: x", f"{'长' * 101}: y"], (3, 1), "键: 值"),
        (["%YAML 1.1", "标题: x"], (2, 1), "不止一份"),
    ],
)
def test_a_fault_is_told_with_its_place_and_cause(lines: list[str], place: tuple[int, int], cause: str) -> None:
    problem = only(header(*lines))
    assert (problem.code, problem.stops, problem.path) == ("ZB-108", "item", "a/b.md")
    assert (problem.line, problem.column) == place
    assert cause in problem.message["zh"]
    assert problem.remedy["zh"] != ""
    assert problem.remedy["en"].isascii() or "：" not in problem.remedy["en"]


def test_no_cause_or_remedy_is_cut_short() -> None:
    causes = [value for value in vars(frontmatter).values() if isinstance(value, frontmatter._Cause)]
    assert len(causes) > 10
    assert max(len(text) for cause in causes for text in cause) <= 80


def test_several_faults_are_found_at_once() -> None:
    found = header('标题: "通知', "日期:2026", "作者: 甲", "作者: 乙", "标签: [a", "来源: &a b")
    assert places(found) == [("ZB-108", 2), ("ZB-108", 3), ("ZB-109", 5), ("ZB-108", 6), ("ZB-110", 7)]


def test_good_entries_beside_a_fault_are_still_read() -> None:
    found = header('标题: "通知', "日期: 2026-01-05", "标签:", "- a", "- b", "来源:", "  名称: x")
    assert found.values == {"日期": "2026-01-05", "标签": ["a", "b"], "来源": {"名称": "x"}}
    assert found.lines["标签.1"] == 6
    assert found.lines["来源.名称"] == 8


@pytest.mark.parametrize(
    ("lines", "key", "line", "first"),
    [
        (["标题: a", "日期: x", "标题: b"], "标题", 4, 2),
        (["Title: a", "title: b"], "title", 3, 2),
        (["来源:", "  名称: a", "  名称: b"], "来源.名称", 4, 3),
        (["标题: a", "标题: b: c"], "标题", 3, 2),
    ],
)
def test_a_key_given_twice_names_both_lines(lines: list[str], key: str, line: int, first: int) -> None:
    problem = next(problem for problem in header(*lines).problems if problem.code == "ZB-109")
    assert problem.line == line
    assert f"“{key}”" in problem.message["zh"]
    assert f"第 {first} 行" in problem.message["zh"]


@pytest.mark.usefixtures("each_parser")
@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["标题: &a x"], 2, "&a"),
        (["标题: &重点 x"], 2, "&重点"),
        (["标题: !!str x"], 2, "!!str"),
        (["标题: !!python/object/apply:os.system [ls]"], 2, "!!python/object/apply:os.system"),
        (["标题: !secret x"], 2, "!secret"),
        (["标签: [x, !!str y]"], 2, "!!str"),
        (["来源:", "  名称: &b x"], 3, "&b"),
        (["标签: [x, *y]"], 2, "*y"),
    ],
)
def test_anchors_aliases_and_tags_are_refused(lines: list[str], line: int, what: str) -> None:
    problem = only(header(*lines))
    assert (problem.code, problem.line) == ("ZB-110", line)
    assert what in problem.message["zh"]


def test_an_alias_of_an_anchor_is_refused_and_never_expanded() -> None:
    found = header("标题: &a x", "日期: *a")
    assert places(found) == [("ZB-110", 2), ("ZB-110", 3)]
    assert found.values["日期"] == ""


@pytest.mark.parametrize("character", list("\u200e\u200f\u202a\u202e\u2066\u2069"))
@pytest.mark.parametrize("text", ["---\n标题: x\n来源:\n  名称: a{}b\n---\n", "标题: x\n作者: y\n来源: a{}b\n"])
def test_a_character_that_reverses_text_is_found_with_key_and_line(character: str, text: str) -> None:
    problem = only(read(text.format(character)))
    assert (problem.code, problem.line) == ("ZB-104", 4 if text.startswith("---") else 3)
    assert "来源" in problem.message["zh"]
    assert f"U+{ord(character):04X}" in problem.message["zh"]


def test_a_key_that_reverses_text_is_found_too() -> None:
    assert places(header("标题: x", '来源: {"名\\u202e称": y}')) == [("ZB-104", 3)]


def test_hidden_characters_cannot_be_smuggled_in_as_escapes() -> None:
    assert places(header('标题: "a\\u202eb"')) == [("ZB-104", 2)]
    assert places(header('标题: "a\\eb"')) == [("ZB-103", 2)]
    assert places(header('标签: ["a\\0b"]')) == [("ZB-103", 2)]


def test_a_control_character_in_a_header_is_found() -> None:
    assert places(header("日期: x", "标题: a\x07b")) == [("ZB-103", 3)]


# forgiveness ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("each_parser")
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("标题: 通知: 关于学习", "通知: 关于学习"),
        ("标题: 通知:", "通知:"),
        ("标题: @所有人", "@所有人"),
        ("标题: %折扣", "%折扣"),
        ("标题: `code` 说明", "`code` 说明"),
        ("标题: *重点*", "*重点*"),
        ("标题: *", "*"),
        ("标题: *note", "*note"),
        ("标题: !重要", "!重要"),
        ("标题: & 其他", "& 其他"),
        ('标题: "引号"后面还有字', '"引号"后面还有字'),
        ("标题: '引号'后面", "'引号'后面"),
        ("标题: [转载]关于A、B的通知", "[转载]关于A、B的通知"),
        ("标题: [重要]关于[安全]", "[重要]关于[安全]"),
        ("标题: [链接](http://a.cn)", "[链接](http://a.cn)"),
        ("标题: {{ config }}", "{{ config }}"),
        ("标题: {% raw %}", "{% raw %}"),
        ("标题: >重点", ">重点"),
        ("标题: - 关于", "- 关于"),
        ("标题: ? 何时", "? 何时"),
        ("标题: ,起", ",起"),
        ("标题: 关于 #1 机组检修", "关于 #1 机组检修"),
        ("标题: #安全月# 活动", "#安全月# 活动"),
        ("标题: 通知: 学习 # 注释", "通知: 学习"),
    ],
)
def test_text_that_is_yaml_only_by_accident_is_taken_as_text(line: str, meant: str) -> None:
    assert forgiven(line) == meant


def test_the_note_shows_how_to_quote() -> None:
    problem = only(header('标题: 通知: "关于"学习'))
    assert "标题: '通知: \"关于\"学习'" in problem.remedy["zh"]


@pytest.mark.parametrize("line", ["标题：冬季：安全", "标题： 冬季：安全", "标题 ：冬季：安全"])
def test_a_full_width_colon_after_a_key_is_put_right(line: str) -> None:
    assert forgiven(line) == "冬季：安全"


@pytest.mark.parametrize("line", ["标题:\u3000冬季", "标题: \u3000冬季", "标题:\u00a0冬季"])
def test_an_odd_space_after_the_colon_is_put_right(line: str) -> None:
    assert forgiven(line) == "冬季"


def test_full_width_colons_and_indentation_are_put_right_below_a_key() -> None:
    found = header("来源：", "\u3000名称：新华社", "\u3000网址：http://a.cn", "日期：x")
    assert found.values == {"来源": {"名称": "新华社", "网址": "http://a.cn"}, "日期": "x"}
    assert places(found) == [("ZB-115", 2), ("ZB-115", 3)]


def test_a_full_width_space_indents_like_two_spaces() -> None:
    found = header("来源:", "\u3000名称: 新华社", "  网址: http://a.cn")
    assert found.values == {"来源": {"名称": "新华社", "网址": "http://a.cn"}}


@pytest.mark.parametrize(
    "lines",
    [
        ["摘要: |", "  名称：甲", "  网址：乙"],
        ["摘要: >", "  名称：甲"],
        ["摘要: 会议强调", "  名称：甲"],
        ["摘要:", "  会议强调：要重视"],
        ['摘要: "会议', '  名称：甲"'],
        ["标签:", "  - 名称：甲"],
        ["摘要: a", "# 注释：甲"],
    ],
)
def test_full_width_colons_inside_values_stay(lines: list[str]) -> None:
    found = header(*lines)
    assert found.problems == ()
    assert next(iter(found.lines)) in ("摘要", "标签")
    assert not any(key.endswith("名称") for key in found.lines)


@pytest.mark.usefixtures("each_parser")
@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("[安全、学习]", ["安全", "学习"]),
        ("[安全，学习]", ["安全", "学习"]),
        ("[“安全”，“学习”]", ["安全", "学习"]),
        ("[‘安全’、学习, 党建]", ["安全", "学习", "党建"]),
        ('["安全"，"学习"]', ["安全", "学习"]),
        ("[“讲政治, 敢担当”，《论语、孟子》]", ["讲政治, 敢担当", "《论语、孟子》"]),
        ("['甲，乙'、“it's”]", ["甲，乙", "it's"]),
        ("[“安全”月，学习] # 注", ["“安全”月", "学习"]),
    ],
)
def test_chinese_punctuation_in_a_list_is_put_right(text: str, entries: list[str]) -> None:
    assert forgiven(f"标题: {text}") == entries


def test_a_list_over_several_lines_keeps_its_lines() -> None:
    found = header("标签: [", "  安全、", "  学习", "]")
    assert found.values == {"标签": ["安全", "学习"]}
    assert (found.lines["标签.0"], found.lines["标签.1"]) == (3, 4)


def test_a_list_with_lines_at_the_margin_is_whole_beside_a_value_put_right() -> None:
    found = header("标签: [", "安全、", "学习", "]", "标题: 通知: 学习")
    assert found.values == {"标签": ["安全", "学习"], "标题": "通知: 学习"}
    assert places(found) == [("ZB-115", 2), ("ZB-115", 6)]


def test_quoted_and_block_lists_keep_their_punctuation() -> None:
    assert value('标题: ["安全、学习"]') == ["安全、学习"]
    assert header("标题:", "  - “安全”、学习").values["标题"] == ["“安全”、学习"]


def test_each_forgiveness_is_noted_once() -> None:
    assert places(header("标题：a", "日期：b", "作者：c")) == [("ZB-115", 2)]


def test_notes_stop_nothing() -> None:
    assert only(header("标题：a")).stops == "nothing"


def test_a_line_separator_does_not_shift_lines() -> None:
    found = header("标题: a\u2028b", "日期: x")
    assert (found.values["标题"], found.lines["日期"]) == ("a b", 3)


# plain lines ------------------------------------------------------------------------------------


def test_plain_lines_are_read_up_to_the_first_blank_line() -> None:
    found = read("\n标题: 通知: 关于学习\nTags: 安全、学习\n自定: x\n\n正文: y\n")
    assert found.values == {"标题": "通知: 关于学习", "tags": "安全、学习", "自定": "x"}
    assert found.lines == {"标题": 2, "tags": 3, "自定": 4}
    assert (found.body, found.body_line, found.problems) == ("正文: y\n", 6, ())


@pytest.mark.parametrize(
    "body",
    [
        "正文开始",
        "\u3000\u3000正文开始",
        "# 一",
        "- 一: 二",
        "https://a.cn",
        "1. 一: 二",
        "12:30 开会",
        "会议强调了以下几点重要内容：x",
    ],
)
def test_plain_lines_end_at_the_first_line_that_is_no_key(body: str) -> None:
    found = read(f"标题: x\n{body}\n")
    assert (found.values, found.body, found.body_line) == ({"标题": "x"}, f"{body}\n", 2)


def test_plain_values_are_text_whatever_they_look_like() -> None:
    found = read('标题: "a" [b] *c\n日期:2026\n作者: null\n')
    assert found.values == {"标题": '"a" [b] *c', "日期": "2026", "作者": "null"}


def test_indented_lines_join_the_value_above() -> None:
    found = read("标题: 第一行\n    第二行\n\tthird\n  fourth\n日期: x\n")
    assert found.values == {"标题": "第一行第二行 third fourth", "日期": "x"}
    assert found.lines["日期"] == 5


def test_full_width_signs_in_plain_lines_are_noted_once() -> None:
    found = read("标题：a\n日期：b\n作者:\u3000c\n\n正文")
    assert found.values == {"标题": "a", "日期": "b", "作者": "c"}
    assert places(found) == [("ZB-115", 1), ("ZB-115", 3)]


def test_a_plain_key_given_twice_is_found() -> None:
    assert places(read("标题: a\n标题: b\n")) == [("ZB-109", 2)]


def test_without_known_keys_no_plain_line_is_a_header() -> None:
    assert frontmatter.read("标题: a\n", "a.md").values == {}


# bounds and properties --------------------------------------------------------------------------


def test_nesting_beyond_twenty_levels_is_refused() -> None:
    problem = only(header("标题: " + "[" * 21 + "]" * 21))
    assert (problem.code, problem.line) == ("ZB-108", 2)
    assert "20" in problem.message["zh"]
    assert header("标题: " + "[" * 19 + "]" * 19).problems == ()


def test_more_than_ten_thousand_nodes_are_refused() -> None:
    assert "太多" in only(header("标签: [" + "x," * 10_001 + "]")).message["zh"]
    assert header("标签: [" + "x," * 9_000 + "]").problems == ()
    assert "太多" in header("标题: @x", *(f"k{n}: v" for n in range(4_900))).problems[-1].message["zh"]


ALIAS_BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{ALIAS_BOMB}---\n",
        "---\n标题: x\n" + "".join(f"k{n}: v\n" for n in range(100_000)) + "---\n",
        "---\n标题: @x\n" + "".join(f"k{n}: @v\n" for n in range(100_000)) + "---\n",
        "---\n标题: " + "[" * 1_000_000 + "\n---\n",
        "---\n标题: [" + "“" * 1_000_000 + "]\n---\n",
        "---\n标题: " + "a: " * 330_000 + "\n---\n",
        "---\n标题: x\n" + "? " * 500_000 + "\n---\n",
        "---\n标题: x\n" + "a " * 500_000,
        "---\n标题: x\n" + " " * 1_000_000 + "x\n---\n",
        "标题: x\n" + "a: b\n" * 200_000,
        "\n" * 1_000_000 + "-",
    ],
    ids=lambda text: text[:24].strip(),
)
def test_a_megabyte_of_hostile_text_is_read_in_linear_time(text: str) -> None:
    begun = time.process_time()
    found = read(text)
    assert time.process_time() - begun < 4
    assert len(found.problems) <= 20


_WORDS = st.sampled_from(
    [
        "---",
        "\n",
        "标题",
        "title",
        ":",
        "：",
        " ",
        "\t",
        "\u3000",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "“",
        "”",
        "、",
        "\n--- ",
        "\n  ",
        "\n- ",
        "\n标题: ",
        ": ",
        " #",
        "\n%",
        "，",
        "*a",
        "&a",
        "!!s",
        "#",
        "|",
        ">",
        "- ",
        "? ",
        "%",
        "\\",
        "\u2028",
        "\x00",
        "�",
        "字",
        "...",
    ]
)


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=40).map("".join) | st.text())
@pytest.mark.parametrize("frame", ["{}", "---\n标题: x\n{}\n---\n正文", "---\n标题{}\n---\n", "标题: {}"])
def test_any_text_is_read_and_every_problem_carries_its_file(frame: str, text: str) -> None:
    text = frame.format(text)
    found = read(text)
    assert {problem.path for problem in found.problems} <= {"a/b.md"}
    assert all(0 <= problem.line <= text.count("\n") + 2 for problem in found.problems)
    assert text.endswith(found.body)
    assert set(found.values) <= set(found.lines)


_KEYS = st.from_regex(r"[a-z][a-z_]{0,12}|[一-龥]{1,6}", fullmatch=True)
_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"]))
_VALUES = _TEXTS | st.lists(_TEXTS, max_size=4) | st.dictionaries(_KEYS, _TEXTS, min_size=1, max_size=3)


@settings(deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=6))
def test_what_a_yaml_writer_writes_is_read_back(values: dict[str, Value]) -> None:
    written = yaml.safe_dump(values, allow_unicode=True, default_style='"', width=10_000)
    found = read(f"---\n{written}---\n正文")
    assert (found.values, found.body, found.problems) == (values, "正文", ())


@settings(deadline=None)
@given(st.dictionaries(_KEYS, st.from_regex(r"[\w，。、：（）《》-]{1,20}", fullmatch=True), min_size=1, max_size=6))
def test_simple_lines_are_read_back_with_their_lines(values: dict[str, str]) -> None:
    lines = [f"{key}: 值{text}" for key, text in values.items()]
    found = header(*lines)
    assert found.values == {key: f"值{text}" for key, text in values.items()}
    assert found.lines == {key: number for number, key in enumerate(values, 2)}
    assert found.problems == ()
