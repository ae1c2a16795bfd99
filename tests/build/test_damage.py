"""Whatever bytes lie in the cache, the output is that of a cold build (P6)."""

import ast
import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from plugins.network.index import Index
from tests.figures import Figure
from tests.levels import by_level
from tests.networks import AS_OF, Place, different
from tests.release.publishing import releases_of

PLUGINS = Path(__file__).parents[2] / "plugins"
WALK = "a/news/2026-10-01-walk.md"
LOADING_CODE = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"})
Answers = dict[str, object]


def answers(path: Path, asked: Sequence[str]) -> Answers:
    """All that an index answers, of some keys also one by one; each answer under a name that tells what was asked."""
    with Index(path) as index:
        found: Answers = {f"head {key}": head for key, head in index.heads("").items()}
        found |= {f"whole {key}": value for key, value in index.whole("").items()}
        found |= {f"stamp {key}": value for key, value in index.hashes().items()}
        found |= {f"one head {key}": head for key in asked if (head := index.head(key)) is not None}
        found |= {f"one tail {key}": tail for key in asked if (tail := index.tail(key)) is not None}
        found |= {f"entry {key}": value for key, value in index.entries(asked).items()}
        index.put([("new", "head", "tail")])
        assert index.head("new") in ("head", None)
    return found


