"""Render one site in a process of its own: the slice in, a tree of stored files out."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import copied, is_heard
from plugins.build.code import code_digest
from plugins.build.growing import Before, Copies, Growing
from plugins.build.pool import Steps
from plugins.build.request import LeftOut
from plugins.build.shares import WHOLE, Share
from plugins.build.store import OF_SITE, Store, Tree, told_text
from plugins.build.telling import told_of
from plugins.build.theme import THEMES, theme
from plugins.network.addresses import remember, slug_of, slugs
from plugins.network.index import Index
from plugins.network.items import Item
from plugins.network.kinds import Kinds
from plugins.network.media import Medium
from plugins.network.network import Network
from plugins.network.readings import Reading
from plugins.network.sites import KIND_NAMES, Site

WORTH_A_PROCESS = 1000
"""Items; each share of a site unpacks the whole slice, which fewer pages do not make up for."""


class Luggage(Struct, frozen=True):
    """What a process on another machine needs to be given, for it sees neither index nor store.

    `bodies` and `pages` are what `Bodies` and `_known` would find there; `theme` are the files of a theme of the network's own.
    """

    bodies: Mapping[str, str]
    pages: Before
    theme: Mapping[str, tuple[str, Path]]
    held: frozenset[str]
    """What the store holds of the files that the site had the last time."""


class Packed:
    """A slice in the form in which processes get it, made once for several of them; there it is the Network again."""

    def __init__(self, network: Network) -> None:
        self._bytes = pickle.dumps(network, pickle.HIGHEST_PROTOCOL)

    def __reduce__(self) -> tuple[Callable[[bytes], Network], tuple[bytes]]:
        return pickle.loads, (self._bytes,)


class SiteTask(Struct, frozen=True):
    """What a process gets to render a site or a share of it: the slice and where things lie, nothing else."""

    network: Network
    site_id: str
    theme: tuple[Path, ...]
    """The folders of its theme (`Theme.folders`)."""
    theme_digest: str
    content: Path
    index: Path
    kept: Path
    store: Path
    slug_key: str
    """Under what the index keeps what words are called in addresses."""
    slugs: Mapping[str, str]
    """What words are called that the index did not know when the build began; on another machine, all words of the slice."""
    templates: Mapping[str, bytes]
    """Compiled templates of a theme that the fork server does not know."""
    basis: str
    """A hash over everything that its pages have in common: another one, and all are rendered anew."""
    shown: str
    """A hash over that and everything that its pages show of other items than their own."""
    luggage: Luggage | None = None
    share: Share = WHOLE

    def shares(self, most: int) -> "list[SiteTask]":
        """The same in so many parts that each is worth a process; a site whose contents somebody listens to stays whole."""
        site = self.network.sites[self.site_id]
        items = sum(path.startswith(f"{self.site_id}/") for path in self.network.items)  # none of them is looked at here
        count = 1 if is_heard(self.network, site) else min(most, -(-items // WORTH_A_PROCESS))
        return [replace(self, share=Share(number, count)) for number in range(count)] if count > 1 else [self]

    @property
    def items(self) -> Sequence[Item]:
        """The items that it tells of."""
        return self.share.of(self.network.of(self.site_id))

    @property
    def media(self) -> Mapping[str, tuple[Medium, str]]:
        """The pictures and attachments that it stores."""
        return dict(self.share.of(tuple(self.network.media.items())))

    def packed(self, theme_files: Mapping[str, tuple[str, Path]], last: Tree) -> "SiteTask":
        """The same for another machine.

        Args:
            theme_files: of a theme in the content folder, as `brings` tells files. last: the site's tree so far.
        """
        pages, _ = _known(self)
        with Bodies(self) as found:
            bodies = {item.path: body for item in self.network.of(self.site_id) if (body := found.find(item)) is not None}
        store = Store(self.store)
        had = {entry.sha256 for entry in last.entries} | {made.sha256 for made in pages.made.values()}
        words = {*words_of(self.network.of(self.site_id)), *words_of_sites(self.network.sites.values())}
        slugs = {word: slug_of(word) for word in words}
        return replace(
            self, slugs=slugs, templates={}, luggage=Luggage(bodies, pages, theme_files, frozenset(filter(store.holds, had)))
        )

    def brings(self) -> Mapping[str, tuple[str, Path]]:
        """The pictures and attachments of the site, and the files of a theme of the network's own."""
        store, brought = Store(self.store), dict(self.luggage.theme if self.luggage else {})
        for path, (medium, _) in self.media.items():  # a broken one is shown as it was, and only stored so
            for name, sha256 in medium.files(path):
                brought[name] = (sha256, store.place(sha256) if store.holds(sha256) else self.content / name)
        return brought

    def holds(self) -> frozenset[str]:
        """What the store has, and pictures and attachments, which are here."""
        held = self.luggage.held if self.luggage else frozenset()
        return held.union(sha256 for medium, _ in self.media.values() for _, sha256 in medium.files(""))

    def store_of(self) -> Path | None:
        """Where the bytes of its files go."""
        return self.store

    def at(self, content: Path, store: Path) -> "SiteTask":
        """The same site elsewhere; our own themes are installed there too."""
        own = self.luggage is not None and self.luggage.theme
        first, *inherited = self.theme
        folder = content / "themes" / first.name if own else THEMES / first.name
        return replace(self, content=content, store=store, theme=(folder, *(THEMES / one.name for one in inherited)))


