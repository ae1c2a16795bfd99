"""Addresses of the network as hrefs: relative within a host, absolute to a site that has a host of its own."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from plugins.network.sites import Site


class Hrefs:
    """Turns addresses into hrefs for the page that is being written (set with `on`).

    Relative hrefs keep every link working under any path prefix, on any host and from a folder.
    """

    def __init__(self, base_url: str, sites: Mapping[str, Site], instead: Mapping[str, str] = MappingProxyType({})) -> None:
        """`instead` are addresses where there is no page, and where links to them lead."""
        self.base_url = base_url
        self._instead = instead
        self._hosts = {site.base: slashed(site.url) for site in sites.values() if site.url}
        self._here = "/"
        self._up = ""
        self._absolute = False

    def on(self, address: str, *, absolute: bool = False) -> "Hrefs":
        """Set the page that hrefs are for; `absolute` for pages that are shown at other addresses (404)."""
        self._here = self._host(address)
        self._up = "../" * (address[len(self._here) :].count("/"))
        self._absolute = absolute
        return self

    @property
    def here(self) -> tuple[str, str, bool]:
        """What hrefs depend on: pages with the same value share them."""
        return self._here, self._up, self._absolute

    def _host(self, address: str) -> str:
        """The base of the site with its own host that an address lies in, or `/`."""
        for base in self._hosts:
            if address.startswith(base):
                return base
        return "/"

    def __call__(self, address: str) -> str:
        """The href of an address; whole URLs and anchors pass through."""
        if not address.startswith("/"):
            return address
        if self._instead:
            address = self._instead.get(address.partition("#")[0], address)
        host = self._host(address) if self._hosts else "/"
        if host != self._here:
            return self.whole(address)
        if self._absolute:  # a path from the host's root: the same bytes serve a preview or an intranet's host
            return urlsplit(self.whole(address)).path
        inner = _quoted(address[len(host) :])
        return self._up + inner or "./"

    def whole(self, address: str) -> str:
        """The absolute URL of an address."""
        if not address.startswith("/"):
            return address
        host = self._host(address) if self._hosts else "/"
        start = self._hosts.get(host, self.base_url)
        return start + _quoted(address[len(host) :])


@lru_cache(maxsize=10_000)
def _quoted(inner: str) -> str:
    """An address's path as it stands in a URL; the pages of a site link to the same few hundred again and again."""
    return quote(inner, safe="/#?&=;:@!$'()*+,~-._")


def slashed(url: str) -> str:
    """The URL at which a site on a host of its own begins."""
    return url if url.endswith("/") else url + "/"
