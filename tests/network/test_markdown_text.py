"""Text as Chinese writers write it: emphasis beside punctuation, line breaks, code, entities, escapes."""

import itertools

import pytest

from plugins.network.bodies import parse


def html(source: str) -> str:
    return parse(source, "a.md").html


def line(source: str) -> str:
    """What is inside the one paragraph of a text."""
    made = html(source)
    assert made.startswith("<p>")
    assert made.endswith("</p>")
    assert made.count("<p>") == 1
    return made[3:-4]


# emphasis -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("**重点。**后文", "<strong>重点。</strong>后文"),
        ("前文**“引号”**后文", "前文<strong>“引号”</strong>后文"),
        ("*强调*，后文", "<em>强调</em>，后文"),
        ("前文，*强调。*后文", "前文，<em>强调。</em>后文"),
        ("**甲**、**乙**和**丙**", "<strong>甲</strong>、<strong>乙</strong>和<strong>丙</strong>"),
        ("**《书名》**（示例）", "<strong>《书名》</strong>（示例）"),
        ("***甲***", "<strong><em>甲</em></strong>"),
        ("**甲*乙*丙**", "<strong>甲<em>乙</em>丙</strong>"),
        ("**[链](x.md)。**后", '<strong><a href="zhibu:0">链</a>。</strong>后'),
        ("snake_case_name 与 __all__", "snake_case_name 与 <strong>all</strong>"),
        ("2*3**4*5", "2*3**4*5"),
        ("甲 * 乙 * 丙", "甲 * 乙 * 丙"),
    ],
)
def test_emphasis(source: str, made: str) -> None:
    assert line(source) == made


def test_emphasis_never_swallows_a_character() -> None:
    for signs in itertools.product(["*", "**", "_", "字", " "], repeat=6):
        numbered = iter("甲乙丙丁戊己")
        source = "".join(next(numbered) if sign == "字" else sign for sign in signs)
        shown = html(source)
        assert all(shown.count(sign) == 1 for sign in source if sign not in "*_ "), source


# line breaks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("中文\n中文", "中文中文"),
        ("中文，\n中文", "中文，中文"),
        ("中文 \n  中文", "中文中文"),
        ("中文\n\u3000中文", "中文中文"),
        ("**重点**\n后文", "<strong>重点</strong>后文"),
        ("前文\n**重点**", "前文<strong>重点</strong>"),
        ("[链接](x)\n后文", '<a href="zhibu:0">链接</a>后文'),
        ("前文\n[链接](x)", '前文<a href="zhibu:0">链接</a>'),
        ("*甲*\n**乙**", "<em>甲</em><strong>乙</strong>"),
        ("**甲\n乙**", "<strong>甲乙</strong>"),
        ("[甲\n乙](x)", '<a href="zhibu:0">甲乙</a>'),
        ("他说：“好。”\n“是。”", "他说：“好。”“是。”"),
        ("他说……\n然后", "他说……然后"),
        ("中文\nLatin", "中文Latin"),
        ("Latin\n中文", "Latin中文"),
        ("中文\n`code`", "中文<code>code</code>"),
        ("`code`\n中文", "<code>code</code>中文"),
        ("中文[^1]\nLatin\n\n[^1]: a", None),
        ("二〇二六\n年", "二〇二六年"),
        ("𠀀\n字", "𠀀字"),
    ],
)
def test_a_break_in_chinese_text_leaves_no_space(source: str, made: str | None) -> None:
    if made is not None:
        assert line(source) == made
    assert parse(source, "").text.split("\n")[0].count(" ") == 0


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("two\nwords", "two\nwords"),
        ("two \n  words", "two\nwords"),
        ("**two**\nwords", "<strong>two</strong>\nwords"),
        ("two\n**words**", "two\n<strong>words</strong>"),
        ("*two*\n**words**", "<em>two</em>\n<strong>words</strong>"),
        ("two\n[words](x)", 'two\n<a href="zhibu:0">words</a>'),
        ("two\n`words`", "two\n<code>words</code>"),
        ("“two”\nwords", "“two”\nwords"),
        ("two\n![图](x.png) words", 'two\n<img src="zhibu:0" alt="图"> words'),
        ("12\n34", "12\n34"),
        ("한국\n어", "한국\n어"),
    ],
)
def test_a_break_between_other_words_stays_a_space(source: str, made: str) -> None:
    assert line(source) == made
    assert "\n" not in parse(source, "").text


@pytest.mark.parametrize("source", ["甲  \n乙", "甲\\\n乙", "甲    \n  乙", "甲<br>\n乙"])
def test_a_hard_break_stays(source: str) -> None:
    assert line(source) == "甲<br>乙"
    assert parse(source, "").text == "甲\n乙"


