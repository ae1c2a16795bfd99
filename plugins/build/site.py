"""One site as Pelican builds it: our readers, our writer and generators that know the network's slice.

Dated Kinds are Pelican Articles and undated ones Pages, signals are sent as ever, so ordinary plugins work.
Pelican's own walk, cache, taxonomies, feeds and static copying stay off (docs/developers/pelican.md).
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from plugins.build import pelican_alone  # noqa: F401  # before anything of Pelican

# isort: split
from pelican import Pelican, signals
from pelican.contents import Author, Category, Content, Tag
from pelican.contents import Page as PelicanPage
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins._utils import load_plugins
from pelican.readers import BaseReader, Readers
from pelican.settings import DEFAULT_CONFIG, configure_settings
from pelican.utils import SafeDatetime
from pelican.writers import Writer

from plugins.build.books import bound
from plugins.build.capabilities import active, outputs, stock_plugins
from plugins.build.frame import Frame, filters
from plugins.build.gallery import galleries
from plugins.build.growing import Files
from plugins.build.page_keys import PageKeys
from plugins.build.pages import ItemPages
from plugins.build.parts import Parts, packed
from plugins.build.printing import printed, printer
from plugins.build.quick import Quick
from plugins.build.request import LeftOut
from plugins.build.shares import WHOLE, Share
from plugins.build.templates import WARM, Templates, examples
from plugins.build.theme import Theme, makeable, speaking, template_of
from plugins.network.addresses import slug_of
from plugins.network.hrefs import Hrefs
from plugins.network.index import seal
from plugins.network.interface import SOURCE
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.outputs import Archive, Book, Deferred, File, FromTexts, Output, Page, Pdf
from plugins.network.sites import Site

JINJA: dict[str, Any] = {
    "autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True,
    "bytecode_cache": WARM, "auto_reload": False, "extensions": [Quick],
}  # fmt: skip


class Rendering(Struct, frozen=True, dict=True):
    """Everything the render of one site needs; `body` gives the parsed body of an item, `files` takes what is made.

    `heard` says that Pelican makes content objects of all items and tells of them, because somebody may listen; else it is
    only our generator's engine, and of an item whose page is there already nothing is made at all.
    """

    network: Network
    site: Site
    theme: Theme
    content: Path
    body: Callable[[Item], str]
    files: Files
    basis: str = ""
    """A hash over everything that the pages have in common, as far as it is known before."""
    begin: Callable[[str], None] = lambda _step: None
    heard: bool = True
    share: Share = WHOLE
    """Which of the pages and files are to be made here."""
    shown: str = ""
    """A hash over everything that pages show of other items than their own; empty if nobody knows."""

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What the capabilities write beyond the items; all of it is known before any page, for the navigation lists some."""
        return self._made[0]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What they would write, but the theme has no template for it."""
        return self._made[1]

    @cached_property
    def _made(self) -> tuple[tuple[Output, ...], tuple[LeftOut, ...]]:
        return makeable(outputs(self.network, self.site), self.theme, self.site)

    @cached_property
    def hrefs(self) -> Hrefs:
        """How pages of this site lead to others."""
        return Hrefs(self.network.settings.base_url, self.network.sites, self._instead())

    @cached_property
    def pages(self) -> ItemPages:
        """The pages of its items."""
        return ItemPages(self.network, self.site, self.hrefs, related=self.theme.related)

    @cached_property
    def parts(self) -> Parts:
        """The texts that pages made of several show."""
        return Parts(self.network, self.pages, self.body)

    @cached_property
    def frame(self) -> Frame:
        """What stands around every page."""
        listed = tuple(output for output in self.outputs if isinstance(output, Page) and output.menu)
        look = speaking(self.theme, self.network.settings.language)
        return Frame(self.network, self.site, look, self.hrefs, listed, self._absent)

    @cached_property
    def keys(self) -> PageKeys:
        """What tells whether a page may have changed."""
        navigation = seal(self.basis, repr((self.frame.nav, self.frame.nav_more, self.frame.places, sorted(self._absent))))
        return PageKeys(navigation, self.theme.unkeyed)

    def texts(self, page: Page) -> dict[str, Any]:
        """The whole texts that the template of a page gets, if it asks for any."""
        return {"texts": self.parts.texts(page, self.hrefs.whole if page.carried else self.hrefs)} if page.texts else {}

    @property
    def _absent(self) -> frozenset[str]:
        return frozenset(one.address for one in self.left_out)

    def _instead(self) -> dict[str, str]:
        """The home of its site for each page that is left out; other sites go without the same pages."""
        inner = [one.address[len(self.site.base) :] for one in self.left_out]
        return {f"{site.base}{rest}": site.base for site in self.network.sites.values() for rest in inner}

    @property
    def items(self) -> tuple[Item, ...]:
        """The items whose pages belong to this site."""
        return self.network.of(self.site.id)


def environment(look: Theme, language: str = SOURCE) -> Environment:
    """A Jinja environment as strict as the one that Pelican makes from our settings."""
    made = Environment(loader=Templates(look, language), **JINJA)  # noqa: S701  # autoescape is on in JINJA
    made.filters.update(filters(language))
    made.filters["strftime"] = str
    return made


def settings(rendering: Rendering) -> dict[str, Any]:
    """Pelican's settings for one site, derived from the network."""
    network, site = rendering.network, rendering.site
    made = configure_settings(
        {
            **DEFAULT_CONFIG,
            "PATH": str(rendering.content),
            "OUTPUT_PATH": "output",
            "THEME": str(rendering.theme.folder),
            "SITENAME": site.title,
            "SITEURL": Hrefs(network.settings.base_url, network.sites).whole(site.base).rstrip("/"),
            "TIMEZONE": network.settings.time_zone,
            "DEFAULT_LANG": network.settings.language.lower(),
            "PELICAN_CLASS": SitePelican,
            "PLUGINS": [f"pelican.plugins.{name}" for name in stock_plugins(network, site)],
            "JINJA_ENVIRONMENT": JINJA,
            "JINJA_FILTERS": filters(network.settings.language),
            "CACHE_CONTENT": False,
            "LOAD_CONTENT_CACHE": False,
            "DELETE_OUTPUT_DIRECTORY": False,
            "STATIC_PATHS": [],
            "FILENAME_METADATA": "",
            "FEED_ALL_ATOM": None,
            "CATEGORY_FEED_ATOM": None,
            "TRANSLATION_FEED_ATOM": None,
            "AUTHOR_FEED_ATOM": None,
            "AUTHOR_FEED_RSS": None,
            "LOG_FILTER": [],
            "READERS": {extension: None for reader in BaseReader.__subclasses__() for extension in reader.file_extensions},
            "ZHIBU": rendering,
        }
    )
    return dict(made)


