"""Pages that help people find their way: site map, 404, old addresses, the 检查报告."""

from collections import Counter
from collections.abc import Iterator

from plugins.network.hrefs import Hrefs
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Site


def maps(network: Network, site: Site) -> Iterator[Output]:
    """The site map of every site; the 404 page once for each host."""
    crumbs = ((site.title, site.base),)
    yield Page(
        f"{site.base}sitemap/",
        "sitemap.html",
        network.settings.gettext("网站地图"),
        {"sections": _sections(network, site)},
        crumbs=crumbs,
    )
    if not site.parent or site.url:
        title = network.settings.gettext("没有找到这一页")
        yield Page(f"{site.base}404.html", "404.html", title, {}, robots="noindex")


def _sections(network: Network, site: Site) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(title, address, [(title, address, count)]) of everything a site has."""
    own = network.standing(site.id)
    kinds = Counter(item.kind for item in own)
    listed = [
        (network.labels[kind], f"{site.base}{network.folders[kind]}/", count)
        for kind, count in kinds.items()
        if network.folders[kind]
    ]
    pages = [(item.title, item.address, 1) for item in own if not item.date]
    tags = [(tag, address, count) for tag, (address, count) in network.tags(site.id).items()]
    _ = network.settings.gettext
    sections = [(_("栏目"), site.base, listed), (_("页面"), site.base, pages), (_("标签"), site.base, tags)]
    return [section for section in sections if section[2]]


def redirects(network: Network, _site: Site) -> Iterator[Output]:
    """A small page at every old address that leads to the new one."""
    whole = Hrefs(network.settings.base_url, network.sites).whole
    for alias, path in network.aliases.items():
        item = network.items[path]
        canonical = whole(item.address)
        yield Page(alias, "redirect.html", item.title, {"target": item.address}, robots="noindex", canonical=canonical)


def report(network: Network, site: Site) -> Iterator[Output]:
    """The 检查报告 for editors; only in closed tiers, never public."""
    if network.tier == "public":
        return
    counts = Counter(problem.severity for problem in network.problems)
    paths = {problem.path for problem in network.problems}
    yield Page(
        f"{site.base}report/",
        "report.html",
        network.settings.gettext("检查报告"),
        {
            "problems": network.problems,
            "counts": {severity: counts.get(severity, 0) for severity in ("error", "warning", "note")},
            "files_in": len(network.of(site.id)) + len(paths - set(network.items)),
            "published": len(network.of(site.id)),
            "reported": len(paths),
        },
        crumbs=((site.title, site.base),),
        robots="noindex",
    )
