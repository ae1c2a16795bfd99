"""Blocks and what we make of them: headings, lists, tables, figures, boxes, footnotes, contents."""

import re

import pytest

from plugins.network.bodies import parse
from plugins.network.markdown.headings import slug


def html(source: str) -> str:
    """The HTML of a body, line breaks between blocks left out."""
    return parse(source, "a.md").html.replace(">\n", ">")


# headings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("冬季行车", "冬季行车"),
        ("一、来之前", "一来之前"),
        ("Hello World", "hello-world"),
        ("What's new?", "whats-new"),
        ("C++ & Rust", "c--rust"),
        ("a_b - c", "a_b---c"),
        ("（示例）“引号”", "示例引号"),
        ("第①条 2026", "第条-2026"),
        ("Ünïcode é", "ünïcode-é"),
        ("？！", ""),
    ],
)
def test_anchors_are_those_of_git_hosts(text: str, anchor: str) -> None:
    assert slug(text) == anchor


def ids(source: str) -> list[str]:
    return [heading.id for heading in parse(source, "").headings]


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        ("## 甲\n\n## 甲\n\n## 甲", ["甲", "甲-1", "甲-2"]),
        ("## 甲\n\n## 甲-1\n\n## 甲", ["甲", "甲-1", "甲-2"]),
        ("## 甲\n\n## 乙 {#甲}", ["甲-1", "甲"]),
        ("## a {#x}\n\n## b {#x}", ["x", "x-1"]),
        ("## a {: #x .y z=1}", ["x"]),
        ("## a{#x}", ["x"]),
        ("a {#x}\n---", ["x"]),
        ("## a ## {#x}", ["x"]),
        ("# 甲\n\n## 甲", ["甲-1"]),
        ("## ？\n\n## ！", ["section", "section-1"]),
        ('<a id="甲"></a>\n\n## 甲', ["甲-1"]),
        ("## `a` **b** [c](d)", ["a-b-c"]),
        ("## a[^1]\n\n[^1]: b", ["a"]),
        ('<h2 id="x">a</h2>\n\n<h3>b</h3>', ["x", "b"]),
    ],
)
def test_every_heading_has_an_anchor_of_its_own(source: str, anchors: list[str]) -> None:
    assert ids(source) == anchors


def test_only_the_id_of_an_attribute_list_counts() -> None:
    assert html("## a {#x .evil onclick=y}") == '<h2 id="x">a</h2>'
    assert html("## a {.x}") == '<h2 id="a-x">a {.x}</h2>'


def test_the_page_keeps_one_h1() -> None:
    assert [h.level for h in parse("# 题\n\n## 一\n\n### 二", "").headings] == [2, 3]
    assert [h.level for h in parse("# 题\n\n# 一\n\n## 二\n\n###### 三", "").headings] == [2, 3, 6]
    assert "<h1" not in html("文\n\n# 一\n\n<h1>二</h1>\n\n> # 三")


@pytest.mark.parametrize("source", ["#3 机组停机", "#安全生产月#", "甲\n#3 机组"])
def test_a_hash_without_a_space_is_no_heading(source: str) -> None:
    assert html(source) == f"<p>{source.replace(chr(10), '')}</p>"


@pytest.mark.parametrize("source", ["## 题", "##\u3000题", "## 题 ##", "   ## 题", "题\n---"])
def test_ways_to_write_a_heading(source: str) -> None:
    assert html(source) == '<h2 id="题">题</h2>'


def test_a_sharp_at_the_end_stays() -> None:
    assert html("## C#") == '<h2 id="c">C#</h2>'


def test_contents_stand_where_the_marker_is() -> None:
    made = html("[TOC]\n\n## 甲\n\n### 乙\n\n### 丙 <b>\n\n## 丁")
    assert made.startswith(
        '<nav class="contents" aria-label="目录"><ul><li><a href="#甲">甲</a><ul><li><a href="#乙">乙</a></li>'
        '<li><a href="#丙">丙</a></li></ul></li><li><a href="#丁">丁</a></li></ul></nav><h2'
    )
    assert "乙\n乙" not in parse("[TOC]\n\n## 乙", "").text


