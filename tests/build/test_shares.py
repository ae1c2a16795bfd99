"""A large site is made by several processes, and however many there are, the bytes are those that one makes."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build import site_task
from plugins.build.growing import Before
from plugins.build.shares import Share, woven
from plugins.build.site_task import SiteTask, pages_key
from plugins.network.index import Index
from tests.build.test_page_keys import LONG
from tests.network.test_pictures import saved, scene
from tests.networks import Place, different
from tests.test_plugins import WORDCOUNT, install, with_plugin

ROOT = Path(__file__).parents[2]
WALK = "a/news/2026-10-01-walk.md"


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """Every item is worth a process, whatever the reason; how many pages each share of each site that has several makes."""
    counts: list[list[int]] = []
    shares = SiteTask.shares

    def noting(task: SiteTask, most: int) -> list[SiteTask]:
        found = shares(task, most)
        counts.append([len(share.items) for share in found])
        return found

    monkeypatch.setattr(site_task, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr("plugins.build.build.concerns_many", lambda *_: True)
    monkeypatch.setattr(SiteTask, "shares", noting)
    return counts


@given(row=st.lists(st.integers()), count=st.integers(1, 7))
def test_shares_woven_together_are_the_row(row: list[int], count: int) -> None:
    shares = [Share(number, count).of(row) for number in range(count)]
    assert list(woven(shares)) == row
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_bytes_are_the_same_in_any_number_of_shares(
    demo: Place, tmp_path: Path, shared_out: list[list[int]], jobs: int
) -> None:
    place = Place(tmp_path)
    shutil.copytree(demo.content, place.content)
    told = place.build(jobs=jobs)
    assert max(map(len, shared_out)) == jobs
    assert different(place.tree(), demo.tree()) == []
    assert rows(place, "tree:") == rows(demo, "tree:")
    assert rows(place, "pages:") == rows(demo, "pages:")
    assert all(not outcome.failed for outcome in told.outcomes.values())


def rows(place: Place, prefix: str) -> dict[str, object]:
    """What the index keeps of each site's files, or of what they were made from."""
    with Index(place.request().places.index, read_only=True) as index:
        found = {key: tail for key, (_, tail) in index.whole(prefix).items()}
    return {key: Before.read(tail) if prefix == "pages:" else tail for key, tail in found.items()}


def test_a_site_whose_contents_somebody_listens_to_stays_whole(small: Place, shared_out: list[list[int]]) -> None:
    with_plugin(small, "wordcount")
    install(small.folder, "wordcount", WORDCOUNT)
    small.build(jobs=3)
    assert [4] in shared_out
    assert [2, 2] not in shared_out


