"""SVG in a built network: refused unless allowed; what is published of the known attacks does nothing in a real browser."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from plugins.cli.checking import OK, QUARANTINED
from plugins.network.drawings import cleaned
from plugins.network.pictures import BrokenPictureError
from tests.browser import IN_BROWSER, browser
from tests.networks import SMALL, Place, different
from tests.privacy.planted import PLAIN

__all__ = ["browser"]
pytestmark = pytest.mark.xdist_group("browser")

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="http://www.w3.org/1999/xhtml"'
OPEN = f'<svg {NAMES} viewBox="0 0 40 30" width="40" height="30"'
AWAY = "/fetched"
RUN = "fetch('/ran')"
MARKUP = f"&lt;svg xmlns='http://www.w3.org/2000/svg' onload=&quot;{RUN}&quot;/&gt;"
ATTACKS: Mapping[str, str] = {
    # what runs
    "script": f"{OPEN}><script>{RUN}</script></svg>",
    "script in CDATA": f"{OPEN}><script><![CDATA[{RUN}]]></script></svg>",
    "script from elsewhere": f'{OPEN}><script href="{AWAY}.js"/></svg>',
    "script by xlink": f'{OPEN}><script xlink:href="{AWAY}.js"/></svg>',
    "script as data": f'{OPEN}><script href="data:text/javascript,{RUN}"/></svg>',
    "script of HTML": f"{OPEN}><x:script>{RUN}</x:script></svg>",
    "script in text": f"{OPEN}><text>a<script>{RUN}</script></text></svg>",
    "script in title": f"{OPEN}><title><script>{RUN}</script></title></svg>",
    "script in metadata": f"{OPEN}><metadata><script>{RUN}</script></metadata></svg>",
    "script in UTF-16": f"<?xml version='1.0' encoding='utf-16'?>{OPEN}><script>{RUN}</script></svg>",
    "onload": f'{OPEN} onload="{RUN}"/>',
    "onload inside": f'{OPEN}><g onload="{RUN}"><svg onload="{RUN}"/></g></svg>',
    "onfocus": f'{OPEN}><rect width="40" height="30" tabindex="0" autofocus="" onfocus="{RUN}"/></svg>',
    "onclick": f'{OPEN}><rect width="40" height="30" onclick="{RUN}" onpointerdown="{RUN}"/></svg>',
    "link": f'{OPEN}><a href="javascript:{RUN}"><rect width="40" height="30"/></a></svg>',
    "link by xlink": f'{OPEN}><a xlink:href="java&#x0A;script:{RUN}"><rect width="40" height="30"/></a></svg>',
    "animated link": f'{OPEN}><a><rect width="40" height="30"/><animate attributeName="href" values="javascript:{RUN}"/></a></svg>',
    "set link": f'{OPEN}><a><rect width="40" height="30"/><set attributeName="xlink:href" to="javascript:{RUN}"/></a></svg>',
    "onbegin": f'{OPEN}><animate attributeName="x" dur="1s" onbegin="{RUN}"/></svg>',
    "onbegin of set": f'{OPEN}><set attributeName="x" to="1" onbegin="{RUN}"/></svg>',
    "onerror of image": f'{OPEN}><image href="x:" onerror="{RUN}"/></svg>',
    "foreign body": f'{OPEN}><foreignObject width="9" height="9"><x:body onload="{RUN}"/></foreignObject></svg>',
    "foreign picture": f'{OPEN}><foreignObject width="9" height="9"><x:img src="x:" onerror="{RUN}"/></foreignObject></svg>',
    "foreign frame": f'{OPEN}><foreignObject width="9" height="9"><x:iframe srcdoc="{MARKUP}"/></foreignObject></svg>',
    "picture of HTML": f'{OPEN}><x:img src="x:" onerror="{RUN}"/></svg>',
    "frame of HTML": f'{OPEN}><x:iframe src="javascript:{RUN}"/></svg>',
    "film of HTML": f'{OPEN}><x:video><x:source src="x:" onerror="{RUN}"/></x:video></svg>',
    "object of HTML": f'{OPEN}><x:object data="javascript:{RUN}"/></svg>',
    "use of data": f'{OPEN}><use href="data:image/svg+xml,{MARKUP}#a"/></svg>',
    "entity": f"<!DOCTYPE svg [<!ENTITY a '<script xmlns=\"http://www.w3.org/2000/svg\">{RUN}</script>'>]>{OPEN}>&a;</svg>",
    "attribute by default": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA #FIXED "{RUN}">]>{OPEN}/>',
    "handler": f'{OPEN} xmlns:ev="http://www.w3.org/2001/xml-events"><handler type="text/javascript" ev:event="load">{RUN}</handler></svg>',
    "stylesheet that is a program": f'<?xml-stylesheet type="text/xsl" href="#x"?>{OPEN}><xsl:stylesheet id="x" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><x:script>{RUN}</x:script></xsl:template></xsl:stylesheet></svg>',
    "comment that ends early": f"{OPEN}><!--><script>{RUN}</script>--></svg>",
    "switch": f"{OPEN}><switch><g requiredFeatures=''><script>{RUN}</script></g></switch></svg>",
    # what is fetched
    "image": f'{OPEN}><image width="9" height="9" href="{AWAY}.png"/></svg>',
    "image by xlink": f'{OPEN}><image width="9" height="9" xlink:href="{AWAY}.png"/></svg>',
    "image in a filter": f'{OPEN}><filter id="f"><feImage href="{AWAY}.png"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>',
    "use": f'{OPEN}><use href="{AWAY}.svg#a"/></svg>',
    "fill": f'{OPEN}><rect width="9" height="9" fill="url({AWAY}.svg#a)"/></svg>',
    "mask": f'{OPEN}><rect width="9" height="9" mask="url({AWAY}.svg#a)"/></svg>',
    "clip": f'{OPEN}><rect width="9" height="9" clip-path="url({AWAY}.svg#a)"/></svg>',
    "marker": f'{OPEN}><path d="M0 0h9" marker-start="url({AWAY}.svg#a)"/></svg>',
    "style attribute": f'{OPEN}><rect width="9" height="9" style="mask: url({AWAY}.svg#a)"/></svg>',
    "style with escapes": f'{OPEN}><rect width="9" height="9" style="mask: \\75 rl({AWAY}.svg#a)"/></svg>',
    "ground": f'{OPEN} style="background: url({AWAY}.png)"/>',
    "stylesheet": f"{OPEN}><style>svg {{ background: url({AWAY}.png) }}</style></svg>",
    "import": f"{OPEN}><style>@import '{AWAY}.css';</style></svg>",
    "import of data": f"{OPEN}><style>@import 'data:text/css,svg%7Bbackground:url({AWAY}.png)%7D';</style></svg>",
    "stylesheet before": f'<?xml-stylesheet href="{AWAY}.css"?>{OPEN}/>',
    "link to a stylesheet": f'{OPEN}><x:link rel="stylesheet" href="{AWAY}.css"/></svg>',
    "font": f"{OPEN}><style>@font-face {{ font-family: a; src: url({AWAY}.woff2) }}</style><text y='9' font-family='a'>a</text></svg>",
    "refresh": f'{OPEN}><x:meta http-equiv="refresh" content="0; url={AWAY}"/></svg>',
    "foreign frame from elsewhere": f'{OPEN}><foreignObject width="9" height="9"><x:iframe src="{AWAY}"/></foreignObject></svg>',
    "external entity": f"<!DOCTYPE svg [<!ENTITY a SYSTEM '{AWAY}'>]>{OPEN}><text>&a;</text></svg>",
    "external document type": f"<!DOCTYPE svg SYSTEM '{AWAY}.dtd'>{OPEN}/>",
    "base": f'{OPEN} xml:base="{AWAY}/"><use href="#a"/></svg>',
    "sound": f'{OPEN}><x:audio autoplay="" src="{AWAY}.mp3"/></svg>',
    "pointer": f'{OPEN}><rect width="40" height="30" style="cursor: url({AWAY}.png), auto"/></svg>',
}  # fmt: skip
LIVE = 30
"""So many of these do something in Chromium at least, before anything is taken out; the others were meant for other programs."""
TYPICAL = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
  viewBox="0 0 240 160" style="enable-background:new 0 0 240 160;" xml:space="preserve">
<style type="text/css">.st0{fill:#A8271C;} .st1{fill:none;stroke:#221D19;stroke-width:4;stroke-linecap:round;} .st2{fill:url(#SVGID_1_);}</style>
<g><rect class="st0" width="60" height="40"/><path class="st1" d="M10,140c30-60,60-60,90,0"/></g>
<linearGradient id="SVGID_1_" gradientUnits="userSpaceOnUse" x1="120" y1="0" x2="220" y2="0"><stop offset="0" style="stop-color:#FFFFFF"/><stop offset="1" style="stop-color:#1F5B8F"/></linearGradient>
<circle class="st2" cx="170" cy="50" r="40"/><defs><symbol id="s" viewBox="0 0 10 10"><path d="M0 0L10 10M10 0L0 10" stroke="#000"/></symbol></defs>
<use xlink:href="#s" x="120" y="100" width="40" height="40" transform="rotate(10 140 120)"/>
<clipPath id="c"><circle cx="200" cy="120" r="24"/></clipPath><g clip-path="url(#c)" opacity=".6"><rect x="170" y="100" width="60" height="40" style="fill:rgb(31, 91, 143)"/></g>
<text x="10" y="70" style="font-family:sans-serif;font-size:14px">焊接 <tspan style="fill:#a8271c" dy="4">小组</tspan></text></svg>
"""
ALLOWED = {**SMALL, "network.yaml": f"{SMALL['network.yaml']}svg: 是\n"}  # type: ignore[str-bytes-safe]  # a text
ARTICLE = "---\ntitle: 图\n---\n![一张图](../media/{}.svg)\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network that allows drawings, and has one."""
    place = Place(tmp_path).write_all(ALLOWED)
    place.write("a/media/typical.svg", TYPICAL)
    place.write("a/news/2026-11-03-drawing.md", ARTICLE.format("typical"))
    return place


