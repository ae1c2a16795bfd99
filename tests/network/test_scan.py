"""From files to a Network: what is a site, what an item, where it goes, who may see it, what is told of it."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from plugins.network.index import seal
from plugins.network.items import Item
from plugins.network.network import brief
from plugins.network.passing import recipients
from plugins.network.problems import Problem
from plugins.network.scan import Scanned
from plugins.network.sites import Site
from plugins.network.tree import Refused
from tests.networks import AS_OF, SMALL, Place

WALK = "a/news/2026-10-01-walk.md"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The files of the small network, nothing built."""
    return Place(tmp_path).write_all(SMALL)


def scanned(place: Place, as_of: datetime = AS_OF, **options: object) -> Scanned:
    """What a scan of the content folder gives."""
    return place.check(as_of, **options).scanned


def found(place: Place, code: str) -> list[Problem]:
    """The Problems of one code."""
    return [problem for problem in place.check().problems if problem.code == code]


def item(place: Place, path: str) -> Item:
    """One item as the network knows it."""
    return scanned(place).network.items[path]


# sites ------------------------------------------------------------------------------------------


def test_sites_stand_in_tree_order_with_their_depth_the_library_last(place: Place) -> None:
    sites = scanned(place).network.sites
    assert [(site.id, site.depth) for site in sites.values()] == [("root", 0), ("a", 1), ("b", 1), ("b1", 2), ("library", 1)]


def test_a_site_knows_who_is_below_it(place: Place) -> None:
    network = scanned(place).network
    assert [site.id for site in network.below("b")] == ["b1"]
    assert [site.id for site in network.below("root")] == ["a", "b", "b1", "library"]
    assert [site.id for site in network.children("root")] == ["a", "b", "library"]
    assert (network.root.id, network.library()) == ("root", network.site("library"))


@pytest.mark.parametrize("parents", [{"b": "b1"}, {"a": "nowhere"}, {"b": "b"}])
def test_a_site_that_hangs_nowhere_is_reported_and_the_others_stay(place: Place, parents: Mapping[str, str]) -> None:
    for site, parent in parents.items():
        place.edit(f"{site}/site.yaml", "parent: root", f"parent: {parent}")
    assert found(place, "ZB-006")
    assert "library" in scanned(place).network.sites
    assert not parents.keys() & scanned(place).network.sites.keys()


@pytest.mark.parametrize(
    ("path", "code"),
    [("A/site.yaml", "ZB-007"), ("甲/site.yaml", "ZB-007"), ("tags/site.yaml", "ZB-007"), ("a_b/news/x.md", "ZB-007")],
)
def test_a_folder_that_cannot_be_a_site_is_refused(place: Place, path: str, code: str) -> None:
    place.write(path, "title: 某\nkind: branch\nparent: root\n")
    with pytest.raises(Refused) as refusal:
        place.check()
    assert code in {problem.code for problem in refusal.value.problems}


def test_no_root_is_refused(place: Place) -> None:
    place.edit("root/site.yaml", "kind: committee", "kind: committee\nparent: a")
    with pytest.raises(Refused) as refusal:
        place.check()
    assert [problem.code for problem in refusal.value.problems] == ["ZB-005"]


def test_an_unknown_time_zone_is_refused(place: Place) -> None:
    place.edit("network.yaml", "name:", "time_zone: Mond/Krater\nname:")
    with pytest.raises(Refused) as refusal:
        place.check()
    assert [(problem.code, problem.stops) for problem in refusal.value.problems] == [("ZB-004", "network")]


def test_a_folder_with_articles_but_no_site_file_is_reported(place: Place) -> None:
    place.write("c/news/2026-01-01-x.md", "# 某\n")
    assert [problem.path for problem in found(place, "ZB-010")] == ["c/site.yaml"]
    assert [problem.path for problem in found(place, "ZB-214")] == ["c/news/2026-01-01-x.md"]


@pytest.mark.parametrize("path", ["README.txt", "notes/plan.txt", "c/picture.png"])
def test_a_file_outside_every_site_is_reported(place: Place, path: str) -> None:
    place.write(path, "x")
    assert [problem.path for problem in found(place, "ZB-212")] == [path]


