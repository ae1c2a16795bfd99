"""What was worked out of a network in an earlier build, with a note of everything that was looked at for it."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from plugins.network.rows import to_text


class Memory(Struct):
    """Values by name; each holds as long as its notes, and the frame that it was worked out in, are the same."""

    frame: str = ""
    known: Mapping[str, str] = {}
    """What earlier builds kept, by name, as text."""
    fresh: dict[str, str] = {}
    """What this build has to keep."""
    used: set[str] = set()

    def recall(self, name: str, mark: Callable[[str], str], work: Callable[[set[str]], Any]) -> Any:
        """The value of a name, as plain JSON values; worked out anew if anything noted for it has another mark now."""
        self.used.add(name)
        row = self._row(name)
        if row is not None and all(mark(note) == then for note, then in row[0].items()):
            return row[1]
        notes: set[str] = set()
        value = work(notes)
        marks = {note: mark(note) for note in sorted(notes)}
        self.fresh[name] = to_text({"frame": self.frame, "notes": marks, "value": value})
        return json.loads(self.fresh[name])["value"]

    def _row(self, name: str) -> tuple[Mapping[str, str], Any] | None:
        """The marks and the value that are known under a name; anything else is a miss."""
        try:
            row = json.loads(self.known[name])
            return (dict(row["notes"]), row["value"]) if row["frame"] == self.frame else None
        except (KeyError, ValueError, TypeError):
            return None

    def forgotten(self) -> frozenset[str]:
        """The names that nobody asked for in this build."""
        return frozenset(self.known) - self.used


class Unseen(Mapping[str, Any]):
    """Stands for what remembered work must not look at, because nobody would notice when it changes."""

    def __getitem__(self, key: str) -> Any:
        raise LookupError(f"{key}: not for work that is remembered from build to build")

    def __iter__(self) -> Iterator[str]:
        raise LookupError("not for work that is remembered from build to build")

    def __len__(self) -> int:
        raise LookupError("not for work that is remembered from build to build")
