"""What is made of every finished page once more: the same page in another form, in a folder of its own."""

from collections.abc import Callable

from msgspec import Struct

from plugins.network.network import Network
from plugins.network.sites import Site

PAGE = "index.html"
"""The name of the file of every page that has an address."""


Copying = Callable[[bytes], bytes]
"""The bytes of the copy of a page. It goes by these, the settings and the sites of the network alone."""


class Copy(Struct, frozen=True):
    """Copies of the pages of sites.

    Args:
        folder: where a host has them, such as `zh-hant/`; no address of a site may begin so.
        of: how the pages of a site are copied; None if they are not.
    """

    folder: str
    of: Callable[[Network, Site], Copying | None]

    def path(self, page: str, host: str) -> str:
        """Where the copy of a page lies on a host, which begins at a folder of the release or at its top."""
        return f"{host}{self.folder}{page[len(host) :]}"

    def original(self, path: str) -> str:
        """The path of the page that a file would be the copy of; empty if it is none."""
        before, mark, after = f"/{path}".partition(f"/{self.folder}")
        return f"{before}/{after}"[1:] if mark and before.count("/") < 2 else ""  # at the top, or in a site's own folder
