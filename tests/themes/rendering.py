"""The theme's templates and components, rendered as a build renders them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from plugins.build.site import environment as build_environment
from plugins.build.templates import examples as written_examples
from plugins.build.theme import THEMES, theme

THEME = THEMES / "zhibu"
COMPONENTS = sorted(path.parent.name for path in THEME.glob("components/*/macro.html"))
_COMPONENT = """
{%- import "components.html" as ui -%}
{%- if content is none %}{{ ui[name](**parameters) }}{% else %}{% call ui[name](**parameters) %}{{ content }}{% endcall %}{% endif %}"""


def _environment(url: Callable[[str], str]) -> Environment:
    """The environment of a build, with the globals that a build sets for the page it is writing."""
    made = build_environment(theme(THEME))
    made.globals.update(url=url, once=_each_time, sheets=_sheets)
    return made


def _each_time(*_key: object, caller: Callable[[], str]) -> Markup:
    """A part of pages that a build renders once, rendered anew."""
    return Markup(caller())  # markup of the template itself


def _sheets(html: str) -> list[str]:
    """The stylesheets that a page needs beyond the first, where a build puts them."""
    made = theme(THEME)
    return [f"/assets/{made.names[short]}" for short in made.sheets(html)]


def examples() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every example of every component, with the component's name."""
    for name, listed in written_examples(theme(THEME)):
        for example in listed:
            yield name, example


def component(name: str, example: Mapping[str, Any]) -> str:
    """One example as a page shows it."""
    values = {"name": name, "parameters": example["parameters"], "content": example["content"]}
    return _environment(str).from_string(_COMPONENT).render(values)


def page(template: str, values: Mapping[str, Any]) -> str:
    """A page template with the values of one page."""
    return _environment(values["url"]).get_template(template).render(values)
