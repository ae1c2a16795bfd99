"""Questions as writers put them down in Markdown: a heading or a number, options as a task list, an explanation as a quote."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from plugins.network.kinds import Flag, Line, Row, rows_of, told
from plugins.network.patterns import pattern

BLANK = "____"
RIGHT, WRONG = "对", "错"

_HEADING = pattern(r"#{2,6}[ \t]+(?=\S)")
_NUMBER = pattern(r"\d{1,3}(?:[.．][ \t\u3000]+|[、．)）][ \t\u3000]*)(?=\S)")
_OPTION = pattern(r"[ \t]*[-*+][ \t]+(?:\[(?P<box>[ xX])\][ \t\u3000]+)?(?P<text>\S.*)")
_QUOTE = pattern(r"[ \t]*>[ \t]?")
_VERDICT = pattern(r"[ \t]*[（(](?P<verdict>对|错|正确|错误|√|×)[)）][。.]?$")
_FILLED = pattern(r"_{2,}[ \t]*[（(](?P<answer>[^（()）]+)[)）]")
_LINK = pattern(r"!?\[(?P<words>[^\[\]]*)\]\((?P<target>[^()\s]*)\)")
_FENCE = pattern(r"[ \t]*(?:```|~~~)")


class Option(Row):
    """One answer to choose."""

    text: Line = told("选项", "一个选项", "停机挂牌")
    right: Flag = told("正确", "是不是正确答案", "是", default=False)


class Blank(Row):
    """One place to fill in."""

    answer: Line = told("答案", "几种都对的用 / 隔开", "停机挂牌/停机并挂牌")


class Question(Row):
    """One question: options to choose from, or blanks to fill in."""

    text: Line = told("题", "题目", "发现减速机异响，第一件事是什么？")
    options: rows_of(Option) = told("选项", "可以选的答案", default=())  # type: ignore[valid-type]
    blanks: rows_of(Blank) = told("填空", "每个空的答案", default=())  # type: ignore[valid-type]
    explanation: Line = told("讲解", "为什么", "没有挂牌就不上手。", default="")
    see: Line = told("出处", "讲解里的第一个链接", "../school/basics/one.md", default="", reference=True)


def fields_in_text(text: str, first_line: int) -> tuple[Mapping[str, Any], Mapping[str, int], str]:
    """The questions of a text, where each stands, and what stands above the first.

    Questions begin with a heading; in a text without headings of level 2 and below, with a number.
    """
    rows = text.split("\n")
    begins = _begins(rows)
    if not begins:
        return {}, {}, text
    questions: list[dict[str, Any]] = []
    lines = {"questions": first_line + begins[0]}
    for begin, end in pairwise([*begins, len(rows)]):
        name = f"questions.{len(questions)}"
        question, options = _question(rows[begin:end])
        questions.append(question)
        lines[name] = first_line + begin
        lines.update((f"{name}.options.{number}", first_line + begin + place) for number, place in enumerate(options))
    return {"questions": questions}, lines, "\n".join(rows[: begins[0]])


def _begins(rows: Sequence[str]) -> list[int]:
    """The places of the rows on which questions begin; none inside code."""
    open_rows, fenced = [], False
    for place, row in enumerate(rows):
        fenced ^= bool(_FENCE.match(row))
        if not fenced:
            open_rows.append(place)
    headed = [place for place in open_rows if _HEADING.match(rows[place])]
    return headed or [place for place in open_rows if _NUMBER.match(rows[place])]


def _question(rows: Sequence[str]) -> tuple[dict[str, Any], list[int]]:
    """What stands from one question to the next, and on which of these rows its options stand."""
    words, said = [_bare_start(rows[0])], []
    options: list[dict[str, str]] = []
    places = []
    for place, row in enumerate(rows[1:], 1):
        if option := _OPTION.match(row):
            options.append({"text": _plain(option["text"]), "right": "是" if option["box"] in ("x", "X") else "否"})
            places.append(place)
        elif quote := _QUOTE.match(row):
            said.append(row[quote.end() :])
        elif row.strip() and options:
            options[-1]["text"] = _joined((options[-1]["text"], _plain(row)))
        else:
            words.append(row)
    text, blanks = _parted(_plain(_joined(words)), options)
    link = next((found for line in said for found in _LINK.finditer(line)), None)
    explanation, see = _plain(_joined(said)), link["target"] if link else ""
    return {"text": text, "options": options, "blanks": blanks, "explanation": explanation, "see": see}, places


def _parted(text: str, options: list[dict[str, str]]) -> tuple[str, list[dict[str, str]]]:
    """A question without the answers that stand in it; those that say 对 or 错 get their two options."""
    verdict = _VERDICT.search(text) if not options else None
    if verdict:
        right = verdict["verdict"] in ("对", "正确", "√")
        options += [{"text": RIGHT, "right": "是" if right else "否"}, {"text": WRONG, "right": "否" if right else "是"}]
        return text[: verdict.start()], []
    return _FILLED.sub(BLANK, text), [{"answer": found["answer"]} for found in _FILLED.finditer(text)]


def _bare_start(row: str) -> str:
    """A question's first row without heading marks and number."""
    row = row[heading.end() :] if (heading := _HEADING.match(row)) else row
    row = row.rstrip().rstrip("#").rstrip() if heading else row
    return row[number.end() :] if (number := _NUMBER.match(row)) else row


def _plain(text: str) -> str:
    """A text without emphasis and links."""
    return _LINK.sub(lambda found: found["words"], text).replace("**", "").replace("`", "").strip()


def _joined(rows: Iterable[str]) -> str:
    """Rows as one; a space only between letters of Latin script."""
    whole = ""
    for row in (row.strip() for row in rows):
        apart = " " if whole and row and whole[-1].isascii() and row[0].isascii() else ""
        whole += apart + row
    return whole


def sort_of(question: Mapping[str, Any]) -> str:
    """What kind of question it is, as the component `quiz` calls it."""
    options = question["options"]
    if not options:
        return "fill"
    if {option["text"] for option in options} == {RIGHT, WRONG}:
        return "boolean"
    return "multiple" if sum(option["right"] for option in options) > 1 else "single"
