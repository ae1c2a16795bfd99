"""Which sites must be rendered, each with named reasons; nothing else is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.network.index import seal

if TYPE_CHECKING:
    from plugins.network.network import Network
    from plugins.network.whole import Whole

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


class Common(Struct, frozen=True):
    """What all sites of a network have in common, as hashes: made once, for the texts are long."""

    settings: str
    frame: str

    @classmethod
    def of(cls, network: "Network") -> "Common":
        """The hashes of a network."""
        return cls(seal(network.settings_text), seal(network.frame_text()))


def fingerprint(network: "Whole", site_id: str, theme: str, code: str, common: "Common") -> dict[str, str]:
    """The parts of a site's fingerprint; `whole` differs whenever any input of its pages does.

    `shown` differs whenever an input of more pages does than of those whose own text is another.
    """
    outline, (whole, shown) = network.parts[site_id].outline, network.slice_texts(site_id)
    parts = {
        "code": code,
        "theme": theme,
        "settings": seal(common.settings, repr((network.sites[site_id], network.tier))),
        "slice": seal(common.frame, whole),
    }
    return {
        **parts, "whole": seal(repr(sorted(parts.items()))), "content": outline.content, "clock": outline.clock,
        "shown": seal(basis(parts, common), shown),
    }  # fmt: skip


def basis(fingerprint: Mapping[str, str], common: Common) -> str:
    """A hash over everything that all pages of a site have in common: with another one, each of them is another."""
    return seal(fingerprint["code"], fingerprint["theme"], fingerprint["settings"], common.frame)


def concerns_many(now: Mapping[str, str], before: Mapping[str, str] | None) -> bool:
    """Whether more pages of a site may have changed than those whose own text is another."""
    return before is None or now["shown"] != before.get("shown")


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
