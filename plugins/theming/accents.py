"""A site's accent on light and dark surfaces: contrast by WCAG 2.2, darkened or lightened until it can be read."""

from collections.abc import Iterable, Iterator
from functools import cache

from plugins.network.network import Network
from plugins.network.outputs import File, Output
from plugins.network.problems import LOW_CONTRAST, Problem, finds
from plugins.network.sites import Site

LEAST = 4.5
"""WCAG 2.2, 1.4.3: contrast of ordinary text."""
LIGHT_SURFACES = ("#ffffff", "#fbf8f3", "#f2f5f9")
DARK_SURFACES = ("#171310", "#201b17")
"""The grounds of all looks are as light as the darkest of the one, as dark as the lightest of the other."""


@cache
def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2 definition), 0 to 1."""
    red, green, blue = (_linear(channel) for channel in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _linear(channel: int) -> float:
    share = channel / 255
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    first, second = luminance(one) + 0.05, luminance(other) + 0.05
    return first / second if first > second else second / first


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share (0 to 1) of `other` mixed in."""
    if not share:
        return one
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes([round(a + (b - a) * share) for a, b in pairs]).hex()


def readable(colour: str, surfaces: Iterable[str], towards: str) -> str:
    """The colour itself, or the nearest mix with `towards` that can be read on all surfaces."""
    for step in range(21):
        tried = mixed(colour, towards, step / 20)
        if all(contrast(tried, surface) >= LEAST for surface in surfaces):
            return tried
    return towards


def on_light(accent: str) -> str:
    """The accent as it is used on light surfaces."""
    return readable(accent, LIGHT_SURFACES, "#000000")


def on_dark(accent: str) -> str:
    """The accent as it is used on dark surfaces."""
    return readable(mixed(accent, "#ffffff", 0.25), DARK_SURFACES, "#ffffff")


@finds(LOW_CONTRAST)
def accents_are_readable(network: Network) -> Iterable[Problem]:
    """A site's accent must be readable on white and on the page's surface."""
    for site in network.sites.values():
        if not site.accent:
            continue
        least = min(contrast(site.accent, surface) for surface in LIGHT_SURFACES)
        if least < LEAST:
            yield LOW_CONTRAST.at(
                f"{site.id}/site.yaml", 1, accent=site.accent, ratio=f"{least:.1f}", least=LEAST, used=on_light(site.accent)
            )


def site_css(network: Network, site: Site) -> Iterator[Output]:
    """The small stylesheet of a site: its own accent, and that of every site it may show."""
    automatic = _rules(site, ':root:not([data-scheme="light"])', dark=True)
    chosen = _rules(site, ':root[data-scheme="dark"]', dark=True)
    sheet = f"""{_rules(site, ":root", dark=False)}
{"".join(_known(network.sites.values()))}
@media screen and (prefers-color-scheme:dark){{
{automatic}
}}
@media screen{{
{chosen}
}}
"""
    yield File(f"{site.base}site.css", sheet.encode())


def _rules(site: Site, root: str, *, dark: bool) -> str:
    """The accent of a site if it has chosen one, and which of their two all others wear."""
    own = f"{root}{{{_own(site.accent, dark=dark)}}}" if site.accent else ""
    return f'{own}{root} [class*="site-"]{{--site-accent:var(--site-{"dark" if dark else "light"})}}'


def _own(chosen: str, *, dark: bool) -> str:
    """The tokens that a site's accent sets."""
    paper, ink, surfaces = (DARK_SURFACES[0], "#ffffff", DARK_SURFACES) if dark else ("#ffffff", "#000000", LIGHT_SURFACES)
    accent = on_dark(chosen) if dark else on_light(chosen)
    soft = mixed(accent, paper, 0.75 if dark else 0.9)
    text = readable(mixed(accent, ink, 0.35 if dark else 0.15), (*surfaces, soft), ink)
    return f"--accent:{accent};--accent-text:{text};--accent-soft:{soft}"


def _known(sites: Iterable[Site]) -> Iterator[str]:
    """What each site would wear on light and on dark."""
    for one in sites:
        yield f".site-{one.id}{{--site-light:{on_light(one.colour)};--site-dark:{on_dark(one.colour)}}}"
