"""找党组织: every organisation is found by tree, place, trade, sort and pinyin, without script; each has a card to print."""

from pathlib import Path

import pytest

from plugins.directory.finder import directory
from plugins.network.qr import drawing
from tests.dialogue.writing import office
from tests.networks import SMALL, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with places and trades, and an online branch; built."""
    place = office(tmp_path)
    place.edit("a/site.yaml", "columns: [现场]\n", "columns: [现场]\nplace: 东区\ntrade: 装备制造\n")
    place.edit("b/site.yaml", "parent: root\n", "parent: root\nplace: 东区\n")
    place.write("net/site.yaml", "title: 流动党员网上党支部\nkind: online\nparent: root\nplace: 外地\n")
    assert place.build().problems == ()
    return place


def test_the_finder_lists_every_organisation_but_the_library_by_pinyin(place: Place) -> None:
    page = place.page("/tree/")
    assert page.texts(".finder h3") == ["J", "L", "S", "Y"]
    assert page.texts(".finder li > a") == ["甲支部", "流动党员网上党支部", "示例党委", "一班党小组", "乙支部"]
    assert "资源库" not in page.texts(".finder li > a")


def test_a_search_finds_pinyin_and_initials(place: Place) -> None:
    words = {str(row["data-find"]) for row in place.page("/tree/").soup.select("[data-find]")}
    (found,) = [text for text in words if text.split()[2].startswith("ld")]
    assert found.split()[:3] == ["流动党员网上党支部", "liudongdangyuanwangshangdangzhibu", "lddywsdzb"]


def test_places_trades_and_sorts_have_pages_that_count_what_they_list(place: Place) -> None:
    page = place.page("/tree/")
    counted = {words.rsplit(" ", 1)[0]: int(words.rsplit(" ", 1)[1]) for words in page.texts(".facet li a")}
    assert counted == {"东区": 2, "外地": 1, "装备制造": 1, "支部": 2, "党委": 1, "党小组": 1, "网上支部": 1}
    for href, words in zip(page.hrefs(".facet li a"), page.texts(".facet li a"), strict=True):
        listed = place.page(f"/tree/{href}".replace("/tree/../tree/", "/tree/")).texts(".finder li > a")
        assert len(listed) == counted[words.rsplit(" ", 1)[0]], words


def test_whoever_is_away_is_led_to_the_online_branch(place: Place) -> None:
    assert "人在外地" in place.page("/tree/").words
    assert place.page("/tree/").hrefs(".branches a") == ["../net/"]


def test_the_tree_of_a_branch_leads_to_the_finder(place: Place) -> None:
    page = place.page("/a/tree/")
    assert "../../tree/" in page.hrefs("main a.button")
    assert page.texts(".tree-site > a")


def test_a_card_names_posts_and_opens_the_site(place: Place) -> None:
    page = place.page("/a/card/")
    assert "组织委员" in page.words
    assert "https://wang.example.cn/a/" in page.words
    assert page.soup.select_one(".qr svg path")
    assert "还没有写联系" in place.page("/b/card/").words
    assert not place.has("/library/card/")


def test_the_drawing_is_that_of_the_address() -> None:
    import segno

    one, other = drawing("https://a.example.cn/"), drawing("https://b.example.cn/")
    assert one != other
    assert 'stroke="currentColor"' in one
    assert str(one).count("h") > segno.make("https://a.example.cn/", micro=False).symbol_size()[0] / 2


def test_a_network_without_places_has_no_pages_for_them(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.build()
    assert [path for path in place.tree() if path.startswith(("tree/place/", "tree/trade/"))] == []
    network = place.check().scanned.network
    assert {output.address for output in directory(network.seen_by("a"), network.sites["a"])} == {"/a/tree/"}