@pytest.mark.parametrize("levels", [[2, 3, 2], [3, 2, 4, 3, 2], [4, 2], [2, 5, 3, 6, 2], [6, 5, 4, 3, 2]])
def test_contents_hold_every_heading_once(levels: list[int]) -> None:
    source = "[toc]\n\n" + "\n\n".join(f"{'#' * level} h{n}" for n, level in enumerate(levels))
    assert re.findall(r'<a href="#(h\d)">', html(source)) == [f"h{n}" for n in range(len(levels))]


def test_a_marker_without_headings_goes_and_one_in_a_line_stays() -> None:
    assert html("[TOC]\n\n甲") == "<p>甲</p>"
    assert html("甲 [TOC]\n\n## 乙").startswith("<p>甲 [TOC]</p>")


# lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_as_on_git_hosts(indent: int) -> None:
    inner = " " * indent
    assert html(f"- 甲\n{inner}- 乙\n{inner}  续\n- 丙") == ("<ul><li>甲<ul><li>乙续</li></ul></li><li>丙</li></ul>")


def test_what_is_indented_belongs_to_its_item() -> None:
    made = html("1. 甲\n\n   段\n\n   - 乙\n\n2. 丙\n\n后")
    assert made == ("<ol><li><p>甲</p><p>段</p><ul><li>乙</li></ul></li><li><p>丙</p></li></ol><p>后</p>")


def test_an_item_further_out_ends_the_inner_list() -> None:
    assert html("- 甲\n\n    - 乙\n    - 丙\n- 丁").endswith("</ul></li><li><p>丁</p></li></ul>")


def test_a_list_needs_no_blank_line_before_it() -> None:
    assert html("如下：\n- 甲\n- 乙") == "<p>如下：</p><ul><li>甲</li><li>乙</li></ul>"
    assert html("如下：\n1. 甲\n2. 乙") == "<p>如下：</p><ol><li>甲</li><li>乙</li></ol>"
    assert html("那是\n2026. 后来") == "<p>那是2026. 后来</p>"


def test_lists_of_two_kinds_stay_apart_and_keep_their_numbers() -> None:
    assert html("- 甲\n\n1. 乙") == "<ul><li>甲</li></ul><ol><li>乙</li></ol>"
    assert html("3. 甲\n4. 乙") == '<ol start="3"><li>甲</li><li>乙</li></ol>'


def test_task_lists_tell_and_cannot_be_ticked() -> None:
    assert html("- [ ] 甲 **乙**\n- [x] 丙\n- 丁") == (
        '<ul class="task-list"><li class="task-list-item"><label><input type="checkbox" disabled="">甲 '
        '<strong>乙</strong></label></li><li class="task-list-item"><label><input type="checkbox" disabled="" '
        'checked="">丙</label></li><li>丁</li></ul>'
    )


def test_tasks_nest_and_may_hold_paragraphs() -> None:
    made = html("- [ ] 甲\n    - [X] 乙\n\n1. [ ] 丙\n\n   丁")
    assert made.count('class="task-list"') == 3
    assert "甲</label><ul" in made
    assert '<p><label><input type="checkbox" disabled="">丙</label></p><p>丁</p>' in made  # fmt: skip


@pytest.mark.parametrize("source", ["- [x](y.md)", "- [ ]甲", "- 甲 [ ] 乙", "[ ] 甲"])
def test_other_brackets_are_no_tasks(source: str) -> None:
    assert "<input" not in html(source)


def test_definition_lists() -> None:
    assert html("甲\n:   一\n:   二\n\n乙\n:   三") == ("<dl><dt>甲</dt><dd>一</dd><dd>二</dd><dt>乙</dt><dd>三</dd></dl>")


# tables and figures -------------------------------------------------------------------------------


