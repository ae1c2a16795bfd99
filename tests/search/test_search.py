"""Search of whole networks: what is found, what must not be, and what becomes of both."""

from datetime import timedelta
from pathlib import Path

import pytest

from plugins.release.releases import Releases
from tests.networks import AS_OF, SMALL, Place, different
from tests.search.asking import Published

WALK, AGAIN = "a/news/2026-10-01-walk/", "a/news/2026-10-08-again/"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, published."""
    place = Place(tmp_path).write_all(SMALL)
    assert place.build().code == 0
    return place


def ask(place: Place, query: str) -> set[str]:
    """The addresses of what is found in what readers see now."""
    return Published(place.current).ask(query)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("现场巡查", {WALK, AGAIN}),
        ("巡查又", {AGAIN}),
        ("現場巡查", {WALK, AGAIN}),
        ("三", {WALK}),
        ("安全 发现", {WALK}),
        ("急救卡", {"library/safety/first-aid/"}),
        ("示例医院", {"library/safety/first-aid/"}),
        ("ｃａｒｄ．ｃｓｖ", {"library/safety/first-aid/"}),
        ("没有这个", set()),
        ("，", set()),
    ],
)
def test_titles_texts_tags_sources_and_attachments_are_found(place: Place, query: str, found: set[str]) -> None:
    assert ask(place, query) == found


def test_a_thousand_pieces_of_the_demonstration_are_found_where_they_stand_and_nowhere_else(demo: Place) -> None:
    published = Published(demo.current)
    pieces = published.pieces(1000, 5)
    assert {len(piece) for piece in pieces} == set(range(2, 9))
    found = [published.ask(piece) for piece in pieces]
    wanted = [published.holding(piece) for piece in pieces]
    recall = sum(len(one & all_) for one, all_ in zip(found, wanted, strict=True)) / sum(map(len, wanted))
    precision = sum(len(one & all_) for one, all_ in zip(found, wanted, strict=True)) / sum(map(len, found))
    assert (recall, precision) == (1, 1)


def test_every_page_leads_to_the_search_of_its_site(place: Place) -> None:
    for page, action in (("/", "search/"), (f"/{WALK}", "../../../a/search/"), ("/b1/news/", "../../b1/search/")):
        assert [form.get("action") for form in place.page(page).soup.select("form[role=search]")] == [action]


def test_a_withdrawn_item_is_found_no_more(place: Place) -> None:
    place.edit("a/news/2026-10-08-again.md", "tags:", "withdrawn: 数据有误\ntags:")
    place.build()
    assert ask(place, "现场巡查") == {WALK}
    assert ask(place, "巡查又") == ask(place, "数据有误") == set()


@pytest.mark.parametrize("wish", ["audience: lan", "draft: true", "expires: 2026-11-01"])
def test_what_is_not_to_be_shown_is_in_no_file_of_search(place: Place, wish: str) -> None:
    place.write("a/news/2026-11-01-canary.md", f"---\ntitle: 金丝雀标题\n{wish}\n---\n金丝雀正文 canary7。\n")
    before = place.tree()
    place.build()
    assert different(place.tree(), before) == []
    assert ask(place, "金丝雀") == ask(place, "canary7") == set()


def test_a_closed_item_is_found_in_its_tier(place: Place) -> None:
    place.write("a/news/2026-11-01-inner.md", "---\ntitle: 内部安排\naudience: lan\n---\n内部。\n")
    place.build(tier="lan")
    assert Published(place.folder / "output" / "lan" / "current").ask("内部安排") == {"a/news/2026-11-01-inner/"}


def test_an_edit_gives_the_index_of_a_clean_build(place: Place, tmp_path: Path) -> None:
    place.edit("a/news/2026-10-08-again.md", "好了", "都好了，谢谢大家")
    place.write("b/news/2026-11-03-new.md", "---\ntitle: 新的一篇\n---\n谢谢大家。\n")
    place.build()
    anew = place.copied(tmp_path / "anew", "output", "cache")
    anew.build()
    assert different(place.tree(), anew.tree()) == []
    assert ask(place, "谢谢大家") == {AGAIN, "b/news/2026-11-03-new/"}


def test_one_branch_leaves_the_segments_of_others_alone(place: Place) -> None:
    before = place.tree()
    place.edit("a/news/2026-10-08-again.md", "好了", "都好了，谢谢大家")
    place.build()
    changed = different(place.tree(), before)
    assert [path for path in changed if path.startswith(("b/", "b1/", "library/"))] == []
    assert "a/search/segment-0.txt" in changed
    assert not any(path.startswith("search/segment") for path in changed)


def test_a_site_without_search_has_none_and_is_found_nowhere(place: Place) -> None:
    place.edit("a/site.yaml", "kind: branch", "kind: branch\ncapabilities: [-search]")
    place.build()
    assert not place.has("/a/search/")
    assert not place.page(f"/{WALK}").soup.select("form[role=search]")
    assert ask(place, "现场巡查") == set()
    assert ask(place, "急救卡")


def test_a_network_without_search_has_nothing_of_it(place: Place) -> None:
    place.edit("network.yaml", "per_branch", "capabilities: [-search]\nper_branch")
    place.build()
    assert not any("search" in path for path in place.tree() if not path.startswith("assets/"))


def test_a_host_of_its_own_has_an_index_of_its_own(place: Place) -> None:
    place.edit("a/site.yaml", "kind: branch", "kind: branch\nurl: https://jia.example.cn/")
    place.build()
    own = Published(place.current / "a")
    assert own.index[3] == [["a", "甲支部", "https://jia.example.cn/", "a/"]]
    assert {row[0] for row in Published(place.current).index[3]} == {"root", "a", "b", "b1", "library"}
    assert ask(place, "现场巡查") == {WALK, AGAIN}
    assert place.has("/a/search/traditional.js")


def test_a_site_that_fails_is_still_found_without_what_is_gone(place: Place) -> None:
    place.edit("a/news/2026-10-08-again.md", "tags:", "expires: 2026-11-22\ntags:")
    place.build()
    assert ask(place, "现场巡查") == {WALK, AGAIN}
    place.write("a/site.yaml", "title: [\n")
    place.build(AS_OF + timedelta(days=3))
    assert ask(place, "现场巡查") == {WALK}
    assert "巡查又" not in "".join(text.decode("utf-8", "replace") for text in place.tree().values())


def test_going_back_does_not_find_what_was_withdrawn_since(place: Place) -> None:
    releases = Releases(place.folder / "output" / "public")
    place.edit("a/news/2026-10-01-walk.md", "三处", "四处")
    place.build()
    place.edit("a/news/2026-10-08-again.md", "tags:", "withdrawn: 数据有误\ntags:")
    place.build()
    releases.rollback(releases.ids()[0], now=AS_OF)
    assert ask(place, "现场巡查") == {WALK}
    assert ask(place, "三处") == {WALK}
    assert ask(place, "四处") == ask(place, "巡查又") == set()


def test_the_page_says_where_to_look_without_script(place: Place) -> None:
    page = place.page("/a/search/")
    assert "搜索要在您的浏览器里进行" in page.words
    assert {"../../a/sitemap/", "../../a/tree/"} <= set(page.hrefs("main a"))
    assert page.meta("robots") == "noindex"
