"""Every planted datum is found in every carrier, and no message shows it. No test here prints a datum: only names of cases."""

from plugins.build.capabilities import examined, rules
from plugins.network.documents import said_in
from plugins.network.problems import Problem
from plugins.network.rules import read_rules
from plugins.network.said import written
from plugins.network.sites import Settings
from tests.privacy.carriers import ARTICLES, FILES
from tests.privacy.planted import PLAIN, WRITTEN

SETTINGS, _ = read_rules(Settings("示例网络", "https://dangjian.example.cn/"), rules(), lambda _path: None)

IN_FILES = {
    (carrier, sort): (examined(said_in(*make(text)), SETTINGS), text, code)
    for carrier, make in FILES.items()
    for sort, (text, code) in PLAIN.items()
}
IN_ARTICLES = {
    (carrier, sort): (examined(written(make(text)), SETTINGS), text, code)
    for carrier, make in ARTICLES.items()
    for sort, (text, code) in PLAIN.items()
}
WAYS = {
    ("paragraph", way): (examined(written(ARTICLES["paragraph"](f" {text} ")), SETTINGS), text, code)
    for way, (text, code) in WRITTEN.items()
}
ALL = {**IN_FILES, **IN_ARTICLES, **WAYS}


def test_every_planted_datum_is_found() -> None:
    missed = [case for case, (found, _, code) in ALL.items() if code not in {problem.code for problem in found}]
    assert missed == []
    assert len(ALL) >= 400


def test_every_finding_stops_the_item() -> None:
    assert [case for case, (found, _, code) in ALL.items() if not any(p.code == code and p.stops == "item" for p in found)] == []


def shows(problem: Problem, text: str) -> bool:
    """Whether a Problem gives more than the masked form of the digits or letters of a datum."""
    telling = "".join(c for c in text if c.isdigit())[-11:] or text
    words = " ".join((problem.message["zh"], problem.message["en"], problem.remedy["zh"], problem.remedy["en"]))
    return len(telling) > 5 and (telling in words or (telling[2:-4] in words and len(telling) > 9))


def test_no_message_shows_what_was_found() -> None:
    assert [case for case, (found, text, _) in ALL.items() if any(shows(problem, text) for problem in found)] == []


def test_a_finding_in_an_article_tells_its_line() -> None:
    found, _, code = IN_ARTICLES["header", "mobile"]
    assert [problem.line for problem in found if problem.code == code] == [3]


def test_nothing_else_is_found_where_one_datum_is_planted() -> None:
    """A text that carries one datum gives findings of one code; the numbers hold no second one."""
    mixed = [case for case, (found, _, code) in IN_ARTICLES.items() if {problem.code for problem in found} != {code}]
    assert mixed == []
