"""The capabilities: packages under plugins/ that offer the names of `Capability`, found by looking."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import plugins
from plugins.network import problems as p
from plugins.network.digests import Digest
from plugins.network.figures import Figure
from plugins.network.kinds import Kind, Kinds
from plugins.network.network import Network
from plugins.network.outputs import Output
from plugins.network.problems import Code, Problem, codes_of
from plugins.network.rules import Rules, RulesFile, shipped
from plugins.network.sites import Site
from plugins.network.whole import Whole
from plugins.network.workdays import HOLIDAYS

FLOORS = frozenset({"network", "build", "release", "publish", "dispatch", "inbox", "serve", "cli"})
"""Packages that are floors of the house; every other one is a capability."""

Check = Callable[[Network], Iterable[Problem]]
DigestOf = Callable[[Network], Digest]
OutputOf = Callable[[Network, Site], Iterable[Output]]


@dataclass(frozen=True, slots=True)
class Capability:
    """What one package offers; a name it does not define is empty.

    Args:
        kinds: `KINDS`, what it lets writers write. checks: `CHECKS`, what it finds wrong before rendering.
        digests: `DIGESTS`, what its pages need to know beyond their own site or about the as-of instant.
        outputs: `OUTPUTS`, files and pages beyond the items themselves.
        files: `FILES`, the YAML files of operators that it understands. figures: its `figures.yaml`.
        register: its Pelican receivers.
    """

    name: str
    kinds: tuple[Kind, ...]
    checks: tuple[Check, ...]
    digests: tuple[DigestOf, ...]
    outputs: tuple[OutputOf, ...]
    files: tuple[RulesFile, ...]
    figures: Mapping[str, Figure]
    register: Callable[[], None] | None


@cache
def capabilities() -> tuple[Capability, ...]:
    """All capabilities, in order of name."""
    names = (info.name for info in pkgutil.iter_modules(plugins.__path__) if info.ispkg)
    return tuple(_loaded(name) for name in sorted(names) if name not in FLOORS)


def _loaded(name: str) -> Capability:
    package: Any = importlib.import_module(f"plugins.{name}")
    return Capability(
        name,
        getattr(package, "KINDS", ()),
        getattr(package, "CHECKS", ()),
        getattr(package, "DIGESTS", ()),
        getattr(package, "OUTPUTS", ()),
        getattr(package, "FILES", ()),
        shipped(figures) if (figures := Path(package.__file__).with_name("figures.yaml")).exists() else {},
        getattr(package, "register", None),
    )


@cache
def kinds() -> Kinds:
    """Every Kind of every capability: a switched-off capability hides pages, it does not break files."""
    return Kinds.of(kind for capability in capabilities() for kind in capability.kinds)


@cache
def rules() -> Rules:
    """Every figure and every YAML file that operators may replace."""
    figures = {name: figure for capability in capabilities() for name, figure in capability.figures.items()}
    return Rules(figures, (HOLIDAYS, *(file for capability in capabilities() for file in capability.files)))


def digested(network: Whole) -> tuple[Whole, datetime | None]:
    """The network with what the capabilities work out over all of it, and when that changes by itself."""
    found = {
        f"{capability.name}.{digest.__name__}": digest(network)
        for capability in active(network, network.root)
        for digest in capability.digests
    }
    moments = [digest.until for digest in found.values() if digest.until]
    return replace(network, digests={name: digest.sites for name, digest in found.items()}), min(moments, default=None)


@cache
def codes() -> tuple[Code, ...]:
    """Every Code that can be found, by number."""
    checks: list[Callable[..., Iterable[Problem]]] = [check for capability in capabilities() for check in capability.checks]
    checks += [check for kind in kinds().by_id.values() for check in (kind.check, kind.check_text, kind.check_table)]
    found = {code.id: code for source in (p.CATALOGUE, *map(codes_of, checks)) for code in source}
    return tuple(found[number] for number in sorted(found))


def active(network: Network, site: Site) -> tuple[Capability, ...]:
    """The capabilities that are on for a site, without the outputs that are off: `-listings`, `-listings.years`."""
    off = network.switched_off(site.id)
    return tuple(_without(off, capability) for capability in capabilities() if capability.name not in off)


def _without(off: frozenset[str], capability: Capability) -> Capability:
    kept = tuple(output for output in capability.outputs if f"{capability.name}.{output.__name__}" not in off)
    return replace(capability, outputs=kept)


def stock_plugins(network: Network, site: Site) -> tuple[str, ...]:
    """Pelican plugins from elsewhere that a site or the network names."""
    own = {capability.name for capability in capabilities()}
    named = (name for name in (*network.settings.capabilities, *site.capabilities) if not name.startswith("-"))
    return tuple(dict.fromkeys(name for name in named if name not in own))
