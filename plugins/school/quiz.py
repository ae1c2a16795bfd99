"""A test that readers mark for themselves, in their own browser; as a contest, a paper drawn by a seed against the clock."""

from collections.abc import Iterable, Mapping
from typing import Any

from plugins.network.items import Item
from plugins.network.kinds import Count, Fields, Kind, Line, Words, rows_of, told
from plugins.network.network import Network
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.school.questions import Question, fields_in_text, sort_of

NO_ANSWER = Code(
    "ZB-850", "error", "item",
    "第 {number} 题没有答案", "请把正确的选项写成“- [x] ……”；判断题在题末写“（对）”或“（错）”；填空题写“____（答案）”。",
    "question {number} has no answer", "Mark the right options as - [x]; end a statement with （对） or （错）; fill a blank as ____（answer）.",
    "1. 发现减速机异响，第一件事是什么？\n\n- [x] 停机挂牌\n- [ ] 先加油看看",
)  # fmt: skip
SAME_OPTION = Code(
    "ZB-851", "error", "item",
    "第 {number} 题的两个选项一样：“{text}”", "请改掉或删去其中一个。",
    'question {number} has the option "{text}" twice', "Change one of them, or remove it.",
)  # fmt: skip
FEW_OPTIONS = Code(
    "ZB-852", "error", "item",
    "第 {number} 题只有一个选项", "请至少写两个选项。",
    "question {number} has a single option", "Write two options at least.",
)  # fmt: skip
NO_QUESTION = Code(
    "ZB-853", "error", "item",
    "一道题也没有", "每道题用“## 1. 题目”或“1. 题目”开头，选项写成“- [x] 正确”和“- [ ] 错误”。",
    "there is no question", "Begin each question with a heading or a number, and write its options as a task list.",
    "1. 发现减速机异响，第一件事是什么？\n\n- [x] 停机挂牌\n- [ ] 先加油看看",
)  # fmt: skip
TOO_FEW = Code(
    "ZB-854", "error", "item",
    "抽题 {count}，题库里只有 {total} 题", "请把“抽题”改小，或再加几道题。",
    "{count} questions are to be drawn from {total}", 'Lower "count", or add questions.',
)  # fmt: skip
NO_SEED = Code(
    "ZB-855", "warning", "nothing",
    "写了“{key}”，没有写“种子”，仍按自测显示", "要办竞赛，请写“种子”；只是自测，请删去这一行。",
    'there is "{key}" but no seed; it stays a plain test', 'Write a "seed" for a contest, or remove the line.',
    "种子: 爱我家乡2026",
)  # fmt: skip


class QuizFields(Fields):
    """What a test says beyond the common fields."""

    questions: rows_of(Question) = told(  # type: ignore[valid-type]
        "题目", "写在正文里：每题一个二级标题或编号，选项写成任务列表", default=(), in_text=True
    )
    about: Words = told(
        "课程", "配合哪些课程或课：文件的链接", "../school/basics/index.md", default=(), also=("配套课程",), reference=True
    )
    seed: Line = told("种子", "写了就是竞赛：同一个种子、同一个卷号，抽出的卷子相同", "爱我家乡2026", default="")
    count: Count = told("抽题", "竞赛每份卷子几道题；不写就是全部", "10", default=None)
    minutes: Count = told("限时", "竞赛限多少分钟；不写就不限", "15", default=None, also=("时间限制",))


@finds(NO_ANSWER, SAME_OPTION, FEW_OPTIONS, NO_QUESTION, TOO_FEW, NO_SEED)
def can_be_marked(item: Item, _settings: Settings) -> Iterable[Problem]:
    """Every question has an answer that can be told from the others; a contest has enough of them."""
    fields = item.fields
    if not fields["questions"]:
        yield NO_QUESTION.at(item.path, 1)
    for place, question in enumerate(fields["questions"]):
        yield from _faults(item, place, question)
    if fields["seed"] and (fields["count"] or 0) > len(fields["questions"]):
        yield TOO_FEW.at(item.path, item.line("count"), count=fields["count"], total=len(fields["questions"]))
    for name in ("count", "minutes"):
        if fields[name] and not fields["seed"]:
            yield NO_SEED.at(item.path, item.line(name), key=QUIZ.label(name))


def _faults(item: Item, place: int, question: Mapping[str, Any]) -> Iterable[Problem]:
    line, options = item.line("questions", place), question["options"]
    if len(options) == 1:
        yield FEW_OPTIONS.at(item.path, line, number=place + 1)
    if not question["blanks"] and not any(option["right"] for option in options):
        yield NO_ANSWER.at(item.path, line, number=place + 1)
    known: set[str] = set()
    for number, option in enumerate(options):
        if option["text"] in known:
            again = item.line("questions", place, "options", number)
            yield SAME_OPTION.at(item.path, again, number=place + 1, text=option["text"])
        known.add(option["text"])


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """The questions as the component `quiz` takes them, the contest if it is one, and what to learn before."""
    fields = item.fields
    total = len(fields["questions"])
    contest = {"seed": fields["seed"], "count": fields["count"] or total, "minutes": fields["minutes"] or 0}
    return {
        "questions": [_shown(network, question) for question in fields["questions"]] if item.body else [],
        "contest": contest if fields["seed"] else None,
        "about": [network.items[path] for path in fields["about"] if path in network.items],
    }


def _shown(network: Network, question: Mapping[str, Any]) -> dict[str, Any]:
    """A question with where its answer is explained, as (title, address)."""
    _ = network.settings.gettext
    source = network.items.get(question["see"])
    see = question["see"]
    link = (_("出处：%(title)s", title=source.title), source.address) if source else (_("出处"), see) if see else None
    return {**question, "kind": sort_of(question), "answers": [blank["answer"] for blank in question["blanks"]], "see": link}


QUIZ = Kind(
    "quiz", "自测", "quizzes", "自测", dated=False, schema=QuizFields, check=can_be_marked, fields_in_text=fields_in_text,
    values=values, area="学习", stream=False,
    body="用几句话说明考什么，怎样用。\n\n"
    "## 1. 单选题怎样写？\n\n- [x] 正确的选项打 x\n- [ ] 别的选项留空\n\n> 讲解写成引用。\n\n"
    "## 2. 多选题打几个 x？\n\n- [x] 有几个正确\n- [x] 就打几个\n- [ ] 只能打一个\n\n"
    "## 3. 判断题在题末写对错。（对）\n\n"
    "## 4. 填空题这样写：党的组织原则是____（民主集中制）。\n",
)  # fmt: skip
