"""The capabilities: packages under plugins/ that offer the names of `Capability`, found by looking."""

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

import plugins
from plugins.network import problems as p
from plugins.network.copies import Copy, Copying
from plugins.network.digests import GLANCE, Digest, Glance
from plugins.network.figures import Figure
from plugins.network.items import Item
from plugins.network.joins import Join
from plugins.network.kinds import Kind, Kinds
from plugins.network.network import Network
from plugins.network.outputs import Output
from plugins.network.problems import Code, Problem, codes_of
from plugins.network.rules import Rules, RulesFile, shipped_figures
from plugins.network.said import Said
from plugins.network.sites import Settings, Site
from plugins.network.whole import Whole
from plugins.network.workdays import HOLIDAYS

FLOORS = frozenset({"network", "build", "release", "publish", "dispatch", "inbox", "serve", "cli"})
"""Packages that are floors of the house; every other one is a capability."""

Check = Callable[[Network], Iterable[Problem]]
DigestOf = Callable[[Network], Digest]
OutputOf = Callable[[Network, Site], Iterable[Output]]
Scan = Callable[[Said, Settings], Iterable[Problem]]
Gate = Callable[[Item, Settings, date | None], Iterable[Problem]]
"""The last argument is the day on which the item's file was first committed, None if nobody knows."""


class Capability(Struct, frozen=True):
    """What one package offers; a name it does not define is empty.

    Args:
        kinds: `KINDS`, what it lets writers write. checks: `CHECKS`, what it finds wrong before rendering.
        scans: `SCANS`, what must not be published of the words of one file, article or attachment; they run where it is
            read and see its own files and figures alone. gates: `GATES`, what keeps an item of any Kind from publication.
        digests: `DIGESTS`, what its pages need to know beyond their own site or about the as-of instant.
        outputs: `OUTPUTS`, files and pages beyond the items themselves.
        joins: `JOINS`, what it makes of files of all sites' trees.
        copies: `COPIES`, what it makes of every finished page once more.
        files: `FILES`, the YAML files of operators that it understands.
        warm: `WARM`, what is worked out once for all processes where very many sites are rendered.
        home: the folder of the package. register: its Pelican receivers.
    """

    name: str
    kinds: tuple[Kind, ...]
    checks: tuple[Check, ...]
    scans: tuple[Scan, ...]
    gates: tuple[Gate, ...]
    digests: tuple[DigestOf, ...]
    outputs: tuple[OutputOf, ...]
    joins: tuple[Join, ...]
    copies: tuple[Copy, ...]
    files: tuple[RulesFile, ...]
    warm: tuple[Callable[[], object], ...]
    home: Path
    register: Callable[[], None] | None

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The figures of rules that it brings, by id."""
        return _figures(self.home / "figures.yaml")


@cache
def _figures(path: Path) -> Mapping[str, Figure]:
    return shipped_figures(path) if path.exists() else {}


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
        getattr(package, "SCANS", ()),
        getattr(package, "GATES", ()),
        getattr(package, "DIGESTS", ()),
        getattr(package, "OUTPUTS", ()),
        getattr(package, "JOINS", ()),
        getattr(package, "COPIES", ()),
        getattr(package, "FILES", ()),
        getattr(package, "WARM", ()),
        Path(package.__file__).parent,
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
    glances: dict[str, list[Glance]] = {}
    for digest in found.values():
        for site, glance in digest.glance.items():
            glances.setdefault(site, []).append(glance)
    told = {**{name: digest.sites for name, digest in found.items()}, GLANCE: glances}
    return replace(network, digests=told), min(moments, default=None)


@cache
def codes() -> tuple[Code, ...]:
    """Every Code that can be found, by number."""
    checks: list[Callable[..., Iterable[Problem]]] = []
    for capability in capabilities():
        checks += (*capability.checks, *capability.scans, *capability.gates)
    checks += [check for kind in kinds().by_id.values() for check in (kind.check, kind.check_text, kind.check_table)]
    found = {code.id: code for source in (p.CATALOGUE, *map(codes_of, checks)) for code in source}
    return tuple(found[number] for number in sorted(found))


def guarding(settings: Settings) -> tuple[Capability, ...]:
    """The capabilities whose scans and gates are on: only the network can switch them off, no site for itself."""
    return tuple(one for one in capabilities() if (one.scans or one.gates) and f"-{one.name}" not in settings.capabilities)


def examined(said: Said, settings: Settings) -> tuple[Problem, ...]:
    """What must not be published of the words of a file."""
    scans = (scan for capability in guarding(settings) for scan in capability.scans)
    return tuple(problem for scan in scans for problem in scan(said, settings))


def judged(item: Item, settings: Settings, committed: date | None) -> tuple[Problem, ...]:
    """What keeps an item from being published."""
    gates = (gate for capability in guarding(settings) for gate in capability.gates)
    return tuple(problem for gate in gates for problem in gate(item, settings, committed))


def examination(settings: Settings) -> str:
    """A digest over everything that the scans go by, besides what they read."""
    known = [
        (
            one.name,
            [settings.files.get(file.name) for file in one.files],
            [asdict(settings.figures[name]) for name in one.figures],
        )
        for one in guarding(settings)
        if one.scans
    ]
    text = json.dumps(known, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def active(network: Network, site: Site) -> tuple[Capability, ...]:
    """The capabilities that are on for a site, without the outputs that are off: `-listings`, `-listings.years`."""
    off = network.switched_off(site.id)
    return tuple(_without(off, capability) for capability in capabilities() if capability.name not in off)


def outputs(network: Network, site: Site) -> Iterator[Output]:
    """What the capabilities write for a site beyond its items."""
    for capability in active(network, site):
        for output in capability.outputs:
            yield from output(network, site)


def copies() -> tuple[Copy, ...]:
    """Every form in which pages can be made once more."""
    return tuple(copy for capability in capabilities() for copy in capability.copies)


def copied(network: Network, site: Site) -> Mapping[Copy, Copying]:
    """How the pages of a site are made once more."""
    return {copy: copying for copy in copies() if (copying := copy.of(network, site)) is not None}


def _without(off: frozenset[str], capability: Capability) -> Capability:
    kept = tuple(output for output in capability.outputs if f"{capability.name}.{output.__name__}" not in off)
    return replace(capability, outputs=kept)


def is_heard(network: Network, site: Site) -> bool:
    """Whether somebody may listen to what Pelican tells while it renders a site: a plugin from elsewhere, a receiver."""
    return bool(stock_plugins(network, site)) or any(one.register is not None for one in active(network, site))


def stock_plugins(network: Network, site: Site) -> tuple[str, ...]:
    """Pelican plugins from elsewhere that a site or the network names."""
    named = (name for name in (*network.settings.capabilities, *site.capabilities) if not name.startswith("-"))
    return tuple(dict.fromkeys(name for name in named if name not in _own_names()))


@cache
def _own_names() -> frozenset[str]:
    return frozenset(capability.name for capability in capabilities())
