"""Every page in Traditional characters as well, if the network asks for that (`traditional: 是`).

What is converted is the finished page: its words (`pages.py`), by OpenCC's `s2tw`. That writes characters as readers
and fonts of today know them (為、裡、群眾, where `s2t` has 爲、裏、羣衆) and leaves every word what it was: an official
text says 網絡 and 軟件 in both writings, where `s2twp` would make it say 網路 and 軟體.
"""

from functools import cache
from typing import TYPE_CHECKING

from plugins.network.copies import Copy, Copying
from plugins.network.network import Network
from plugins.network.sites import Site
from plugins.network.traditional import FOLDER, has_traditional
from plugins.traditional.links import Links
from plugins.traditional.pages import Converting

if TYPE_CHECKING:
    from opencc import OpenCC

CONFIGURATION = "s2tw"


def traditional(network: Network, _site: Site) -> Copying | None:
    """How pages are written in Traditional characters."""
    if not has_traditional(network.settings):
        return None
    return Converting(network.settings.language, _converted, Links.of(network))


def _converted(text: str) -> str:
    made: str = _opencc().convert(text)
    return made


@cache
def _opencc() -> "OpenCC":
    from opencc import OpenCC  # 30 MB of dictionaries: only where a page is converted

    return OpenCC(CONFIGURATION)


COPIES = (Copy(FOLDER, traditional),)
