"""Every page template renders with the network's real values and keeps the rules that hold on every page."""

import re
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.build.gallery import galleries
from plugins.build.templates import examples
from plugins.build.theme import theme
from plugins.network.items import Item
from tests.themes import demonstrated, values
from tests.themes.markup import elements, faults, live
from tests.themes.rendering import THEME, page
from tests.themes.test_components import HOSTILE

GALLERIES = {
    f"gallery-{number}": (page.template, {**values.frame(values.SITES[0], page.address, page.title), **page.values})
    for number, page in enumerate(galleries(values.SITES[0], examples(theme(THEME))), 1)
}
SAMPLES = {**values.pages(), **GALLERIES}
TEMPLATES = {str(path.relative_to(THEME / "templates")) for path in THEME.glob("templates/**/*.html")} - {
    "base.html",
    "item.html",
    "study_pack_plain.html",  # stands inside archives only: tests/school/test_packs.py
    "study_pack_print.html",  # stands inside PDF only: tests/school/test_pdf.py
}
PAGES = [*SAMPLES, *sorted(TEMPLATES - {template for template, _ in SAMPLES.values()})]
"""Samples by name, then the templates that only the demonstration network shows."""
FRAMED = [name for name in PAGES if name != "redirect"]
UNSHOWN = (
    "report",
    "withdrawn",
    "gallery-1",
    "kinds/diagnosis.html",
    "kinds/reply.html",
    "kinds/task.html",
    "morning.html",
    "task_board.html",
)
"""What the public demonstration has no page of."""


def rendered(name: str) -> str:
    """A sample page."""
    return page(*given(name))


def given(name: str) -> tuple[str, dict[str, Any]]:
    """The template and the values of a sample page."""
    if name in SAMPLES:
        return SAMPLES[name]
    assert name in demonstrated.by_template(), f"the demonstration network shows no page of {name}"
    return demonstrated.by_template()[name]


def hostile(value: Any) -> Any:
    """The same values with every text a writer typed turned hostile; addresses, ids and checked dates stay."""
    if isinstance(value, Item):
        words: dict[str, Any] = dict.fromkeys(("title", "summary", "author", "column", "withdrawn"), HOSTILE)
        return replace(value, fields={key: typed(one) for key, one in value.fields.items()}, **words)
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return type(value)(hostile(inner) for inner in value)
    return value


CHECKED = re.compile(r"|\d{4}(-.*)?|[\d.]+|/.*|.*\.(md|csv)|https?://.*|mailto:.*|<svg.*", re.DOTALL)
"""Texts of fields that were checked or made by us: dates, periods, numbers, paths and addresses."""


def typed(value: Any) -> Any:
    """A field's value with every free text turned hostile."""
    if isinstance(value, str):
        return value if CHECKED.fullmatch(value) else HOSTILE
    if isinstance(value, (list, tuple)):
        return [typed(inner) for inner in value]
    return {key: typed(inner) for key, inner in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_formed_inert_and_small(name: str) -> None:
    html = rendered(name)
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert faults(html) == []
    assert list(live(html)) == []
    assert len(html.encode()) <= 60_000


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_main_heading_and_levels_never_jump(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in elements(rendered(name)) if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels[levels.index(1) :]))


@pytest.mark.parametrize("name", FRAMED)
def test_a_page_can_be_walked_by_landmarks_and_skipped_into(name: str) -> None:
    found = elements(rendered(name))
    tags = [tag for tag, _ in found]
    assert tags.count("main") == 1
    assert {"header", "nav", "footer"} <= set(tags)
    first_link = next(attributes for tag, attributes in found if tag == "a")
    assert first_link["href"] == "#content"
    labels = [attributes.get("aria-label") for tag, attributes in found if tag == "nav"]
    assert all(labels)
    assert name in GALLERIES or len(labels) == len(set(labels))


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique(name: str) -> None:
    ids = [attributes["id"] for _, attributes in elements(rendered(name)) if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_reference_goes_through_url(name: str) -> None:
    for tag, attributes in elements(rendered(name)):
        for key in ("href", "src", "data-stamp-source"):
            assert not (attributes.get(key) or "").startswith("/"), (tag, attributes)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("report", *GALLERIES)])
def test_what_writers_type_is_never_markup(name: str) -> None:
    template, values_given = given(name)
    changed = {key: hostile(value) for key, value in values_given.items()}
    html = page(template, changed)
    assert faults(html) == []
    assert list(live(html)) == []


def test_nothing_that_changes_with_every_build_stands_in_a_page() -> None:
    found = elements(rendered("portal"))
    assert [attributes["data-stamp"] for _, attributes in found if "data-stamp" in attributes] == [
        "date",
        "as_of",
        "release",
    ]
    assert "2026年11月21日" not in rendered("portal")


def test_the_registration_number_leads_to_the_ministry() -> None:
    links = [attributes.get("href") for tag, attributes in elements(rendered("portal")) if tag == "a"]
    assert "https://beian.miit.gov.cn/" in links


def test_what_came_from_above_is_marked_on_a_branch_home() -> None:
    assert rendered("branch").count("上级来文") == 2


def test_a_notice_opens_with_its_deadline() -> None:
    html = rendered("notice")
    assert html.index("截止日期") < html.index('class="prose"')
    assert "2026年11月25日" in html


def test_a_resource_that_is_no_longer_valid_says_so_before_anything_else() -> None:
    html = rendered("resource-old")
    assert html.index('class="banner banner-warning"') < html.index('class="facts"') < html.index('class="prose"')
    assert 'class="banner' not in rendered("resource")


def test_the_gallery_shows_every_component_once() -> None:
    shown = [name for _, given in GALLERIES.values() for name, _ in given["components"]]
    assert shown == [name for name, _ in examples(theme(THEME))]
    assert len(GALLERIES) > 1


def test_an_old_address_leads_on_without_script() -> None:
    found = elements(rendered("redirect"))
    target = f"../..{values.NIGHT.address}"
    assert ("meta", {"http-equiv": "refresh", "content": f"0; url={target}"}) in found
    assert ("a", {"href": target}) in found


def test_a_large_network_does_not_swell_every_page() -> None:
    template, shown = given("news")
    branch = values.SITES[1]
    many = {f"branch-{n}": replace(branch, id=f"branch-{n}", parent="none", depth=2) for n in range(1000)}
    network = replace(values.NETWORK, sites={**values.NETWORK.sites, **many})
    assert len(page(template, {**shown, "network": network}).encode()) <= 60_000
