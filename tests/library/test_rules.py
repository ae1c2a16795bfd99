"""Rules of the library: facts first, a short excerpt, versions that follow each other."""

from pathlib import Path

import pytest

from tests.networks import SMALL, Place

RULE = "---\n标题: 转接办法\n日期: 2026-01-05\n发布单位: 示例党委\n施行: 2026-02-01\n{more}---\n三条。\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


def codes(place: Place) -> list[tuple[str, str]]:
    """What is found in the rules."""
    return [
        (problem.path, problem.code)
        for problem in place.check().problems
        if problem.path.startswith(("library/rules/", "library/党规/"))
    ]


@pytest.mark.parametrize(("count", "found"), [(300, []), (301, ["ZB-626"])])
def test_an_excerpt_is_short(place: Place, count: int, found: list[str]) -> None:
    place.write("library/rules/a.md", RULE.format(more=f"摘录: {'字' * count}\n"))
    assert [code for _, code in codes(place)] == found


def test_a_rule_stands_in_the_library_with_its_chain(place: Place) -> None:
    place.write("library/党规/old.md", RULE.format(more="").replace("转接办法", "旧办法"))
    place.write("library/rules/new.md", RULE.format(more="取代: ../党规/old.md\n官方链接: https://example.cn/rule\n"))
    assert codes(place) == [("library/党规/old.md", "ZB-622")]
    place.edit("library/党规/old.md", "发布单位", "效力: 废止\n发布单位")
    assert codes(place) == []
    place.build()
    page = place.page("/library/rules/new/")
    assert "https://example.cn/rule" in page.hrefs()
    assert "旧办法" in page.words
    assert "转接办法" in place.page("/library/rules/").words
    assert "转接办法" in place.text("/library/catalogue.csv")