class ItemReaders(Readers):
    """Makes Pelican content of what the network already read; no file is opened."""

    def read_file(
        self,
        base_path: str,
        path: str,
        content_class: type[Content] = PelicanPage,
        fmt: str | None = None,
        context: dict[str, Any] | None = None,
        preread_signal: Any = None,
        preread_sender: Any = None,
        context_signal: Any = None,
        context_sender: Any = None,
    ) -> Content:
        """The Article or Page of an item of the slice; Pelican's signals are sent as it sends them."""
        rendering: Rendering = self.settings["ZHIBU"]
        item = rendering.network.items[path]
        rendering.begin(path)
        preread_signal.send(preread_sender)
        body = rendering.pages.body(item, rendering.body(item))
        metadata = _metadata(item, self.settings, rendering.network)
        context_signal.send(context_sender, metadata=metadata)
        text = str(body)  # plugins expect text that adds up unescaped
        return content_class(text, metadata, self.settings, os.path.join(base_path, path), context)


def _metadata(item: Item, settings: dict[str, Any], network: Network) -> dict[str, Any]:
    """What plugins from elsewhere expect to find on a Pelican content object."""
    found: dict[str, Any] = {
        "title": item.title,
        "slug": item.slug,
        "summary": item.summary,
        "status": "published",
        "category": _category(item, network, settings),
        "tags": [_named(Tag(tag, settings), slug_of(tag)) for tag in item.tags],
        "url": item.address[1:],
        "save_as": f"{item.address[1:]}index.html",
        "reader": "item",
        "item": item,
    }
    if item.date:
        found["date"] = SafeDatetime.fromisoformat(item.date.isoformat())
    if item.updated:
        found["modified"] = SafeDatetime.fromisoformat(item.updated.isoformat())
    if item.author:
        found["authors"] = [Author(item.author, settings)]
    return found


