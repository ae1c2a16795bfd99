"""A release as one zip file that opens by double click: every link names its file, so no web server is needed."""

import os
import posixpath
import re
import zipfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from plugins.release.manifest import Release

FORMAT = 2
"""Of the copy; another one, and a copy of the same release is written anew."""
OPENER, FOLDER = "打开.html", "site/"
_CHUNK = 1 << 20
_INDEX, _STAMP = "index.html", "stamp.json"
_ONLY_ONLINE = ("404.html", "robots.txt", "sitemap.xml")
_PACKED = frozenset({".html", ".css", ".js", ".json", ".csv", ".svg", ".xml", ".txt", ".atom", ".ics", ".vtt", ".webmanifest"})
"""What is worth compressing; pictures, films and documents are compressed already."""
_TAG = re.compile(r"<[a-z][^<>]*>")
_LEADING = re.compile(r'(?<=\s)(?P<name>href|src|poster|action|content)="(?P<value>[^"]*)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_NAME = re.compile(r'<meta property="og:site_name" content="([^"]*)">')
_REFRESH = "0; url="
_STAMPED = " data-stamp-source="
"""Has the script that tells when a page was made."""


class Copy(Struct, frozen=True):
    """What became of an offline copy; not `written` if the same one was there already."""

    file: Path
    pages: int
    size: int
    written: bool


def copy(release: Release, folder: Path, file: Path) -> Copy:
    """Write the copy of a release that lies in `folder`; whoever looks at `file` sees the old or the new one, whole.

    Raises:
        OSError: it cannot be written, or a file of the release is missing.
    """
    stamps = [path for path in release.stamps if path.endswith(_STAMP)]  # and no signature: these are other bytes
    paths = sorted([*stamps, *(entry.path for tree in release.trees.values() for entry in tree.entries)])
    kept = [path for path in paths if posixpath.basename(path) not in _ONLY_ONLINE]
    pages, mark = sum(path.endswith(".html") for path in kept), f"zhibu {FORMAT} {release.id}".encode()
    written = _comment(file) != mark
    if written:
        beside = file.with_name(f"{file.name}.part")
        try:
            _write(release, folder, beside, kept, mark)
            os.replace(beside, file)
        finally:
            beside.unlink(missing_ok=True)
    return Copy(file, pages, file.stat().st_size, written)


def _comment(file: Path) -> bytes:
    try:
        with zipfile.ZipFile(file) as there:
            return there.comment
    except (OSError, zipfile.BadZipFile):
        return b""


def _write(release: Release, folder: Path, file: Path, paths: list[str], mark: bytes) -> None:
    """Page by page and piece by piece, so that it needs little memory however large the release is."""
    stamp = (folder / _STAMP).read_text("utf-8")
    leading = Leading(frozenset(paths), _hosts(release, folder), stamp)
    with zipfile.ZipFile(file, "w") as made:
        made.comment = mark
        made.writestr(_entry(OPENER), _opener(release, folder).encode())
        for path in paths:
            entry = _entry(FOLDER + path)
            if path.endswith(".html"):
                made.writestr(entry, leading.rewritten((folder / path).read_text("utf-8"), path).encode())
                continue
            entry.file_size = (folder / path).stat().st_size
            with open(folder / path, "rb") as source, made.open(entry, "w") as there:
                while piece := source.read(_CHUNK):
                    there.write(piece)


def _hosts(release: Release, folder: Path) -> Mapping[str, str]:
    """The folder of each host that the release has, by the URL where it begins, the longest first."""
    homes = {posixpath.dirname(path) for path in release.stamps if path.endswith(_STAMP)}
    found = {}
    for home in homes:
        page = folder / home / _INDEX
        named = _CANONICAL.search(page.read_text("utf-8")) if page.is_file() else None
        if named:
            found[unescape(named[1])] = f"{home}/" if home else ""
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


class Leading:
    """Makes the references of pages name files.

    Args:
        paths: every file of the copy. hosts: as `_hosts` tells them. stamp: what pages would fetch to tell when they were made.
    """

    def __init__(self, paths: frozenset[str], hosts: Mapping[str, str], stamp: str) -> None:
        self._stamp = f' data-stamp="{escape(stamp)}"{_STAMPED}'
        self._paths = paths
        self._hosts = hosts

    def rewritten(self, html: str, path: str) -> str:
        """A page with its references so written that they lead on from a disk."""
        here = posixpath.dirname(path)
        return _TAG.sub(lambda tag: self._tag(tag[0], here), html)

    def _tag(self, tag: str, here: str) -> str:
        if tag.startswith("<link") and 'rel="canonical"' in tag:
            return tag
        if tag.startswith("<script"):
            tag = tag.replace(_STAMPED, self._stamp)
        return _LEADING.sub(lambda found: f'{found["name"]}="{self._value(found["name"], found["value"], here)}"', tag)

    def _value(self, name: str, value: str, here: str) -> str:
        if name != "content":
            return self._reference(value, here)
        return _REFRESH + self._reference(value[len(_REFRESH) :], here) if value.startswith(_REFRESH) else value

    def _reference(self, written: str, here: str) -> str:
        """A reference of a page in the folder `here`; what leads out of the copy stays as it is."""
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]  # matches any text
        if not path:
            return written
        if urlsplit(path).scheme:
            return self._whole(path, here, mark + rest) or written
        name = posixpath.basename(path)
        return f"{path.rstrip('/')}/{_INDEX}{mark}{rest}" if name in ("", ".", "..") else written

    def _whole(self, path: str, here: str, rest: str) -> str:
        """The way to a whole URL that the copy has; empty if it has none."""
        url = unescape(path)
        for base, home in self._hosts.items():
            if url.startswith(base):
                inner = home + unquote(url[len(base) :])
                file = inner if inner in self._paths else posixpath.join(inner, _INDEX)
                return escape(quote(posixpath.relpath(file, here or "."))) + rest if file in self._paths else ""
        return ""


def _opener(release: Release, folder: Path) -> str:
    """The page at the top of the copy: what it is, of when, and the way in."""
    named = _NAME.search((folder / _INDEX).read_text("utf-8"))
    title, day = named[1] if named else "", escape(release.as_of[:10])
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="1; url={FOLDER}{_INDEX}">\n<title>{title} 离线副本</title>\n</head>\n<body>\n'
        f"<h1>{title}</h1>\n<p>这是 {day} 的离线副本，没有网络也能看。</p>\n"
        f'<p><a href="{FOLDER}{_INDEX}">打开首页</a></p>\n</body>\n</html>\n'
    )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980-01-01, whenever it is made
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, wherever it is made
    entry.compress_type = zipfile.ZIP_DEFLATED if posixpath.splitext(name)[1] in _PACKED else zipfile.ZIP_STORED
    return entry