def test_a_table_can_scroll_and_its_header_cells_say_what_they_head() -> None:
    assert html("| 甲 | 乙 |\n|---|--:|\n| 一 | 二 `a|b` \\| |") == (
        '<div class="table"><table><thead><tr><th scope="col">甲</th><th class="right" scope="col">乙</th></tr>'
        '</thead><tbody><tr><td>一</td><td class="right">二 <code>a|b</code> |</td></tr></tbody></table></div>'
    )


def test_a_table_needs_no_blank_line_before_it() -> None:
    assert html("如下：\n| 甲 |\n|---|\n| 一 |").startswith('<p>如下：</p><div class="table"><table>')


def test_header_cells_of_raw_tables_have_a_scope_too() -> None:
    made = html("<table><tr><th>甲</th></tr><tr><th>乙</th><td colspan=2>丙</td></tr></table>")
    assert '<th scope="col">甲</th>' in made
    assert '<th scope="row">乙</th><td colspan="2">丙</td>' in made


def test_a_picture_alone_is_a_figure_and_its_title_the_caption() -> None:
    assert html('![图](a.png "说明 <b>")') == (
        '<figure><img src="zhibu:0" alt="图"><figcaption>说明 &lt;b&gt;</figcaption></figure>'
    )
    assert html("![图](a.png)") == '<figure><img src="zhibu:0" alt="图"></figure>'
    assert html("[![图](a.png)](b.md)").startswith('<figure><a href="zhibu:0"><img src="zhibu:1"')


def test_a_picture_in_a_line_stays_there() -> None:
    assert html('文 ![图](a.png "题")') == '<p>文 <img src="zhibu:0" alt="图" title="题"></p>'
    assert html("![甲](a.png) ![乙](b.png)").startswith("<p>")


# boxes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["::: tip 标题\n内容\n:::", '!!! tip "标题"\n    内容', ":::tip 标题\n\n内容\n\n:::"])
def test_containers_and_admonitions_look_the_same(source: str) -> None:
    assert html(source) == '<aside class="note tip"><p class="note-title">标题</p><p>内容</p></aside>'


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("note", "note", "说明"),
        ("tip", "note tip", "提示"),
        ("WARNING", "note warning", "注意"),
        ("danger", "note danger", "警示"),
        ("注意", "note warning", "注意"),
        ("温馨提示", "note", "温馨提示"),
    ],
)
def test_a_box_without_title_has_the_usual_one(name: str, kind: str, title: str) -> None:
    box = f'<aside class="{kind}"><p class="note-title">{title}</p><p>内容</p></aside>'
    assert html(f"::: {name}\n内容\n:::") == box
    assert html(f"!!! {name}\n    内容") == box


def test_an_unknown_box_is_a_plain_one() -> None:
    assert html("::: code-group\n内容\n:::") == '<aside class="note"><p>内容</p></aside>'


def test_titles_hold_markup_and_may_be_left_out() -> None:
    assert '<p class="note-title">甲 <code>乙</code></p>' in html("::: tip 甲 `乙`\n丙\n:::")
    assert html('!!! note ""\n    甲') == '<aside class="note"><p>甲</p></aside>'
    assert '<p class="note-title">甲</p>' in html("!!! note “甲”\n    乙")
    assert '<p class="note-title">甲 乙</p>' in html("!!! note 甲 乙\n    丙")


def test_boxes_nest_and_hold_everything() -> None:
    made = html("::: tip\n- 甲\n\n:::: warning\n乙\n::::\n\n## 丙\n:::\n\n丁")
    assert made == (
        '<aside class="note tip"><p class="note-title">提示</p><ul><li>甲</li></ul><aside class="note warning">'
        '<p class="note-title">注意</p><p>乙</p></aside><h2 id="丙">丙</h2></aside><p>丁</p>'
    )


def test_only_colons_close_a_box() -> None:
    assert html("::: tip\n甲\n\n:::)\n\n乙\n:::").endswith("<p>甲</p><p>:::)</p><p>乙</p></aside>")


def test_details_open_without_script() -> None:
    assert html("::: details 更多\n甲\n:::") == "<details><summary>更多</summary><p>甲</p></details>"


