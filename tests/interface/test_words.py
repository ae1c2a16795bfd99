"""Every word of the interface stands in `_()`, and every catalogue has it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from docs.developers.words import ROOT, found, scripts, templates, updated
from plugins.network.interface import CATALOGUES, catalogue, date_in_words, gettext, languages, ngettext, read
from plugins.network.sites import Settings

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
COMPARED = ("==", "!=")
PLACES = re.compile(r"%\((\w+)\)[sdg]")
SCRIPTS = (*scripts(), *sorted(ROOT.glob("plugins/**/*.js")))


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of the Chinese of a template that would be shown in every language; what is compared is not shown."""
    before = ["", ""]
    for line, kind, text in Environment().lex(source):
        marked = kind == "string" and (before == ["_", "("] or before[1] in COMPARED)
        if kind in ("data", "string") and CHINESE.search(text) and not marked:
            yield line, text
        if kind != "whitespace":
            before = [before[1], text]


def unmarked_in_script(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) likewise of a script."""
    for number, line in enumerate(source.splitlines(), 1):
        code = re.sub(r'(?<![\w.$])_\("(?:[^"\\]|\\.)*"', "", re.sub(r"(?:^|\s)//.*|/\*.*?\*/", "", line))
        if CHINESE.search(code):
            yield number, code


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_of_a_template_stands_outside(path: Path) -> None:
    assert [f"{path.relative_to(ROOT)}:{line} {text}" for line, text in unmarked(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_chinese_of_a_script_stands_outside(path: Path) -> None:
    assert [f"{path.relative_to(ROOT)}:{line} {text}" for line, text in unmarked_in_script(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>\n搜索</p>",
        '<a\ntitle="搜索">',
        "{{\n'搜索' }}",
        "{{\nui.list(items, '搜索', x == '有效') }}",
        "{% if\nx('搜索') %}{% endif %}",
    ],
)
def test_what_stands_outside_is_found(source: str) -> None:
    assert [line for line, _ in unmarked(source)] in ([1], [2])
    assert "搜索" in next(unmarked(source))[1]


def test_what_stands_outside_of_a_script_is_found() -> None:
    assert list(unmarked_in_script('// 说明\nshow(_("搜索"), "搜索");')) == [(2, 'show(), "搜索");')]


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_all_words_and_no_others(language: str) -> None:
    place = CATALOGUES / language / "LC_MESSAGES" / "zhibu.po"
    assert place.read_bytes() == updated(language, place.read_bytes()), "run: make words"
    with place.open("rb") as file:
        entries = [entry for entry in read_po(file, locale=language) if entry.id]
    assert {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in entries} == {one.text for one in found()}
    assert [entry.id for entry in entries if not entry.string or not all(entry.string) or entry.fuzzy] == []


@pytest.mark.parametrize("language", languages())
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    for text, (*one, most) in catalogue(language).items():
        assert set(PLACES.findall(most)) == set(PLACES.findall(text)), (text, most)
        assert all(set(PLACES.findall(form)) <= set(PLACES.findall(text)) for form in one), (text, one)
        assert not any(map(CHINESE.search, (*one, most))), (text, one, most)


def test_a_count_is_told_in_the_form_of_its_language() -> None:
    assert ngettext("en", "%(count)s 篇", 1) == "1 article"
    assert ngettext("en-GB", "%(count)s 篇", 0) == "0 articles"
    assert ngettext("zh-CN", "%(count)s 篇", 2) == "2 篇"


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "bo", "", "..", "../../plugins", "e"])
def test_without_a_catalogue_the_words_stay_chinese(language: str) -> None:
    assert gettext(language, "搜索") == "搜索"
    assert gettext(language, "第 %(index)s 空", index=3) == "第 3 空"


def test_a_catalogue_is_read_as_gettext_writes_it() -> None:
    written = (
        '# words\nmsgid ""\nmsgstr ""\n"Language: en\\n"\n\n#, python-format\nmsgid "甲\\"%(a)s\\""\nmsgstr ""\n"one "\n"two\\n"\n\n'
        'msgid "乙"\nmsgid_plural "乙"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n\nmsgid "丙"\nmsgstr ""\n\n#~ msgid "丁"\n#~ msgstr "d"\n'
    )
    assert read(written) == {'甲"%(a)s"': ("one two\n",), "乙": ("b", "bs")}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ("2026年3月5日", "3月5日", "2026年", "2026年第1季度", "2026年3月")),
        ("en", ("5 March 2026", "5 March", "2026", "Q1 2026", "March 2026")),
    ],
)
def test_dates_and_periods_are_told_in_words(language: str, words: tuple[str, ...]) -> None:
    settings = Settings("示例", "https://example.cn/", language=language)
    told = (settings.date_in_words("2026-03-05T10:00"), settings.day_in_words(date(2026, 3, 5)))
    assert (*told, *map(settings.period_in_words, ("2026", "2026-Q1", "2026-03"))) == words
    assert date_in_words(language, None) == ""
