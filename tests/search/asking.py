"""What a query finds, read from the published files of search as a reader's script reads them, but in plain Python."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.search.folding import RUNS, folded, is_han
from plugins.search.keys import LONGEST
from plugins.search.postings import PLACE_BITS, documents_of, places_of
from plugins.search.segments import TITLE, groups_of, read_script, shard_of
from plugins.search.shards import NAME, numbered


@dataclass(frozen=True)
class Published:
    """The search of one host in a folder of published files."""

    root: Path

    @cached_property
    def index(self) -> list[Any]:
        """What `index.js` tells."""
        told: list[Any] = read_script((self.root / "search/index/index.js").read_bytes())[1]
        return told

    @cached_property
    def texts(self) -> Mapping[str, list[list[str]]]:
        """The texts of every segment, in order."""
        _, _, _, sites, _, rows = self.index
        found = {}
        for row in rows:
            site, part = sites[row[0]], row[2]
            folder = self.root / f"{site[3]}search"
            files = sorted(folder.glob(f"texts-{part}-*.js"), key=lambda path: int(path.stem.rpartition("-")[2]))
            found[f"{site[0]}-{part}"] = [one for path in files for one in read_script(path.read_bytes())[1]]
        return found

    @cached_property
    def written(self) -> Mapping[str, tuple[str, str]]:
        """The folded title and the folded text of every document, by address."""
        return {row[1]: (folded(row[2]), folded(row[5])) for rows in self.texts.values() for row in rows if row}

    def pieces(self, count: int, seed: int) -> list[str]:
        """Random pieces of the texts, of two to eight Chinese characters that stand side by side."""
        choice, runs = random.Random(seed), [run[1] for _, text in self.written.values() for run in RUNS.finditer(text) if run[1]]
        long = [run for run in runs if len(run) >= 2]
        found = list[str]()
        while len(found) < count:
            run = choice.choice(long)
            start = choice.randrange(len(run) - 1)
            found.append(run[start : start + choice.randint(2, 8)])
        return found

    def holding(self, piece: str) -> set[str]:
        """The addresses of the documents with a piece in title or text, looked for in each, without any index."""
        return {address for address, words in self.written.items() if any(piece in text for text in words)}

    @cached_property
    def _shards(self) -> dict[int, Mapping[str, Mapping[str, str]]]:
        return {}

    def shard(self, key: str) -> Mapping[str, Mapping[str, str]]:
        """The shard in which a key lies."""
        names, count = numbered(self.index[2])
        number = shard_of(key) % count
        if number not in names:
            return {}
        if number not in self._shards:
            self._shards[number] = read_script((self.root / f"search/index/{number:x}.{names[number][:NAME]}.js").read_bytes())[1]
        return self._shards[number]

    def ask(self, query: str) -> set[str]:
        """The addresses of the documents that hold every word of a query."""
        terms = [run[0] for run in re.finditer(f"(?:{RUNS.pattern})+", folded(query))]
        found = [self._holding(term, TITLE) | self._holding(term, "") for term in terms]
        numbers = set.intersection(*found) if found else set()
        return {self.texts[segment][number][1] for segment, number in numbers}

    def _holding(self, term: str, mark: str) -> set[tuple[str, int]]:
        """The segment and the number of each document in which a term stands: every pair and every word at its place."""
        if len(term) == 1 and is_han(term):
            keys = ((segment, keys.get(mark + term)) for segment, keys in self.shard(term).items())
            return {(segment, number) for segment, known in keys if known for number in documents_of(known)}
        asked = [(at, term[at : at + 2], False) for at in range(len(term) - 1) if is_han(term[at]) or is_han(term[at + 1])]
        words = [(run.start(), run[0]) for run in RUNS.finditer(term) if not run[1]]
        asked += [(at, word[:LONGEST], at + len(word) == len(term) and len(word) > 1) for at, word in words]
        sets = [self._places(key, mark, at, prefix=prefix) for at, key, prefix in asked]
        return {(segment, place >> PLACE_BITS) for segment, place in set.intersection(*sets)}

    def _places(self, key: str, mark: str, at: int, *, prefix: bool) -> set[tuple[str, int]]:
        """Where a term would begin that has a key at some place in it."""
        found = set()
        for segment, keys in self.shard(key).items():
            for name, known in keys.items():
                if name == mark + key or (prefix and name.startswith(mark + key)):
                    found |= {(segment, place - at) for _, block in groups_of(known) for place in places_of(block)}
        return found
