"""Where the links of a copy lead: to copies of pages, and to the same files as those of the page."""

from msgspec import Struct

from plugins.network.hrefs import slashed
from plugins.network.network import Network
from plugins.network.traditional import FOLDER


class Links(Struct, frozen=True):
    """The way from a copy, which lies one folder deeper than its page; `hosts` are the URLs at which those of the network begin."""

    hosts: tuple[str, ...]

    @classmethod
    def of(cls, network: Network) -> "Links":
        """Those of the pages of a network."""
        begins = {network.settings.base_url, *(slashed(site.url) for site in network.sites.values() if site.url)}
        return cls(tuple(sorted(begins, key=lambda url: (-len(url), url))))

    def to_page(self, href: str) -> str:
        """A link that may lead to a page: to its copy then, which lies from here as the page does from its original."""
        path = _path(href)
        if "://" in path:
            return self._whole(href)
        return href if path.endswith("/") else self.to_file(href)

    def to_file(self, href: str) -> str:
        """A link to what has no copy."""
        path = _path(href)
        return f"../{href.removeprefix('./')}" if path and path[0] != "/" and ":" not in path else href

    def _whole(self, url: str) -> str:
        """A whole URL, leading to a copy if it is that of a page of the network."""
        host = next((host for host in self.hosts if url.startswith(host)), None)
        return f"{host}{FOLDER}{url[len(host) :]}" if host and _path(url).endswith("/") else url


def _path(href: str) -> str:
    """A link without what stands after its path."""
    return href.partition("#")[0].partition("?")[0]
