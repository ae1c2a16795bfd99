"""What is converted of a page and what stays, character by character."""

import pytest

from plugins.traditional import _opencc
from plugins.traditional.links import Links
from plugins.traditional.pages import Converting

LINKS = Links(("https://wang.example.cn/", "https://jia.example.cn/"))


def made(page: str) -> str:
    """A page, or a piece of one, in Traditional characters."""
    return Converting("zh-CN", _opencc().convert, LINKS)(page.encode()).decode()


@pytest.mark.parametrize(
    ("page", "copy"),
    [
        ('<html lang="zh-CN"><title>党务公开</title>', '<html lang="zh-Hant"><title>黨務公開</title>'),
        ('<img alt="现场" src="现场.png">', '<img alt="現場" src="../现场.png">'),
        ('<button title="打印" aria-label="打印本页">', '<button title="打印" aria-label="打印本頁">'),
        ('<td data-label="说明">', '<td data-label="說明">'),
        ('<input placeholder="搜索党务" value="党务" id="党务">', '<input placeholder="搜索黨務" value="党务" id="党务">'),
        ('<meta name="description" content="党务公开">', '<meta name="description" content="黨務公開">'),
        ("<p>头<b>发</b>、发展", "<p>頭<b>發</b>、發展"),
        ("a &lt; 头发 &amp; 皇后", "a &lt; 頭髮 &amp; 皇后"),
    ],
)
def test_words_and_what_is_read_of_attributes_are_converted(page: str, copy: str) -> None:
    assert made(page) == copy


@pytest.mark.parametrize(
    "page",
    [
        "<code>头发</code>",
        '<pre><code class="language-py"><span>头发</span></code></pre>',
        "<script>头发</script>",
        "<!-- 头发 -->",
        '<span lang="ja">党務</span>',
        '<q lang="en">the <b lang="zh-CN" title="党务">党务</b></q>',
        '<span lang="zh-Hans">简体<span>头发</span></span>',
        '<p data-find="头发" class="头发">',
        '<kbd title="头发">头发</kbd>',
    ],
)
def test_code_and_other_languages_stay_as_they_are(page: str) -> None:
    assert made(page) == page


def test_words_after_what_stays_are_converted_again() -> None:
    assert made("<code>头发<code>头发</code></code>头发") == "<code>头发<code>头发</code></code>頭髮"
    assert made('<span lang="ja">党<span>務</span></span>党') == '<span lang="ja">党<span>務</span></span>黨'
    assert made('<img lang="en" alt="头发">头发') == '<img lang="en" alt="頭髮">頭髮'


def test_a_sign_of_tags_inside_an_attribute_ends_no_tag() -> None:
    assert made('<a title="头发 > 皇后 <b>" href="x/">头发</a>') == '<a title="頭髮 > 皇后 <b>" href="x/">頭髮</a>'


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ('<a href="../news/">', '<a href="../news/">'),
        ('<a href="./">', '<a href="./">'),
        ('<a href="../news/?a=1.b#c">', '<a href="../news/?a=1.b#c">'),
        ('<a href="#党务">', '<a href="#党务">'),
        ('<a href="../media/a.pdf">', '<a href="../../media/a.pdf">'),
        ('<a href="mailto:a@example.cn?subject=/">', '<a href="mailto:a@example.cn?subject=/">'),
        ('<a href="https://wang.example.cn/b/">', '<a href="https://wang.example.cn/zh-hant/b/">'),
        ('<a href="https://jia.example.cn/">', '<a href="https://jia.example.cn/zh-hant/">'),
        ('<a href="https://wang.example.cn/b/a.pdf">', '<a href="https://wang.example.cn/b/a.pdf">'),
        ('<a href="https://others.example.cn/b/">', '<a href="https://others.example.cn/b/">'),
        ('<form action="../search/">', '<form action="../search/">'),
        ('<link rel="canonical" href="https://wang.example.cn/b/">', '<link rel="canonical" href="https://wang.example.cn/zh-hant/b/">'),
        ('<meta property="og:url" content="https://wang.example.cn/b/">', '<meta property="og:url" content="https://wang.example.cn/zh-hant/b/">'),
        ('<meta property="og:image" content="https://wang.example.cn/b.png">', '<meta property="og:image" content="https://wang.example.cn/b.png">'),
        ('<meta http-equiv="refresh" content="0; url=../b/">', '<meta http-equiv="refresh" content="0; url=../b/">'),
        ('<link rel="stylesheet" href="assets/a.css">', '<link rel="stylesheet" href="../assets/a.css">'),
        ('<script src="./a.js" data-stamp-source="stamp.json">', '<script src="../a.js" data-stamp-source="../stamp.json">'),
        ('<source srcset="a.480.webp 480w, a.960.webp 960w">', '<source srcset="../a.480.webp 480w, ../a.960.webp 960w">'),
        ('<div data-index="search/index/" data-root="./">', '<div data-index="../search/index/" data-root="./">'),
        ('<a href="../zh-hant/b/" hreflang="zh-Hant">', '<a href="../../zh-hant/b/" hreflang="zh-Hant">'),
        ('<a href="../b/" hreflang="zh-Hans">', '<a href="../../b/" hreflang="zh-Hans">'),
        ('<a href="./" hreflang="zh-Hans">', '<a href="../" hreflang="zh-Hans">'),
        ('<link rel="alternate" hreflang="zh-Hans" href="https://wang.example.cn/b/">',) * 2,
    ],
)  # fmt: skip
def test_pages_lead_to_copies_and_files_are_shared(written: str, copy: str) -> None:
    assert made(written) == copy


def test_the_switch_hides_what_leads_to_the_page_itself() -> None:
    assert made("<span data-writing>") == "<span data-writing hidden>"
    assert made("<span data-writing hidden>") == "<span data-writing>"


def test_words_stay_what_they_are_and_characters_are_those_of_today() -> None:
    assert made("为群众办实事：网络、软件、信息、视频里的机床") == "為群眾辦實事：網絡、軟件、信息、視頻裡的機床"
