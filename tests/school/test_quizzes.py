"""Tests: how questions are written, what is wrong with them, and how the page shows them without script."""

from pathlib import Path
from typing import Any

import pytest

from plugins.school.questions import fields_in_text, sort_of
from tests.networks import SMALL, Place
from tests.school.paper import base36, drawn, hashed
from tests.school.test_courses import course, led, lesson

SINGLE = "## 1. 先做什么？\n\n- [x] 挂牌\n- [ ] 加油\n"
QUIZ = "a/quizzes/check.md"


def quiz(place: Place, text: str, **fields: str) -> list[tuple[str, int]]:
    """Write a test; what is found in it."""
    head = "".join(f"{key}: {value}\n" for key, value in {"标题": "点检自测", **fields}.items())
    place.write(QUIZ, f"---\n{head}---\n{text}")
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == QUIZ]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with a course."""
    place = Place(tmp_path).write_all(SMALL)
    course(place)
    lesson(place, "one")
    return place


# how questions are written ----------------------------------------------------------------------


def only(text: str) -> dict[str, Any]:
    """The only question of a text."""
    values, _, rest = fields_in_text(text, 1)
    assert rest == ""
    (question,) = values["questions"]
    return dict(question)


def options(text: str) -> list[tuple[str, bool]]:
    """The options of the only question of a text."""
    return [(option["text"], option["right"] == "是") for option in only(text)["options"]]


@pytest.mark.parametrize(
    "start",
    [
        "## 1. 先做什么？",
        "## 先做什么？",
        "### 1、先做什么？",
        "## 先做什么？ ##",
        "1. 先做什么？",
        "1、先做什么？",
        "12．先做什么？",
        "1) 先做什么？",
    ],
)
def test_a_question_begins_with_a_heading_or_a_number(start: str) -> None:
    assert only(f"{start}\n- [x] 挂牌\n- [ ] 加油\n")["text"] == "先做什么？"


def test_in_a_text_with_headings_numbers_begin_nothing() -> None:
    text = "## 先做什么？\n\n1. 看\n2. 听\n\n- [x] 挂牌\n- [ ] 加油\n"
    assert only(text)["text"] == "先做什么？1. 看2. 听"


def test_what_stands_above_the_first_question_stays_text() -> None:
    values, lines, rest = fields_in_text(f"说明一句。\n\n{SINGLE}\n## 2. 再做什么？\n\n- [ ] 走\n- [x] 看\n", 7)
    assert rest == "说明一句。\n"
    assert [question["text"] for question in values["questions"]] == ["先做什么？", "再做什么？"]
    assert (lines["questions"], lines["questions.0"], lines["questions.1"]) == (9, 9, 14)
    assert [lines[f"questions.{n}.options.{m}"] for n in (0, 1) for m in (0, 1)] == [11, 12, 16, 17]


def test_a_text_without_questions_is_left_alone() -> None:
    assert fields_in_text("# 标题\n\n一段话。\n\n- [x] 做完了\n", 3) == ({}, {}, "# 标题\n\n一段话。\n\n- [x] 做完了\n")


def test_nothing_in_code_is_a_question() -> None:
    values, _, rest = fields_in_text("```\n## 不是题\n```\n\n## 是题\n- [x] 甲\n- [ ] 乙\n", 1)
    assert [question["text"] for question in values["questions"]] == ["是题"]
    assert "不是题" in rest


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("- [x] 挂牌\n- [ ] 加油\n", [("挂牌", True), ("加油", False)]),
        ("  * [X] 挂牌\n  + [ ] 加油\n", [("挂牌", True), ("加油", False)]),
        ("- [x] 挂牌，\n  再看一眼\n- 加油\n", [("挂牌，再看一眼", True), ("加油", False)]),
        ("- [x] **挂牌**，见[要点](x.md)\n- [ ] `E-204`\n", [("挂牌，见要点", True), ("E-204", False)]),
        ("- [x] lock out\n  tag out\n", [("lock out tag out", True)]),
    ],
)
def test_options_are_a_task_list(written: str, expected: list[tuple[str, bool]]) -> None:
    assert options(f"## 先做什么？\n\n{written}") == expected


@pytest.mark.parametrize(
    ("mark", "right"),
    [("（对）", True), ("（错）", False), ("(√)", True), ("（×）", False), ("（正确）。", True), ("（错误）", False)],
)
def test_a_statement_ends_with_right_or_wrong(mark: str, right: bool) -> None:
    question = only(f"## 没有挂牌就不上手。{mark}\n")
    assert question["text"] == "没有挂牌就不上手。"
    assert options(f"## 没有挂牌就不上手。{mark}\n") == [("对", right), ("错", not right)]


def test_blanks_are_filled_in_brackets_also_twice_with_the_same() -> None:
    question = only("## 先____（听/听一听），再__(看)，最后又____（看）。\n\n> 三步。\n")
    assert question["text"] == "先____，再____，最后又____。"
    assert [blank["answer"] for blank in question["blanks"]] == ["听/听一听", "看", "看"]
    assert question["explanation"] == "三步。"


def test_an_explanation_is_a_quote_whose_first_link_is_kept() -> None:
    question = only(f"{SINGLE}\n> 没有挂牌\n> 就不上手，见[要点](../news/x.md)和[别的](y.md)。\n")
    assert question["explanation"] == "没有挂牌就不上手，见要点和别的。"
    assert question["see"] == "../news/x.md"


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("- [x] 甲\n- [ ] 乙\n", "single"), ("- [x] 甲\n- [x] 乙\n", "multiple"), ("- [x] 对\n- [ ] 错\n", "boolean"),
        ("- [ ] 错\n- [x] 对\n- [ ] 不知道\n", "single"),
    ],
)  # fmt: skip
def test_what_is_right_tells_what_kind_of_question_it_is(text: str, sort: str) -> None:
    marked = [{"text": words, "right": right} for words, right in options(f"## 问\n{text}")]
    assert sort_of({"options": marked}) == sort
    assert sort_of({"options": []}) == "fill"


def test_a_long_hostile_text_is_read_at_once() -> None:
    for piece in ("_(", "____（", "[(", "> [", "1. ", "## ", "- [x] ", "（对"):
        fields_in_text(piece * 30_000, 1)
        fields_in_text(f"## 问\n{(piece * 20 + chr(10)) * 3000}", 1)


# what is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SINGLE, []),
        (f"说明。\n\n{SINGLE}\n## 2. 再做什么？\n\n- [ ] 走\n- [ ] 看\n", [("ZB-850", 11)]),
        (f"说明。\n\n{SINGLE}\n## 2. 再做什么？\n\n- [ ] 走\n- [x] 看\n", []),
        ("## 没有挂牌就不上手。\n", [("ZB-850", 4)]),
        ("## 没有挂牌就不上手。（对）\n", []),
        ("## 先____，再看。\n", [("ZB-850", 4)]),
        ("## 先____（听），再看。\n", []),
        ("## 问\n- [x] 甲\n- [ ] 乙\n- [ ] 甲\n", [("ZB-851", 7)]),
        ("## 问\n- [x] 甲\n- [ ] 乙\n- [ ] 丙\n", []),
        ("## 问\n- [x] 甲\n", [("ZB-852", 4)]),
        ("## 问\n- [ ] 甲\n", [("ZB-850", 4), ("ZB-852", 4)]),
        ("只有一段话。\n", [("ZB-853", 1)]),
        (f"{SINGLE}\n> 见[要点](missing.md)。\n", [("ZB-301", 4)]),
        (f"{SINGLE}\n> 见[要点](../news/2026-10-01-walk.md)。\n", []),
    ],
)
def test_a_question_has_an_answer_that_can_be_told_from_the_others(place: Place, text: str, found: list[tuple[str, int]]) -> None:
    assert quiz(place, text) == found
    if any(code >= "ZB-850" for code, _ in found):
        place.build()
        assert not place.has("/a/quizzes/check/")


def test_an_empty_file_is_no_quiz(place: Place) -> None:
    assert quiz(place, "") == [("ZB-113", 4)]


def test_questions_are_not_written_in_the_header(place: Place) -> None:
    assert quiz(place, SINGLE, 题目="问一问") == [("ZB-111", 3)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"种子": "家乡", "抽题": "2"}, [("ZB-854", 4)]),
        ({"种子": "家乡", "抽题": "1"}, []),
        ({"种子": "家乡"}, []),
        ({"抽题": "1"}, [("ZB-855", 3)]),
        ({"限时": "5"}, [("ZB-855", 3)]),
        ({"种子": "家乡", "限时": "5"}, []),
    ],
)
def test_a_contest_has_a_seed_and_enough_questions(place: Place, fields: dict[str, str], found: list[tuple[str, int]]) -> None:
    assert quiz(place, SINGLE, **fields) == found


def test_the_message_says_which_question_and_how_many(place: Place) -> None:
    quiz(place, f"{SINGLE}\n## 2. 再做什么？\n", 种子="家乡", 抽题="3")
    said = [problem.message["zh"] for problem in place.check().problems if problem.path == QUIZ]
    assert said == ["抽题 3，题库里只有 2 题", "第 2 题没有答案"]


# pages ------------------------------------------------------------------------------------------


def test_the_page_asks_and_keeps_the_answers_in_details(place: Place) -> None:
    text = f"先读这一句。\n\n{SINGLE}\n> 见[巡查](../news/2026-10-01-walk.md)。\n\n## 2. 先____（听/听一听）。\n\n## 3. 不上手。（错）\n"
    quiz(place, text, 课程="../school/basics/index.md")
    place.build()
    page = place.page("/a/quizzes/check/")
    assert page.texts(".prose") == ["先读这一句。"]
    assert page.texts("legend") == ["1 . 先做什么？ 单选", "2 . 先____。 填空", "3 . 不上手。 判断"]
    assert [str(box["name"]) for box in page.soup.select("[data-right]")] == ["q1", "q3"]
    assert [str(box["data-answer"]) for box in page.soup.select("[data-answer]")] == ["听/听一听"]
    assert page.texts("details b") == ["挂牌", "听 或 听一听", "错"]
    assert led(place, "/a/quizzes/check/", ".quiz a") == ["/a/news/2026-10-01-walk/"]
    assert "/a/school/basics/" in led(place, "/a/quizzes/check/", "main a")
    assert "/a/quizzes/check/" in led(place, "/a/school/basics/", ".sheet a")
    assert "不问姓名，不上传，不保存" in page.words
    assert not page.soup.select("[data-seed]")


def test_answers_stand_in_no_list_feed_or_summary(place: Place) -> None:
    quiz(place, "## 1. 密语是什么？\n\n- [x] 白鹭飞过水田\n- [ ] 别的\n", 日期="2026-11-02")
    place.build()
    holding = [path for path, content in place.tree().items() if "白鹭飞过水田".encode() in content]
    assert holding == ["a/quizzes/check/index.html"]


def test_a_contest_says_what_its_code_cannot_prove(place: Place) -> None:
    quiz(place, SINGLE, 种子="爱我家乡2026", 限时="15")
    place.build()
    page = place.page("/a/quizzes/check/")
    form = page.soup.select("[data-quiz]")[0]
    assert [str(form[f"data-{name}"]) for name in ("seed", "count", "minutes")] == ["爱我家乡2026", "1", "15"]
    for said in ("可以伪造", "防不了作弊", "不证明是谁做的", "不问姓名"):
        assert said in page.words
    assert not page.soup.select("input[type=email], input[name*=name]")
    assert "action" not in form.attrs


def test_dated_and_undated_tests_stand_in_the_same_list(place: Place) -> None:
    quiz(place, SINGLE, 日期="2026-11-02")
    place.write("a/quizzes/old.md", f"---\n标题: 没有日期的自测\n---\n{SINGLE}")
    place.build()
    assert place.page("/a/quizzes/").texts(".card h2") == ["点检自测", "没有日期的自测"]


# papers -----------------------------------------------------------------------------------------


def test_a_paper_is_fixed_by_seed_and_number() -> None:
    assert (hashed(""), hashed("a")) == (0x811C9DC5, 0xE40C292C)  # the test vectors of FNV-1a
    assert drawn("爱我家乡2026", 1, 8, 8) == drawn("爱我家乡2026", 1, 8, 8)
    assert sorted(drawn("爱我家乡2026", 1, 8, 8)) == list(range(8))
    papers = {tuple(drawn("爱我家乡2026", number, 8, 4)) for number in range(1, 30)}
    assert len(papers) > 20
    assert (base36(0), base36(35), base36(36)) == ("0", "Z", "10")
