"""Stylesheets as they travel: without what only their writers need, their tokens under short names."""

import re
from collections import Counter
from collections.abc import Mapping

from plugins.network.patterns import pattern

SHARED = ("--accent", "--site-")
"""How the names begin that other stylesheets set too: a site's own site.css."""
_SPARE = pattern(r""""[^"]*"|/\*.*?\*/|;?\s*\}\s*|\s*[{;,>]\s*|\s+|(?<![\w.])0(?=\.\d)""", re.DOTALL)
_ROOT = pattern(
    r"""(?<![^{}])(?P<selector>(?:html)?:root(?:\[[^\]]*\]|:not\([^)]*\))*)\{(?P<told>[^{}]*)\}|(?P<at>@[^{};"]+\{)|"[^"]*"|[{}]"""
)
"""What tells tokens, and what has to be known to tell what it stands in."""
_COLOUR = pattern(
    r"""(?P<string>"[^"]*")|(?P<clear>(?<=[:,\s(])transparent(?=[;},)\s]))|#([0-9a-f])\3([0-9a-f])\4([0-9a-f])\5(?![\w-])"""
)
"""Colours that can be told in fewer signs, and strings, which stay."""
_TOLD = pattern(r"""(?:"[^"]*"|[^;"])+""")
_CLASS = pattern(r"\.([a-z][\w-]*)")
_TOKEN = pattern(r"(?<![\w-])--[a-z][\w-]*")


def compact(sheets: Mapping[str, str]) -> dict[str, str]:
    """The stylesheets of one theme in fewer bytes, a token under the same short name in all of them.

    A space after a colon is spare because selectors here never end in a pseudo-class's colon.
    """
    spared = {name: _shortened(_once(_SPARE.sub(_needed, sheet).strip())) + "\n" for name, sheet in sheets.items()}
    tokens = Counter(token for sheet in spared.values() for token in _TOKEN.findall(sheet) if not token.startswith(SHARED))
    often_first = sorted(tokens, key=lambda token: (-tokens[token], token))
    short = {token: f"--{_letters(place)}" for place, token in enumerate(often_first)}
    return {name: _TOKEN.sub(lambda found: short.get(found[0], found[0]), sheet) for name, sheet in spared.items()}


def classes(sheet: str) -> frozenset[str]:
    """The classes that the selectors of a compact stylesheet name."""
    return frozenset(_CLASS.findall(sheet))


def _shortened(sheet: str) -> str:
    """A stylesheet with colours in fewer signs."""
    return _COLOUR.sub(
        lambda found: found["string"] or ("#0000" if found["clear"] else f"#{found[3]}{found[4]}{found[5]}"), sheet
    )


def _once(sheet: str) -> str:
    """A stylesheet without the tokens that the same selector tells again below: those of ours that a look changes."""
    inside: list[str] = []
    rules: list[tuple[str, re.Match[str]]] = []
    for found in _ROOT.finditer(sheet):
        if found["selector"]:
            rules.append(("".join(inside) + found["selector"], found))
        elif found[0] == "}":
            inside.pop()
        elif found["at"] or found[0] == "{":
            inside.append(found[0])
    later: set[tuple[str, str]] = set()
    for where, rule in reversed(rules):
        told = [(one.partition(":")[0], one) for one in _TOLD.findall(rule["told"])]
        kept = ";".join(one for name, one in told if (where, name) not in later)
        later |= {(where, name) for name, _ in told if name.startswith("--")}
        sheet = f"{sheet[: rule.start('told')]}{kept}{sheet[rule.end('told') :]}"
    return sheet


def _needed(found: re.Match[str]) -> str:
    """What is left of a comment, a leading nought, a sign with its spaces, a run of spaces; a string whole."""
    text = found[0]
    if text.startswith(("/*", "0")):
        return ""
    after_colon = found.string[found.start() - 1] == ":"
    return text.strip("; \n") or text.strip() or ("" if after_colon else " ")


def _letters(place: int) -> str:
    """The name at this place: a to z, then aa, ab and so on."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + letter)


def lean(script: str) -> str:
    """A script without indents and lines of comment; one with texts over several lines (`…`) stays as it is."""
    if "`" in script:
        return script
    lines = map(str.strip, script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
