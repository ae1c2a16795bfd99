"""What must no longer be seen of a tree, found in its files: items that ended, were withdrawn, closed or taken back."""

import html
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote

from markupsafe import escape

from plugins.build.capabilities import copies
from plugins.build.joining import is_spoken
from plugins.build.store import OF_SITE, Entry, Store, Told

SHORT = 5
"""A word with fewer characters counts only where it stands alone: it may be part of any sentence."""
SIGNS = (b"\\u", b"%", b"&", b"")
"""What tells escaped forms of words: those of JSON, of addresses, of HTML."""
NOTE = (
    '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
    "<title>正在更新</title>\n<p>这一页正在更新，请稍后再来。</p>\n"
).encode()
"""What stands for a page, other than that of a gone item itself, of which there is no version that may be shown."""


class Traces:
    """Finds what shows any of some items that are gone, among everyone's.

    Too much is found rather than too little: a list that only happens to say the same words counts, too. The page of
    another item shows it only by leading to it: what its body says is that item's own. The copy of a page shows what that does.

    Args:
        entries: the files among which copies of pages may be.
    """

    def __init__(self, gone: Collection[Told], everyone: Collection[Told], store: Store, entries: Iterable[Entry] = ()) -> None:
        self._store = store
        self._originals = dict(_originals({entry.path: entry for entry in entries}))
        self._sources = {told.source for told in gone}
        self._folders = tuple(told.address[1:] for told in gone if told.address != "/")
        self._sites = tuple(told.address[1:] for told in gone if told.source.endswith(OF_SITE))
        others = [told for told in everyone if told.source not in self._sources]
        self._files = {file for told in gone for file in told.files} - {file for told in others for file in told.files}
        words = {word for told in gone for word in told.words} - {word for told in others for word in told.words}
        self._words = {
            sign: [(form, len(word) < SHORT) for word in sorted(words) for form in spellings(word) if _sign(form) == sign]
            for sign in SIGNS
        }
        hosts = {told.source.removesuffix(OF_SITE): told for told in everyone if told.source.endswith(OF_SITE) and told.url}
        self._hrefs = {_href(told, hosts).encode() for told in gone if told.address != "/"}

    def original(self, entry: Entry) -> Entry:
        """The page that a file is a copy of, or else the file itself."""
        return self._originals.get(entry.path, entry)

    def own(self, entry: Entry) -> bool:
        """Whether a file is there for nothing but what is gone."""
        entry = self.original(entry)
        if entry.source in self._sources or entry.path in self._files or entry.path.startswith(self._sites):
            return True
        return entry.source.endswith(OF_SITE) and entry.path.startswith(self._folders)

    def shown_by(self, entry: Entry) -> bool:
        """Whether a file shows anything of what is gone."""
        entry = self.original(entry)
        if self.own(entry):
            return True
        if not entry.source.endswith((".md", OF_SITE)) or is_spoken(entry.path):
            return False  # a picture or an attachment that an item which stays shows; or `unspoken` takes it back
        content = self._store.read(entry.sha256)
        return self._leads(content) or (entry.source.endswith(OF_SITE) and self._speaks(content))

    def showing(self, entries: Iterable[Entry]) -> list[str]:
        """The paths of the files that show anything of what is gone."""
        return [entry.path for entry in entries if self.shown_by(entry)]

    def _leads(self, content: bytes) -> bool:
        """Whether a text leads to what is gone."""
        return any(href in content and _stands(content, href, left=True) for href in self._hrefs)

    def _speaks(self, content: bytes) -> bool:
        """Whether a text says words of what is gone."""
        for sign, forms in self._words.items():
            if sign in content:
                for form, alone in forms:
                    if form in content and (not alone or _stands(content, form, left=True, right=True)):
                        return True
        return False


def _originals(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The path of each copy and the page that it was made of."""
    for copy in copies():
        for path in entries:
            if (page := copy.original(path)) in entries:
                yield path, entries[page]


def _href(told: Told, hosts: Mapping[str, Told]) -> str:
    """How every href to a page ends, from wherever it leads there: `network/hrefs.py`."""
    if told.url:
        return told.url
    host = hosts.get(told.source.partition("/")[0])
    return quote(told.address.removeprefix(host.address if host else "/"))


def _sign(form: bytes) -> bytes:
    """What stands in every text that holds a word in this form: looked for once, it saves looking for many words."""
    return next(sign for sign in SIGNS if sign in form)


def spellings(word: str) -> set[bytes]:
    """A word as HTML, XML, JSON and addresses write it."""
    forms = (
        word,
        html.escape(word),
        str(escape(word)),
        json.dumps(word)[1:-1],
        json.dumps(word, ensure_ascii=False)[1:-1],
        quote(word),
    )
    return {form.encode() for form in forms}


def _stands(content: bytes, word: bytes, *, left: bool = False, right: bool = False) -> bool:
    """Whether a word stands in a text; `left` and `right`: with no letter beside it there."""
    start = content.find(word)
    while start >= 0:
        end = start + len(word)
        if not (left and start and _letter(content[start - 1])) and not (right and end < len(content) and _letter(content[end])):
            return True
        start = content.find(word, start + 1)
    return False


def _letter(byte: int) -> bool:
    return byte >= 0x80 or chr(byte).isalnum() or byte in b"-_"
