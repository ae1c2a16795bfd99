"""Which sites must be rendered, each with named reasons; nothing else is."""

import hashlib
from collections.abc import Iterable, Mapping

from plugins.network.items import Item
from plugins.network.network import Network

REASONS = {
    "not_written": "还没有生成过",
    "code_changed": "程序或依赖库更新了",
    "theme_changed": "主题改动了",
    "settings_changed": "网络或站点配置改动了",
    "content_changed": "本站内容改动了",
    "clock_passed": "到了状态变化的时间",
    "reference_moved": "引用的内容或上下级内容变化了",
    "store_incomplete": "已存的文件缺失",
}
"""Every reason and what it is called in Chinese."""


def fingerprint(sliced: Network, site_id: str, theme: str, code: str, frame: str, held: Iterable[Item] = ()) -> dict[str, str]:
    """The parts of a site's fingerprint; `whole` differs whenever any input of its pages does.

    Args:
        frame: the `frame_text` of the whole network, made once for all its sites.
        held: the site's items that are not shown now; they tell a passing hour from an edit.
    """
    own = sliced.of(site_id)
    parts = {
        "code": code,
        "theme": theme,
        "settings": _hash(repr((sliced.settings, sliced.sites[site_id], sliced.tier))),
        "slice": _hash(f"{frame}\n{sliced.fingerprint_text()}"),
    }
    return {
        **parts,
        "whole": _hash(repr(sorted(parts.items()))),
        "content": _hash("\n".join(sorted(_file(item) for item in (*own, *held)))),
        "clock": _hash("\n".join(f"{item.path} {item.state!r}" for item in own)),
    }


def _file(item: Item) -> str:
    """Which bytes an item was read from, whatever the code that read them."""
    return f"{item.path} {item.hash.rpartition(':')[2]} {item.stale}"


def reasons(now: Mapping[str, str], before: Mapping[str, str] | None) -> tuple[str, ...]:
    """Why a site is outdated; empty if it is not."""
    if before is None:
        return ("not_written",)
    if now["whole"] == before.get("whole"):
        return ()
    named = [f"{part}_changed" for part in ("code", "theme", "settings", "content") if now[part] != before.get(part)]
    if now["clock"] != before.get("clock") and "content_changed" not in named:
        named.append("clock_passed")
    return tuple(named) or ("reference_moved",)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
