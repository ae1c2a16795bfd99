"""A body is read once and filled later: links, lines, anchors, title, text; hostile text does no harm."""

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from plugins.network.bodies import Body, parse
from plugins.network.filling import SIZES, Target, fill, inset
from plugins.network.frontmatter import read as read_front_matter
from plugins.network.interface import SOURCE
from plugins.network.items import Heading, Reference
from plugins.network.markdown.reader import Reader, reader
from plugins.network.markdown.sanitise import clean

CONTENT = Path(__file__).parents[2] / "content"


def body(source: str, first_line: int = 1) -> Body:
    return parse(source, "a/b.md", first_line)


def filled(source: str) -> str:
    """The HTML of a body whose links all lead somewhere."""
    read = body(source)
    return fill(read.html, [Target(f"/{n}/") for n in range(len(read.references))])


def targets(source: str) -> list[str]:
    return [reference.target for reference in body(source).references]


def lines(source: str, first_line: int = 1) -> list[int]:
    return [reference.line for reference in body(source, first_line).references]


# links and images ---------------------------------------------------------------------------------


def test_every_link_and_image_becomes_a_numbered_placeholder() -> None:
    read = body("[甲](a.md) ![乙](b.png) <https://example.cn/> [丙](#c)")
    assert [(r.target, r.role, r.text) for r in read.references] == [
        ("a.md", "link", "甲"),
        ("b.png", "image", "乙"),
        ("https://example.cn/", "link", "https://example.cn/"),
        ("#c", "link", "丙"),
    ]
    assert '<a href="zhibu:0">甲</a> <img src="zhibu:1" alt="乙">' in read.html
    assert '<a href="zhibu:2">https://example.cn/</a> <a href="zhibu:3">丙</a>' in read.html


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("[a](../news/2026-01-05-x.md)", "../news/2026-01-05-x.md"),
        ("[a]({filename}x.md)", "{filename}x.md"),
        ("[a]({static}x.pdf)", "{static}x.pdf"),
        ("[a](|filename|x.md)", "|filename|x.md"),
        ("[a](zhibu:7)", "zhibu:7"),
        ("[a](javascript:alert(1))", "javascript:alert(1)"),
        ("[a](<有 空格.pdf>)", "有 空格.pdf"),
        ("[a](有 空格.pdf)", "有 空格.pdf"),
        ("[a](a(b)c.md)", "a(b)c.md"),
        ("[a](a\\_b.md)", "a_b.md"),
        ("[a](?x=1&amp;y=2)", "?x=1&y=2"),
        ("[a](?a=1&copy=2)", "?a=1&copy=2"),
        ("[a]()", ""),
        ('<a href="x.md?a&amp;b">a</a>', "x.md?a&b"),
        ("<a href=x.md>a</a>", "x.md"),
        ("<someone@example.cn>", "mailto:someone@example.cn"),
        ("[a][r]\n\n[r]: x.md?a&amp;b", "x.md?a&b"),
        ("[r]\n\n[r]: x.md '标题'", "x.md"),
    ],
)
def test_a_target_is_kept_as_the_writer_means_it(written: str, target: str) -> None:
    assert targets(written) == [target]


def test_links_in_code_are_no_links() -> None:
    source = "`[a](a.md)`\n\n```\n[b](b.md)\n```\n\n    [c](c.md)\n\n- x\n\n  ~~~\n  [d](d.md)\n  ~~~\n"
    assert targets(source) == []


def test_a_link_with_a_picture_has_the_text_of_the_picture() -> None:
    link, picture = body("[![工位](a.png)](b.md)").references
    assert (link.target, link.role, link.text) == ("b.md", "link", "工位")
    assert (picture.target, picture.role, picture.text) == ("a.png", "image", "工位")


def test_links_do_not_nest() -> None:
    read = body("[甲 [乙](b.md) <https://example.cn/> [r]](a.md)\n\n[r]: c.md")
    assert read.html == '<p><a href="zhibu:0">甲 [乙](b.md) https://example.cn/ [r]</a></p>'


# lines --------------------------------------------------------------------------------------------


def test_a_reference_knows_its_line_in_the_file() -> None:
    assert lines("一\n\n二 [a](a.md)\n\n- 三\n- ![b](b.png)\n", first_line=6) == [8, 11]


def test_the_same_target_twice_has_two_lines() -> None:
    assert lines("[a](x.md)\n\n[b](x.md)\n\n`[c](x.md)`\n\n[d](x.md)") == [1, 3, 7]


