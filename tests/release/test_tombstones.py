"""What was withdrawn, ended, closed or taken back stays away: after going back, and on sites that keep an old tree (P2)."""

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.build.store import Entry, Store, Told, Tree
from plugins.build.traces import NOTE, Traces, spellings
from plugins.network.addresses import slug_of
from plugins.release.releases import Releases
from plugins.release.restoring import _led
from plugins.release.tombstones import Tombstone, Tombstones
from plugins.release.verify import verify
from tests.build import tasks
from tests.figures import Figure
from tests.links import faults, parsed
from tests.networks import AS_OF, PIXEL, Place, different
from tests.release.publishing import releases_of

WALK = "a/news/2026-10-01-walk.md"
PATH = "a/news/2026-11-10-canary.md"
LATER = AS_OF + timedelta(days=40)
CARRIERS = {
    "title": "金丝雀标题Q1", "body": "金丝雀正文Q2", "slug": "jinsique-q3", "tag": "金丝雀标签Q4", "column": "金丝雀栏目Q5",
    "author": "金丝雀作者Q6", "summary": "金丝雀摘要Q7", "alt": "金丝雀替代Q8", "attachment": "金丝雀附件Q9", "file": "canary-q10",
    "anchor": "金丝雀小节Q11",
}  # fmt: skip
CANARY = """---
title: 金丝雀标题Q1
slug: jinsique-q3
tags: [金丝雀标签Q4, 安全]
column: 金丝雀栏目Q5
author: 金丝雀作者Q6
summary: 金丝雀摘要Q7
promote: true
to: all
attachments: [canary-q10.csv]
aliases: [/a/old-jinsique-q3/]
{more}---
金丝雀正文Q2，见[上次](2026-10-08-again.md)。

![金丝雀替代Q8](../media/canary-q10.png)

## 金丝雀小节Q11

内容。
"""
NAMED = "a/publicity/2026-11-18-new.md"
PUBLICITY = """---
标题: 关于拟接收预备党员的公示
日期: 2026-11-18
类型: 发展对象
开始: 2026-11-18
工作日: 5 个工作日
对象:
  - 姓名: 金丝雀某
    单位: 总装一班
反映: {岗位: 支部组织委员, 地址: 二楼活动室, 信箱: xinxiang@example.cn}
---
拟接收金丝雀某为预备党员，现予公示。
"""


def with_canary(place: Place, more: str = "") -> None:
    """Publish an item that is shown in many places, and another that refers to it."""
    place.write("a/news/canary-q10.csv", "项,值\n金丝雀附件Q9,1\n")
    place.write("a/media/canary-q10.png", PIXEL + b"canary-q10")
    place.write("b/news/2026-11-11-quotes.md", f"---\ntitle: 转述\n---\n见[那一篇](/{PATH})。\n")
    place.write(PATH, CANARY.format(more=more))
    told = place.build()
    assert (told.code, told.problems) == (0, ())
    found = seen(place.current)
    assert found == CARRIERS.keys(), CARRIERS.keys() - found


def seen(folder: Path) -> set[str]:
    """The carriers whose canary stands in any byte, or in any name (there in pinyin), below a folder."""
    found = set()
    for path in folder.resolve().rglob("*"):
        text = path.read_bytes() if path.is_file() else b""
        name = path.name.encode()
        for carrier, word in CARRIERS.items():
            if any(form in text or form in name for form in spellings(word)) or slug_of(word).encode() in name:
                found.add(carrier)
    return found


def broken_links(folder: Path) -> list[str]:
    """Every reference of a release that leads nowhere."""
    base = "https://wang.example.cn/"
    return faults(parsed(folder.resolve()), {base: ""}, base)


def edit_elsewhere(place: Place) -> None:
    """What the going back is for: a fault in another item of the same site."""
    place.edit(WALK, "三处", "四处")
    place.edit("library/safety/first-aid.md", "先看伤者", "写错了")


def withdrawn(place: Place) -> datetime:
    place.edit(PATH, "promote", "withdrawn: 数据有误\npromote")
    return AS_OF


