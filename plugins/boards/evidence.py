"""Where a number can be looked up: the item, file or page that a goal names."""

from collections.abc import Iterable, Iterator

from plugins.network.network import Network

Evidence = tuple[str, str]
"""Title and address."""


def evidence(network: Network, named: Iterable[str]) -> list[Evidence]:
    """Title and address of each piece of evidence that can be opened; what cannot was told as a Problem."""
    return list(_opened(network, named))


def _opened(network: Network, named: Iterable[str]) -> Iterator[Evidence]:
    for place in named:
        if place in network.items:
            yield network.items[place].title, network.items[place].address
        elif place.startswith(("/", "http")):
            yield place.rstrip("/").rpartition("/")[2], place
