"""The words of the interface: Chinese where they are written, in another language what its catalogue says (gettext)."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parents[1] / "locale"
SOURCE = "zh-CN"
"""The language in which the words stand in templates, scripts and code."""
Catalogue = Mapping[str, tuple[str, ...]]
"""The translation of each text: one form, or that for one and that for more."""


def N_(text: str) -> str:  # noqa: N802  # gettext's own name: it marks a text that is translated where it is shown
    """The text as it is."""
    return text


MONTHS = (
    N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月"), N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月"),
)  # fmt: skip
QUARTER, YEAR = N_("%(year)s年第%(quarter)s季度"), N_("%(year)s年")
MONTH = N_("%(year)s年%(month)s")
DATE, DAY = N_("%(year)s年%(month)s%(day)s日"), N_("%(month)s%(day)s日")


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(place.name for place in CATALOGUES.iterdir()))


@lru_cache
def spoken(language: str) -> str:
    """The language of the catalogue that speaks for a language (`en` for `en-GB`); ours if there is none."""
    name = language.replace("_", "-").partition("-")[0].lower()
    return name if name in languages() else SOURCE


@lru_cache
def catalogue(language: str) -> Catalogue:
    """What a language calls each text; empty for Chinese, and for languages that have no catalogue."""
    name = spoken(language)
    return read((CATALOGUES / name / "LC_MESSAGES" / "zhibu.po").read_text("utf-8")) if name != SOURCE else {}


def read(text: str) -> dict[str, tuple[str, ...]]:
    """The entries of a .po file (GNU gettext manual, The Format of PO Files); the one that describes the file apart."""
    entries: list[dict[str, str]] = []
    key = ""
    for line in text.splitlines():
        if line.startswith("msg"):
            key = line.partition(" ")[0]
            if key == "msgid":
                entries.append({})
        if entries and line[:1] in ("m", '"'):
            entries[-1][key] = entries[-1].get(key, "") + json.loads(line[line.index('"') :])
    return {entry["msgid"]: _forms(entry) for entry in entries if entry["msgid"] and any(_forms(entry))}


def _forms(entry: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(text for key, text in entry.items() if key.startswith("msgstr"))


def gettext(language: str, text: str, /, **values: object) -> str:
    """A text in a language, `%(name)s` of `values` in it; texts that no catalogue has stay as they are."""
    found = catalogue(language).get(text, (text,))[0]
    return found % values if values else found


def ngettext(language: str, text: str, count: int, /, **values: object) -> str:
    """A text about so many things, `%(count)s` where it names them: Chinese has one form, other languages one more for one."""
    forms = catalogue(language).get(text, (text,))
    found = forms[0] if count == 1 else forms[-1]
    return found % {"count": count, **values} if "%(" in found else found


def date_in_words(language: str, moment: date | str | None) -> str:
    """2026年3月5日 or 5 March 2026, or an empty text."""
    if not moment:
        return ""
    year, month, day = str(moment)[:10].split("-")
    words = {"year": year, "month": gettext(language, MONTHS[int(month) - 1]), "day": int(day)}
    return gettext(language, DATE, **words)


def day_in_words(language: str, moment: date | str) -> str:
    """3月5日 or 5 March."""
    _, month, day = str(moment)[:10].split("-")
    return gettext(language, DAY, month=gettext(language, MONTHS[int(month) - 1]), day=int(day))


def period_in_words(language: str, named: str) -> str:
    """2026年, 2026年第1季度 and 2026年3月, or 2026, Q1 2026 and March 2026."""
    year, _, part = named.partition("-")
    if not part:
        return gettext(language, YEAR, year=year)
    if part[0] == "Q":
        return gettext(language, QUARTER, year=year, quarter=part[1])
    return gettext(language, MONTH, year=year, month=gettext(language, MONTHS[int(part) - 1]))
