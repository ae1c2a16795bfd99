"""P13: whatever one branch holds or its code does, it is refused or killed at its limit, and nobody else is any different.

The limits are lowered, so that it does not take long; `make soak` takes those that promises.md names.
"""

import time
from collections.abc import Mapping

import pytest

from plugins.build import build as building
from plugins.build import gather, pool
from plugins.cli.checking import QUARANTINED, Told
from tests.build import tasks
from tests.figures import Figure
from tests.heavy import ARTICLES, KILLED, expected, heavy
from tests.levels import by_level
from tests.networks import Place, different

SECONDS = by_level(test=1, faults=1, soak=5)
SLOTS = {"index.html", "tree/index.html", "network/feed.atom", "network/feed.json", "modules/index.html"}
"""Where the root shows what its branches wrote."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that tests may be busy: only work counts."""
    monkeypatch.setattr(pool, "PATIENCE", 100)


def limit(place: Place, **limits: float) -> Place:
    """Set limits of the network and publish it."""
    rows = "".join(f"  {name}: {value}\n" for name, value in limits.items())
    place.edit("network.yaml", "name:", f"limits:\n{rows}name:")
    assert place.build().code == 0
    return place


def others_changed(place: Place, before: Mapping[str, bytes]) -> list[str]:
    """The files of others than branch a that differ, but for the portal's slots."""
    own = ("a/", "health/", "data/", "search/")
    return [path for path in different(before, place.tree()) if not path.startswith(own) and path not in SLOTS]


