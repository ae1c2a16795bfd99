"""The files that capabilities join of those of all sites' trees (`JOINS`), kept in releases like the tree of a site."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

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


class Parts(NamedTuple):
    """What one join is made of: the files of all trees that are meant for it now, those of the last time, what it made of them."""

    now: Mapping[str, str]
    old: Joined

    @classmethod
    def of(cls, join: Join, trees: Mapping[str, Tree], before: Mapping[str, Tree]) -> Self:
        """The parts of a join in the trees of sites."""
        files = {entry.path: entry.sha256 for entry in before[join.id].entries} if join.id in before else {}
        return cls(_named(join, trees), Joined(_named(join, of_sites(before)) if files else {}, files))

    def below(self, host: str) -> Self:
        """Those where a host begins, or all of them."""
        now, was = ({path: sha256 for path, sha256 in one.items() if path.startswith(host)} for one in (self.now, self.old.parts))
        return self._replace(now=now, old=replace(self.old, parts=was))


def _named(join: Join, trees: Mapping[str, Tree]) -> dict[str, str]:
    return {entry.path: entry.sha256 for tree in trees.values() for entry in tree.named(join.mark)}


def with_joins(
    trees: Mapping[str, Tree], before: Mapping[str, Tree], hosts: Iterable[str], store: Store, pool: Pool | None = None
) -> dict[str, Tree]:
    """The trees of sites with what is joined of them; it depends on these alone, `before` only saves work.

    Args:
        hosts: where in a release the hosts begin that some sites have for themselves.
        pool: where much is joined in processes of their own, for the memory of this one.
    """
    sites = of_sites(trees)
    parts = {name: Parts.of(join, sites, before) for name, join in joins().items()}
    if pool is not None and sum(tree != before.get(site) for site, tree in sites.items()) > MANY:
        with suppress(TaskFault, Overrun):  # then this process does it
            found: dict[str, Tree] = pool.submit(_beside, parts, tuple(hosts), store.folder).result()
            return sites | found
    return sites | _joined(parts, tuple(hosts), store)


def _beside(_steps: Steps, parts: Mapping[str, Parts], hosts: Sequence[str], store: Path) -> dict[str, Tree]:
    return _joined(parts, hosts, Store(store))


def _joined(parts: Mapping[str, Parts], hosts: Sequence[str], store: Store) -> dict[str, Tree]:
    """What is joined, as trees: files of the main host are made of all sites, those of another of the sites there."""
    found: dict[str, Tree] = {}
    for name, join in joins().items():
        made: list[Entry] = []
        for host in ("", *hosts):
            here = parts[name].below(host)
            for path, content in join.make(host, here.now, here.old, store.read):
                made.append(Entry(path, store.put(content) if isinstance(content, bytes) else content, SOURCE))
        if made:
            found[name] = Tree.of(sorted(made, key=lambda entry: entry.path))
    return found


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
