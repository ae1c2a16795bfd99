"""P3: what is closed leaves no byte in a more open tier, whatever carries it, and changes none."""

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image

from plugins.build import build as building
from plugins.cli.checking import REFUSED
from tests.build import tasks
from tests.figures import Figure
from tests.networks import AS_OF, PIXEL, SMALL, Place, different

HEAD = "---\ntitle: {title}\ndate: 2026-10-0{day}\n{more}---\n{body}\n"
LINKING = "a/news/2026-10-16-linking.md"
OPEN = {
    LINKING: "---\ntitle: 指路\ntags: [安全]\n---\n见[里面的一篇](inner.md)和[里面的站点](/inside/news/x.md)，还有[巡查](2026-10-01-walk.md)。\n"
}
"""What everybody may read, and leads to what is closed."""


class Carriers:
    """Makes a word for each carrier that stands nowhere else."""

    def __init__(self, mark: str) -> None:
        self._mark = mark
        self.words: dict[str, str] = {}

    def __call__(self, carrier: str) -> str:
        return self.words.setdefault(carrier, f"qz{self._mark}{len(self.words):03d}x")


def closed(c: Carriers) -> dict[str, str | bytes]:
    """Files of a network that are for the LAN, drafts, not yet due or over; a word in everything that may tell of them."""
    return dict([*_item(c), *_files(c), *_times(c), *_broken(c), *_site(c), *_kinds(c), *_many(c)])


def _item(c: Carriers) -> Iterator[tuple[str, str]]:
    fields = (
        f"audience: 局域网\nslug: {c('slug')}\ntags: [安全, {c('tag')}]\nsummary: {c('summary')}\nauthor: {c('author')}\n"
        f"column: {c('column')}\nsource: {c('source')}\naliases: [/a/{c('alias')}/]\n{c('unknown field')}: 1\n"
        f"review: {{起草: {c('review')}}}\ncover: ../media/{c('picture name')}.jpg\nalt: {c('alt of the cover')}\n"
        f"attachments: [{c('attachment name')}.csv]\n"
    )
    body = (
        f"## {c('heading')}\n\n{c('body')} <!-- {c('comment')} -->\n\n![{c('alt')}](../media/{c('picture name')}.jpg "
        f'"{c("caption")}")\n\n见[{c("backlink")}](2026-10-01-walk.md)和[没有的](/{c("missing link")}.md)。\n\n'
        f"| {c('table')} |\n|---|\n| 1 |\n\n```{c('code language')}\n{c('code')}\n```\n\n[^1]\n\n[^1]: {c('footnote')}\n"
    )
    yield "a/news/inner.md", HEAD.format(title=f"现场巡查{c('title')}", day=5, more=fields, body=body)
    yield f"a/news/2026-10-05-{c('file name')}.md", HEAD.format(title="内", day=5, more="audience: 系统内\n", body="内。")
    yield f"a/news/{c('folder name')}/x.md", HEAD.format(title="内", day=5, more="audience: 系统内\n", body="内。")
    yield (
        "a/news/withdrawn.md",
        HEAD.format(
            title=c("title of what is withdrawn"), day=5, more=f"audience: 系统内\nwithdrawn: {c('reason')}\n", body="撤。"
        ),
    )


def _files(c: Carriers) -> Iterator[tuple[str, bytes]]:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = c("EXIF")
    Image.new("RGB", (8, 8), "red").save(made, "JPEG", exif=exif)
    yield f"a/media/{c('picture name')}.jpg", made.getvalue()
    yield f"a/news/{c('attachment name')}.csv", f"{c('attachment bytes')},1\n".encode()


def _times(c: Carriers) -> Iterator[tuple[str, str]]:
    for name, more in (
        ("draft", "draft: true\n"),
        ("scheduled", "publish: 2027-01-01\n"),
        ("expired", "expires: 2026-10-20\n"),
    ):
        fields = f"{more}tags: [{c(f'tag of the {name}')}]\nsummary: {c(f'summary of the {name}')}\n"
        body = f"{c(f'body of the {name}')} ![{c(f'alt of the {name}')}](../media/door.png)"
        yield f"a/news/{name}.md", HEAD.format(title=c(f"title of the {name}"), day=6, more=fields, body=body)