# items ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind", "address"),
    [
        ("a/news/2026-11-01-x.md", "news", "/a/news/2026-11-01-x/"),
        ("a/动态/2026-11-01-现场.md", "news", "/a/news/2026-11-01-xian-chang/"),
        ("a/通知/2026-11-01-x.md", "notice", "/a/notices/2026-11-01-x/"),
        ("a/pages/x.md", "page", "/a/pages/x/"),
        ("root/news/2026-11-01-x.md", "news", "/news/2026-11-01-x/"),
        ("a/news/2026/2026-11-01-deep.md", "news", "/a/news/2026-11-01-deep/"),
    ],
)
def test_the_folder_says_the_kind_and_the_file_name_the_address(place: Place, path: str, kind: str, address: str) -> None:
    place.write(path, "# 某事\n\n正文。\n")
    made = item(place, path)
    assert (made.kind, made.address) == (kind, address)


def test_a_collection_of_the_library_is_any_folder(place: Place) -> None:
    place.write("library/技能/焊接.md", "---\ntitle: 焊接\ndate: 2026-01-01\nsource: 示例\nlicence: CC BY 4.0\n---\n好。\n")
    made = item(place, "library/技能/焊接.md")
    assert (made.kind, made.address) == ("resource", "/library/ji-neng/han-jie/")


def test_a_written_kind_overrides_the_folder(place: Place) -> None:
    place.write("a/news/2026-11-01-x.md", "---\ntitle: 某\nkind: 通知\n---\n好。\n")
    assert item(place, "a/news/2026-11-01-x.md").kind == "notice"


def test_a_written_slug_names_the_address(place: Place) -> None:
    place.write("a/news/2026-11-01-x.md", "---\ntitle: 某\nslug: own-name\n---\n好。\n")
    assert item(place, "a/news/2026-11-01-x.md").address == "/a/news/own-name/"


def test_a_date_comes_from_the_field_before_the_file_name(place: Place) -> None:
    place.write("a/news/2026-11-01-x.md", "---\ntitle: 某\ndate: 2026-11-02 08:30\n---\n好。\n")
    assert item(place, "a/news/2026-11-01-x.md").date == datetime(2026, 11, 2, 8, 30, tzinfo=AS_OF.tzinfo)


@pytest.mark.parametrize(
    ("path", "codes"), [("a/news/2026-13-45-x.md", {"ZB-107"}), ("a/news/x.md", {"ZB-106"}), ("a/pages/2026-13-45-x.md", set())]
)
def test_a_dated_kind_needs_a_date_that_exists(place: Place, path: str, codes: set[str]) -> None:
    place.write(path, "# 某事\n\n正文。\n")
    assert {problem.code for problem in place.check().problems} == codes


def test_two_files_for_one_address_are_both_named_and_neither_is_published(place: Place) -> None:
    place.write("a/news/2026-11-01-x.md", "# 一\n\n正文。\n")
    place.write("a/动态/2026-11-01-x.md", "# 二\n\n正文。\n")
    assert [problem.path for problem in found(place, "ZB-208")] == ["a/news/2026-11-01-x.md", "a/动态/2026-11-01-x.md"]
    assert not [path for path in scanned(place).network.items if path.endswith("2026-11-01-x.md")]


def test_of_two_files_for_one_address_the_published_one_stays(place: Place) -> None:
    place.build()
    place.write("a/动态/2026-10-01-walk.md", "# 抢地址\n\n正文。\n")
    told = place.build()
    clashes = {problem.path: problem.published_instead for problem in told.problems if problem.code == "ZB-208"}
    assert clashes == {WALK: "/a/news/2026-10-01-walk/", "a/动态/2026-10-01-walk.md": ""}
    assert place.page("/a/news/2026-10-01-walk/").texts("h1") == ["现场巡查记录"]


def test_a_kinds_own_check_stops_an_item_and_keeps_its_last_version(place: Place) -> None:
    place.build()
    before = place.text("/notices/2026-11-02-winter/")
    place.edit("root/notices/2026-11-02-winter.md", "deadline: 2026-12-01", "deadline: 2026-01-01")
    told = place.build()
    (problem,) = told.problems
    assert (problem.code, problem.line, problem.published_instead) == ("ZB-102", 4, "/notices/2026-11-02-winter/")
    assert place.text("/notices/2026-11-02-winter/") == before


