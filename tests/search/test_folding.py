"""One form for every way of writing the same."""

import pytest

from plugins.build.capabilities import kinds
from plugins.network.reading import read
from plugins.search.folding import RUNS, folded, simplified, words_of


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＰＤＣＡ循环", "pdca循环"),
        ("５Ｓ管理", "5s管理"),
        ("黨員發展", "党员发展"),
        ("安\u200b全\u00ad生产", "安全生产"),
        ("㎡", "m2"),
        ("ÉCOLE", "école"),
        ("İ", "i̇"),
    ],
)
def test_what_is_written_differently_is_searched_alike(written: str, plain: str) -> None:
    assert folded(written) == plain


@pytest.mark.parametrize("character", "著乾覆徵藉")
def test_what_simplified_texts_write_too_stays_what_it_is(character: str) -> None:
    assert folded(character) == character


def test_every_traditional_character_becomes_one_that_stays() -> None:
    assert len(simplified()) > 2500
    assert [one for one, plain in simplified().items() if len(folded(one)) != 1 or folded(plain) != plain] == []


def test_runs_are_of_chinese_or_of_letters() -> None:
    assert [(run[1], run[2]) for run in RUNS.finditer("三会1课，a-b 𠮷")] == [
        ("三会", None), (None, "1"), ("课", None), (None, "a"), (None, "b"), ("𠮷", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>重<strong>点</strong>工作</p>", "重点工作"),
        ("<ul><li>一</li><li>二</li></ul>", "一 二"),
        ('<p>见<a href="zhubu:0">急救</a>卡</p>', "见急救卡"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲 乙"),
        ("上<br>下", "上 下"),
    ],
)
def test_the_words_of_a_body_are_what_readers_see(html: str, words: str) -> None:
    assert words_of(html) == words


def test_the_arrow_back_from_a_note_is_no_word() -> None:
    """As `markdown/footnotes.py` writes it."""
    read_back = read("---\ntitle: 甲\ndate: 2026-01-01\n---\n正文[^a]。\n\n[^a]: 注释\n".encode(), "news", kinds()).html
    assert "↩" in read_back
    assert words_of(read_back) == "正文1。 注释"