def closed(place: Place) -> datetime:
    place.edit(PATH, "promote", "audience: lan\npromote")
    return AS_OF


def drafted(place: Place) -> datetime:
    place.edit(PATH, "promote", "draft: true\npromote")
    return AS_OF


def expired(place: Place) -> datetime:
    return LATER


@pytest.mark.parametrize("take_back", [withdrawn, closed, drafted, expired])
def test_what_was_taken_back_stays_away_after_going_back(
    small: Place, take_back: Callable[[Place], datetime], figure: Figure
) -> None:
    with_canary(small, "expires: 2026-12-20\n" if take_back is expired else "")
    releases, old = releases_of(small), small.tree()
    first = releases.current()
    as_of = take_back(small)
    edit_elsewhere(small)
    assert small.build(as_of).code == 0
    left = seen(small.current)
    assert left.isdisjoint({"body", "summary", "alt", "attachment", "file", "anchor"})
    assert left == set() or take_back is withdrawn  # its page says what was withdrawn
    shutil.rmtree(small.content)
    shutil.rmtree(small.folder / "cache")
    release, restored = releases.rollback(now=as_of)
    assert first is not None and restored is not None
    now = small.tree()
    back = sum(old.get(path) == content for path, content in now.items())
    figure("P2", canaries_of_what_was_taken_back=len(CARRIERS), of_them_back_again=len(seen(small.current) - left))
    assert seen(small.current) <= left
    assert "先看伤者" in small.page("/library/safety/first-aid/").words
    assert back > len(old) / 3
    assert {path for path in now.keys() - old.keys() if not path.startswith("search/index/")} == set()  # shards are joined anew
    assert verify(small.current) == []
    assert broken_links(small.current) == []
    assert (release.restores, release.previous, releases.current()) == (first.id, first.previous, release)


def test_what_the_lists_of_today_lead_to_comes_along(small: Place) -> None:
    with_canary(small)
    withdrawn(small)
    small.write("a/media/new.png", PIXEL + b"new")
    small.write("a/news/2026-11-12-new.md", "---\ntitle: 新的一篇\n---\n![新图](../media/new.png)\n")
    small.build()
    _, restored = releases_of(small).rollback(now=AS_OF)
    assert restored is not None
    assert {"a/news/index.html", "a/news/2026-11-12-new/index.html"} <= set(restored.taken)
    assert "新的一篇" in small.page("/a/news/2026-11-12-new/").words
    assert broken_links(small.current) == []


def test_what_ended_while_nobody_built_stays_away_too(small: Place) -> None:
    with_canary(small, "expires: 2026-12-20\n")
    edit_elsewhere(small)
    small.build()
    _, restored = releases_of(small).rollback(now=LATER)
    assert restored is not None
    assert seen(small.current) == set()
    assert small.text("/") == NOTE.decode()
    assert "先看伤者" in small.page("/library/safety/first-aid/").words
    assert not small.has("/a/news/jinsique-q3/")


@pytest.mark.parametrize("closing", ["audience: lan", "withdrawn: 撤销了"])
def test_a_closed_site_stays_away(small: Place, closing: str) -> None:
    with_canary(small)
    small.edit("a/site.yaml", "accent", f"{closing}\naccent")
    small.build()
    releases_of(small).rollback(now=AS_OF)
    assert seen(small.current) == set()
    assert not small.has("/a/news/2026-10-01-walk/")
    assert "先看伤者" in small.page("/library/safety/first-aid/").words
    assert broken_links(small.current) == []
    if closing.startswith("withdrawn"):
        assert not (small.current / "a").exists()
        words = {path: content.decode("utf-8", "replace").replace("到甲支部参观", "") for path, content in small.tree().items()}
        assert [path for path, text in words.items() if "甲支部" in text] == []  # but for the title of another branch's article


def test_names_of_a_publicity_stay_away_after_its_period(small: Place) -> None:
    with_publicity(small)
    edit_elsewhere(small)
    small.build(LATER)
    assert names(small) == set()
    releases_of(small).rollback(now=LATER)
    assert names(small) == set()
    assert "先看伤者" in small.page("/library/safety/first-aid/").words
    assert small.has("/a/publicity/2026-11-18-new/")


