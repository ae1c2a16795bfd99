"""Render one site in a process of its own: the slice in, a tree of stored files out."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.build.code import code_digest
from plugins.build.pool import Steps
from plugins.build.store import Entry, Store, Tree
from plugins.build.theme import theme
from plugins.network.addresses import remember
from plugins.network.index import Index
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.readings import from_json


@dataclass(frozen=True, slots=True)
class SiteTask:
    """What a process gets to render a site: the slice and where things lie, nothing else."""

    network: Network
    site_id: str
    theme: Path
    content: Path
    index: Path
    kept: Path
    store: Path
    slugs: Mapping[str, str]
    """What tags and columns of the slice are called in addresses."""
    templates: Mapping[str, bytes]
    """Compiled templates of a theme that the fork server does not know."""


def render_site(steps: Steps, task: SiteTask) -> Tree:
    """Render a site into the store.

    Raises:
        jinja2.TemplateError: a template is broken. LookupError: a body is missing from the index.
    """
    from plugins.build.site import Rendering, run  # Pelican is for the processes that render, not for the one that plans
    from plugins.build.templates import WARM

    remember(task.slugs)
    WARM.compiled.update(task.templates)
    store = Store(task.store)
    entries: dict[str, Entry] = {}
    settings = f"{task.site_id}/site.yaml"
    """What a file comes from that many items make."""

    def put(path: str, content: bytes, source: str) -> None:
        entries[path] = Entry(path, store.put(content), source or settings)

    bodies = _bodies(task)
    site = task.network.sites[task.site_id]
    rendering = Rendering(
        task.network, site, theme(task.theme), task.content, lambda item: bodies.pop(item.path), put, steps.begin
    )
    with contextlib.redirect_stdout(io.StringIO()):  # Pelican prints its own summary
        run(rendering)
    for path, (medium, address) in task.network.media.items():
        steps.begin(path)
        store.adopt(task.content / path, medium.sha256)
        entries[address[1:]] = Entry(address[1:], medium.sha256, path)
    return Tree.of(entries[path] for path in sorted(entries))


def compile_templates(_steps: Steps, folder: Path) -> Mapping[str, bytes]:
    """The compiled templates of a theme that the fork server does not know, for processes that need them."""
    from plugins.build import templates
    from plugins.build.site import environment

    known = set(templates.WARM.compiled)
    templates.compile_templates(environment(folder))
    return {key: code for key, code in templates.WARM.compiled.items() if key not in known}


def settings_key() -> str:
    """Under what the index keeps what settings files say."""
    return f"settings:{code_digest()[:16]}:"


def slug_key() -> str:
    """Under what the index keeps slugs: another code or pypinyin could make others."""
    return f"slug:{code_digest()[:16]}:"


def _bodies(task: SiteTask) -> dict[str, str]:
    """The parsed body of every item of the site by path, from the cache or, for last good versions, from what is kept."""
    items = task.network.of(task.site_id)
    with Index(task.index, read_only=True) as index:
        tails = index.tails({item.hash for item in items})
    bodies = {item.path: tails[item.hash] for item in items if item.hash in tails}
    bodies |= _kept_bodies(task, [item for item in items if item.stale and item.path not in bodies])
    return bodies


def _kept_bodies(task: SiteTask, items: Sequence[Item]) -> dict[str, str]:
    if not items:
        return {}
    with Index(task.kept, read_only=True) as kept:
        saved = kept.tails(f"reading:{item.path}" for item in items)
    bodies = {}
    for item in items:
        meta, _, html = saved[f"reading:{item.path}"].partition("\n")
        from_json(meta)  # raises if it is damaged
        bodies[item.path] = html
    return bodies
