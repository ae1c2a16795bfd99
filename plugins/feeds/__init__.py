"""What machines read: Atom and JSON Feed per site, column and network; sitemap.xml and robots.txt."""

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO

from plugins.network.hrefs import Hrefs
from plugins.network.items import Item
from plugins.network.network import Network, newest
from plugins.network.outputs import Deferred, File, Output, to_json
from plugins.network.sites import Site

ENTRIES = 30
"""Newest items in one feed."""


def feeds(network: Network, site: Site) -> Iterator[Output]:
    """Atom and JSON Feed of the site's newest items, of each Kind's list, and on the root of the whole network."""
    hrefs = Hrefs(network.settings.base_url, network.sites)
    own = newest(network.standing(site.id))
    yield from _both(network, site, hrefs, site.base, site.title, own)
    for kind, folder in network.folders.items():
        items = [item for item in own if item.kind == kind]
        if folder and items and kind in network.streams:
            yield from _both(network, site, hrefs, f"{site.base}{folder}/", f"{site.title} · {network.labels[kind]}", items)
    for name, address in network.columns(site.id).items():
        yield from _both(network, site, hrefs, address, f"{site.title} · {name}", [item for item in own if item.column == name])
    if not site.parent:
        everything = newest({item.path: item for item in [*own, *network.rolled_up(site.id)]}.values())
        yield from _both(network, site, hrefs, f"{site.base}network/", network.settings.name, everything, home=site.base)


def _both(
    network: Network, site: Site, hrefs: Hrefs, address: str, title: str, items: Sequence[Item], home: str = ""
) -> Iterator[Output]:
    """Both forms of a feed; `home` is the page it belongs to, by default the list at its own address."""
    if items:
        page, shown = hrefs.whole(home or address), items[:ENTRIES]
        made_from = (address, page, title, shown)
        yield Deferred(f"{address}feed.atom", made_from, lambda: _atom(network, site, hrefs, address, page, title, shown))
        yield Deferred(f"{address}feed.json", made_from, lambda: _json(network, hrefs, address, page, title, shown))


def _atom(network: Network, site: Site, hrefs: Hrefs, address: str, page: str, title: str, items: Sequence[Item]) -> bytes:
    from feedgenerator import Atom1Feed  # only processes that render write feeds

    feed = Atom1Feed(
        title=title, link=page, description=site.slogan or None, language=network.settings.language,
        feed_url=hrefs.whole(f"{address}feed.atom"), feed_guid=hrefs.whole(address),
    )  # fmt: skip
    for item in items:
        link = hrefs.whole(item.address)
        feed.add_item(
            title=item.title, link=link, unique_id=link, description=escape(item.summary), pubdate=item.date,
            updateddate=item.updated or item.date, author_name=item.author or network.sites[item.site].title,
            categories=item.tags,
        )  # fmt: skip
    written = BytesIO()
    feed.write(written, "utf-8")
    return written.getvalue()


def _json(network: Network, hrefs: Hrefs, address: str, page: str, title: str, items: Sequence[Item]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": page,
        "feed_url": hrefs.whole(f"{address}feed.json"),
        "language": network.settings.language,
        "items": [_entry(network, hrefs, item) for item in items],
    }
    return to_json(document)


def _entry(network: Network, hrefs: Hrefs, item: Item) -> dict[str, object]:
    link = hrefs.whole(item.address)
    entry: dict[str, object] = {"id": link, "url": link, "title": item.title, "content_text": item.summary}
    if item.date:
        entry["date_published"] = item.date.isoformat()
    if item.updated:
        entry["date_modified"] = item.updated.isoformat()
    if item.tags:
        entry["tags"] = list(item.tags)
    return entry | {"authors": [{"name": item.author or network.sites[item.site].title}]}


def sitemap(network: Network, site: Site) -> Iterator[Output]:
    """The site's sitemap.xml; each host's root also has robots.txt, which names the sitemaps of all its sites."""
    hrefs = Hrefs(network.settings.base_url, network.sites)
    own = [item for item in network.of(site.id) if not item.withdrawn]
    rows = [(site.base, newest(own)[0].date if newest(own) else None)]
    rows += [(item.address, item.updated or item.date) for item in own]
    urls = "".join(
        f"<url><loc>{escape(hrefs.whole(address))}</loc>"
        + (f"<lastmod>{moment.date().isoformat()}</lastmod>" if moment else "")
        + "</url>\n"
        for address, moment in rows
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield File(f"{site.base}sitemap.xml", f"{head}{urls}</urlset>\n".encode())
    if not site.parent or site.url:
        yield File(f"{site.base}robots.txt", _robots(network, site, hrefs).encode())


def _robots(network: Network, site: Site, hrefs: Hrefs) -> str:
    """Everything may be read on the public tier, nothing on closed ones."""
    if network.tier != "public":
        return "User-agent: *\nDisallow: /\n"
    same_host = [one for one in network.sites.values() if (one.id == site.id if site.url else not one.url)]
    return "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {hrefs.whole(one.base)}sitemap.xml\n" for one in same_host)


OUTPUTS = (feeds, sitemap)
