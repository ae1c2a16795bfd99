"""Templates and scripts in the language of a network: each `_(…)` is replaced before they are compiled or published.

So nothing is looked up while pages are made or read, and a Chinese network's are those without `_(…)`.
"""

import ast
import json
from re import Match

from plugins.network.interface import Catalogue
from plugins.network.patterns import pattern

_IN_TEMPLATE = pattern(r"""(?<![\w.])_\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*([,)])""")
_IN_SCRIPT = pattern(r'(?<![\w.$])_\("((?:[^"\\]|\\.)*)"(?:, \{ ([^{}]*) \})?\)')
_PLACE = pattern(r"%\((\w+)\)s")
_BETWEEN = pattern(r", (?=\w+: )")


def in_template(source: str, words: Catalogue) -> str:
    """A template with `_('…')` as the text alone, and `_('… %(count)s', count=n)` as a text that is filled in."""

    def put(found: Match[str]) -> str:
        written = found[1]
        text = ast.literal_eval(written)
        literal = repr(words[text][0]) if text in words else written
        return f"{literal}|format(" if found[2] == "," else literal

    return _IN_TEMPLATE.sub(put, source)


def in_script(source: str, words: Catalogue) -> str:
    """A script with `_("…")` as the text alone, and `_("… %(count)s", { count: n })` as the sum of its parts."""

    def put(found: Match[str]) -> str:
        text = json.loads(f'"{found[1]}"')
        text = words.get(text, (text,))[0]
        if found[2] is None:
            return json.dumps(text, ensure_ascii=False)
        values = dict(pair.split(": ", 1) for pair in _BETWEEN.split(found[2]))
        parts = _PLACE.split(text)
        return " + ".join(
            values[part] if number % 2 else json.dumps(part, ensure_ascii=False) for number, part in enumerate(parts) if part
        )

    return _IN_SCRIPT.sub(put, source)