def test_code_does_not_lend_its_line() -> None:
    assert lines("```\n[a](x.md)\n```\n\n`[a](x.md)`\n\n> ```\n> [a](x.md)\n> ```\n\n[a](x.md)") == [11]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n[x][r]\n\n[r]: y.md", 5),
        ("a\n\n<b>\n<a href='y.md'>y</a></b>", 4),
        ("a\n\n<https://example.cn/>", 3),
        ("[^1]\n\n[^1]: [x](y.md)", 3),
        ("y.md\n\n[x](y.md#z) [x](y.md)", 3),
        ("甲\n\n[![图](a.png)](b.md)", 3),
        ("| a |\n|---|\n| [x](y.md) |", 3),
        ("a\n\n[x](y\\_z.md)", 3),
    ],
)
def test_the_line_is_where_the_target_is_written(source: str, line: int) -> None:
    assert set(lines(source)) == {line}


def test_every_link_of_the_demonstration_stands_on_the_line_it_names() -> None:
    found = 0
    for path in sorted(CONTENT.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        front = read_front_matter(text, path.name, frozenset())
        read = parse(front.body, path.name, front.body_line)
        assert read.problems == (), path
        for reference in read.references:
            assert reference.target in text.split("\n")[reference.line - 1], (path, reference)
            found += 1
    assert found > 100


# filling ------------------------------------------------------------------------------------------


def test_a_filled_link_leads_to_its_target() -> None:
    read = body('见[甲 & **乙**](a.md "标 \\"题\\"")。')
    assert fill(read.html, [Target('/x/?a=1&b="')]) == (
        '<p>见<a href="/x/?a=1&amp;b=&quot;" title="标 &quot;题&quot;">甲 &amp; <strong>乙</strong></a>。</p>'
    )


def test_an_external_link_says_so() -> None:
    assert fill(body("[a](https://example.cn/)").html, [Target("https://example.cn/", external=True)]) == (
        '<p><a href="https://example.cn/" rel="external noopener">a</a></p>'
    )


def test_a_dropped_link_leaves_its_text() -> None:
    read = body("[甲 **乙**](a.md)，[丙](b.md)[^1]\n\n[^1]: 注")
    done = fill(read.html, [None, Target("/b/")])
    assert done.startswith('<p>甲 <strong>乙</strong>，<a href="/b/">丙</a><sup><a href="#fn-1"')


def test_a_filled_picture_has_its_size_and_waits_unless_it_is_the_first() -> None:
    target = Target("/a.png", 640, 480)
    first = '<img src="/a.png" width="640" height="480" alt="图" decoding="async">'
    later = '<img src="/a.png" width="640" height="480" alt="图" loading="lazy" decoding="async">'
    html = body("![图](a.png) 文 ![图](a.png)").html
    assert fill(html, [target, target]) == f"<p>{first} 文 {later}</p>"
    assert fill(html, [target, target], at_once=False) == f"<p>{later} 文 {later}</p>"


def test_a_filled_picture_offers_its_widths() -> None:
    target = Target("/a.png", 640, 480, webp="/a.png.480.webp 480w, /a.png.640.webp 640w", fallback="/a&.png")
    assert fill(body("文 ![图](a.png)").html, [target]) == (
        '<p>文 <picture><source type="image/webp" srcset="/a.png.480.webp 480w, /a.png.640.webp 640w" '
        f'sizes="{SIZES}"><img src="/a&amp;.png" width="640" height="480" alt="图" decoding="async"></picture></p>'
    )


def test_a_dropped_picture_leaves_its_description() -> None:
    assert fill(body('文 ![<b> "&" \'图\'](a.png "题")').html, [None]) == "<p>文 &lt;b&gt; &quot;&amp;&quot; '图'</p>"


def test_a_dropped_link_around_a_picture_leaves_the_picture() -> None:
    read = body("文 [![</a> >](a.png)](b.md) 文")
    assert fill(read.html, [None, Target("/a.png")]) == ('<p>文 <img src="/a.png" alt="&lt;/a&gt; &gt;" decoding="async"> 文</p>')


AWKWARD = st.text(st.sampled_from("ab<>\"'&=:/ 中*_()!{}01"), max_size=20)


@given(AWKWARD, AWKWARD, st.booleans(), st.booleans())
def test_filling_is_exact_whatever_the_descriptions_hold(alt: str, title: str, link: bool, picture: bool) -> None:
    source = f'前<a href="q.md" title="{attribute(title)}">中<img alt="{attribute(alt)}" src="p.png"></a>后'
    done = fill(body(source).html, [Target("/q/") if link else None, Target("/p.png") if picture else None])
    tree = lxml_html.fragment_fromstring(done, create_parent="div")
    assert [a.get("href") for a in tree.iter("a")] == ["/q/"] * link
    titles = [a.get("title", "").strip() for a in tree.iter("a") if title.strip()]  # blanks around it are nobody's loss
    assert titles == [title.strip()] * (link and bool(title.strip()))
    assert [(i.get("src"), i.get("alt")) for i in tree.iter("img")] == [("/p.png", alt)] * picture
    assert tree.text_content().strip() == f"前中{'' if picture else alt}后".strip()


def attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def test_sanitised_attributes_hold_nothing_that_could_end_a_tag() -> None:
    assert clean('<img src="zhibu:0" alt="&lt;/a&gt;&quot;">') == '<img src="zhibu:0" alt="&lt;/a&gt;&quot;">'


def test_filling_is_fast() -> None:
    read = body("## 题\n\n文字。" * 30 + " ".join(f"[甲](a{n}.md)" for n in range(5)))
    places = [Target("/a/")] * 5
    best = min(_seconds(lambda: fill(read.html, places)) for _ in range(20))
    assert best < 200e-6  # 10 µs on an idle machine


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


# title, headings, anchors, text -------------------------------------------------------------------


@pytest.mark.parametrize("source", ["# 标题\n\n正文", "标题\n===\n\n正文", "\n\n# 标题 #\n正文", "<h1>标题</h1>\n\n正文"])
def test_an_opening_level_1_heading_is_the_title(source: str) -> None:
    read = body(source)
    assert (read.title, read.html) == ("标题", "<p>正文</p>")


@pytest.mark.parametrize("source", ["正文\n\n# 标题", "## 标题\n\n正文", "#标题\n\n正文", "> # 标题", ""])
def test_nothing_else_is_a_title(source: str) -> None:
    assert body(source).title == ""


def test_the_title_is_plain_text() -> None:
    assert body("# **重**点 `a` & [链](x.md) {#top}\n\n正文").title == "重点 a & 链"


def test_the_chosen_anchor_of_the_title_still_works() -> None:
    read = body("# 标题 {#top}\n\n正文")
    assert read.anchors == ("top",)
    assert read.html == '<a id="top"></a><p>正文</p>'


def test_headings_have_level_anchor_and_text() -> None:
    assert body("## 一 **级**\n\n### 二级 {#two}").headings == (
        Heading(2, "一-级", "一 级"),
        Heading(3, "two", "二级"),
    )


def test_anchors_are_everything_a_link_may_point_at() -> None:
    read = body('## 一\n\n[^1] <a id="x"></a> <a name="y">y</a> <span id="z">z</span>\n\n[^1]: 注')
    assert read.anchors == ("一", "fnref-1", "x", "y", "z", "fn-1")
    assert '<a id="z"></a><span>z</span>' in read.html


def test_the_text_is_what_is_read() -> None:
    source = "# 题\n\n## 一\n\n甲**乙**，\n丙[丁](x.md)`戊`[^1]\n\n```\n己\n```\n\n- 庚\n- 辛\n\n| 壬 | 癸 |\n|---|---|\n| 子 | 丑 |\n\n[^1]: 注"
    assert body(source).text == "一\n甲乙，丙丁戊\n庚\n辛\n壬 癸\n子 丑\n注"


def test_an_empty_body_is_empty() -> None:
    assert body(" \n\u3000\n") == Body("")


# one reader for all -------------------------------------------------------------------------------

SAMPLES = (
    "## 甲\n\n[^1] **乙**\n\n[^1]: 注",
    "[r] [^1] [^a]\n\n[^a]: 注",
    "[r]: x.md\n\n[r] _a_ ![r]",
    "<div>\n\n**x**\n\n<script>a()</script>",
    '!!! note "提示"\n    内容\n\n    又',
    "    代码\n",
    "```js\na\n```\n\n    b",
    "3. 三\n4. 四",
    "**a _b",
    "> > 引\n\n::: tip\n- [x] 完\n:::",
    ">" * 200 + "x",
    "<b>" * 3000 + "a",
    "- 甲\n\n    !!! note\n" + "\n".join("        " + "  " * n + "- x" for n in range(150)),
    "- 甲\n\n    乙",
)  # fmt: skip


@given(st.lists(st.sampled_from(SAMPLES), min_size=2, max_size=12))
@settings(deadline=None, max_examples=40)
def test_a_body_never_depends_on_the_body_before(order: list[str]) -> None:
    alone = {source: _alone(source) for source in order}
    assert [body(source) for source in order] == [alone[source] for source in order]


def _alone(source: str) -> Body:
    reader.cache_clear()
    return body(source)


def test_the_reader_is_made_once() -> None:
    body("`a`")
    first = reader(SOURCE)
    body("`b`")
    assert reader(SOURCE) is first
    assert isinstance(first, Reader)
    body("```\na\n```")
    body("`a`")
    assert first.blocks.fences.taken == []


# too deep -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("一\n\n" + ">" * 50_000 + " x", 3),
        ("一\n\n" + "> " * 101 + "x", 3),
        ("- " * 101 + "x", 1),
        ("\n".join("  " * n + "- x" for n in range(1000)), 1000),
        ("\n".join("    " * n + "- x" for n in range(1000)), 1000),
        ("> - " * 60 + "x", 1),
        ("<div>" * 500, 1),
    ],
)
def test_absurd_nesting_stops_the_item(source: str, line: int) -> None:
    read = body(source)
    assert read.html == ""
    assert [(p.code, p.path, p.line, p.stops) for p in read.problems] == [("ZB-503", "a/b.md", line, "item")]


