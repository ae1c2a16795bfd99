"""What sites that keep the tree that is online must lose: what has ended, or been withdrawn or closed since, wherever that was."""

from collections.abc import Container, Iterator, Mapping
from datetime import datetime

from plugins.build.joining import unspoken
from plugins.build.store import Entry, Store, Told, Tree
from plugins.build.telling import told_of
from plugins.build.traces import NOTE, Traces
from plugins.network.network import Network


def lost(
    online: Mapping[str, Tree], now: Mapping[str, Tree], network: Network, hidden: Container[str], as_of: datetime
) -> Iterator[tuple[Told, bool]]:
    """What the trees that are online show and must no longer, each with whether less of it is to be shown at its place.

    Args:
        now: the trees of the sites that are up to date; of others the network tells what they would show.
        hidden: the sources that are drafts, past, or for closed readers.
    """
    for site, shown in online.items():
        told = now[site].told if site in now else told_of(network, network.sites[site]) if site in network.sites else ()
        by_source = {one.source: one for one in told}
        for one in shown.told:
            new = by_source.get(one.source)
            if site not in network.sites or one.ended(as_of) or one.why_gone(new, hidden):
                yield one, new is not None


def pruned(tree: Tree, gone: Mapping[Told, bool], online: Mapping[str, Tree], store: Store) -> Tree:
    """A tree without what shows any of what is gone; a page that others may lead to becomes a note.

    Args:
        gone: what `lost` tells. online: all trees among which it is one.
    """
    traces = Traces(gone, [one for other in online.values() for one in other.told], store, tree.entries)
    noted = {one.page for one, there in gone.items() if there}
    sources = {one.source for one in gone}
    left = unspoken(tree, gone, store)
    return Tree.of(_kept(left, traces, noted, store), [one for one in tree.told if one.source not in sources])


def _kept(tree: Tree, traces: Traces, noted: Container[str], store: Store) -> Iterator[Entry]:
    for entry in tree.entries:
        if not traces.shown_by(entry):
            yield entry
        elif entry.is_page and (traces.original(entry).path in noted or not traces.own(entry)):
            yield Entry(entry.path, store.put(NOTE), entry.source)
