"""Who may see what: three tiers, each a part of the next."""

from typing import Literal

Audience = Literal["public", "org", "lan"]

TIERS: tuple[Audience, ...] = ("public", "org", "lan")
NAMES: dict[str, Audience] = {
    "public": "public", "org": "org", "lan": "lan",
    "公开": "public", "系统内": "org", "局域网": "lan",
}  # fmt: skip
LABELS: dict[Audience, str] = {"public": "公开", "org": "系统内", "lan": "局域网"}


def visible(audience: Audience, tier: Audience) -> bool:
    """Whether something for `audience` belongs into the build of `tier`."""
    return TIERS.index(audience) <= TIERS.index(tier)


def narrower(one: Audience, other: Audience) -> Audience:
    """The more closed of two audiences."""
    return max(one, other, key=TIERS.index)
