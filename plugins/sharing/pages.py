"""The share pages of a site, each with its QR code as a file of its own; and a name of a Kind that does not exist."""

from collections.abc import Iterable, Iterator

from plugins.network.hrefs import Hrefs
from plugins.network.network import Network
from plugins.network.outputs import Deferred, Output, Page
from plugins.network.problems import Code, Problem, finds
from plugins.network.qr import file
from plugins.network.sharing import share_address
from plugins.network.sites import Site
from plugins.sharing.messages import message, messages, units

NO_KIND = Code(
    "ZB-817", "warning", "nothing",
    "share_pages 里的“{name}”不是任何一类内容", "请写类别的名称或代号，zhibu kinds 列出全部类别。",
    '"{name}" in share_pages is no kind', "Write the name or id of a kind; zhibu kinds lists them.",
    "share_pages: [通知, 公示, 动态]",
)  # fmt: skip

NAMING = frozenset({"publicity", "election"})
"""Kinds whose text names people for a time: it stands on its own page alone, and is gone from there when the time is over."""


@finds(NO_KIND)
def kinds_exist(network: Network) -> Iterable[Problem]:
    """Whoever names a Kind means one."""
    known, _ = {*network.labels, *network.labels.values()}, network.settings.gettext
    yield from (NO_KIND.at("network.yaml", name=name) for name in network.settings.share_pages if not known & {name, _(name)})


def share_pages(network: Network, site: Site) -> Iterator[Output]:
    """The page of each item that may be carried elsewhere, and its QR code."""
    hrefs, shared = Hrefs(network.settings.base_url, network.sites), share_address(network, site.id)
    for item in network.of(site.id):
        if address := shared(item):
            whole = hrefs.whole(item.address)
            text = message(item, site, whole, network.settings)
            values = {"item": item, "whole": whole, "code": f"{address}qr.svg", "text": text, "units": units(text),
                      "messages": messages(text)}  # fmt: skip
            yield Page(
                address, "share.html", network.settings.gettext("分享：%(title)s", title=item.title), values, section=item.kind, robots="noindex", canonical=whole,
                crumbs=((site.title, site.base), (item.title, item.address)), texts=() if item.kind in NAMING else (item.path,),
                carried=True,
            )  # fmt: skip
            yield _code(f"{address}qr.svg", whole)


def _code(address: str, whole: str) -> Deferred:
    return Deferred(address, (whole,), lambda: file(whole))
