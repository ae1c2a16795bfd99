"""Where the pages of a network are in Traditional characters as well: all of them are, or none."""

from collections.abc import Callable

from plugins.network.sites import Settings, Site

CAPABILITY = "traditional"
FOLDER = "zh-hant/"
"""Where a host has them."""
SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"
"""The two ways to write Chinese (BCP 47)."""
Writing = tuple[str, str, str, str]
"""(language, its name in itself, address, whole URL) of a page."""


def has_traditional(settings: Settings) -> bool:
    """Whether pages are there in Traditional characters."""
    return settings.traditional and f"-{CAPABILITY}" not in settings.capabilities


def writings(settings: Settings, site: Site, address: str, whole: Callable[[str], str]) -> tuple[Writing, ...]:
    """The ways in which a page of a site is written; none if there is only one."""
    if not address.endswith("/") or not has_traditional(settings):
        return ()
    host = site.base if site.url else "/"
    copy = f"{host}{FOLDER}{address[len(host) :]}"
    return ((SIMPLIFIED, "简体", address, whole(address)), (TRADITIONAL, "繁體", copy, whole(copy)))
