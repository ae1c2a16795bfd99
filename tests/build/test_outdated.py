"""A site is outdated for a named reason, or it is not outdated."""

import pytest
from msgspec.structs import replace

from plugins.build.outdated import REASONS, Common, fingerprint, reasons
from plugins.network.items import Item, State
from plugins.network.network import Network
from plugins.network.parts import Body, Outline, part_of
from plugins.network.sites import Settings, Site
from plugins.network.whole import joined

ITEM = Item("a/news/x.md", "a", "news", "x", "/a/news/x/", "某", hash="reading:v1:news:h1", state=State("open", "进行", "active"))
OTHER = replace(ITEM, path="a/news/y.md", address="/a/news/y/", hash="reading:v1:news:h2")
FOREIGN = replace(ITEM, path="b/news/z.md", site="b", address="/b/news/z/")
SETTINGS = Settings("示例", "https://x.example.cn/")
SITES = {
    "a": Site("a", "甲", "branch", "root"),
    "b": Site("b", "乙", "branch", "root"),
    "root": Site("root", "党委", "committee"),
}


def prints(
    items: tuple[Item, ...] = (ITEM,), *, settings: Settings = SETTINGS, theme: str = "t", code: str = "c", held: tuple[Item, ...] = (),
) -> dict[str, str]:  # fmt: skip
    """The fingerprint of site a."""
    frame = Network(settings, SITES, {})
    bodies = {"a": Body({item.path: item for item in items}, {}, {}, {}), "b": Body({FOREIGN.path: FOREIGN}, {}, {}, {})}
    parts = {site: part_of(SITES[site], body, held if site == "a" else (), frame, Outline())[0] for site, body in bodies.items()}
    network = joined(frame, parts)
    return fingerprint(network, "a", theme, code, Common.of(network))


def why(now: dict[str, str], before: dict[str, str] | None = None) -> tuple[str, ...]:
    """Why site a is outdated."""
    return reasons(now, before or prints())


def test_the_same_again_is_not_outdated() -> None:
    assert why(prints()) == ()


def test_what_was_never_written_is() -> None:
    assert reasons(prints(), None) == ("not_written",)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (prints(code="other"), "code_changed"),
        (prints(theme="other"), "theme_changed"),
        (prints(settings=replace(SETTINGS, per_branch=9)), "settings_changed"),
        (prints((replace(ITEM, hash="reading:v1:news:h9"),)), "content_changed"),
        (prints((ITEM, OTHER)), "content_changed"),
        (prints(()), "content_changed"),
        (prints((replace(ITEM, stale=True),)), "content_changed"),
        (prints((replace(ITEM, state=State("closed", "已截止", "off")),)), "clock_passed"),
        (prints((replace(ITEM, related=("b/news/z.md",)),)), "reference_moved"),
    ],
)
def test_each_change_has_its_reason(now: dict[str, str], reason: str) -> None:
    assert why(now) == (reason,)


def test_several_reasons_are_all_named() -> None:
    assert why(prints((OTHER,), theme="other", code="other")) == ("code_changed", "theme_changed", "content_changed")


def test_an_item_whose_time_has_come_is_no_edit() -> None:
    assert why(prints((ITEM, OTHER)), prints(held=(OTHER,))) == ("clock_passed",)
    assert why(prints((ITEM,), held=(OTHER,)), prints((ITEM, OTHER))) == ("clock_passed",)


def test_an_item_that_is_not_shown_yet_does_not_outdate_its_site() -> None:
    assert why(prints(held=(OTHER,))) == ()


def test_other_code_that_reads_the_same_bytes_is_no_edit() -> None:
    assert why(prints((replace(ITEM, hash="reading:v2:news:h1"),), code="other")) == ("code_changed",)


def test_every_reason_has_a_name_in_chinese() -> None:
    assert all(any("\u4e00" <= c <= "\u9fff" for c in name) for name in REASONS.values())
