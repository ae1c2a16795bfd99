"""The page of one item: its body, what stands beside it, and what its head says."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from plugins.build.capabilities import kinds
from plugins.build.theme import template_of
from plugins.network.filling import Target, fill, inset
from plugins.network.hrefs import Hrefs
from plugins.network.items import Heading, Item
from plugins.network.listing import site_feeds
from plugins.network.media import DRAWINGS, ending, suffix
from plugins.network.network import Network, is_standing, newest
from plugins.network.numbering import numbered, with_numbers
from plugins.network.outputs import Page
from plugins.network.patterns import pattern
from plugins.network.references import Link
from plugins.network.sharing import share_address
from plugins.network.sites import Site

CONTENTS_FROM = 4
"""A body with at least this many headings shows its contents."""
RELATED = 5
_HAN = pattern(r"[\u4e00-\u9fff]+")


class Around(Struct, frozen=True):
    """What the page of one item shows beside the item and its body.

    `links` are what the references of the body became, `values` what the Kind adds.
    """

    links: tuple[Link | None, ...]
    related: tuple[Item, ...]
    used_by: tuple[Item, ...]
    previous: Item | None
    next: Item | None
    tag_links: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]


class Shared(Struct, frozen=True):
    """What the pages of all items of a site show of it: its newest items, its feeds."""

    newest: tuple[Item, ...]
    feeds: tuple[tuple[str, str, str], ...]


class ItemPages:
    """Makes the pages of one site's items; `related` says whether the theme shows which items are like one."""

    def __init__(self, network: Network, site: Site, hrefs: Hrefs, *, related: bool = True) -> None:
        self.network = network
        self.site = site
        self.hrefs = hrefs
        self._related = related

    def body(self, item: Item, html: str) -> Markup:
        """A body with every reference in its place, for the item's own page; a withdrawn item has none."""
        if item.withdrawn or not item.body:
            return Markup()
        return self._filled(item, self._numbered(item, html), self.hrefs.on(item.address))

    def part(self, item: Item, html: str, href: Callable[[str], str], mark: str, *, forms: bool = True) -> Markup:
        """A body as part of a page with others; `mark` opens its anchors. Without `forms` each picture is one file."""
        if item.withdrawn or not item.body:
            return Markup()
        return self._filled(item, inset(self._numbered(item, html), mark), href, mark, forms=forms)

    def _numbered(self, item: Item, html: str) -> str:
        return with_numbers(html, item.headings) if "number" in self.site.typeset else html

    def _contents(self, item: Item) -> tuple[Heading, ...]:
        """The headings of a long text."""
        if len(item.headings) < CONTENTS_FROM:
            return ()
        return numbered(item.headings) if "number" in self.site.typeset else item.headings

    def _filled(self, item: Item, html: str, href: Callable[[str], str], mark: str = "", *, forms: bool = True) -> Markup:
        links = self.network.links.get(item.path, ())
        targets = [_target(link, item, href, mark, forms=forms) for link in links]
        return Markup(fill(html, targets, at_once=not mark))  # noqa: S704  # sanitised by nh3

    def around(self, item: Item) -> Around:
        """What stands around an item: with it, its body and what is `shared`, all that its page is made from."""
        network = self.network
        return Around(
            network.links.get(item.path, ()), self.related(item) if self._related else (), network.referring(item),
            *self._neighbours.get(item.path, (None, None)), self._tag_links(item),
            kinds().by_id[item.kind].values(network, item),
        )  # fmt: skip

    def page(self, item: Item, body: Markup, around: Around) -> Page:
        """The page of an item whose body is ready."""
        return Page(
            item.address,
            template_of(item),
            item.title,
            {
                "item": item,
                "body": body,
                "contents": self._contents(item),
                "related": around.related,
                "used_by": around.used_by,
                "previous": around.previous,
                "next": around.next,
                "joint": [self.network.sites[site] for site in item.joint],
                "from_above": bool(item.to),
                "tag_links": around.tag_links,
                "reading_minutes": item.minutes,
                "newest": self.shared.newest,
                "share": self._share(item),
                **around.values,
            },
            description=item.summary if not item.withdrawn else "",
            section=item.slug if item.fields.get("order") else item.kind,
            crumbs=self._crumbs(item),
            feeds=self.shared.feeds,
            meta=_meta(item, self.network),
            properties=_cover(item, self.hrefs),
            robots="noindex" if item.withdrawn else "",
            source=item.path,
        )

    @cached_property
    def shared(self) -> Shared:
        """What the pages of all items show of the site."""
        stream = newest(item for item in self.network.of(self.site.id) if item.kind in self.network.streams)
        return Shared(stream[:10], site_feeds(self.network, self.site))

    @cached_property
    def _share(self) -> Callable[[Item], str]:
        """The address of an item's share page, if it has one."""
        return share_address(self.network, self.site.id)

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[Item | None, Item | None]]:
        """For each dated item the one before and after it among its Kind."""
        rows: defaultdict[str, list[Item | None]] = defaultdict(lambda: [None])
        for item in self.network.newest(self.site.id):
            rows[item.kind].append(item)
        return {
            item.path: (older, newer)
            for row in rows.values()
            for newer, item, older in zip(row, row[1:], [*row[2:], None], strict=False)
            if item
        }

    def related(self, item: Item) -> tuple[Item, ...]:
        """Up to five items of the site that share tags and title bigrams, the likest first."""
        scores: defaultdict[str, int] = defaultdict(int)
        for word, weight in self._words[item.path].items():
            listed = self._by_word.get(word, ())
            if len(listed) <= 50:
                for path in listed:
                    scores[path] += weight
        likely = sorted((-score, path) for path, score in scores.items() if score >= 3 and path != item.path)
        return tuple(self.network.items[path] for _, path in likely[:RELATED])

    @cached_property
    def _words(self) -> Mapping[str, dict[str, int]]:
        """What each item of the site is about."""
        return {item.path: _words(item) for item in self.network.of(self.site.id)}

    @cached_property
    def _by_word(self) -> Mapping[str, list[str]]:
        listed: defaultdict[str, list[str]] = defaultdict(list)
        for item in self.network.of(self.site.id):
            if item.date and is_standing(item):
                for word in self._words[item.path]:
                    listed[word].append(item.path)
        return listed

    def _tag_links(self, item: Item) -> tuple[tuple[str, str], ...]:
        """The item's tags that have a page, and its address."""
        pages = self.network.tags(self.site.id)
        return tuple((tag, pages[tag][0]) for tag in item.tags if tag in pages and not item.withdrawn)

    def _crumbs(self, item: Item) -> tuple[tuple[str, str], ...]:
        folder = item.address[len(self.site.base) :].split("/")[0]
        title = self.site.folder_title(folder) or self.network.labels[item.kind]
        crumbs = ((self.site.title, self.site.base),)
        return (*crumbs, (title, f"{self.site.base}{folder}/")) if item.date and is_standing(item) else crumbs


