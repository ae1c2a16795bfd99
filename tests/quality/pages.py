"""One page of every template, as readers get it: the built demonstration network, and samples of what it has no page of."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from plugins.build.theme import theme
from plugins.network.hrefs import Hrefs
from tests.networks import file_at
from tests.themes import demonstrated, values
from tests.themes.rendering import THEME, page
from tests.themes.test_pages import TEMPLATES, UNSHOWN, given


def gathered(current: Path, folder: Path) -> Mapping[str, str]:
    """Put the demonstration network and the samples into a folder; template -> address of its largest page."""
    shutil.copytree(current, folder, copy_function=os.link)
    shown = {
        template: max(found, key=lambda one: file_at(folder, one).stat().st_size)
        for template, found in demonstrated.addresses().items()
    }
    shown |= {template: _sample(folder, name) for name, template in _unshown().items()}
    assert shown.keys() | {"gallery.html"} == TEMPLATES
    del shown["redirect.html"]  # leads to another page at once
    for number, file in enumerate(sorted(folder.glob("gallery/**/index.html")), 1):  # every example of every component
        shown[f"gallery.html {number}"] = f"/{file.parent.relative_to(folder).as_posix()}/"
    shown["typeset"] = _sample(folder, "typeset")  # the demonstration leaves the setting of texts as it is
    return {template: quote(address) for template, address in sorted(shown.items())}


def _unshown() -> Mapping[str, str]:
    return {name: given(name)[0] for name in UNSHOWN if not name.startswith("gallery")}


def _sample(folder: Path, name: str) -> str:
    """Write a sample page that uses the stylesheets and scripts of the network around it."""
    address = f"/samples/{name.removesuffix('.html')}/"
    template, told = given(name)
    assets = {short: f"/assets/{file}" for short, file in theme(THEME).names.items()} | {"site_css": "/site.css"}
    url = Hrefs(values.SETTINGS.base_url, {}).on(address)
    file = file_at(folder, address)
    file.parent.mkdir(parents=True)
    file.write_text(page(template, {**told, "assets": assets, "url": url}), "utf-8")
    return address
