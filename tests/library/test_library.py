"""The shared library: versions that follow each other, records that are not repeated, facets and catalogues."""

import csv
import io
import json
from pathlib import Path

import pytest

from plugins.cli.checking import OK, Told
from plugins.library.pages import CATALOGUE_COLUMNS
from tests.links import faults, parsed
from tests.networks import Place

BASE = "https://x.example.cn/"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A committee and an empty library."""
    place = Place(tmp_path)
    place.write("network.yaml", f"name: 示例\nbase_url: {BASE}\n")
    place.write("root/site.yaml", "title: 党委\nkind: committee\n")
    place.write("library/site.yaml", "title: 资源库\nkind: library\nparent: root\ncolumns: [safety 安全, skills 技能]\n")
    return place


def record(place: Place, path: str, title: str, **fields: str) -> str:
    """Write a record; its path."""
    lines = {"title": title, "date": "2026-01-05", "source": "示例", "licence": "CC BY 4.0", **fields}
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n用法。\n")
    return path


def codes(told: Told) -> dict[str, str]:
    """The code of each Problem by its path, notes apart."""
    return {problem.path: problem.code for problem in told.problems if problem.severity != "note"}


# versions ---------------------------------------------------------------------------------------


def test_versions_show_their_whole_chain(place: Place) -> None:
    record(place, "library/safety/card-1.md", "急救卡 一版", validity="废止")
    record(place, "library/safety/card-2.md", "急救卡 二版", validity="失效", supersedes="card-1.md")
    record(place, "library/safety/card-3.md", "急救卡 三版", supersedes="card-2.md")
    told = place.build()
    assert (told.code, told.problems) == (OK, ())
    middle = place.page("/library/safety/card-2/")
    for word in ("急救卡 一版", "急救卡 三版", "更新的版本", "更早的版本", "失效"):
        assert word in middle.words
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_a_superseded_record_is_no_longer_valid(place: Place) -> None:
    old = record(place, "library/safety/card-1.md", "急救卡 一版")
    record(place, "library/safety/card-2.md", "急救卡 二版", supersedes="card-1.md")
    assert codes(place.build()) == {old: "ZB-622"}


def test_a_version_has_one_successor(place: Place) -> None:
    record(place, "library/safety/card-1.md", "急救卡 一版", validity="废止")
    record(place, "library/safety/card-2.md", "急救卡 二版", supersedes="card-1.md")
    second = record(place, "library/safety/other.md", "另一张卡", supersedes="card-1.md")
    told = place.build()
    assert codes(told) == {second: "ZB-621"}
    assert place.has("/library/safety/other/")


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_versions_is_told_once(place: Place, length: int) -> None:
    for number in range(length):
        record(
            place,
            f"library/safety/c{number}.md",
            f"第{'一二三'[number]}份",
            validity="废止",
            supersedes=f"c{(number + 1) % length}.md",
        )
    told = place.build()
    assert [problem.code for problem in told.problems] == ["ZB-620"]
    assert place.has("/library/safety/c0/")


def test_a_version_can_only_supersede_a_record(place: Place) -> None:
    place.write("root/news/2026-01-01-x.md", "# 一条动态\n\n好。\n")
    path = record(place, "library/safety/card.md", "急救卡", supersedes="/root/news/2026-01-01-x.md")
    told = place.build()
    assert codes(told) == {path: "ZB-625"}
    assert "更早的版本" not in place.page("/library/safety/card/").words


def test_a_version_that_supersedes_what_is_missing_is_told(place: Place) -> None:
    path = record(place, "library/safety/card.md", "急救卡", supersedes="gone.md")
    assert codes(place.build()) == {path: "ZB-301"}


# records ----------------------------------------------------------------------------------------


def test_source_and_licence_are_required(place: Place) -> None:
    place.write("library/safety/card.md", "---\ntitle: 急救卡\ndate: 2026-01-05\n---\n用法。\n")
    told = place.build()
    assert told.code == 10
    assert {problem.code for problem in told.problems} == {"ZB-117"}
    assert len(told.problems) == 2


def test_the_same_file_under_two_records_is_told(place: Place) -> None:
    place.write("library/safety/a.csv", "一,二\n")
    place.write("library/skills/b.csv", "一,二\n")
    record(place, "library/safety/a.md", "甲表", attachments="a.csv")
    second = record(place, "library/skills/b.md", "乙表", attachments="b.csv")
    assert codes(place.build()) == {second: "ZB-623"}


def test_nearly_the_same_title_is_told_unless_it_is_another_version(place: Place) -> None:
    record(place, "library/safety/a.md", "急救卡 2024")
    second = record(place, "library/skills/b.md", "急救卡（2025）")
    assert codes(place.build()) == {second: "ZB-624"}
    place.edit("library/safety/a.md", "licence:", "validity: 废止\nlicence:")
    place.edit("library/skills/b.md", "licence:", "supersedes: ../safety/a.md\nlicence:")
    assert place.build().problems == ()


def test_an_unknown_validity_is_refused_with_the_choices(place: Place) -> None:
    record(place, "library/safety/a.md", "急救卡", validity="可能有效")
    (problem,) = place.build().problems
    assert (problem.code, problem.line) == ("ZB-116", 6)
    assert "有效、已修改、失效、废止" in problem.remedy["zh"]


# pages ------------------------------------------------------------------------------------------


def test_collections_stand_in_the_order_of_the_sites_columns_under_its_names(place: Place) -> None:
    record(place, "library/zzz/z.md", "最后一份")
    record(place, "library/skills/b.md", "焊接")
    record(place, "library/safety/a.md", "急救卡")
    place.build()
    home = place.page("/library/")
    hrefs = [href for href in home.hrefs("main a") if href in ("../library/safety/", "../library/skills/", "../library/zzz/")]
    assert list(dict.fromkeys(hrefs)) == ["../library/safety/", "../library/skills/", "../library/zzz/"]
    assert place.page("/library/safety/").texts("h1") == ["安全"]


def test_facets_group_by_type_year_issuer_and_topic(place: Place) -> None:
    record(place, "library/safety/a.md", "急救卡", type="清单", issuer="安全部", topic="安全", year="2024")
    record(place, "library/safety/b.md", "灭火卡", type="清单", issuer="安全部", topic="安全")
    record(place, "library/skills/c.md", "焊接", type="课件", topic="技能")
    place.build()
    assert "共 2 条" in place.page("/library/type/qing-dan/").words
    assert "共 1 条" in place.page("/library/type/ke-jian/").words
    assert "共 2 条" in place.page("/library/issuer/an-quan-bu/").words
    assert "共 1 条" in place.page("/library/year/2024/").words
    assert "共 2 条" in place.page("/library/year/2026/").words
    years = [text for text in place.page("/library/").texts(".facet li") if text.startswith("20")]
    assert years == ["2026 2", "2024 1"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum"])
def test_no_cell_of_the_catalogue_is_a_formula(place: Place, start: str) -> None:
    record(place, "library/safety/a.md", "急救卡", version=f"'{start}'")
    place.build()
    row = next(csv.DictReader(io.StringIO(place.text("/library/catalogue.csv").removeprefix("\ufeff"))))
    assert row["版本"] == f"'{start}"
    assert json.loads(place.text("/library/catalogue.json"))["records"][0]["版本"] == start


def test_an_empty_library_is_whole(place: Place) -> None:
    assert place.build().code == OK
    rows = place.text("/library/catalogue.csv").removeprefix("\ufeff").splitlines()
    assert rows == [",".join(CATALOGUE_COLUMNS)]
    assert json.loads(place.text("/library/catalogue.json"))["count"] == 0
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []
