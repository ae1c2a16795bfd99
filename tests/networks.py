"""Small networks in a folder of their own: written, edited, built through the command's own function, read back."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from plugins.build.build import Build, Checked
from plugins.build.request import Places, Request
from plugins.cli.checking import Told, run
from plugins.network.audience import Audience

ZONE = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2026, 11, 21, 6, 0, tzinfo=ZONE)
PER_BUILD = frozenset({"manifest.json", "stamp.json"})
"""The only files of a release that may tell when it was made."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A PNG of one pixel."""

SMALL: Mapping[str, str | bytes] = {
    "network.yaml": "name: 示例网络\nbase_url: https://wang.example.cn/\nper_branch: 2\n",
    "root/site.yaml": "title: 示例党委\nkind: committee\nslogan: 把小事办好\n",
    "root/notices/2026-11-02-winter.md": "---\ntitle: 冬季检查\nto: all\ndeadline: 2026-12-01\n---\n请各支部[自查](/a/news/2026-10-01-walk.md)。\n",
    "root/news/2026-09-01-open.md": "---\ntitle: 网站开通\ntags: [网络]\n---\n开通了。\n",
    "root/pages/about.md": "# 关于我们\n\n一段介绍。\n",
    "a/site.yaml": "title: 甲支部\nkind: branch\nparent: root\naccent: '#1f5b8f'\ncolumns: [现场]\n",
    "a/news/2026-10-01-walk.md": "---\ntitle: 现场巡查记录\ntags: [安全, 现场]\ncolumn: 现场\n---\n# 巡查\n\n## 发现\n\n三处。见[急救](/library/safety/first-aid.md)。\n",
    "a/news/2026-10-08-again.md": "---\ntitle: 现场巡查又一次\ntags: [安全, 现场]\n---\n好了。见[上次](2026-10-01-walk.md#发现)。\n",
    "a/news/2026-10-15-photo.md": "---\ntitle: 一张照片\n---\n![门口](../media/door.png)\n",
    "a/notices/2026-10-20-meeting.md": "---\ntitle: 开会\n---\n周五开会。\n",
    "a/media/door.png": PIXEL,
    "b/site.yaml": "title: 乙支部\nkind: branch\nparent: root\n",
    "b/news/2026-10-05-visit.md": "---\ntitle: 到甲支部参观\n---\n看了[巡查](/a/news/2026-10-01-walk.md)。\n",
    "b1/site.yaml": "title: 一班党小组\nkind: group\nparent: b\n",
    "b1/news/2026-10-06-shift.md": "---\ntitle: 交接班\n---\n交接。\n",
    "library/site.yaml": "title: 资源库\nkind: library\nparent: root\n",
    "library/safety/first-aid.md": "---\ntitle: 急救卡\ndate: 2026-01-05\nsource: 示例医院\nlicence: CC BY 4.0\nattachments: [card.csv]\n---\n先看伤者。\n",
    "library/safety/card.csv": "步骤,做法\n1,呼救\n",
}  # fmt: skip
"""A committee with two branches, a group and a library; a few items that refer to each other."""


@dataclass
class Place:
    """A content folder, its cache and what is published from it."""

    folder: Path

    @property
    def content(self) -> Path:
        """Where writers write."""
        return self.folder / "content"

    def write(self, path: str, written: str | bytes) -> Path:
        """Write a file of the content folder."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written.encode() if isinstance(written, str) else written)
        return file

    def write_all(self, files: Mapping[str, str | bytes]) -> "Place":
        """Write several files."""
        for path, written in files.items():
            self.write(path, written)
        return self

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a piece of text that a file holds."""
        text = (self.content / path).read_text("utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new))

    def delete(self, path: str) -> None:
        """Remove a file or a folder of the content folder."""
        file = self.content / path
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    def move(self, path: str, to: str) -> None:
        """Rename a file of the content folder."""
        (self.content / to).parent.mkdir(parents=True, exist_ok=True)
        (self.content / path).rename(self.content / to)

    def request(self, as_of: datetime = AS_OF, *, tier: Audience = "public", **options: Any) -> Request:
        """A build of this folder."""
        return Request(Places(self.content, self.folder / "output", self.folder / "cache", tier), as_of, **options)

    def build(self, as_of: datetime = AS_OF, **options: Any) -> Told:
        """Build and release, as the command does."""
        return run(self.request(as_of, **options), writes=True)

    def check(self, as_of: datetime = AS_OF, **options: Any) -> Checked:
        """Everything that is known before rendering."""
        with Build(self.request(as_of, **options)) as build:
            checked = build.check()
            for part in checked.scanned.network.parts.values():
                assert part.body is not None  # fetched while the index is open, also of sites without items
            return checked

    def copied(self, folder: Path, *without: str) -> "Place":
        """The same in another folder, with cache and releases, but for folders by some names."""
        shutil.copytree(self.folder, folder, symlinks=True, ignore=shutil.ignore_patterns(*without))
        return Place(folder)

    @property
    def current(self) -> Path:
        """What readers of the public tier see."""
        return self.folder / "output" / "public" / "current"

    def tree(self) -> dict[str, bytes]:
        """Every published file but the two that tell when they were made."""
        return tree(self.current)

    def has(self, address: str) -> bool:
        """Whether there is a page or file at an address."""
        return file_at(self.current, address).is_file()

    def text(self, address: str) -> str:
        """The page or file at an address."""
        return file_at(self.current, address).read_text("utf-8")

    def page(self, address: str) -> "Page":
        """The page at an address, read as a browser reads it."""
        return Page(self.text(address))


class Page:
    """A page's elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.soup = BeautifulSoup(source, "lxml")

    @cached_property
    def words(self) -> str:
        """All its text, spaces folded."""
        return words(self.soup.body)

    def texts(self, selector: str) -> list[str]:
        """The text of every element that a CSS selector finds."""
        return [words(found) for found in self.soup.select(selector)]

    def hrefs(self, selector: str = "a") -> list[str]:
        """The hrefs of every link that a CSS selector finds."""
        return [str(found["href"]) for found in self.soup.select(selector) if found.get("href")]

    def meta(self, name: str) -> str | None:
        """The content of <meta name> or <meta property>."""
        found = self.soup.find("meta", attrs={"name": name}) or self.soup.find("meta", attrs={"property": name})
        return str(found["content"]) if found else None


def words(element: Tag | None) -> str:
    """The text of an element, spaces folded."""
    return " ".join(element.get_text(" ").split()) if element else ""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a release folder but the two that tell when they were made."""
    return {path: file.read_bytes() for path, file in _files(folder) if file.name not in PER_BUILD}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.relative_to(folder).as_posix(), file


def file_at(folder: Path, address: str) -> Path:
    """The file that a web server gives for an address."""
    inner = address.lstrip("/")
    return folder / (f"{inner}index.html" if not inner or inner.endswith("/") else inner)


def different(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths of the files that two trees do not have in common, byte for byte."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
