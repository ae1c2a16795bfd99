"""Raw HTML: a little may stay, the rest goes and is named, and nothing can swallow what follows."""

import pytest

from plugins.network.bodies import parse


def html(source: str) -> str:
    return parse(source, "a.md").html.replace(">\n", ">")


def removed(source: str, first_line: int = 1) -> list[tuple[str, int]]:
    """What was taken out, and its line."""
    problems = parse(source, "a.md", first_line).problems
    assert {(p.code, p.path, p.stops) for p in problems} <= {("ZB-401", "a.md", "nothing")}
    return [(p.message["zh"].partition("：")[2], p.line) for p in problems]


# what stays ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<p>H<sub>2</sub>O、m<sup>2</sup>、<mark>记</mark>、<kbd>Ctrl</kbd>、<small>小</small>、<u>下</u>、<s>删</s></p>",
        '<p><ruby>轴<rp>(</rp><rt>zhóu</rt><rp>)</rp></ruby><abbr title="可编程控制器">PLC</abbr><br>乙</p>',
        '<details open=""><summary>更多</summary><p>甲</p></details>',
        "<dl><dt>甲</dt><dd>乙</dd></dl>",
        '<ol start="3"><li value="5">甲</li></ol>',
        "<figure><figcaption>甲</figcaption></figure>",
        "<blockquote><p>甲</p></blockquote><hr><pre><code>a  b</code></pre>",
        "<div><span>甲</span></div>",
        '<p lang="en">Safety first</p><p>口号 <span lang="zh-Hant-TW">臺灣</span>、<i lang="ms">Selamat</i></p>',
    ],
)  # fmt: skip
def test_harmless_html_stays(source: str) -> None:
    assert html(source) == source
    assert removed(source) == []


def test_links_and_pictures_in_raw_html_are_references() -> None:
    read = parse('<p><a href="a.md" title="t">甲</a></p>\n\n<img src="b.png" alt="乙" width=3>', "")
    assert [(r.target, r.role, r.line, r.text) for r in read.references] == [
        ("a.md", "link", 1, "甲"),
        ("b.png", "image", 3, "乙"),
    ]
    assert '<a href="zhibu:0" title="t">甲</a>' in read.html
    assert '<img src="zhibu:1" alt="乙">' in read.html


def test_markdown_and_raw_html_number_their_references_together() -> None:
    read = parse('[甲](a.md) <a href="b.md">乙</a> [丙](c.md)', "")
    assert [r.target for r in read.references] == ["a.md", "b.md", "c.md"]


def test_markdown_stands_between_raw_tags_that_have_blank_lines() -> None:
    assert html("<details>\n<summary>更多</summary>\n\n- **甲**\n\n</details>\n\n乙") == (
        "<details><summary>更多</summary><ul><li><strong>甲</strong></li></ul></details><p>乙</p>"
    )
    assert html("<div>\n**甲**\n</div>") == "<div>**甲**</div>"


def test_inline_tags_stand_in_a_line_of_markdown() -> None:
    assert html("甲<b>乙 *丙*</b>丁") == "<p>甲<b>乙 <em>丙</em></b>丁</p>"


def test_an_anchor_stays_when_its_link_goes() -> None:
    assert html('<a id="x" href="y.md">甲</a>') == '<p><a id="x"></a><a href="zhibu:0">甲</a></p>'
    assert html('<a name="x">甲</a>') == '<p><a id="x">甲</a></p>'


# what goes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("甲 <script>alert(1)</script>", "<script>"),
        ("<style>\n\n*{}\n\n</style>", "<style>"),
        ("<iframe src=x></iframe>", "<iframe>"),
        ("<form action=x></form>", "<form>"),
        ("<meta charset=x>", "<meta>"),
        ("<base href=x>", "<base>"),
        ("<object data=x></object>", "<object>"),
        ("<embed src=x>", "<embed>"),
        ("<svg></svg>", "<svg>"),
        ("<video src=x></video>", "<video>"),
        ("<link rel=x>", "<link>"),
        ("<MyComponent :a='b' />", "<mycomponent>"),
        ("甲</foo>", "<foo>"),
        ("<?php x ?>", "<?…>"),
        ("<!DOCTYPE html>", "<!…>"),
        ("<b onclick=x>甲</b>", "onclick"),
        ("<img src=x onerror='y'>", "onerror"),
        ("<b style='a'>甲</b>", "style"),
        ("<p class=a id=b align=center class=c>甲</p>", "class, id, align"),
        ("<ol start=x><li>甲</li></ol>", "start"),
    ],
)
def test_what_goes_is_named_with_its_line(source: str, what: str) -> None:
    assert removed(f"一\n\n{source}", first_line=5) == [(what, 7)]