def test_breaks_are_joined_in_every_kind_of_block() -> None:
    source = "- 甲\n  乙\n\n> 丙\n> 丁\n\n术语\n:   戊\n    己\n\n!!! note\n    庚\n    辛\n\n[^1]\n\n[^1]: 壬\n    癸"
    text = parse(source, "").text
    assert all(pair in text for pair in ("甲乙", "丙丁", "戊己", "庚辛", "壬癸"))


def test_code_is_not_touched() -> None:
    assert "<code>中文\n中文</code>" in html("`中文\n中文`")
    assert html("```\n中文\n中文  \n\t字\n```") == "<pre><code>中文\n中文  \n\t字\n</code></pre>"
    assert html("    中文\n    中文") == "<pre><code>中文\n中文\n</code></pre>"
    assert html("<pre>中文\n中文</pre>") == "<pre>中文\n中文</pre>"


# code, entities, escapes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("&copy; &#20013; &lt;b&gt; &amp;lt;", "© 中 &lt;b&gt; &amp;lt;"),
        ("AT&T &unknown; &copy", "AT&amp;T &amp;unknown; &amp;copy"),
        ("`<b>&amp;`", "<code>&lt;b&gt;&amp;amp;</code>"),
        ("``a ` b``", "<code>a ` b</code>"),
        ("\\*a\\* \\_ \\# \\[x](y) \\<b> \\`c\\`", "*a* _ # [x](y) &lt;b&gt; `c`"),
        ("C:\\dir\\中", "C:\\dir\\中"),
        ("{{ a }} {% if x %} {# c #}", "{{ a }} {% if x %} {# c #}"),
        ("甲{: .x} **乙**{: #y}", "甲{: .x} <strong>乙</strong>{: #y}"),
        ("[没有](", "[没有]("),
        ("[没有][这个] 和 [^没有]", "[没有][这个] 和 [^没有]"),
        ("\x02klzzwxh:0001\x03 甲", "klzzwxh:0001 甲"),
    ],
)
def test_signs_mean_themselves(source: str, made: str) -> None:
    assert line(source) == made


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("js", "js"),
        ("Python", "python"),
        ("c++", "c++"),
        ("vue-html{4,6}", "vue-html"),
        ("js {1-4}", "js"),
        ("{.yaml}", "yaml"),
        ("sh [npm]", "sh"),
        ('"onload="x', ""),
        ("a" * 21, ""),
        ("中文", ""),
        ("", ""),
    ],
)
def test_the_language_of_code(info: str, language: str) -> None:
    attribute = f' data-language="{language}"' if language else ""
    assert html(f"```{info}\na\n```") == f"<pre{attribute}><code>a\n</code></pre>"


def test_indented_code() -> None:
    assert html("    [a](b) & <c> `d`\n\n      e") == "<pre><code>[a](b) &amp; &lt;c&gt; `d`\n\n  e\n</code></pre>"


def test_a_fence_needs_no_blank_lines_and_keeps_those_inside() -> None:
    assert html("甲\n```\na\n\n\n  b\n```\n乙") == "<p>甲</p>\n<pre><code>a\n\n\n  b\n</code></pre>\n<p>乙</p>"


def test_a_fence_ends_at_its_own_sign() -> None:
    assert html("````\n```\na\n```\n````") == "<pre><code>```\na\n```\n</code></pre>"
    assert html("~~~\n```\n~~~") == "<pre><code>```\n</code></pre>"


def test_a_fence_without_end_is_text() -> None:
    assert html("```js\n甲\n\n乙") == "<p>```js甲</p>\n<p>乙</p>"


def test_code_after_code_stays_apart() -> None:
    assert html("```\na\n```\n\n    b").count("<pre>") == 2


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        (
            "- 甲\n  ```\n  a\n   b\n  ```\n- 乙",
            ["<li><p>甲</p>\n<pre><code>a\n b\n</code></pre>\n</li>", "<li><p>乙"],
        ),
        ("> ```\n> a\n>\n> b\n> ```", ["<blockquote><pre><code>a\n\nb\n</code></pre>"]),
        ("!!! note\n    ```\n    a\n    ```", ["<pre><code>a\n</code></pre>\n</aside>"]),
        ("::: tip\n```\n:::\n```\n:::", ["<pre><code>:::\n</code></pre>\n</aside>"]),
        ("<pre>\n```\na\n```\n</pre>", ["```\na\n```"]),
        ("<div>\n```\n<b>\n```\n</div>", ["<div><pre><code>&lt;b&gt;\n</code></pre>\n</div>"]),
    ],
)
def test_code_stands_inside_other_blocks(source: str, pieces: list[str]) -> None:
    made = html(source)
    assert all(piece in made for piece in pieces), made
