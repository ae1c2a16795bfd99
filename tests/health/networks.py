"""Random networks in memory, as reports see them: sites in a tree, items of several Kinds, some joint, reprinted, late."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.build.capabilities import kinds, rules
from plugins.health.reports import reports
from plugins.network.items import Item, Source, State
from plugins.network.network import Network
from plugins.network.sites import Settings, Site
from tests.networks import AS_OF, ZONE

STATES = (
    None, State("told", "已公开", "positive"), State("late", "迟 3 天公开", "warning"), State("overdue", "逾期", "negative"),
    State("answered", "已答复", "positive"), State("over", "已过期", "off", listed=False),
)  # fmt: skip
KINDS = ("news", "notice", "disclosure", "consultation", "meeting", "page", "letter")
SETTINGS = Settings("示例网络", "https://wang.example.cn/", figures=rules().figures)


class Shown(Network, frozen=True):
    """A network that says of itself what a failing test needs to say."""

    def __repr__(self) -> str:
        """The tree of sites, and what differs among items."""
        sites = {name: one.parent for name, one in self.sites.items()}
        return f"{sites} {[(i.path, i.date, i.joint, i.source, i.withdrawn, i.promote, i.state) for i in self.items.values()]}"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))


def network_of(sites: dict[str, Site], items: list[Item], as_of: datetime = AS_OF, **more: Any) -> Network:
    """A network with its reports worked out."""
    every = kinds().by_id.values()
    bare = Shown(
        SETTINGS, sites, {item.path: item for item in sorted(items, key=lambda item: item.path)}, as_of=as_of,
        labels={kind.id: kind.name for kind in every}, folders={kind.id: kind.folder for kind in every},
        streams=kinds().streams, areas={kind.id: kind.area for kind in every},
        listed={kind.id: kind.listed for kind in every}, **more,
    )  # fmt: skip
    return replace(bare, digests={"health.reports": reports(bare).sites})


def site(name: str, parent: str = "root", **more: Any) -> Site:
    """A branch, or the committee if it has no parent."""
    return Site(name, f"{name}党支部", "branch" if parent else "committee", parent, **more)


def item(number: int, where: str, day: date | None = date(2026, 8, 3), kind: str = "news", **more: Any) -> Item:
    """One item; everything about it can be said."""
    path = f"{where}/{kind}/{number:04}.md"
    moment = datetime(day.year, day.month, day.day, tzinfo=ZONE) if day else None
    return Item(path, where, kind, f"{number}", f"/{where}/{kind}/{number}/", f"第 {number} 篇", moment, **more)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Site]:
    """A committee and up to six sites anywhere below it, parents first."""
    sites = {"root": site("root", "")}
    for number in range(draw(st.integers(0, 6))):
        sites[f"s{number}"] = site(f"s{number}", draw(st.sampled_from(sorted(sites))))
    return sites


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """A network with up to twenty-five items."""
    sites = draw(trees())
    names = st.sampled_from(sorted(sites))
    items = [
        item(
            number, draw(names),
            AS_OF.date() - timedelta(days=draw(st.integers(0, 700))) if draw(st.integers(0, 9)) else None,
            draw(st.sampled_from(KINDS)),
            joint=tuple(sorted(draw(st.sets(names, max_size=3)))),
            source=draw(st.sampled_from([None, None, Source("示例日报", "https://example.cn/1")])),
            withdrawn=draw(st.sampled_from(["", "", "", "数据有误"])), promote=draw(st.booleans()),
            state=draw(st.sampled_from(STATES)), characters=draw(st.integers(0, 300)),
        )
        for number in range(draw(st.integers(0, 25)))
    ]  # fmt: skip
    return network_of(sites, items)
