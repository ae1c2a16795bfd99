"""What network.yaml chooses: a theme of its own beside the content, and which pages a network goes without."""

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from plugins.build.theme import THEMES, theme
from plugins.cli.checking import NOTHING, QUARANTINED, REFUSED, run
from plugins.network.problems import ITEM_WITHOUT_TEMPLATE, NO_LOOK, NO_THEME, PAGES_WITHOUT_TEMPLATE
from plugins.network.tree import Refused
from tests.links import faults, parsed
from tests.networks import SMALL, Place, different


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
    assert [href.rpartition("/")[2][:4] for href in sheets if "assets/" in href] == ["own.", "own-", "own.", "own-"]


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


# Looks: themes that inherit from ours

TOKENS = ":root { --surface: #f0f1f2; }\n"


def look(place: Place, name: str = "look") -> Place:
    """A look beside the content: a ground and a footer of its own, everything else ours."""
    place.write(f"themes/{name}/theme.yaml", "inherits: zhibu\n")
    place.write(f"themes/{name}/static/tokens.css", TOKENS)
    footer = (THEMES / "zhibu/components/footer/macro.html").read_text("utf-8")
    place.write(f"themes/{name}/components/footer/macro.html", footer.replace("</footer>", "<p>自家样式</p></footer>"))
    return place


def sheet(place: Place, address: str) -> str:
    """The first stylesheet that a page links."""
    href = place.page(address).hrefs("link[rel=stylesheet]")[0]
    return place.current.joinpath(address[1:], href).resolve().read_text("utf-8")


def test_a_look_has_what_it_brings_and_everything_else_of_ours(place: Place) -> None:
    place.build()
    assert "#fbf8f3" in sheet(place, "/a/")
    pages = {path for path in place.tree() if path.endswith(".html")}
    choose(look(place), "theme: look")
    told = place.build()
    assert (told.code, told.problems) == (0, ())
    assert {path for path in place.tree() if path.endswith(".html")} == pages
    assert "自家样式" in place.text("/a/")
    assert "#f0f1f2" in sheet(place, "/a/")
    assert "#fbf8f3" not in sheet(place, "/a/"), "our ground, which the look tells again, is told once"
    assert dead(place) == []


@pytest.mark.parametrize("name", ["qingsong", "zanglan"])
def test_our_looks_are_chosen_by_name(place: Place, name: str) -> None:
    choose(place, f"theme: {name}")
    assert place.build().code == 0
    ground = re.search(r"--surface: (#\w+)", (THEMES / name / "static" / "tokens.css").read_text("utf-8"))
    assert ground is not None
    assert ground[1] in sheet(place, "/a/")
    assert place.text("/b/") != ""
    assert dead(place) == []


def test_the_pictures_of_a_site_that_chooses_no_accent_have_the_colour_of_its_look(place: Place) -> None:
    choose(place, "theme: qingsong")
    place.build()
    own = re.search(r"--accent-own: (#\w+)", (THEMES / "qingsong" / "static" / "tokens.css").read_text("utf-8"))
    assert own is not None
    with Image.open(place.current / "b" / "share.png") as picture:
        assert picture.convert("RGB").getpixel((0, 0)) == ImageColor.getrgb(own[1])


def test_a_change_to_a_look_renders_every_site_again(place: Place) -> None:
    choose(look(place), "theme: look")
    place.build()
    place.edit("themes/look/static/tokens.css", "#f0f1f2", "#f0f2f1")
    assert {outcome.reasons for outcome in place.build().outcomes.values()} == {("theme_changed",)}
    assert "#f0f2f1" in sheet(place, "/b/")


def test_so_does_a_change_to_what_it_inherits(tmp_path: Path) -> None:
    above = tmp_path / "above"
    for path, text in (("above/templates/a.html", "甲"), ("below/theme.yaml", "inherits: above\n")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    before = theme(tmp_path / "below", above)
    assert before.templates == {"a.html"}
    (above / "templates" / "a.html").write_text("乙", "utf-8")
    assert theme(tmp_path / "below", above).digest != before.digest


@pytest.mark.parametrize(
    ("written", "code", "named"), [("inherit: zhibu\n", "ZB-003", "inherits"), ("inherits: nowhere\n", "ZB-012", "nowhere")]
)
def test_a_look_that_inherits_from_nobody_we_know_is_refused(place: Place, written: str, code: str, named: str) -> None:
    choose(look(place), "theme: look")
    place.write("themes/look/theme.yaml", written)
    told = place.build()
    assert told.code == REFUSED
    assert [(one.code, one.path) for one in told.problems] == [(code, "themes/look/theme.yaml")]
    assert named in told.problems[0].message["zh"] + told.problems[0].remedy["zh"]


# A site with a look of its own


def chosen(place: Place, name: str) -> Place:
    """The same network in which a branch has chosen a look."""
    place.edit("a/site.yaml", "kind:", f"look: {name}\nkind:")
    return place


@pytest.mark.parametrize("name", ["look", "zanglan"])
def test_a_site_with_a_look_of_its_own_carries_it_and_nobody_else_changes(place: Place, name: str) -> None:
    place.build()
    before = {path: content for path, content in place.tree().items() if not path.startswith("a/")}
    told = chosen(look(place) if name == "look" else place, name).build()
    assert told.problems == ()
    assert f"/a/assets/{name}." in place.page("/a/news/2026-10-01-walk/").hrefs("link[rel=stylesheet]")[0]
    after = {path: content for path, content in place.tree().items() if not path.startswith("a/")}
    assert {path for path in before if before[path] != after.get(path)} <= {"manifest.json", "stamp.json"}
    assert dead(place) == []


def test_only_that_site_is_rendered_when_its_look_changes(place: Place) -> None:
    chosen(look(place), "look").build()
    place.edit("themes/look/components/footer/macro.html", "自家样式", "换了样式")
    told = place.build()
    assert {site: outcome.reasons for site, outcome in told.outcomes.items() if outcome.reasons} == {"a": ("theme_changed",)}
    assert "换了样式" in place.text("/a/")


def test_building_on_with_looks_gives_the_bytes_of_a_clean_build(place: Place, tmp_path: Path) -> None:
    look(place).build()
    chosen(place, "look").build()
    place.edit("a/site.yaml", "look: look", "look: qingsong")
    place.build()
    clean = place.copied(tmp_path / "clean", "output", "cache", ".cache")
    clean.build()
    assert different(place.tree(), clean.tree()) == []
    place.edit("a/site.yaml", "look: qingsong\n", "")
    place.build()
    assert not any(path.startswith("a/assets/") for path in place.tree())


def test_the_look_that_the_network_has_anyway_is_not_carried_twice(place: Place) -> None:
    choose(chosen(place, "qingsong"), "theme: qingsong")
    place.build()
    assert not any(path.startswith("a/assets/") for path in place.tree())


def test_a_look_that_does_not_exist_is_told_and_the_site_has_that_of_the_network(place: Place) -> None:
    place.build()
    before = place.tree()
    told = chosen(place, "nowhere").build()
    assert [(one.code, one.path, one.severity) for one in told.problems] == [(NO_LOOK.id, "a/site.yaml", "warning")]
    assert set(different(place.tree(), before)) <= {"manifest.json", "stamp.json"}


def test_a_look_with_fewer_pages_than_the_network_is_no_look_for_a_site(place: Place) -> None:
    own_theme(place)
    place.delete("themes/own/templates/kinds/news.html")
    assert [one.code for one in chosen(place, "own").build().problems] == [NO_LOOK.id]
    assert place.has("/a/news/2026-10-01-walk/")