@pytest.mark.parametrize("source", [">" * 40 + " x", "- " * 20 + "x", "- " * 200, "<div>" * 50, "a " + ">" * 300])
def test_deep_but_possible_nesting_is_read(source: str) -> None:
    assert body(source).problems == ()


# hostile text -------------------------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x'onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    '![<script>alert(1)</script>](x.png "<script>alert(1)</script>")',
    "[x](a.md '\"onmouseover=\"alert(1)')",
    '[x][r]\n\n[r]: javascript:alert(1) "<script>"',
    "<javascript:alert(1)>",
    "<vbscript:x@y>",
    "```<script>alert(1)</script>\nx\n```",
    '```"onload="alert(1)\nx\n```',
    "```{.x onclick=alert(1)}\nx\n```",
    "`<script>alert(1)</script>`",
    '## <script>alert(1)</script> {#"onclick=alert(1)}',
    "## x {onclick=alert(1)}\n\ny {: onclick=alert(1) }",
    "# <img src=x onerror=alert(1)>\n\n[TOC]\n\n## <b onclick=alert(1)>x</b>",
    "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    '[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: x',
    "::: <script>alert(1)</script>\nx\n:::",
    "::: tip <img src=x onerror=alert(1)>\nx\n:::",
    '!!! note "<script>alert(1)</script>"\n    x',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<form action=x name=a><input name=body><button formaction=javascript:alert(1)>x</button></form>",
    "<img name=getElementById><a id=a name=b>x</a><form name=cookie>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example><style>*{display:none}</style>",
    "<div style='position:fixed;inset:0' class=skip id=main>x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>",
    "<p><div>unclosed",
    "<!-- unclosed",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<textarea><script>alert(1)</script>",
    "<plaintext><script>alert(1)</script>",
    "<title><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<?php echo 1 ?><!DOCTYPE html><![CDATA[<script>alert(1)</script>]]>",
    "</p></div></main></body></html><script>alert(1)</script>",
    "{{ ''.__class__ }} {% raw %} {# x #}",
)  # fmt: skip
ALLOWED_INPUT = {"type": "checkbox", "disabled": ""}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["{}", "前 {} 后", "- {}\n- 后", "> {}", "[{}](x.md)", "<div>{}</div>", "**{}**"])
def test_hostile_text_is_inert(payload: str, place: str) -> None:
    source = place.replace("{}", payload) + "\n\n后文"
    read = body(source)
    harmless = [None if _unsafe(r) else Target("/x/") for r in read.references]
    done = fill(read.html, harmless)
    assert_inert(done)
    assert_balanced(done)
    assert "后文" in read.text


