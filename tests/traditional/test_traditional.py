"""Traditional copies of a whole network: where they are, that nothing else is, and that they follow their pages."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from plugins.build.growing import Before, Copies, Growing
from plugins.build.store import Store
from plugins.release.verify import verify
from plugins.traditional import COPIES
from tests.build import tasks
from tests.links import faults, parsed
from tests.networks import AS_OF, SMALL, Place, different
from tests.release.publishing import releases_of

BASE, OWN = "https://wang.example.cn/", "https://jia.example.cn/"
FOLDER = "zh-hant/"
WALK = "a/news/2026-10-01-walk.md"


def wanting(place: Place) -> Place:
    """The same network, asking for Traditional pages."""
    place.edit("network.yaml", "per_branch", "traditional: 是\nper_branch")
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The small network with Traditional pages, unbuilt."""
    return wanting(Place(tmp_path).write_all(SMALL))


@pytest.fixture
def built(place: Place) -> Place:
    """The same, built."""
    assert place.build().problems == ()
    return place


def copies(place: Place) -> set[str]:
    """The paths of all files that are copies."""
    return {path for path in place.tree() if path.startswith(FOLDER)}


def saying(place: Place) -> set[str]:
    """The paths of files that say the title of one article, in either way to write it."""
    said = [word.encode() for word in ("现场巡查记录", "現場巡查記錄")]
    return {path for path, content in place.tree().items() if any(word in content for word in said)}


def test_every_page_has_a_copy_and_nothing_else_has(built: Place) -> None:
    pages = {path for path in built.tree() if path.endswith("index.html") and not path.startswith(FOLDER)}
    assert copies(built) == {FOLDER + path for path in pages}


def test_a_copy_says_the_same_in_traditional_characters(built: Place) -> None:
    page, copy = built.page("/a/news/2026-10-01-walk/"), built.page("/zh-hant/a/news/2026-10-01-walk/")
    assert (page.texts("h1"), copy.texts("h1")) == (["现场巡查记录"], ["現場巡查記錄"])
    assert [one.soup.select("html")[0]["lang"] for one in (page, copy)] == ["zh-CN", "zh-Hant"]
    assert len(page.words) == len(copy.words)


def test_both_forms_lead_to_each_other(built: Place) -> None:
    page, copy = (built.page(f"{folder}/a/news/") for folder in ("", "/zh-hant"))
    alternates = ["https://wang.example.cn/a/news/", "https://wang.example.cn/zh-hant/a/news/"]
    assert page.hrefs("link[hreflang]") == copy.hrefs("link[hreflang]") == alternates
    assert [one.hrefs("link[rel=canonical]") for one in (page, copy)] == [[alternates[0]], [alternates[1]]]
    assert page.hrefs(".tool[hreflang=zh-Hant]") == ["../../zh-hant/a/news/"]
    assert copy.hrefs(".tool[hreflang=zh-Hans]") == ["../../../a/news/"]
    assert page.texts(".tool[hreflang]") == copy.texts(".tool[hreflang]") == ["简体", "繁體"]


def test_every_link_of_every_copy_leads_somewhere(built: Place) -> None:
    assert faults(parsed(built.current), {BASE: "."}, BASE) == []


def test_a_site_on_a_host_of_its_own_has_its_copies_there(built: Place) -> None:
    built.edit("a/site.yaml", "parent", f"url: {OWN}\nparent")
    assert built.build().problems == ()
    assert built.has("/a/zh-hant/news/") and not built.has("/zh-hant/a/")
    whole, alone = parsed(built.current), parsed(built.current / "a")
    assert faults(whole, {BASE: ".", OWN: "a"}, BASE, lambda one: not one.page.startswith("a/")) == []
    assert faults(alone, {OWN: "."}, OWN, lambda one: not one.is_whole) == []
    assert built.page("/a/zh-hant/news/").hrefs(".tool[hreflang=zh-Hans]") == ["../../news/"]
    assert f"{OWN}zh-hant/news/2026-10-01-walk/" in built.page("/zh-hant/b/news/2026-10-05-visit/").hrefs()


def test_links_of_copies_stay_among_copies_and_files_are_shared(built: Place) -> None:
    page = built.page("/zh-hant/a/news/2026-10-01-walk/")
    assert "../../../library/safety/first-aid/" in page.hrefs(".prose a")
    assert all(href.startswith("../../../../assets/") for href in page.hrefs("link[rel=stylesheet]")[:-1])
    photo = built.page("/zh-hant/a/news/2026-10-15-photo/").soup.select_one(".prose img")
    assert photo is not None
    assert str(photo["src"]).startswith("../../../../a/media/")
    assert photo["alt"] == "門口"


