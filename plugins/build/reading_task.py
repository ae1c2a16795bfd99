"""Read Markdown files in a process of their own, so that a hostile one can be killed and named."""

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from plugins.build.capabilities import examined, kinds
from plugins.build.pool import Steps
from plugins.network import problems as p
from plugins.network.files import read_bytes
from plugins.network.interface import spoken
from plugins.network.readings import Reading, to_json
from plugins.network.said import written
from plugins.network.sites import Settings
from plugins.network.withheld import HEADER_BYTES, Readers, bare, closing, withheld

HANDFUL = 20
"""How many readings are handed over at once; a killed process loses at most so many, and they are read again."""


class Unread(Struct, frozen=True):
    """A file whose Reading is not in the index: its path, size, the Kind of its folder and its cache key."""

    path: str
    size: int
    folder_kind: str
    key: str


class ReadingTask(Struct, frozen=True):
    """Files that one process reads."""

    content: Path
    files: Sequence[Unread]
    readers: Readers

    def brings(self) -> Mapping[str, tuple[str, Path]]:
        """The files; what is too large is not even opened."""
        read = (file for file in self.files if file.size <= self.readers.settings.limits.article_bytes)
        return {file.path: (file.key.rpartition(":")[2], self.content / file.path) for file in read}

    def holds(self) -> frozenset[str]:
        """Nothing: Readings come back by themselves."""
        return frozenset()

    def store_of(self) -> Path | None:
        """Nothing is written."""

    def at(self, content: Path, store: Path) -> "ReadingTask":  # the form of a Task
        """The same files elsewhere."""
        return replace(self, content=content)


def prepare() -> None:
    """Import what reading needs, and compile what most files need of it."""
    from plugins.network.reading import read

    read(SAMPLE.encode(), "news", kinds())


SAMPLE = """---
title: 示例
date: 2026-01-05
tags: [甲]
---

一段。
"""


def read_files(steps: Steps, task: ReadingTask) -> None:
    """Read each file and hand over (key, head, tail) for the index, some at a time; of what is withheld only that it is."""
    for start in range(0, len(task.files), HANDFUL):
        rows = []
        for file in task.files[start : start + HANDFUL]:
            steps.begin(file.path)
            rows.append((file.key, *to_json(_kept(task.content, file, task.readers))))
        steps.done(*rows)


def _kept(content: Path, file: Unread, readers: Readers) -> Reading:
    """The Reading of one file, as far as readers of this tier may know of it now."""
    reading = read_one(content, file, readers.settings)
    if reading.lines is None:
        with contextlib.suppress(OSError):
            reading = replace(reading, wishes={"audience": closing(read_bytes(content / file.path, HEADER_BYTES))})
    why = withheld(reading, kinds(), readers)
    return bare(reading, why, kinds()) if why else reading


def read_one(content: Path, file: Unread, settings: Settings) -> Reading:
    """The Reading of one file; what cannot be read or is too large is a Problem in it."""
    from plugins.network.reading import read  # Markdown and pydantic are for the processes that read

    limits = settings.limits
    if file.size > limits.article_bytes:
        size, limit = f"{file.size / 1e6:.1f} MB", f"{limits.article_bytes / 1e6:.1f} MB"
        return Reading(problems=(p.TOO_LARGE.at("", size=size, limit=limit),))
    try:
        raw = read_bytes(content / file.path, limits.article_bytes + 1)
    except OSError as fault:
        return Reading(problems=(p.UNREADABLE.at("", what=fault.strerror or str(fault)),))
    return read(
        raw, file.folder_kind, kinds(), header_limit=limits.header_bytes, title_limit=limits.title_characters, tag_limit=limits.tags,
        language=spoken(settings.language), examine=lambda text: examined(written(text), settings),
    )  # fmt: skip
