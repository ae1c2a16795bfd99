"""docs/developers/adding-a-kind.md, executed literally in a copy of the repository."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import _once as once
from tests.docs.documents import ROOT, WALK_THROUGH, Block, blocks
from tests.networks import Place

BUILT = frozenset({"output", ".cache"})
LIST = "/zhuangpei/slogans/"
PAGE = f"{LIST}2026-11-10-duo-kan-yi-yan/"
NEW = "zhibu new slogan --site zhuangpei 本月标语"


@dataclass(frozen=True)
class Walked:
    """The copy after the walk: what each command printed and how it ended, and which files are new or changed."""

    place: Place
    printed: Mapping[str, str]
    exits: Mapping[str, int]
    touched: Sequence[str]


def zhibu(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with the code of the copy, not ours."""
    command = [sys.executable, "-B", "-m", "plugins.cli", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})


def contents(folder: Path) -> set[tuple[str, str]]:
    """Every file of a copy but what was built, with the hash of its bytes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder), path) for path in found)
    return {
        (name.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in named if name.parts[0] not in BUILT
    }


def walk(folder: Path) -> None:
    """Do everything that the document says in a copy of the repository; walked.json tells how it went."""
    copy = folder / "copy"
    for name in ("plugins", "themes", "content"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    before = contents(copy)
    printed: dict[str, str] = {}
    exits: dict[str, int] = {}
    for block in blocks(WALK_THROUGH):
        if block.file:
            block.write(copy)
        for command in block.commands:
            done = zhibu(command[1:], copy)
            printed[" ".join(command)], exits[" ".join(command)] = done.stdout + done.stderr, done.returncode
    touched = sorted({name for name, _ in contents(copy) ^ before})
    (folder / "walked.json").write_text(json.dumps({"printed": printed, "exits": exits, "touched": touched}))


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    """A copy of the repository in which somebody did everything that the document says."""
    folder = once(tmp_path_factory, "walk", walk)
    return Walked(Place(folder / "copy"), **json.loads((folder / "walked.json").read_text()))


def test_every_command_ends_as_it_says(walked: Walked) -> None:
    faulty = {"zhibu check": 10}
    assert {
        command: (code, walked.printed[command]) for command, code in walked.exits.items() if code != faulty.get(command, 0)
    } == {}
    assert walked.exits.keys() >= {"zhibu kinds", "zhibu build", "zhibu check", NEW}


def test_one_package_and_one_template_are_touched_beside_the_content(walked: Walked) -> None:
    assert {name for name in walked.touched if not name.startswith("content/")} == {
        "plugins/slogans/__init__.py",
        "themes/zhibu/templates/kinds/slogan.html",
    }


def test_the_item_has_a_page_of_its_kind(walked: Walked) -> None:
    page = walked.place.page(PAGE)
    assert page.texts(".banner") == ["标语 多看一眼，多拧半圈"]
    assert {"悬挂至 2099年12月31日"} <= set(page.texts(".facts div"))
    assert "悬挂中" in page.texts(".byline .state")


def test_the_item_stands_in_its_list_and_feed(walked: Walked) -> None:
    (card,) = (card for card in walked.place.page(LIST).texts(".card") if "十一月的标语" in card)
    assert "悬挂中" in card
    assert PAGE in walked.place.text(f"{LIST}feed.json")


def test_the_kind_is_in_the_navigation_of_its_site_alone(walked: Walked) -> None:
    assert "标语" in walked.place.page("/zhuangpei/").texts("nav a")
    assert "标语" not in walked.place.page("/wuliu/").texts("nav a")


def test_the_commands_know_the_kind(walked: Walked) -> None:
    assert re.search(r"^slogan +标语 +slogans/ 标语/$", walked.printed["zhibu kinds"], re.MULTILINE)
    assert "words / 标语 *（必填）：一句话，不超过 16 个字" in walked.printed["zhibu kinds slogan"]
    made = (walked.place.folder / walked.printed[NEW].strip()).read_text("utf-8")
    assert "标题: 本月标语\n" in made
    assert "\n标语: 多看一眼，多拧半圈" in made


def test_a_faulty_item_gets_the_kinds_own_problem(walked: Walked) -> None:
    shown = [block.text.strip() for block in blocks(WALK_THROUGH) if block.language == "text"]
    assert shown
    assert set(shown) <= set(walked.printed["zhibu check"].splitlines())
    assert "请改短，说明的话写进正文。" in walked.printed["zhibu explain ZB-690"]


def test_a_faulty_item_is_not_published(walked: Walked, tmp_path: Path) -> None:
    copy = walked.place.copied(tmp_path / "walk")
    assert zhibu(["build"], copy.folder).returncode == 10
    assert "太长的标语" not in copy.text(LIST)
    assert "十一月的标语" in copy.text(LIST)


def test_every_step_of_the_document_is_taken(walked: Walked) -> None:
    def is_a_step(block: Block) -> bool:
        return bool(block.file or block.commands)

    assert all(is_a_step(block) or block.language == "text" for block in blocks(WALK_THROUGH))
    assert all((walked.place.folder / block.file).is_file() for block in blocks(WALK_THROUGH) if block.file)
