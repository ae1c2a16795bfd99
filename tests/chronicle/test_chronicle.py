"""The chronicle: one sentence an event, per unit and merged, as page, CSV and JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.networks import SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network with three events."""
    place = Place(tmp_path).write_all(SMALL)
    for path, day, text in (("a/大事记/1.md", "2026-03-05", "甲办了一件事。"), ("b1/chronicle/2.md", "2025-07-01", "=一班成立。"),
                            ("a/chronicle/3.md", "2026-10-12", "甲又办了一件。")):  # fmt: skip
        place.write(path, f"---\n标题: 记\n日期: {day}\n记事: {text}\n---\n")
    return place


def test_events_stand_by_year_newest_first_for_a_unit_and_for_all(place: Place) -> None:
    place.build()
    assert place.page("/a/chronicle/").texts(".timeline li > p > a") == ["甲又办了一件。", "甲办了一件事。"]
    page = place.page("/chronicle/")
    assert page.texts(".timeline h2") == ["2026", "2025"]
    assert page.texts(".timeline li > p > a") == ["甲又办了一件。", "甲办了一件事。", "=一班成立。"]


def test_the_files_say_what_the_page_says_and_run_in_no_spreadsheet(place: Place) -> None:
    place.build()
    rows = list(csv.reader(io.StringIO(place.text("/chronicle/chronicle.csv").removeprefix("\ufeff"))))
    assert rows[0] == ["日期", "记事", "单位", "地址"]
    assert [row[1] for row in rows[1:]] == ["甲又办了一件。", "甲办了一件事。", "'=一班成立。"]
    entries = json.loads(place.text("/chronicle/chronicle.json"))["entries"]
    assert [entry["日期"] for entry in entries] == ["2026-10-12", "2026-03-05", "2025-07-01"]


@pytest.mark.parametrize(("count", "found"), [(120, []), (121, ["ZB-862"])])
def test_an_entry_is_one_sentence(place: Place, count: int, found: list[str]) -> None:
    place.write("a/chronicle/9.md", f"---\n标题: 记\n日期: 2026-03-05\n记事: {'字' * count}\n---\n")
    assert [problem.code for problem in place.check().problems if problem.path == "a/chronicle/9.md"] == found


def test_congresses_form_a_series_with_their_papers(place: Place) -> None:
    place.write("root/党代会/1.md", "---\n标题: 第一次党代会\n日期: 2021-06-01\n届次: 第一次\n---\n开了。\n")
    place.write("root/congresses/2.md", "---\n标题: 第二次党代会\n日期: 2026-06-01\n报告: [../pages/about.md]\n---\n开了。\n")
    place.build()
    page = place.page("/congresses/2/")
    assert "第一次党代会" in page.words
    assert "../../pages/about/" in page.hrefs("main a")
