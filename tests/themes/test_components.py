"""Every component of the theme holds on its own: complete, well-formed, inert, harmless with hostile words."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from plugins.build.theme import theme
from tests.themes.markup import elements, faults, live
from tests.themes.rendering import COMPONENTS, THEME, component, examples

EXAMPLES = list(examples())
NAMES = [f"{name}: {example['name']}" for name, example in EXAMPLES]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
KEPT = {"id", "site", "parent", "tone", "body", "svg"}
"""Parameters that are names of things or trusted markup, never what a writer typed."""


def hostile(value: Any, key: str = "") -> Any:
    """The same parameters with every text a writer could have typed turned hostile."""
    if isinstance(value, Mapping):
        return {name: hostile(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, key) for inner in value]
    return HOSTILE if isinstance(value, str) and value and key not in KEPT else value


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_a_macro_a_style_and_examples(name: str) -> None:
    folder = THEME / "components" / name
    files = {path.name for path in folder.iterdir()}
    apart = {"boards.css", "forms.css", "kinds.css", "portal.css", "search.css", "typeset.css"}
    assert files - {"style.css"} - apart == {"macro.html", "examples.yaml"}
    assert len(files) == (2 if name == "own_motif" else 3)  # it is drawn as `motif` is
    assert f"macro {name}(" in (folder / "macro.html").read_text()


def test_every_component_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == set(COMPONENTS)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=NAMES)
def test_an_example_is_well_formed_and_inert(name: str, example: Mapping[str, Any]) -> None:
    html = component(name, example)
    assert faults(html) == []
    assert list(live(html)) == []


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=NAMES)
def test_hostile_words_stay_words(name: str, example: Mapping[str, Any]) -> None:
    html = component(
        name,
        {
            **example,
            "parameters": hostile(example["parameters"]),
            "content": example["content"],
        },
    )
    assert faults(html) == []
    assert list(live(html)) == []
    assert not any(tag == "img" and attributes.get("src") == "x" for tag, attributes in elements(html))


def test_every_picture_says_what_it_shows_or_that_it_is_decoration() -> None:
    for name, example in EXAMPLES:
        found = elements(component(name, example))
        for (tag, attributes), (inner, _) in pairwise([*found, ("", {})]):
            assert tag != "img" or attributes.get("alt") is not None, name
            assert tag != "svg" or attributes.get("aria-hidden") == "true" or (attributes.get("role"), inner) == ("img", "title")


def test_styles_and_scripts_stay_within_their_budgets() -> None:
    made = theme(THEME)
    sizes = {short: len(made.assets[name]) for short, name in made.names.items()}
    apart = [sizes[short] for short in made.apart]
    assert sizes["css"] + max(apart) <= 40_000
    assert sum(size for short, size in sizes.items() if short.endswith("_js") and short != "search_js") <= 25_000
    assert sizes["search_js"] <= 25_000


def test_a_page_links_the_stylesheets_that_its_classes_need() -> None:
    made = theme(THEME)
    assert made.sheets('<p class="meta">words</p>') == []
    assert made.sheets('<p class="meta matrix">words</p>') == ["boards_css"]
    assert made.sheets('<div class="quiz"><svg class="bar"></svg></div>') == ["boards_css", "forms_css"]
