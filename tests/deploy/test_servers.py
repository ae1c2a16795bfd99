"""The shipped nginx and Caddy files, tried in the real servers: what they say with every kind of file (promise P18)."""

import getpass
import gzip
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
from playwright.sync_api import sync_playwright

from plugins.network.headers import FOR_EVER, SECURITY, SHORTLY, headers
from tests.figures import Figure
from tests.networks import Place
from tests.publish.making import free_port, needs, wait_for
from tests.themes.demonstrated import addresses
from tests.themes.test_pages import TEMPLATES, UNSHOWN, given

pytestmark = pytest.mark.xdist_group("servers")

DEPLOY = Path(__file__).parents[2] / "deploy"
NETWORK, BRANCH, BELOW = "dangjian.example.cn", "zhuangpei.example.cn", "www.example.cn"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


@dataclass(frozen=True)
class Sites:
    """The folders that a server shows: a network, and another one below a path."""

    network: Path
    below: Path

    def named(self, written: str) -> str:
        """A server's file with these folders in the place of the example's."""
        head, marker, rest = written.partition("# A network below a path")
        assert marker
        return head.replace("/srv/www/current", str(self.network)) + marker + rest.replace("/srv/www/current", str(self.below))


def nginx(folder: Path, sites: Sites, port: int) -> list[str]:
    """What starts nginx with the shipped files."""
    program = needs("nginx", "nginx")
    written = (DEPLOY / "nginx" / "zhibu.conf").read_text("utf-8").replace("listen 80;", f"listen 127.0.0.1:{port};")
    (folder / "zhibu.conf").write_text(sites.named(written).replace("/etc/nginx/", f"{folder}/"))
    shutil.copy(DEPLOY / "nginx" / "zhibu-headers.conf", folder)
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {own} include {folder}/zhibu.conf; }}"
    )
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def caddy(folder: Path, sites: Sites, port: int) -> list[str]:
    """What starts Caddy with the shipped file; certificates are not its business here."""
    program = needs("caddy", "caddy")
    written = sites.named((DEPLOY / "caddy" / "Caddyfile").read_text("utf-8"))
    plain = re.sub(r"(?m)^([a-z]+\.example\.cn) \{", rf"http://\1:{port} {{", written)
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{plain}")
    return [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@dataclass(frozen=True)
class Server:
    """A web server that is running."""

    port: int
    sites: Sites

    def ask(self, address: str, host: str = NETWORK, **said: str) -> tuple[HTTPResponse, bytes]:
        """The answer to one request."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", address, headers={"Host": host, **said})
            answer = connection.getresponse()
            return answer, answer.read()


@contextmanager
def running(start: Callable[[Path, Sites, int], list[str]], folder: Path, sites: Sites) -> Iterator[Server]:
    """A web server, for as long as it is needed."""
    port = free_port()
    command = start(folder, sites, port)
    surroundings = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings)
        try:
            wait_for(port, process)
            yield Server(port, sites)
        except TimeoutError:
            raise AssertionError((folder / "log").read_text()) from None
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def sites(demo_with_own_host: Place, another: Callable[[], Place]) -> Sites:
    """The demonstration network with a branch on a host of its own, and a small one below a path."""
    below = another()
    assert below.build(base_url=f"https://{BELOW}/dj/").code == 0
    (below.current / "site.css.gz").write_bytes(gzip.compress(b"the smaller one"))
    return Sites(demo_with_own_host.current, below.current)


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each of the servers whose files are shipped."""
    with running(request.param, tmp_path_factory.mktemp("server"), sites) as started:
        yield started


def said(answer: HTTPResponse, wanted: Mapping[str, str]) -> dict[str, str | None]:
    """Of the headers of an answer those that are wanted."""
    return {name: answer.getheader(name) for name in wanted}


def missing(answer: HTTPResponse, wanted: Mapping[str, str]) -> int:
    """How many headers an answer lacks, or has with another value."""
    return sum(answer.getheader(name) != value for name, value in wanted.items())


def one_of(folder: Path, pattern: str) -> str:
    """The address of the first file of a kind in a release."""
    return "/" + min(path.relative_to(folder).as_posix() for path in folder.glob(pattern))


KINDS = ["index.html", "news/*/index.html", "feed.atom", "feed.json", "sitemap.xml", "calendar.ics", "robots.txt", "manifest.json",
         "stamp.json", "site.css", "assets/*.css", "assets/*.js", "assets/*.svg", "manifest.webmanifest", "**/*.csv", "**/*.pdf", "**/*.jpg", "**/*.png", "**/*.webp", "**/*.vtt", "**/*.webm",
         "**/*.zip", "**/*.epub"]  # fmt: skip
"""Every kind of file that is published."""


@pytest.mark.parametrize("pattern", KINDS)
def test_every_kind_of_file_comes_whole_with_its_headers(server: Server, pattern: str, figure: Figure) -> None:
    path = one_of(server.sites.network, pattern)
    answer, body = server.ask(path.removesuffix("index.html"))
    figure("P18", answers_of_nginx_and_caddy=1, headers_missing=missing(answer, headers(path)))
    assert answer.status == 200
    assert said(answer, headers(path)) == headers(path)
    assert body == Path(f"{server.sites.network}{path}").read_bytes()


def test_the_list_of_kinds_is_whole(sites: Sites) -> None:
    published = {path.suffix for path in sites.network.rglob("*") if path.is_file()}
    assert published == {Path(one_of(sites.network, pattern)).suffix for pattern in KINDS}


def test_only_what_has_its_hash_in_its_name_is_kept_for_long(server: Server) -> None:
    hashed = one_of(server.sites.network, "assets/*.css")
    assert server.ask(hashed)[0].getheader("Cache-Control") == FOR_EVER
    assert server.ask("/")[0].getheader("Cache-Control") == SHORTLY
    assert server.ask("/assets/zhibu.0000000000.css")[0].getheader("Cache-Control") == SHORTLY


@pytest.mark.parametrize("host", [NETWORK, BRANCH, BELOW])
def test_what_is_missing_is_the_404_page_with_the_same_headers(server: Server, host: str, figure: Figure) -> None:
    folder = {NETWORK: server.sites.network, BRANCH: server.sites.network / "zhuangpei", BELOW: server.sites.below}[host]
    start = "/dj/" if host == BELOW else "/"
    for address in ("nothing/", "assets/zhibu.0000000000.css", "news/nothing.csv"):
        answer, body = server.ask(start + address, host)
        figure("P18", answers_of_nginx_and_caddy=1, headers_missing=missing(answer, headers("404.html")))
        assert answer.status == 404
        assert said(answer, headers("404.html")) == headers("404.html")
        assert body == (folder / "404.html").read_bytes()


def test_a_branch_has_a_host_of_its_own(server: Server) -> None:
    answer, body = server.ask("/", BRANCH)
    folder = server.sites.network / "zhuangpei"
    assert (answer.status, body) == (200, (folder / "index.html").read_bytes())
    assert said(answer, SECURITY) == SECURITY
    hashed = one_of(folder, "assets/*.css")
    assert server.ask(hashed, BRANCH)[0].getheader("Cache-Control") == FOR_EVER


def test_below_a_path_everything_that_a_page_refers_to_is_there(server: Server) -> None:
    answer, body = server.ask("/dj/", BELOW)
    assert answer.status == 200
    assert said(answer, SECURITY) == SECURITY
    found = {urljoin("/dj/", target) for target in re.findall(r'(?:href|src)="([^"#:]+)"', body.decode())}
    assert len(found) > 10
    assert {
        address for address in found if not address.startswith("/dj/") or server.ask(address, BELOW)[0].status != 200
    } == set()


def test_what_lies_beside_that_path_is_another_site(server: Server) -> None:
    answer, body = server.ask("/feed.atom", BELOW)
    assert answer.status == 404 or not body


def test_a_folder_without_its_slash_leads_to_the_one_with_it(server: Server) -> None:
    for address, host in (("/news", NETWORK), ("/dj", BELOW)):
        answer, _ = server.ask(address, host)
        assert answer.status in {301, 302, 308}
        assert answer.getheader("Location") == f"{address}/"


def test_a_compressed_file_beside_a_file_is_what_browsers_get(server: Server) -> None:
    answer, body = server.ask("/dj/site.css", BELOW, **{"Accept-Encoding": "gzip"})
    assert (answer.getheader("Content-Encoding"), gzip.decompress(body)) == ("gzip", b"the smaller one")
    assert said(answer, headers("site.css")) == headers("site.css")
    answer, body = server.ask("/dj/site.css", BELOW)
    assert (answer.getheader("Content-Encoding"), body) == (None, (server.sites.below / "site.css").read_bytes())


def test_a_page_without_one_is_compressed_on_the_way(server: Server) -> None:
    answer, body = server.ask("/", **{"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(body) == (server.sites.network / "index.html").read_bytes()
    assert said(answer, headers("index.html")) == headers("index.html")


@pytest.mark.parametrize("address", ["/../manifest.json", "/%2e%2e/manifest.json", "/assets/", "/..%2f..%2f..%2fetc/passwd"])
def test_nobody_leaves_the_release_or_lists_a_folder(server: Server, address: str) -> None:
    answer, body = server.ask(address, BRANCH)
    assert answer.status in {400, 403, 404}
    assert b"root:" not in body


@pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="NO CHROMIUM on this machine: the policy is not tried in it"
)
def test_the_policy_stops_nothing_on_a_page_of_any_template_but_what_is_planted(
    demo: Place, tmp_path: Path, figure: Figure
) -> None:
    flags = ["--no-sandbox", "--disable-gpu", f"--unsafely-treat-insecure-origin-as-secure=http://{NETWORK}"]
    faults: list[str] = []
    shown = addresses()
    assert TEMPLATES - shown.keys() == {given(name)[0] for name in UNSHOWN}
    with running(nginx, tmp_path, Sites(demo.current, demo.current)) as server, sync_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP *.example.cn 127.0.0.1:{server.port}"
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, rule]).new_page()
        page.on("console", lambda told: faults.append(f"{page.url} {told.text}") if told.type == "error" else None)
        for template, (address, *_) in shown.items():
            if template != "redirect.html":
                page.goto(f"http://{NETWORK}{quote(address)}", wait_until="domcontentloaded")
        page.goto(f"http://{NETWORK}/")
        assert faults == []
        assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor") != "rgba(0, 0, 0, 0)"
        page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'window.planted = 1'")
        assert page.evaluate("window.planted") is None
    figure("P12", templates_that_the_policy_lets_work=len(shown), scripts_that_it_let_run=1 - len(faults))
    assert "Content Security Policy" in faults[0]
