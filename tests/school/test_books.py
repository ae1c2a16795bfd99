"""The EPUB of a study pack: whole by structure, leading nowhere that is not in it, the same bytes each time."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from plugins.build.books import as_xhtml
from tests.networks import PIXEL, SMALL, Place, different

BOOK = "/a/study/2026-10/xuexibao-2026-10.epub"
NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
}
ESSAYS: Mapping[str, str | bytes] = {
    "a/essays/first.md": "---\n标题: 心得 <一> & 则\n日期: 2026-10-02\n---\n先听。\n\n## 练\n\n到[网上](https://example.cn/x)看。  \n第二行。\n\n- [x] 做了\n\n![门](../media/大门 1.png)\n",
    "a/essays/second.md": "---\n标题: 再一则\n日期: 2026-10-05\n附件: card.csv\n---\n见[上一则](first.md#练)和[动态](../news/2026-10-08-again.md)。\n",
    "a/essays/card.csv": "步骤,做法\n1,听\n",
    "a/media/大门 1.png": PIXEL,
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network in which one branch published two essays in October."""
    place = Place(tmp_path).write_all({**SMALL, **ESSAYS})
    place.build()
    return place


def opened(place: Place) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO((place.current / BOOK[1:]).read_bytes())) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


def found(source: bytes, path: str) -> list[str]:
    return [str(one) for one in etree.fromstring(source).xpath(path, namespaces=NAMES)]


def test_readers_know_it_by_its_first_bytes(place: Place) -> None:
    written = (place.current / BOOK[1:]).read_bytes()
    assert written[30:58] == b"mimetypeapplication/epub+zip"
    assert found(opened(place)["META-INF/container.xml"], "//c:rootfile/@full-path") == ["book/package.opf"]


def test_the_package_lists_every_file_once_and_the_spine_every_chapter(place: Place) -> None:
    book = opened(place)
    package = book["book/package.opf"]
    listed = [posixpath.join("book", unquote(one)) for one in found(package, "//o:manifest/o:item/@href")]
    assert sorted(listed) == sorted(set(book) - {"mimetype", "META-INF/container.xml", "book/package.opf"})
    ids = found(package, "//o:manifest/o:item/@id")
    assert len(set(ids)) == len(ids)
    assert found(package, "//o:spine/o:itemref/@idref") == ["c0", "contents", "c1", "c2"]
    assert found(package, "//o:item[@properties='nav']/@href") == ["contents.xhtml"]
    assert found(package, "//d:identifier/text()") == [f"https://wang.example.cn{BOOK}"]
    assert found(package, "//d:title/text()") == ["甲支部2026年10月学习包"]
    assert found(package, "//o:meta[@property='dcterms:modified']/text()") == ["2026-10-04T16:00:00Z"]


def test_every_chapter_is_xml_and_leads_to_what_is_there(place: Place) -> None:
    book = opened(place)
    chapters = [name for name in book if name.endswith(".xhtml")]
    assert len(chapters) == 4
    for name in chapters:
        led = [*found(book[name], "//x:a/@href"), *found(book[name], "//x:img/@src"), *found(book[name], "//x:link/@href")]
        inner = [one for one in led if not one.startswith(("https://", "#"))]
        assert inner
        assert all(posixpath.join("book", unquote(one.partition("#")[0])) in book for one in inner), (name, inner)
        ids = found(book[name], "//@id")
        assert len(set(ids)) == len(ids)
        assert {one[1:] for one in led if one.startswith("#")} <= set(ids)
    assert found(book["book/text-1.xhtml"], "//x:h1/text()") == ["心得 <一> & 则"]
    assert "https://wang.example.cn/a/news/2026-10-08-again/" in found(book["book/text-2.xhtml"], "//x:a/@href")
    assert "text-1.xhtml" in found(book["book/text-2.xhtml"], "//x:a/@href")


def test_pictures_come_along_in_their_proportions_and_other_files_do_not(place: Place) -> None:
    book = opened(place)
    assert book["book/picture-1.png"] == PIXEL
    assert b"img { max-width: 100%; height: auto }" in book["book/style.css"]
    assert not any(name.endswith(".csv") for name in book)


def test_the_booklet_leads_to_the_book(place: Place) -> None:
    assert any(href.endswith("xuexibao-2026-10.epub") for href in place.page("/a/study/2026-10/").hrefs("main a"))


def test_a_book_changes_with_its_texts_and_only_then(place: Place) -> None:
    before = place.tree()
    place.edit("a/news/2026-10-08-again.md", "好了。", "都好了。")
    place.build()
    assert BOOK[1:] not in different(place.tree(), before)
    place.edit("a/essays/second.md", "见", "再见")
    place.build()
    assert BOOK[1:] in different(place.tree(), before)
    with zipfile.ZipFile(io.BytesIO(place.tree()[BOOK[1:]])) as book:
        assert {one.date_time for one in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("<p>一<br>二</p>", "<p>一<br/>二</p>"),
        ("<p>一&nbsp;二 &amp; 三</p>", "<p>一\xa0二 &amp; 三</p>"),
        ("<input type='checkbox' disabled checked>", '<input checked="" disabled="" type="checkbox"/>'),
        ('<a href="text-2.xhtml#x">甲</a><a href="#y">乙</a>', '<a href="text-2.xhtml">甲</a><a href="#y">乙</a>'),
        ('<img src="https://x.cn/a.png" alt="门">', "门"),
    ],
)
def test_a_body_becomes_xml(html: str, xml: str) -> None:
    made, wanted = (etree.tostring(etree.fromstring(f"<b>{body}</b>"), method="c14n") for body in (as_xhtml(html), xml))
    assert made == wanted
