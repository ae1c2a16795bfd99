"""Templates give with our shortcuts exactly what plain Jinja gives."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from plugins.build.quick import Quick, written

PLAIN: Mapping[str, Any] = {"autoescape": True, "undefined": StrictUndefined}
TEMPLATE = """
{%- macro box(title, level=2) %}<h{{ level }}>{{ title }}</h{{ level }}>{{ caller() if caller is defined else '' }}{% endmacro -%}
{%- macro all() %}{{ varargs | join('、') }}{{ kwargs.x }}{% endmacro -%}
{% for one in many %}{{ loop.index }}{{ box(one) }}{% call box(one, level=3) %}<i>{{ one }}</i>{% endcall %}{% endfor %}
{% block inside %}{{ box(text) }}{{ text | safe }}{{ markup }}{{ none }}{{ 3 }}{{ function(text) }}{% endblock %}
{{ all(text, '&', x='<') }}{% autoescape false %}{{ text }}{% endautoescape %}{{ 'constant & <' }}{{ text ~ markup }}
"""
VALUES = {
    "many": ["甲 & 乙", "<script>", Markup("<b>丙</b>")],
    "text": "\"'<&>",
    "markup": Markup("<b>&amp;</b>"),
    "none": None,
    "function": str.upper,
}


def rendered(template: str, *extensions: type) -> str:
    """What a template gives with some extensions."""
    return Environment(**PLAIN, extensions=extensions).from_string(template).render(VALUES)


def test_a_template_gives_what_it_gives_without() -> None:
    assert rendered(TEMPLATE, Quick) == rendered(TEMPLATE)


@given(st.text() | st.integers() | st.none() | st.text().map(Markup))
def test_a_value_is_written_as_it_is_escaped(value: object) -> None:
    assert written(value) == escape(value)


def test_a_name_that_there_is_not_is_still_an_error() -> None:
    for template in ("{{ missing }}", "{% macro box(one) %}{{ one }}{% endmacro %}{{ box(missing) }}"):
        with pytest.raises(UndefinedError, match="missing"):
            rendered(template, Quick)