def _category(item: Item, network: Network, settings: dict[str, Any]) -> Category:
    """An item's column, or else its Kind."""
    if item.column:
        return _named(Category(item.column, settings), slug_of(item.column))
    return _named(Category(network.labels[item.kind], settings), network.folders[item.kind] or item.kind)


def _named(wrapper: Any, slug: str) -> Any:
    """A Pelican tag or category with the slug that its page has here; Pelican would make one by unidecode each time."""
    wrapper.slug = slug
    return wrapper


class _FromTheNetwork(Generator):
    """A generator whose files are the slice's items, never a walk of the content folder."""

    dated = True

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.readers = ItemReaders(self.settings)

    def get_files(self, paths: object, exclude: object = (), extensions: object = None) -> list[str]:
        """The paths of the site's items of this sort; none if nobody listens."""
        rendering: Rendering = self.settings["ZHIBU"]
        return sorted(item.path for item in rendering.items if rendering.heard and (item.date is not None) == self.dated)

    def add_source_path(self, content: Content, static: bool = False) -> None:  # noqa: FBT001, FBT002  # Pelican's form
        """Let plugins find the content of a file by its path."""
        self.context["generated_content"][content.item.path] = content

    def add_static_links(self, content: Content) -> None:
        """Nothing: the network has resolved `{static}` and `{attach}` already."""

    def cache_data(self, filename: str, data: Content) -> None:
        """Nothing: Pelican would stat the file for a cache that is off."""

    def generate_output(self, writer: "ItemWriter") -> None:
        """Nothing: `WholeSite` writes every page."""


class ItemArticles(_FromTheNetwork, ArticlesGenerator):
    """Dated items as Pelican Articles."""


class ItemPagesGenerator(_FromTheNetwork, PagesGenerator):
    """Undated items as Pelican Pages."""

    dated = False