@pytest.mark.parametrize("source", [":::", "::: tip 没有结尾\n\n甲", "甲\n:::\n乙", ":::) 笑脸", "甲 ::: 乙"])
def test_lonely_signs_are_text(source: str) -> None:
    made = html(source)
    assert "<aside" not in made
    assert re.sub(r"</?p>|\s", "", made) == re.sub(r"\s", "", source)


def test_a_box_stands_in_lists_and_quotes() -> None:
    assert html("> ::: tip\n> 甲\n> :::") == (
        '<blockquote><aside class="note tip"><p class="note-title">提示</p><p>甲</p></aside></blockquote>'
    )
    assert '<li><p>甲</p><aside class="note tip">' in html("- 甲\n\n  ::: tip\n  乙\n  :::")


# footnotes ----------------------------------------------------------------------------------------


def test_footnotes_are_numbered_as_they_are_read_and_linked_both_ways() -> None:
    made = html("甲[^b]乙[^a]\n\n[^a]: 后\n[^b]: 先")
    mark = '<sup><a href="#fn-{0}" id="fnref-{0}" class="footnote-mark">{0}</a></sup>'
    back = '<a href="#fnref-{}" class="footnote-back" aria-label="回到正文">↩</a>'
    assert made == (
        f"<p>甲{mark.format(1)}乙{mark.format(2)}</p>"
        '<section class="footnote" aria-label="脚注"><ol>'
        f'<li id="fn-1"><p>先{back.format(1)}</p></li><li id="fn-2"><p>后{back.format(2)}</p></li></ol></section>'
    )


def test_a_footnote_used_twice_leads_back_to_both() -> None:
    made = html("甲[^1]乙[^1]\n\n[^1]: 注")
    assert 'id="fnref-1"' in made
    assert 'id="fnref-1-2"' in made
    assert made.count("↩") == 2


def test_footnotes_hold_blocks_links_and_footnotes() -> None:
    made = html("甲[^1]\n\n[^1]: 一[^2]\n\n    - 乙 [链](x.md)\n\n[^2]: 二")
    assert '<li>乙 <a href="zhibu:0">链</a></li></ul><p><a href="#fnref-1"' in made  # fmt: skip
    assert '<li id="fn-2"><p>二' in made


def test_no_footnote_is_lost() -> None:
    made = html("甲[^1]\n\n[^1]: 一\n[^1]: 又一\n[^2]: 没用到")
    assert all(text in made for text in ("一<a", "又一", "没用到"))


def test_footnotes_stand_at_the_end_even_if_something_was_left_open() -> None:
    assert '</div><section class="footnote"' in html("<div>\n\n甲[^1]\n\n[^1]: 一")


# what was not closed ------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["- 甲\n---", "1. 甲\n---", "> 甲\n---"])
def test_a_line_below_a_list_or_quote_is_a_rule(source: str) -> None:
    assert html(source).endswith("<hr>")
    assert "<h2" not in html(source)


@pytest.mark.parametrize(
    ("source", "what", "line"),
    [
        ("甲\n\n```js\n乙", "```", 7),
        ("::: tip `甲`\n乙", "::: tip `甲`", 5),
        ("::: tip\n甲\n:::\n\n乙\n:::", ":::", 10),
        ("::: tip\n甲\n\n::: note\n乙\n:::", "::: tip", 5),
        ("> ::: tip\n> 甲", "::: tip", 5),
    ],
)
def test_what_has_no_counterpart_is_reported_with_its_line(source: str, what: str, line: int) -> None:
    (problem,) = parse(source, "a.md", 5).problems
    assert (problem.code, problem.line) == ("ZB-402", line)
    assert f"“{what}”" in problem.message["zh"]


@pytest.mark.parametrize(
    "source", [":::) 笑脸", "`:::` 和 ``` ``` ```", "```\n:::\n```", "    ```\n    甲", "> ```\n> 甲\n> ```", "甲 ``` 乙"]
)
def test_signs_that_open_nothing_are_not_reported(source: str) -> None:
    assert parse(source, "a.md").problems == ()