def told_apart(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """A tree without the pages that tell how everybody is doing."""
    return {path: content for path, content in tree.items() if not {"health", "data"} & set(path.split("/"))}


def stopped(told: Told) -> dict[str, str]:
    """The code that stopped each file or site."""
    return {one.path: one.code for one in told.problems if one.stops in ("item", "site")}


def test_what_is_too_large_too_deep_or_too_slow_is_stopped_and_named_and_the_others_are_the_same(
    small: Place, figure: Figure
) -> None:
    limit(small, article_seconds=SECONDS)
    before = small.tree()
    small.write("b/news/2026-11-02-x.md", "---\ntitle: 只此一篇\n---\n短。\n")
    small.build()
    small.delete("b/news/2026-11-02-x.md")
    small.build()
    assert small.tree() == before
    small.write_all(heavy())
    start = time.monotonic()
    told = small.build()
    taken = time.monotonic() - start
    changed, found = others_changed(small, before), stopped(told)
    figure(
        "P13",
        hostile_files=len(heavy()),
        killed_at_the_limit=list(found.values()).count(KILLED),
        bytes_of_others_changed=len(changed),
    )
    figure("P13", seconds_for_a_build_with_all_of_them=taken)
    assert told.code == QUARANTINED
    assert found == expected()
    assert changed == []
    assert [path for path in heavy() if path.endswith(".md") and path not in expected() and not small.has(address(path))] == []
    assert small.build().problems == told.problems


def address(path: str) -> str:
    """The address of an article of branch a."""
    return f"/{path.removesuffix('.md')}/"


def test_a_branch_of_hostile_articles_costs_its_own_seconds_and_is_gone_on_with_later(small: Place) -> None:
    limit(small, article_seconds=0.5, site_seconds=4)
    before = small.tree()
    for number in range(10):
        small.write(f"a/news/2026-11-03-brackets-{number}.md", ARTICLES["brackets-13000"][0] + str(number))
    small.write("b/news/2026-11-03-visit.md", "---\ntitle: 又去参观\n---\n看了。\n")
    told = small.build()
    assert small.has("/b/news/2026-11-03-visit/")
    assert [path for path in others_changed(small, before) if not path.startswith("b/")] == []
    first = sorted(stopped(told).values())
    assert first == ["ZB-502"] * 4 + ["ZB-509"] * 6
    assert sorted(stopped(small.build()).values()) == ["ZB-502"] * 8 + ["ZB-509"] * 2


def test_a_branch_with_too_many_files_is_not_read_and_keeps_its_last_version(small: Place, figure: Figure) -> None:
    files = by_level(test=300, faults=3_000, soak=100_000)
    limit(small, site_files=by_level(test=200, faults=2_000, soak=20_000))
    before = small.tree()
    for number in range(files):
        small.write(f"a/news/many/2026-11-03-{number}.md", f"---\ntitle: 第 {number} 篇\n---\n短。\n")
    start = time.monotonic()
    told = small.build()
    figure("P13", small_files_in_one_branch=files, seconds_to_refuse_them=time.monotonic() - start)
    assert told.code == QUARANTINED
    assert stopped(told) == {"a": "ZB-510"}
    assert different(told_apart(before), told_apart(small.tree())) == []
    small.delete("a/news/many")
    assert small.build().problems == ()
    assert small.tree() == before


def test_a_branch_with_too_many_bytes_is_not_read_and_keeps_its_last_version(small: Place) -> None:
    limit(small, site_bytes=5_000_000)
    before = small.tree()
    for number in range(6):
        small.write(f"a/media/large-{number}.csv", b"1,2\n" * 250_000)
    told = small.build()
    assert (told.code, stopped(told)) == (QUARANTINED, {"a": "ZB-511"})
    assert different(told_apart(before), told_apart(small.tree())) == []


def test_a_new_branch_beyond_its_limits_is_left_out_and_the_others_are_there(small: Place) -> None:
    limit(small, site_files=50)
    small.write("c/site.yaml", "title: 丙支部\nkind: branch\nparent: root\n")
    for number in range(60):
        small.write(f"c/news/2026-11-03-{number}.md", f"---\ntitle: 第 {number} 篇\n---\n短。\n")
    told = small.build()
    assert (told.code, stopped(told)) == (QUARANTINED, {"c": "ZB-510"})
    assert small.has("/a/news/2026-10-01-walk/")
    assert not small.has("/c/news/2026-11-03-1/")


def test_an_article_that_takes_too_much_memory_is_named(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(small, site_memory=300_000_000)
    monkeypatch.setattr(gather, "read_files", tasks.hungry_readings)
    small.write("a/news/2026-11-05-slow.md", "---\ntitle: 贪吃\n---\n慢。\n")
    small.write("a/news/2026-11-06-after.md", "---\ntitle: 后面一篇\n---\n快。\n")
    told = small.build()
    assert stopped(told) == {"a/news/2026-11-05-slow.md": "ZB-507"}
    assert "MemoryError" in told.problems[0].message["zh"]
    assert small.has("/a/news/2026-11-06-after/")


@pytest.mark.parametrize("plugin", [tasks.hungry_site, tasks.looping_site])
def test_a_plugin_that_takes_too_much_costs_its_site_and_no_other(
    small: Place, monkeypatch: pytest.MonkeyPatch, plugin: object
) -> None:
    limit(small, site_seconds=8, site_memory=300_000_000)
    before = {path: content for path, content in small.tree().items() if path.startswith("a/")}
    monkeypatch.setattr(building, "render_site", plugin)
    small.edit("a/news/2026-10-01-walk.md", "三处", "四处")
    small.edit("b/news/2026-10-05-visit.md", "看了", "又看了")
    told = small.build()
    assert (told.code, stopped(told)) == (QUARANTINED, {"a/site.yaml": "ZB-901"})
    assert "又看了" in small.text("/b/news/2026-10-05-visit/")
    assert {path: content for path, content in small.tree().items() if path.startswith("a/")} == before


@pytest.mark.parametrize("plugin", [tasks.printing_site, tasks.forking_site])
def test_a_plugin_that_prints_a_gigabyte_or_forks_disturbs_nobody(
    small: Place, monkeypatch: pytest.MonkeyPatch, plugin: object
) -> None:
    monkeypatch.setattr(building, "render_site", plugin)
    small.edit("a/news/2026-10-01-walk.md", "三处", "四处")
    told = small.build()
    assert (told.code, told.problems) == (0, ())
    assert "四处" in small.text("/a/news/2026-10-01-walk/")


def test_what_a_busy_machine_interrupts_is_tried_again(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that died, or waited too long, may not have been at fault: nothing of it is remembered."""
    monkeypatch.setattr(gather, "read_files", tasks.dying_readings)
    small.write("a/news/2026-11-05-slow.md", "---\ntitle: 无辜\n---\n好。\n")
    assert stopped(small.build()) == {"a/news/2026-11-05-slow.md": "ZB-508"}
    monkeypatch.undo()
    assert small.build().problems == ()
    assert small.has("/a/news/2026-11-05-slow/")