def sent_together(shares: Sequence[SiteTask]) -> list[SiteTask]:
    """The shares of one site for processes of this machine: what is large in all of them is pickled once."""
    if len(shares) == 1:
        return list(shares)
    network: Any = Packed(shares[0].network)
    return [replace(share, network=network) for share in shares]


class Rendered(Struct, frozen=True):
    """The tree of a site or of a share of it.

    Besides what its pages were made from, as a text, and what words were called, for the next time.
    """

    tree: Tree
    pages: str
    slugs: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()
    """The pages that the theme has no template for."""
    lacking: bool = False
    """Nothing was rendered: the cache has lost the text of an item that is to be shown, or the store a picture."""


def render_site(steps: Steps, task: SiteTask) -> Rendered:
    """Render what changed of a site, or of a share of it, into the store.

    Raises:
        jinja2.TemplateError: a template is broken.
    """
    site = task.network.sites[task.site_id]
    from plugins.build.site import Rendering, run  # Pelican is for the processes that render, not for the one that plans
    from plugins.build.templates import WARM

    WARM.compiled.update(task.templates)
    before, known = _known(task)
    remember(known)
    remember(task.slugs)
    heard = is_heard(task.network, site)
    store = Store(task.store)
    if not all(store.holds_all(medium) for medium, _ in task.media.values() if medium.made):
        return Rendered(Tree(), "", {}, lacking=True)
    copies = Copies(copied(task.network, site), site.base[1:] if site.url else "", task.basis)
    growing = Growing(store, f"{task.site_id}{OF_SITE}", before.made, copies)
    with Bodies(task) as bodies:
        rendering = Rendering(
            task.network, site, theme(*task.theme, digest=task.theme_digest), task.content, bodies, growing, task.basis, steps.begin,
            heard, task.share, "" if heard else task.shown,
        )  # fmt: skip
        try:
            run(rendering)
        except LookupError:
            if not bodies.lost:
                raise
            return Rendered(Tree(), "", {}, lacking=True)
    for path, (medium, address) in task.media.items():
        steps.begin(path)
        for name, sha256 in medium.files(address):
            growing.adopt(name[1:], task.content / path, sha256, path)
    fresh = {word: slug for word, slug in slugs().items() if word not in known}
    same = bool(task.shown) and before.shown == task.shown and task.share == WHOLE
    told = before.told if same else told_text(told_of(task.network, site, task.items))
    return Rendered(growing.tree(told), Before(task.shown, told, growing.made).text, fresh, rendering.left_out)


