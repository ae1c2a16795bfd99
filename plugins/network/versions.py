"""Versions: items of one Kind that replace each other, as chains, and what is wrong with such chains."""

from collections.abc import Callable, Iterator, Sequence

from plugins.network.items import Item
from plugins.network.network import Network, newest
from plugins.network.problems import Code, Problem

CIRCLE = Code(
    "ZB-620", "error", "nothing",
    "版本关系绕成了一圈：{paths}", "请改正其中一个“{key}”。",
    "the versions supersede each other in a circle: {paths}", 'Correct one of the "{key}" fields.',
)  # fmt: skip
TWO_SUCCESSORS = Code(
    "ZB-621", "error", "nothing",
    "“{old}”已经被 {other} 取代", "请让新版本前后相接，每个旧版本只被一个新版本取代。",
    '"{old}" is already superseded by {other}', "Let each version supersede the one before it.",
)  # fmt: skip
STILL_VALID = Code(
    "ZB-622", "error", "nothing",
    "已被 {successor} 取代，却仍写着“{validity}”", "请把“效力”改为 废止 或 失效。",
    'it is superseded by {successor} but still says "{validity}"', "Set validity to 废止 or 失效.",
)  # fmt: skip
CHAIN_CODES = (CIRCLE, TWO_SUCCESSORS, STILL_VALID)
"""What `broken` can find."""


def older(item: Item, field: str) -> tuple[str, ...]:
    """The paths of what an item replaces, by a reference field that holds one or several."""
    named = item.fields.get(field) or ()
    return (named,) if isinstance(named, str) else tuple(path for path in named if path)


def successors(network: Network, item: Item, field: str = "supersedes") -> tuple[Item, ...]:
    """The items of its Kind that name an item in a field, oldest first."""
    referring = (path for path in network.backlinks.get(item.path, ()) if path in network.items)
    kin = (network.items[path] for path in referring if network.kind_of(path) == item.kind)
    named = [one for one in kin if not one.withdrawn and item.path in older(one, field)]
    return newest(named)[::-1]


def predecessors(network: Network, item: Item, field: str = "supersedes") -> tuple[Item, ...]:
    """The items of its Kind that an item names in a field, newest first."""
    named = (path for path in older(item, field) if path in network.items and path != item.path)
    kin = (network.items[path] for path in named if network.kind_of(path) == item.kind)
    return newest(one for one in kin if not one.withdrawn)


def chain(network: Network, item: Item, field: str = "supersedes") -> list[tuple[Item, str]]:
    """The versions of an item, newest first, with the word for each; empty if there is only this one."""
    newer, seen = [item], {item.path}
    while (after := successors(network, newer[-1], field)) and after[0].path not in seen:
        newer.append(after[0])
        seen.add(after[0].path)
    before = _all_before(network, item, field, seen)
    if len(newer) == 1 and not before:
        return []
    above = [(one, "更新的版本") for one in reversed(newer[1:])]
    return [*above, (item, "本页"), *((one, "更早的版本") for one in before)]


def _all_before(network: Network, item: Item, field: str, seen: set[str]) -> list[Item]:
    """Everything that an item replaces, directly or through others, nearest first."""
    found: list[Item] = []
    waiting: Sequence[Item] = (item,)
    while waiting:
        following = {one.path: one for version in waiting for one in predecessors(network, version, field)}
        waiting = [one for path, one in following.items() if path not in seen]
        seen.update(following)
        found += waiting
    return found


def _always(_item: Item) -> bool:
    return True


def broken(
    network: Network, kind: str, label: str, *, field: str = "supersedes", in_force: Callable[[Item], bool] = _always
) -> Iterator[Problem]:
    """What is wrong with the chains of a Kind: two successors, a replaced version still valid, a circle.

    Args:
        label: what the field is called. in_force: whether an item is already in force.
    """
    for item in network.of_kind(kind):
        after = successors(network, item, field)
        for second in after[1:]:
            yield TWO_SUCCESSORS.at(second.path, second.lines.get(field, 1), old=item.path, other=after[0].path)
        if after and in_force(after[0]) and item.fields["validity"] in ("有效", "已修改"):
            line, validity = item.lines.get("validity", 1), item.fields["validity"]
            yield STILL_VALID.at(item.path, line, successor=after[0].path, validity=validity)
    for circle in _circles(network, kind, field):
        first = network.items[circle[0]]
        yield CIRCLE.at(first.path, first.lines.get(field, 1), paths=" → ".join([*circle, circle[0]]), key=label)


def _circles(network: Network, kind: str, field: str) -> Iterator[list[str]]:
    """The paths of every circle, once; walked without recursion, for chains may be long."""
    finished: set[str] = set()
    for start in network.of_kind(kind):
        trail = {start.path: iter(older(start, field))} if start.path not in finished else {}
        while trail:
            path = next(reversed(trail))
            following = next(trail[path], None)
            if following is None:
                finished.add(path)
                del trail[path]
            elif following in trail:
                walked = list(trail)
                yield walked[walked.index(following) :]
            elif following not in finished and (item := network.items.get(following)) and item.kind == kind:
                trail[following] = iter(older(item, field))
