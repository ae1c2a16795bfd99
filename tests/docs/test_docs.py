"""Whoever follows the documentation succeeds: its commands run, its files build, its links lead somewhere."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner

from plugins.cli.main import COMMANDS, cli
from plugins.network.bodies import parse
from plugins.release.releases import Releases
from tests.docs.documents import ALL, DOCS, READMES, ROOT, WALK_THROUGH, blocks, commands, name_of
from tests.networks import Place
from tests.publish.making import needs, object_storage, surroundings

AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
"""SHA-256 of the licence's text as the Free Software Foundation publishes it."""


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_a_readme_shows_exactly_two_commands(readme: Path) -> None:
    assert commands(readme) == [["make", "site"], ["make", "test"]]


# commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", ALL, ids=name_of)
def test_every_make_target_exists(document: Path) -> None:
    for command in commands(document):
        if command[0] == "make":
            done = subprocess.run(["make", "-n", *command[1:]], cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


class Follower:
    """Somebody who does what a document says, in a copy of the demonstration network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def follow(self, document: Path) -> list[str]:
        """Write every file and run every command, in order; the files written."""
        for block in blocks(document):
            if block.file:
                block.write(self.folder)
            for command in block.commands:
                if command[0] == "zhibu":
                    self.run(command[1:])
        return [block.file for block in blocks(document) if block.file]

    def run(self, words: list[str]) -> None:
        """Run one command; it must end well."""
        asked = [*words, "-h"] if words[0] == "serve" else words  # serving would never end
        done = CliRunner().invoke(cli, [self._own(word) for word in asked])
        assert done.exit_code == 0, f"zhibu {' '.join(words)}: {done.output}{done.exception or ''}"

    def _own(self, word: str) -> str:
        """A word of a command, with a release or folder of this copy in the place of the example's."""
        if re.fullmatch(r"\d{6}-\d{14}-[0-9a-f]{8}", word):
            return Releases(self.folder / "output" / "public").ids()[-1]
        if word.startswith("s3://"):
            _bucket(word.split("/")[2])
            return word
        host, at, path = word.rpartition(":")
        if at and path.startswith("/srv/"):
            needs("rsync", "rsync")
            return f"{host}:{self.folder}{path}"
        return f"{self.folder}{word}" if word.startswith("/srv/") else word

    def complaints(self) -> list[Mapping[str, str]]:
        """The errors and warnings of a check."""
        found = json.loads(CliRunner().invoke(cli, ["check", "--format", "json"]).stdout)["problems"]
        return [problem for problem in found if problem["severity"] != "note"]


def _bucket(name: str) -> None:
    """Make a bucket in the object storage, unless it is there."""
    from s3fs import S3FileSystem

    storage = S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
    if not storage.exists(name):
        storage.mkdir(name)


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """The address of an object storage."""
    with object_storage() as address:
        yield address


@pytest.fixture
def follower(demo: Place, storage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follower:
    """A follower who sits in a copy of the demonstration network, already built, beside the other examples."""
    folder = demo.copied(tmp_path / "copy").folder
    shutil.copytree(ROOT / "examples", folder / "examples")
    (folder / ".cache").mkdir()
    (folder / "cache").rename(folder / ".cache" / "zhibu")
    monkeypatch.chdir(folder)
    for name, value in surroundings(storage).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RSYNC_RSH", f"sh {_here(tmp_path)}")
    return Follower(folder)


def _here(folder: Path) -> Path:
    """A remote shell that reaches no farther than this machine."""
    shell = folder / "here.sh"
    shell.write_text('shift 3; exec sh -c "$*"\n')  # ssh -l USER HOST COMMAND
    return shell


def asks_for_something(document: Path) -> bool:
    """Whether a document shows files to write or `zhibu` commands to run."""
    return any(block.file or any(command[0] == "zhibu" for command in block.commands) for block in blocks(document))


FOLLOWED = [document for document in ALL if document != WALK_THROUGH and asks_for_something(document)]


@pytest.mark.xdist_group("large libraries")  # object storage and clusters
@pytest.mark.parametrize("document", FOLLOWED, ids=name_of)
def test_whoever_follows_a_document_succeeds(document: Path, follower: Follower) -> None:
    if written := follower.follow(document):
        assert [one for one in follower.complaints() if f"content/{one['path']}" in written] == []


def test_the_documents_are_followed_that_show_how_to_write_and_publish() -> None:
    names = {document.stem for document in FOLLOWED}
    assert names >= {"写第一篇", "写法", "链接图片附件", "看懂检查报告", "安装", "配置", "发布与回退", "problems"}


def words_of(command: click.Command) -> Iterator[str]:
    """Every subcommand and option of a command."""
    for parameter in command.params:
        yield from (option for option in parameter.opts if option.startswith("--"))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield name
            yield from words_of(inner)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    everything = "\n".join(document.read_text("utf-8") for document in ALL)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert f"zhibu {name}" in everything
    assert [word for word in words_of(command) if word not in everything] == []


# links ------------------------------------------------------------------------------------------


def targets(document: Path) -> set[str]:
    """Every link and picture of a document that leads to a file of the repository."""
    written = {reference.target for reference in parse(document.read_text("utf-8"), document.name).references}
    return {unquote(target) for target in written if not re.match(r"[a-z]+:", target)}


def leads_nowhere(document: Path, target: str) -> str:
    """Why a target of a document leads nowhere, or an empty text."""
    path, _, anchor = target.partition("#")
    file = (document.parent / path).resolve() if path else document
    if not file.exists():
        return "no such file"
    return "" if not anchor or anchor in parse(file.read_text("utf-8"), file.name).anchors else "no such section"


@pytest.mark.parametrize("document", ALL, ids=name_of)
def test_every_link_leads_to_a_file_and_a_section_of_it(document: Path) -> None:
    assert {target: why for target in targets(document) if (why := leads_nowhere(document, target))} == {}


def test_a_link_that_leads_nowhere_would_be_found() -> None:
    assert leads_nowhere(DOCS / "README.md", "editors/nothing.md") == "no such file"
    assert leads_nowhere(DOCS / "README.md", "administrators/problems.md#zb-000") == "no such section"
    assert leads_nowhere(DOCS / "README.md", "administrators/problems.md#zb-105") == ""


def test_every_document_is_in_the_index() -> None:
    index, kinds = DOCS / "README.md", DOCS / "kinds" / "README.md"
    listed = {(page.parent / target).resolve() for page in (index, kinds) for target in targets(page)}
    assert set(DOCS.rglob("*.md")) - listed == {index}


# licences ---------------------------------------------------------------------------------------


def test_the_licence_is_the_whole_text_of_the_agpl() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL


def packages(text: str) -> set[str]:
    """The packages that a part of NOTICE lists."""
    return set(re.findall(r"^  ([a-z0-9-]+) +\S", text, re.MULTILINE))


def locked(name: str) -> set[str]:
    """The packages that a file of locked dependencies installs."""
    return set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z]+\])?==", (ROOT / name).read_text(), re.MULTILINE))


