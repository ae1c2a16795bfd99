"""The hosts elsewhere that films and broadcasts may be linked to, as players.yaml names them."""

from urllib.parse import urlsplit

from plugins.network.patterns import pattern
from plugins.network.problems import Code
from plugins.network.sites import Settings

FOREIGN_HOST = Code(
    "ZB-655", "error", "item",
    "“{key}”的网站 {host} 不在允许的名单里", "请换成名单里的平台；确实要用这个平台，请管理员把它写进 players.yaml。",
    'the site {host} under "{key}" is not on the list of allowed hosts', "Use a listed host, or have it added to players.yaml.",
)  # fmt: skip


_URL = pattern(r"(?i)[a-z][a-z0-9+.-]*:|[/\\]{2}")


def is_elsewhere(written: str) -> bool:
    """Whether something is a URL, not a file of the network."""
    return _URL.match(written.strip()) is not None


def host_of(url: str) -> str:
    """The host of a URL, or all of it if it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def player_of(url: str, settings: Settings) -> str:
    """The name of the allowed host that a URL leads to, or empty."""
    host = f".{host_of(url)}" if url.lower().startswith(("http://", "https://")) else ""
    return next((row["name"] for row in settings.files["players"]["hosts"] if host.endswith(f".{row['host']}")), "")
