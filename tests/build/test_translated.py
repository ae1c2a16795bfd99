"""Templates and scripts are translated before they are compiled or published."""

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from plugins.build.site import environment
from plugins.build.templates import compile_templates
from plugins.build.theme import THEMES, speaking, theme
from plugins.build.translated import in_script, in_template

WORDS = {"搜索": ("Search",), "共 %(count)s 篇，%(name)s": ("%(name)s's: %(count)s",), "甲": ("<b>'A'</b>",)}


def shown(source: str, **values: object) -> str:
    """What a template shows."""
    made = Environment(loader=DictLoader({"x": in_template(source, WORDS)}), autoescape=True, undefined=StrictUndefined)
    return made.get_template("x").render(**values)


def test_a_text_becomes_part_of_the_template() -> None:
    assert in_template("<p>{{ _('搜索') }}</p>{{ ui.box(_(\"搜索\"), x_('搜索'), ui._('搜索')) }}", WORDS) == (
        "<p>{{ 'Search' }}</p>{{ ui.box('Search', x_('搜索'), ui._('搜索')) }}"
    )
    assert in_template("{{ _('没有') }}", WORDS) == "{{ '没有' }}"


def test_a_text_costs_nothing_when_a_page_is_made() -> None:
    made = Environment(autoescape=True)
    assert made.compile(in_template("<p>{{ _('搜索') }}</p>", WORDS), raw=True).count("yield") == made.compile(
        "<p>Search</p>", raw=True
    ).count("yield")


def test_what_is_filled_in_is_escaped_once() -> None:
    assert shown("{{ _('共 %(count)s 篇，%(name)s', count=n, name=who) }}", n=2, who="<i>") == "&lt;i&gt;&#39;s: 2"
    assert shown("{{ _('甲') }}") == "&lt;b&gt;&#39;A&#39;&lt;/b&gt;"
    assert shown("{% macro m(a) %}<p>{{ a }}</p>{% endmacro %}{{ m(_('甲')) }}") == "<p>&lt;b&gt;&#39;A&#39;&lt;/b&gt;</p>"
    assert shown("{{ body }}{{ _('搜索') }}", body=Markup("<br>")) == "<br>Search"


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ('say(_("搜索"));', 'say("Search");'),
        ('say(_("没有"));', 'say("没有");'),
        (
            'say(_("共 %(count)s 篇，%(name)s", { count: rows.length, name: at(1, "b") }));',
            'say(at(1, "b") + "\'s: " + rows.length);',
        ),
        ('say(_("%(a)s 分", { a: 1 }));', 'say(1 + " 分");'),
        ('say(x_("搜索"), a._("搜索"));', 'say(x_("搜索"), a._("搜索"));'),
    ],
)
def test_a_script_holds_the_words_themselves(source: str, made: str) -> None:
    assert in_script(source, WORDS) == made


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_mark_is_left_in_what_is_published(language: str) -> None:
    look = speaking(theme(THEMES / "zhibu"), language)
    assert [name for name, content in look.assets.items() if b"_(" in content and name.endswith(".js")] == []
    compile_templates(environment(look, language))


def test_a_language_has_scripts_of_its_own_and_shares_the_stylesheets() -> None:
    chinese, english = (speaking(theme(THEMES / "zhibu"), language) for language in ("zh-CN", "en"))
    assert chinese.names["share_js"] != english.names["share_js"]
    assert chinese.names["css"] == english.names["css"]
    assert b"Copied" in english.assets[english.names["share_js"]]
    assert "已复制".encode() in chinese.assets[chinese.names["share_js"]]
