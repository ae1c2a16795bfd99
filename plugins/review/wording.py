"""Words that are often written wrongly, by the operator's list."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from plugins.network.problems import Code, Problem, finds
from plugins.network.said import Said
from plugins.network.sites import Settings
from plugins.review.lists import WORDING

WRONG = Code(
    "ZB-725", "error", "item",
    "“{wrong}”写错了", "请改为“{right}”。",
    '"{wrong}" is wrong', 'Write "{right}".',
)  # fmt: skip
DOUBTFUL = Code(
    "ZB-726", "warning", "nothing",
    "“{wrong}”可能写错了", "一般写作“{right}”。",
    '"{wrong}" may be wrong', 'Usually it is "{right}".',
)  # fmt: skip


class _Lexicon(NamedTuple):
    pattern: re.Pattern[str]
    entries: dict[str, tuple[str, str]]
    """The right form and the severity of each wrong one."""


@finds(WRONG, DOUBTFUL)
def words_are_right(said: Said, settings: Settings) -> Iterable[Problem]:
    """No word of the lexicon is written in its wrong form."""
    words = (settings.files.get(WORDING.name) or {}).get("words", [])
    if not words:
        return
    lexicon = _lexicon(tuple((row["wrong"], row["right"], row["severity"], tuple(row["unless"])) for row in words))
    for found in lexicon.pattern.finditer(said.text):
        if found[0] in lexicon.entries:
            right, severity = lexicon.entries[found[0]]
            code = WRONG if severity == "error" else DOUBTFUL
            yield code.at("", said.line(found.start()), wrong=found[0], right=right)


@cache
def _lexicon(rows: Sequence[tuple[str, str, str, tuple[str, ...]]]) -> _Lexicon:
    """One pattern for all words; what they do not count in stands first and is passed over."""
    entries = {wrong: (right, severity) for wrong, right, severity, _ in rows}
    passed = sorted({word for *_, unless in rows for word in unless}, key=len, reverse=True)
    words = [*passed, *sorted(entries, key=len, reverse=True)]
    return _Lexicon(re.compile("|".join(map(re.escape, words))), entries)