def damages(whole: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    """Cut off at each of many lengths, bits flipped, pages overwritten, swapped or of zeros, bytes of something else."""
    for number in range(count):
        damaged = bytearray(whole)
        place = chance.randrange(len(whole))
        match number % 6:
            case 0:
                yield whole[: len(whole) * (number // 6) // (count // 6 + 1)]
                continue
            case 1:
                damaged[place] ^= 1 << chance.randrange(8)
            case 2:
                for _ in range(chance.randrange(1, 200)):
                    damaged[chance.randrange(len(whole))] = chance.randrange(256)
            case 3:
                one, other = (chance.randrange(len(whole) // 4096) * 4096 for _ in range(2))
                damaged[one : one + 4096], damaged[other : other + 4096] = whole[other : other + 4096], whole[one : one + 4096]
            case 4:
                damaged[place : place + 4096] = bytes(min(4096, len(whole) - place))
            case _:
                damaged[: place % 200] = chance.randbytes(place % 200)
        yield bytes(damaged)


@pytest.fixture
def tiny(fast: Path) -> Place:
    """A network of two items with its cache: the smaller the index, the more damage is done to what matters."""
    place = Place(fast / "tiny").write_all(
        {
            "network.yaml": "name: 示例网络\nbase_url: https://wang.example.cn/\n",
            "root/site.yaml": "title: 示例党委\nkind: committee\n",
            "root/news/2026-11-01-one.md": "---\ntitle: 第一篇\n---\n见[第二篇](2026-11-02-two.md)。\n",
            "root/news/2026-11-02-two.md": "---\ntitle: 第二篇\n---\n正文。\n",
        }
    )
    place.build()
    return place


@pytest.mark.parametrize("share", range(by_level(test=1, faults=5, soak=10)))
def test_an_index_with_any_damage_answers_right_or_not_at_all(tiny: Place, fast: Path, figure: Figure, share: int) -> None:
    whole, file = tiny.request().places.index.read_bytes(), fast / "damaged.sqlite"
    file.write_bytes(whole)
    with Index(file) as sound:
        asked = [key for key in sorted(sound.heads(""))[::5] if "\0" not in key]  # SQLite's JSON ends there: always a miss
    right = answers(file, asked)
    count = by_level(test=600, faults=2_000, soak=5_000)
    wrong: list[str] = []
    misses = 0
    for damaged in damages(whole, random.Random(share), count):
        for name in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            name.unlink(missing_ok=True)
        file.write_bytes(damaged)
        found = answers(file, asked)
        wrong += [name for name, value in found.items() if name not in right or right[name] != value]
        misses += len(found) < len(right)
    figure("P6", corruptions_of_an_index=count, with_misses=misses, wrong_answers=len(wrong))
    assert len(right) > 20
    assert misses > count / 20
    assert wrong == []


def damaged_tree(place: Place, site: str) -> None:
    """Let the index lose the tree of a site, and nothing else of it."""
    with contextlib.closing(sqlite3.connect(place.request().places.index)) as index, index:
        assert index.execute("UPDATE entries SET tail = tail || ' ' WHERE key = ?", (f"tree:{site}",)).rowcount == 1


def test_a_site_whose_tree_the_index_lost_stays_as_it_is(small: Place) -> None:
    wanted = small.tree()
    damaged_tree(small, "b")
    small.edit(WALK, "三处", "四处")
    small.build()
    small.edit(WALK, "四处", "三处")
    small.build()
    assert different(small.tree(), wanted) == []


def test_a_lost_tree_that_is_not_online_either_is_made_anew(small: Place) -> None:
    small.edit("b/news/2026-10-05-visit.md", "title:", "summary: 换一句\ntitle:")
    small.build()
    wanted = small.tree()
    releases_of(small).rollback(now=AS_OF)
    damaged_tree(small, "b")
    told = small.build()
    assert told.outcomes["b"].reasons == ("store_incomplete",)
    assert different(small.tree(), wanted) == []


def test_an_index_that_calls_itself_read_only_is_made_anew(tiny: Place) -> None:
    index, wanted = tiny.request().places.index, tiny.tree()
    damaged = bytearray(index.read_bytes())
    damaged[18] = 3  # the version of the format for writers: https://www.sqlite.org/fileformat.html 1.3.3
    index.write_bytes(damaged)
    tiny.write("root/news/2026-11-03-three.md", "---\ntitle: 第三篇\n---\n正文。\n")
    assert tiny.build().code == 0
    tiny.delete("root/news/2026-11-03-three.md")
    assert tiny.build().code == 0
    assert different(tiny.tree(), wanted) == []


def swapped_entries(index: Path) -> None:
    """Every entry under the key of the next."""
    with contextlib.closing(sqlite3.connect(index)) as database, database:
        rows = database.execute("SELECT * FROM entries ORDER BY key").fetchall()
        database.execute("DELETE FROM entries")
        moved = [(key, *rest) for (key, *_), (_, *rest) in zip(rows, rows[1:] + rows[:1], strict=True)]
        database.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", moved)


def swapped_stamps(index: Path) -> None:
    """Every file's content hash as that of another."""
    with contextlib.closing(sqlite3.connect(index)) as database, database:
        rows = database.execute("SELECT * FROM files ORDER BY path").fetchall()
        moved = [(path, stamp, other[2], seal) for (path, stamp, _, seal), other in zip(rows, rows[1:] + rows[:1], strict=True)]
        database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", moved)


def another_version(index: Path) -> None:
    """Tables of another version of the program."""
    with contextlib.closing(sqlite3.connect(index)) as database, database:
        database.execute("DROP TABLE entries")
        database.execute("CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB)")
        database.execute("INSERT INTO entries VALUES ('last-run', x'80049503')")


def nothing(index: Path) -> None:
    """An empty file."""
    index.write_bytes(b"")


def a_folder(index: Path) -> None:
    """Something that is no file."""
    index.unlink()
    index.with_name(index.name + "-journal").write_bytes(b"rubbish" * 100)


@pytest.mark.parametrize("damage", [swapped_entries, swapped_stamps, another_version, nothing, a_folder])
def test_a_build_with_a_damaged_cache_is_that_of_a_cold_one(small: Place, damage: Callable[[Path], None]) -> None:
    wanted = small.tree()
    damage(small.request().places.index)
    told = small.build()
    assert (told.code, told.problems) == (0, ())
    assert different(small.tree(), wanted) == []
    small.edit(WALK, "三处", "四处")
    small.build()
    edited = small.tree()
    shutil.rmtree(small.folder / "cache")
    small.build()
    assert different(small.tree(), edited) == []


def test_the_cache_of_another_tier_changes_nothing(small: Place) -> None:
    wanted = small.tree()
    small.write("a/news/2026-11-09-closed.md", "---\ntitle: 金丝雀\naudience: lan\n---\n金丝雀。\n")
    small.build(tier="lan")
    public, lan = (small.request(tier=tier).places.index for tier in ("public", "lan"))
    shutil.copyfile(lan, public)
    assert small.build().code == 0
    assert different(small.tree(), wanted) == []
    assert not any("金丝雀" in content.decode("utf-8", "replace") for content in small.tree().values())


@pytest.mark.parametrize("column", ["head", "tail"])
def test_a_tree_of_which_either_half_is_damaged_is_made_again(small: Place, column: str) -> None:
    wanted = small.tree()
    with contextlib.closing(sqlite3.connect(small.request().places.index)) as index, index:
        index.execute(f"UPDATE entries SET {column} = {column} || ' ' WHERE key = 'tree:a'")  # a column's name
    small.edit("b1/news/2026-10-06-shift.md", "交接。", "又交接。")
    assert small.build().code == 0
    assert {path for path in different(small.tree(), wanted) if path.startswith("a/")} == set()


@pytest.mark.parametrize("share", range(by_level(test=1, faults=4, soak=8)))
def test_builds_with_corrupted_caches_are_those_of_cold_ones(tiny: Place, figure: Figure, share: int) -> None:
    wanted, index = tiny.tree(), tiny.request().places.index
    whole, count = index.read_bytes(), by_level(test=12, faults=25, soak=250)
    wrong = []
    for number, damaged in enumerate(damages(whole, random.Random(share), count)):
        index.write_bytes(damaged)
        if tiny.build().code != 0 or different(tiny.tree(), wanted):
            wrong.append(number)
    figure("P6", builds_with_a_corrupted_cache=count, wrong_outputs=len(wrong))
    assert wrong == []


def test_nothing_of_ours_loads_code_from_a_cache() -> None:
    """No marshal, no shelve, and pickle only for what processes of one build hand each other: a cache holds text."""
    imported = {
        (path.name, name)
        for path in PLUGINS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    loading = {(module, name) for module, name in imported if name in LOADING_CODE}
    beside_our_code = ("templates.py", "marshal")  # compiled templates, in the folder of our code as any .pyc
    in_memory = ("site_task.py", "pickle")  # the slice that several processes get
    assert loading == {beside_our_code, in_memory}
