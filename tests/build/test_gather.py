"""A site whose files did not change is not put together again, unless something that it depends on did."""

import json
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from plugins.build.capabilities import capabilities, examined
from plugins.build.gather import Gathering
from plugins.network.memory import Memory
from plugins.network.parts import Body, Part
from plugins.network.rules import shipped
from plugins.network.said import written
from plugins.network.whole import Whole, joined
from tests.networks import AS_OF, SMALL, Place, different

WALK, VISIT, SHIFT = "a/news/2026-10-01-walk.md", "b/news/2026-10-05-visit.md", "b1/news/2026-10-06-shift.md"


@contextmanager
def watched(name: str) -> Iterator[list[str]]:
    """The sites that a method of the gathering was asked for."""
    sites: list[str] = []
    before = getattr(Gathering, name)

    def watching(self: Gathering, asked: str | list[str], *more: object) -> object:
        sites.extend([asked] if isinstance(asked, str) else asked)
        return before(self, asked, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gathering, name, watching)
        yield sites


def made(place: Place, **options: int) -> set[str]:
    """The sites that a build puts together from their files."""
    with watched("_draft") as sites:
        place.build(AS_OF + timedelta(**options))
    return set(sites)


def as_clean(place: Place, tmp_path_factory: pytest.TempPathFactory, **options: int) -> bool:
    """Whether pages and Problems are those of a build from nothing."""
    files = {path.relative_to(place.content).as_posix(): path.read_bytes() for path in place.content.rglob("*") if path.is_file()}
    clean = Place(tmp_path_factory.mktemp("clean")).write_all(files)
    as_of = AS_OF + timedelta(**options)
    told = clean.build(as_of)
    return told.problems == place.build(as_of).problems and different(clean.tree(), place.tree()) == []


def test_only_the_edited_site_is_put_together_and_looked_into(small: Place) -> None:
    small.edit(SHIFT, "title:", "summary: 不变\ntitle:")
    small.build()
    small.edit(SHIFT, "交接。", "交接好了。")
    with watched("_draft") as drafted, watched("_exchange") as exchanged, watched("_body") as fetched:
        small.build()
    assert (drafted, exchanged) == ([], ["b1"])
    assert set(fetched) <= {"library"}  # checks look at all records


