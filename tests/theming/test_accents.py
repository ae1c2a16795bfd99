"""A site's accent can be read on every surface, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.network.network import Network
from plugins.network.outputs import File
from plugins.network.sites import Settings, Site
from plugins.theming.accents import (
    DARK_SURFACES,
    LEAST,
    LIGHT_SURFACES,
    accents_are_readable,
    contrast,
    luminance,
    mixed,
    on_dark,
    on_light,
    readable,
    site_css,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_runs_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)


@given(COLOURS)
def test_every_accent_can_be_read_on_light_and_dark(colour: str) -> None:
    assert all(contrast(on_light(colour), surface) >= LEAST for surface in LIGHT_SURFACES)
    assert all(contrast(on_dark(colour), surface) >= LEAST for surface in DARK_SURFACES)


@given(COLOURS.filter(lambda colour: all(contrast(colour, surface) >= LEAST for surface in LIGHT_SURFACES)))
def test_an_accent_that_can_be_read_stays_as_it_is(colour: str) -> None:
    assert on_light(colour) == colour


def test_colours_are_mixed_by_share() -> None:
    assert [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]


def test_where_nothing_can_be_read_the_end_of_the_way_is_taken() -> None:
    assert readable("#888888", ("#000000", "#ffffff"), "#777777") == "#777777"


def network(accent: str) -> Network:
    """A committee with a branch of this accent."""
    sites = (Site("root", "党委", "committee"), Site("a", "甲", "branch", "root", accent=accent))
    return Network(Settings("示例", "https://x.example.cn/"), {site.id: site for site in sites}, {})


def test_a_weak_accent_is_told_and_mended() -> None:
    (problem,) = accents_are_readable(network("#ffd700"))
    assert (problem.code, problem.path, problem.stops) == ("ZB-008", "a/site.yaml", "nothing")
    assert on_light("#ffd700") in problem.remedy["zh"]
    assert list(accents_are_readable(network("#1f5b8f"))) == []


def test_the_stylesheet_of_a_site_names_the_accent_of_every_site() -> None:
    one = network("#1f5b8f")
    (file,) = site_css(one, one.sites["a"])
    assert isinstance(file, File)
    sheet = file.content.decode()
    assert file.address == "/a/site.css"
    assert ":root{--accent:#1f5b8f" in sheet
    assert f".site-a{{--site-light:#1f5b8f;--site-dark:{on_dark('#1f5b8f')}}}" in sheet
    assert ".site-root{" in sheet
    assert sheet.count("--site-accent:var(--site-light)") == 1
    assert sheet.count("--site-accent:var(--site-dark)") == 2


def test_a_site_that_chooses_no_accent_has_the_tokens_of_its_look_and_others_show_it_in_their_colour() -> None:
    sites = (Site("root", "党委", "committee", look_accent="#2f6146"), Site("a", "甲", "branch", "root", accent="#1f5b8f"))
    one = Network(Settings("示例", "https://x.example.cn/"), {site.id: site for site in sites}, {})
    (file,) = site_css(one, one.sites["root"])
    assert isinstance(file, File)
    sheet = file.content.decode()
    assert "--accent" not in sheet
    assert f".site-root{{--site-light:#2f6146;--site-dark:{on_dark('#2f6146')}}}" in sheet