def test_drawings_are_published_only_where_they_are_allowed(place: Place) -> None:
    assert place.build().code == OK
    image = place.page("/a/news/2026-11-03-drawing/").soup.select_one(".prose img")
    assert image is not None
    assert (image["width"], image["height"], image["src"]) == ("240", "160", "../../../a/media/typical.svg")
    assert (place.current / "a/media/typical.svg").read_bytes() == cleaned(TYPICAL.encode()).content
    place.edit("network.yaml", "svg: 是\n", "")
    told = place.build()
    assert [problem.code for problem in told.problems if problem.path == "a/media/typical.svg"] == ["ZB-216"]
    place.edit("network.yaml", "per_branch", "svg: 是\nper_branch")
    assert place.build().code == OK
    clean = Place(place.folder / "clean").write_all({**ALLOWED, "a/media/typical.svg": TYPICAL, "a/news/2026-11-03-drawing.md": ARTICLE.format("typical")})  # fmt: skip
    clean.build()
    assert different(place.tree(), clean.tree()) == []


def test_the_editor_is_told_what_a_drawing_loses(place: Place) -> None:
    place.write("a/media/typical.svg", TYPICAL.replace("<circle", '<image xlink:href="photo.jpg"/><circle', 1))
    told = place.build()
    assert [(one.code, one.line) for one in told.problems if one.path == "a/media/typical.svg"] == [("ZB-217", told_line())]
    assert told.code == OK
    assert (place.current / "a/media/typical.svg").exists()


