"""Whatever a branch commits, the others are published as ever, it keeps what was good, and it is told what to mend.

Each folder of networks_invalid/ holds one fault: the files that differ from base/, what it is about (about.txt), the
Problems that must be found (expected.txt, `OK` first if none is an error) and what readers then see (shown.txt).
What git cannot hold well is made by networks_invalid/making.py.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Dialog, sync_playwright
from playwright.sync_api import Page as Tab

from plugins.build.capabilities import codes, kinds
from plugins.cli.checking import Told
from plugins.network.personal import masked
from plugins.network.problems import INTERRUPTED, Problem, from_json
from plugins.network.tree import RESERVED
from tests import heavy
from tests.figures import Figure
from tests.harmless import live
from tests.networks import Page, Place, different
from tests.networks_invalid import making

FOLDER = Path(__file__).parent / "networks_invalid"
NOTES = frozenset({"about.txt", "expected.txt", "shown.txt"})
"""Files of a fixture that tell about it."""
AS_OF = "2026-11-21T06:00:00+08:00"
HEALTHY = "---\ntitle: 好的一篇\ndate: 2026-11-03\n审核: {起草: 组织委员, 审核: 书记, 签发: 党委}\n---\n这一篇没有毛病。\n"
SECRET = "外面的秘密"
OUTSIDE = ("outside.md", "outside.png", "outside.csv")
"""The files around the content folder, and what stands in them."""
PATIENCE = 3
"""Builds, if the machine is too busy for one."""
STOPS = {code.id: code.stops for code in codes()}
SLOTS = {"index.html", "tree/index.html", "network/feed.atom", "network/feed.json", "robots.txt", "modules/index.html"}
"""Where the root shows what its branches wrote, and which sites there are."""
CLOSED = {"a/pages/inner.md"}
"""Files for other tiers: published nowhere here, and named nowhere."""


@dataclass(frozen=True)
class Fixture:
    """One fault and what must come of it."""

    name: str

    @cached_property
    def folder(self) -> Path:
        return FOLDER / self.name

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """`path:line:column CODE severity` of every Problem."""
        rows = (self.folder / "expected.txt").read_text("utf-8").splitlines()
        return tuple(row for row in rows if row != "OK")

    @property
    def exit(self) -> int:
        stops = {STOPS[row.split()[-2]] for row in self.expected}
        return 30 if "network" in stops else 10 if stops & {"item", "site"} else 0

    @cached_property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """(address, text) of what readers see."""
        file = self.folder / "shown.txt"
        rows = file.read_text("utf-8").splitlines() if file.exists() else []
        return tuple((row.partition(" ")[0], row.partition(" ")[2]) for row in rows)

    @cached_property
    def sites(self) -> frozenset[str]:
        """The sites in whose folders it writes."""
        return frozenset({"a", *(path.name for path in self.folder.iterdir() if path.is_dir())})

    @property
    def frame(self) -> frozenset[str]:
        """The sites whose settings it writes: every page of the network names them."""
        return frozenset(site for site in self.sites if (self.folder / site / "site.yaml").exists())

    @property
    def stopped(self) -> tuple[str, ...]:
        """The articles of branch a that are not published as they are and could have been before."""
        rows = [row.rsplit(" ", 2) for row in self.expected]
        paths = (place.rsplit(":", 2)[0] for place, code, _ in rows if STOPS[code] == "item" and code not in ("ZB-209", "ZB-715"))
        return tuple(dict.fromkeys(path for path in paths if path.startswith("a/") and path.endswith(".md")))

    def lay(self, content: Path) -> None:
        """Put its files over those of a content folder."""
        for file in self.folder.rglob("*"):
            to = content / file.relative_to(self.folder)
            if file.is_dir() and not file.is_symlink():
                to.mkdir(parents=True, exist_ok=True)
            elif file.name not in NOTES:
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to, follow_symlinks=False)
        if make := getattr(making, self.name.replace("-", "_"), None):
            make(content)


BASE = Fixture("base")
ALL = [Fixture(path.name) for path in sorted(FOLDER.iterdir()) if (path / "about.txt").exists() and path.name != "base"]
REFUSED = [fixture for fixture in ALL if fixture.exit == 30]
BUILT = [fixture for fixture in ALL if fixture.exit != 30]
LAST_GOOD = [fixture for fixture in BUILT if fixture.stopped]
UNREADABLE = ("b-unreadable", "b-unreadable-folder")
RULING = ("g-review", "g-wording", "g-attachment", "g-author", "g-hidden-sheet")
"""Those that bring rules for the whole network, or the same article as another."""
TOGETHER = [fixture for fixture in BUILT if not fixture.name.startswith("d-") and fixture.name not in (*UNREADABLE, *RULING)]
ACTIVE = [fixture for fixture in BUILT if fixture.name.startswith("c-")]


@dataclass(frozen=True)
class Built:
    """A network with one fixture in it, built into an empty output folder."""

    fixture: Fixture
    place: Place
    told: Told
    stderr: str

    @cached_property
    def tree(self) -> dict[str, bytes]:
        return self.place.tree()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The healthy network, built; only for reading and copying."""
    place = Place(tmp_path_factory.mktemp("base"))
    BASE.lay(place.content)
    for name in OUTSIDE:
        (place.folder / name).write_text(SECRET, "utf-8")
    told = place.build()
    assert (told.code, written(told.problems)) == (0, ())
    return place


