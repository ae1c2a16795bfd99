"""A part is kept as text and comes back as it was; the network that parts make looks items up only where asked."""

import pickle
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from plugins.network.items import Attachment, Heading, Item, Picture, Source, State
from plugins.network.media import Medium
from plugins.network.network import Network
from plugins.network.parts import (
    EVERYWHERE,
    Body,
    Joined,
    Outline,
    Part,
    Terms,
    body_of,
    outline_of,
    outline_text,
    part_of,
)  # fmt: skip
from plugins.network.problems import LINK_MISSING
from plugins.network.references import Link
from plugins.network.sites import Settings, Site
from plugins.network.tables import Table
from plugins.network.whole import Whole, joined

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=ZONE)
FULL = Item(
    "a/news/x.md", "a", "news", "x", "/a/news/x/", "某", NOW, NOW + timedelta(days=1), "摘要", "安全员", Source("报", "https://x.cn/"),
    ("安全", "“引”"), "现场", "org", "", NOW, NOW + timedelta(days=9), True, True, ("b",), ("b",), Picture("/a/c.png", 1, 2, "图"),
    (Attachment("a.csv", "/a/a.csv", "CSV", 3, "0" * 64),), {"起草": "某岗"}, ("/old/",), {"people": 3, "rows": [{"m": None}], "no": ""},
    (Heading(2, "yi", "一"),), State("open", "进行", "active", NOW + timedelta(hours=3)), ("b/news/y.md",), 4, True, True, {"title": 2}, 900, 1, "k:h",
)  # fmt: skip
PLAIN = Item("a/pages/y.md", "a", "page", "y", "/a/pages/y/", "页")
OTHER = Item("b/news/y.md", "b", "news", "y", "/b/news/y/", "别处", NOW, fields={"people": 0})
BODY = Body(
    {FULL.path: FULL, PLAIN.path: PLAIN},
    {
        FULL.path: (Link("/b/news/y/", "d", item="b/news/y.md"), None, Link("/a/c.png", width=1, height=2, medium="a/c.png")),
        PLAIN.path: (),
    },
    {FULL.path: ("yi",), PLAIN.path: ()},
    {"a/a.csv": Table(("甲",), (("1",), ("2",)))},
)
SITES = {
    "root": Site("root", "党委", "committee"), "a": Site("a", "甲", "branch", "root"), "b": Site("b", "乙", "branch", "root"),
}  # fmt: skip
FRAME = Network(Settings("示例", "https://x.example.cn/"), SITES, {}, streams=frozenset({"news"}), listed={"news": ("people",)})


def parts(*bodies: Body) -> dict[str, Part]:
    """The parts of the sites a and b, and of an empty root."""
    empty = Body({}, {}, {}, {})
    named = dict(zip(("a", "b", "root"), (*bodies, empty, empty, empty), strict=False))
    return {site: part_of(SITES[site], body, (), FRAME, Outline())[0] for site, body in named.items()}


def body(*items: Item) -> Body:
    """A body of items without links."""
    return Body({item.path: item for item in items}, {}, {}, {})


# kept as text -----------------------------------------------------------------------------------


def text(body: Body) -> str:
    """What the index keeps of a body of the site a."""
    return part_of(SITES["a"], body, (), FRAME, Outline())[1]


def test_a_body_comes_back_as_it_was() -> None:
    again = body_of(text(BODY), ZONE)
    assert dict(again.items) == dict(BODY.items)
    assert repr(again.items[FULL.path]) == repr(FULL)
    assert (dict(again.links), dict(again.anchors), dict(again.tables)) == (BODY.links, BODY.anchors, BODY.tables)
    assert again.keys == BODY.keys
    assert text(again) == text(BODY)
    assert text(pickle.loads(pickle.dumps(again))) == text(BODY)


def test_an_instant_keeps_the_zone_of_the_network() -> None:
    (moment,) = [one.date for one in body_of(text(body(OTHER)), ZONE).items.values()]
    assert moment is not None
    assert moment.tzinfo is ZONE


def test_an_outline_comes_back_with_its_terms() -> None:
    told = replace(
        parts(BODY)["a"].outline, hidden=("a/h.md",), closed=("a/c.md",), media={"a/c.png": (Medium("1" * 64, 9, 1, 2), "/a/c.png")},
        used={FULL.path: ("a/c.png",)}, spoken=("c.png",), places={"a": "/a/"}, aliases={"/a/old/": FULL.path}, veiled=("a/v.md",), face="f",
        problems=(replace(LINK_MISSING.at("a/news/x.md", 3, href="x", suggestion="", suggestion_en=""), published_instead="/a/"),),
        until=NOW + timedelta(hours=3),
    )  # fmt: skip
    terms = Terms("frame", "stamps", "files", NOW, {"b": "face"})
    assert outline_of(outline_text(told, terms), ZONE) == (told, terms)


