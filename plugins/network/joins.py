"""What is made of files of all sites at once, after each has made its own: a join is of bytes, not of a Network."""

from collections.abc import Callable, Container, Iterator, Mapping

from msgspec import Struct

Read = Callable[[str], bytes]
"""The bytes of a hash."""


class Joined(Struct, frozen=True):
    """What a join had made the last time.

    Args:
        parts: the path and the hash of each file that it was made of. files: those of each file that it made.
    """

    parts: Mapping[str, str]
    files: Mapping[str, str]


class Join(Struct, frozen=True):
    """Files of a host that are made of files of its sites' trees.

    Args:
        id: under which its files stand in releases, beside the sites; no site may be called so.
        mark: what the path of every file that it is made of has in it, and no other path.
        speaks: whether the file at a path shows items in a form that only `without` knows how to take back.
        make: its files by path, as bytes or as the hash of bytes that are stored already. It gets the path at which the
            host begins, the parts by path, what was made the last time, and how to read bytes. The result may
            not depend on what was made the last time.
        without: a file of a site's tree without some items, named by their sources; it need not show any.
    """

    id: str
    mark: str
    speaks: Callable[[str], bool]
    make: Callable[[str, Mapping[str, str], Joined, Read], Iterator[tuple[str, bytes | str]]]
    without: Callable[[bytes, Container[str]], bytes]