def _target(link: Link | None, item: Item, href: Callable[[str], str], mark: str, *, forms: bool) -> Target | None:
    if link is None:
        return None
    if link.widths and forms:
        webp = ", ".join(f"{href(link.address + ending(width))} {width}w" for width in link.widths)
        return Target(href(link.address), link.width, link.height, webp=webp, fallback=href(link.fallback or link.address))
    if link.anchor and link.item == item.path:
        return Target(f"#{mark}{link.anchor}")
    anchor = f"#{link.anchor}" if link.anchor else ""
    address = link.address if link.external else href(link.address)
    return Target(address + anchor, link.width, link.height, external=link.external)


def _words(item: Item) -> dict[str, int]:
    """What an item is about, with weights: its tags, and the pairs of Chinese characters in its title."""
    words = {f"#{tag}": 3 for tag in item.tags}
    for run in _HAN.findall(item.title):
        words.update({run[i : i + 2]: 1 for i in range(len(run) - 1)})
    return words


def _meta(item: Item, network: Network) -> tuple[tuple[str, str], ...]:
    """Column and article tags of the meta family that figures.md §2 names."""
    found = [("ColumnName", item.column or network.labels[item.kind]), ("ArticleTitle", item.title)]
    if item.date:
        found.append(("PubDate", item.date.strftime("%Y-%m-%d %H:%M")))
    found.append(("ContentSource", item.source.name if item.source else network.sites[item.site].title))
    if item.author:
        found.append(("Author", item.author))
    if item.summary and not item.withdrawn:
        found.append(("Description", item.summary))
    if item.tags:
        found.append(("Keywords", ",".join(item.tags)))
    return tuple(found)


def _cover(item: Item, hrefs: Hrefs) -> tuple[tuple[str, str], ...]:
    published = (("article:published_time", item.date.isoformat()),) if item.date else ()
    cover = item.cover if item.cover and suffix(item.cover.address) not in DRAWINGS else None  # messengers show no drawings
    image = (("og:image", hrefs.whole(cover.address)),) if cover else ()
    return published + image