def _unsafe(reference: Reference) -> bool:
    return bool(re.match(r"[\s\x00-\x1f]*[a-z\s]+:", reference.target, re.IGNORECASE))


def assert_inert(done: str) -> None:
    assert "javascript:" not in re.sub(r">[^<]*<|\b(?:alt|title)=\"[^\"]*\"", "", f">{done}<").lower()
    for element in lxml_html.fragment_fromstring(done, create_parent="div").iter():
        assert element.tag not in {
            "script", "style", "iframe", "frame", "form", "meta", "base", "object", "embed", "svg", "math", "link",
            "textarea", "plaintext", "button", "video", "audio", "template", "title",
        }  # fmt: skip
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "name", "srcdoc", "srcset", "action", "formaction"}
            assert name not in {"href", "src"} or value.startswith(("/x/", "#fn", "#"))
        assert element.tag != "input" or ALLOWED_INPUT.items() <= dict(element.attrib).items()


def assert_balanced(done: str) -> None:
    """Every start tag has its end tag in the right place, and a browser would not move anything."""
    voids = r"<(?:br|hr|img|input|wbr)\b[^>]*>"
    as_xml = re.sub(voids, "", done).replace("&nbsp;", " ").replace(' open=""', "")
    etree.fromstring(f"<div>{as_xml}</div>")
    assert clean(done.replace('"/x/"', '"zhibu:0"')).count("<") == re.sub(r' (?:rel|loading|decoding)="[^"]*"', "", done).count(
        "<"
    )