@pytest.fixture(scope="module")
def base_tree(base: Place) -> dict[str, bytes]:
    """The files of the healthy network, which are inert."""
    tree = base.tree()
    assert live(tree) == []
    return tree


@pytest.fixture
def copy(base: Place, tmp_path: Path) -> Iterator[Place]:
    """The healthy network, published, to put a fault into."""
    place = base.copied(tmp_path / "network")
    yield place
    make_removable(place)


def make_removable(place: Place) -> None:
    """Let pytest enter all its folders again."""
    for path in place.content.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


@pytest.fixture
def built(request: pytest.FixtureRequest, base: Place, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Built]:
    """The network with a fixture in it; every site is rendered, none is taken over from the build without it."""
    place = base.copied(tmp_path / "network", "output")
    request.param.lay(place.content)
    try:
        yield Built(request.param, place, *build(place, request.param, capfd))
    finally:
        make_removable(place)


def build(place: Place, fixture: Fixture, capfd: pytest.CaptureFixture[str]) -> tuple[Told, str]:
    """What a build finds, and what it says on stderr; unreadable files need a process without root's rights."""
    if fixture.name in UNREADABLE and os.geteuid() == 0:
        return by_the_command(place, without_rights())
    capfd.readouterr()
    told = place.build()
    return told, capfd.readouterr().err


def without_rights() -> list[str]:
    """A command that takes from root the right to read what nobody may read."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root reads everything here, and there is no setpriv to take that right away")
    rights = "-dac_override,-dac_read_search"
    return [setpriv, f"--inh-caps={rights}", f"--bounding-set={rights}"]


def by_the_command(place: Place, before: Sequence[str] = ()) -> tuple[Told, str]:
    """A build by the real command, in a process of its own."""
    folders = [f"--{name}={place.folder / name}" for name in ("content", "output", "cache")]
    command = [*before, sys.executable, "-m", "plugins.cli", "build", *folders, f"--as-of={AS_OF}", "--format=json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parents[1], check=False)
    found = json.loads(done.stdout)["problems"]
    problems = tuple(from_json({**values, "stops": STOPS[values["code"]]}) for values in found)
    return Told(done.returncode, problems, {}, {}), done.stderr


def written(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Problems as expected.txt writes them; that modules are blank is no fault of a fixture, and depends on its oldest date."""
    return tuple(f"{p.path}:{p.line}:{p.column} {p.code} {p.severity}" for p in problems if p.code != "ZB-683")


