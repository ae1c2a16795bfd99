"""What is worked out of a network is remembered until something that it looked at changes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.network.items import Item
from plugins.network.memory import Memory
from plugins.network.network import Network
from plugins.network.parts import Body, Outline, part_of
from plugins.network.references import Link
from plugins.network.sites import Settings, Site
from plugins.network.whole import Whole, joined

SITES = {
    "root": Site("root", "党委", "committee"), "a": Site("a", "甲", "branch", "root"), "b": Site("b", "乙", "branch", "root"),
}  # fmt: skip
FRAME = Network(Settings("示例", "https://x.example.cn/"), SITES, {})
GOAL = Item("a/goals/g.md", "a", "goal", "g", "/a/goals/g/", "目标")
NEWS = Item("a/news/n.md", "a", "news", "n", "/a/news/n/", "动态")
FAR = Item("b/news/f.md", "b", "news", "f", "/b/news/f/", "别处")
worked: list[str] = []


def network(*items: Item, memory: Memory | None = None, links: Mapping[str, tuple[Link | None, ...]] | None = None) -> Whole:
    """The network of these items."""
    bodies = {
        site: Body(
            {item.path: item for item in items if item.site == site},
            {path: found for path, found in (links or {}).items() if path.startswith(f"{site}/")}, {}, {},
        )
        for site in SITES
    }  # fmt: skip
    return joined(FRAME, {site: part_of(SITES[site], body, (), FRAME, Outline())[0] for site, body in bodies.items()}, memory)


def titles(network: Network, site: Site) -> tuple[str, ...]:
    """The titles of a site's items."""
    worked.append("titles")
    return tuple(item.title for item in network.of(site.id))


def goals(network: Network, site: Site) -> list[str]:
    """The titles of a site's goals."""
    worked.append("goals")
    return [item.title for item in network.standing(site.id, "goal")]


def every_goal(network: Network, _site: Site) -> int:
    """How many goals there are."""
    worked.append("every_goal")
    return len(network.of_kind("goal"))


def who_refers(network: Network, _site: Site) -> list[str]:
    """Who refers to the goal."""
    worked.append("who_refers")
    return [item.path for path in network.backlinks.get(GOAL.path, ()) if (item := network.items.get(path))]


def everything(network: Network, _site: Site) -> list[str]:
    """Every path."""
    worked.append("everything")
    return list(network.items)


def again(work: Any, before: Whole, after: Whole) -> bool:
    """Whether something is worked out anew for a network, having been worked out for another."""
    first = replace(before, memory=Memory("frame"))
    value = first.remembered(work, SITES["a"])
    worked.clear()
    second = replace(after, memory=Memory("frame", dict(first.memory.fresh)))
    found = second.remembered(work, SITES["a"])
    assert found == json.loads(json.dumps(work(after, SITES["a"])))
    return len(worked) > 1 or (value != found)


TO_GOAL = {FAR.path: (Link(GOAL.address, item=GOAL.path),)}


@pytest.mark.parametrize(
    ("work", "after", "expected"),
    [
        (titles, network(GOAL, NEWS, FAR), False),
        (titles, network(GOAL, replace(NEWS, title="新"), FAR), True),
        (titles, network(GOAL, NEWS, replace(FAR, title="新")), False),
        (goals, network(GOAL, replace(NEWS, title="新"), FAR), False),
        (goals, network(replace(GOAL, title="新"), NEWS, FAR), True),
        (goals, network(NEWS, FAR), True),
        (every_goal, network(GOAL, NEWS, replace(FAR, title="新")), False),
        (every_goal, network(GOAL, NEWS, FAR, replace(FAR, path="b/goals/x.md", kind="goal")), True),
        (who_refers, network(GOAL, NEWS, FAR, links=TO_GOAL), True),
        (everything, network(GOAL, NEWS), True),
    ],
)
def test_work_is_done_again_exactly_when_what_it_looked_at_has_changed(work: Any, after: Whole, *, expected: bool) -> None:
    assert again(work, network(GOAL, NEWS, FAR), after) is expected


def test_another_frame_or_other_facts_of_the_site_forget_everything() -> None:
    first = network(GOAL, memory=Memory("frame"))
    first.remembered(titles, SITES["a"])
    for frame, site in (("other", SITES["a"]), ("frame", replace(SITES["a"], title="新"))):
        worked.clear()
        network(GOAL, memory=Memory(frame, dict(first.memory.fresh))).remembered(titles, site)
        assert worked == ["titles"]


@pytest.mark.parametrize("row", ["", "{", "[]", "{}", '{"frame":"frame"}', '{"frame":"frame","notes":3,"value":1}'])
def test_a_damaged_row_is_worked_out_again(row: str) -> None:
    first = network(GOAL, memory=Memory("frame"))
    first.remembered(titles, SITES["a"])
    damaged = Memory("frame", dict.fromkeys(first.memory.fresh, row))
    assert network(GOAL, memory=damaged).remembered(titles, SITES["a"]) == ["目标"]


def test_what_nobody_asks_for_any_more_is_named() -> None:
    memory = Memory("frame", {"gone": "{}"})
    network(GOAL, memory=memory).remembered(titles, SITES["a"])
    assert memory.forgotten() == {"gone"}


@pytest.mark.parametrize("looked_at", ["media", "aliases", "tables", "digests"])
def test_what_nobody_would_notice_cannot_be_looked_at(looked_at: str) -> None:
    def look(network: Network, _site: Site) -> object:
        return getattr(network, looked_at).get("x")

    with pytest.raises(LookupError):
        network(GOAL).remembered(look, SITES["a"])


def test_the_clock_is_not_known() -> None:
    assert network(GOAL).remembered(lambda network, _site: network.as_of, SITES["a"]) is None
