"""links.yaml: what may stand in it, what is doubled, and the page that shows it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.problems import Code, Problem, finds
from plugins.network.rules import RulesFile
from plugins.network.schema import Schema, told
from plugins.network.sites import Site

Group = Literal["上级", "同级", "下级", "资源"]

TWICE = Code(
    "ZB-816", "warning", "nothing",
    "友情链接里 {url} 写了两次（{first}、{second}）", "请留下一个。",
    "the link {url} is listed twice ({first}, {second})", "Keep one of them.",
    "上级: [{name: 示例市党建网, url: https://dangjian.example.com/}]",
)  # fmt: skip


class LinkFile(Schema):
    """One link."""

    name: str = told("名称", "网站名称", min_length=1)
    url: str = told("网址", "以 https:// 开头", pattern=r"^https?://[^\s/]+(/\S*)?$")


LinksFile = dict[Group, list[LinkFile]]
"""links.yaml: links by group."""
LINKS = RulesFile("links", LinksFile)
SITE_LINKS = RulesFile("links", LinksFile, per_site=True)

Links = Mapping[str, list[dict[str, str]]]


@finds(TWICE)
def each_link_once(network: Network) -> Iterable[Problem]:
    """No file lists a link twice."""
    yield from _doubled("links.yaml", network.settings.files.get("links") or {})
    for site in network.sites.values():
        yield from _doubled(f"{site.id}/links.yaml", site.files.get("links") or {})


def _doubled(path: str, groups: Links) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for group, rows in groups.items():
        for row in rows:
            place = f"{group} {row['name']}"
            first = seen.setdefault(row["url"].rstrip("/"), place)
            if first != place:
                yield TWICE.at(path, 1, url=row["url"], first=first, second=place)


def links(network: Network, site: Site) -> Iterator[Output]:
    """The page of a site's own links and of those of the whole network; none while there are none."""
    _ = network.settings.gettext
    parts = [
        (_("%(title)s的链接", title=site.title), site.files.get("links")),
        (_("全网共用"), network.settings.files.get("links")),
    ]
    shown: list[tuple[str, dict[str, Any]]] = [(title, groups) for title, groups in parts if groups]
    if not shown or site.kind == "library":
        return
    yield Page(
        f"{site.base}links/",
        "links.html",
        _("友情链接"),
        {"parts": shown},
        description=_("上级、同级、下级和资源网站的链接。"),
        section="links",
        menu="服务",
        crumbs=((site.title, site.base),),
    )
