"""The chronicle: one sentence an event, year by year, per unit and over all; and the series of congresses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugins.network.digests import Digest
from plugins.network.items import Item
from plugins.network.kinds import Fields, Kind, Line, Words, told
from plugins.network.network import Network, newest
from plugins.network.outputs import File, Output, Page, to_csv, to_json
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings, Site

LONGEST = 120
"""Characters of an entry (kinds.md: 大事记)."""
TOO_LONG = Code(
    "ZB-862", "error", "item",
    "大事记正文有 {count} 个字，超过 {limit} 个", "大事记一条只写一句话；详细经过请另写动态，并在正文里链接过去。",
    "the entry has {count} characters, more than {limit}", "Write one sentence; tell the story in a piece of news and link to it.",
)  # fmt: skip


class ChronicleFields(Fields):
    """What an entry says beyond the common fields."""

    text: Line = told("记事", "一句话，不超过 120 个字", "技能比武周举行，六个班组二十四人参加。", listed=True)
    evidence: Line = told("出处", "相关文章的链接，或文件、档案名称", "../news/2026-10-12-contest.md", default="")


class CongressFields(Fields):
    """What the page of a congress says beyond the common fields."""

    number: Line = told("届次", "第几次", "第二次", default="")
    reports: Words = told("报告", "报告文章的链接", "../pages/report.md", default=(), reference=True)
    resolutions: Words = told("决议", "决议文章的链接", "../pages/resolution.md", default=(), reference=True)


@finds(TOO_LONG)
def one_sentence(item: Item, _settings: Settings) -> Iterable[Problem]:
    """An entry can be read in a breath."""
    count = len(item.fields["text"])
    if count > LONGEST:
        yield TOO_LONG.at(item.path, item.lines.get("text", 1), count=count, limit=LONGEST)


Row = Mapping[str, Any]


def _rows(network: Network, site: str) -> list[dict[str, Any]]:
    entries = newest(network.standing(site, "chronicle"))
    return [{"date": item.date.date().isoformat() if item.date else "", "text": item.fields["text"], "href": item.address,
             "site": network.sites[item.site].title, "site_href": network.sites[item.site].base} for item in entries]  # fmt: skip


def merged(network: Network) -> Digest:
    """The entries of every site and all below it, newest first, for the sites that have others below."""
    own = {site: _rows(network, site) for site in network.sites}
    found = {}
    for site in network.sites:
        below = network.below(site)
        rows = [row for one in (site, *(other.id for other in below)) for row in own[one]] if below else []
        if rows:
            found[site] = sorted(rows, key=lambda row: (row["date"], row["href"]), reverse=True)
    return Digest(found)


def timeline(network: Network, site: Site) -> Iterator[Output]:
    """The chronicle by year, as a page, CSV and JSON."""
    _ = network.settings.gettext
    own = _rows(network, site.id)
    rows: Sequence[Row] = network.digest("chronicle.merged", site.id) or own
    if not rows:
        return
    base = f"{site.base}chronicle/"
    files = [("CSV", f"{base}chronicle.csv"), ("JSON", f"{base}chronicle.json")]
    yield Page(
        base, "chronicle.html", _("大事记"), {"years": _by_year(rows), "total": len(rows), "files": files},
        section="chronicle", menu="" if own else "荣誉", crumbs=((site.title, site.base),),
    )  # fmt: skip
    yield File(
        f"{base}chronicle.csv",
        to_csv((_("日期"), _("记事"), _("单位"), _("地址")), ([r["date"], r["text"], r["site"], r["href"]] for r in rows)),
    )
    document = {
        "title": _("%(title)s大事记", title=site.title),
        "entries": [{"日期": r["date"], "记事": r["text"], "单位": r["site"], "地址": r["href"]} for r in rows],
    }
    yield File(f"{base}chronicle.json", to_json(document))


def _by_year(rows: Iterable[Row]) -> list[dict[str, Any]]:
    years: dict[str, list[Row]] = {}
    for row in rows:
        years.setdefault(row["date"][:4], []).append(row)
    return [{"year": year, "entries": entries} for year, entries in sorted(years.items(), reverse=True)]


def papers(network: Network, item: Item) -> dict[str, Any]:
    """What a congress decided, and the congresses before and after it."""
    named = {
        name: [network.items[path] for path in item.fields[name] if path in network.items] for name in ("reports", "resolutions")
    }
    series = newest(other for other in network.standing(item.site) if other.kind == "congress")
    return {**named, "series": [(other, other.path == item.path) for other in series]}


CHRONICLE = Kind(
    "chronicle", "大事记", "chronicle", "大事记", dated=True, schema=ChronicleFields, check=one_sentence, stream=False,
    area="荣誉", own_list=True, body="",
)  # fmt: skip
CONGRESS = Kind(
    "congress", "党代会", "congresses", "党代会", dated=True, schema=CongressFields, values=papers, stream=False, area="公开",
    body="何时何地召开，听取和审议了什么，选举产生了什么（只写机构和人数，不写名单）。\n",
)  # fmt: skip

KINDS = (CHRONICLE, CONGRESS)
DIGESTS = (merged,)
OUTPUTS = (timeline,)