def told_line() -> int:
    """The line of the first circle of the typical drawing."""
    return TYPICAL[: TYPICAL.index("<circle")].count("\n") + 1


def test_a_drawing_is_made_once_and_again_when_the_store_has_lost_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.build()
    before = place.tree()
    place.edit("a/news/2026-11-03-drawing.md", "一张图", "另一张图")
    with monkeypatch.context() as patched:
        patched.setattr("plugins.build.pictures.opened", lambda *_: pytest.fail("made again"))
        assert place.build().code == OK
    assert different(place.tree(), before)


@pytest.mark.parametrize(
    ("written", "code"), [("<svg/>", "ZB-215"), ("<svg", "ZB-207"), ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "ZB-215")]
)  # fmt: skip
def test_a_broken_drawing_is_named_and_nothing_else_suffers(place: Place, written: str, code: str) -> None:
    place.write("a/media/typical.svg", written)
    told = place.build()
    assert (told.code, {one.code for one in told.problems if one.path == "a/media/typical.svg"}) == (QUARANTINED, {code})
    assert "一张图" in place.page("/a/news/2026-11-03-drawing/").words


def test_what_a_drawing_says_is_looked_through_for_personal_data(place: Place) -> None:
    place.write("a/media/typical.svg", f"{OPEN}><text y='9'>{PLAIN['mobile'][0]}</text></svg>")
    told = place.build()
    assert any(one.path == "a/media/typical.svg" and one.severity == "error" for one in told.problems)
    assert not (place.current / "a/media/typical.svg").exists()