@pytest.mark.parametrize(
    ("column", "order", "code"),
    [("column: 转载", "", "ZB-610"), ("column: 转载\nsource: 示例日报", "", "ZB-610"), ("", "order: 第一", "ZB-611")],
)
def test_the_checks_of_news_and_pages(place: Place, column: str, order: str, code: str) -> None:
    path = "a/pages/x.md" if order else "a/news/2026-11-01-x.md"
    place.write(path, f"---\ntitle: 某\n{column}{order}\n---\n好。\n")
    assert [problem.path for problem in found(place, code)] == [path]
    assert path not in scanned(place).network.items


# last good versions -----------------------------------------------------------------------------

BROKEN = "---\ntitle: 坏了\ndate: 昨天\n{more}---\n正文。\n"


@pytest.mark.parametrize(
    "more", ["withdrawn: 数据有误\n", "draft: 是\n", "expires: 2026-11-01\n", "audience: 系统内\n", "audience: 随便写的\n"]
)
def test_a_wish_to_show_less_counts_even_in_a_broken_file(place: Place, more: str) -> None:
    meeting, address = "a/notices/2026-10-20-meeting.md", "/a/notices/2026-10-20-meeting/"
    place.build()
    place.write(meeting, BROKEN.format(more=""))
    place.build()
    assert "周五开会" in place.text(address)
    place.write(meeting, BROKEN.format(more=more))
    place.build()
    assert not [path for path, text in place.tree().items() if "周五开会".encode() in text]
    if more.startswith("withdrawn"):
        assert "数据有误" in place.page(address).words


def test_an_article_that_became_a_link_keeps_its_last_version(place: Place) -> None:
    place.build()
    place.delete(WALK)
    os.symlink("/etc/passwd", place.content / WALK)
    told = place.build()
    (problem,) = [problem for problem in told.problems if problem.path == WALK]
    assert (problem.code, problem.published_instead) == ("ZB-201", "/a/news/2026-10-01-walk/")
    assert "三处" in place.text("/a/news/2026-10-01-walk/")


def test_the_links_of_a_stopped_file_are_checked_too(place: Place) -> None:
    place.write("a/news/2026-11-03-bad.md", BROKEN.format(more="") + "\n[无](nowhere.md)\n")
    assert [problem.line for problem in place.check().problems if problem.path == "a/news/2026-11-03-bad.md"] == [3, 7]


# tiers and time ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "own", "tiers"),
    [
        ("public", "", ["public", "org", "lan"]),
        ("public", "系统内", ["org", "lan"]),
        ("public", "局域网", ["lan"]),
        ("public", "随便写的", ["lan"]),
        ("org", "", ["org", "lan"]),
        ("org", "公开", ["org", "lan"]),
        ("lan", "org", ["lan"]),
    ],
)
def test_an_item_is_in_the_tiers_that_its_site_and_itself_allow(place: Place, site: str, own: str, tiers: list[str]) -> None:
    place.edit("a/site.yaml", "kind: branch", f"kind: branch\naudience: {site}")
    place.edit(WALK, "title:", f"audience: {own}\ntitle:")
    assert [tier for tier in ("public", "org", "lan") if WALK in scanned(place, tier=tier).network.items] == tiers


def test_widening_an_audience_is_told(place: Place) -> None:
    place.edit("a/site.yaml", "kind: branch", "kind: branch\naudience: org")
    place.edit(WALK, "title:", "audience: 公开\ntitle:")
    (problem,) = [one for one in place.check(tier="org").problems if one.code == "ZB-120"]
    assert (problem.path, problem.line) == (WALK, 2)


def test_the_next_change_is_the_nearest_of_all_instants_ahead(place: Place) -> None:
    assert scanned(place).next_change == datetime(2026, 12, 2, tzinfo=AS_OF.tzinfo)
    place.edit(WALK, "title:", "expires: 2026-11-25\ntitle:")
    assert scanned(place).next_change == datetime(2026, 11, 26, tzinfo=AS_OF.tzinfo)
    place.write("a/news/2026-11-01-x.md", "---\ntitle: 某\npublish: 2026-11-21 06:00:01\n---\n好。\n")
    assert scanned(place).next_change == AS_OF.replace(second=1)
    quarter = datetime(2027, 4, 1, tzinfo=AS_OF.tzinfo)  # then the bulletin moves on
    assert scanned(place, datetime(2027, 1, 1, tzinfo=AS_OF.tzinfo)).next_change == quarter
    place.edit("network.yaml", "per_branch: 2", "per_branch: 2\ncapabilities: [-health]")
    assert scanned(place, datetime(2027, 1, 1, tzinfo=AS_OF.tzinfo)).next_change is None


