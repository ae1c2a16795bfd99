"""Friendly links: on a page and at the foot, by group, the network's and a site's own."""

from pathlib import Path

import pytest

from tests.networks import SMALL, Place, different

ALL = "上级:\n  - {name: 市党建网, url: https://shi.example.com/}\n资源:\n  - {name: 图书馆, url: https://tu.example.com/}\n"
OWN = "同级:\n  - {name: 邻厂, url: https://lin.example.com/}\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network, unbuilt."""
    return Place(tmp_path).write_all(SMALL)


def test_without_links_there_is_no_page_and_nothing_at_the_foot(place: Place) -> None:
    place.build()
    assert not place.has("/links/")
    assert "友情链接" not in place.page("/").words


def test_links_of_the_network_stand_on_every_sites_page_and_foot(place: Place) -> None:
    place.write("links.yaml", ALL)
    assert place.build().problems == ()
    for base in ("/", "/a/", "/b1/"):
        assert {"https://shi.example.com/", "https://tu.example.com/"} <= set(place.page(f"{base}links/").hrefs("main a"))
        assert "https://shi.example.com/" in place.page(base).hrefs(".footer a")
    assert place.page("/links/").texts(".friends dt") == ["上级", "资源"]
    assert "离开本网站" in place.page("/links/").words
    assert all("noopener" in found["rel"] for found in place.page("/links/").soup.select("main .friends a"))


def test_a_sites_own_links_change_that_site_alone(place: Place) -> None:
    place.write("links.yaml", ALL)
    place.build()
    before = place.tree()
    place.write("a/links.yaml", OWN)
    place.build()
    changed = different(place.tree(), before)
    assert changed and all(path.startswith("a/") for path in changed)
    assert place.page("/a/links/").texts(".friends dt") == ["同级", "上级", "资源"]


def test_a_link_that_is_listed_twice_is_told(place: Place) -> None:
    place.write("links.yaml", ALL + "同级:\n  - {name: 又是它, url: https://shi.example.com}\n")
    (found,) = place.build().problems
    assert (found.code, found.path, found.severity) == ("ZB-816", "links.yaml", "warning")
    assert "又是它" in found.message["zh"] and "市党建网" in found.message["zh"]


def test_the_same_link_in_two_files_is_fine(place: Place) -> None:
    place.write("links.yaml", ALL)
    place.write("a/links.yaml", ALL)
    assert place.build().problems == ()


@pytest.mark.parametrize("wrong", ["朋友: []\n", "上级:\n  - {name: 无址}\n", "上级:\n  - {name: 坏, url: shi.example.com}\n"])
def test_a_wrong_file_is_refused(place: Place, wrong: str) -> None:
    place.write("links.yaml", wrong)
    assert place.build().code == 30
    place.write("links.yaml", ALL)
    place.write("a/links.yaml", wrong)
    told = place.build()
    assert told.code == 10
    assert {problem.path for problem in told.problems} == {"a/links.yaml"}
