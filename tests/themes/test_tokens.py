"""The look is tokens: every colour stands in tokens.css, every pair can be read, the elder view is only sizes."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.theming.accents import DARK_SURFACES, LIGHT_SURFACES, contrast
from tests.themes.rendering import THEME

TOKENS = (THEME / "static" / "tokens.css").read_text()
STYLES = [
    *sorted(THEME.glob("components/*/*.css")),
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
]
CONTROLS = [
    ("--line-strong", "--surface-raised"),
    ("--focus", "--surface"),
    ("--focus", "--surface-raised"),
    ("--accent", "--surface"),
]


def block(selector: str) -> dict[str, str]:
    """The tokens that a selector sets."""
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", TOKENS)
    assert found is not None, selector
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", found[1]))


LIGHT = block("\n:root")
DARK = block(':root[data-scheme="dark"]')
CONTRAST = block('html:root[data-contrast="high"]')
SCHEMES = {"light": LIGHT, "dark": LIGHT | DARK, "contrast": LIGHT | CONTRAST}


def colour(scheme: Mapping[str, str], name: str) -> str:
    """The colour of a token, other tokens followed."""
    value = scheme[name]
    inner = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return colour(scheme, inner[1]) if inner else value


@pytest.mark.parametrize("name", SCHEMES)
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    scheme = SCHEMES[name]
    weak = {pair: contrast(colour(scheme, pair[0]), colour(scheme, pair[1])) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_controls_and_focus_stand_out(name: str) -> None:
    scheme = SCHEMES[name]
    assert all(contrast(colour(scheme, one), colour(scheme, other)) >= 3 for one, other in CONTROLS)


def test_dark_is_the_same_whether_chosen_or_automatic() -> None:
    assert block(':root:not([data-scheme="light"])') == DARK


def test_the_elder_view_is_large_enough() -> None:
    elder = LIGHT | block(':root:is([data-elder="on"], :has(#view-elder:checked))')
    root = float(elder["--root"].rstrip("%")) / 100 * 16
    steps = {name: float(elder[name].removesuffix("rem")) * root for name in LIGHT if name.startswith("--step-")}
    assert min(steps.values()) >= 18
    assert max(steps.values()) >= 30
    assert elder["--target"] == "60px"
    assert float(elder["--leading-title"]) >= 1.5


def test_the_accents_are_checked_against_the_same_surfaces() -> None:
    assert {LIGHT["--surface"], LIGHT["--surface-raised"]} == set(LIGHT_SURFACES)
    assert {DARK["--surface"], DARK["--surface-raised"]} == set(DARK_SURFACES)


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_colours_stand_in_tokens_only(path: Path) -> None:
    assert _COLOUR.findall(path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=str)
def test_every_token_that_is_used_exists(path: Path) -> None:
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))
    assert used - set(LIGHT) - FROM_SITES - FROM_TONES == set()


def test_every_token_is_used() -> None:
    sheet = TOKENS + "".join(path.read_text() for path in STYLES)
    assert {name for name in LIGHT if f"var({name}" not in sheet} == set()
