"""The worker of a host, what a phone shows it as on its home screen, and the page for what is not there."""

from collections.abc import Iterator
from pathlib import Path

from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_json
from plugins.network.sites import Site
from plugins.network.workers import worker

_HERE = Path(__file__).parent
_DRAWN_WITH = "#a8271c"
_GROUND = "#fbf8f3"


def kept_pages(network: Network, site: Site) -> Iterator[Output]:
    """Where a host begins: worker, web manifest, icon and the page that says what can be read without a network."""
    _ = network.settings.gettext
    address = worker(network, site)
    if not address or not (site.url or not site.parent):
        return
    base, icon = site.base, (_HERE / "icon.svg").read_text("utf-8").replace(_DRAWN_WITH, site.colour)
    yield Page(f"{base}offline/", "offline.html", _("现在没有网络"), {}, robots="noindex", crumbs=((site.title, base),))
    yield File(address, (_HERE / "worker.js").read_bytes())
    yield File(f"{base}icon.svg", icon.encode())
    yield File(f"{base}manifest.webmanifest", to_json(_manifest(network, site)))


def _manifest(network: Network, site: Site) -> dict[str, object]:
    """What a device installs (W3C Web Application Manifest); its addresses are relative, so that it works under any prefix."""
    name = site.title if site.parent else network.settings.name
    return {
        "name": name,
        "short_name": site.short,
        "lang": network.settings.language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _GROUND,
        "theme_color": site.colour,
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}],
    }
