"""What stands around every page: the navigation, and how numbers are written."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from plugins.build.frame import NAVIGATION, Frame, money_text, number_text
from plugins.build.theme import THEMES, theme
from plugins.network.hrefs import Hrefs
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.sites import Settings, Site

SITES = {site.id: site for site in (Site("root", "党委", "committee"), Site("a", "甲支部", "branch", "root"))}
MANY = {
    "news": "动态", "gallery": "动态", "notice": "动态", "publicity": "公开", "dues": "公开", "meeting": "组织生活", "goal": "方针管理",
    "course": "学习", "letter": "互动", "honor": "荣誉", "guide": "服务",
}  # fmt: skip


def frame(areas: Mapping[str, str], counts: Mapping[str, int] | None = None, *, pages: int = 0) -> Frame:
    """The frame of a branch that holds items of these Kinds, one of each unless told, and pages in its navigation."""
    items = [
        Item(f"a/{kind}/{number}.md", "a", kind, f"{number}", f"/a/{kind}/{number}/", kind)
        for kind in areas
        for number in range((counts or {}).get(kind, 1))
    ]
    ordered = [Item(f"a/{n}.md", "a", "page", f"{n}", f"/a/{n}/", "页", fields={"order": str(n + 1)}) for n in range(pages)]
    named = {kind: kind for kind in areas}
    settings = Settings("示例", "https://x.example.cn/")
    network = Network(settings, SITES, {item.path: item for item in (*items, *ordered)}, labels=named, folders=named, areas=areas)
    return Frame(network, SITES["a"], theme(THEMES / "zhibu"), Hrefs(settings.base_url, SITES))


def ids(entries: tuple[tuple[str, str, str], ...]) -> list[str]:
    """The ids of navigation entries."""
    return [entry[0] for entry in entries]


def test_a_small_navigation_shows_everything() -> None:
    small = frame({"news": "动态", "meeting": "组织生活"})
    assert ids(small.nav) == ["home", "news", "meeting", "tree"]
    assert small.nav_more == ()


def test_a_large_navigation_leads_with_each_area_and_folds_the_rest() -> None:
    large = frame(MANY, {"notice": 3})
    assert ids(large.nav) == ["home", "news", "notice", "publicity", "meeting", "goal", "course"]
    assert len(large.nav) + 1 == NAVIGATION
    assert [group for group, _ in large.nav_more] == ["动态", "公开", "互动", "荣誉", "服务", "全网"]


def test_pages_with_an_order_of_their_own_go_before_the_second_list_of_an_area() -> None:
    few = {kind: area for kind, area in MANY.items() if area in ("动态", "公开")}
    assert ids(frame({**few, "link": "公开", "rule": "公开"}, pages=2).nav) == [
        "home", "news", "gallery", "notice", "0", "1", "publicity"
    ]  # fmt: skip


def test_nothing_is_lost_between_navigation_and_more() -> None:
    large = frame(MANY)
    folded = [entry for _, entries in large.nav_more for entry in entries]
    assert sorted(ids((*large.nav, *folded))) == sorted(["home", "tree", *MANY])


@pytest.mark.parametrize(
    ("number", "text"),
    [(95, "95"), (98.5, "98.5"), (95.0, "95"), (1240, "1,240"), (-2, "−2"), (0, "0"), ("约 3", "约 3"), (None, "")],
)
def test_a_number_reads_without_needless_decimals(number: object, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(1860, "1,860.00"), ("1234.50", "1,234.50"), (Decimal("-3.2"), "−3.20"), ("未定", "未定")]
)
def test_money_has_two_decimals(amount: object, text: str) -> None:
    assert money_text(amount) == text
