"""One edit renders the sites that need it, for a named reason, and what is published is right afterwards."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.build import build as building
from plugins.build import gather, pool
from plugins.build.theme import THEMES
from plugins.cli.checking import NOTHING, OK, QUARANTINED, REFUSED, Told
from plugins.network.problems import Problem
from tests.build import tasks
from tests.links import faults, parsed
from tests.networks import AS_OF, SMALL, Place, different

BASE = "https://wang.example.cn/"
WALK = "a/news/2026-10-01-walk.md"
LONG = "# 长文\n\n" + "前面的话很长，摘要到不了后面。" * 20 + "\n\n结尾。\n"


def why(told: Told) -> dict[str, tuple[str, ...]]:
    """The sites that were rendered and the reasons."""
    return {site: outcome.reasons for site, outcome in told.outcomes.items() if outcome.reasons}


def codes(told: Told) -> list[str]:
    """The codes of everything found."""
    return [problem.code for problem in told.problems]


def only(told: Told, code: str) -> Problem:
    """The one Problem of a code."""
    (found,) = [problem for problem in told.problems if problem.code == code]
    return found


def test_a_first_build_writes_every_site(tmp_path: Path) -> None:
    told = Place(tmp_path).write_all(SMALL).build()
    assert why(told) == dict.fromkeys(("root", "a", "b", "b1", "library"), ("not_written",))
    assert (told.code, told.new, told.problems) == (OK, True, ())


def test_every_link_of_a_small_network_resolves(small: Place) -> None:
    assert faults(parsed(small.current), {BASE: "."}, BASE) == []


def test_a_network_with_nothing_but_a_committee_and_an_empty_branch_is_whole(tmp_path: Path) -> None:
    files = {path: text for path, text in SMALL.items() if path in ("network.yaml", "root/site.yaml", "b/site.yaml")}
    place = Place(tmp_path).write_all(files)
    assert place.build().code == OK
    assert place.has("/b/")
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_a_branch_that_only_has_notices_from_above_offers_no_feed_of_them(small: Place) -> None:
    assert small.page("/b/notices/").hrefs("main .row a, main article a")
    assert not small.page("/b/notices/").hrefs("link[rel=alternate]")
    assert not small.has("/b/notices/feed.atom")


# reasons ----------------------------------------------------------------------------------------


def test_without_a_change_nothing_is_rendered_and_no_release_is_made(small: Place) -> None:
    before = small.current.readlink()
    told = small.build()
    assert why(told) == {}
    assert (told.new, told.release, set(told.written.values())) == (False, before.name, {0})
    assert small.current.readlink() == before


def test_touching_a_file_without_changing_it_renders_nothing(small: Place) -> None:
    (small.content / WALK).touch()
    assert why(small.build()) == {}


def test_an_edit_deep_in_a_text_renders_its_own_site_alone(small: Place) -> None:
    small.write("b1/news/2026-10-06-shift.md", LONG)
    small.build()
    small.edit("b1/news/2026-10-06-shift.md", "结尾。", "另一个结尾。")
    assert why(small.build()) == {"b1": ("content_changed",)}
    assert "另一个结尾" in small.text("/b1/news/2026-10-06-shift/")


def test_a_new_title_reaches_everyone_who_shows_it(small: Place) -> None:
    small.edit(WALK, "title: 现场巡查记录", "title: 巡查改了名")
    told = small.build()
    assert why(told)["a"] == ("content_changed",)
    assert why(told)["library"] == ("reference_moved",)
    assert "b1" not in why(told)
    assert "巡查改了名" in small.page("/library/safety/first-aid/").words


def test_a_setting_of_the_network_renders_everything(small: Place) -> None:
    small.edit("network.yaml", "per_branch: 2", "per_branch: 1")
    assert set(why(small.build()).values()) == {("settings_changed",)}


def test_a_setting_of_a_site_is_told_apart_from_what_it_moves_elsewhere(small: Place) -> None:
    small.edit("a/site.yaml", "甲支部", "甲一支部")
    assert why(small.build()) == {
        "root": ("reference_moved",), "a": ("settings_changed",), "b": ("reference_moved",),
        "b1": ("reference_moved",), "library": ("reference_moved",),
    }  # fmt: skip
    assert "甲一支部" in small.page("/b1/").words


def test_an_edit_of_the_theme_renders_everything(small: Place) -> None:
    tokens = own_theme(small) / "static" / "tokens.css"
    small.build()
    tokens.write_text(tokens.read_text("utf-8") + "\n.extra{order:1}\n", "utf-8")
    assert set(why(small.build()).values()) == {("theme_changed",)}
    sheets = [content for path, content in small.tree().items() if path.startswith("assets/") and path.endswith(".css")]
    assert sum(b".extra{order:1}" in sheet for sheet in sheets) == 1


def test_the_same_theme_from_another_folder_changes_nothing(small: Place) -> None:
    """Of the same name: a stylesheet has the name of its theme."""
    before = small.tree()
    own_theme(small, "zhibu")
    assert why(small.build()) == {}
    assert different(small.tree(), before) == []


def test_new_code_renders_everything(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "code_digest", lambda: "0" * 64)
    assert set(why(small.build()).values()) == {("code_changed",)}


def test_files_missing_from_the_store_are_made_again(small: Place) -> None:
    before = small.tree()
    shutil.rmtree(small.folder / "output" / "public" / "store")
    small.edit("b1/news/2026-10-06-shift.md", "交接。", "交接好了。")
    told = small.build()
    assert {site for site, reasons in why(told).items() if reasons == ("store_incomplete",)} == {"a", "library"}
    assert set(why(told)) == {"root", "a", "b", "b1", "library"}
    assert not [path for path in different(small.tree(), before) if path.startswith(("a/", "library/"))]


def test_a_deadline_that_passes_renders_who_shows_it_and_nobody_else(small: Place) -> None:
    told = small.build(datetime(2026, 12, 2, 0, 0, tzinfo=AS_OF.tzinfo))
    assert why(told)["root"] == ("clock_passed",)
    assert "library" not in why(told)
    assert "已截止" in small.page("/notices/2026-11-02-winter/").words


@pytest.mark.parametrize("path", [WALK, "library/safety/first-aid.md", "root/notices/2026-11-02-winter.md"])
def test_the_same_edit_and_back_gives_the_same_bytes(small: Place, path: str) -> None:
    before = small.tree()
    text = (small.content / path).read_text("utf-8")
    small.write(path, text + "\n后来加的一段。\n")
    assert small.build().new
    small.write(path, text)
    assert small.build().new
    assert different(small.tree(), before) == []


def test_only_the_sites_asked_for_are_rendered(small: Place) -> None:
    before = small.tree()
    small.edit("network.yaml", "示例网络", "改名网络")
    told = small.build(sites=("b",))
    assert why(told) == {"b": ("settings_changed",)}
    assert {path.split("/")[0] for path in different(small.tree(), before)} == {"b"}
    assert set(why(small.build())) == {"root", "a", "b1", "library"}


def test_another_base_url_can_be_asked_for(small: Place) -> None:
    small.build(base_url="https://yulan.example.cn/net")
    assert small.page("/a/").hrefs("link[rel=canonical]") == ["https://yulan.example.cn/net/a/"]


# items that come, go and move -------------------------------------------------------------------


def test_a_deleted_item_leaves_no_trace_and_links_to_it_become_text(small: Place) -> None:
    small.delete(WALK)
    told = small.build()
    assert told.code == OK
    assert {problem.path for problem in told.problems if problem.code == "ZB-301"} == {
        "a/news/2026-10-08-again.md", "b/news/2026-10-05-visit.md", "root/notices/2026-11-02-winter.md",
    }  # fmt: skip
    assert not small.has("/a/news/2026-10-01-walk/")
    assert [path for path, content in small.tree().items() if b"2026-10-01-walk" in content] == []
    assert "看了巡查。" in small.page("/b/news/2026-10-05-visit/").words.replace(" ", "")
    assert faults(parsed(small.current), {BASE: "."}, BASE) == []


def test_a_renamed_file_moves_its_page_and_an_alias_keeps_the_old_address(small: Place) -> None:
    small.move("b1/news/2026-10-06-shift.md", "b1/news/2026-10-06-handover.md")
    small.edit("b1/news/2026-10-06-handover.md", "title: 交接班", "title: 交接班\naliases: /b1/news/2026-10-06-shift/")
    assert small.build().code == OK
    assert small.page("/b1/news/2026-10-06-handover/").texts("h1") == ["交接班"]
    redirect = small.page("/b1/news/2026-10-06-shift/")
    assert redirect.hrefs("main a") == ["../../../b1/news/2026-10-06-handover/"]
    assert redirect.hrefs("link[rel=canonical]") == [f"{BASE}b1/news/2026-10-06-handover/"]
    assert "2026-10-06-shift" not in small.text("/b1/sitemap.xml")


def test_a_new_title_does_not_move_a_page(small: Place) -> None:
    small.edit(WALK, "title: 现场巡查记录", "title: 全新的题目")
    small.build()
    assert small.page("/a/news/2026-10-01-walk/").texts("h1") == ["全新的题目"]


def test_a_branch_that_is_withdrawn_is_gone_and_the_others_stay(small: Place) -> None:
    small.edit("b1/site.yaml", "kind: group", "kind: group\nwithdrawn: 并入乙支部")
    told = small.build()
    assert told.code == OK
    assert {problem.path for problem in told.problems} == {"b1/site.yaml", "b1/news/2026-10-06-shift.md"}
    assert not small.has("/b1/")
    assert small.has("/b/")
    assert "一班党小组" not in small.page("/").words
    assert "ZB-011" not in codes(told)


def test_a_draft_leaves_no_bytes_anywhere(small: Place) -> None:
    small.write("a/news/2026-11-01-secret.md", "---\ntitle: 未定稿的题目\ntags: [未定标签]\ndraft: 是\n---\n未定内容。\n")
    before = small.tree()
    told = small.build()
    assert not told.new
    assert different(small.tree(), before) == []
    assert only(told, "ZB-213").path == "a/news/2026-11-01-secret.md"


# time -------------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=AS_OF.tzinfo)
SECOND = timedelta(seconds=1)


def test_a_scheduled_item_is_absent_until_its_instant(small: Place) -> None:
    before = small.tree()
    small.write("a/news/2026-11-20-later.md", "---\ntitle: 届时可见\npublish: 2026-11-22 12:00\n---\n来了。\n")
    told = small.build(NOON - SECOND)
    assert different(small.tree(), before) == []
    assert told.next_change == NOON.isoformat()
    told = small.build(NOON)
    assert small.page("/a/news/2026-11-20-later/").texts("h1") == ["届时可见"]
    assert why(told)["a"] == ("clock_passed",)
    assert told.next_change == "2026-12-02T00:00:00+08:00"
    assert small.build(NOON + SECOND).new is False


def test_an_edit_of_a_scheduled_item_renders_nothing_yet(small: Place) -> None:
    small.write("a/news/2026-11-20-later.md", "---\ntitle: 届时可见\npublish: 2026-11-22 12:00\n---\n来了。\n")
    small.build()
    small.edit("a/news/2026-11-20-later.md", "来了", "真来了")
    assert why(small.build()) == {}


def test_an_item_goes_when_its_last_day_is_over(small: Place) -> None:
    small.write("a/news/2026-11-20-brief.md", "---\ntitle: 只看两天\nexpires: 2026-11-22\n---\n看。\n")
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=AS_OF.tzinfo)
    told = small.build(midnight - SECOND)
    assert small.has("/a/news/2026-11-20-brief/")
    assert told.next_change == midnight.isoformat()
    told = small.build(midnight)
    assert not small.has("/a/news/2026-11-20-brief/")
    assert [path for path, content in small.tree().items() if "只看两天".encode() in content] == []
    assert why(told)["a"] == ("clock_passed",)


@pytest.mark.parametrize("zone", ["Asia/Urumqi", "UTC", "America/St_Johns", "Pacific/Kiritimati"])
def test_instants_are_those_of_the_zone_of_the_network(tmp_path: Path, zone: str) -> None:
    place = Place(tmp_path).write_all({
        "network.yaml": f"name: 示例网络\nbase_url: https://wang.example.cn/\ntime_zone: {zone}\n",
        "root/site.yaml": "title: 示例党委\nkind: committee\n",
        "root/news/2026-10-20-item.md": "---\ntitle: 一篇\npublish: 2026-10-31 12:00\nexpires: 2026-11-01\n---\n看。\n",
    })  # fmt: skip
    begins = datetime(2026, 10, 31, 12, tzinfo=ZoneInfo(zone))
    ends = datetime(2026, 11, 2, tzinfo=ZoneInfo(zone))  # in St John's after an hour that came twice
    for moment, shown, later in (
        (begins - SECOND, False, begins), (begins, True, ends), (begins + SECOND, True, ends),
        (ends - SECOND, True, ends), (ends, False, None), (ends + SECOND, False, None),
    ):  # fmt: skip
        told = place.build(moment.astimezone(UTC))
        assert place.has("/news/2026-10-20-item/") is shown, moment
        assert (datetime.fromisoformat(told.next_change) if told.next_change else None) == later


def test_a_reference_to_what_is_not_public_yet_is_text_until_then(small: Place) -> None:
    small.write("a/news/2026-11-20-later.md", "---\ntitle: 届时可见\npublish: 2026-11-22 12:00\n---\n来了。\n")
    small.write("b/news/2026-11-21-ahead.md", "---\ntitle: 预告\n---\n见[那一篇](/a/news/2026-11-20-later.md)。\n")
    told = small.build(NOON - SECOND)
    assert only(told, "ZB-302").path == "b/news/2026-11-21-ahead.md"
    assert small.page("/b/news/2026-11-21-ahead/").hrefs(".prose a") == []
    assert "ZB-302" not in codes(small.build(NOON))
    assert small.page("/b/news/2026-11-21-ahead/").hrefs(".prose a") == ["../../../a/news/2026-11-20-later/"]


# what passes between sites ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "shown_on"),
    [
        ("all", {"a", "b", "b1"}),
        ("全网", {"a", "b", "b1"}),
        ("kind:group", {"b1"}),
        ("kind:branch", {"a", "b"}),
        ("under:b", {"b", "b1"}),
        ("a、b1", {"a", "b1"}),
    ],
)
def test_a_notice_is_shown_on_the_sites_it_is_addressed_to_and_nowhere_else(small: Place, to: str, shown_on: set[str]) -> None:
    small.write("root/notices/2026-11-10-survey.md", f"---\ntitle: 请填问卷\nto: {to}\n---\n请填。\n")
    assert small.build().code == OK

    def shows(site: str) -> bool:
        listed = "请填问卷" in small.page(f"/{site}/notices/").words if small.has(f"/{site}/notices/") else False
        assert listed == ("请填问卷" in small.page(f"/{site}/").words)
        return listed

    assert {site for site in ("a", "b", "b1", "library") if shows(site)} == shown_on
    assert "请填问卷" in small.page("/notices/").words
    pages = [path for path, content in small.tree().items() if "<h1>请填问卷</h1>".encode() in content]
    assert pages == ["notices/2026-11-10-survey/index.html"]


def test_a_handed_down_notice_is_marked_as_from_above_and_links_to_its_one_address(small: Place) -> None:
    page = small.page("/b1/notices/")
    assert "../../notices/2026-11-02-winter/" in page.hrefs("main a")
    assert "上级来文" in small.page("/b1/notices/").words + small.page("/b1/").words


def test_an_unknown_recipient_is_named(small: Place) -> None:
    small.edit("root/notices/2026-11-02-winter.md", "to: all", "to: a、bb")
    told = small.build()
    found = only(told, "ZB-601")
    assert (found.path, found.line) == ("root/notices/2026-11-02-winter.md", 3)
    assert "bb" in found.message["zh"]


def test_a_withdrawn_item_is_a_tombstone_and_stands_in_no_list_feed_or_map(small: Place) -> None:
    small.edit("root/notices/2026-11-02-winter.md", "to: all", "to: all\nwithdrawn: 日期写错，另行通知\ntags: [只此一处]")
    small.edit(WALK, "title: 现场巡查记录", "title: 现场巡查记录\nwithdrawn: 数据有误\npromote: 是\ntags: [别处没有]")
    small.edit(WALK, "tags: [安全, 现场]\n", "")
    assert small.build().code == OK
    stone = small.page("/notices/2026-11-02-winter/")
    assert "日期写错，另行通知" in stone.words
    assert "自查" not in stone.source
    assert stone.meta("robots") == "noindex"
    for gone in ("冬季检查", "现场巡查记录"):
        naming = [path for path, content in small.tree().items() if gone.encode() in content]
        assert naming == [
            path for path in naming if path.endswith(("2026-11-02-winter/index.html", "2026-10-01-walk/index.html"))
        ]
    assert "2026-11-02-winter" not in small.text("/sitemap.xml")
    assert faults(parsed(small.current), {BASE: "."}, BASE) == []


def test_the_files_of_a_withdrawn_item_are_withdrawn_too(small: Place) -> None:
    assert small.has("/a/media/door.png")
    assert small.has("/library/safety/card.csv")
    small.edit("a/news/2026-10-15-photo.md", "title:", "withdrawn: 未经同意\ncover: ../media/door.png\nalt: 门\ntitle:")
    small.edit("library/safety/first-aid.md", "title:", "withdrawn: 版本有误\ntitle:")
    told = small.build()
    assert told.code == OK
    assert not small.has("/a/media/door.png")
    assert not small.has("/library/safety/card.csv")
    assert {problem.path for problem in told.problems} == {"a/media/door.png", "library/safety/card.csv"}
    assert small.text("/library/catalogue.json").count("急救卡") == 0


def test_the_portal_shows_at_most_n_items_of_a_branch(small: Place) -> None:
    def shown() -> set[str]:
        return {href for href in small.page("/").hrefs("main a") if href.startswith(("a/news/2", "a/notices/2"))}

    assert shown() == {"a/notices/2026-10-20-meeting/", "a/news/2026-10-15-photo/"}
    small.edit(WALK, "title:", "promote: 是\ntitle:")
    small.build()
    assert shown() == {"a/notices/2026-10-20-meeting/", "a/news/2026-10-01-walk/"}
    small.edit("network.yaml", "per_branch: 2", "per_branch: 0")
    small.build()
    assert shown() == set()


def test_a_joint_item_is_listed_by_both_branches_and_has_one_address(small: Place) -> None:
    small.write("a/news/2026-11-12-both.md", "---\ntitle: 两支部一起干\njoint: [b]\n---\n一起。\n")
    assert small.build().code == OK
    assert "两支部一起干" in small.page("/a/news/").words
    assert "../../a/news/2026-11-12-both/" in small.page("/b/news/").hrefs("main a")
    assert "两支部一起干" in small.page("/b/").words
    assert "两支部一起干" not in small.page("/b1/").words
    assert "乙支部" in small.page("/a/news/2026-11-12-both/").words
    assert not small.has("/b/news/2026-11-12-both/")


def test_an_item_shows_who_refers_to_it_what_is_like_it_and_its_neighbours(small: Place) -> None:
    page = small.page("/a/news/2026-10-01-walk/")
    assert "到甲支部参观" in page.words
    assert "冬季检查" in page.words
    assert page.hrefs("a[rel=next]") == ["../../../a/news/2026-10-08-again/"]
    middle = small.page("/a/news/2026-10-08-again/")
    assert middle.hrefs("a[rel=prev]") == ["../../../a/news/2026-10-01-walk/"]
    assert middle.hrefs("a[rel=next]") == ["../../../a/news/2026-10-15-photo/"]
    related = [section for section in middle.texts("section") if "现场巡查记录" in section]
    assert related
    assert "一张照片" not in "".join(related)


def test_a_link_to_a_heading_keeps_its_anchor(small: Place) -> None:
    (href,) = small.page("/a/news/2026-10-08-again/").hrefs(".prose a")
    assert href.endswith("/a/news/2026-10-01-walk/#发现")


def test_pinned_items_come_first_on_their_own_site(small: Place) -> None:
    small.edit(WALK, "title:", "pinned: 是\ntitle:")
    small.build()
    rows = [href for href in small.page("/a/news/").hrefs("main a") if "/2026-" in href]
    assert rows[0].endswith("2026-10-01-walk/")


# tiers ------------------------------------------------------------------------------------------


def test_the_report_of_problems_is_a_page_of_closed_tiers_only(small: Place) -> None:
    small.write("a/news/2026-11-03-bad.md", "---\ntitle: 坏日期\ndate: 2026-13-45\n---\n正文。\n")
    assert small.build().code == QUARANTINED
    assert not small.has("/a/report/")
    small.build(tier="org")
    closed = small.folder / "output" / "org" / "current"
    report = (closed / "a" / "report" / "index.html").read_text("utf-8")
    assert "ZB-107" in report
    assert "坏日期" not in (closed / "b" / "report" / "index.html").read_text("utf-8")
    assert (closed / "robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_an_item_of_a_closed_tier_is_built_only_there(small: Place) -> None:
    before = small.tree()
    small.write("a/news/2026-11-04-inside.md", "---\ntitle: 内部材料\naudience: 系统内\n---\n内部。\n")
    assert not small.build().new
    assert different(small.tree(), before) == []
    small.build(tier="org")
    assert (small.folder / "output" / "org" / "current" / "a" / "news" / "2026-11-04-inside" / "index.html").is_file()


# faults -----------------------------------------------------------------------------------------


def own_theme(place: Place, name: str = "own") -> Path:
    """Give a network a copy of the theme in its own content folder."""
    folder = place.content / "themes" / name
    shutil.copytree(THEMES / "zhibu", folder)
    place.edit("network.yaml", "name:", f"theme: {name}\nname:")
    return folder


def test_a_theme_in_the_content_folder_is_no_stray_content(small: Place) -> None:
    own_theme(small)
    assert small.build().problems == ()


@pytest.mark.parametrize("broken", ["{% if %}", "{{ nothing_of_that_name }}", "{% extends 'gone.html' %}"])
def test_a_broken_template_refuses_the_release_and_leaves_the_old_one(small: Place, broken: str) -> None:
    folder = own_theme(small)
    small.build()
    before, tree = small.current.readlink(), small.tree()
    template = folder / "templates" / "item.html"
    template.write_text(f"{broken}\n{template.read_text('utf-8')}", "utf-8")
    told = small.build()
    assert told.code == NOTHING
    assert "ZB-902" in codes(told)
    found = next(problem for problem in told.problems if problem.code == "ZB-902")
    assert "item.html" in found.message["zh"] or "gone.html" in found.message["zh"]
    assert small.current.readlink() == before
    assert different(small.tree(), tree) == []


def test_a_theme_that_does_not_exist_refuses_the_configuration(small: Place) -> None:
    small.edit("network.yaml", "name:", "theme: nowhere\nname:")
    told = small.build()
    assert told.code == REFUSED
    assert only(told, "ZB-012").path == "network.yaml"
    assert "nowhere" in only(told, "ZB-012").message["zh"]


def test_a_file_that_takes_too_long_is_named_and_the_others_are_published(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "read_files", tasks.slow_readings)
    monkeypatch.setattr(pool, "PATIENCE", 100)  # the machine that tests may be busy
    small.edit("network.yaml", "name:", "limits:\n  article_seconds: 0.5\nname:")
    small.write("a/news/2026-11-05-slow.md", "---\ntitle: 很慢\n---\n慢。\n")
    small.write("a/news/2026-11-06-after.md", "---\ntitle: 后面一篇\n---\n快。\n")
    told = small.build()
    assert told.code == QUARANTINED
    assert only(told, "ZB-502").path == "a/news/2026-11-05-slow.md"
    assert small.has("/a/news/2026-11-06-after/")
    assert not small.has("/a/news/2026-11-05-slow/")


@pytest.mark.parametrize("end", [tasks.dying_readings, tasks.raising_readings])
def test_a_file_that_kills_its_process_is_named_and_the_others_are_published(
    small: Place, monkeypatch: pytest.MonkeyPatch, end: object
) -> None:
    monkeypatch.setattr(gather, "read_files", end)
    small.edit("network.yaml", "name:", "limits:\n  article_seconds: 4\nname:")
    small.write("a/news/2026-11-05-slow.md", "---\ntitle: 要命\n---\n慢。\n")
    small.write("a/news/2026-11-06-after.md", "---\ntitle: 后面一篇\n---\n快。\n")
    told = small.build()
    assert told.code == QUARANTINED
    assert {problem.path for problem in told.problems} == {"a/news/2026-11-05-slow.md"}
    assert small.has("/a/news/2026-11-06-after/")


@pytest.mark.parametrize("end", [tasks.raising_site, tasks.dying_site])
def test_a_site_that_fails_keeps_its_last_version_and_the_others_go_on(
    small: Place, monkeypatch: pytest.MonkeyPatch, end: object
) -> None:
    before = small.tree()
    monkeypatch.setattr(building, "render_site", end)
    small.edit(WALK, "三处", "四处")
    small.edit("b/news/2026-10-05-visit.md", "看了", "又看了")
    told = small.build()
    assert told.code == QUARANTINED
    assert only(told, "ZB-901").path == "a/site.yaml"
    changed = different(small.tree(), before)
    assert "b/news/2026-10-05-visit/index.html" in changed
    assert [path for path in changed if path.startswith("a/")] == []
    monkeypatch.undo()
    assert why(small.build())["a"] == ("content_changed",)
    assert "四处" in small.text("/a/news/2026-10-01-walk/")


def test_a_broken_item_keeps_its_last_good_version_and_names_it(small: Place) -> None:
    before = small.tree()
    small.write(WALK, "---\ntitle: 坏了\ndate: 昨天\n---\n正文。\n")
    told = small.build()
    assert told.code == QUARANTINED
    assert only(told, "ZB-107").published_instead == "/a/news/2026-10-01-walk/"
    assert changed_beside_reports(small, before) == []


def test_a_last_good_version_survives_the_loss_of_the_cache(small: Place) -> None:
    before = small.tree()
    small.write(WALK, "---\ntitle: 坏了\ndate: 昨天\n---\n正文。\n")
    shutil.rmtree(small.folder / "cache")
    assert small.build().code == QUARANTINED
    assert changed_beside_reports(small, before) == []


def changed_beside_reports(place: Place, before: dict[str, bytes]) -> list[str]:
    """The files that differ, but for those that report faults."""
    return [path for path in different(place.tree(), before) if "health/" not in path and not path.startswith("data/")]


def test_a_broken_site_file_keeps_the_site_and_its_new_items_flow_on(small: Place) -> None:
    before = small.tree()
    small.write("a/site.yaml", "title: [\n")
    small.edit("b/news/2026-10-05-visit.md", "看了", "又看了")
    told = small.build()
    assert told.code == QUARANTINED
    assert {problem.path for problem in told.problems} == {"a/site.yaml"}
    assert [path for path in different(small.tree(), before) if path.startswith("a/") and "walk" not in path] == []


def test_a_folder_that_vanished_keeps_its_site(small: Place) -> None:
    small.delete("a")
    told = small.build()
    assert told.code == QUARANTINED
    assert only(told, "ZB-011").path == "a/site.yaml"
    assert small.has("/a/")
    assert small.has("/a/news/2026-10-01-walk/")


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("network.yaml", "name: 示例\n", "ZB-004"),
        ("network.yaml", "name: 示例\nbase_url: https://x.example.cn/\ncolour: red\n", "ZB-003"),
        ("b/site.yaml", "title: 又一个根\nkind: committee\n", "ZB-005"),
        ("news/site.yaml", "title: 重名\nkind: branch\nparent: root\n", "ZB-007"),
    ],
)
def test_a_broken_configuration_is_refused_and_the_old_release_stays(small: Place, path: str, text: str, code: str) -> None:
    before = small.current.readlink()
    small.write(path, text)
    told = small.build()
    assert told.code == REFUSED
    assert code in codes(told)
    assert small.current.readlink() == before


def test_no_content_at_all_is_refused(tmp_path: Path) -> None:
    told = Place(tmp_path).build()
    assert told.code == REFUSED
    assert "ZB-001" in codes(told)


def test_a_damaged_cache_costs_time_but_changes_nothing(small: Place) -> None:
    before = small.tree()
    index = small.folder / "cache" / "public" / "index.sqlite"
    content = bytearray(index.read_bytes())
    for place in range(0, len(content), 997):
        content[place] ^= 0xFF
    index.write_bytes(content)
    for beside in index.parent.glob("index.sqlite-*"):
        beside.unlink()
    assert small.build().code == OK
    assert different(small.tree(), before) == []


def test_every_source_file_is_published_or_reported(small: Place) -> None:
    small.write("a/news/2026-11-07-empty.md", "")
    small.write("a/somewhere/2026-11-07-what.md", "# 无处安放\n")
    told = small.build()
    sources = {path.relative_to(small.content).as_posix() for path in small.content.rglob("*.md")}
    manifest = json.loads((small.current / "manifest.json").read_bytes())
    published = {source for rows in manifest["sites"].values() for _, _, source in rows}
    assert sources == (published & sources) | {problem.path for problem in told.problems if problem.path in sources}
    assert {"a/news/2026-11-07-empty.md", "a/somewhere/2026-11-07-what.md"} <= {problem.path for problem in told.problems}