def _broken(c: Carriers) -> Iterator[tuple[str, str]]:
    yield (
        "a/notices/wrong.md",
        HEAD.format(
            title=c("title of a broken item"), day=7, more=f"audience: 系统内\ndeadline: {c('error message')}\n", body="错。"
        ),
    )
    yield "a/news/unreadable.md", f'---\naudience: 系统内\ntitle: "{c("header that cannot be read")}\n---\n错。\n'
    yield (
        f"a/news/{c('name of a broken item')}.md",
        HEAD.format(title="错", day=7, more="audience: 系统内\npinned: 也许\n", body="错"),
    )


def _site(c: Carriers) -> Iterator[tuple[str, str | bytes]]:
    yield (
        "inside/site.yaml",
        (
            f"title: {c('site title')}\nkind: branch\nparent: a\naudience: 局域网\nslogan: {c('slogan')}\nplace: {c('place')}\n"
            f"contacts:\n  - post: {c('post')}\n    email: {c('mailbox')}@example.cn\n"
        ),
    )
    yield (
        "inside/news/x.md",
        HEAD.format(
            title=c("title on a closed site"),
            day=8,
            more=f"tags: [{c('tag on a closed site')}]\n",
            body=c("body on a closed site"),
        ),
    )
    yield f"inside/media/{c('picture of a closed site')}.png", PIXEL
    site = c("folder of a closed site")
    yield f"{site}/site.yaml", "title: 暗\nkind: group\nparent: inside\n"
    yield f"{site}/news/x.md", HEAD.format(title=c("title below a closed site"), day=8, more="", body="暗。")
    yield (
        f"{site}/news/broken.md",
        HEAD.format(title="错", day=8, more=f"slug: '../{c('error on a closed site')}'\n", body="错。"),
    )


def _kinds(c: Carriers) -> Iterator[tuple[str, str]]:
    yield (
        "root/tasks/2026-10-09-task.md",
        HEAD.format(title=c("title of a closed kind"), day=9, more="to: all\ndue: 2026-12-01\n", body=c("body of a closed kind")),
    )


def _many(c: Carriers) -> Iterator[tuple[str, str]]:
    """So many that lists would have another page, counts another number and neighbours other names."""
    for number in range(25):
        yield (
            f"a/news/many-{number}.md",
            HEAD.format(
                title=f"现场巡查{c('one of many')}",
                day=1 + number % 9,
                more="audience: 系统内\ntags: [安全, 现场]\n",
                body="又。",
            ),
        )


def found(folder: Path, words: Mapping[str, str]) -> list[str]:
    """Which carriers left their word below a folder, in a name or in the bytes of a file, and where."""
    left = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().encode()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        left += [f"{carrier} in {name.decode()}" for carrier, word in words.items() if word.encode() in name + b"\n" + content]
    return left


def test_what_is_closed_leaves_and_changes_no_byte_of_the_public_tier(tmp_path: Path, figure: Figure) -> None:
    without = Place(tmp_path / "without").write_all({**SMALL, **OPEN})
    without.build()
    within = Place(tmp_path / "with").write_all({**SMALL, **OPEN})
    once, again = Carriers("a"), Carriers("b")
    within.write_all(closed(once))
    told = within.build()
    present = within.tree()
    for path in closed(once):
        within.delete(path)
    within.write_all(closed(again))
    told_again = within.build()
    changed = within.tree()
    words = {f"{carrier}, {when}": word for when, c in (("once", once), ("again", again)) for carrier, word in c.words.items()}
    said = json.dumps([repr(one) for one in (*told.problems, *told_again.problems)], ensure_ascii=False)
    left = [where for folder in ("output", "cache") for where in found(within.folder / folder / "public", words)]
    left += [f"{carrier} in the report" for carrier, word in words.items() if word in said]
    moved = [*different(without.tree(), present), *different(present, changed)]
    figure("P3", carriers_of_canaries=len(once.words), canaries_found=len(left), public_files_changed=len(moved))
    assert len(once.words) >= 25
    assert moved == []
    assert left == []


