"""Whatever was edited, in whatever order: building on what is there gives the bytes of a build from nothing (P7)."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from plugins.build.theme import THEMES
from plugins.cli.checking import Told
from tests.figures import Figure
from tests.levels import by_level
from tests.network.test_pictures import saved, scene
from tests.networks import AS_OF, PIXEL, SMALL, Place, different

Files = dict[str, str | bytes]
DOORS = tuple(saved(scene(size), "PNG") for size in ((120, 80), (700, 100)))
"""Pictures of which there are one and two widths."""

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
    st.builds(lambda made: write("a/media/door.png", made), st.sampled_from([PIXEL, PIXEL + b"\0", *DOORS])),
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


TINY: Files = {
    "network.yaml": NETWORK,
    "root/site.yaml": "title: 示例党委\nkind: committee\n",
    "root/news/2026-09-01-open.md": "---\ntitle: 网站开通\ntags: [学习]\n---\n## 一\n\n开通了。\n",
    "a/site.yaml": SITE.format(title="甲支部", kind="branch", parent="root"),
    "a/news/2026-10-01-walk.md": "---\ntitle: 现场巡查记录\ntags: [安全]\n---\n## 一\n\n三处。\n",
}
"""A committee and a branch: a build is a tenth of a second, so that many can be compared."""
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


# what is tried ----------------------------------------------------------------------------------

Builds = Sequence[tuple[list[Edit], int, bool]]
"""For each build: what is edited, how many days pass, and whether it is compared (the last one always is)."""


def sequences(edits: st.SearchStrategy[Edit]) -> st.SearchStrategy[Builds]:
    """Two to four builds, before each of them some edits."""
    builds = st.tuples(st.lists(edits, min_size=1, max_size=5), st.integers(0, 2), st.sampled_from([False, False, True]))
    return st.lists(builds, min_size=2, max_size=4)


def try_many(count: int, base: Place, start: Files, edits: st.SearchStrategy[Edit], folder: Path, figure: Figure) -> None:
    """Try so many sequences of edits, each on a copy of a network that is built."""

    @seed(random.getrandbits(64))  # each share of a test has its own, which --randomly-seed repeats
    @settings(max_examples=count, phases=[Phase.generate], derandomize=False, suppress_health_check=list(HealthCheck))
    @given(sequence=sequences(edits))
    def holds(sequence: Builds) -> None:
        figure("P7", sequences=1)
        with tempfile.TemporaryDirectory(dir=folder) as inside:
            build_on(base.copied(Path(inside) / "on"), dict(start), sequence, figure)

    holds()


def build_on(place: Place, files: Files, sequence: Builds, figure: Figure) -> None:
    """Edit and build again and again; at the end, and where the sequence says so, compare with a build from nothing."""
    as_of = AS_OF
    for number, (edits, days, compared) in enumerate(sequence, start=1):
        for edit in edits:
            edit.do(files)
        as_of += timedelta(days=days)
        put(place, files)
        told = place.build(as_of)
        assert told.code == 0, [problem for problem in told.problems if problem.severity == "error"]
        figure("P7", builds=1)
        if compared or number == len(sequence):
            clean = Place(place.folder.parent / f"clean{number}").write_all(files)
            found = list(differences(place, told, clean, clean.build(as_of), as_of))
            figure("P7", clean_builds_to_compare_with=1, mismatches=len(found))
            assert found == []


def differences(place: Place, told: Told, clean: Place, wanted: Told, as_of: datetime) -> Iterator[str]:
    """What a place does not have in common with a clean one: bytes, Problems, what pages are made of."""
    yield from different(place.tree(), clean.tree())
    if told.problems != wanted.problems:
        yield f"Problems: {told.problems} instead of {wanted.problems}"
    one, other = slices(place, as_of), slices(clean, as_of)
    yield from (f"slice of {site}" for site in one.keys() | other.keys() if one.get(site) != other.get(site))


def slices(place: Place, as_of: datetime) -> dict[str, str]:
    """Everything that the pages of each site are made of."""
    network = place.check(as_of).scanned.network
    return {site: repr(network.seen_by(site)) for site in network.sites}


@pytest.mark.parametrize("share", range(by_level(test=1, faults=10, soak=20)))
def test_building_on_gives_the_bytes_of_a_clean_build(share: int, fast: Path, figure: Figure) -> None:
    base = Place(fast / "base").write_all(TINY)
    assert base.build().code == 0
    try_many(by_level(test=6, faults=27, soak=50), base, TINY, STEPS, fast, figure)


@pytest.mark.parametrize("share", range(by_level(test=1, faults=4, soak=10)))
def test_so_it_is_with_sites_that_refer_to_each_other(share: int, small: Place, fast: Path, figure: Figure) -> None:
    try_many(by_level(test=3, faults=5, soak=20), small, dict(SMALL), EDITS, fast, figure)


@pytest.mark.parametrize("share", range(by_level(test=1, faults=2, soak=5)))
def test_so_it_is_when_the_theme_changes(share: int, fast: Path, figure: Figure) -> None:
    start = TINY | themed()
    base = Place(fast / "base").write_all(start)
    assert base.build().code == 0
    try_many(by_level(test=1, faults=5, soak=10), base, start, THEME_EDITS, fast, figure)


FOOTER = "themes/own/components/footer/macro.html"


def themed() -> Files:
    """The files that make a network have a theme of its own."""
    folder = THEMES / "zhibu"
    theme = {f"themes/own/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {**theme, "network.yaml": NETWORK + "theme: own\n"}


THEME_EDITS = st.one_of(
    STEPS,
    st.builds(lambda words: write(FOOTER, themed_footer(words)), st.sampled_from(["一", "二"])),
    st.builds(lambda line: write("network.yaml", NETWORK + line), st.sampled_from(["", "theme: own\n"])),
)


def themed_footer(words: str) -> bytes:
    """A footer with words of its own."""
    return (THEMES / "zhibu/components/footer/macro.html").read_bytes().replace(b"</footer>", f"<p>{words}</p></footer>".encode())
