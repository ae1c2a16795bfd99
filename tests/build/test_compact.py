"""A stylesheet travels in fewer bytes and means the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.build.compact import classes, lean
from plugins.build.compact import compact as all_compact
from plugins.build.theme import THEMES, theme

SHEET = "".join(content.decode() for name, content in theme(THEMES / "zhibu").assets.items() if name.endswith(".css"))


def compact(sheet: str) -> str:
    """A stylesheet alone."""
    return all_compact({"": sheet})[""]


def test_comments_and_the_writers_spaces_go() -> None:
    written = "/* why */\n.a > .b,\n.c {\n  margin: 0 0.5em;\n}\n\n@media (max-width: 47.5em) { .d { color: red; } }\n"
    assert compact(written) == ".a>.b,.c{margin:0 .5em}@media (max-width:47.5em){.d{color:red}}\n"


def test_spaces_that_mean_something_stay() -> None:
    assert compact(".a .b { width: calc(1px + 2px) }") == ".a .b{width:calc(1px + 2px)}\n"
    assert compact(".a :hover { margin: -0.5em 10.05em }") == ".a :hover{margin:-.5em 10.05em}\n"


def test_strings_stay_as_they_are() -> None:
    assert compact('.a { content: "0.5 ;  {  /* no */" }') == '.a{content:"0.5 ;  {  /* no */"}\n'


def test_tokens_get_short_names_and_those_of_sites_keep_theirs() -> None:
    written = ":root { --line: 1px; --accent: red; --step--1: 2px } .a { margin: var(--line) var(--line) var(--step--1); color: var(--accent) }"
    assert compact(written) == ":root{--a:1px;--accent:red;--b:2px}.a{margin:var(--a) var(--a) var(--b);color:var(--accent)}\n"


@given(st.integers(1, 900))
def test_no_two_tokens_get_the_same_name(count: int) -> None:
    written = ":root {" + "".join(f"--token-{number}: {number};" for number in range(count)) + "}"
    names = re.findall(r"--[a-z]+", compact(written))
    assert len(set(names)) == count


def test_the_published_stylesheet_sets_every_token_that_it_uses() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", SHEET))
    assert used - set(re.findall(r"(--[\w-]+):", SHEET)) == set()
    assert SHEET.count("{") == SHEET.count("}") > 300


def test_a_colour_is_written_in_three_signs_where_they_tell_it() -> None:
    assert (
        compact(".a { color: #ffffff; background: #aabbcd; border-color: #aabbcc }")
        == ".a{color:#fff;background:#aabbcd;border-color:#abc}\n"
    )


def test_what_is_clear_is_written_in_five_signs_but_in_names_and_strings() -> None:
    told = '.transparent { background: transparent; content: "a transparent b"; mask: linear-gradient(transparent, red 3%) }'
    assert compact(told) == '.transparent{background:#0000;content:"a transparent b";mask:linear-gradient(#0000,red 3%)}\n'


def test_a_token_that_the_same_selector_tells_again_is_told_once() -> None:
    dark = '@media screen { :root:not([data-scheme="light"]) { color-scheme: dark; --x: 1; --y: "a;b" } }'
    look = "@media screen { :root:not([data-scheme='light']) { --x: 2 } }".replace("'", '"')
    assert compact(f":root {{ --x: 0; --y: 1 }} {dark} :root {{ --x: 3 }} {look}") == compact(
        f":root {{ --y: 1 }} {dark.replace('--x: 1; ', '')} :root {{ --x: 3 }} {look}"
    )
    apart = '.a :root { --x: 1 } @media print { :root { --x: 2 } } :root { --x: 3; color: red } .b { content: "{" } :root { color: blue }'
    assert compact(apart) == '.a :root{--a:1}@media print{:root{--a:2}}:root{--a:3;color:red}.b{content:"{"}:root{color:blue}\n'


def test_a_token_has_the_same_name_in_every_stylesheet() -> None:
    sheets = all_compact({"": ":root { --line: 1px; --text: red }", "boards": ".a { color: var(--text); margin: var(--line) }"})
    assert sheets == {"": ":root{--a:1px;--b:red}\n", "boards": ".a{color:var(--b);margin:var(--a)}\n"}


def test_the_classes_of_a_stylesheet_are_known() -> None:
    assert classes(".a>.b-c,.d:not(.e){margin:.5em}") == {"a", "b-c", "d", "e"}


def test_a_script_loses_indents_and_comments_but_no_text() -> None:
    written = '// What it does.\n(function () {\n  // here\n  var link = "//x.example.cn"; // behind\n\n    go(link);\n})();\n'
    assert lean(written) == '(function () {\nvar link = "//x.example.cn"; // behind\ngo(link);\n})();\n'
    over_lines = "var text = `\n  // no comment\n`;\n"
    assert lean(over_lines) == over_lines
