"""One large site made by several processes: each makes a share of the pages, and the shares are joined in order."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeVar

from msgspec import Struct

Member = TypeVar("Member")


class Share(Struct, frozen=True):
    """One of `count` equal shares of a row: every so-manieth of its members, from the first, the second, … on."""

    number: int = 0
    count: int = 1

    def of(self, row: Sequence[Member]) -> Sequence[Member]:
        """The members of a row that belong to this share."""
        return row[self.number :: self.count]


WHOLE = Share()


def woven(shares: Sequence[Sequence[Member]]) -> Iterator[Member]:
    """The row that was shared out, in its order."""
    nothing = object()
    for turn in zip_longest(*shares, fillvalue=nothing):
        for member in turn:
            if member is not nothing:
                yield member  # type: ignore[misc]  # what fills up is none