def test_the_same_carriers_are_all_there_where_they_may_be(tmp_path: Path) -> None:
    """What the test above looks for would be found: the tier for the LAN holds it, in folders of its own."""
    place = Place(tmp_path).write_all({**SMALL, **OPEN})
    carriers = Carriers("c")
    place.write_all(closed(carriers))
    place.build()
    public = {path: path.stat().st_mtime_ns for path in place.folder.rglob("*") if "public" in path.parts and path.is_file()}
    place.build(tier="lan")
    left = {row.partition(" in ")[0] for row in found(place.folder / "output" / "lan" / "current", carriers.words)}
    times = {carrier for carrier in carriers.words if carrier.endswith((" draft", " scheduled", " expired"))}
    broken = {"error message", "header that cannot be read", "title of a broken item", "name of a broken item"}
    assert carriers.words.keys() - left == times | broken | {"comment", "EXIF"}  # which nothing of any tier shows
    assert {path: path.stat().st_mtime_ns for path in public} == public


def test_the_process_that_renders_opens_no_closed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "render_site", tasks.audited_site)
    place = Place(tmp_path).write_all({**SMALL, **OPEN})
    files = closed(Carriers("d"))
    place.write_all(files)
    place.build()
    opened = {Path(row).relative_to(place.content).as_posix() for row in (tmp_path / tasks.OPENED).read_text().splitlines()}
    assert opened == {"library/safety/card.csv"}  # pictures were made before, and lie in the store


def test_files_of_a_closed_site_are_opened_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path).write_all(SMALL).write_all(dict(_site(Carriers("e"))))
    opened: list[str] = []
    real = os.open

    def watched(path: str, *args: int, **named: int) -> int:
        opened.append(os.fspath(path))
        return real(path, *args, **named)

    monkeypatch.setattr(os, "open", watched)
    place.build()
    inside = [path for path in opened if "/content/inside/" in path]
    assert {Path(path).name for path in inside} == {"site.yaml"}
    assert any(path.endswith("a/news/2026-10-01-walk.md") for path in opened)


@pytest.mark.parametrize(
    "close",
    [
        lambda place: place.edit("b/site.yaml", "parent: root", "parent: root\naudience: org"),
        lambda place: place.edit("network.yaml", "name:", "audiences: {notice: 系统内}\nname:"),
        lambda place: place.edit("a/news/2026-10-01-walk.md", "title:", "audience: 系统内\ntitle:"),
    ],
    ids=["site", "kind", "item"],
)
def test_what_is_closed_later_goes_and_comes_again_when_it_is_opened(small: Place, close: Callable[[Place], None]) -> None:
    """From one state to the other and back the same bytes as built anew."""
    before = small.tree()
    texts = {path: (small.content / path).read_bytes() for path in ("b/site.yaml", "network.yaml", "a/news/2026-10-01-walk.md")}
    close(small)
    small.build()
    anew = Place(small.folder / "anew")
    for file in small.content.rglob("*"):
        if file.is_file():
            anew.write(file.relative_to(small.content).as_posix(), file.read_bytes())
    anew.build()
    assert different(small.tree(), anew.tree()) == []
    assert different(small.tree(), before)
    for path, text in texts.items():
        small.write(path, text)
    small.build()
    assert different(small.tree(), before) == []


def test_a_portal_that_is_closed_itself_has_nothing_to_publish_for_others(small: Place) -> None:
    before = small.tree()
    small.edit("root/site.yaml", "kind: committee", "kind: committee\naudience: org")
    told = small.build()
    assert (told.code, [one.code for one in told.problems]) == (REFUSED, ["ZB-014"])
    assert small.tree() == before
    assert small.build(tier="org").code == 0


def test_items_are_read_again_when_their_time_comes(small: Place) -> None:
    small.write(
        "a/news/2026-11-01-later.md",
        HEAD.format(title="以后", day=1, more="publish: 2026-12-05\nexpires: 2026-12-08\n", body="到时候。"),
    )
    address = "/a/news/2026-11-01-later/"
    shown = []
    for day in (21, 36, 40, 37):  # of November
        small.build(AS_OF.replace(month=11 + day // 31, day=day % 31 + day // 31))
        shown.append(small.has(address) and "到时候" in small.page(address).words)
    assert shown == [False, True, False, True]
