"""Files on their way between the machines of a build: bytes under their SHA-256, at any URL that fsspec knows."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

Thing = TypeVar("Thing")

AT_ONCE = 64
"""How many files travel side by side."""


class Exchange:
    """A folder that all machines of a build reach, `file:///mnt/zhibu` or `s3://bucket/zhibu`.

    Whatever lies there may vanish or be damaged at any time: it is sent again.
    """

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs

        self.url = url
        self._files: Any
        self._files, self._root = url_to_fs(url)
        if "file" in self._files.protocol:  # in a bucket there are no folders to make
            self._files.makedirs(self._root, exist_ok=True)

    def put(self, objects: Iterable[tuple[str, bytes]]) -> None:
        """Bring bytes under their SHA-256.

        Raises:
            OSError: the place cannot be reached or written.
        """
        for some in _batches(objects):
            self._files.pipe({self._at(sha256): content for sha256, content in some})

    def get(self, hashes: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Those of the bytes that are there and whole.

        Raises:
            OSError: the place cannot be reached.
        """
        for some in _batches(hashes):
            found = self._files.cat([self._at(sha256) for sha256 in some], on_error="return")
            for place, content in found.items():
                sha256 = place.rpartition("/")[2]
                if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                    raise content
                if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == sha256:
                    yield sha256, content

    def _at(self, sha256: str) -> str:
        return f"{self._root}/{sha256}"


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while some := list(islice(rest, AT_ONCE)):
        yield some
