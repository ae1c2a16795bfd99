"""The index gives what was put into it, or nothing: damage of any kind is a miss, never a wrong answer."""

import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.network.files import File
from plugins.network.index import Index, seal, stamp

ENTRIES = [(f"reading:{n}", f"头 {n}", f"尾 {n}" * 50) for n in range(40)]


def filled(path: Path) -> Path:
    """An index with entries and files in it."""
    with Index(path) as index:
        index.put(ENTRIES)
        index.remember({"a/x.md": ("stamp", "hash"), "a/y.md": ("stamp", "hash2")}, [])
    return path


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    with Index(filled(tmp_path / "cache" / "index.sqlite")) as index:
        assert index.head("reading:3") == "头 3"
        assert index.tail("reading:3") == "尾 3" * 50
        assert index.heads("reading:") == {str(n): f"头 {n}" for n in range(40)}
        assert index.hashes() == {"a/x.md": ("stamp", "hash"), "a/y.md": ("stamp", "hash2")}


def test_what_is_not_there_is_a_miss(tmp_path: Path) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        assert index.head("reading:3") is None
        assert index.tail("reading:3") is None
        assert index.heads("") == {}
        assert index.hashes() == {}


def test_a_prefix_takes_its_own_keys_only(tmp_path: Path) -> None:
    with Index(tmp_path / "index.sqlite") as index:
        index.put([("tree:a", "1", ""), ("tree:ab", "2", ""), ("tree", "3", ""), ("treetop:a", "4", "")])
        assert index.heads("tree:") == {"a": "1", "ab": "2"}


def test_entries_can_be_replaced_and_dropped(tmp_path: Path) -> None:
    with Index(filled(tmp_path / "index.sqlite")) as index:
        index.put([("reading:1", "新", "")])
        index.drop("reading:", ["1", "2"])
        assert index.heads("reading:") == {"1": "新", "2": "头 2"}


def test_entries_go_from_one_index_to_another_as_they_are(tmp_path: Path) -> None:
    with Index(filled(tmp_path / "from.sqlite")) as source, Index(tmp_path / "to.sqlite") as index:
        index.adopt(source.sealed(["reading:1", "reading:2", "reading:lost"]))
        assert index.entries(["reading:1"]) == {"reading:1": ("头 1", "尾 1" * 50)}
        index.put([("clean", "", ""), ("reading:2", "新", "")])
        index.copy(source.path, ["reading:2", "reading:3"], instead="clean")
        assert index.keys(["clean", "reading:1", "reading:3", "reading:4"]) == {"reading:1", "reading:3"}
        assert index.heads("reading:") == {"1": "头 1", "2": "新", "3": "头 3"}
        assert (index.names("reading:", "头 3"), index.names("reading:", "头 4")) == (True, False)


def test_a_damaged_index_is_not_copied_and_costs_the_other_nothing(tmp_path: Path) -> None:
    damaged = filled(tmp_path / "from.sqlite")
    damaged.write_bytes(damaged.read_bytes()[:1000] + b"?" * 20_000)
    with Index(tmp_path / "to.sqlite") as index:
        index.put([("clean", "", ""), ("reading:9", "旧", "")])
        with pytest.raises(sqlite3.DatabaseError):
            index.copy(damaged, ["reading:3"], instead="clean")
    with Index(tmp_path / "to.sqlite") as index:
        assert index.heads("") == {"clean": "", "reading:9": "旧"}


def test_what_is_written_together_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    with Index(filled(tmp_path / "index.sqlite")) as index:
        with suppress(LookupError), index.together():
            index.put([("new", "", "")])
            index.drop("reading:", ["1"])
            index.forget("reading:1")
            raise LookupError
        assert index.heads("reading:") == {str(n): f"头 {n}" for n in range(40)}
        assert index.head("new") is None
        with index.together():
            index.drop("reading:", ["1"])
            index.put([("new", "", "")])
    with Index(tmp_path / "index.sqlite") as index:
        assert index.heads("") == {"new": "", "reading:1": "头 1"}


def test_an_index_that_is_closed_takes_nothing_and_says_so(tmp_path: Path) -> None:
    index = Index(filled(tmp_path / "index.sqlite"))
    index.close()
    with pytest.raises(sqlite3.ProgrammingError):
        index.put([("new", "", "")])
    assert Index(index.path).heads("reading:") == {str(n): f"头 {n}" for n in range(40)}


