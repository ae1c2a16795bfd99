"""A page keeps its bytes exactly as long as nothing that its template gets has changed."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import outputs
from plugins.build.growing import Before, Growing
from plugins.build.page_keys import PageKeys
from plugins.build.pages import Around, ItemPages, Shared
from plugins.build.site_task import pages_key
from plugins.build.store import Store, told_text
from plugins.build.telling import told_of
from plugins.build.theme import THEMES, theme
from plugins.network.hrefs import Hrefs
from plugins.network.index import Index
from plugins.network.items import BESIDE, Item
from plugins.network.network import Network
from plugins.network.outputs import Archive, Book, Deferred, File, FromTexts, Pdf
from plugins.network.references import Link
from plugins.network.sites import Settings, Site
from tests.networks import Place

LONG = "---\ntitle: 一篇长文\n---\n" + "这一段写得很长。" * 40
"""More than its summary shows."""
ITEM = Item("a/news/x.md", "a", "news", "x", "/a/news/x/", "一")


class Row(Struct, frozen=True):
    """A frozen value as capabilities make them."""

    name: str
    item: Item


def key(*values: object, basis: str = "", unkeyed: frozenset[str] = BESIDE) -> str | None:
    return PageKeys(basis, unkeyed).key(*values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": "1"}),
        ({"a": True}, {"a": 1}),
        ([1, [2]], [1, 2]),
        (Decimal("1.0"), Decimal("1.00")),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
        ({"甲", "乙"}, {"甲"}),
        (ITEM, replace(ITEM, title="二")),
        (ITEM, replace(ITEM, fields={"a": 1})),
        (Row("甲", ITEM), Row("甲", replace(ITEM, summary="二"))),
        ({"a": [Row("甲", ITEM)]}, {"a": [Row("乙", ITEM)]}),
    ],
)
def test_values_that_differ_have_other_keys(one: object, other: object) -> None:
    assert key(one) != key(other)
    assert key(one) == key(one) is not None


def test_what_all_pages_have_in_common_belongs_to_the_key() -> None:
    assert key("x", basis="a") != key("x", basis="b")


def test_a_page_that_lists_an_item_does_not_change_with_every_word_of_it() -> None:
    edited = replace(ITEM, hash="another", lines={"title": 9}, characters=77, undescribed=1)
    assert key([ITEM]) == key([edited])
    assert key([ITEM], unkeyed=frozenset({"hash", "lines", "undescribed"})) != key([edited])


@pytest.mark.parametrize("value", [iter([1]), len, object(), Network(Settings("", ""), {}, {}), {("a", "b"): 1}])
def test_what_cannot_be_written_out_has_no_key(value: object) -> None:
    assert key({"a": value}) is None


def test_our_theme_shows_nothing_of_the_files_of_items_and_one_that_does_is_known(tmp_path: Path) -> None:
    assert theme(THEMES / "zhibu").unkeyed == BESIDE
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "list.html").write_text("{% for item in items %}{{ item.characters }} 字{% endfor %}", "utf-8")
    assert theme(tmp_path).unkeyed == BESIDE - {"characters"}


def test_a_page_with_the_same_key_is_not_rendered_and_one_with_none_always_is(tmp_path: Path) -> None:
    rendered: list[str] = []

    def render(text: str) -> Callable[[], bytes]:
        def made() -> bytes:
            rendered.append(text)
            return text.encode()

        return made

    first = Growing(Store(tmp_path), "a/site.yaml", {})
    first.keyed("a.html", "", "k1", render("甲"))
    first.keyed("b.html", "", None, render("乙"))
    again = Growing(Store(tmp_path), "a/site.yaml", Before.read(Before(made=first.made).text).made)
    again.keyed("a.html", "", "k1", render("不该生成"))
    again.keyed("b.html", "", None, render("乙"))
    assert rendered == ["甲", "乙", "乙"]
    assert again.tree("[]") == first.tree("[]")


def test_a_page_whose_bytes_are_lost_is_rendered_again(tmp_path: Path) -> None:
    first = Growing(Store(tmp_path), "a/site.yaml", {})
    first.keyed("a.html", "", "k1", "甲".encode)
    (sha256,) = (made.sha256 for made in first.made.values())
    Store(tmp_path).place(sha256).unlink()
    again = Growing(Store(tmp_path), "a/site.yaml", first.made)
    again.keyed("a.html", "", "k1", "甲".encode)
    assert Store(tmp_path).holds(sha256)


def keys(place: Place, site: str) -> Mapping[str, str]:
    """The key of each page of a site as it was made last."""
    with Index(place.request().places.index, read_only=True) as index:
        return {path: made.key for path, made in Before.read(index.tail(pages_key(site))).made.items()}


def test_an_edited_text_renders_its_own_page_what_search_knows_of_it_and_no_other(small: Place) -> None:
    small.write("a/news/2026-09-01-long.md", LONG)
    small.build()
    before = keys(small, "a")
    small.write("a/news/2026-09-01-long.md", LONG + "又一句。")
    small.build()
    after = keys(small, "a")
    assert before.keys() == after.keys()
    assert {path for path, made in after.items() if made != before[path]} == {
        "a/news/2026-09-01-long/index.html", "a/search/segment-0.txt", "a/search/texts-0-0.js",
    }  # fmt: skip


def test_a_new_title_renders_the_pages_that_list_the_item(small: Place) -> None:
    before = keys(small, "a")
    small.edit("a/notices/2026-10-20-meeting.md", "开会", "开大会")
    small.build()
    after = keys(small, "a")
    changed = {path for path, made in after.items() if made != before[path]}
    showing = {path for path in after if path.endswith(".html") and "开大会" in small.text(f"/{path}")}
    assert (
        {"a/index.html", "a/notices/index.html", "a/notices/2026-10-20-meeting/index.html"} <= showing <= changed < after.keys()
    )


def test_a_list_of_an_own_theme_that_shows_the_length_of_texts_follows_every_edit(small: Place) -> None:
    own = small.content / "themes" / "own"
    shutil.copytree(THEMES / "zhibu", own)
    template = own / "templates" / "list.html"
    template.write_text(
        template.read_text("utf-8").replace(
            "{% endblock %}", "{% for item in items %}{{ item.characters }} 字；{% endfor %}{% endblock %}", 1
        ),
        "utf-8",
    )
    small.edit("network.yaml", "name:", "theme: own\nname:")
    small.write("a/news/2026-09-01-long.md", LONG)
    small.build()
    before = small.text("/a/news/")
    small.write("a/news/2026-09-01-long.md", LONG + "又一句。")
    small.build()
    assert " 字；" in before
    assert small.text("/a/news/") != before


# the page of an item

OTHER = replace(ITEM, path="a/news/y.md", title="二")
AROUND = Around((), (), (), None, None, (), {})
CHANGES: Mapping[str, Any] = {
    "links": (Link("/a/news/y/"),),
    "related": (OTHER,),
    "used_by": (OTHER,),
    "previous": OTHER,
    "next": OTHER,
    "tag_links": (("安全", "/a/tags/an-quan/"),),
    "values": {"rows": [OTHER]},
}
"""Another value of each thing that stands around an item."""


@pytest.mark.parametrize("name", Around.__struct_fields__)
def test_each_thing_around_an_item_is_told_by_the_key_of_its_page(name: str) -> None:
    changed = replace(AROUND, **{name: CHANGES[name]})
    assert key(ITEM, AROUND) != key(ITEM, changed) is not None
    assert key(ITEM, changed) != key(ITEM, replace(AROUND, **{name: _retitled(CHANGES[name])}))


def _retitled(value: Any) -> Any:
    """The same with another title, tag or address in it."""
    if isinstance(value, Item):
        return replace(value, title="三")
    if isinstance(value, Link):
        return replace(value, anchor="一")
    if isinstance(value, Mapping):
        return {name: _retitled(one) for name, one in value.items()}
    return type(value)(map(_retitled, value)) if isinstance(value, (tuple, list)) else f"{value}!"


@pytest.mark.parametrize("name", Shared.__struct_fields__)
def test_what_all_pages_of_items_share_is_told_by_their_keys(name: str) -> None:
    shared = Shared((ITEM,), (("甲", "/a/feed.atom", "application/atom+xml"),))
    assert key(ITEM, shared) != key(ITEM, replace(shared, **{name: ()}))


def test_the_page_of_an_item_is_made_from_nothing_that_its_key_does_not_tell(demo: Place) -> None:
    network = demo.check().scanned.network
    for site in network.sites.values():
        sliced = network.seen_by(site.id)
        whole = ItemPages(sliced, site, Hrefs("https://x.example.cn/", sliced.sites))
        blind = ItemPages(replace(sliced, items={}, links={}, backlinks={}, media={}, digests={}), site, whole.hrefs)
        blind.__dict__["shared"] = whole.shared
        for item in sliced.of(site.id):
            body, around = whole.body(item, ""), whole.around(item)
            assert blind.page(item, body, around) == whole.page(item, body, around)


# marks


def test_nothing_asks_for_facts_about_the_files_of_other_items(demo: Place) -> None:
    """`items.BESIDE`: a mark is the same whatever they are."""
    network = demo.check(tier="org").scanned.network
    for site in network.sites.values():
        sliced = network.seen_by(site.id)
        items = {path: replace(item, hash="x", lines={}, characters=9, undescribed=9) for path, item in sliced.items.items()}
        one, other = (list(made_from(made, site)) for made in (sliced, replace(sliced, items=items)))
        assert one == other


def made_from(network: Network, site: Site) -> Iterator[object]:
    """What everything that a site puts out is made from, texts apart, and what stands around its items."""
    pages, keys = ItemPages(network, site, Hrefs("https://x.example.cn/", network.sites)), PageKeys("", BESIDE)
    for output in outputs(network, site):
        if isinstance(output, File):
            yield output
        elif not isinstance(output, FromTexts | Book):  # which go by the texts themselves
            page = output.page if isinstance(output, Archive | Pdf) else output
            told = page.made_from if isinstance(page, Deferred) else page if not page.by_files else ()
            yield output.address, keys.key(told)
    for item in network.of(site.id):
        yield item.path, keys.key(pages.around(item), pages.shared)
    yield told_text(told_of(network, site))


def test_a_file_stays_under_the_same_mark_and_only_there(tmp_path: Path) -> None:
    first = Growing(Store(tmp_path), "a/site.yaml", {})
    first.keyed("a.html", "a/x.md", "k1", "甲".encode, "m1")
    again = Growing(Store(tmp_path), "a/site.yaml", first.made)
    assert [again.stays(*asked) for asked in (("a.html", "", "m2"), ("b.html", "", "m1"), ("a.html", "", ""))] == [False] * 3
    assert again.stays("a.html", "a/x.md", "m1")
    assert (again.made, again.tree("[]")) == (first.made, first.tree("[]"))
    Store(tmp_path).place(first.made["a.html"].sha256).unlink()
    assert not again.stays("a.html", "a/x.md", "m1")
