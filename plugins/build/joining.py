"""The files that capabilities join of those of all sites' trees (`JOINS`), kept in releases like the tree of a site."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from plugins.build.capabilities import capabilities
from plugins.build.pool import Overrun, Pool, Steps, TaskFault
from plugins.build.store import Entry, Store, Told, Tree
from plugins.network.joins import Join, Joined

MANY = 10
"""Trees that differ from the last time."""
SOURCE = "network.yaml"
"""What joined files come from, for provenance."""


def joins() -> Mapping[str, Join]:
    """Every join, by what releases call it."""
    return {join.id: join for capability in capabilities() for join in capability.joins}


def of_sites(trees: Mapping[str, Tree]) -> dict[str, Tree]:
    """The trees of sites alone."""
    return {site: tree for site, tree in trees.items() if site not in joins()}


def with_joins(trees: Mapping[str, Tree], before: Mapping[str, Tree], hosts: Iterable[str], store: Store) -> dict[str, Tree]:
    """The trees of sites with what is joined of them; it depends on these alone, `before` only saves work.

    Args:
        hosts: where in a release the hosts begin that some sites have for themselves.
    """
    sites = of_sites(trees)
    joined = {join.id: Tree.of(_joined(join, sites, before, hosts, store)) for join in joins().values()}
    return {**sites, **{name: tree for name, tree in joined.items() if tree}}


def joined_beside(
    pool: Pool, trees: Mapping[str, Tree], before: Mapping[str, Tree], hosts: Sequence[str], store: Store
) -> dict[str, Tree]:
    """The same, in a process of its own where much is to be joined, for the memory of this one."""
    changed = sum(tree != before.get(site) for site, tree in trees.items())
    if changed > MANY:
        with suppress(TaskFault, Overrun):  # then this process does it
            found: dict[str, Tree] = pool.submit(_beside, trees, before, hosts, store.folder).result()
            return found
    return with_joins(trees, before, hosts, store)


def _beside(
    _steps: Steps, trees: Mapping[str, Tree], before: Mapping[str, Tree], hosts: Sequence[str], store: Path
) -> dict[str, Tree]:
    return with_joins(trees, before, hosts, Store(store))


def _joined(join: Join, trees: Mapping[str, Tree], before: Mapping[str, Tree], hosts: Iterable[str], store: Store) -> list[Entry]:
    """The files of a join: those of the main host are made of all sites, those of another of the sites there."""
    files = {entry.path: entry.sha256 for entry in before[join.id].entries} if join.id in before else {}
    parts, old = _parts(join, trees), _parts(join, of_sites(before)) if files else {}
    made: list[Entry] = []
    for host in ("", *hosts):
        here, was = (_below(host, one) for one in (parts, old))
        for path, content in join.make(host, here, Joined(was, files), store.read):
            made.append(Entry(path, store.put(content) if isinstance(content, bytes) else content, SOURCE))
    return sorted(made, key=lambda entry: entry.path)


def _parts(join: Join, trees: Mapping[str, Tree]) -> dict[str, str]:
    return {entry.path: entry.sha256 for tree in trees.values() for entry in tree.named(join.mark)}


def _below(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    return {path: sha256 for path, sha256 in files.items() if path.startswith(folder)}


def is_spoken(path: str) -> bool:
    """Whether a file shows items in a form that only its join can read."""
    return any(join.speaks(path) for join in joins().values())


def unspoken(tree: Tree, gone: Collection[Told], store: Store) -> Tree:
    """The tree of a site, whose files for joins no longer show what is gone."""
    sources = {one.source for one in gone}.intersection(one.source for one in tree.told)
    return Tree.of((_unspoken(entry, sources, store) for entry in tree.entries), tree.told) if sources else tree


def _unspoken(entry: Entry, sources: Collection[str], store: Store) -> Entry:
    join = next((join for join in joins().values() if join.speaks(entry.path)), None)
    return replace(entry, sha256=store.put(join.without(store.read(entry.sha256), sources))) if join else entry
