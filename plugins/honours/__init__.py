"""The honour roll: persons and teams who set an example, with their consent, per branch and over all."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import asdict

from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import Day, Fields, Flag, Kind, Line, one_of, told
from plugins.network.network import Network, newest
from plugins.network.outputs import Output, Page
from plugins.network.periods import ends
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings, Site

NO_CONSENT = Code(
    "ZB-860", "error", "item",
    "光荣榜上写了个人“{who}”，却没有写本人同意", "本人同意公开的，请写“本人同意: 是”；没有同意的，请改为集体，或不发布。",
    'the person "{who}" is on the roll but has not agreed', "Add consent: true if they agree; otherwise name the team, or do not publish.",
    "本人同意: 是",
)  # fmt: skip
CONSENT_ENDS = Code(
    "ZB-861", "error", "item",
    "本人同意到 {until} 为止，页面却没有在那之前撤下", "请写“截止: {until}”或更早的日期。",
    "the person agreed until {until}, but the page stays longer", "Add expires: {until} or an earlier day.",
    "同意至: 2027-06-30\n截止: 2027-06-30",
)  # fmt: skip


class HonourFields(Fields):
    """What an entry of the roll says beyond the common fields."""

    who: Line = told("对象", "受表彰的集体或个人", "总装一班党员先锋岗", listed=True)
    sort: one_of(N_("集体"), N_("个人")) = told("性质", "集体 或 个人", "集体", default="集体")  # type: ignore[valid-type]  # a type made from data
    consent: Flag = told("本人同意", "个人须本人同意公开，写“是”；集体不用写", "是", default=False)
    consent_until: Day = told("同意至", "本人只同意公开到某一天时写", "2027-06-30", default="")
    award: Line = told("荣誉", "什么荣誉", "年度先锋岗（示例）", default="", listed=True)
    year: Line = told("年度", "哪一年的荣誉；不写则取日期", "2026", default="", listed=True)


@finds(NO_CONSENT, CONSENT_ENDS)
def persons_agree(item: Item, settings: Settings) -> Iterable[Problem]:
    """A person is on the roll only with their consent and for as long as it lasts."""
    fields, until = item.fields, item.fields["consent_until"]
    if fields["sort"] == "个人" and not fields["consent"]:
        yield NO_CONSENT.at(item.path, item.lines.get("sort", 1), who=fields["who"])
    if until and (item.expires is None or item.expires > ends(until, settings.zone)):
        yield CONSENT_ENDS.at(item.path, item.lines.get("consent_until", 1), until=until[:10])


def card(network: Network, item: Item) -> dict[str, Any]:
    """An entry as the component `honour` takes it."""
    picture = item.cover
    site = network.sites[item.site]
    return {
        "who": item.fields["who"], "award": item.fields["award"], "year": award_year(item), "href": item.address,
        "unit": site.title, "unit_href": site.base, "summary": item.summary,
        "picture": asdict(picture) if picture else None,
    }  # fmt: skip


def award_year(item: Item) -> str:
    """The year of the honour."""
    return str(item.fields["year"] or item.year)


def by_year(cards: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Cards grouped by year, the latest first."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for one in cards:
        grouped.setdefault(one["year"], []).append(one)
    return sorted(grouped.items(), reverse=True)


def roll(network: Network) -> Digest:
    """The merged roll, for every site that has others below it."""
    cards = {site: [card(network, item) for item in _standing(network, site)] for site in network.sites}
    merged = {
        site: rows
        for site in network.sites
        if (below := network.below(site)) and (rows := [row for one in (site, *(s.id for s in below)) for row in cards[one]])
    }
    return Digest(merged)


def _standing(network: Network, site: str) -> tuple[Item, ...]:
    return newest(network.standing(site, "honor"))


def roll_page(network: Network, site: Site) -> Iterator[Output]:
    """The roll of a site: its own and that of all below it."""
    _ = network.settings.gettext
    own = [card(network, item) for item in _standing(network, site.id)]
    cards = network.digest("honours.roll", site.id) or own
    if cards:
        yield Page(
            f"{site.base}honors/", "honours.html", _("光荣榜"), {"years": by_year(cards), "total": len(cards)},
            section="honor", menu="" if own else "荣誉", crumbs=((site.title, site.base),),
        )  # fmt: skip


HONOUR = Kind(
    "honor", "光荣榜", "honors", "光荣榜", dated=True, schema=HonourFields, check=persons_agree, area="荣誉", own_list=True,
    body="做了什么、坚持了多久、别人怎么说。只写工作上的事，不写家庭、住址、健康。\n",
)  # fmt: skip

KINDS = (HONOUR,)
DIGESTS = (roll,)
OUTPUTS = (roll_page,)
