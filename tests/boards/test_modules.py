"""The three boards: 18 and 23 modules, what fills them, blank ones hidden and told."""

from pathlib import Path

import pytest
import yaml

from plugins.boards.modules import MODULES, SHIPPED, ModuleFile
from plugins.build.capabilities import kinds
from plugins.network.rules import Rules, read_rules
from plugins.network.sites import Settings
from tests.boards.goals import SECOND, at, write_goal
from tests.docs.documents import section
from tests.networks import SMALL, Place

BOARDS = yaml.safe_load(SHIPPED.read_text("utf-8"))
OWN = """
committee:
  - title: 管理基础
    modules: [{name: 动态, kinds: [news]}, {name: 资料, folders: [/library/]}]
branch:
  - title: 管理重点
    modules:
      - {name: 两样, kinds: [news, notice]}
      - {name: 现场, columns: 现场}
      - {name: 有栏目的, kinds: [news], where: {place: [一线]}}
      - {name: 写了地点的, kinds: [news], where: {place: []}}
      - {name: 目标, kinds: [goal]}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def notes(place: Place, code: str, *, tier: str = "public", until: str = "2026-11-21") -> dict[str, str]:
    """The messages of one code by path."""
    return {one.path: one.message["zh"] for one in place.check(at(until), tier=tier).problems if one.code == code}


@pytest.mark.parametrize(("kind", "counts"), [("committee", [6, 6, 6]), ("branch", [8, 8, 7])])
def test_18_and_23_modules_are_shipped_on_three_boards(kind: str, counts: list[int]) -> None:
    assert [board["title"] for board in BOARDS[kind]] == ["管理基础", "管理重点", "管理回顾"]
    assert [len(board["modules"]) for board in BOARDS[kind]] == counts
    assert sum(counts) == {"committee": 18, "branch": 23}[kind]


def test_every_shipped_module_says_what_fills_it() -> None:
    modules = [module for boards in BOARDS.values() for board in boards for module in board["modules"]]
    assert all(set(module) & {"kinds", "columns", "tags", "pages", "folders"} for module in modules)


def test_shipped_modules_only_name_kinds_of_the_design() -> None:
    planned = {"guide", "qa", "task", "document", "campaign", "course", "lesson", "quiz", "disclosure", "publicity", "dues", "honor",
               "consultation", "survey", "letter", "topic", "suggestion", "chronicle", "stats", "template", "checklist", "event",
               "meeting", "essay", "report"}  # fmt: skip
    named = {
        kind for boards in BOARDS.values() for board in boards for module in board["modules"] for kind in module.get("kinds", ())
    }
    assert named - set(kinds().by_id) - planned == set()


def test_modules_show_how_much_they_hold_and_the_newest_date(place: Place) -> None:
    place.build()
    assert place.page("/a/modules/").texts(".modules li") == ["活动纪实 最新 2026-10-15 3"] or all(
        part in place.page("/a/modules/").words for part in ("活动纪实", "2026-10-15", "3")
    )
    assert "../../a/modules/" in place.page("/a/news/").hrefs(".nav a")


def test_blank_modules_are_hidden(place: Place) -> None:
    place.build()
    assert "方针目标" not in place.page("/a/modules/").words
    write_goal(place, "a/goals/g.md", day="2026-11-20")
    place.build()
    assert "方针目标" in place.page("/a/modules/").words


def test_groups_and_libraries_have_no_boards(place: Place) -> None:
    place.build()
    assert not place.has("/b1/modules/")
    assert not place.has("/library/modules/")


def test_what_fills_a_module_is_the_operators(place: Place) -> None:
    place.write("modules.yaml", OWN)
    place.edit("a/news/2026-10-08-again.md", "tags:", "地点: 一线\ntags:")
    place.edit("a/news/2026-10-15-photo.md", "title:", "地点: 门口\ntitle:")
    assert place.build().problems == ()
    words = place.page("/a/modules/").hrefs("main .modules a")
    assert words == [
        "../../a/modules/liang-yang/", "../../a/news/2026-10-01-walk/", "../../a/news/2026-10-08-again/",
        "../../a/modules/xie-le-di-dian-de/",
    ]  # fmt: skip
    assert "共 4 条" in place.page("/a/modules/liang-yang/").words
    assert place.page("/modules/").hrefs("main .modules a") == ["../news/2026-09-01-open/", "../library/safety/first-aid/"]


def test_an_unknown_kind_is_told(place: Place) -> None:
    place.write("modules.yaml", OWN.replace("kinds: [goal]", "kinds: [gaol]"))
    assert notes(place, "ZB-682") == {"modules.yaml": "模块“目标”里的“gaol”不是任何一类内容"}
    place.write("modules.yaml", OWN)
    assert notes(place, "ZB-682") == {}


def test_blank_modules_are_told_ninety_days_after_the_first_item(place: Place) -> None:
    place.write("modules.yaml", OWN)
    due = at("2026-12-30")  # 90 days after 2026-10-01
    blank = [one for one in place.check(due - SECOND).problems if one.path == "a/site.yaml"]
    assert blank == []
    told = notes(place, "ZB-683", until="2026-12-30")["a/site.yaml"]
    assert told == "3 个模块从 2026-10-01 起一直空着，没有显示：有栏目的、写了地点的、目标"


def test_a_module_for_the_system_is_not_missed_in_public(place: Place) -> None:
    place.write("modules.yaml", OWN.replace("kinds: [goal]", "kinds: [diagnosis], audience: 系统内"))
    assert "目标" not in notes(place, "ZB-683", until="2027-01-01")["a/site.yaml"]
    assert "目标" in notes(place, "ZB-683", until="2027-01-01", tier="org")["a/site.yaml"]


@pytest.mark.parametrize("old", ["kinds: [goal]", "name: 目标"])
def test_a_wrong_file_refuses_the_build(old: str) -> None:
    wrong = OWN.replace(old, {"kinds: [goal]": "kind: [goal]", "name: 目标": "name: 两样"}[old]).encode()
    _, problems = read_rules(Settings("示例", "https://x.example.cn/"), Rules({}, (MODULES,)), {"modules.yaml": wrong}.get)
    assert [problem.stops for problem in problems] == ["network"]


def test_every_key_of_a_module_is_documented() -> None:
    told = section("administrators/配置.md", "modules.yaml")
    wanted = [f"| `{name}` | {info.title} | {info.about} |" for name, info in ModuleFile.fields.items()]
    assert [row for row in wanted if row not in told] == []
