"""Whatever a branch commits, the others are published as ever, it keeps what was good, and it is told what to mend.

Each folder of networks_invalid/ holds one fault of docs promises A to D: the files that differ from base/, what it is
about (about.txt), the Problems that must be found (expected.txt) and what readers then see (shown.txt).
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from lxml import html

from plugins.build.capabilities import codes
from plugins.cli.checking import Told
from plugins.network.problems import Problem, from_json
from tests.harmless import live
from tests.networks import Page as SoupPage
from tests.networks import Place, different
from tests.networks_invalid import making

FOLDER = Path(__file__).parent / "networks_invalid"
NOTES = frozenset({"about.txt", "expected.txt", "shown.txt"})
"""Files of a fixture that tell about it."""
AS_OF = "2026-11-21T06:00:00+08:00"
HEALTHY = "---\ntitle: 好的一篇\ndate: 2026-11-03\n---\n这一篇没有毛病。\n"
SECRET = "外面的秘密"
STOPS = {code.id: code.stops for code in codes()}
SLOTS = {"index.html", "tree/index.html", "network/feed.atom", "network/feed.json"}
"""Where the root shows what its branches wrote."""
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
    def stopped(self) -> list[str]:
        """The articles that are not published as they are; of two that clash, the first."""
        rows = [row.rsplit(" ", 2) for row in self.expected]
        paths = [place.rsplit(":", 2)[0] for place, code, _ in rows if STOPS[code] == "item" and code != "ZB-209"]
        articles = list(dict.fromkeys(path for path in paths if path.endswith(".md")))
        return articles[:1] if any(code == "ZB-208" for _, code, _ in rows) else articles

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
UNREADABLE = ("b-unreadable", "b-unreadable-folder")


def params(fixtures: Sequence[Fixture], faults: Mapping[str, str] = {}) -> list[object]:  # never changed
    """The fixtures as parameters; `faults` are those known to fail, and why."""
    return [
        pytest.param(
            one, id=one.name, marks=[pytest.mark.xfail(strict=True, reason=faults[one.name])] if one.name in faults else []
        )
        for one in fixtures
    ]


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

    @cached_property
    def manifest(self) -> dict[str, list[list[str]]]:
        sites: dict[str, list[list[str]]] = json.loads((self.place.current / "manifest.json").read_bytes())["sites"]
        return sites


def build(place: Place, fixture: Fixture, capfd: pytest.CaptureFixture[str]) -> tuple[Told, str]:
    """What a build finds, and what it says on stderr; unreadable files need a process without root's rights."""
    if fixture.name in UNREADABLE and os.geteuid() == 0:
        return in_process_of_its_own(place, without_rights())
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


def in_process_of_its_own(place: Place, before: Sequence[str] = ()) -> tuple[Told, str]:
    """A build by the real command."""
    folders = ["--content", place.content, "--output", place.folder / "output", "--cache", place.folder / "cache"]
    command = [*before, sys.executable, "-m", "plugins.cli", "build", *folders, "--as-of", AS_OF, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=False)
    values = json.loads(done.stdout)
    return Told(done.returncode, tuple(map(from_json, values["problems"])), {}, {}), done.stderr


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The healthy network, built; only for reading and copying."""
    place = Place(tmp_path_factory.mktemp("base"))
    BASE.lay(place.content)
    for name in ("outside.md", "outside.png", "outside.csv"):
        (place.folder / name).write_text(SECRET, "utf-8")
    assert (place.build().code, written(place.build().problems)) == (0, ())
    return place


@pytest.fixture(scope="module")
def base_tree(base: Place) -> dict[str, bytes]:
    return base.tree()


def written(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Problems as expected.txt writes them."""
    return tuple(f"{p.path}:{p.line}:{p.column} {p.code} {p.severity}" for p in problems)


@pytest.fixture
def copy(base: Place, tmp_path: Path) -> Iterator[Place]:
    """The healthy network, published, to put a fault into."""
    place = base.copied(tmp_path / "network")
    yield place
    for path in place.content.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


