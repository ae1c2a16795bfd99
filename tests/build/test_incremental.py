"""Whatever was edited, in whatever order: building on what is there gives the bytes of a build from nothing."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.networks import AS_OF, PIXEL, SMALL, Place, different
from tests.soak import many

Files = dict[str, str | bytes]

PLACES = (
    "a/news/2026-10-01-walk.md",
    "a/news/2026-10-08-again.md",
    "a/news/2026-11-01-new.md",
    "a/notices/2026-10-20-meeting.md",
    "b/news/2026-10-05-visit.md",
    "b/notices/2026-11-02-new.md",
    "b1/news/2026-10-06-shift.md",
    "root/notices/2026-11-02-winter.md",
    "root/news/2026-09-01-open.md",
)
FLAGS = (
    "", "pinned: 是", "promote: 是", "withdrawn: 有误", "draft: 是", "to: all", "to: under:b", "joint: [b]", "column: 现场",
    "publish: 2026-11-23", "expires: 2026-11-24", "aliases: /a/news/jiu/",
)  # fmt: skip
LINKS = (
    *PLACES,
    "a/news/2026-10-01-walk.md#一",
    "b/news/2026-10-05-visit.md#二",
    "library/safety/first-aid.md",
    "a/news/2026-10-08-another.md",
    "b/",
    "nowhere.md",
)
NETWORK, SITE = "name: 示例网络\nbase_url: https://wang.example.cn/\n", "title: {title}\nkind: {kind}\nparent: {parent}\n"


@dataclass(frozen=True)
class Edit:
    """One change of the content folder, said in words for the report of a failing example."""

    words: str
    do: Callable[[Files], None]

    def __repr__(self) -> str:
        return self.words


def rewrite(path: str, title: str, tag: str, flag: str, link: str, heading: str) -> Edit:
    """Write an item anew."""
    head = "\n".join(line for line in (f"title: {title}", f"tags: [{tag}]", flag) if line)
    text = f"---\n{head}\n---\n## {heading}\n\n{title}见[那里](/{link})。\n"
    return Edit(f"write {path} ({title}, {tag}, {flag or '-'}, → {link}, {heading})", lambda files: files.update({path: text}))


def delete(path: str) -> Edit:
    """Remove an item."""
    return Edit(f"delete {path}", lambda files: (files.pop(path, None), None)[1])


def rename(path: str) -> Edit:
    """Give an item another file name."""

    def do(files: Files) -> None:
        if path in files:
            files[path.replace(".md", "-renamed.md")] = files.pop(path)

    return Edit(f"rename {path}", do)


def write(path: str, text: str | bytes) -> Edit:
    """Write any file."""
    return Edit(f"write {path}: {text!r}", lambda files: files.update({path: text}))


TITLES = st.sampled_from(["现场巡查记录", "安全学习", "一二三四五六七八"])
EDITS = st.one_of(
    st.builds(rewrite, st.sampled_from(PLACES), TITLES, st.sampled_from(["安全", "学习"]), st.sampled_from(FLAGS), st.sampled_from(LINKS),
              st.sampled_from("一二")),
    st.builds(delete, st.sampled_from(PLACES)),
    st.builds(rename, st.sampled_from(PLACES)),
    st.builds(lambda n: write("network.yaml", f"{NETWORK}per_branch: {n}\n"), st.integers(0, 3)),
    st.builds(lambda parent: write("b1/site.yaml", SITE.format(title="一班", kind="group", parent=parent)), st.sampled_from(["a", "b", "root"])),
    st.builds(lambda more: write("b/site.yaml", SITE.format(title="乙支部", kind="branch", parent="root") + more),
              st.sampled_from(["accent: '#2c6e49'\n", "slogan: 新口号\n", "url: https://yi.example.cn/\n", "capabilities: [-feeds]\n"])),
    st.builds(lambda more: write("a/media/door.png", PIXEL + more), st.sampled_from([b"", b"\0"])),
    st.builds(lambda rows: write("library/safety/card.csv", rows), st.sampled_from(["一,二\n", "步骤\n呼救\n"])),
)  # fmt: skip
"""Edits that leave every file healthy; broken files keep their last good version, which a clean build has not."""


def put(place: Place, files: Files) -> None:
    """Make the content folder hold these files and no others; files that stay the same are not touched."""
    for path in [path.relative_to(place.content).as_posix() for path in place.content.rglob("*") if path.is_file()]:
        if path not in files:
            place.delete(path)
    for path, text in files.items():
        raw = text.encode() if isinstance(text, str) else text
        file = place.content / path
        if not file.exists() or file.read_bytes() != raw:
            place.write(path, raw)


@settings(
    max_examples=many(60, few=6), deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(batches=st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=5), st.integers(0, 2)), min_size=2, max_size=4))
def test_building_on_gives_the_bytes_of_a_clean_build(
    another: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[list[Edit], int]]
) -> None:
    place, files, as_of = another(), dict(SMALL), AS_OF
    for edits, days in batches:
        for edit in edits:
            edit.do(files)
        as_of += timedelta(days=days)
        put(place, files)
        told = place.build(as_of)
        assert told.code == 0, [problem for problem in told.problems if problem.severity == "error"]
    clean = Place(tmp_path_factory.mktemp("clean")).write_all(files)
    assert clean.build(as_of).problems == told.problems
    assert different(place.tree(), clean.tree()) == []
    assert slices(place, as_of) == slices(clean, as_of)


# step by step -----------------------------------------------------------------------------------

TINY: Files = {
    "network.yaml": NETWORK,
    "root/site.yaml": "title: 示例党委\nkind: committee\n",
    "root/news/2026-09-01-open.md": "---\ntitle: 网站开通\ntags: [学习]\n---\n## 一\n\n开通了。\n",
    "a/site.yaml": SITE.format(title="甲支部", kind="branch", parent="root"),
    "a/news/2026-10-01-walk.md": "---\ntitle: 现场巡查记录\ntags: [安全]\n---\n## 一\n\n三处。\n",
}
"""A committee and a branch: a build is a fifth of a second, so that many can be compared."""
NEAR = ("a/news/2026-10-01-walk.md", "a/notices/2026-11-01-new.md", "root/news/2026-09-01-open.md")
STEPS = st.one_of(
    st.builds(rewrite, st.sampled_from(NEAR), TITLES, st.sampled_from(["安全", "学习"]),
              st.sampled_from(["", "pinned: 是", "promote: 是", "withdrawn: 有误", "draft: 是", "to: all", "expires: 2026-11-24"]),
              st.sampled_from((*NEAR, "nowhere.md")), st.sampled_from("一二")),
    st.builds(delete, st.sampled_from(NEAR)),
    st.builds(rename, st.sampled_from(NEAR)),
    st.builds(lambda n: write("network.yaml", f"{NETWORK}per_branch: {n}\n"), st.integers(0, 1)),
    st.builds(lambda more: write("a/site.yaml", TINY["a/site.yaml"] + more),
              st.sampled_from(["", "accent: '#2c6e49'\n", "slogan: 新口号\n", "url: https://jia.example.cn/\n"])),
)  # fmt: skip


@settings(
    max_examples=many(100, few=4), deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 1)), min_size=10, max_size=10))
def test_after_every_step_the_bytes_are_those_of_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Edit, int]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    place, files, as_of = Place(folder / "on"), dict(TINY), AS_OF
    for number, (edit, days) in enumerate(steps):
        edit.do(files)
        as_of += timedelta(days=days)
        put(place, files)
        place.build(as_of)
        clean = Place(folder / f"clean{number}").write_all(files)
        clean.build(as_of)
        assert different(place.tree(), clean.tree()) == []
        shutil.rmtree(clean.folder)
    print(f"P7: {len(steps)} steps, 0 mismatches")


def slices(place: Place, as_of: datetime) -> dict[str, str]:
    """Everything that the pages of each site are made of."""
    network = place.check(as_of).scanned.network
    return {site: repr(network.seen_by(site)) for site in network.sites}