def test_a_part_in_which_items_were_exchanged_is_the_one_that_all_files_make(
    small: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was written into some of the files: outline and items are those of files that are all read anew."""
    small.edit("network.yaml", "per_branch: 2", "per_branch: 1")
    chance, ways = random.Random(7), Counter[str]()
    for turn in range(48):
        for path in chance.sample(OWN, chance.choice((1, 1, 2)) if turn % 6 else 3):
            flag, words = chance.choice(FAR if turn % 6 == 5 else NEAR), chance.choice("一二三")
            link = chance.choice(
                ("2026-10-01-walk.md", "/library/safety/first-aid.md", "/b/news/2026-10-05-visit.md", "nowhere.md")
            )
            small.write(path, f"---\ntitle: 题{words}\n{flag}---\n## 发现\n\n{words}见[那里]({link})。\n")
        with watched("_draft") as drafted, watched("_exchange") as exchanged:
            parts = small.check().scanned.network.parts
        ways.update((drafted and ["drafted"]) or (exchanged and ["exchanged"]))
        anew = small.copied(tmp_path_factory.mktemp("anew") / "place", "cache").check().scanned.network.parts
        assert {site: part.outline for site, part in parts.items()} == {site: part.outline for site, part in anew.items()}
        assert {site: held(part) for site, part in parts.items()} == {site: held(part) for site, part in anew.items()}
    assert min(ways["drafted"], ways["exchanged"]) >= 5


OWN = ("a/news/2026-10-01-walk.md", "a/news/2026-10-08-again.md", "a/notices/2026-10-20-meeting.md")
NEAR = (
    "", "tags: [安全]\n", "tags: [现场]\n", "summary: 摘要\n", "promote: 是\n", "withdrawn: 有误\n", "to: all\n", "joint: [b]\n",
    "attachments: [../media/door.png]\n", "cover: ../media/door.png\nalt: 门\n", "column: 现场\n", "date: 2026-11-20\n",
)  # fmt: skip
"""What an item tells of itself alone."""
FAR = (
    "draft: 是\n", "expires: 2026-12-24\n", "aliases: /a/news/jiu/\n", "slug: another\n", "audience: 系统内\n", "date: 昨天\n",
    "title: 双\n",
)  # fmt: skip
"""What makes a site look at all its files again."""


def held(part: Part) -> list[object]:
    """What the body of a part holds."""
    body = part.body
    return [dict(body.items), dict(body.links), dict(body.anchors), dict(body.tables), dict(body.keys)]


def test_files_that_were_only_touched_are_known_by_their_content(small: Place) -> None:
    for path in SMALL:
        os.utime(small.content / path, (1_000_000_000, 1_000_000_000))
    assert made(small) == set()


def test_an_anchor_that_others_point_at_puts_them_together_again(small: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    small.edit(VISIT, "walk.md)", "walk.md#发现)")
    assert small.build().problems == ()
    small.edit(WALK, "## 发现", "## 看到的")
    assert [problem.path for problem in small.build().problems] == [VISIT, "a/news/2026-10-08-again.md"][::-1]
    small.edit(WALK, "## 看到的", "## 发现")
    assert small.build().problems == ()
    assert as_clean(small, tmp_path_factory)


def test_a_suggestion_follows_what_appears_on_any_site(small: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    small.edit(VISIT, "/a/news/2026-10-01-walk.md", "neues.md")
    small.build()
    small.write("library/safety/neues.md", "---\ntitle: 新\ndate: 2026-01-06\nsource: 示例\nlicence: CC BY 4.0\n---\n新。\n")
    (problem,) = (problem for problem in small.build().problems if problem.path == VISIT)
    assert "/library/safety/neues.md" in problem.remedy["zh"]
    assert as_clean(small, tmp_path_factory)


def test_a_site_that_borrows_a_file_follows_its_bytes(small: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    small.edit(VISIT, "---\n看了", "attachments: [/library/safety/card.csv]\n---\n看了")
    small.build()
    small.write("library/safety/card.csv", "步骤,做法\n1,先喊人\n2,再救人\n")
    assert "b" in made(small)
    assert as_clean(small, tmp_path_factory)


def test_a_site_is_put_together_again_when_its_hour_comes_and_when_time_goes_back(
    small: Place, tmp_path_factory: pytest.TempPathFactory
) -> None:
    small.edit(WALK, "title:", "expires: 2026-11-23\ntitle:")
    small.build()
    assert made(small, days=1) == set()
    assert made(small, days=4) == {"a", "b", "root"}
    assert made(small, days=5) == set()
    assert made(small) >= {"a"}
    assert as_clean(small, tmp_path_factory)


def test_problems_of_sites_that_did_not_change_are_told_every_time(small: Place) -> None:
    small.edit(VISIT, "walk.md)", "nirgends.md)")
    small.write("a/news/2026-11-03-bad.md", "---\ntitle: 坏了\ndate: 昨天\n---\n正文。\n")
    told = small.build()
    assert {problem.path for problem in told.problems} == {VISIT, "a/news/2026-11-03-bad.md"}
    small.edit(SHIFT, "交接。", "交接好了。")
    again = small.build()
    assert (again.problems, again.code) == (told.problems, told.code)


def test_a_broken_file_shows_its_last_good_version_as_long_as_it_is_broken(small: Place) -> None:
    before = small.text("/a/news/2026-10-01-walk/")
    small.write(WALK, "---\ntitle: 坏了\ndate: 昨天\n---\n正文。\n")
    for turn in range(3):
        small.edit(SHIFT, "。\n", f"，{turn}。\n")
        small.build()
        assert small.text("/a/news/2026-10-01-walk/") == before
    small.delete(WALK)
    small.build()
    assert not small.has("/a/news/2026-10-01-walk/")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entries SET head = substr(head, 1, 40) WHERE key = 'part:b1'",
        "UPDATE entries SET tail = replace(tail, '交接', '别的') WHERE key = 'part:b1'",
        "UPDATE entries SET head = '{}', tail = '{}' WHERE key LIKE 'part:%'",
        "DELETE FROM entries WHERE key LIKE 'part:b%'",
        "DELETE FROM entries WHERE key LIKE 'reading:%'",
        "UPDATE entries SET tail = 'x' WHERE key LIKE 'reading:%'",
    ],
)
def test_whatever_the_index_lost_is_made_again(small: Place, tmp_path_factory: pytest.TempPathFactory, damage: str) -> None:
    small.edit("b1/site.yaml", "title: 一班", "title: 早班")
    small.edit(WALK, "## 发现", "## 看到的")
    with sqlite3.connect(small.folder / "cache" / "public" / "index.sqlite") as connection:
        assert connection.execute(damage).rowcount > 0
    connection.close()
    assert as_clean(small, tmp_path_factory)


class Knowing(Memory):
    """A memory that holds whatever has changed."""

    def recall(self, name: str, _mark: object, _work: object) -> Any:
        """What an earlier look at the same sites kept."""
        return json.loads(self.known[name])["value"]


def looked_over(network: Whole) -> None:
    """Have every check and every digest look at the network."""
    for capability in capabilities():
        for check in capability.checks:
            list(check(network))
        for digest in capability.digests:
            digest(network)


def test_no_check_and_no_digest_looks_into_sites_that_have_nothing_for_it(small: Place) -> None:
    """Ask `network.of_kind(…)` or `network.standing(site, …)`, or let the network remember: else every edit fetches every site."""
    network = small.check().scanned.network
    memory = Memory()
    looked_over(replace(network, memory=memory))

    def untouchable() -> Body:
        raise AssertionError("a site without such items was looked into")

    outlines = {site: replace(part.outline, kinds={"news": ""}) for site, part in network.parts.items()}
    sealed = joined(network.frame, {site: Part(site, outline, untouchable) for site, outline in outlines.items()})
    looked_over(replace(sealed, memory=Knowing(known=memory.fresh)))


@pytest.mark.parametrize("damage", ["DELETE FROM entries WHERE", "UPDATE entries SET tail = 'x' WHERE"])
def test_a_text_that_the_index_lost_is_read_again(small: Place, tmp_path_factory: pytest.TempPathFactory, damage: str) -> None:
    with sqlite3.connect(small.folder / "cache" / "public" / "index.sqlite") as connection:
        assert connection.execute(f"{damage} key LIKE 'reading:%'").rowcount > 0
    connection.close()
    small.edit(WALK, "三处", "四处")
    assert as_clean(small, tmp_path_factory)


def test_a_site_that_is_gone_leaves_nothing_to_be_taken_for_it(small: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    small.write("b1/site.yaml", "title: 一班党小组\nkind: group\nparent: b\nwithdrawn: 并入支部\n")
    small.build()
    assert as_clean(small, tmp_path_factory)
    small.write("b1/site.yaml", SMALL["b1/site.yaml"])
    assert as_clean(small, tmp_path_factory)


def test_to_examine_a_file_no_file_of_rules_is_read_again(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ours takes pydantic twenty times as long as reading the writer's file, in every process that reads."""
    settings = small.check().scanned.network.settings
    shipped.cache_clear()
    monkeypatch.setattr("plugins.network.settings.recalled", Mock(side_effect=AssertionError))
    assert [problem.code for problem in examined(written("值班电话 13800000000"), settings)] == ["ZB-701"]
