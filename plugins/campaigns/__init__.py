"""Campaigns 专题: a home of their own for a while, joined by whatever branches write under their tag."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plugins.network.digests import Digest
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, Words, told
from plugins.network.network import Network, newest
from plugins.network.periods import begins, ends
from plugins.network.problems import DATES_REVERSED, Problem, finds
from plugins.network.sites import Settings

SHOWN = 60
"""How many joined items a campaign's page shows."""


class CampaignFields(Fields):
    """What a campaign says beyond the common fields."""

    tag: Line = told("专题标签", "各支部的文章写上这个标签就会汇集到专题", "冬季安全")
    start: Day = told("开始", "从哪一天开始；不写则取日期", "2026-11-01", default="")
    end: Day = told("结束", "到哪一天结束；过后转为归档", "2026-12-31", default="", also=("结束日期",))
    banner: Line = told("横幅", "专题头图的文件名", "../media/winter.jpg", default="", picture=True)
    nav: Words = told("专题导航", "专题里的重要页面，写链接", "../pages/plan.md", default=(), reference=True)


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """未开始 → 进行 → 归档."""
    start, end = item.fields["start"], item.fields["end"]
    if start and as_of < (first := begins(start, settings.zone)):
        return State("coming", "未开始", "off", until=first)
    over = ends(end, settings.zone) if end else None
    if over and as_of >= over:
        return State("archived", "已归档", "off")
    return State("running", "进行中", "active", until=over)


@finds(DATES_REVERSED)
def end_after_start(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A campaign ends after it has begun."""
    start = item.fields["start"] or (item.date.date().isoformat() if item.date else "")
    end = item.fields["end"]
    if start and end and end[:10] < start[:10]:
        yield DATES_REVERSED.at(
            item.path, item.lines.get("end", 1), later_key="结束", later=end, earlier_key="开始", earlier=start
        )  # fmt: skip


def joined(network: Network) -> Digest:
    """For every site, what all branches wrote under the tags of its campaigns: newest first, each item once."""
    campaigns = [item for item in network.of_kind("campaign") if not item.withdrawn]
    tagged: dict[str, list[Item]] = {item.fields["tag"]: [] for item in campaigns}
    for site in network.sites if campaigns else ():
        for item in network.standing(site):
            for tag in set(item.tags) & tagged.keys():
                tagged[tag].append(item)
    sites: dict[str, dict[str, Any]] = {}
    for campaign in campaigns:
        items = [item for item in newest(tagged[campaign.fields["tag"]]) if item is not campaign]
        sites.setdefault(campaign.site, {})[campaign.path] = {
            "total": len(items), "sites": len({item.site for item in items}),
            "rows": [_row(network, item) for item in items[:SHOWN]],
        }  # fmt: skip
    return Digest(sites)


def _row(network: Network, item: Item) -> dict[str, str]:
    site = network.sites[item.site]
    day = item.date.date().isoformat() if item.date else ""
    return {
        "title": item.title,
        "address": item.address,
        "date": day,
        "summary": item.summary,
        "site": site.title,
        "site_href": site.base,
    }


def values(network: Network, item: Item) -> dict[str, Any]:
    """What joined the campaign, and its own pages."""
    found = (network.digest("campaigns.joined", item.site) or {}).get(item.path, {"total": 0, "sites": 0, "rows": []})
    return {"joined": found, "pages": [network.items[path] for path in item.fields["nav"] if path in network.items]}


CAMPAIGN = Kind(
    "campaign", "专题", "campaigns", "专题", dated=True, schema=CampaignFields, state=state, states=("未开始", "进行中", "已归档"), check=end_after_start, values=values,
    area="动态", body="为什么做、做到什么程度、怎么参加。各支部的文章写上专题标签就会出现在下面。\n",
)  # fmt: skip

KINDS = (CAMPAIGN,)
DIGESTS = (joined,)