def joined_shares(shares: Sequence[Rendered]) -> Rendered:
    """The whole site; the same however many shares it was rendered in."""
    if len(shares) == 1:
        return shares[0]
    pages = [Before.read(share.pages) for share in shares]
    made = {path: one for share in pages for path, one in share.made.items()}
    slugs = {word: slug for share in shares for word, slug in share.slugs.items()}
    tree = Tree.joined([share.tree for share in shares])
    return Rendered(tree, Before(pages[0].shown, tree.items, made).text, slugs, shares[0].left_out)


def compile_templates(_steps: Steps, folders: Sequence[Path]) -> Mapping[str, bytes]:
    """The compiled templates of a theme that the fork server does not know, for processes that need them."""
    from plugins.build import templates
    from plugins.build.site import environment

    known = set(templates.WARM.compiled)
    templates.compile_templates(environment(theme(*folders)))
    return {key: code for key, code in templates.WARM.compiled.items() if key not in known}


def spelled(_steps: Steps, words: Sequence[str]) -> Mapping[str, str]:
    """What words are called in addresses."""
    return {word: slug_of(word) for word in words}


def words_of(items: Iterable[Item]) -> Iterator[str]:
    """The Chinese words of items that may become part of an address: tags, columns, short texts that facets are made of.

    They are turned into pinyin once and handed to every process, for each would take a quarter of a second to learn how.
    """
    for item in items:
        yield from _chinese((*item.tags, item.column, *_short(item.fields.values())))


def words_of_readings(readings: Iterable[Reading], kinds: Kinds) -> Iterator[str]:
    """The same of what files say, before it is known which of them make items."""
    for reading in readings:
        fields = reading.fields or {}
        own = kinds.by_id[reading.kind].own if fields else ()
        yield from _chinese((*fields.get("tags", ()), fields.get("column", ""), *_short(fields.get(name) for name in own)))


def _short(values: Iterable[Any]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and len(value) <= 30)


def _chinese(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if not word.isascii())


def words_of_sites(sites: Iterable[Site]) -> Iterator[str]:
    """The Chinese words of sites that may: what the lists of all sites group them by."""
    return _chinese((*KIND_NAMES.values(), *(word for site in sites for word in (site.title, site.place, site.trade))))


def settings_key() -> str:
    """Under what the index keeps what settings files say."""
    return f"settings:{code_digest()[:16]}:"


def slug_key() -> str:
    """Under what the index keeps slugs: another code or pypinyin could make others."""
    return f"slug:{code_digest()[:16]}:"


def pages_key(site_id: str) -> str:
    """Under what the index keeps what a site's pages were made from."""
    return f"pages:{site_id}"


AT_HAND = 200
"""How many bodies stay at hand: a page shows each, then the search data of the site is made from them."""


class Bodies(AbstractContextManager["Bodies"]):
    """The parsed bodies of items, each fetched when it is asked for."""

    def __init__(self, task: SiteTask) -> None:
        self._packed = task.luggage.bodies if task.luggage is not None else {}
        self._index = Index(task.index, read_only=True) if task.luggage is None else None
        self._tail = lru_cache(maxsize=AT_HAND)(self._index.tail) if self._index is not None else None
        self._kept = task.kept
        self.lost = False
        """Whether one was asked for that nobody has."""

    def __exit__(self, *_: object) -> None:
        if self._index is not None:
            self._index.close()

    def __call__(self, item: Item) -> str:
        """The body of an item.

        Raises:
            LookupError: nobody has it any more.
        """
        body = self.find(item)
        if body is None:
            self.lost = True
            raise LookupError(f"the body of {item.path} is missing")
        return body

    def find(self, item: Item) -> str | None:
        """The body of an item, from the cache or, for a last good version, from what is kept; None if nobody has it."""
        if self._tail is None:
            return self._packed.get(item.path)
        body = self._tail(item.hash)
        if body is None and item.stale:
            with Index(self._kept, read_only=True) as kept:
                return kept.tail(item.hash)
        return body


def _known(task: SiteTask) -> tuple[Before, Mapping[str, str]]:
    """What the pages of the site were made from the last time, and all slugs."""
    if task.luggage is not None:
        return task.luggage.pages, {}
    with Index(task.index, read_only=True) as index:
        return Before.read(index.tail(pages_key(task.site_id))), index.heads(task.slug_key)