@pytest.fixture
def built(request: pytest.FixtureRequest, copy: Place, capfd: pytest.CaptureFixture[str]) -> Built:
    """The network with a fixture in it; every site is rendered, none is taken over from the build without it."""
    shutil.rmtree(copy.folder / "output")
    request.param.lay(copy.content)
    return Built(request.param, copy, *build(copy, request.param, capfd))


each = pytest.mark.parametrize("built", params(BUILT), indirect=True)


@each
def test_a_fault_is_found_where_it_is_and_harms_nothing_else(built: Built, base_tree: dict[str, bytes]) -> None:
    """P1, P12, P14, P15, P17: everything that one build with one fault in it must show."""
    assert written(built.told.problems) == built.fixture.expected
    assert built.told.code == built.fixture.exit
    assert "Traceback" not in built.stderr
    assert [problem for problem in built.told.problems if not speaks(problem)] == []
    assert others_changed(built, base_tree) == []
    assert root_changed(built, base_tree) <= (SLOTS if shows_something_new(built, base_tree) else set())
    assert unnamed(built) == set()
    assert not_shown(built) == []
    assert live(built.tree) == []
    assert [path for path, content in built.tree.items() if SECRET.encode() in content] == []


def speaks(problem: Problem) -> bool:
    """Whether a Problem says in both languages what is wrong and what to do, with nothing left to fill in."""
    texts = [*problem.message.values(), *problem.remedy.values()]
    return len(texts) == 4 and all(text.strip() and not re.search(r"\{\w*\}", text) for text in texts)


def others_changed(built: Built, base_tree: Mapping[str, bytes]) -> list[str]:
    """The files of sites it does not write in that are not as without it; its name in the frame is its own affair."""
    others = {"b", "library"} - built.fixture.sites
    frame = {site for site in built.fixture.sites if (built.fixture.folder / site / "site.yaml").exists()}
    return [
        path
        for path in different(base_tree, built.tree)
        if path.partition("/")[0] in others
        and without(base_tree.get(path, b""), frame) != without(built.tree.get(path, b""), frame)
    ]


def without(content: bytes, sites: frozenset[str] | set[str]) -> bytes:
    """A page or style sheet without the places that name these sites."""
    if not sites:
        return content
    if not content.startswith(b"<!doctype html>"):
        return b"\n".join(row for row in content.split(b"\n") if not any(f".site-{site}{{".encode() in row for site in sites))
    root = html.document_fromstring(content.decode())
    for site in sites:
        for element in root.find_class(f"site-{site}"):
            place = next(element.iterancestors("li"), element)
            place.drop_tree()
    return bytes(html.tostring(root))


def root_changed(built: Built, base_tree: Mapping[str, bytes]) -> set[str]:
    """The root's own files that are not as without the fixture, apart from its name in the frame."""
    below = {"a", "b", "library", *built.fixture.sites}
    frame = {site for site in built.fixture.sites if (built.fixture.folder / site / "site.yaml").exists()}
    return {
        path
        for path in different(base_tree, built.tree)
        if path.partition("/")[0] not in below
        and without(base_tree.get(path, b""), frame) != without(built.tree.get(path, b""), frame)
    }


def shows_something_new(built: Built, base_tree: Mapping[str, bytes]) -> bool:
    return any(path not in base_tree for path in built.tree)


def unnamed(built: Built) -> set[str]:
    """The files of the fixture's sites that are neither published nor named, they or the folder they lie in."""
    published = {row[2] for rows in built.manifest.values() for row in rows}
    named = {problem.path for problem in built.told.problems}
    files = {
        shown_path(path, built.place.content) for site in built.fixture.sites for path in entries(built.place.content / site)
    }
    left = files - published - named - CLOSED - {f"{site}/site.yaml" for site in built.fixture.sites}
    return {path for path in left if not any(path.startswith(f"{folder}/") for folder in named)}


