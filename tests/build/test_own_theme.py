"""What network.yaml chooses: a theme of its own beside the content, and which pages a network goes without."""

import shutil
from pathlib import Path

import pytest

from plugins.build.theme import THEMES
from plugins.cli.checking import REFUSED
from plugins.network.problems import NO_THEME
from plugins.network.tree import Refused
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
