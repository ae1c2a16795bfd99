"""The gallery: every component of the theme with its examples, for those who work on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.network.listing import page_address, pager
from plugins.network.outputs import Page
from plugins.network.sites import Site

SHOWN = 13
"""Components on one page, so that it links few stylesheets and stays as light as a reader's."""


def galleries(site: Site, components: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> Iterator[Page]:
    """The pages of the gallery."""
    address, crumbs = f"{site.base}gallery/", ((site.title, site.base),)
    parts = [components[start : start + SHOWN] for start in range(0, len(components), SHOWN)]
    for number, part in enumerate(parts, 1):
        values = {"components": part, "pager": pager(address, number, len(parts))}
        yield Page(page_address(address, number), "gallery.html", "组件一览", values, crumbs=crumbs, robots="noindex")