def test_damage_that_is_met_while_much_is_written_leaves_an_empty_index(tmp_path: Path) -> None:
    path = filled(tmp_path / "index.sqlite")
    with Index(path) as index, index.together():
        index.put([("new", "", "")])
        index._renew(sqlite3.DatabaseError("malformed"))
        index.put([("newer", "", "")])
    with Index(path) as index:
        assert index.heads("") == {}
        index.put([("newest", "", "")])
        assert index.heads("") == {"newest": ""}


def test_files_can_be_forgotten(tmp_path: Path) -> None:
    with Index(filled(tmp_path / "index.sqlite")) as index:
        index.remember({"a/x.md": ("later", "hash3")}, ["a/y.md"])
        assert index.hashes() == {"a/x.md": ("later", "hash3")}


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20)), max_size=5, unique_by=lambda row: row[0]
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    rows = [row for row in rows if not any("\ud800" <= c <= "\udfff" or c == "\0" for text in row for c in text)]
    with Index(tmp_path / "index.sqlite") as index:
        index.put(rows)
        assert [(key, index.head(key), index.tail(key)) for key, _, _ in rows] == rows


# damage -----------------------------------------------------------------------------------------


def answers(path: Path) -> tuple[object, ...]:
    """Everything the index says, after which it must still be able to learn."""
    with Index(path) as index:
        said = (index.heads("reading:"), [index.tail(key) for key, _, _ in ENTRIES], index.hashes())
        index.put([("new", "新", "尾")])
        index.remember({"b.md": ("s", "h")}, ["a/x.md"])
        index.drop("new", [])
        return said


def is_right_or_a_miss(said: tuple[object, ...]) -> bool:
    """Whether nothing that was said differs from what was put in."""
    heads, tails, hashes = said
    right = {str(n): f"头 {n}" for n in range(40)}
    return (
        isinstance(heads, dict) and heads.items() <= right.items()
        and isinstance(tails, list) and all(tail in (None, wanted[2]) for tail, wanted in zip(tails, ENTRIES, strict=True))
        and isinstance(hashes, dict) and hashes.items() <= {"a/x.md": ("stamp", "hash"), "a/y.md": ("stamp", "hash2")}.items()
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_are_misses(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "index.sqlite")
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 20, 500])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    assert is_right_or_a_miss(answers(path))


@pytest.mark.parametrize("length", [0, 1, 16, 99, 100, 1000, 4096, 5000, 9000])
def test_a_file_that_was_cut_off_is_a_miss(tmp_path: Path, length: int) -> None:
    path = filled(tmp_path / "index.sqlite")
    path.write_bytes(path.read_bytes()[:length])
    assert is_right_or_a_miss(answers(path))


def test_a_file_that_is_something_else_is_a_miss(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"not a database at all" * 1000)
    assert answers(path) == ({}, [None] * 40, {})


def test_entries_that_were_swapped_are_misses(tmp_path: Path) -> None:
    path = filled(tmp_path / "index.sqlite")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE entries SET head = (SELECT head FROM entries WHERE key = 'reading:2') WHERE key = 'reading:1'")
        connection.execute("UPDATE entries SET tail = 'anders', tail_seal = ? WHERE key = 'reading:3'", (seal("anders"),))
        connection.execute("UPDATE files SET hash = 'hash2' WHERE path = 'a/x.md'")
    connection.close()
    with Index(path) as index:
        assert index.head("reading:1") is None
        assert index.tail("reading:3") is None
        assert index.hashes() == {"a/y.md": ("stamp", "hash2")}


def test_an_index_with_other_tables_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE entries (key TEXT)")
    connection.close()
    assert answers(path) == ({}, [None] * 40, {})


def test_a_reader_never_repairs_or_makes_anything(tmp_path: Path) -> None:
    path = filled(tmp_path / "index.sqlite")
    with Index(path, read_only=True) as index:
        assert index.head("reading:1") == "头 1"
    path.write_bytes(b"\0" * 5000)
    with Index(path, read_only=True) as index:
        assert index.head("reading:1") is None
    assert path.read_bytes() == b"\0" * 5000


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    path = filled(tmp_path / "index.sqlite")
    with Index(path, read_only=True) as index:
        index.put([("new", "新", "")])
        assert index.head("new") is None
        assert index.head("reading:1") == "头 1"


def test_a_stamp_changes_with_every_stat_value() -> None:
    file = File("a.md", 1, 2, 3, 4)
    others = [File("a.md", 9, 2, 3, 4), File("a.md", 1, 9, 3, 4), File("a.md", 1, 2, 9, 4), File("a.md", 1, 2, 3, 9)]
    assert len({stamp(file), *map(stamp, others)}) == 5