def test_a_deleted_article_comes_back(small: Place) -> None:
    with_canary(small)
    small.delete(PATH)
    small.delete("b/news/2026-11-11-quotes.md")
    small.build()
    assert not small.has("/a/news/jinsique-q3/")
    release, restored = releases_of(small).rollback(now=AS_OF)
    assert restored is None
    assert seen(small.current) == CARRIERS.keys()
    assert release.sequence == 2


def test_forward_again_and_back_again(small: Place) -> None:
    with_canary(small)
    releases = releases_of(small)
    before = releases.current()
    withdrawn(small)
    small.build()
    after, new = releases.current(), small.tree()
    assert before is not None and after is not None
    releases.rollback(now=AS_OF)
    assert releases.rollback(after.id, now=AS_OF) == (after, None)
    assert different(small.tree(), new) == []
    assert "body" not in seen(small.current)
    releases.rollback(before.id, now=AS_OF)
    assert "body" not in seen(small.current)


def test_what_is_published_again_may_be_gone_back_to(small: Place) -> None:
    with_canary(small)
    releases = releases_of(small)
    small.edit(PATH, "promote", "withdrawn: 数据有误\npromote")
    small.build()
    small.edit(PATH, "withdrawn: 数据有误\n", "")
    small.edit(PATH, "金丝雀正文Q2", "改好了的正文")
    again = small.build().release
    edit_elsewhere(small)
    small.build()
    assert releases.rollback(now=AS_OF)[1] is None
    assert "改好了的正文" in small.text("/a/news/jinsique-q3/")
    releases.rollback(releases.ids()[1], now=AS_OF)
    assert "body" not in seen(small.current)
    releases.rollback(again, now=AS_OF)
    assert "改好了的正文" in small.text("/a/news/jinsique-q3/")


def test_what_was_closed_after_going_back_stays_away_in_newer_releases(small: Place) -> None:
    releases = releases_of(small)
    with_canary(small)
    shown = releases.current()
    assert shown is not None
    releases.rollback(now=AS_OF)
    drafted(small)
    small.delete("b/news/2026-11-11-quotes.md")
    small.build()
    releases.rollback(shown.id, now=AS_OF)
    assert seen(small.current) == set()


# sites that keep an old tree ---------------------------------------------------------------------


def names(place: Place) -> set[str]:
    """The files in which the name that a publicity told stands."""
    return {path for path, content in place.tree().items() if "金丝雀某".encode() in content}


def with_publicity(place: Place) -> None:
    """Publish a name for as long as its period lasts."""
    place.write(NAMED, PUBLICITY)
    assert place.build().code == 0
    assert f"{NAMED.removesuffix('.md')}/index.html" in names(place)


def vanishes(place: Place, _: pytest.MonkeyPatch) -> int:
    """Nothing of site a is left; what is online stays."""
    place.delete("a")
    return 10


def fails(place: Place, monkeypatch: pytest.MonkeyPatch) -> int:
    """Site a cannot be rendered."""
    place.edit(WALK, "三处", "四处")
    monkeypatch.setattr("plugins.build.build.render_site", tasks.raising_site)
    return 10


def is_not_asked_for(place: Place, _: pytest.MonkeyPatch) -> int:
    """Only site b is asked for; site a is rendered all the same when it shows what must go."""
    place.edit(WALK, "三处", "四处")
    return 0