WORDS = st.sampled_from(
    ["\n", "\n\n", " ", "  \n", "\\\n", "字", "，", "。", "**", "*", "_", "`", "```\n", "~~~\n", "    ", "  ", "\t",
     "- ", "1. ", "- [ ] ", "> ", "# ", "## ", "===\n", "---\n", "| 字 | 字 |\n", "|---|---|\n", "[字](x.md)",
     "![字](i.png)", "[字][r]", "[r]: u.md\n", "[^1]", "[^1]: 字\n", "](", "[", "]", "(", ")", "!", "<b>", "</b>",
     "<div>", "</div>", "<details>\n<summary>", "</details>", "<p>", "</p>", '<a href="q">', "</a>", '<a id="z">',
     "<table><tr><td>", "</table>", "<ul><li>", "<My-Comp a='b'>", "<br>", "<textarea>", "<svg>", "<!-- ", "-->",
     "<![", "<?", "<script>", "</script>", "<", ">", "&", "&amp;", "&lt;", "&#42;", "::: tip 字\n", ":::\n",
     '!!! note "字"\n', ":   字\n", "[TOC]\n", "{#id}", "{{ 字 }}", "\\", "\\*", "<https://x.cn/>", "<a@b.cn>",
     "\u3000", "\xa0", "\x02", "\x03", "“", "”", "word"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=80)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_any_text_can_be_read(source: str) -> None:
    assert isinstance(body(source).html, str)


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_any_text_gives_balanced_inert_html(source: str) -> None:
    read = body(CONTROLS.sub("", source))  # no file with one of these is read at all
    done = fill(read.html, [Target("/x/")] * len(read.references))
    assert not CONTROLS.search(read.html + read.text)
    assert "zhibu:" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", f">{done}<")
    assert_inert(done)
    assert_balanced(done)
    assert set(re.findall(r'<[^>]* id="([^"]*)"', read.html)) == set(read.anchors)


def test_no_word_is_lost() -> None:
    """Everything that was written is shown, or is code that was removed and reported, or a comment."""
    choose = random.Random(20261120)
    for _ in range(300):
        n, source = 0, ""
        for sign in (choose.choice(SIGNS) for _ in range(choose.randint(1, 30))):
            while "字" in sign:
                n += 1
                sign = sign.replace("字", f"«{n}»", 1)
            source += sign
        read = body(source)
        shown = read.html + read.title + "".join(r.target + r.text for r in read.references)
        assert [k for k in range(1, n + 1) if f"«{k}»" not in shown] == [], source


SIGNS = (
    "\n", "\n\n", " ", "  \n", "字", "字，字", "**", "*", "`", "```\n", "    ", "  ", "- ", "1. ", "- [ ] 字", "> ",
    "## 字", "\n---\n", "\n| 字 | 字 |\n|---|---|\n| 字 | 字 |\n", "[字](x.md)", "![字](i.png)", "[字][none]", "[字]",
    "\n[^1]: 字\n", "[^1]", "<b>字</b>", "<b>", "</b>", "<div>字</div>", "<div>", "</div>", "<p>字", "</p>", "<ul><li>字",
    "<My-Comp>字", "<textarea>字", "<svg>字", "\n::: tip 字\n", "\n:::\n", '\n!!! note "字"\n    字\n', "\n字\n:   字\n",
    "{#字}", "{{ 字 }}", "\\", "&amp;字", "<字>", "字 < 字",
)  # fmt: skip


# as part of another page ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="a">甲</h2>', '<h3 id="t-a">甲</h3>'),
        ('<h5 id="a">甲</h5><h6>乙</h6>', '<h6 id="t-a">甲</h6><h6>乙</h6>'),
        ('<a href="#fn-1" id="x">注</a>', '<a href="#t-fn-1" id="t-x">注</a>'),
        ('<a href="zhibu:0">链接</a><a href="#">顶</a>', '<a href="zhibu:0">链接</a><a href="#">顶</a>'),
        ('<p>写作 id="a" href="#b" h2&lt;h2&gt;</p>', '<p>写作 id="a" href="#b" h2&lt;h2&gt;</p>'),
    ],
)
def test_a_body_inside_another_page_keeps_its_anchors_apart_and_its_headings_lower(html: str, expected: str) -> None:
    assert inset(html, "t-") == expected