@pytest.mark.parametrize("built", BUILT, ids=lambda fixture: fixture.name, indirect=True)
def test_a_fault_is_found_where_it_is_and_harms_nothing_else(built: Built, base_tree: dict[str, bytes], figure: Figure) -> None:
    """P1, P12, P14, P15, P17: everything that one build with one fault in it must show."""
    problems = built.told.problems
    figure("P1", faults_alone=1, files_of_others_changed=len(others_changed(built, base_tree)))
    active = live(built.tree, base_tree)
    figure("P12", networks_with_a_fault=1, live=len(active))
    figure("P14", networks_with_a_fault=1, escapes=len(escaped(built)))
    figure("P15", answers_to_writers=len(problems), without_a_remedy=sum(not speaks(problem) for problem in problems))
    figure("P15", tracebacks="Traceback" in built.stderr)
    figure("P17", exits=1, wrong=built.told.code != built.fixture.exit, files_neither_published_nor_named=len(unnamed(built)))
    assert written(built.told.problems) == built.fixture.expected
    assert built.told.code == built.fixture.exit
    assert "Traceback" not in built.stderr
    assert "Could not process" not in built.stderr
    assert [problem for problem in built.told.problems if not speaks(problem)] == []
    assert others_changed(built, base_tree) == []
    assert root_changed(built, base_tree) <= (SLOTS if shows_something_new(built, base_tree) else set())
    assert links_lost(built, base_tree) == set()
    assert unnamed(built) == set()
    assert not_shown(built) == []
    assert active == []
    assert escaped(built) == []


def escaped(built: Built) -> list[str]:
    """Published files that hold what lies outside of the content folder, and what was written outside of the output."""
    read = [path for path, content in built.tree.items() if SECRET.encode() in content]
    written = {path.name for path in built.place.folder.iterdir()} - {"content", "output", "cache", *OUTSIDE}
    return [*read, *written, *(name for name in OUTSIDE if (built.place.folder / name).read_text("utf-8") != SECRET)]


def speaks(problem: Problem) -> bool:
    """Whether a Problem says in both languages what is wrong and what to do, with nothing left to fill in."""
    texts = (problem.message["zh"], problem.message["en"], problem.remedy["zh"], problem.remedy["en"])
    return all(text.strip() and not re.search(r"\{\w*\}", text) for text in texts)


def others_changed(built: Built, base_tree: Mapping[str, bytes]) -> list[str]:
    """The files of sites it does not write in that are not as without it."""
    others = {"b", "library"} - built.fixture.sites
    return [path for path in changed(built, base_tree) if path.partition("/")[0] in others]


def root_changed(built: Built, base_tree: Mapping[str, bytes]) -> set[str]:
    """The root's own files that are not as without it, unless it writes there; those below tree/, health/, data/ and search/ tell of the sites there are and of their faults."""
    below = {"a", "b", "library", "tree", "health", "data", "search", *built.fixture.sites}
    return {path for path in changed(built, base_tree) if path.partition("/")[0] not in below and "root" not in below}


def changed(built: Built, base_tree: Mapping[str, bytes]) -> list[str]:
    """The files that differ by more than the name of a site in the frame of every page, which is its own affair."""
    frame = built.fixture.frame
    return [
        path
        for path in different(base_tree, built.tree)
        if without(base_tree.get(path, b""), frame) != without(built.tree.get(path, b""), frame)
    ]


def without(content: bytes, sites: frozenset[str]) -> bytes:
    """A page or style sheet without the places that name these sites."""
    if not sites:
        return content
    if not content.startswith(b"<!doctype html>"):
        rules = re.compile("|".join(rf"\.site-{site}\{{[^}}]*\}}" for site in sorted(sites)).encode())
        return rules.sub(b"", content)
    root = html.document_fromstring(content.decode())
    for element in [element for site in sites for element in root.find_class(f"site-{site}")]:
        next(element.iterancestors("li"), element).drop_tree()
    return b" ".join(html.tostring(root).split())


def shows_something_new(built: Built, base_tree: Mapping[str, bytes]) -> bool:
    return bool(built.fixture.frame) or any(path not in base_tree for path in built.tree)


def links_lost(built: Built, base_tree: Mapping[str, bytes]) -> set[str]:
    """What the portal led to without it, beyond branch a, and leads to no more."""
    before, after = (set(Page(tree["index.html"].decode()).hrefs()) for tree in (base_tree, built.tree))
    return {href for href in before - after if not href.startswith("a/")}


def unnamed(built: Built) -> set[str]:
    """The files of its sites that are neither published nor named, they or the folder they lie in."""
    content, sites = built.place.content, built.fixture.sites
    files = {as_told(path.relative_to(content)) for site in sites for path in entries(content / site)}
    published = {source for _, source in manifest(built.place)}
    named = {problem.path for problem in built.told.problems}
    left = files - published - named - CLOSED - {f"{site}/site.yaml" for site in sites}
    left = {path for path in left if masked(path) not in named}  # names that tell a person's number are not printed
    return {path for path in left if not any(path.startswith(f"{folder}/") for folder in named)}


