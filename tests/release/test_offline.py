"""The offline copy: every link of every page names a file of it, and the same release gives the same bytes."""

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from plugins.release.offline import FOLDER, OPENER, Leading, copy
from plugins.release.releases import Releases
from tests.browser import IN_BROWSER, listening, opened
from tests.links import parsed
from tests.networks import Place

ONLINE = ("canonical", "alternate")


def copied(place: Place, file: Path) -> Path:
    """The unpacked copy of what is published."""
    releases = Releases(place.folder / "output" / "public")
    release = releases.current()
    assert release is not None
    assert copy(release, place.current.resolve(), file).written
    folder = file.with_suffix("")
    with zipfile.ZipFile(file) as made:
        assert made.testzip() is None
        made.extractall(folder)
    return folder


def lost(folder: Path) -> list[str]:
    """The references of all pages that name no file of the copy."""
    site = parsed(folder)
    found = []
    for one in site.references:
        path, anchor = unquote(urlsplit(one.written).path), urlsplit(one.written).fragment
        if one.is_whole or not (path or anchor):
            continue
        file = posixpath.normpath(posixpath.join(posixpath.dirname(one.page), path)) if path else one.page
        if not (folder / file).is_file() or (anchor and unquote(anchor) not in site.anchors[file]):
            found.append(str(one))
    return found


def test_every_link_names_a_file_of_the_copy(small: Place, tmp_path: Path) -> None:
    small.write("a/news/2026-10-01-walk.md", (small.content / "a/news/2026-10-01-walk.md").read_text("utf-8").replace("tags:", "aliases: /a/news/jiu/\ntags:"))  # fmt: skip
    small.build()
    folder = copied(small, tmp_path / "copy.zip")
    assert len(list(folder.rglob("*.html"))) > 20
    assert lost(folder) == []
    moved = (folder / "site/a/news/jiu/index.html").read_text("utf-8")
    assert 'content="0; url=../../../a/news/2026-10-01-walk/index.html"' in moved


def test_a_link_that_is_lost_would_be_found(small: Place, tmp_path: Path) -> None:
    folder = copied(small, tmp_path / "copy.zip")
    (folder / "site/a/news/2026-10-01-walk/index.html").unlink()
    assert lost(folder)


def test_sites_on_hosts_of_their_own_are_linked_inside_the_copy(small: Place, tmp_path: Path) -> None:
    small.edit("a/site.yaml", "parent", "url: https://jia.example.cn/\nparent")
    small.build()
    folder = copied(small, tmp_path / "copy.zip")
    assert lost(folder) == []
    pages = [file.read_text("utf-8") for file in folder.rglob("*.html")]
    assert not any('<a href="https://jia.example.cn' in page or 'src="https://jia' in page for page in pages)
    assert not any('<a href="https://wang.example.cn' in page for page in pages)
    assert any('<link rel="canonical" href="https://jia.example.cn/news/' in page for page in pages)


def test_the_copy_opens_at_its_top_and_leaves_out_what_needs_a_server(small: Place, tmp_path: Path) -> None:
    folder = copied(small, tmp_path / "copy.zip")
    opener = (folder / OPENER).read_text("utf-8")
    assert f'href="{FOLDER}index.html"' in opener and "示例党委" in opener and "2026-11-21" in opener
    assert sorted(path.name for path in folder.iterdir()) == ["site", OPENER]
    for gone in ("404.html", "robots.txt", "sitemap.xml", "manifest.json"):
        assert not (folder / FOLDER / gone).exists(), gone
    assert (folder / FOLDER / "library/safety/card.csv").read_bytes() == small.current.joinpath("library/safety/card.csv").read_bytes()  # fmt: skip


def test_the_same_release_gives_the_same_bytes_and_is_not_written_twice(small: Place, tmp_path: Path) -> None:
    release = Releases(small.folder / "output" / "public").current()
    assert release is not None
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    assert copy(release, small.current, one).written and copy(release, small.current, two).written
    assert one.read_bytes() == two.read_bytes()
    assert not copy(release, small.current, one).written
    small.edit("b/news/2026-10-05-visit.md", "看了", "又看了")
    small.build()
    later = Releases(small.folder / "output" / "public").current()
    assert later is not None
    assert copy(later, small.current, one).written
    assert one.read_bytes() != two.read_bytes()


def test_a_copy_that_fails_leaves_the_one_before(small: Place, tmp_path: Path) -> None:
    release = Releases(small.folder / "output" / "public").current()
    assert release is not None
    file = tmp_path / "copy.zip"
    file.write_bytes(b"before")
    with pytest.raises(OSError, match=r"stamp\.json"):
        copy(release, tmp_path / "nowhere", file)
    assert [path.name for path in tmp_path.iterdir()] == ["copy.zip"]
    assert file.read_bytes() == b"before"


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ('<a href="./">', '<a href="./index.html">'),
        ('<a href="../">', '<a href="../index.html">'),
        ('<a href="..">', '<a href="../index.html">'),
        ('<a href="../b/#三">', '<a href="../b/index.html#三">'),
        ('<a class="x" href="b/?a=1">', '<a class="x" href="b/index.html?a=1">'),
        ('<a href="#here">', '<a href="#here">'),
        ('<a href="feed.atom">', '<a href="feed.atom">'),
        ('<a href="mailto:a@example.cn">', '<a href="mailto:a@example.cn">'),
        ('<a href="https://elsewhere.cn/">', '<a href="https://elsewhere.cn/">'),
        ('<a href="https://own.cn/x/#y">', '<a href="../own/x/index.html#y">'),
        ('<a href="https://own.cn/gone/">', '<a href="https://own.cn/gone/">'),
        ('<link rel="canonical" href="https://own.cn/x/">', '<link rel="canonical" href="https://own.cn/x/">'),
        ('<meta http-equiv="refresh" content="0; url=../x/">', '<meta http-equiv="refresh" content="0; url=../x/index.html">'),
        ('<meta name="description" content="a/">', '<meta name="description" content="a/">'),
        ('<form role="search" action="../search/">', '<form role="search" action="../search/index.html">'),
        ('<code>href="a/"</code>', '<code>href="a/"</code>'),
        (
            '<script src="s.js" data-stamp-source="../stamp.json" defer>',
            '<script src="s.js" data-stamp="{&quot;release&quot;: &quot;7&quot;}" data-stamp-source="../stamp.json" defer>',
        ),
    ],
)
def test_a_reference_is_rewritten_only_where_it_is_one(written: str, rewritten: str) -> None:
    leading = Leading(frozenset({"own/x/index.html"}), {"https://own.cn/": "own/"}, '{"release": "7"}')
    assert leading.rewritten(written, "a/index.html") == rewritten


@IN_BROWSER
def test_a_page_of_the_copy_tells_from_the_disk_of_when_it_is(small: Place, tmp_path: Path, browser: Browser) -> None:
    folder = copied(small, tmp_path / "copy.zip")
    page = opened(browser, (folder / "site/a/index.html").as_uri())
    heard = listening(page, "file:")
    page.reload()
    assert "更新于 2026-11-21 06:00" in page.locator("footer").inner_text()
    assert heard == []
    page.context.close()