def test_a_site_with_fewer_pages_than_are_worth_a_process_stays_whole(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    shared: list[int] = []

    def note(number: int, count: int) -> Share:
        shared.append(count)
        return Share(number, count)

    monkeypatch.setattr(site_task, "Share", note)
    small.edit(WALK, "三处", "四处")
    small.build(jobs=4)
    assert shared == []


def test_a_site_of_which_only_a_text_has_changed_stays_whole(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_task, "WORTH_A_PROCESS", 1)
    small.write(WALK, LONG)
    small.build()
    counts: list[int] = []
    shares = SiteTask.shares

    def noting(task: SiteTask, most: int) -> list[SiteTask]:
        counts.append(most)
        return shares(task, most)

    monkeypatch.setattr(SiteTask, "shares", noting)
    small.write(WALK, LONG + "又一句。")
    small.build(jobs=3)
    small.edit(WALK, "一篇长文", "另一篇长文")
    small.build(jobs=3)
    assert (counts[0], max(counts[1:])) == (1, 3)


def void(_: object) -> None:
    """Nothing comes of it."""


def own_theme(place: Place) -> None:
    """A theme of the network's own, with another footer."""
    folder = place.content / "themes" / "own"
    shutil.copytree(ROOT / "themes" / "zhibu", folder)
    place.edit("themes/own/components/footer/macro.html", "</footer>", "<p>自家主题</p></footer>")
    place.edit("network.yaml", "name:", "theme: own\nname:")


EDITS: dict[str, Callable[[Place], None]] = {
    "a text": lambda place: place.edit(WALK, "三处", "四处"),
    "a heading": lambda place: place.edit(WALK, "## 发现", "## 见到"),
    "a title of a neighbour": lambda place: place.edit("a/news/2026-10-08-again.md", "现场巡查又一次", "又去现场"),
    "tags of a related item": lambda place: place.edit("a/news/2026-10-08-again.md", "[安全, 现场]", "[别的]"),
    "a referring item of another site": lambda place: place.edit("b/news/2026-10-05-visit.md", "到甲支部参观", "参观甲支部"),
    "a reference that goes": lambda place: place.edit("b/news/2026-10-05-visit.md", "(/a/news/2026-10-01-walk.md)", "(/a/)"),
    "an item that is linked to moves": lambda place: place.edit("library/safety/first-aid.md", "title: 急救卡", "title: 急救卡\nslug: jiuhu"),
    "a tag whose page goes": lambda place: place.edit("root/news/2026-09-01-open.md", "[网络]", "[]"),
    "a tag whose page comes": lambda place: place.edit("a/news/2026-10-15-photo.md", "title: 一张照片", "title: 一张照片\ntags: [照片]"),
    "a new item between two others": lambda place: void(place.write("a/news/2026-10-04-new.md", "---\ntitle: 新的\n---\n又。\n")),
    "an item that goes": lambda place: place.delete("a/news/2026-10-08-again.md"),
    "an item that is withdrawn": lambda place: place.edit("a/news/2026-10-08-again.md", "tags:", "withdrawn: 有误\ntags:"),
    "a picture": lambda place: void(place.write("a/media/door.png", saved(scene((120, 80)), "PNG"))),
    "the settings of the site": lambda place: place.edit("a/site.yaml", "甲支部", "甲党支部"),
    "the settings of the network": lambda place: place.edit("network.yaml", "示例网络", "样例网络"),
    "the site's host": lambda place: place.edit("a/site.yaml", "kind: branch", "kind: branch\nurl: https://jia.example.cn/"),
    "pages that are switched off": lambda place: place.edit("a/site.yaml", "kind: branch", "kind: branch\ncapabilities: [-feeds]"),
    "the theme": own_theme,
}  # fmt: skip
"""What can change of what the page of an item is made from."""


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_building_on_after_an_edit_gives_the_bytes_of_a_clean_build(
    small: Place, tmp_path: Path, shared_out: list[list[int]], edit: Callable[[Place], None]
) -> None:
    before = small.tree()
    edit(small)
    whole, clean = small.copied(tmp_path / "whole"), small.copied(tmp_path / "clean", "cache", "output")
    whole.build(jobs=1)
    clean.build(jobs=1)
    assert max(map(len, shared_out)) == 1
    small.build(jobs=3)
    assert max(map(len, shared_out)) > 1
    assert different(clean.tree(), before) != []
    assert different(whole.tree(), clean.tree()) == []
    assert different(small.tree(), clean.tree()) == []


def test_an_edited_text_makes_one_page_in_whichever_share_it_is(small: Place, shared_out: list[list[int]]) -> None:
    small.write(WALK, LONG)
    small.build(jobs=1)
    before = keys(small)
    small.write(WALK, LONG + "又一句。")
    small.build(jobs=2)
    after = keys(small)
    assert [2, 2] in shared_out
    assert {path for path in after if after[path] != before[path]} == {
        "a/news/2026-10-01-walk/index.html", "a/search/segment-0.txt", "a/search/texts-0-0.js",
    }  # fmt: skip


def keys(place: Place) -> dict[str, str]:
    """The key of each page of site `a` whose values can be told."""
    with Index(place.request().places.index, read_only=True) as index:
        return {path: made.key for path, made in Before.read(index.tail(pages_key("a"))).made.items()}


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_text_that_the_cache_has_lost_is_read_again(small: Place, shared_out: list[list[int]], jobs: int) -> None:
    whole = small.tree()
    with sqlite3.connect(small.request().places.index) as index:
        index.execute("DELETE FROM entries WHERE key LIKE 'reading:%'")
    shutil.rmtree(small.folder / "output")
    told = small.build(jobs=jobs)
    assert (told.code, told.problems) == (0, ())
    assert shared_out
    assert different(small.tree(), whole) == []


def test_a_site_whose_texts_cannot_be_kept_stays_as_it_was(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    own_theme(small)
    small.build()
    before = small.tree()
    with sqlite3.connect(small.request().places.index) as index:
        index.execute("DELETE FROM entries WHERE key LIKE 'reading:%'")
    monkeypatch.setattr("plugins.build.gather.Gathering.refill", lambda *_: None)
    small.edit("themes/own/components/footer/macro.html", "自家主题", "换了主题")
    told = small.build()
    assert {site for site, outcome in told.outcomes.items() if outcome.failed} >= {"a", "b", "root"}
    assert different(small.tree(), before) == []
