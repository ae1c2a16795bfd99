"""What a site writes for search: its page, the segments of its items and the texts that excerpts are taken from."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from plugins.network.index import seal
from plugins.network.items import Item
from plugins.network.json_text import encode
from plugins.network.network import Network, newest
from plugins.network.outputs import File, FromTexts, Output, Page
from plugins.network.sites import Site
from plugins.search.folding import HAN_IN, simplified, words_of
from plugins.search.postings import ALPHABET
from plugins.search.segments import Document, script, segment, texts
from plugins.search.shards import FOLDER, INDEX, SEGMENT, TEXTS

ITEMS = 128
"""Items of one segment, on average at most: as many are worked through again when one of them changes."""
MOST = len(ALPHABET) - 1
"""Items of one file of texts."""
TEXT_CHARACTERS = 3_000
"""A file of texts is closed when its items have as many."""
NEWEST = 6
TRADITIONAL = f"{FOLDER}traditional.js"


def search(network: Network, site: Site) -> Iterator[Output]:
    """The search of a site: all of its items that lists show; where a host begins, what Traditional characters are."""
    _ = network.settings.gettext
    base = f"{site.base}{FOLDER}"
    host = site.base if site.url else "/"
    values = {
        "newest": newest((*network.standing(site.id), *network.rolled_up(site.id)))[:NEWEST],
        "index": f"{host}{INDEX}",
        "traditional": f"{host}{TRADITIONAL}",
        "host": host,
        "alone": bool(site.url),
        "scopes": _scopes(network, site),
    }
    description = _("在%(site)s和%(network)s里搜索。", site=site.title, network=network.settings.name)
    crumbs = ((site.title, site.base),)
    yield Page(base, "search.html", _("搜索"), values, description, section="search", crumbs=crumbs, robots="noindex")
    if host == site.base:
        traditional, plain = simplified().keys(), simplified().values()
        yield File(f"{host}{TRADITIONAL}", script("traditional", "".join(traditional), "".join(plain)))
    for part, items in enumerate(_parts(network.standing(site.id))):
        yield from _segment(network, site, part, items)


def _scopes(network: Network, site: Site) -> list[tuple[str, str, bool]]:
    """(value, label, chosen first) of where a reader can search: of a host of its own everything there, that is, the site."""
    alone = bool(site.url) or len(network.sites) == 1
    here = ("site", network.settings.gettext("本站"), alone or bool(site.parent))
    return [here] if alone else [here, ("network", network.settings.gettext("全网"), not site.parent)]


def _parts(items: Sequence[Item]) -> Sequence[Sequence[Item]]:
    """The items in so many parts by the hash of their paths that a new one changes one of them; each in order of date."""
    count = 1 << ((len(items) - 1) // ITEMS).bit_length() if items else 0
    parts: list[list[Item]] = [[] for _ in range(count)]
    for item in items:
        parts[int.from_bytes(hashlib.blake2b(item.path.encode(), digest_size=4).digest()) % count].append(item)
    return [sorted(part, key=lambda item: (item.date.isoformat() if item.date else "", item.path)) for part in parts]


def _segment(network: Network, site: Site, part: int, items: Sequence[Item]) -> Iterator[Output]:
    """A segment and its files of texts."""
    if not items:
        return
    base = f"{site.base}{FOLDER}"
    paths = tuple(item.path for item in items)
    told = tuple([_told(network, item) for item in items])
    files = list(_files(items))
    for number, (start, end) in enumerate(files):
        yield FromTexts(
            f"{base}{TEXTS}{part}-{number}.js", told[start:end], paths[start:end],
            partial(_texts, f"{site.id}-{part}-{number}", network, items[start:end]),
        )  # fmt: skip
    head = {
        "site": site.id, "title": site.title, "url": site.url, "base": site.base[1:], "part": part,
        "files": "".join(ALPHABET[end - start] for start, end in files).rstrip(ALPHABET[1]),
    }  # fmt: skip
    yield FromTexts(f"{base}{SEGMENT}{part}.txt", (*told, *head.items()), paths, partial(_keys, head, network, items))


def _told(network: Network, item: Item) -> str:
    """What tells whether an item is searched as it was."""
    day = item.date.isoformat() if item.date else ""
    beside = _beside(network, item), _attached(network, item)
    return encode((item.hash, item.body, item.address, item.title, item.kind, day, *beside))


def _files(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Where each file of texts begins and ends."""
    start, length = 0, 0
    for number, item in enumerate(items, 1):
        length += item.characters
        if length >= TEXT_CHARACTERS or number - start == MOST or number == len(items):
            yield start, number
            start, length = number, 0


def _texts(name: str, network: Network, items: Sequence[Item], bodies: Mapping[str, str]) -> bytes:
    return texts(name, [_document(network, item, bodies) for item in items])


def _keys(head: Mapping[str, object], network: Network, items: Sequence[Item], bodies: Mapping[str, str]) -> bytes:
    documents = [_document(network, item, bodies) for item in items]
    return segment({**head, "version": seal(encode(documents))[:6]}, documents)  # so that no cache mixes texts of two releases


def _document(network: Network, item: Item, bodies: Mapping[str, str]) -> Document:
    """What is searched of an item: what its page says, but for what no other page may repeat."""
    body = "" if item.kind in network.fleeting else words_of(bodies.get(item.path, ""))
    text = "\n".join(word for word in (body, *_beside(network, item), *_attached(network, item)) if word)
    return Document(item.path, item.address, item.title, network.labels[item.kind], item.date.date() if item.date else None, text)


def _beside(network: Network, item: Item) -> tuple[str, ...]:
    """What the page says beside the text: fields that lists show, tags, column, author, source."""
    listed = (value for name in network.listed.get(item.kind, ()) if isinstance(value := item.fields.get(name), str))
    source = (item.source.name,) if item.source else ()
    return (*filter(HAN_IN.search, listed), *item.tags, item.column, item.author, *source)


def _attached(network: Network, item: Item) -> tuple[str, ...]:
    """The names of its attachments."""
    return () if item.kind in network.fleeting else tuple(one.name for one in item.attachments)