class WholeSite(Generator):
    """Writes the pages of all items and everything the capabilities put out."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        rendering: Rendering = self.settings["ZHIBU"]
        self.env.loader = Templates(rendering.theme, rendering.network.settings.language)
        self.env.globals.update(url=rendering.hrefs, once=rendering.frame.once, sheets=rendering.frame.sheets)
        self.env.make_globals = self._globals  # Jinja's chain of mappings is copied for each page
        self.env.get_template = cache(self.env.get_template)  # Jinja's own cache is asked three times for each page, under a lock

    def _globals(self, given: Mapping[str, Any] | None) -> dict[str, Any]:
        """What a template finds in every page, in one plain mapping."""
        return {**self.env.globals, **(given or {})}

    def generate_output(self, writer: "ItemWriter") -> None:
        """Render and write, page by page."""
        rendering: Rendering = self.settings["ZHIBU"]
        if rendering.heard:
            self._write_contents(rendering, writer)
        for one in rendering.share.of(tuple(self._to_be_made(rendering).values())):
            if isinstance(one, Item):
                self._write_item(rendering, writer, one)
            else:
                self._write(rendering, writer, one, rendering.shown)

    def _to_be_made(self, rendering: Rendering) -> Mapping[str, Item | Output]:
        """What stands at each address; where two want the same one, the later, in however many shares the site is made."""
        items = () if rendering.heard else rendering.items
        return {one.address: one for one in (*items, *self._of_the_theme(rendering), *rendering.outputs)}

    def _of_the_theme(self, rendering: Rendering) -> Iterator[Output]:
        """What the theme shows of itself: the gallery on the root's site, assets wherever a host or another look begins."""
        if not rendering.site.parent:
            yield from galleries(rendering.site, examples(rendering.theme))
        if not rendering.site.parent or rendering.site.own_assets:
            for name, content in rendering.frame.theme.assets.items():
                yield File(f"{rendering.site.base}assets/{name}", content)

    def _write_contents(self, rendering: Rendering, writer: "ItemWriter") -> None:
        """The pages of the content objects that Pelican made of the items, as plugins have left them."""
        for content in _contents(self.context):
            item: Item = content.item
            signals.article_generator_write_article.send(self, content=content)
            body = Markup(content._content)  # noqa: S704, SLF001  # sanitised by nh3; `.content` would run link regexes over it
            page = rendering.pages.page(item, body, rendering.pages.around(item))
            self._write(rendering, writer, page)
            self._sent(writer, page, content)
        _assert_all_written(rendering, self.context)

    def _write_item(self, rendering: Rendering, writer: "ItemWriter", item: Item) -> None:
        """The page of an item; unless what it is made from has changed, neither body nor page is.

        Where nothing that pages show of other items has changed, the hash of the item's text tells whether it has.
        """
        path = f"{item.address[1:]}index.html"
        mark = rendering.shown and seal(rendering.shown, item.hash)
        if rendering.files.stays(path, item.path, mark):
            return
        rendering.begin(item.path)
        around = rendering.pages.around(item)
        key = rendering.keys.key(template_of(item), item, item.hash, around, rendering.pages.shared)

        def render() -> bytes:
            page = rendering.pages.page(item, rendering.pages.body(item, rendering.body(item)), around)
            return self._render(rendering, page, rendering.frame.values(page)).encode()

        rendering.files.keyed(path, item.path, key, render, mark)

    def _write(self, rendering: Rendering, writer: "ItemWriter", output: Output, mark: str = "") -> None:
        """What a capability puts out; `mark` differs whenever anything does that it may be made from, but for items' files."""
        if isinstance(output, File):
            writer.write_bytes(output.address, output.content)
        elif isinstance(output, FromTexts):
            self._write_from_texts(rendering, output)
        elif isinstance(output, Archive):
            writer.write_bytes(output.address, packed(output, rendering.content, rendering.files, rendering.parts, self.env))
        elif isinstance(output, Pdf):
            self._write_pdf(rendering, output)
        elif isinstance(output, Book):
            self._write_book(rendering, output)
        elif isinstance(output, Deferred):
            self._write_deferred(rendering, output, mark)
        else:
            self._write_page(rendering, writer, output, "" if output.texts or output.by_files else mark)

    def _write_deferred(self, rendering: Rendering, output: Deferred, mark: str) -> None:
        path = output.address[1:]
        if not rendering.files.stays(path, "", mark):
            rendering.files.keyed(path, "", rendering.keys.key(output.address, output.made_from), output.make, mark)

    def _write_book(self, rendering: Rendering, book: Book) -> None:
        pictures = [rendering.network.media[path][0].sha256 for path in book.files.values()]
        key = rendering.keys.key(book.address, book.title, book.files, pictures, rendering.parts.marks(book))
        rendering.files.keyed(book.address[1:], "", key, lambda: bound(book, rendering.content, rendering.files, rendering.parts))

    def _write_pdf(self, rendering: Rendering, pdf: Pdf) -> None:
        """A PDF, made anew only if what it is made of has other bytes: it takes seconds."""
        inside = Archive(pdf.address, pdf.page, pdf.files)
        archive = packed(inside, rendering.content, rendering.files, rendering.parts, self.env)
        key = hashlib.sha256(printer().encode() + archive).hexdigest()
        rendering.files.keyed(pdf.address[1:], "", key, partial(printed, archive))

    def _write_from_texts(self, rendering: Rendering, output: FromTexts) -> None:
        key = rendering.keys.key(output.address, output.made_from)
        items = [rendering.network.items[path] for path in output.items]

        def make() -> bytes:
            return output.make({one.path: rendering.body(one) for one in items if one.body})

        rendering.files.keyed(output.address[1:], "", key, make)

    def _write_page(self, rendering: Rendering, writer: "ItemWriter", page: Page, mark: str) -> None:
        path = f"{page.address[1:]}index.html" if page.address.endswith("/") else page.address[1:]
        if rendering.files.stays(path, page.source, mark):
            return
        rendering.begin(page.address)
        for one in page.attached:
            self._write(rendering, writer, one)
        sizes = {one.address: rendering.files.size(one.address[1:]) for one in page.attached}
        values = {**rendering.frame.values(page), **({"sizes": sizes} if sizes else {})}
        key = None if self.settings["PLUGINS"] else rendering.keys.key(page.template, values, rendering.parts.marks(page))

        def render() -> bytes:
            return self._render(rendering, page, {**values, **rendering.texts(page)}).encode()

        rendering.files.keyed(path, page.source, key, render, mark)

    def _render(self, rendering: Rendering, page: Page, values: Mapping[str, Any]) -> str:
        html: str = self.env.get_template(page.template).render({**rendering.frame.common, **values})
        return html

    def _sent(self, writer: "ItemWriter", page: Page, content: Content) -> None:
        if signals.content_written.receivers:
            signals.content_written.send(
                str(Path(writer.output_path) / page.address[1:] / "index.html"),
                context={**self.context, "article": content, "page": content, "output_file": page.address[1:]},
            )