def entries(folder: Path) -> Iterator[Path]:
    """Everything in a folder that is no folder itself; links are not followed."""
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_dir():
            yield path


def as_told(path: Path) -> str:
    """A path as Problems write it: on one line, whatever its bytes are."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def manifest(place: Place) -> list[tuple[str, str]]:
    """(path, source file) of everything published."""
    sites = json.loads((place.current / "manifest.json").read_bytes())["sites"]
    return [(path, source) for rows in sites.values() for path, _, source in rows]


def not_shown(built: Built) -> list[tuple[str, str]]:
    """The texts that readers should see and do not."""
    return [(address, text) for address, text in built.fixture.shown if text not in Page(built.place.text(address)).words]


@pytest.mark.parametrize("fixture", LAST_GOOD, ids=lambda fixture: fixture.name)
def test_a_broken_article_keeps_its_last_good_version(
    fixture: Fixture, copy: Place, capfd: pytest.CaptureFixture[str], figure: Figure
) -> None:
    """P2: good → published → broken → the same bytes at the same address, and the report says so."""
    good = fixture.stopped[:1] if "ZB-208" in str(fixture.expected) else fixture.stopped  # of two that clash, the first
    fixture.lay(copy.content)
    for path in fixture.stopped:
        (copy.content / path).unlink()
    for path in good:
        copy.write(path, HEALTHY)
    assert [problem for problem in copy.build().problems if problem.path in good] == []
    before = pages_of(copy, good)
    assert before.keys() == set(good)
    for path in good:
        copy.delete(path)
    fixture.lay(copy.content)
    told, _ = build(copy, fixture, capfd)
    after = pages_of(copy, good)
    figure("P2", broken_articles=len(good), pages_lost=sum(after.get(path) != page for path, page in before.items()))
    assert told.code == 10
    assert after == before
    kept = {problem.path: problem.published_instead for problem in told.problems if problem.stops == "item"}
    assert {path: kept[path] for path in good} == {path: address for path, (address, _) in before.items()}


def pages_of(place: Place, sources: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    """Address and bytes of the page of each source file that has one."""
    pages = {source: path for path, source in manifest(place) if source in sources}
    return {
        source: (f"/{path.removesuffix('index.html')}", (place.current / path).read_bytes()) for source, path in pages.items()
    }


@pytest.mark.parametrize(
    ("name", "fault"), [("others", "b-symlink-folder"), ("module", "b-submodule"), ("locked", "b-unreadable-folder")]
)
def test_the_articles_of_a_folder_that_cannot_be_entered_stay(
    name: str, fault: str, copy: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    """P2 for a whole folder: it became a link or a repository of its own, or was locked."""
    fixture, source = Fixture(fault), f"a/news/{name}/2026-11-03-inside.md"
    copy.write(source, HEALTHY)
    assert copy.build().code == 0
    before = pages_of(copy, [source])
    if name == "others":
        copy.delete(f"a/news/{name}")
    fixture.lay(copy.content)
    told, _ = build(copy, fixture, capfd)
    assert told.code == 10
    assert pages_of(copy, [source]) == before
    assert [problem.published_instead for problem in told.problems if problem.path == source] == [before[source][0]]


def as_pointer(picture: Path) -> None:
    picture.write_bytes((FOLDER / "b-lfs-image/a/media/lfs.png").read_bytes())


def as_link(picture: Path) -> None:
    picture.unlink()
    picture.symlink_to("../../b/media/roof.png")


def as_page(picture: Path) -> None:
    picture.write_text("<!doctype html><script>window.__live=1</script>")


@pytest.mark.parametrize("broken", [as_pointer, as_link, as_page])
def test_a_broken_picture_keeps_its_last_good_version(broken: Callable[[Path], None], copy: Place) -> None:
    """P2 for files that articles show: the same page with the same picture, and the report says so."""
    before = {path: content for path, content in copy.tree().items() if path.startswith("a/")}
    broken(copy.content / "a/media/door.png")
    told = copy.build()
    assert told.code == 10
    assert {path: content for path, content in copy.tree().items() if path.startswith("a/")} == before
    assert [(problem.path, problem.published_instead) for problem in told.problems] == [("a/media/door.png", "/a/media/door.png")]


def test_a_picture_that_was_deleted_is_gone(copy: Place) -> None:
    """The last good version is for what is broken, never against the will of the writer."""
    copy.delete("a/media/door.png")
    copy.build()
    assert [path for path in copy.tree() if path.endswith("door.png")] == []


@pytest.mark.parametrize("fixture", REFUSED, ids=lambda fixture: fixture.name)
def test_a_refused_configuration_changes_nothing(
    fixture: Fixture, copy: Place, base_tree: dict[str, bytes], figure: Figure
) -> None:
    """P17: exit 30, the Problems named, what was published still there."""
    fixture.lay(copy.content)
    told = copy.build()
    figure("P17", exits=1, wrong=told.code != 30)
    figure("P15", answers_to_writers=len(told.problems), without_a_remedy=sum(not speaks(problem) for problem in told.problems))
    assert (told.code, written(told.problems)) == (30, fixture.expected)
    assert all(speaks(problem) for problem in told.problems)
    assert copy.tree() == base_tree


def test_no_site_can_take_an_address_of_the_root(base: Place) -> None:
    """What the root writes lies in files of its own or in folders whose names no site may have."""
    sites = json.loads((base.current / "manifest.json").read_bytes())["sites"]
    firsts = {path.partition("/")[0] for path, _, _ in sites["root"] if "/" in path}
    assert firsts <= RESERVED | {kind.folder for kind in kinds().by_id.values()}


def test_all_faults_at_once_are_each_found_and_another_branch_is_the_same(
    tmp_path: Path, base_tree: dict[str, bytes], figure: Figure
) -> None:
    """P1, by the real command: all of promises.md §A–D in branch a. No fault hides another, exit 10, not a word of Python
    on stderr, and branch b as without them but for the names of sites in the frame."""
    place = laid(tmp_path, TOGETHER)
    place.write_all(heavy.heavy())
    place.edit("network.yaml", "name:", "limits: {article_seconds: 1}\nname:")
    for _ in range(PATIENCE):
        told, stderr = by_the_command(place)
        assert (told.code, stderr) == (10, "")
        if INTERRUPTED.id not in {problem.code for problem in told.problems}:
            break  # else the machine was too busy, and the next build tries again
    light = [problem for problem in told.problems if problem.path not in heavy.heavy()]
    assert set(written(light)) == {row for fixture in TOGETHER for row in fixture.expected}
    stopped = {one.path: one.code for one in told.problems if one.stops == "item" and one.path in heavy.heavy()}
    assert stopped == heavy.expected()
    frame = frozenset(site for fixture in TOGETHER for site in fixture.frame)
    before, after = (
        {path: content for path, content in tree.items() if path.startswith("b/")} for tree in (base_tree, place.tree())
    )
    moved = [path for path in before if without(before[path], frame) != without(after.get(path, b""), frame)]
    figure("P1", faults_at_once=len(TOGETHER) + len(heavy.heavy()), files_of_others_changed=len(moved))
    assert before.keys() == after.keys()
    assert moved == []


def laid(folder: Path, fixtures: Sequence[Fixture]) -> Place:
    """A network with several fixtures in it."""
    place = Place(folder)
    for fixture in [BASE, *fixtures]:
        fixture.lay(place.content)
    return place


CHROMIUM = Path("/usr/bin/chromium")
OFFLINE = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: tests are quiet."""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A tab of the real Chromium."""
    if not CHROMIUM.exists():
        missing = f"no {CHROMIUM}: nothing was tried in a real browser"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE.split())
        yield browser.new_page()
        browser.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, str]]:
    """A network with every active content in it, served without any policy, and its origin."""
    place = laid(tmp_path_factory.mktemp("hostile"), ACTIVE)
    assert place.build().code == 10  # for the one source that is no URL
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(place.current))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield place, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


STRANGE = """() => [
  ['ran', window.__live !== undefined],
  ['forms', document.querySelector('form:not(.search-box)') !== null],
  ['frames', window.length > 0],
  ['footer', !document.querySelector('body > footer.footer')],
  ['document', document.body.tagName !== 'BODY' || typeof document.getElementById !== 'function'],
].filter(([, found]) => found).map(([name]) => name)"""
"""What should not be so on any page, in the browser's own eyes."""


