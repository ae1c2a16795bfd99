"""Texts as they are pasted elsewhere."""

import pytest

from plugins.build.pasted import pasted, plain


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p>\n<p>二</p>", "一\n\n二"),
        ("<p>一<br>\n二</p>", "一\n二"),
        ('<p>见<a href="https://x.cn/a">表</a>和<a href="#b">下文</a></p>', "见表（https://x.cn/a）和下文"),
        (
            "<ol start='3'>\n<li>甲\n<ul>\n<li>子</li>\n</ul>\n</li>\n<li><p>乙</p></li>\n</ol>\n<p>完</p>",
            "3. 甲\n· 子\n4. 乙\n\n完",
        ),
        ("<table><tr><th>名</th><th>数</th></tr>\n<tr><td>甲</td><td>1</td></tr></table>", "名　数\n甲　1"),
        ('<figure><img src="a.png" alt="门口"><figcaption>大门</figcaption></figure>', "〔图：门口〕\n大门"),
        ("<pre><code>a\nb</code></pre>", "a\nb"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("", ""),
    ],
)
def test_plain_text_keeps_the_parts_apart(html: str, text: str) -> None:
    assert plain(html) == text


def test_every_element_says_how_it_looks_in_the_colour_of_its_site() -> None:
    made = pasted("<h3>题</h3><p>文</p>", "#1f5b8f")
    assert made.startswith("<section style=")
    assert '<p style="' in made and "#1f5b8f" in made
    assert "class=" not in made and "<style" not in made


def test_nothing_is_fetched_for_it() -> None:
    assert "<img" in pasted(
        '<p><img src="http://127.0.0.1:9/a.png" alt=""></p><link rel="stylesheet" href="http://127.0.0.1:9/a.css">', "#000000"
    )
