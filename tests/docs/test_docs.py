"""The documentation is true: commands run, the walk-through works, tables agree with the code, links lead somewhere."""

import hashlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from plugins.build.capabilities import active, capabilities, codes, kinds
from plugins.build.outdated import REASONS
from plugins.build.pages import ItemPages
from plugins.cli.main import COMMANDS, cli
from plugins.network.bodies import parse
from plugins.network.hrefs import Hrefs
from plugins.network.kinds import Fields, Kind
from plugins.network.outputs import Page
from plugins.network.problems import Code
from plugins.network.settings import ContactFile, FooterFile, LimitsFile, NetworkFile, SiteFile
from plugins.release.releases import Releases
from tests.networks import Place
from tests.networks import Page as Read

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WALK_THROUGH = DOCS / "developers" / "adding-a-kind.md"
READMES = (ROOT / "README.md", ROOT / "README.en.md")
ALL = (*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
"""SHA-256 of the licence's text as the Free Software Foundation publishes it."""


def name_of(document: Path) -> str:
    """A document as the test report calls it."""
    return document.relative_to(ROOT).as_posix()


every_document = pytest.mark.parametrize("document", ALL, ids=name_of)


# what a document asks its reader to do ----------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file that the line before it names, if any."""

    language: str
    text: str
    file: str

    @property
    def commands(self) -> list[list[str]]:
        """The `zhibu` and `make` lines of a shell block, as words."""
        lines = self.text.splitlines() if self.language == "sh" else []
        return [shlex.split(line) for line in lines if line.startswith(("zhibu", "make"))]


_FENCE = re.compile(
    r"(?:^(?:File|文件) `(?P<file>[^`\n]+)`[:：]\n\n)?^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)


def blocks(document: Path) -> list[Block]:
    """Every fenced block of a document, in order."""
    found = _FENCE.finditer(document.read_text("utf-8"))
    return [Block(block["language"], block["text"], block["file"] or "") for block in found]


def commands(document: Path) -> list[list[str]]:
    """Every command that a document shows."""
    return [command for block in blocks(document) for command in block.commands]


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_a_readme_shows_exactly_two_commands(readme: Path) -> None:
    assert commands(readme) == [["make", "site"], ["make", "test"]]


@every_document
def test_every_make_target_exists(document: Path) -> None:
    for command in commands(document):
        if command[0] == "make":
            done = subprocess.run(["make", "-n", *command[1:]], cwd=ROOT, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


class Reader:
    """Somebody who does what a document says, in a copy of the demonstration network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def follow(self, document: Path) -> list[str]:
        """Write every file and run every command; the files written."""
        written = []
        for block in blocks(document):
            if block.file:
                place = self.folder / block.file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(block.text, "utf-8")
                written.append(block.file)
            for command in block.commands:
                if command[0] == "zhibu":
                    self.run(command[1:])
        return written

    def run(self, words: list[str]) -> str:
        """Run one command as a reader would; what it printed."""
        if words[0] == "serve":
            words = [*words, "-h"]  # it would never end
        done = CliRunner().invoke(cli, [self._real(word) for word in words])
        assert done.exit_code == 0, f"zhibu {' '.join(words)}: {done.output}{done.exception or ''}"
        return done.output

    def problems(self) -> list[Mapping[str, str]]:
        """The errors and warnings of a check."""
        done = CliRunner().invoke(cli, ["check", "--format", "json"])
        return [problem for problem in json.loads(done.stdout)["problems"] if problem["severity"] != "note"]

    def _real(self, word: str) -> str:
        """A word of a command with this copy's own folder or release in the place of the example's."""
        if re.fullmatch(r"\d{6}-\d{14}-[0-9a-f]{8}", word):
            return Releases(self.folder / "output" / "public").ids()[-1]
        return word.replace("/srv/", f"{self.folder}/srv/") if word.startswith("/srv/") else word


@pytest.fixture
def reader(demo: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader who sits in a copy of the demonstration network, already built."""
    folder = demo.copied(tmp_path / "copy").folder
    (folder / ".cache").mkdir()
    (folder / "cache").rename(folder / ".cache" / "zhibu")
    monkeypatch.chdir(folder)
    return Reader(folder)


FOLLOWED = [
    document
    for document in ALL
    if document != WALK_THROUGH and any(block.file or "zhibu" in sum(block.commands, []) for block in blocks(document))
]


@pytest.mark.parametrize("document", FOLLOWED, ids=name_of)
def test_whoever_follows_a_document_succeeds(document: Path, reader: Reader) -> None:
    written = reader.follow(document)
    assert [problem for problem in reader.problems() if f"content/{problem['path']}" in written] == []


def test_the_documents_are_followed_that_show_how_to_write_and_publish() -> None:
    names = {document.stem for document in FOLLOWED}
    assert names >= {"写第一篇", "写法", "链接图片附件", "看懂检查报告", "安装", "配置", "发布与回退", "problems"}


# every command and option -----------------------------------------------------------------------


def words_of(command: click.Command) -> Iterator[str]:
    """Every subcommand and option of a command."""
    for parameter in command.params:
        yield from (option for option in parameter.opts if option.startswith("--"))
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield name
            yield from words_of(inner)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = "\n".join(document.read_text("utf-8") for document in ALL)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert re.search(rf"zhibu {name}\b", told)
    assert [word for word in words_of(command) if word not in told] == []


def test_every_reason_to_render_is_documented() -> None:
    told = (DOCS / "administrators" / "发布与回退.md").read_text("utf-8")
    assert [row for name, zh in REASONS.items() if (row := f"| `{name}` | {zh} |") not in told] == []


# links ------------------------------------------------------------------------------------------


def anchors(document: Path) -> set[str]:
    """The sections of a document that a link may name."""
    body = parse(document.read_text("utf-8"), document.name)
    return {*body.anchors, *(heading.id for heading in body.headings)}


@every_document
def test_every_link_leads_to_a_file_and_a_section_of_it(document: Path) -> None:
    def fault(target: str) -> str:
        path, _, anchor = unquote(target).partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists():
            return "no such file"
        return "" if not anchor or anchor in anchors(file) else "no such section"

    targets = {reference.target for reference in parse(document.read_text("utf-8"), document.name).references}
    own = {target for target in targets if not re.match(r"[a-z]+:", target)}
    assert {target: why for target in own if (why := fault(target))} == {}


def test_every_document_is_in_the_index() -> None:
    body = parse((DOCS / "README.md").read_text("utf-8"), "README.md")
    listed = {(DOCS / unquote(reference.target)).resolve() for reference in body.references}
    assert {name_of(document) for document in DOCS.rglob("*.md")} - {name_of(file) for file in listed} == {"docs/README.md"}


# tables -----------------------------------------------------------------------------------------


def field_row(name: str, info: FieldInfo) -> str:
    """The row of a field in 写法.md."""
    need = "（必填）" if info.is_required() else ""
    example = f"`{info.examples[0]}`" if info.examples and info.examples[0] else ""
    return f"| {info.title}{need} | `{name}` | {info.description} | {example} |"


def own_rows(kind: Kind) -> list[str]:
    """The rows of what a Kind says beyond the common fields, or says differently."""
    common = {field_row(name, info) for name, info in Fields.model_fields.items()}
    return [row for name, info in kind.schema.model_fields.items() if (row := field_row(name, info)) not in common]


def test_the_common_fields_are_in_the_table() -> None:
    told = (DOCS / "editors" / "写法.md").read_text("utf-8").splitlines()
    assert [row for name, info in Fields.model_fields.items() if (row := field_row(name, info)) not in told] == []


@pytest.mark.parametrize("kind", kinds().by_id.values(), ids=lambda kind: kind.id)
def test_every_kind_has_its_table(kind: Kind) -> None:
    told = (DOCS / "editors" / "写法.md").read_text("utf-8")
    _, heading, section = told.partition(f"\n### {kind.name} `{kind.id}`\n")
    assert heading
    rows = re.split(r"^#|^随时", section, maxsplit=1, flags=re.M)[0].splitlines()
    assert [row for row in rows if row.startswith("| ") and "`" in row] == own_rows(kind)


SETTINGS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "network.yaml": ("", NetworkFile),
    "footer": ("footer.", FooterFile),
    "limits": ("limits.", LimitsFile),
    "site.yaml": ("", SiteFile),
    "contacts": ("contacts.", ContactFile),
}
"""The section of 配置.md and what comes before each key there."""


def setting_row(key: str, info: FieldInfo) -> str:
    """How the row of a setting begins in 配置.md."""
    default = "必填" if info.is_required() else f"`{info.default}`" if info.default not in ("", (), None) else ""
    default = "" if info.default_factory else default
    return f"| `{key}` | {info.title} | {default} | {info.description}"


@pytest.mark.parametrize("section", SETTINGS)
def test_every_setting_is_in_the_table_with_its_default(section: str) -> None:
    told = (DOCS / "administrators" / "配置.md").read_text("utf-8")
    prefix, model = SETTINGS[section]
    part = re.split(rf"^##+ {re.escape(section)}$", told, maxsplit=1, flags=re.M)[1]
    rows = [row for row in re.split(r"^##", part, maxsplit=1, flags=re.M)[0].splitlines() if row.startswith("| `")]
    wanted = [setting_row(prefix + name, info) for name, info in model.model_fields.items()]
    assert [row[: len(begin)] for row, begin in zip(rows, wanted, strict=True)] == wanted


def test_every_capability_is_in_the_table() -> None:
    told = (DOCS / "administrators" / "配置.md").read_text("utf-8")
    part = told.partition("### capabilities\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([\w.]+)` ", part, re.M) == [
        name for one in capabilities() for name in (one.name, *(f"{one.name}.{output.__name__}" for output in one.outputs))
    ]


SEVERITIES = {"error": "错误", "warning": "提醒", "note": "说明"}
STOPS = {
    "nothing": "照常发布",
    "item": "这一篇不更新，保留上一个正确的版本",
    "site": "这个站点不更新，保留上一个正确的版本",
    "network": "什么也不发布，已发布的不变",
}


def plain(template: str) -> str:
    """A message with … where the build says what it found."""
    return re.sub(r"\{\w+\}", "…", template.replace("{suggestion}", ""))


@pytest.mark.parametrize("code", codes(), ids=lambda code: code.id)
def test_every_code_is_explained(code: Code) -> None:
    told = (DOCS / "administrators" / "problems.md").read_text("utf-8")
    _, heading, rest = told.partition(f"\n### {code.id}\n")
    assert heading
    section = re.split(r"^##", rest, maxsplit=1, flags=re.M)[0]
    assert f"**{plain(code.zh)}**" in section
    assert f"{SEVERITIES[code.severity]} · {STOPS[code.stops]}" in section
    assert "- 原因：" in section
    assert "- 例子：" in section
    assert code.example in section
    assert "{" in code.remedy_zh or f"- 办法：{code.remedy_zh}" in section


def test_no_code_is_explained_that_does_not_exist() -> None:
    told = (DOCS / "administrators" / "problems.md").read_text("utf-8")
    assert re.findall(r"^### (ZB-\d{3})$", told, re.M) == [code.id for code in codes()]


def test_the_template_tables_name_every_value(demo: Place) -> None:
    network = demo.check(tier="org").scanned.network
    given: dict[str, set[str]] = {}
    for site in network.sites.values():
        sliced = network.seen_by(site.id)
        items = ItemPages(sliced, site, Hrefs(network.settings.base_url, sliced.sites))
        made = [items.page(item, items.body(item, "")) for item in sliced.of(site.id)]
        made += [
            page
            for one in active(sliced, site)
            for output in one.outputs
            for page in output(sliced, site)
            if isinstance(page, Page)
        ]
        for page in made:
            own = kinds().by_id[network.items[page.source].kind].values(sliced, network.items[page.source]) if page.source else {}
            name = "item.html" if page.source else page.template
            given.setdefault(name, set()).update(set(page.values) - set(own))
    told = (DOCS / "developers" / "templates.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w.]+\.html)`[^|]*\| (.*) \|$", told, re.M)
    documented = {name: set(re.findall(r"`([^`]*)`", values)[0].split() if "`" in values else ()) for name, values in rows}
    assert {name: values for name, values in given.items() if documented.get(name) != values} == {}


# licences ---------------------------------------------------------------------------------------


def test_the_licence_is_the_whole_text_of_the_agpl() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL


def test_the_notice_names_every_package_that_is_installed_to_run() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.M))
    notice = (ROOT / "NOTICE").read_text("utf-8")
    own = notice.partition("Used by zhibu itself\n")[2].partition("Needed by those\n")[0]
    assert set(re.findall(r"^  ([a-z0-9-]+) +\S", notice, re.M)) == locked
    assert set(re.findall(r"^  ([a-z0-9-]+) +\S", own, re.M)) == {
        re.split(r"[^a-z0-9-]", one)[0] for one in requires("zhibu") or () if "extra ==" not in one
    }


