"""What network.yaml chooses: a theme of its own beside the content, and which pages a network goes without."""

import re
import shutil
from pathlib import Path

import pytest

from plugins.build.theme import THEMES
from plugins.cli.checking import NOTHING, QUARANTINED, REFUSED, run
from plugins.network.problems import ITEM_WITHOUT_TEMPLATE, NO_THEME, PAGES_WITHOUT_TEMPLATE
from plugins.network.tree import Refused
from tests.links import faults, parsed
from tests.networks import SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).write_all(SMALL)


def choose(place: Place, line: str) -> None:
    """Add a line to network.yaml."""
    place.write("network.yaml", str(SMALL["network.yaml"]) + line + "\n")


# The theme


def own_theme(place: Place) -> None:
    """Our theme under another name beside the content, with a footer of its own and a text file in it."""
    folder = place.content / "themes" / "own"
    shutil.copytree(THEMES / "zhibu", folder)
    footer = folder / "components" / "footer" / "macro.html"
    footer.write_text(footer.read_text("utf-8").replace("</footer>", "<p>自家主题</p></footer>"), "utf-8")
    place.write("themes/own/README.md", "# 说明\n")


def test_a_theme_beside_the_content_is_used_and_is_neither_a_site_nor_a_stray_file(place: Place) -> None:
    own_theme(place)
    choose(place, "theme: own")
    told = place.build()
    assert [problem for problem in told.problems if problem.path.startswith("themes")] == []
    assert "自家主题" in place.text("/a/")
    assert set(told.outcomes) == {"root", "a", "b", "b1", "library"}


def test_a_change_to_it_renders_every_site_again(place: Place) -> None:
    own_theme(place)
    choose(place, "theme: own")
    place.build()
    place.edit("themes/own/components/footer/macro.html", "自家主题", "换了主题")
    told = place.build()
    assert {outcome.reasons for outcome in told.outcomes.values()} == {("theme_changed",)}
    assert "换了主题" in place.text("/b/")


def test_a_copy_of_our_theme_under_another_name_renders_every_site_again(place: Place) -> None:
    """Its stylesheet has another name."""
    place.build()
    shutil.copytree(THEMES / "zhibu", place.content / "themes" / "own")
    choose(place, "theme: own")
    place.build()
    sheets = [href for address in ("/", "/a/") for href in place.page(address).hrefs("link[rel=stylesheet]")]
    assert [href.rpartition("/")[2][:4] for href in sheets if "assets/" in href] == ["own.", "own."]


def test_a_theme_that_no_one_names_is_reported_like_any_other_stray_folder(place: Place) -> None:
    own_theme(place)
    told = place.build()
    assert any(problem.path.startswith("themes/") for problem in told.problems)
    assert "自家主题" not in place.text("/a/")


def test_a_theme_that_does_not_exist_refuses_the_build_and_touches_nothing(place: Place) -> None:
    place.build()
    before = place.tree()
    choose(place, "theme: nowhere")
    told = place.build()
    assert told.code == REFUSED
    assert [problem.code for problem in told.problems] == [NO_THEME.id]
    assert "nowhere" in told.problems[0].message["zh"]
    assert place.tree() == before


def test_check_refuses_it_too(place: Place) -> None:
    choose(place, "theme: nowhere")
    with pytest.raises(Refused):
        place.check()


@pytest.mark.parametrize("name", ["../../elsewhere", "/etc", ".", "a/b"])
def test_a_theme_name_never_leads_out_of_the_folders_for_themes(place: Place, name: str) -> None:
    choose(place, f"theme: '{name}'")
    told = place.build()
    assert told.code == REFUSED
    assert [problem.code for problem in told.problems] == ["ZB-004"]


# Templates that it lacks

WALK = "a/news/2026-10-01-walk.md"


def lacking(place: Place, *templates: str) -> Place:
    """Our theme beside the content, without some of its templates."""
    own_theme(place)
    choose(place, "theme: own")
    for name in templates:
        place.delete(f"themes/own/templates/{name}")
    return place


def dead(place: Place) -> list[str]:
    """References of pages that lead nowhere."""
    base = "https://wang.example.cn/"
    return faults(parsed(place.current.resolve()), {base: ""}, base)


