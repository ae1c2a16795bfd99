"""One page of every template as the demonstration network gives it: what no sample in values.py shows."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from plugins.build.build import Build
from plugins.build.growing import Files
from plugins.build.request import Places, Request
from plugins.build.site import Rendering
from plugins.network.audience import Audience
from plugins.network.outputs import Page

CONTENT = Path(__file__).parents[2] / "content"
AS_OF = datetime(2026, 11, 21, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BODY = Markup("<p>示例正文。</p>")


@cache
def by_template() -> Mapping[str, tuple[str, dict[str, Any]]]:
    """The first page of every template, in the widest tier: its template and values."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for rendering in _renderings("lan"):
        for page in _pages(rendering):
            if page.template not in found:
                found[page.template] = (
                    page.template,
                    {
                        **rendering.frame.common,
                        **rendering.frame.values(page),
                        **rendering.texts(page),
                        "url": rendering.pages.hrefs.on(page.address),
                    },
                )
    return found


@cache
def addresses() -> Mapping[str, list[str]]:
    """Where the public network shows pages of each template."""
    found: dict[str, list[str]] = {}
    for rendering in _renderings("public"):
        for page in _pages(rendering):
            found.setdefault(page.template, []).append(page.address)
    return found


def _renderings(tier: Audience) -> Iterator[Rendering]:
    with TemporaryDirectory() as folder:
        places = Places(CONTENT, Path(folder) / "output", Path(folder) / "cache", tier)
        with Build(Request(places, AS_OF)) as build:
            checked = build.check()
            for site in checked.scanned.network.sites.values():
                sliced = checked.scanned.network.seen_by(site.id)
                yield Rendering(sliced, sliced.sites[site.id], checked.look_of(site.id), CONTENT, lambda _item: "", Nowhere())


class Nowhere(Files):
    """Takes no file: pages are rendered one by one."""

    def put(self, path: str, content: bytes, source: str) -> None:
        """Nothing."""


def _pages(rendering: Rendering) -> Iterator[Page]:
    for item in rendering.items:
        yield rendering.pages.page(item, BODY, rendering.pages.around(item))
    yield from (output for output in rendering.outputs if isinstance(output, Page))