@pytest.mark.xdist_group("invalid-in-browser")
def test_nothing_that_a_branch_writes_comes_alive_in_a_browser(hostile: tuple[Place, str], tab: Tab, figure: Figure) -> None:
    """P12 in the real Chromium: no canary, no dialog, no request to elsewhere, the page's own parts in place."""
    place, origin = hostile
    dialogs: list[str] = []
    requests: list[str] = []
    strange: dict[str, list[str]] = {}

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", dismissed)
    tab.on("request", lambda request: requests.append(request.url))
    for path in ("index.html", "a/index.html", *hostile_pages(place)):
        tab.goto(f"{origin}/{path}")
        strange[path] = tab.evaluate(STRANGE)
    alive = [*dialogs, *(name for names in strange.values() for name in names)]
    figure("P12", hostile_pages_in_Chromium=len(strange), live=len(alive))
    assert {path: names for path, names in strange.items() if names} == {}
    assert dialogs == []
    assert [url for url in requests if not url.startswith(f"{origin}/")] == []


def hostile_pages(place: Place) -> list[str]:
    """The pages of the articles that are not of the healthy network."""
    own = {file.relative_to(BASE.folder).as_posix() for file in BASE.folder.rglob("*.md")}
    return [path for path, source in manifest(place) if source.endswith(".md") and source not in own]