def test_each_kind_is_named_once() -> None:
    source = "<script>a</script>\n\n<b onclick=a>甲</b> <i onclick=b>乙</i> <x-y>丙</x-y><x-y>丁</x-y>\n\n<script>b</script>"
    assert removed(source) == [("<script>", 1), ("onclick", 3), ("<x-y>", 3)]


def test_the_line_is_not_that_of_code_about_it() -> None:
    assert removed("`<script>` 是什么\n\n```html\n<script>\n```\n\n<script>a</script>") == [("<script>", 7)]


def test_scripts_vanish_and_other_text_stays() -> None:
    assert html("甲<script>alert(1)</script>乙<style>*{}</style>丙") == "<p>甲乙丙</p>"
    assert html("<x-y>甲 **乙**</x-y>") == "<p>甲 <strong>乙</strong></p>"
    assert html("<button>甲</button><textarea>乙</textarea>") == "<p>甲乙</p>"
    assert html("<video>看不了？<a href='x.mp4'>下载</a></video>") == '<p>看不了？<a href="zhibu:0">下载</a></p>'


def test_comments_go_without_a_word() -> None:
    source = "甲<!-- a -->乙\n\n<!--\n\nb\n\n```\nc\n```\n\n-->\n\n<!-- d --> 丙"
    assert html(source) == "<p>甲乙</p><p>丙</p>"
    assert removed(source) == []


def test_a_paragraph_of_nothing_but_removed_tags_goes() -> None:
    assert html("<MyComponent />\n\n甲") == "<p>甲</p>"


def test_plain_markdown_has_no_problems() -> None:
    assert removed("a < b，`<script>`，&lt;script&gt;，<https://example.cn/>\n\n    <script>\n\n```\n<script>\n```") == []


# nothing swallows what follows --------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<div>",
        "<div><p><b><i>",
        "<!--",
        "甲 <!-- 乙",
        "<textarea>",
        "<plaintext>",
        "<title>",
        "<script>",
        "甲 <script> 乙",
        "<style>",
        "<iframe>",
        "<xmp>",
        "<select><option>",
        "<svg><foreignObject>",
        "<template>",
        "<a href='x.md'>",
        '<div title="',
        "<div title='><p>",
        "<![CDATA[",
        "<![if x",
        "<?",
        "</div></div></p></body></html>",
        "- <div>\n- </div></ul></ol>",
        "> </blockquote></div>",
    ],
)  # fmt: skip
def test_what_follows_is_still_there(source: str) -> None:
    made = html(f"{source}\n\n**后文**")
    assert "<p><strong>后文</strong></p>" in made
    assert '<a href="zhibu:0"><p>' not in made


def test_raw_tags_cannot_close_what_markdown_opened() -> None:
    assert html("- 甲</li></ul>乙\n- 丙") == "<ul><li>甲乙</li><li>丙</li></ul>"
    assert html("> 甲</blockquote>乙") == "<blockquote><p>甲乙</p></blockquote>"
    assert html("**甲</strong>乙**") == "<p><strong>甲乙</strong></p>"


def test_a_block_in_a_line_leaves_no_empty_paragraph() -> None:
    assert html("甲<div>乙</div>丙") == "<p>甲</p><div>乙</div>丙"


def test_an_unclosed_tag_ends_with_its_paragraph() -> None:
    assert html("<b>甲\n\n乙") == "<p><b>甲</b></p><p>乙</p>"


def test_the_id_of_a_span_is_a_place_to_link_to() -> None:
    body = parse('<span id="x"></span>\n\n[甲](#x) <span id="y" class="z">乙</span>', "a.md")
    assert body.anchors == ("x", "y")
    assert '<a id="y"></a><span>乙</span>' in body.html
    assert [problem.message["zh"] for problem in body.problems] == ["已去掉不允许的网页代码：class"]


def test_a_place_inside_a_link_is_reported_because_links_do_not_nest() -> None:
    body = parse('[<span id="x">甲</span>](b.md)', "a.md")
    assert (body.anchors, [problem.code for problem in body.problems]) == ((), ["ZB-401"])