# the walk-through -------------------------------------------------------------------------------

BUILT = frozenset({"output", ".cache"})
PAGE = "/zhuangpei/slogans/2026-11-10-duo-kan-yi-yan/"


@dataclass(frozen=True)
class Walked:
    """What came of doing everything that the walk-through says."""

    folder: Path
    before: Mapping[str, str]
    told: Mapping[str, str]
    exits: Mapping[str, int]

    def page(self, address: str) -> Read:
        """A published page."""
        return Place(self.folder).page(address)


def files(folder: Path) -> dict[str, str]:
    """Every file of a copy but what was built, with a hash of its content."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] not in BUILT)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """A copy of the repository after the walk-through."""
    folder = tmp_path_factory.mktemp("walk")
    for name in ("plugins", "themes", "content"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    before, told, exits = files(folder), {}, {}
    for block in blocks(WALK_THROUGH):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, "utf-8")
        for command in block.commands:
            line = " ".join(command)
            done = subprocess.run(
                [sys.executable, "-B", "-m", "plugins.cli", *command[1:]],
                cwd=folder, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
            told[line], exits[line] = done.stdout + done.stderr, done.returncode
    return Walked(folder, before, told, exits)


@pytest.mark.xdist_group("walk-through")
class TestTheWalkThrough:
    def test_every_command_ends_as_it_says(self, walked: Walked) -> None:
        assert walked.exits == {
            "zhibu kinds": 0, "zhibu kinds slogan": 0, "zhibu new slogan --site zhuangpei 本月标语": 0,
            "zhibu build": 0, "zhibu check": 10, "zhibu explain ZB-690": 0,
        }, walked.told  # fmt: skip

    def test_it_touches_one_package_one_template_and_the_content(self, walked: Walked) -> None:
        after = files(walked.folder)
        touched = {path for path in after.keys() | walked.before.keys() if after.get(path) != walked.before.get(path)}
        assert {path for path in touched if not path.startswith("content/")} == {
            "plugins/slogans/__init__.py",
            "themes/zhibu/templates/kinds/slogan.html",
        }

    def test_the_item_has_its_page(self, walked: Walked) -> None:
        page = walked.page(PAGE)
        assert page.texts(".banner") == ["标语 多看一眼，多拧半圈"]
        assert "2099年12月31日" in page.words
        assert "悬挂中" in page.words

    def test_it_stands_in_its_list_in_feeds_and_in_navigation(self, walked: Walked) -> None:
        (row,) = [row for row in walked.page("/zhuangpei/slogans/").texts(".card") if "十一月的标语" in row]
        assert "悬挂中" in row
        assert "标语" in walked.page("/zhuangpei/").texts("nav a")
        assert PAGE[1:] in Place(walked.folder).text("/zhuangpei/slogans/feed.json")

    def test_the_command_line_knows_it(self, walked: Walked) -> None:
        assert re.search(r"^slogan +标语", walked.told["zhibu kinds"], re.M)
        assert "words / 标语 *（必填）：一句话，不超过 16 个字" in walked.told["zhibu kinds slogan"]
        made = (walked.folder / walked.told["zhibu new slogan --site zhuangpei 本月标语"].strip()).read_text("utf-8")
        assert "标题: 本月标语\n" in made
        assert "\n标语: 多看一眼，多拧半圈" in made

    def test_a_faulty_one_gets_the_kinds_own_problem(self, walked: Walked) -> None:
        (shown,) = [block.text.strip() for block in blocks(WALK_THROUGH) if block.language == "text"]
        assert shown in walked.told["zhibu check"].splitlines()
        assert "请改短，说明的话写进正文。" in walked.told["zhibu explain ZB-690"]
