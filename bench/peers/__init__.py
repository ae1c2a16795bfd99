"""The systems that build the same network, each a folder with its templates and a `Peer`."""

from bench.peers.hugo import MANY, ONE
from bench.peers.peer import Peer
from bench.peers.pelican import PELICAN
from bench.peers.zhibu import FULL_PAGES, SIMPLE_PAGES

__all__ = ["PEERS", "Peer"]

PEERS: dict[str, Peer] = {peer.id: peer for peer in (ONE, MANY, PELICAN, SIMPLE_PAGES, FULL_PAGES)}