PAGE = "<!doctype html><html><head>{}</head><body><main>{}</main><footer class='footer'></footer></body></html>"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("x.html", PAGE.format("", "<script>1</script>")),
        ("x.html", PAGE.format("", "<script src='https://evil.example/assets/x.js'></script>")),
        ("x.html", PAGE.format("", "<img src='x.png' onerror='1'>")),
        ("x.html", PAGE.format("", "<img src='//evil.example/x.png'>")),
        ("x.html", PAGE.format("", "<a href='java\tscript:1'>x</a>")),
        ("x.html", PAGE.format("", "<p style='position:fixed'>x</p>")),
        ("x.html", PAGE.format("", "<p id='x'></p><p id='x'></p>")),
        ("x.html", PAGE.format("", "<a name='x'></a>")),
        ("x.html", PAGE.format("", "<iframe></iframe>")),
        ("x.html", PAGE.format("<base href='/'>", "")),
        ("x.html", PAGE.format("<meta http-equiv='refresh' content='0; url=https://evil.example/'>", "")),
        ("x.html", PAGE.format("", "<meta charset='gbk'>")),
        ("x.html", PAGE.format("", "").replace("</main>", "").replace("</body>", "</main></body>")),
        ("feed.atom", "<feed><summary type='html'>&lt;script&gt;1&lt;/script&gt;</summary></feed>"),
        ("feed.atom", "<feed><link href='javascript:1'/></feed>"),
        ("feed.json", '{"title": "</script>"}'),
        ("library/catalogue.csv", "\ufeff标题,来源\r\n=1+1,x\r\n"),
    ],
)
def test_this_test_tells_live_from_inert(path: str, content: str) -> None:
    assert live({path: content.encode()}) != []
    assert live({"x.html": PAGE.format("", "<a id='x' href='https://example.cn/'>x</a>").encode()}) == []


def test_every_fixture_says_what_it_is_about() -> None:
    for fixture in [BASE, *ALL]:
        about = (fixture.folder / "about.txt").read_text("utf-8")
        assert re.search(r"[\u4e00-\u9fff]", about), fixture.name
        assert about.count("\n") == 1, fixture.name


def test_everything_made_belongs_to_a_fixture() -> None:
    made = {name.replace("_", "-") for name in vars(making) if re.match(r"[a-d]_", name)}
    assert made <= {fixture.name for fixture in ALL}


def test_ok_is_said_exactly_where_no_error_is_expected() -> None:
    for fixture in ALL:
        rows = (fixture.folder / "expected.txt").read_text("utf-8").splitlines()
        errors = [row for row in rows if row.endswith(" error")]
        assert (rows[:1] == ["OK"]) == (not errors), fixture.name