def test_messengers_are_shown_no_drawing_as_a_cover(place: Place) -> None:
    place.edit("a/news/2026-11-03-drawing.md", "title: 图", "title: 图\ncover: ../media/typical.svg\nalt: 一张图")
    assert place.build().code == OK
    assert place.page("/a/news/2026-11-03-drawing/").meta("og:image") == "https://wang.example.cn/a/share.png"
    assert "typical.svg" in place.text("/a/")


# in a browser -----------------------------------------------------------------------------------


class _Bare(SimpleHTTPRequestHandler):
    """Serves without any policy, so that nothing but the drawing itself can be harmless."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""


def did(page: Page, folder: Path) -> Iterator[str]:
    """The names of the drawings in a folder that did anything, shown in a page or opened and pressed themselves."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.dismiss())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Bare, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        for file in sorted(folder.glob("*.svg")):
            own = {f"{origin}/{name}" for name in (file.name, f"{file.stem}.html", "favicon.ico")}
            (folder / f"{file.stem}.html").write_text(f'<!doctype html><img src="{file.name}">')
            asked.clear()
            page.goto(f"{origin}/{file.stem}.html", wait_until="load")
            page.goto(f"{origin}/{file.name}", wait_until="load")
            page.mouse.click(20, 15)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_timeout(25)
            if set(asked) - own or page.url != f"{origin}/{file.name}":
                yield file.stem
        server.shutdown()


def named(name: str) -> str:
    return re.sub(r"\W+", "-", name)


@IN_BROWSER
def test_nothing_of_the_known_attacks_runs_or_is_fetched(browser: Browser, tmp_path: Path) -> None:
    raw, published = tmp_path / "raw", tmp_path / "published"
    raw.mkdir()
    published.mkdir()
    for name, attack in ATTACKS.items():
        content = attack.encode("utf-16" if "UTF-16" in name else "utf-8")
        (raw / f"{named(name)}.svg").write_bytes(content)
        try:
            (published / f"{named(name)}.svg").write_bytes(cleaned(content).content)
        except BrokenPictureError:
            assert "entity" in name  # refused as a whole
    assert len(list(published.glob("*.svg"))) >= len(ATTACKS) - 2
    assert list(did(browser.new_page(), published)) == []
    assert len(list(did(browser.new_page(), raw))) >= LIVE


@IN_BROWSER
def test_what_a_drawing_program_writes_looks_the_same(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 260, "height": 180})
    shown = []
    for name, content in (("before", TYPICAL.encode()), ("after", cleaned(TYPICAL.encode()).content)):
        (tmp_path / f"{name}.svg").write_bytes(content)
        (tmp_path / f"{name}.html").write_text(f'<!doctype html><img src="{name}.svg" width="240" height="160">')
        page.goto((tmp_path / f"{name}.html").as_uri())
        shown.append(page.screenshot())
    (tmp_path / "empty.html").write_text("<!doctype html>")
    page.goto((tmp_path / "empty.html").as_uri())
    assert shown[0] == shown[1] != page.screenshot()
