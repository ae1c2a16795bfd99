"""Lists over several pages: every item once, in order, and a pager that leads everywhere."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.network.items import Item
from plugins.network.listing import PER_PAGE, list_pages, page_address, pager
from plugins.network.network import newest
from plugins.network.sites import Settings
from tests.links import faults, parsed
from tests.networks import Place

START = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def items(count: int) -> list[Item]:
    """Items of one site, each a day after the other."""
    return [
        Item(f"a/news/{n}.md", "a", "news", str(n), f"/a/news/{n}/", f"第 {n} 篇", date=START + timedelta(days=n))
        for n in range(count)
    ]


@given(st.integers(0, 130))
def test_every_item_stands_on_one_page_in_the_order_given(count: int) -> None:
    listed = items(count)
    pages = list(list_pages(Settings("示例", "https://example.cn/"), "/a/news/", "动态", listed, crumbs=()))
    assert [item for page in pages for item in page.values["items"]] == listed
    assert all(len(page.values["items"]) == PER_PAGE for page in pages[:-1])
    assert [page.address for page in pages] == [page_address("/a/news/", n + 1) for n in range(len(pages))]
    assert {page.values["total"] for page in pages} == {count}
    assert [page.robots for page in pages] == ["", *["noindex"] * (len(pages) - 1)]


@given(st.integers(1, 60).flatmap(lambda count: st.tuples(st.integers(1, count), st.just(count))))
def test_a_pager_names_the_ends_the_neighbours_and_the_page_itself(where: tuple[int, int]) -> None:
    number, count = where
    made = pager("/a/news/", number, count)
    shown = [n for n, _, _ in made.pages]
    assert shown == sorted(set(shown))
    assert {1, number, count} <= set(shown)
    assert [n for n, _, current in made.pages if current] == [number]
    assert made.previous == (page_address("/a/news/", number - 1) if number > 1 else "")
    assert made.next == (page_address("/a/news/", number + 1) if number < count else "")


@given(st.permutations(items(8)))
def test_newest_first_whatever_order_they_came_in(shuffled: list[Item]) -> None:
    assert [item.slug for item in newest(shuffled)] == [str(n) for n in range(7, -1, -1)]


def test_items_of_the_same_instant_have_a_fixed_order_and_undated_ones_are_left_out() -> None:
    same = [Item(f"a/{n}.md", "a", "news", n, f"/a/{n}/", n, date=START) for n in "bca"]
    assert [item.slug for item in newest([*same, Item("a/p.md", "a", "page", "p", "/a/p/", "p")])] == ["c", "b", "a"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A committee with so much news that its list has three pages, in two years, two columns and two tags."""
    place = Place(tmp_path)
    place.write("network.yaml", "name: 示例\nbase_url: https://x.example.cn/\n")
    place.write("root/site.yaml", "title: 党委\nkind: committee\ncolumns: [要闻, 服务]\n")
    for n in range(45):
        day, column, tag = START + timedelta(days=n - 5), "要闻" if n % 3 else "服务", "安全" if n % 2 else "学习"
        place.write(f"root/news/{day:%Y-%m-%d}-n{n}.md", f"---\ntitle: 第 {n} 篇\ncolumn: {column}\ntags: [{tag}]\n---\n好。\n")
    return place


def test_every_list_and_every_page_of_it_can_be_reached(place: Place) -> None:
    assert place.build().code == 0
    base = "https://x.example.cn/"
    assert faults(parsed(place.current), {base: "."}, base) == []
    for address, count in {
        "/news/": 45, "/columns/fu-wu/": 15, "/columns/yao-wen/": 30, "/tags/an-quan/": 22, "/tags/xue-xi/": 23,
        "/years/2025/": 5, "/years/2026/": 40,
    }.items():  # fmt: skip
        assert f"共 {count} 条" in place.page(address).words, address
    assert place.has("/news/page/3/")
    assert not place.has("/news/page/4/")
    assert "第 0 篇" in place.page("/news/page/3/").words


def test_a_feed_holds_the_newest_thirty(place: Place) -> None:
    place.build()
    assert place.text("/news/feed.atom").count("<entry>") == 30
    assert "n44/" in place.text("/feed.atom")
    assert "n14/" not in place.text("/feed.atom")
