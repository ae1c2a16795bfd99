"""What one file says by itself, folded so that a pattern meets every way of writing the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from plugins.network.folding import folded
from plugins.network.readings import Reading


class Said(Struct, frozen=True):
    """The words of one file, folded; lines are those of the file only if `numbered`.

    `head` tells whether it is written for readers like an article, so that its first lines are a document's head.
    """

    text: str
    numbered: bool = True
    facts: Mapping[str, tuple[str, ...]] = {}
    """What stands in no line: `author`, `hidden` (sheets), `place` (where a picture was taken), `unread` (why not)."""

    def line(self, position: int) -> int:
        """The line of a place in the text, from 1; 0 where lines mean nothing to the writer."""
        return self.text.count("\n", 0, position) + 1 if self.numbered else 0


def written(text: str) -> Said:
    """What an article says: all of its file, comments and header included."""
    return Said(folded(text))


def published(reading: Reading) -> Said:
    """What a last good version says to readers, whose file is not there any more."""
    values = "\n".join(_values(dict(reading.fields or {})))
    return Said(folded(f"title: {reading.title}\n{values}\n{reading.summary}\n{reading.html}"), numbered=False)


def _values(value: Any) -> Iterator[str]:
    """Every text in a header, with the key before it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (f"{key}: {text}" for text in _values(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner)
    elif isinstance(value, str) and value:
        yield value
