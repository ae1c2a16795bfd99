"""The theme's templates and components as a build sets them up."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.build.frame import FILTERS

THEME = Path(__file__).parents[2] / "themes" / "zhibu"
COMPONENTS = sorted(path.parent.name for path in THEME.glob("components/*/macro.html"))


@cache
def environment() -> Environment:
    """An environment as strict as the build's; `components.html` is every macro file, one after another."""
    components = "".join((THEME / "components" / name / "macro.html").read_text() for name in COMPONENTS)
    loader = ChoiceLoader([FileSystemLoader(THEME / "templates"), DictLoader({"components.html": components})])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(FILTERS)
    return made


@cache
def examples(name: str) -> tuple[Mapping[str, Any], ...]:
    """The examples of a component: name, parameters, and for boxes the content inside."""
    return tuple(yaml.safe_load((THEME / "components" / name / "examples.yaml").read_text()))


def rendered(name: str, example: Mapping[str, Any]) -> Markup:
    """One example as a page shows it; the parameter `body` is trusted markup, as it is in real life."""
    parameters = {
        key: Markup(value) if key == "body" else value  # noqa: S704  # written in the theme
        for key, value in example["parameters"].items()
    }
    call = f"ui.{name}(**parameters)"
    inside = "{% call " + call + " %}{{ content }}{% endcall %}" if "content" in example else "{{ " + call + " }}"
    source = '{% import "components.html" as ui with context %}' + inside
    template = environment().from_string(source)
    return Markup(template.render(parameters=parameters, content=example.get("content"), url=str))  # noqa: S704


def gallery() -> Iterator[tuple[str, list[tuple[str, Markup]]]]:
    """Every component with its rendered examples, as gallery.html takes them."""
    for name in COMPONENTS:
        yield name, [(example["name"], rendered(name, example)) for example in examples(name)]


def page(template: str, values: Mapping[str, Any]) -> str:
    """A page template with the values of one page."""
    return environment().get_template(template).render(**values)