def test_every_source_is_published_reported_or_closed(place: Place) -> None:
    place.write("a/news/2026-11-01-draft.md", "---\ntitle: 稿\ndraft: 是\n---\n好。\n")
    place.write("a/news/2026-11-01-closed.md", "---\ntitle: 内\naudience: lan\n---\n好。\n")
    place.write("a/news/2026-11-01-bad.md", "")
    result = place.check()
    reported = {problem.path for problem in result.problems}
    closed = {"a/news/2026-11-01-closed.md"}
    assert result.scanned.closed == set(map(seal, closed))
    assert {"a/news/2026-11-01-draft.md", "a/news/2026-11-01-bad.md"} <= reported
    assert set(result.tree.sources) == result.scanned.published | closed | (reported & set(result.tree.sources))


# what passes between sites ----------------------------------------------------------------------


SITES = {
    site.id: site
    for site in (
        Site("root", "党委", "committee"),
        Site("a", "甲", "branch", "root"),
        Site("b", "乙", "branch", "root"),
        Site("b1", "一班", "group", "b"),
        Site("net", "网上", "online", "root"),
        Site("library", "库", "library", "root"),
    )
}


@pytest.mark.parametrize(
    ("word", "sites"),
    [
        ("all", ["root", "a", "b", "b1", "net"]),
        ("全部", ["root", "a", "b", "b1", "net"]),
        ("kind:online", ["net"]),
        ("kind:library", ["library"]),
        ("kind:", []),
        ("under:b", ["b", "b1"]),
        ("under:root", ["root", "a", "b", "b1", "net"]),
        ("under:nowhere", []),
        ("a", ["a"]),
        ("c", []),
    ],
)
def test_who_a_word_of_to_means(word: str, sites: list[str]) -> None:
    assert recipients(word, SITES) == sites


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/a/old/5/", "/a/old/5/"),
        ("old/5", "/a/old/5/"),
        ("/old/5.html", "/a/old/5.html"),
        ("/a/old/index.html", "/a/old/"),
    ],
)
def test_an_old_address_is_one_of_its_own_site(place: Place, alias: str, address: str) -> None:
    place.edit(WALK, "title:", f"aliases: {alias}\ntitle:")
    assert scanned(place).network.aliases == {address: WALK}


@pytest.mark.parametrize(
    "alias", ["/a/news/2026-10-08-again/", "/a/", "/a/news/", "/a/tags/x/", "../x", "/a/中文/", "/", "/a/404.html"]
)
def test_an_old_address_that_is_not_free_is_told(place: Place, alias: str) -> None:
    place.edit(WALK, "title:", f"aliases: {alias}\ntitle:")
    assert [problem.path for problem in found(place, "ZB-602")] == [WALK]
    assert scanned(place).network.aliases == {}


def test_the_root_cannot_take_an_address_in_the_folder_of_a_branch(place: Place) -> None:
    place.write("root/pages/b.md", "---\ntitle: 乙\nslug: b\naliases: /b/x/\n---\n好。\n")
    assert [problem.path for problem in found(place, "ZB-602")] == ["root/pages/b.md"]


# the slice of one site --------------------------------------------------------------------------


def test_a_site_sees_its_own_items_whole_and_of_others_only_what_it_shows(place: Place) -> None:
    network = scanned(place).network
    b = network.seen_by("b")
    assert set(b.items) == {
        "b/news/2026-10-05-visit.md", "b1/news/2026-10-06-shift.md", "root/notices/2026-11-02-winter.md", WALK,
        "library/safety/first-aid.md",
    }  # fmt: skip
    assert b.items[WALK].hash == ""
    assert b.items[WALK].fields == {}
    assert b.items["b/news/2026-10-05-visit.md"].hash
    assert b.media == {}
    assert set(b.links) == {"b/news/2026-10-05-visit.md"}
    assert b.as_of is None


