"""A file becomes text, or its writer learns what it is instead."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.network.problems import Problem
from plugins.network.text import decode, unusable

LETTER = "标题: 冬季行车安全提示\n\n各支部：请组织学习，三月底前报送。\n"


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def only(raw: bytes) -> Problem:
    """The one Problem of a file that is not text; its text is empty."""
    text, problems = decode(raw, "a/b.md")
    assert text == ""
    assert len(problems) == 1
    return problems[0]


def test_utf8_text_is_returned_as_it_is() -> None:
    assert decode(LETTER.encode(), "a.md") == (LETTER, ())


def test_text_is_not_normalised() -> None:
    decomposed = "cafe\u0301 ﬁ Ａ"
    assert decode(decomposed.encode(), "a.md")[0] == decomposed


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbf" + LETTER.encode(), "a.md") == (LETTER, ())


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_every_line_ending_becomes_a_line_feed(ending: bytes) -> None:
    assert decode(LETTER.encode().replace(b"\n", ending), "a.md") == (LETTER, ())


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
@pytest.mark.parametrize("text", [LETTER, "联通", "通知：本周学习安排", "繁體中文內容測試軟體"])
def test_a_gbk_file_is_recognised(text: str, encoding: str) -> None:
    problem = only(text.encode(encoding))
    assert problem.code == "ZB-101"
    assert "GBK" in problem.message["zh"]
    assert "GBK" in problem.message["en"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [LETTER, "plain English text\r\n"])
def test_a_utf16_file_is_recognised_with_and_without_its_mark(text: str, encoding: str) -> None:
    problem = only(text.encode(encoding))
    assert problem.code == "ZB-101"
    assert "UTF-16" in problem.message["zh"]


def test_another_encoding_is_still_called_not_utf8() -> None:
    problem = only("это письмо на русском языке\n".encode("koi8-r") * 20 + b"\xff")
    assert problem.code == "ZB-101"


def test_damaged_bytes_are_shown_with_their_place() -> None:
    problem = only("第一行\r\n第二".encode() + b"\xb1\xea" + "行".encode())
    assert (problem.code, problem.path, problem.line, problem.column) == ("ZB-103", "a/b.md", 2, 3)
    assert "0xB1 0xEA" in problem.message["zh"]


def test_a_gbk_line_pasted_into_utf8_is_found_on_its_line() -> None:
    problem = only(LETTER.encode() * 3 + "标题".encode("gbk") + b"\n" + LETTER.encode())
    assert (problem.code, problem.line) == ("ZB-103", 10)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\x0c", "U+000C"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\ufffe", "U+FFFE"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_a_character_that_no_text_needs_is_found_at_its_place(character: str, name: str) -> None:
    problem = only(f"第一行\n第二行{character}还有\n".encode())
    assert (problem.code, problem.line, problem.column) == ("ZB-103", 2, 4)
    assert name in problem.message["zh"]


def test_the_column_does_not_count_the_byte_order_mark() -> None:
    assert only(b"\xef\xbb\xbfab\x1b").column == 3


def test_encoded_surrogates_are_not_text() -> None:
    assert only(b"abc \xed\xa0\x80 def").code == "ZB-103"


def test_tabs_are_text() -> None:
    assert decode(b"a\tb\n", "a.md") == ("a\tb\n", ())


def test_the_first_five_findings_are_shown() -> None:
    _, problems = decode(b"a\x01\n" * 9, "a.md")
    assert [(problem.line, problem.column) for problem in problems] == [(n, 2) for n in range(1, 6)]


def test_lines_above_a_piece_of_text_are_counted() -> None:
    assert [problem.line for problem in unusable("a\n\x01", "a.md", above=10)] == [12]


@pytest.mark.parametrize("raw", [b"", b"\n \t\r\n", "\u3000\n".encode(), b"\xef\xbb\xbf\n"])
def test_a_file_without_text_is_empty(raw: bytes) -> None:
    assert only(raw).code == "ZB-113"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"\x7fELF\x02\x01" + bytes(40) + b"abc", "binary"),
    ],
)
def test_a_binary_named_md_is_told_by_its_first_bytes(raw: bytes, kind: str) -> None:
    problem = only(raw)
    assert problem.code == "ZB-114"
    assert kind in problem.message["zh"]


@pytest.mark.parametrize("raw", [b"an ordinary text\x00 in English", b"winter-safety\x00notice"])
def test_one_stray_nul_makes_neither_a_binary_nor_utf16(raw: bytes) -> None:
    assert only(raw).code == "ZB-103"


def test_an_lfs_pointer_is_told() -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    assert only(pointer).code == "ZB-205"


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-16-le", "ignore")))
def test_any_bytes_give_text_or_problems_and_never_raise(raw: bytes) -> None:
    text, problems = decode(raw, "a/b.md")
    assert (text == "") == bool(problems)
    assert {problem.path for problem in problems} <= {"a/b.md"}
    assert "\r" not in text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_text_without_controls_is_accepted_unchanged(text: str) -> None:
    raw = f"字{text}".encode()
    assert decode(raw, "a.md") == (f"字{text}", ())


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4), st.data())
def test_everyday_text_in_gbk_is_never_published_as_something_else(text: str, data: st.DataObject) -> None:
    raw = f"会议通知：{text}".encode("gbk")
    assert codes(decode(raw, "a.md")[1]) == ["ZB-101"] or "ZB-103" in codes(decode(raw, "a.md")[1])