def _contents(context: dict[str, Any]) -> Iterator[Content]:
    yield from context["articles"]
    yield from context["pages"]


def _assert_all_written(rendering: Rendering, context: dict[str, Any]) -> None:
    """Pelican only logs what it cannot read; here that stops the site, so that nothing is dropped silently."""
    written = {content.item.path for content in _contents(context)}
    lost = [item.path for item in rendering.items if item.path not in written]
    if lost:
        raise LookupError(f"Pelican dropped {', '.join(lost[:5])}")


class ItemWriter(Writer):
    """Hands every file to `Rendering.put` instead of writing into a folder that readers may be looking at."""

    def write_bytes(self, address: str, content: bytes) -> None:
        """One file as it is."""
        rendering: Rendering = self.settings["ZHIBU"]
        rendering.files.put(address[1:], content, "")


class SitePelican(Pelican):
    """Pelican with the network's generators in place of its own; generators of plugins stay."""

    def init_plugins(self) -> None:
        """Load the site's plugins from elsewhere; Pelican would log one that raises and go on without it."""
        self.plugins = load_plugins(self.settings)
        for plugin in self.plugins:
            plugin.register()

    def _get_generator_classes(self) -> list[type]:
        found = [
            generator
            for _, values in signals.get_generators.send(self)
            for generator in (values if isinstance(values, Iterable) else (values,))
            if isinstance(generator, type)
        ]
        return [ItemArticles, ItemPagesGenerator, *found, WholeSite]

    def _get_writer(self) -> ItemWriter:
        return ItemWriter(self.output_path, settings=self.settings)


def prepare(rendering: Rendering) -> None:
    """Connect the capabilities' receivers in this process."""
    for capability in active(rendering.network, rendering.site):
        if capability.register is not None:
            capability.register()


def run(rendering: Rendering) -> None:
    """Build one site in this process; call it once per process, Pelican keeps state."""
    logging.getLogger("pelican").setLevel(logging.ERROR)
    prepare(rendering)
    SitePelican(settings(rendering)).run()
