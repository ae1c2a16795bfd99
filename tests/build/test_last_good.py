"""A broken file keeps its last good version, but a wish to show less always wins, and every fault is told at once."""

from pathlib import Path

import pytest

from plugins.cli.checking import run, write_reports
from tests.networks import SMALL, Place

PATH = "a/news/2026-10-08-again.md"
ADDRESS = "/a/news/2026-10-08-again/"
BROKEN = "---\ntitle: 现场巡查又一次\ndate: 昨天\n{wish}---\n新的正文。\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, published."""
    place = Place(tmp_path).write_all(SMALL)
    assert place.build().code == 0
    return place


def test_a_broken_file_keeps_its_last_good_page(place: Place) -> None:
    before = place.text(ADDRESS)
    place.write(PATH, BROKEN.format(wish=""))
    told = place.build()
    assert told.code == 10
    assert place.text(ADDRESS) == before
    assert [problem.published_instead for problem in told.problems] == [ADDRESS]


@pytest.mark.parametrize("wish", ["范围: 局域网\n", "audience: lann\n", "草稿: 是\n", "expires: 2026-11-01\n"])
def test_a_broken_file_that_asks_to_be_hidden_is_hidden(place: Place, wish: str) -> None:
    place.write(PATH, BROKEN.format(wish=wish))
    told = place.build()
    assert not place.has(ADDRESS)
    assert all("现场巡查又一次" not in text.decode("utf-8", "replace") for text in place.tree().values())
    assert {problem.published_instead for problem in told.problems} <= {""}
    assert wish.startswith("范围") or told.problems  # what another tier is meant for is told there


def test_a_broken_file_that_is_withdrawn_shows_the_tombstone(place: Place) -> None:
    place.write(PATH, BROKEN.format(wish="撤回: 数据有误\n"))
    place.build()
    assert "数据有误" in place.page(ADDRESS).words
    assert "好了" not in place.page(ADDRESS).words


def test_a_later_wish_to_expire_does_not_lengthen_an_earlier_one(place: Place) -> None:
    place.write(PATH, SMALL[PATH].replace("tags:", "expires: 2026-11-22\ntags:"))  # type: ignore[arg-type]
    assert place.build().next_change.startswith("2026-11-23")
    place.write(PATH, BROKEN.format(wish="expires: 2027-11-22\n"))
    assert place.build().next_change.startswith("2026-11-23")


def test_the_links_of_a_stopped_file_are_told_with_its_other_faults(place: Place) -> None:
    place.write(PATH, BROKEN.format(wish="") + "\n看[不存在](no.md)和[这里](#新)。\n\n## 新\n")
    told = place.build()
    assert sorted((problem.code, problem.line) for problem in told.problems) == [("ZB-107", 3), ("ZB-301", 7)]


def test_every_site_gets_a_report_of_its_own(place: Place) -> None:
    place.write(PATH, BROKEN.format(wish=""))
    request = place.request()
    told = run(request, writes=False)
    write_reports(told, request, place.folder / "reports")
    pages = {path.name: path.read_text("utf-8") for path in (place.folder / "reports").iterdir()}
    assert pages.keys() == {"root.html", "a.html", "b.html", "b1.html", "library.html"}
    assert "ZB-107" in pages["a.html"]
    assert "第 3 行" in pages["a.html"]
    assert "没有发现问题" in pages["b.html"]