def test_nothing_of_it_is_there_unless_it_is_wanted(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    place.build()
    before = place.tree()
    assert not any("hreflang" in content.decode() for path, content in before.items() if path.endswith(".html"))
    wanting(place).build()
    assert copies(place)
    for off in ("traditional: 否", "traditional: 是\ncapabilities: [-traditional]"):
        place.write("network.yaml", f"{SMALL['network.yaml']}{off}\n")  # type: ignore[str-bytes-safe]  # it is a text
        place.build()
        assert different(place.tree(), before) == []


def test_only_simplified_chinese_can_be_converted(place: Place) -> None:
    place.edit("network.yaml", "traditional", "language: en\ntraditional")
    told = place.build()
    assert (told.code, [problem.code for problem in told.problems]) == (30, ["ZB-016"])


def test_an_edit_makes_the_copies_of_its_pages_and_no_others(built: Place) -> None:
    before = built.tree()
    built.edit(WALK, "三处。", "五处問題。")
    told = built.build()
    changed = different(built.tree(), before)
    pages = {path for path in changed if path.endswith("index.html") and not path.startswith(FOLDER)}
    assert {path for path in changed if path.startswith(FOLDER)} == {FOLDER + path for path in pages}
    assert told.written["b"] == 0
    clean = built.copied(built.folder / "clean", "output", "cache")
    clean.build()
    assert different(built.tree(), clean.tree()) == []


def test_a_page_that_is_rendered_again_and_stays_the_same_is_not_converted_again(tmp_path: Path) -> None:
    calls = list[bytes]()

    def copied(page: bytes) -> bytes:
        calls.append(page)
        return page.upper()

    made = Before().made
    for content in (b"one", b"one", b"two"):
        growing = Growing(Store(tmp_path / "store"), "a/site.yaml", made, Copies({COPIES[0]: copied}, "", "basis"))
        growing.put("a/index.html", content, "a/news/x.md")
        made = growing.made
        paths = {entry.path: entry.source for entry in growing.tree("[]").entries}
        assert paths == {"a/index.html": "a/news/x.md", "zh-hant/a/index.html": "a/news/x.md"}
    assert calls == [b"one", b"two"]


@pytest.mark.parametrize("fails", [False, True], ids=["after going back", "on a site that keeps what is online"])
def test_what_was_taken_back_stays_away_in_copies_too(built: Place, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    assert {"a/news/index.html", FOLDER + "a/news/index.html", FOLDER + "a/index.html"} <= saying(built)
    built.edit(WALK, "tags:", "draft: true\ntags:")
    if fails:
        monkeypatch.setattr("plugins.build.build.render_site", tasks.raising_site)
    assert built.build().code == (10 if fails else 0)
    if not fails:
        releases_of(built).rollback(now=AS_OF)
    assert saying(built) == set()
    assert {path.removeprefix(FOLDER) for path in copies(built)} <= built.tree().keys()
    assert "冬季檢查" in built.page("/zh-hant/notices/2026-11-02-winter/").words
    assert verify(built.current) == []


def test_a_broken_article_keeps_its_last_good_copy(built: Place) -> None:
    before = built.tree()
    built.edit(WALK, "title: 现场巡查记录", "title: [")
    assert built.build(AS_OF + timedelta(hours=1)).code == 10
    page = FOLDER + "a/news/2026-10-01-walk/index.html"
    assert built.tree()[page] == before[page]


def test_closed_tiers_have_copies_of_their_own_and_leak_nothing(place: Place) -> None:
    place.build()
    before = place.tree()
    place.write("a/news/2026-11-01-secret.md", "---\ntitle: 内部头发\naudience: org\n---\n密\n")
    place.build()
    assert different(place.tree(), before) == []
    place.build(tier="org")
    org = place.folder / "output" / "org" / "current"
    assert "內部頭髮" in (org / "zh-hant/a/news/2026-11-01-secret/index.html").read_text("utf-8")


def test_a_copy_of_a_copy_is_none() -> None:
    copy = COPIES[0]
    assert copy.path("a/x/index.html", "") == "zh-hant/a/x/index.html"
    assert copy.path("a/x/index.html", "a/") == "a/zh-hant/x/index.html"
    assert copy.original("zh-hant/a/x/index.html") == copy.original("a/zh-hant/x/index.html") == "a/x/index.html"
    assert copy.original("a/x/index.html") == copy.original("a/b/zh-hant/index.html") == ""


def test_opencc_is_imported_only_where_it_is_wanted() -> None:
    script = (
        "import sys; from plugins.build.capabilities import copied; import plugins.traditional; print('opencc' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert json.loads(told.strip().lower()) is False
