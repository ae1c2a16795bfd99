"""What stands around every page: navigation, head, assets, and how values are written as text."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property, partial
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from plugins.build.charts import axis_end, share, trend_dots, trend_line
from plugins.build.pasted import pasted, plain
from plugins.build.theme import Theme
from plugins.network.hrefs import Hrefs
from plugins.network.interface import date_in_words, gettext
from plugins.network.items import Item
from plugins.network.kinds import AREAS
from plugins.network.network import Network
from plugins.network.outputs import Page
from plugins.network.qr import drawing
from plugins.network.sharing import card_address
from plugins.network.sites import Settings, Site
from plugins.network.traditional import writings
from plugins.network.workers import worker

NAVIGATION = 8
"""The most entries a navigation may have (look.md)."""


Entry = tuple[str, str, str]
"""(id, title, address) of an entry of the navigation."""


class Shown(Struct, frozen=True):
    """What templates see of the network; everything else comes to them as a value of the page."""

    settings: Settings
    sites: Mapping[str, Site]

    @property
    def root(self) -> Site:
        """The committee at the top."""
        return next(site for site in self.sites.values() if not site.parent)

    def site(self, site_id: str) -> Site:
        """The site of that id."""
        return self.sites[site_id]


class Frame(Struct, frozen=True, dict=True):
    """The frame of one site's pages, made once for all of them."""

    network: Network
    site: Site
    theme: Theme
    hrefs: Hrefs
    listed: tuple[Page, ...] = ()
    """The pages of outputs that the navigation lists."""
    absent: frozenset[str] = frozenset()
    """The addresses of pages for which the theme has no template."""

    @cached_property
    def nav(self) -> tuple[Entry, ...]:
        """The first entries of the site's navigation: all where they fit, else those that lead their areas."""
        return tuple(entry for entry in self._entries if entry in self._leading)

    @cached_property
    def nav_more(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """(group, entries) of what the navigation folds under 更多, itself the last of the entries."""
        _ = self.network.settings.gettext
        groups = (*((_(area), self._area(area)) for area in AREAS), (_("本站"), self._pages), (_("全网"), self._elsewhere))
        folded = ((title, tuple(entry for entry in entries if entry not in self._leading)) for title, entries in groups)
        return tuple((title, entries) for title, entries in folded if entries)

    @cached_property
    def _leading(self) -> frozenset[Entry]:
        """Everything where it fits; else home, two lists of what is new, one of each further area, then the site's pages."""
        if len(self._entries) <= NAVIGATION:
            return frozenset(self._entries)
        new, *areas = (sorted(self._area(area), key=lambda entry: -self._held[entry[0]]) for area in AREAS)
        turns = [entry for turn in zip_longest(new[1:], *areas) for entry in turn]
        once, again = turns[: len(AREAS)], turns[len(AREAS) :]
        ranked = [self._entries[0], *new[:1], *once, *self._pages, *again, *self._elsewhere]
        return frozenset([entry for entry in ranked if entry][: NAVIGATION - 1])

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        first, *areas = (self._area(area) for area in AREAS)
        rest = (entry for entries in areas for entry in entries)
        return (("home", self.network.settings.gettext("首页"), self.site.base), *first, *self._pages, *rest, *self._elsewhere)

    def _area(self, area: str) -> tuple[Entry, ...]:
        """The lists and pages of one area."""
        lists = (entry for entry in self._columns if self.network.areas.get(entry[0], "") == area)
        pages = ((page.section, page.title, page.address) for page in self.listed if page.menu == area)
        return (*lists, *pages)

    @cached_property
    def _columns(self) -> tuple[Entry, ...]:
        """The lists of the Kinds that the site holds or is sent."""
        return tuple(
            (kind, label, address)
            for kind, label in self.network.labels.items()
            if self._held[kind]
            and (folder := self.network.folders[kind])
            and (address := f"{self.site.base}{folder}/") not in self.absent
        )

    @cached_property
    def _held(self) -> Counter[str]:
        """How many items of each Kind the site holds or is sent."""
        site, network = self.site, self.network
        return Counter(
            item.kind for item in (*network.standing(site.id), *network.handed_down(site.id), *network.shared_with(site.id))
        )

    @cached_property
    def _pages(self) -> tuple[Entry, ...]:
        return tuple((item.slug, item.title, item.address) for item in self._menu_pages())

    @cached_property
    def _elsewhere(self) -> tuple[Entry, ...]:
        library, _ = self.network.library(), self.network.settings.gettext
        shared = (("library", _("资源库"), library.base),) if library is not None and library.id != self.site.id else ()
        tree = ("tree", _("组织一览"), f"{self.site.base}tree/")
        return (*shared, tree) if tree[2] not in self.absent else shared

    def _menu_pages(self) -> list[Item]:
        pages = [item for item in self.network.of(self.site.id) if item.fields.get("order")]
        return sorted(pages, key=lambda item: (int(item.fields["order"]), item.address))

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """The addresses of stylesheets and scripts; a site on a host or with a look of its own carries them itself."""
        base = self.site.base if self.site.own_assets else "/"
        return {
            **{short: f"{base}assets/{name}" for short, name in self.theme.names.items()},
            "site_css": f"{self.site.base}site.css",
        }

    def sheets(self, html: str) -> list[str]:
        """The addresses of the stylesheets that a page's own part needs beyond the first."""
        return [self.assets[short] for short in self.theme.sheets(html)]

    def once(self, *key: object, caller: Callable[[], str]) -> Markup:
        """A part of pages that is the same wherever `key`, the depth and the language are: rendered once for all."""
        whole = (*key, self.hrefs.here)
        if whole not in self._parts:
            self._parts[whole] = Markup(caller())  # noqa: S704  # a call block's own output, escaped already
        return self._parts[whole]

    @cached_property
    def _parts(self) -> dict[tuple[object, ...], Markup]:
        return {}

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Addresses that templates link to by name; empty where the site has no such page."""
        site, library = self.site, self.network.library()
        named = {kind: address for kind, _, address in self._columns}
        return {
            **{page.section: page.address for page in self.listed},
            "home": site.base,
            "tree": f"{site.base}tree/",
            "sitemap": f"{site.base}sitemap/",
            "search": self._made(f"{site.base}search/"),
            "news": named.get("news", ""),
            "notices": named.get("notice", ""),
            "library": library.base if library else "",
            "tags": f"{site.base}sitemap/",
            "worker": worker(self.network, site),
        }

    def _made(self, address: str) -> str:
        """The address of a page that a site may go without, if it does not."""
        name = address.rstrip("/").rpartition("/")[2]
        return "" if name in self.network.switched_off(self.site.id) or address in self.absent else address

    @cached_property
    def common(self) -> dict[str, Any]:
        """What the templates of all pages get."""
        return {
            "network": Shown(self.network.settings, self.network.sites),
            "site": self.site,
            "nav": self.nav,
            "nav_more": self.nav_more,
            "assets": self.assets,
            "labels": self.network.labels,
            "places": self.places,
        }

    def values(self, page: Page) -> dict[str, Any]:
        """What the template of a page gets besides."""
        self.hrefs.on(page.address, absolute=page.address.endswith("/404.html"))
        canonical = page.canonical or self.hrefs.whole(page.address)
        head = {
            "title": page.title,
            "description": page.description,
            "address": page.address,
            "canonical": canonical,
            "section": page.section,
            "crumbs": page.crumbs,
            "feeds": page.feeds,
            "meta": (*self._site_meta, *page.meta),
            "properties": (*self._properties(page, canonical), *page.properties),
            "robots": page.robots,
            "writings": writings(self.network.settings, self.site, page.address, self.hrefs.whole),
        }
        return {"page": head, **page.values}

    @cached_property
    def _site_meta(self) -> tuple[tuple[str, str], ...]:
        """Site tags of the meta family that figures.md §2 names."""
        whole = self.hrefs.whole(self.site.base)
        return (("SiteName", self.site.title), ("SiteDomain", urlsplit(whole).netloc))

    @cached_property
    def _card(self) -> str:
        """The whole URL of the picture of the site; empty if it has none."""
        address = card_address(self.network, self.site)
        return self.hrefs.whole(address) if address else ""

    def _properties(self, page: Page, canonical: str) -> tuple[tuple[str, str], ...]:
        return (
            ("og:site_name", self.site.title),
            ("og:title", page.title),
            ("og:type", "article" if page.source else "website"),
            ("og:url", canonical),
            *((("og:description", page.description),) if page.description else ()),
            *((("og:image", self._card),) if self._card and "og:image" not in dict(page.properties) else ()),
        )


def date_text(moment: datetime | date | str | None) -> str:
    """2026-03-05, or an empty text."""
    return str(moment)[:10] if moment else ""


def day_text(moment: datetime | date | str | None) -> str:
    """03-05, or an empty text."""
    return str(moment)[5:10] if moment else ""


def size_text(size: int) -> str:
    """1.2 MB."""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def number_text(number: object) -> object:
    """1,234.5: at most two decimals, none that are zero; what is no number stays as it is."""
    if not isinstance(number, (int, float)) or isinstance(number, bool):
        return "" if number is None else number
    return f"{number:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def money_text(amount: object) -> object:
    """1,234.50, from a number or its text; what is no number stays as it is."""
    try:
        return f"{Decimal(str(amount)):,.2f}".replace("-", "−")
    except InvalidOperation:
        return amount


def host_text(url: str) -> str:
    """The host of a URL."""
    return urlsplit(url).netloc


FILTERS: dict[str, Callable[..., Any]] = {
    "date": date_text, "day": day_text, "size": size_text, "host": host_text,
    "number": number_text, "money": money_text,
    "pasted": pasted, "qr": drawing, "axis_end": axis_end, "share": share, "trend_line": trend_line, "trend_dots": trend_dots,
}  # fmt: skip


@cache
def filters(language: str) -> dict[str, Callable[..., Any]]:
    """What templates write values with, in a language."""
    return {
        **FILTERS,
        "date_zh": partial(date_in_words, language),
        "plain": partial(plain, language=language),
        "word": partial(gettext, language),
    }
