"""The header that most files have, `key: text` and `key: [word, word]` on one line each, read without a YAML parser."""

from typing import TYPE_CHECKING

from plugins.network.patterns import pattern

if TYPE_CHECKING:
    from plugins.network.frontmatter import Value

_NEVER = (
    r"\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufffe\uffff"  # not seen
    r"\\\[\]{}#"  # never plain
)
"""Signs that end lines, turn the direction of text, are not seen, or mean something to YAML or to those who mend it."""
_BEGINS = rf"[^ {_NEVER}?:,&*!|>'\"%@`-]"
_TEXT = rf"{_BEGINS}(?:[^ {_NEVER}:]|:(?![ \n])|[ ]++(?!\n))*+"
_WORD = rf"(?![，、“”‘’]){_BEGINS}(?:[^ {_NEVER}:,?'\"，、“”‘’]|[ ]++(?![,\]]))*+"
_WORDS = rf"{_WORD}(?:[ ]*+,[ ]*+{_WORD})*+"
_LINE = pattern(
    rf"(?P<key>[a-z_]{{1,30}}|[\u4e00-\u9fa5]{{1,12}}):"
    rf"(?:[ ]++(?:\[[ ]*+(?P<words>(?:{_WORDS})?)[ ]*+\]|(?P<text>{_TEXT})))?[ ]*+\n"
)
_COMMA = pattern(r"[ ]*,[ ]*")
_END = pattern(r"---(?:\n|\Z)")
_OPENING = "---\n"
_LINES = 100
_NOTHING = frozenset({"null", "Null", "NULL", "~"})


def everyday(text: str) -> "tuple[dict[str, Value], dict[str, int], int] | None":
    """Values, the line of each key and list entry, and where the body begins; None if the header holds anything else.

    What it says is what `frontmatter` says of the same text, without a Problem.
    """
    if not text.startswith(_OPENING):
        return None
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    entries: dict[str, int] = {}
    at = len(_OPENING)
    while (line := _LINE.match(text, at)) and len(values) < _LINES:
        key, words, value = line.groups()
        if key in values:
            return None
        lines[key] = number = len(values) + 2
        if words is None:
            values[key] = _plain(value or "")
        else:
            listed: list[Value] = [_plain(word) for word in _COMMA.split(words)] if words else []
            values[key] = listed
            entries |= {f"{key}.{n}": number for n in range(len(listed))}
        at = line.end()
    end = _END.match(text, at)
    return (values, lines | entries, end.end()) if end and values else None


def _plain(text: str) -> str:
    return "" if text in _NOTHING else text