def test_items_of_a_kind_that_it_has_no_template_for_are_left_out_and_named_and_links_to_them_are_bare(place: Place) -> None:
    lacking(place, "kinds/news.html")
    told = place.build()
    news = [path for path in SMALL if "/news/" in path]
    assert told.code == QUARANTINED
    assert sorted(one.path for one in told.problems if one.code == ITEM_WITHOUT_TEMPLATE.id) == sorted(news)
    assert "kinds/news.html" in told.problems[0].message["zh"] + told.problems[0].remedy["zh"]
    assert not any("/news/" in path for path in place.tree())
    assert place.has("/notices/2026-11-02-winter/")
    assert "自查" in place.page("/notices/2026-11-02-winter/").words
    assert dead(place) == []


def test_pages_that_it_has_no_template_for_are_left_out_and_named_and_nothing_links_to_them(place: Place) -> None:
    place.build()
    whole = place.tree()
    templates = ("list.html", "modules.html", "sitemap.html", "tree.html")
    told = lacking(place, *templates).build()
    found = [one for one in told.problems if one.code == PAGES_WITHOUT_TEMPLATE.id]
    gone = [path for path in whole.keys() - place.tree().keys() if path.endswith(".html")]
    assert told.code == QUARANTINED
    assert [template for template in templates for one in found if template in one.message["zh"]] == list(templates)
    assert sum(int(re.findall(r"(\d+) 个页面", one.message["zh"])[0]) for one in found) == len(gone) > 10
    assert dead(place) == []


def test_a_check_names_them_too_also_when_it_has_read_nothing_new(place: Place) -> None:
    lacking(place, "sitemap.html")
    first, again = (run(place.request(), writes=False).problems for _ in range(2))
    assert PAGES_WITHOUT_TEMPLATE.id in {problem.code for problem in first}
    assert again == first


def test_what_is_left_out_is_told_again_while_sites_stay_as_they_are(place: Place) -> None:
    told = lacking(place, "tree.html").build()
    place.edit(WALK, "三处", "四处")
    again = place.build()
    assert [site for site, outcome in again.outcomes.items() if not outcome.reasons]
    assert again.problems == told.problems
    assert place.build().problems == told.problems


def test_a_check_finds_the_same_as_a_build(place: Place) -> None:
    lacking(place, "tree.html", "kinds/notice.html")
    checked = run(place.request(), writes=False)
    told = place.build()
    assert checked.problems == told.problems
    assert checked.code == told.code == QUARANTINED


def test_everything_is_there_again_when_the_templates_come(place: Place) -> None:
    lacking(place, "tree.html", "kinds/news.html").build()
    for name in ("tree.html", "kinds/news.html"):
        shutil.copyfile(THEMES / "zhibu" / "templates" / name, place.content / "themes" / "own" / "templates" / name)
    told = place.build()
    assert (told.code, told.problems) == (0, ())
    assert place.has("/a/news/2026-10-01-walk/")
    assert place.has("/a/tree/")


def test_a_theme_without_a_home_page_publishes_nothing(place: Place) -> None:
    place.build()
    before = place.tree()
    told = lacking(place, "branch.html").build()
    assert told.code == NOTHING
    assert {one.code for one in told.problems} == {"ZB-902"}
    assert place.tree() == before


# What a network goes without


def test_single_pages_of_a_capability_are_switched_off_by_name(place: Place) -> None:
    place.build()
    before = place.tree()
    choose(place, "capabilities: [-listings.years]")
    place.build()
    gone = before.keys() - place.tree().keys()
    assert gone
    assert {path for path in before if "years/" in path} == gone


def test_one_site_alone_may_go_without_them(place: Place) -> None:
    place.edit("a/site.yaml", "columns: [现场]", "columns: [现场]\ncapabilities: [-listings.tags]")
    place.build()
    assert not any(path.startswith("a/tags/") for path in place.tree())
    assert any(path.startswith("tags/") for path in place.tree())


def test_lists_do_not_lead_to_years_that_have_no_pages(place: Place) -> None:
    place.write("a/news/2025-05-01-old.md", "---\ntitle: 去年的事\n---\n旧事。\n")
    place.build()
    assert any("years/" in href for href in place.page("/a/news/").hrefs())
    choose(place, "capabilities: [-listings.years]")
    place.build()
    assert not any("years/" in href for href in place.page("/a/news/").hrefs())