def test_what_a_site_does_not_show_is_no_part_of_its_slice(place: Place) -> None:
    before = scanned(place).network.slice_texts("a")
    place.write("b1/news/2026-11-01-other.md", "# 别处的事\n\n正文。\n")
    assert scanned(place).network.slice_texts("a") == before
    place.write("root/notices/2026-11-03-all.md", "---\ntitle: 给大家\nto: all\n---\n好。\n")
    assert scanned(place).network.slice_texts("a") != before


@pytest.mark.parametrize("per_branch", [0, 1, 2, 5])
def test_at_most_n_items_of_a_branch_flow_up_the_newest_promoted_among_them(place: Place, per_branch: int) -> None:
    place.edit("network.yaml", "per_branch: 2", f"per_branch: {per_branch}")
    place.edit(WALK, "title:", "promote: 是\ntitle:")
    flowing = [one.path for one in scanned(place).network.rolled_up("root") if one.site == "a"]
    assert len(flowing) == min(per_branch, 4)
    assert (WALK in flowing) is (per_branch > 0)


def test_an_item_knows_how_long_its_text_is_and_which_pictures_nobody_described(place: Place) -> None:
    place.write(
        "a/news/2026-11-03-pictures.md", "---\ntitle: 门口\n---\n门口两张：![](../media/door.png) ![门](../media/door.png)\n"
    )
    told = item(place, "a/news/2026-11-03-pictures.md")
    assert told.undescribed == 1
    assert told.characters == len("门口两张：")
    assert brief(told, ()).characters == brief(told, ()).undescribed == 0


# items inside a subfolder of another ------------------------------------------------------------


@pytest.mark.parametrize("folder", ["school", "网上党校"])
@pytest.mark.parametrize(
    ("path", "kind", "address"),
    [
        ("basics/index.md", "course", "/a/school/basics/"),
        ("basics/rights.md", "lesson", "/a/school/basics/rights/"),
        ("basics/part/dues.md", "lesson", "/a/school/basics/dues/"),
        ("入门/index.md", "course", "/a/school/ru-men/"),
        ("入门/党费.md", "lesson", "/a/school/ru-men/dang-fei/"),
        ("alone.md", "course", "/a/school/alone/"),
        ("basics/other.md", "notice", "/a/notices/other/"),
    ],
)
def test_the_files_beside_an_index_are_of_its_inner_kind(place: Place, folder: str, path: str, kind: str, address: str) -> None:
    head = "kind: notice\ndate: 2026-01-05\n" if kind == "notice" else ""
    place.write(f"a/{folder}/{path}", f"---\ntitle: 课\n{head}---\n文字。\n")
    found = item(place, f"a/{folder}/{path}")
    assert (found.kind, found.address) == (kind, address)


def test_a_lesson_links_to_its_course_and_its_files_lie_below(place: Place) -> None:
    place.write("a/school/basics/index.md", "# 课程\n\n见[第一课](one.md)。\n")
    place.write("a/school/basics/one.md", "---\ntitle: 第一课\nattachments: [card.csv]\n---\n回到[课程](index.md)。\n")
    place.write("a/school/basics/card.csv", "步骤\n呼救\n")
    network = scanned(place).network
    assert [link.address if link else None for link in network.links["a/school/basics/one.md"]] == ["/a/school/basics/"]
    assert [link.address if link else None for link in network.links["a/school/basics/index.md"]] == ["/a/school/basics/one/"]
    assert item(place, "a/school/basics/one.md").attachments[0].address == "/a/school/basics/card.csv"
    assert [problem.code for problem in place.check().problems if problem.path.startswith("a/school/")] == []


def test_lessons_of_two_courses_may_have_the_same_name(place: Place) -> None:
    for course in ("x", "y"):
        place.write(f"a/school/{course}/index.md", "# 课程\n\n学。\n")
        place.write(f"a/school/{course}/one.md", "# 第一课\n\n学。\n")
    assert found(place, "ZB-208") == []
    place.write("a/school/x/part/one.md", "# 又一课\n\n学。\n")
    assert {problem.path for problem in found(place, "ZB-208")} == {"a/school/x/one.md", "a/school/x/part/one.md"}


def test_in_a_library_the_folder_is_a_collection_like_any_other(place: Place) -> None:
    place.write("library/school/one.md", "---\ntitle: 讲义\ndate: 2026-01-05\nsource: 示例\nlicence: CC BY 4.0\n---\n学。\n")
    assert item(place, "library/school/one.md").kind == "resource"
