"""Services, guides, templates and checklists: what is valid until when, what every guide says."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.networks import AS_OF, SMALL, Place

GUIDE = """---
标题: 转接组织关系
事项: 组织关系转出
依据: 《示例办法》
条件: 工作单位已经变动
材料: 介绍信、登记表
程序:
  - 到 104 室领取登记表，当场填好
  - 三个工作日内收到通知
时限: 三个工作日
地点: 办公楼 104 室
咨询: 综合岗
---
常见问题写在这里。
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def codes(place: Place, path: str) -> list[tuple[str, int]]:
    """The codes and lines found in one file."""
    return [(problem.code, problem.line) for problem in place.check().problems if problem.path == path]


def test_a_service_is_listed_until_the_last_second_of_its_last_day(place: Place) -> None:
    place.write("a/服务/s.md", "---\n标题: 班车调整\n日期: 2026-11-02\n有效至: 2026-11-20\n---\n每天两班。\n")
    end = AS_OF.replace(hour=0)
    second = timedelta(seconds=1)
    before, at, after = (place.check(moment).scanned for moment in (end - second, end, end + second))
    assert before.next_change == end
    states = [found.network.items["a/服务/s.md"].state for found in (before, at, after)]
    assert [(state.label, state.listed) for state in states if state] == [("有效", True), ("已过期", False), ("已过期", False)]
    place.build(end - second)
    assert "班车调整" in place.page("/a/services/").words
    place.build(end)
    assert not place.has("/a/services/")
    assert "班车调整" not in place.page("/a/").words
    assert "班车调整" not in place.text("/a/feed.atom")
    assert "已过期" in place.page("/a/services/s/").words
    assert [code for code, _ in codes(place, "a/服务/s.md")] == []
    place.edit("a/服务/s.md", "有效至: 2026-11-20", "有效至: 2026-11-01")
    assert codes(place, "a/服务/s.md") == [("ZB-102", 4)]
    place.edit("a/服务/s.md", "有效至: 2026-11-01", "有效至: 2026-11-02")
    assert codes(place, "a/服务/s.md") == []


def test_a_guide_shows_its_steps_as_a_list_and_its_eight_facts(place: Place) -> None:
    place.write("a/指南/zhuan.md", GUIDE)
    assert codes(place, "a/指南/zhuan.md") == []
    place.build()
    page = place.page("/a/guides/zhuan/")
    assert page.texts("ol.steps > li") == ["到 104 室领取登记表，当场填好", "三个工作日内收到通知"]
    facts = ("组织关系转出", "《示例办法》", "工作单位已经变动", "登记表", "三个工作日", "办公楼 104 室", "综合岗")
    assert [fact for fact in facts if fact not in page.words] == []
    assert "转接组织关系" in place.page("/a/guides/").words


@pytest.mark.parametrize("name", ["事项", "依据", "条件", "材料", "程序", "时限", "地点", "咨询"])
def test_a_guide_without_one_of_the_eight_is_not_published(place: Place, name: str) -> None:
    lines = GUIDE.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}:"))
    end = start + (3 if name == "程序" else 1)
    place.write("a/guides/zhuan.md", "".join([*lines[:start], *lines[end:]]))
    (problem,) = [problem for problem in place.check().problems if problem.path == "a/guides/zhuan.md"]
    assert (problem.code, problem.stops) == ("ZB-117", "item")
    assert name in problem.message["zh"]


def test_templates_and_checklists_are_tables_to_work_through(place: Place) -> None:
    place.write("a/模板/day.md", "---\n标题: 主题党日方案\n栏目表: 主题、时间、地点\n---\n照着填。\n")
    place.write(
        "a/清单/meeting.md",
        "---\n标题: 会前清单\n清单:\n  - 事项: 查投影\n    时限: 会前一天\n    岗位: 组织委员\n  - 事项: 打印材料\n---\n",
    )
    place.build()
    assert place.page("/a/templates/day/").texts("tbody th, tbody td:first-child") == ["主题", "时间", "地点"]
    assert "会前一天" in place.page("/a/checklists/meeting/").words


def test_a_template_folder_in_a_library_is_a_collection(place: Place) -> None:
    place.write("library/templates/t.md", "---\ntitle: 方案模板\ndate: 2026-01-05\nsource: 示例\nlicence: CC BY 4.0\n---\n文。\n")
    assert place.check().scanned.network.items["library/templates/t.md"].kind == "resource"
