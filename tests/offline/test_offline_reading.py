"""Reading without a network: off unless wanted, never in closed tiers, and in a real browser over https."""

import json
import os
import shutil
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import BrowserContext, sync_playwright

from plugins.network.headers import headers
from tests.networks import SMALL, Place, different

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
NEW = ("icon.svg", "manifest.webmanifest", "offline/index.html", "sw.js")
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, unbuilt."""
    return Place(tmp_path).write_all(SMALL)


def wanting(place: Place) -> Place:
    place.edit("network.yaml", "per_branch", "offline: 是\nper_branch")
    return place


def test_nothing_of_it_is_there_unless_it_is_wanted(place: Place) -> None:
    place.build()
    assert not {path for path in place.tree() if path.endswith(NEW)}
    assert "worker" not in place.text("/a/") and "webmanifest" not in place.text("/a/")


def test_a_host_has_a_worker_and_every_page_of_it_names_both(place: Place) -> None:
    assert wanting(place).build().problems == ()
    assert {path for path in place.tree() if path.endswith(NEW)} == set(NEW)
    assert place.page("/a/news/").hrefs("link[rel=manifest]") == ["../../manifest.webmanifest"]
    assert 'data-worker="../../sw.js"' in place.text("/a/news/")
    told = json.loads(place.text("/manifest.webmanifest"))
    assert (told["name"], told["start_url"], told["scope"]) == ("示例网络", "./", "./")
    assert told["theme_color"] in place.text("/icon.svg")


def test_a_site_on_a_host_of_its_own_has_its_own(place: Place) -> None:
    place.edit("a/site.yaml", "parent", "url: https://jia.example.cn/\nparent")
    wanting(place).build()
    assert {path for path in place.tree() if path.endswith(NEW)} == {*NEW, *(f"a/{name}" for name in NEW)}
    assert place.page("/a/news/").hrefs("link[rel=manifest]") == ["../manifest.webmanifest"]
    assert json.loads(place.text("/a/manifest.webmanifest"))["name"] == "甲支部"


def test_what_is_read_in_closed_tiers_stays_on_no_device(place: Place) -> None:
    wanting(place).build(tier="org")
    current = place.folder / "output" / "org" / "current"
    assert not any((current / name).exists() for name in NEW)
    assert "worker" not in (current / "index.html").read_text("utf-8")


def test_a_network_can_switch_it_off_again(place: Place) -> None:
    place.build()
    before = place.tree()
    wanting(place).build()
    place.edit("network.yaml", "offline: 是\n", "offline: 否\n")
    place.build()
    assert different(place.tree(), before) == []


# in a browser -----------------------------------------------------------------------------------


class Handler(SimpleHTTPRequestHandler):
    """Serves as the shipped servers do."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return headers(str(path))["Content-Type"]

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", headers("x.html")["Content-Security-Policy"])
        super().end_headers()


def certificate(folder: Path) -> Path:
    """A key and a certificate of its own for 127.0.0.1, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2)).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Server:
    """A host that can go away."""

    def __init__(self, folder: Path, pem: Path) -> None:
        self._made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        terms = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        terms.load_cert_chain(pem)
        self._made.socket = terms.wrap_socket(self._made.socket, server_side=True)
        self.address = f"https://127.0.0.1:{self._made.server_port}"
        threading.Thread(target=self._made.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._made.shutdown()
        self._made.server_close()


@pytest.fixture
def reader() -> Iterator[BrowserContext]:
    """A reader who has never been there."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--ignore-certificate-errors"]  # fmt: skip
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started.new_context(ignore_https_errors=True)
        started.close()


@pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: offline reading is not tried")
def test_what_was_read_can_be_read_again_without_a_network_and_the_rest_says_so(
    place: Place, tmp_path: Path, reader: BrowserContext
) -> None:
    wanting(place).build()
    server = Server(place.current.resolve(), certificate(tmp_path))
    shown = reader.new_page()
    heard: list[str] = []
    shown.on("console", lambda message: heard.append(message.text))
    shown.goto(f"{server.address}/a/")
    shown.evaluate("navigator.serviceWorker.ready.then(() => true)")
    shown.wait_for_function("navigator.serviceWorker.controller")
    shown.goto(f"{server.address}/a/news/2026-10-01-walk/")
    assert [one for one in heard if "Content Security" in one or "manifest" in one.lower()] == []
    shown.wait_for_function("caches.keys().then(k => k.some(n => n.startsWith('pages')))")
    server.close()
    shown.goto(f"{server.address}/a/news/2026-10-01-walk/")
    assert shown.locator("h1").inner_text() == "现场巡查记录"
    assert shown.evaluate("getComputedStyle(document.querySelector('.sheet')).borderTopWidth") == "1px"
    shown.goto(f"{server.address}/b/")
    assert shown.locator("h1").inner_text() == "现在没有网络"
    assert shown.evaluate("getComputedStyle(document.querySelector('.sheet')).borderTopWidth") == "1px"


@pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: offline reading is not tried")
def test_the_newest_is_shown_while_there_is_a_network_and_switching_off_ends_it(
    place: Place, tmp_path: Path, reader: BrowserContext
) -> None:
    wanting(place).build()
    server = Server(place.folder / "output" / "public" / "current", certificate(tmp_path))
    shown = reader.new_page()
    shown.goto(f"{server.address}/a/")
    shown.evaluate("navigator.serviceWorker.ready.then(() => true)")
    shown.wait_for_function("navigator.serviceWorker.controller")
    shown.goto(f"{server.address}/a/news/2026-10-01-walk/")
    place.edit("a/news/2026-10-01-walk.md", "tags:", "withdrawn: 数据有误\ntags:")
    place.edit("network.yaml", "offline: 是", "offline: 否")
    place.build()
    shown.goto(f"{server.address}/a/news/2026-10-01-walk/")
    assert shown.locator("h1").inner_text() == "这一页已经撤下"
    browser = reader.new_cdp_session(shown)  # a worker rests after half a minute and looks again when it is needed
    browser.send("ServiceWorker.enable")
    browser.send("ServiceWorker.stopAllWorkers")
    shown.goto(f"{server.address}/b/")
    shown.wait_for_function("navigator.serviceWorker.getRegistrations().then(found => found.length === 0)")
    shown.wait_for_function("caches.keys().then(names => names.length === 0)")
    server.close()