# one network ------------------------------------------------------------------------------------


def test_paths_of_all_sites_stand_in_order_and_only_the_right_site_is_looked_into() -> None:
    asked: set[str] = set()
    found = {"a": {"a/x": 1}, "a-b": {"a-b/x": 2}}
    every = Joined(("a", "a-b"), lambda site: found[site], asked)
    assert (every["a/x"], every.get("a/y"), every.get("c/x"), "a/x" in every, "c" in every) == (1, None, None, True, False)
    assert asked == {"a"}
    assert list(every) == sorted(["a/x", "a-b/x"])
    assert len(every) == 2
    assert EVERYWHERE in asked


def network(*bodies: Body) -> Whole:
    """The network of these bodies."""
    return joined(FRAME, parts(*bodies))


def test_the_items_of_a_kind_are_found_without_looking_into_sites_that_have_none() -> None:
    found = parts(body(FULL, PLAIN), body(OTHER))
    whole = joined(FRAME, {**found, "b": Part("b", found["b"].outline, untouchable)})
    assert whole.of_kind("page") == (PLAIN,)
    assert whole.of_kind("lesson") == ()
    with pytest.raises(AssertionError):
        whole.of_kind("page", "news")
    assert [item.path for item in network(body(FULL, PLAIN), body(OTHER)).of_kind("page", "news")] == [
        FULL.path, PLAIN.path, OTHER.path,
    ]  # fmt: skip


def untouchable() -> Body:
    """A body that must not be fetched."""
    raise AssertionError("nobody may look into this site")


def test_portals_hand_downs_and_fingerprints_need_no_items() -> None:
    found = parts(BODY, body(OTHER))
    sealed = {site: Part(site, part.outline, untouchable) for site, part in found.items()}
    whole = joined(FRAME, sealed)
    assert [item.path for item in whole.rolled_up("root")] == [OTHER.path, FULL.path]
    assert [item.fields for item in whole.handed_down("b")] == [{"people": 3}]
    assert whole.count("a") == 2
    assert {site: whole.slice_texts(site) for site in SITES} == {site: joined(FRAME, found).slice_texts(site) for site in SITES}


def test_who_refers_to_an_item_is_known_across_sites_and_within_one() -> None:
    inner = replace(PLAIN, related=(FULL.path,))
    whole = network(replace(BODY, items={FULL.path: FULL, inner.path: inner}), body(OTHER))
    assert whole.backlinks[OTHER.path] == (FULL.path,)
    assert whole.backlinks[FULL.path] == (inner.path,)
    assert set(whole.seen_by("b").items) == {OTHER.path, FULL.path}
    assert whole.seen_by("b").backlinks == {OTHER.path: (FULL.path,)}


def changed() -> Iterator[tuple[str, Body, Body, set[str]]]:
    """What changed, the bodies of a and b then, and whose slice is another."""
    yield "nothing", BODY, body(OTHER), set()
    yield "an own title", replace(BODY, items={FULL.path: FULL, PLAIN.path: replace(PLAIN, title="新")}), body(OTHER), {"a"}
    yield "a title others show", replace(BODY, items={FULL.path: replace(FULL, title="新"), PLAIN.path: PLAIN}), body(OTHER), {
        "a", "b", "root",
    }  # fmt: skip
    yield "a listed field", replace(BODY, items={FULL.path: replace(FULL, fields={"people": 4}), PLAIN.path: PLAIN}), body(OTHER), {
        "a", "b", "root",
    }  # fmt: skip
    yield (
        "a field of its own",
        replace(BODY, items={FULL.path: replace(FULL, fields={"people": 3, "no": "x"}), PLAIN.path: PLAIN}),
        body(OTHER),
        {"a"},
    )
    yield "the item that is linked", BODY, body(replace(OTHER, title="新")), {"a", "b", "root"}
    yield "one item more below", BODY, body(OTHER, replace(PLAIN, path="b/pages/z.md", site="b")), {"b", "root"}
    yield "the link", replace(BODY, links={}), body(OTHER), {"a"}
    yield "rows of a table", replace(BODY, tables={"a/a.csv": Table(("甲",), ())}), body(OTHER), {"a"}


@pytest.mark.parametrize(
    ("words", "a", "b", "others"), list(changed()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fingerprint_differs_exactly_where_the_slice_does(words: str, a: Body, b: Body, others: set[str]) -> None:
    before, after = network(BODY, body(OTHER)), network(a, b)
    assert words
    assert {site for site in SITES if before.slice_texts(site) != after.slice_texts(site)} == others
    assert {site for site in SITES if repr(before.seen_by(site)) != repr(after.seen_by(site))} == others


def test_a_state_that_lists_leave_out_comes_back_as_it_was() -> None:
    over = replace(FULL, state=State("over", "已过期", "off", listed=False))
    assert body_of(text(replace(BODY, items={FULL.path: over})), ZONE).items[FULL.path] == over
