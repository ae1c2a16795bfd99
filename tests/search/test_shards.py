"""The index answers exactly what the texts say, and is the same however it came about."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.network.joins import Joined
from plugins.search import shards
from plugins.search.folding import RUNS, folded
from plugins.search.postings import documents_of, places_of
from plugins.search.segments import Document, groups_of, read_script, segment, texts, without
from plugins.search.shards import joined, numbered
from tests.search.asking import Published

CHARACTERS = "党员支部会议安全生产班组一二三的了在学习"
WORDS = ("pdca", "pd", "5s", "2026", "a", "３Ｄ")
DAY = date(2026, 1, 1)


@dataclass
class Stored:
    """Bytes by their hash, and the segments of a host."""

    held: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        """Keep bytes."""
        name = sha256(content).hexdigest()
        self.held[name] = content
        return name

    def join(self, before: Joined) -> Joined:
        """The index of the host, with the help of an older one."""
        made = joined("", self.parts, before, self.held.__getitem__)
        files = {path: self.put(content) if isinstance(content, bytes) else content for path, content in made}
        return Joined(dict(self.parts), files)


NOTHING = Joined({}, {})


def head(site: str, count: int) -> Mapping[str, object]:
    """What a segment of so many documents says first."""
    return {"site": site, "title": site, "url": "", "base": f"{site}/", "part": 0, "version": "v", "files": chr(32 + count)}


def some_text(choice: random.Random, length: int) -> str:
    """Chinese words of few characters, so that most pairs stand in most texts, with some others between."""
    parts = (
        "".join(choice.choices(CHARACTERS, k=choice.randint(1, 9))) + choice.choice(("", "，", " ", *WORDS))
        for _ in range(length)
    )
    return "".join(parts)


def documents(site: str, count: int, seed: int) -> list[Document]:
    """Invented documents of a site."""
    choice = random.Random(f"{site}{seed}")
    return [
        Document(
            f"{site}/news/{n}.md", f"/{site}/news/{n}/", some_text(choice, 1), "动态", DAY + timedelta(n), some_text(choice, 12)
        )
        for n in range(count)
    ]


def holds(document: Document, term: str) -> bool:
    """Whether a term stands in a document, looked for without any index; a word of letters only where one begins."""
    return any(_stands(text, term) for text in (document.title, document.text))


def _stands(written: str, term: str) -> bool:
    text, inside = _plain(written)
    start = text.find(term)
    while start >= 0:
        ends_in_word = start + len(term) in inside
        if start not in inside and not (ends_in_word and _last_word(term) == 1):
            return True
        start = text.find(term, start + 1)
    return False


@cache
def _plain(written: str) -> tuple[str, set[int]]:
    """A folded text, and the places in it before which its words go on."""
    text = folded(written)
    return text, {place for run in RUNS.finditer(text) if run[2] for place in range(run.start() + 1, run.end())}


def _last_word(term: str) -> int:
    return len(re.search(r"[0-9a-z]*$", term)[0])  # type: ignore[index]  # it matches the empty text


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Published, list[Document]]:
    """Published files of search over five sites, and their documents."""
    root, stored, everything = tmp_path_factory.mktemp("search"), Stored(), list[Document]()
    for number in range(5):
        site = f"s{number}"
        own = documents(site, 30, 7)
        everything += own
        place = root / site / "search"
        place.mkdir(parents=True)
        (place / "texts-0-0.js").write_bytes(texts(f"{site}-0-0", own))
        stored.parts[f"{site}/search/segment-0.txt"] = stored.put(segment(head(site, 30), own))
    for path, name in stored.join(NOTHING).files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(stored.held[name])
    return Published(root), everything


def queries(everything: list[Document], count: int) -> Iterator[str]:
    """Pieces of one to eight characters of the texts, with words in them or without."""
    choice = random.Random(3)
    while count:
        text = folded(choice.choice(everything).text)
        start = choice.randrange(len(text))
        piece = text[start : start + choice.randint(1, 8)]
        if RUNS.sub("", piece) == "" and not (start and text[start - 1].isascii() and text[start].isascii()):
            count -= 1
            yield piece


def test_every_piece_of_a_text_is_found_where_it_stands_and_nowhere_else(written: tuple[Published, list[Document]]) -> None:
    published, everything = written
    for piece in queries(everything, 200):
        expected = {one.address[1:] for one in everything if holds(one, piece)}
        assert published.ask(piece) == expected, piece


def test_several_words_must_all_be_there(written: tuple[Published, list[Document]]) -> None:
    published, everything = written
    pieces = list(queries(everything, 60))
    for one, other in zip(pieces[::2], pieces[1::2], strict=True):
        expected = {document.address[1:] for document in everything if holds(document, one) and holds(document, other)}
        assert published.ask(f"{one}　{other}") == expected


SITES = st.dictionaries(
    st.sampled_from(["a", "ab", "b", "c", "root"]), st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SITES, min_size=2, max_size=4))
def test_an_index_that_grew_is_the_one_made_anew(states: list[Mapping[str, tuple[int, int]]]) -> None:
    stored, before = Stored(), NOTHING
    for state in states:
        stored.parts = {
            f"{site}/search/segment-0.txt": stored.put(segment(head(site, count), documents(site, count, seed)))
            for site, (count, seed) in state.items()
        }
        grown = stored.join(before)
        assert grown == stored.join(NOTHING)
        before = grown


def test_one_new_sentence_changes_the_shards_of_its_words_alone() -> None:
    stored = Stored()
    own = {f"s{n}": documents(f"s{n}", 30, 1) for n in range(8)}
    stored.parts = {f"{site}/search/segment-0.txt": stored.put(segment(head(site, 30), rows)) for site, rows in own.items()}
    before = stored.join(NOTHING)
    last = own["s3"][-1]
    longer = [*own["s3"][:-1], Document(last.source, last.address, last.title, last.kind, last.day, f"{last.text}。新增一句")]
    stored.parts["s3/search/segment-0.txt"] = stored.put(segment(head("s3", 30), longer))
    after = stored.join(before)
    changed = set(after.files.items()) - set(before.files.items())
    assert len(changed) <= 1 + 4 + 3  # index.js, four characters and three pairs
    assert before.files.keys() - after.files.keys()


def test_keys_that_are_few_and_large_have_files_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 64)
    stored = Stored()
    same = [Document(f"s/{n}.md", f"/s/{n}/", "标题", "动态", DAY, "焊接小组在立体库" * 40) for n in range(30)]
    stored.parts = {f"s{n}/search/segment-0.txt": stored.put(segment(head(f"s{n}", 30), same)) for n in range(8)}
    before = stored.join(NOTHING)
    names, count = numbered(read_script(stored.held[before.files["search/index/index.js"]])[1][2])
    assert count == shards.SINGLE
    assert len(names) == len(before.files) - 1 == 8 + 8 + 3  # pairs, characters, and both of the title
    stored.parts["s3/search/segment-0.txt"] = stored.put(segment(head("s3", 30), [*same[1:], documents("s3", 1, 2)[0]]))
    assert stored.join(before) == stored.join(NOTHING)


@pytest.mark.parametrize("names", [{}, {0: "abcd "}, {3: "abcd-", 4: "efgh~", 500: "2345!"}, {999: "abcd "}])
def test_names_of_shards_are_read_as_they_were_written(names: dict[int, str]) -> None:
    assert numbered(shards._in_a_row(names, 1000)) == (names, 1000)


def test_of_a_pair_that_mostly_goes_on_alike_those_places_stand_apart() -> None:
    text = "焊接小组在立体库。" * 20 + "焊接小结。焊接小组。"
    own = [Document("s/a.md", "/s/a/", "标题", "动态", DAY, text)]
    lines = dict(line[5:-1].split('":"') for line in segment(head("s", 1), own).decode().split("\n")[2:])
    assert [following for following, _ in groups_of(lines["接小"])] == ["", "组"]
    assert [following for following, _ in groups_of(lines["小组"])] == ["", "在立体库"]
    assert [following for following, _ in groups_of(lines["立体"])] == ["库"]
    places = [place for _, one in groups_of(lines["小组"]) for place in places_of(one)]
    assert sorted(places) == [at for at in range(len(text)) if text.startswith("小组", at)]


@pytest.mark.parametrize("taken", [0, 7, 29])
def test_a_document_that_is_taken_back_leaves_no_trace(taken: int) -> None:
    own = documents("s", 30, 5)
    gone = own[taken].source
    left = without(segment(head("s", 30), own), {gone})
    emptied = [one if one.source != gone else Document("", one.address, "", one.kind, one.day, "") for one in own]
    expected = segment(head("s", 30), emptied)
    assert _places(left) == _places(expected)
    assert gone.encode() not in left
    rows = without(texts("s-0-0", own), {gone})
    assert own[taken].text.encode() not in rows
    assert rows.count(b"null") == 1


def _places(content: bytes) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in content.decode().split("\n")[2:]:
        key, _, known = line[5:-1].partition('":"')
        documents = len(key.removeprefix("^")) == 1 and not key[-1].isascii()
        found[key] = (
            documents_of(known) if documents else sorted(place for _, one in groups_of(known) for place in places_of(one))
        )
    return found


def test_no_word_of_a_text_ends_a_script(tmp_path: Path) -> None:
    hostile = '</script><script>alert(1)</script>\u2028<!-- ]]> "\\'
    own = [Document("s/a.md", "/s/a/", hostile, hostile, None, hostile)]
    for content in (segment({**head("s", 1), "title": hostile}, own), texts("s-0-0", own)):
        assert b"<" not in content
        assert "\u2028".encode() not in content