@pytest.mark.parametrize("happens", [vanishes, fails, is_not_asked_for])
def test_a_site_that_keeps_what_is_online_loses_names_and_items_that_end(
    small: Place, happens: Callable[[Place, pytest.MonkeyPatch], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_canary(small, "expires: 2026-12-20\n")
    with_publicity(small)
    sites = ("b",) if happens is is_not_asked_for else ()
    code = happens(small, monkeypatch)
    told = small.build(sites=sites)
    assert told.code == code
    assert "body" in seen(small.current)
    assert names(small)
    assert "三处" in small.text("/a/news/2026-10-01-walk/")
    assert told.next_change <= "2026-11-25T00:00:00+08:00"  # when the period is over
    for as_of in (LATER, LATER + timedelta(hours=1)):
        assert small.build(as_of, sites=sites).code == code
        assert (seen(small.current), names(small)) == (set(), set())
    assert "先看伤者" in small.page("/library/safety/first-aid/").words
    assert verify(small.current) == []
    releases_of(small).rollback(now=LATER)
    assert (seen(small.current), names(small)) == (set(), set())


@pytest.mark.parametrize("take_back", [withdrawn, closed, drafted])
@pytest.mark.parametrize("happens", [fails, is_not_asked_for])
def test_a_site_that_keeps_what_is_online_loses_what_is_taken_back(
    small: Place,
    happens: Callable[[Place, pytest.MonkeyPatch], int],
    take_back: Callable[[Place], datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_canary(small)
    take_back(small)
    code = happens(small, monkeypatch)
    assert small.build(sites=("b",) if happens is is_not_asked_for else ()).code == code
    left = seen(small.current)
    assert left.isdisjoint({"body", "summary", "alt", "attachment", "file", "anchor"})
    assert left == set() or take_back is withdrawn  # its page says what was withdrawn
    assert small.has("/a/news/2026-10-01-walk/")
    assert [fault for fault in broken_links(small.current) if "feed." not in fault] == []  # feeds come back with the site


def test_a_site_that_keeps_what_is_online_loses_what_another_site_took_back(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "root/notices/2026-11-11-told.md"
    small.write(told, "---\ntitle: 金丝雀某的事\nto: all\n---\n内容。\n")
    small.build()
    assert "a/index.html" in names(small)
    small.edit(told, "to: all", "to: all\ndraft: true")
    fails(small, monkeypatch)
    assert small.build().code == 10
    assert names(small) == set()


# how it is found --------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty one."""
    return Store(tmp_path)


def page(store: Store, text: str) -> Entry:
    """A list of a site."""
    return Entry("a/index.html", store.put(text.encode()), "a/site.yaml")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<a href="../a/news/x-1/">别的</a>', True),
        ('<a href="../a/news/x-11/">别的</a>', False),
        ('<a href="../b/news/x-1/">别的</a>', False),
        ('<a href="../aa/news/x-1/">别的</a>', False),
        ("<p>某篇很长的题目 &amp; 更多</p>", True),
        ('{"title": "\\u67d0\\u7bc7\\u5f88\\u957f\\u7684\\u9898\\u76ee & \\u66f4\\u591a"}', True),
        ("<li>短</li>", True),
        ("<p>长短不一</p>", False),
        ("<li>别人也有</li>", False),
        ("<p>无关</p>", False),
    ],
)
def test_a_file_shows_an_item_if_it_says_its_words_or_leads_to_it(store: Store, text: str, shown: bool) -> None:
    gone = Told("a/news/x.md", "/a/news/x-1/", words=("某篇很长的题目 & 更多", "短", "别人也有"))
    other = Told("a/news/y.md", "/a/news/y/", words=("别人也有",))
    assert Traces([gone], [gone, other], store).shown_by(page(store, text)) is shown


def test_the_page_of_another_item_shows_one_only_by_leading_to_it(store: Store) -> None:
    gone, other = Told("a/news/x.md", "/a/news/x/", words=("某篇很长的题目",)), Told("a/news/y.md", "/a/news/y/")
    found = Traces([gone], [gone, other], store)
    for text, shown in (("某篇很长的题目", False), ('<a href="../../../a/news/x/">', True)):
        assert found.shown_by(Entry("a/news/y/index.html", store.put(text.encode()), other.source)) is shown


def test_items_of_a_site_with_a_host_of_its_own_are_known_by_what_follows_the_host(store: Store) -> None:
    site = Told("a/site.yaml", "/a/", words=("甲支部",), url="https://jia.example.cn")
    gone = Told("a/news/x.md", "/a/news/x/")
    for lost, text in (
        (gone, '<a href="news/x/">'),
        (gone, "https://jia.example.cn/news/x/#y"),
        (site, '"https://jia.example.cn/"'),
    ):
        assert Traces([lost], [site, gone], store).shown_by(page(store, text))


def test_files_that_others_show_too_stay(store: Store) -> None:
    gone = Told("a/news/x.md", "/a/news/x/", files=("a/media/own.png", "a/media/both.png"))
    other = Told("a/news/y.md", "/a/news/y/", files=("a/media/both.png",))
    found = Traces([gone], [gone, other], store)
    assert [found.shown_by(Entry(f"a/media/{name}.png", "1" * 64, f"a/media/{name}.png")) for name in ("own", "both")] == [
        True,
        False,
    ]


def test_pages_lead_to_files_of_the_release() -> None:
    page = (
        '<a href="../x/?q=1#y"><img src="/a/media/%E5%9B%BE.png"><a href="https://example.cn/z/"><a href="#top"><a href="../../">'
    )
    assert list(_led("a/news/index.html", page.encode())) == ["a/x/index.html", "a/media/图.png", "index.html"]
    forms = '<source srcset="../media/%E5%9B%BE.png.480.webp 480w, ../media/b.webp 960w"><video poster="c.jpg">'
    assert list(_led("a/news/index.html", forms.encode())) == ["a/media/图.png.480.webp", "a/media/b.webp", "a/news/c.jpg"]


def test_a_line_that_was_cut_off_costs_no_other(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "tombstones.jsonl")
    assert stones.by_source() == {}
    stones.add([Tombstone("a/x.md", 2, "2026-11-21", "hidden"), Tombstone("a/y.md", 2, "2026-11-21", "withdrawn")])
    with open(stones.path, "ab") as file:
        file.write(b'{"source": "a/z')
    stones.add([Tombstone("a/x.md", 5, "2026-11-22", "hidden")])
    assert {source: [one.sequence for one in found] for source, found in stones.by_source().items()} == {
        "a/x.md": [2, 5],
        "a/y.md": [2],
    }
    size = stones.path.stat().st_size
    stones.add([])
    assert stones.path.stat().st_size == size


def test_tombstones_name_item_moment_and_reason(small: Place) -> None:
    with_canary(small)
    withdrawn(small)
    small.build()
    lines = (small.folder / "output/public/tombstones.jsonl").read_text("utf-8").split()
    assert json.loads("".join(lines)) == {"source": PATH, "sequence": 3, "since": AS_OF.isoformat(), "reason": "withdrawn"}
    edit_elsewhere(small)
    small.build()
    assert (small.folder / "output/public/tombstones.jsonl").read_text("utf-8").split() == lines


def test_going_back_in_a_large_network_takes_less_than_two_seconds(tmp_path: Path, figure: Figure) -> None:
    releases = Releases(tmp_path / "public")
    releases.store.folder.mkdir(parents=True)

    def release(turn: int, stage: str) -> str:
        trees = {}
        for site in range(100):
            base = f"s{site}"
            told = [Told(f"{base}/{n}.md", f"/{base}/news/n{n}/", words=(f"第 {n} 篇 {base}",)) for n in range(100)]
            told[0] = Told(told[0].source, told[0].address, stage if site < 10 else "", words=told[0].words)
            entries = [
                Entry(
                    f"{base}/news/n{n}/index.html",
                    releases.store.put(f"{base} {n} {turn}\n{'正文。' * 1500}".encode()),
                    f"{base}/{n}.md",
                )
                for n in range(100)
            ]
            trees[base] = Tree.of(entries, told)
        with releases.assembling() as assembly:
            return releases.publish(assembly, trees, "public", AS_OF + timedelta(hours=turn), None)[0].id

    first = release(0, "")
    release(1, "withdrawn")
    command = [str(Path(sys.executable).with_name("zhibu")), "rollback", "--output", str(tmp_path)]
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    seconds, spent = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    figure("P9", seconds_to_go_back_through_10_000_pages=seconds, of_them_at_work=worked)
    back = releases.current()
    assert back is not None
    assert back.restores == first
    assert [site for site, tree in back.trees.items() if any(told.stage for told in tree.told)] == [f"s{n}" for n in range(10)]
    assert worked < 2  # what others do on the machine meanwhile is not ours
