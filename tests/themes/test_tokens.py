"""A look is tokens: every colour stands in tokens.css, every pair can be read, the elder view is only sizes."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.build.theme import THEMES
from plugins.theming.accents import DARK_SURFACES, LIGHT_SURFACES, contrast, luminance
from tests.themes.rendering import THEME

OURS = "zhibu"
LOOKS = sorted(path.parents[1].name for path in THEMES.glob("*/static/tokens.css"))
TOKENS = {look: (THEMES / look / "static" / "tokens.css").read_text() for look in LOOKS}
STYLES = [
    *sorted(THEMES.glob("*/components/*/*.css")),
    THEME / "static" / "base.css",
    THEME / "static" / "print.css",
]
FROM_SITES = {"--accent", "--accent-text", "--accent-soft", "--site-accent"}
FROM_TONES = {"--tone", "--tone-soft"}
_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color)\(|:\s*(?:white|black|red|gold|grey|gray)\b",
    re.IGNORECASE,
)
BODY = (
    "--text",
    "--text-muted",
    "--link",
    "--accent-text",
    "--positive",
    "--warning",
    "--negative",
)
PAIRS = [
    *((ink, paper) for ink in BODY for paper in ("--surface", "--surface-raised")),
    *((ink, "--surface-sunken") for ink in ("--text", "--text-muted", "--link")),
    *((ink, "--accent-soft") for ink in ("--text", "--text-muted", "--accent-text")),
    *((ink, "--warning-soft") for ink in ("--text", "--text-muted", "--warning")),
    *((ink, "--positive-soft") for ink in ("--text", "--text-muted", "--positive")),
    *((ink, "--negative-soft") for ink in ("--text", "--text-muted", "--negative")),
    ("--on-accent", "--accent"),
    ("--frame-text", "--frame"),
    ("--frame-muted", "--frame"),
    ("--masthead-text", "--masthead"),
    ("--masthead-muted", "--masthead"),
]
CONTROLS = [
    ("--line-strong", "--surface-raised"),
    ("--focus", "--surface"),
    ("--focus", "--surface-raised"),
    ("--accent", "--surface"),
]


def block(look: str, selector: str) -> dict[str, str]:
    """The tokens that a selector sets in the stylesheet of one look."""
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", TOKENS[look])
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", found[1])) if found else {}


def tokens(look: str, selector: str) -> dict[str, str]:
    """The tokens that a selector sets in a look: its own after ours."""
    return block(OURS, selector) | block(look, selector)


SELECTORS = {"light": "\n:root", "dark": ':root[data-scheme="dark"]', "contrast": 'html:root[data-contrast="high"]'}
ELDER = ':root:is([data-elder="on"], :has(#view-elder:checked))'
LIGHT = block(OURS, SELECTORS["light"])
SCHEMES = {
    (look, name): tokens(look, SELECTORS["light"]) | (tokens(look, selector) if name != "light" else {})
    for look in LOOKS
    for name, selector in SELECTORS.items()
}


def colour(scheme: Mapping[str, str], name: str) -> str:
    """The colour of a token, other tokens followed."""
    value = scheme[name]
    inner = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return colour(scheme, inner[1]) if inner else value


def test_there_are_three_looks() -> None:
    assert LOOKS == ["qingsong", "zanglan", "zhibu"]


@pytest.mark.parametrize("key", SCHEMES, ids="-".join)
def test_every_text_can_be_read_on_every_ground(key: tuple[str, str]) -> None:
    scheme = SCHEMES[key]
    weak = {pair: contrast(colour(scheme, pair[0]), colour(scheme, pair[1])) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("key", SCHEMES, ids="-".join)
def test_controls_and_focus_stand_out(key: tuple[str, str]) -> None:
    scheme = SCHEMES[key]
    weak = {pair: contrast(colour(scheme, pair[0]), colour(scheme, pair[1])) for pair in CONTROLS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_dark_is_the_same_whether_chosen_or_automatic(look: str) -> None:
    dark = block(look, SELECTORS["dark"])
    assert dark
    assert block(look, ':root:not([data-scheme="light"])') == dark


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_changes_in_the_dark_whatever_it_changes_in_the_light(look: str) -> None:
    """A ground of one look under the text of another could not be read."""
    fixed = {"--frame-text", "--frame-muted", "--gold", "--lift", "--shade", "--focus", "--radius", "--serif"}
    fixed |= {"--masthead-text", "--masthead-muted", "--masthead-motif", "--accent"}
    light, dark = block(look, SELECTORS["light"]), block(look, SELECTORS["dark"])
    assert look == OURS or light.keys() - fixed <= dark.keys()


@pytest.mark.parametrize("look", LOOKS)
def test_high_contrast_and_the_elder_view_are_the_same_in_every_look(look: str) -> None:
    for selector in (SELECTORS["contrast"], ELDER):
        assert (look == OURS) is bool(block(look, selector)), selector


def test_the_elder_view_is_large_enough() -> None:
    elder = LIGHT | block(OURS, ELDER)
    root = float(elder["--root"].rstrip("%")) / 100 * 16
    steps = {name: float(elder[name].removesuffix("rem")) * root for name in LIGHT if name.startswith("--step-")}
    assert min(steps.values()) >= 18
    assert max(steps.values()) >= 30
    assert elder["--target"] == "60px"
    assert float(elder["--leading-title"]) >= 1.5


@pytest.mark.parametrize("look", LOOKS)
def test_an_accent_that_can_be_read_on_the_checked_surfaces_can_be_read_in_every_look(look: str) -> None:
    for name in ("--surface", "--surface-raised"):
        assert luminance(colour(SCHEMES[look, "light"], name)) >= min(map(luminance, LIGHT_SURFACES)), name
        assert luminance(colour(SCHEMES[look, "dark"], name)) <= max(map(luminance, DARK_SURFACES)), name


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_sets_only_tokens_that_there_are(look: str) -> None:
    assert block(look, SELECTORS["light"]).keys() | block(look, SELECTORS["dark"]).keys() <= LIGHT.keys()


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_colours_stand_in_tokens_only(path: Path) -> None:
    assert _COLOUR.findall(path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_every_token_that_is_used_exists(path: Path) -> None:
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))
    assert used - set(LIGHT) - FROM_SITES - FROM_TONES == set()


def test_every_token_is_used() -> None:
    sheet = TOKENS[OURS] + "".join(path.read_text() for path in STYLES)
    assert {name for name in LIGHT if f"var({name}" not in sheet} == set()