def test_the_notice_names_every_package_that_is_installed_to_run() -> None:
    always, *optional = re.split(r"Only after `make (\w+)`", (ROOT / "NOTICE").read_text("utf-8"))
    assert packages(always) == locked("requirements.txt")
    assert {path.name for path in ROOT.glob("requirements-*.txt")} == {
        f"requirements-{one}.txt" for one in (*optional[::2], "dev")
    }
    for name, listed in zip(optional[::2], optional[1::2], strict=True):
        assert packages(listed) == locked(f"requirements-{name}.txt") - locked("requirements.txt")
    asked_for = {re.split(r"[^a-z0-9-]", one)[0] for one in requires("zhibu") or () if "extra ==" not in one}
    assert packages(always.partition("Needed by those\n")[0]) == asked_for


def test_what_is_tested_is_what_is_installed() -> None:
    def pinned(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    assert pinned("requirements.txt") <= pinned("requirements-s3.txt") <= pinned("requirements-dev.txt")
    assert pinned("requirements.txt") <= pinned("requirements-sign.txt") <= pinned("requirements-dev.txt")
    for extra in ("requirements-s3.txt", "requirements-pdf.txt", "requirements-dask.txt"):
        assert pinned("requirements.txt") <= pinned(extra) <= pinned("requirements-dev.txt")