def entries(folder: Path) -> Iterator[Path]:
    """Everything in a folder that is no folder itself; links are not followed."""
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_dir():
            yield path


def shown_path(path: Path, content: Path) -> str:
    raw = os.fsencode(path.relative_to(content)).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in raw)


def not_shown(built: Built) -> list[str]:
    """The texts that readers should see and do not."""
    return [f"{address} {text}" for address, text in built.fixture.shown if text not in page_words(built, address)]


def page_words(built: Built, address: str) -> str:
    return SoupPage(built.tree[f"{address[1:]}index.html"].decode()).words


LAST_GOOD = [fixture for fixture in BUILT if fixture.stopped]


@pytest.mark.parametrize("fixture", params(LAST_GOOD))
def test_a_broken_article_keeps_its_last_good_version(fixture: Fixture, copy: Place, capfd: pytest.CaptureFixture[str]) -> None:
    """P2: good → published → broken → the same bytes at the same address, and the report says so."""
    for path in fixture.stopped:
        copy.write(path, HEALTHY)
    assert copy.build().code == 0
    before = pages_of(copy, fixture.stopped)
    assert len(before) == len(fixture.stopped)
    for path in fixture.stopped:
        copy.delete(path)
    fixture.lay(copy.content)
    told, _ = build(copy, fixture, capfd)
    assert told.code == 10
    assert pages_of(copy, fixture.stopped) == before
    kept = {problem.path: problem.published_instead for problem in told.problems if problem.stops == "item"}
    assert {path: kept[path] for path in fixture.stopped} == {path: address for path, (address, _) in before.items()}


def pages_of(place: Place, sources: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    """Address and bytes of the page of each source file that has one."""
    rows = json.loads((place.current / "manifest.json").read_bytes())["sites"]
    found = {row[2]: row[0] for site in rows.values() for row in site if row[2] in sources}
    return {
        source: (f"/{path.removesuffix('index.html')}", (place.current / path).read_bytes()) for source, path in found.items()
    }


@pytest.mark.parametrize("fixture", params(REFUSED))
def test_a_refused_configuration_changes_nothing(fixture: Fixture, copy: Place, base_tree: dict[str, bytes]) -> None:
    """P17: exit 30, the Problems named, what was published still there."""
    fixture.lay(copy.content)
    told = copy.build()
    assert (told.code, written(told.problems)) == (30, fixture.expected)
    assert all(speaks(problem) for problem in told.problems)
    assert copy.tree() == base_tree


TOGETHER = [fixture for fixture in BUILT if not fixture.name.startswith("d-") and fixture.name not in UNREADABLE]


def test_all_faults_at_once_are_each_found(base: Place, tmp_path: Path) -> None:
    """By the real command: no fault hides another, exit 10, and not a word of Python on stderr."""
    place = Place(tmp_path)
    BASE.lay(place.content)
    for fixture in TOGETHER:
        fixture.lay(place.content)
    told, stderr = in_process_of_its_own(place)
    assert (told.code, stderr) == (10, "")
    assert sorted(written(told.problems)) == sorted({row for fixture in TOGETHER for row in fixture.expected})


def test_every_fixture_says_what_it_is_about() -> None:
    for fixture in [BASE, *ALL]:
        about = (fixture.folder / "about.txt").read_text("utf-8")
        assert re.search(r"[\u4e00-\u9fff]", about) and about.count("\n") == 1, fixture.name


def test_everything_made_belongs_to_a_fixture() -> None:
    made = {name.replace("_", "-") for name in vars(making) if re.match(r"[a-d]_", name)}
    assert made <= {fixture.name for fixture in ALL}


def test_ok_is_said_exactly_where_no_error_is_expected() -> None:
    for fixture in ALL:
        rows = (fixture.folder / "expected.txt").read_text("utf-8").splitlines()
        errors = [row for row in rows if row.endswith(" error")]
        assert (rows[:1] == ["OK"]) == (not errors), fixture.name
