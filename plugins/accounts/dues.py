"""Dues: for each period what there was, came in, went out and is left; totals only, never who paid what."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import Amount, Fields, Kind, Line, Period, Row, rows_of, told
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.patterns import pattern
from plugins.network.periods import after, period_zh
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings, Site

WRONG_BALANCE = Code(
    "ZB-824", "error", "item",
    "上期结存 {opening} 加收入 {came} 减支出 {went} 应是 {closing}，“本期结存”写的是 {written}", "请核对各项，改正写错的一个。",
    "{opening} + {came} − {went} makes {closing}, but the closing balance says {written}", "Check the entries and correct the wrong one.",
    "上期结存: 100\n收缴: 50\n上缴: 30\n本期结存: 120",
)  # fmt: skip
NOT_CHAINED = Code(
    "ZB-825", "error", "nothing",
    "上期结存写的是 {opening}，而 {previous} 的本期结存是 {closing}（{path}）", "前后两期应当相接，请核对两个数字。",
    "the opening balance is {opening}, but {previous} closed with {closing} ({path})", "Periods follow on; check both numbers.",
    "上期结存: 3120.50",
)  # fmt: skip
SAME_PERIOD = Code(
    "ZB-826", "error", "nothing",
    "{period}已经有一份党费公开（{path}）", "一个期间只公开一份；有更正的请改原来那一份。",
    "there is an account of {period} already ({path})", "Keep one account a period; correct the first one.",
    "期间: 2026-Q3",
)  # fmt: skip
PERSONAL_ROWS = Code(
    "ZB-827", "error", "item",
    "党费公开里有按人列的表（列名“{name}”）", "只公开汇总数，不写谁交了多少；请删去这张表。",
    'the text holds a table by person (column "{name}")', "Publish totals only, never who paid what; remove the table.",
    "只写收缴总额",
)  # fmt: skip
_NAMES = pattern(r"^\s*\|?[^\n]*?(姓名|党员姓名|交纳人|缴费人|名单)[^\n]*\|[^\n]*$", re.MULTILINE)


class Spent(Row):
    """What dues were spent on."""

    purpose: Line = told("用途", "用在什么上", "支部学习用书")
    amount: Amount = told("金额", "多少元", "240.80")


class DuesFields(Fields):
    """What an account of dues says beyond the common fields."""

    period: Period = told("期间", "季度、月份或年", "2026-Q3", listed=True)
    opening: Amount = told("上期结存", "多少元，与上一期的本期结存相同", "3120.50", listed=True)
    received: Amount = told("收缴", "本期收缴多少元", "1860", listed=True)
    handed_up: Amount = told("上缴", "本期上缴上级多少元", "1116", listed=True)
    granted: Amount = told("下拨", "上级拨来多少元", "0", default="", listed=True)
    spent: rows_of(Spent) = told("支出", "按用途列出", "", default=(), listed=True)  # type: ignore[valid-type]  # a type made from data
    closing: Amount = told("本期结存", "期末还有多少元", "3623.70", listed=True)


def money(text: str) -> Decimal:
    """An amount as a number; nothing written is nothing."""
    return Decimal(text or "0")


def came(item: Item) -> Decimal:
    """What came in during a period."""
    return money(item.fields["received"]) + money(item.fields["granted"])


def went(item: Item) -> Decimal:
    """What went out during a period."""
    return money(item.fields["handed_up"]) + sum((money(row["amount"]) for row in item.fields["spent"]), Decimal(0))


@finds(WRONG_BALANCE)
def balances(item: Item, _settings: Settings) -> Iterable[Problem]:
    """Opening plus what came in minus what went out is what is left."""
    opening, written = money(item.fields["opening"]), money(item.fields["closing"])
    closing = opening + came(item) - went(item)
    if closing != written:
        yield WRONG_BALANCE.at(
            item.path, item.lines.get("closing", 1), opening=_shown(opening), came=_shown(came(item)), went=_shown(went(item)),
            closing=_shown(closing), written=_shown(written),
        )  # fmt: skip


def _shown(amount: Decimal) -> str:
    return f"{amount:.2f}"


@finds(PERSONAL_ROWS)
def no_persons(_fields: Mapping[str, Any], text: str, line: int) -> Iterable[Problem]:
    """No table of the text lists persons."""
    for match in _NAMES.finditer(text):
        yield PERSONAL_ROWS.at("", line + text.count("\n", 0, match.start()), name=match[1])


@finds(NOT_CHAINED, SAME_PERIOD)
def chained(network: Network) -> Iterable[Problem]:
    """Each period opens with what the one before closed with."""
    for accounts in _by_site(network).values():
        for item in accounts.values():
            period = item.fields["period"]
            before = accounts.get(after(period, -1))
            if before is not None and money(before.fields["closing"]) != money(item.fields["opening"]):
                yield NOT_CHAINED.at(
                    item.path, item.lines.get("opening", 1), opening=item.fields["opening"], closing=before.fields["closing"],
                    previous=period_zh(before.fields["period"]), path=before.path,
                )  # fmt: skip
    seen: dict[tuple[str, str], Item] = {}
    for item in (item for item in network.of_kind("dues") if not item.withdrawn):
        first = seen.setdefault((item.site, item.fields["period"]), item)
        if first is not item:
            yield SAME_PERIOD.at(item.path, item.lines.get("period", 1), period=period_zh(item.fields["period"]), path=first.path)


def _by_site(network: Network) -> dict[str, dict[str, Item]]:
    found: dict[str, dict[str, Item]] = {}
    for item in network.of_kind("dues"):
        if not item.withdrawn:
            found.setdefault(item.site, {}).setdefault(item.fields["period"], item)
    return found


def _row(site: Site, item: Item) -> dict[str, Any]:
    fields = item.fields
    return {
        "site": site.title, "site_href": f"{site.base}dues/", "period": fields["period"], "href": item.address,
        "opening": fields["opening"], "came": _shown(came(item)), "handed_up": fields["handed_up"],
        "spent": _shown(went(item) - money(fields["handed_up"])), "closing": fields["closing"],
    }  # fmt: skip


def ledger(network: Network) -> Digest:
    """Every account of a site and of all below it, for each site that has any."""
    rows = {site: [_row(network.sites[site], item) for item in accounts.values()] for site, accounts in _by_site(network).items()}
    found = {}
    for site in network.sites.values() if rows else ():
        shown = [row for one in (site, *network.below(site.id)) for row in rows.get(one.id, ())]
        if shown:
            found[site.id] = sorted(shown, key=lambda row: (row["period"], row["site"]), reverse=True)
    return Digest(found)


COLUMNS = (
    (N_("上期结存"), "opening"),
    (N_("收入"), "came"),
    (N_("上缴"), "handed_up"),
    (N_("支出"), "spent"),
    (N_("本期结存"), "closing"),
)


def totals(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The sums of every column."""
    listed = list(rows)
    return {name: _shown(sum((money(row[name]) for row in listed), Decimal(0))) for _, name in COLUMNS}


def ledger_page(network: Network, site: Site) -> Iterator[Output]:
    """The accounts by period, with sums over all units; CSV."""
    _ = network.settings.gettext
    rows = network.digest("accounts.ledger", site.id)
    if not rows:
        return
    periods = [
        {
            "title": network.settings.period_in_words(period),
            "rows": (mine := [row for row in rows if row["period"] == period]),
            "totals": totals(mine),
        }
        for period in dict.fromkeys(row["period"] for row in rows)
    ]
    own = any(item.kind == "dues" for item in network.standing(site.id))
    address = f"{site.base}dues/"
    values = {"periods": periods, "columns": COLUMNS, "files": [("CSV", f"{address}dues.csv")]}
    yield Page(
        address, "dues.html", _("党费收支"), values, section="dues", menu="" if own else "公开", crumbs=((site.title, site.base),)
    )
    head = (_("单位"), _("期间"), *(_(label) for label, _name in COLUMNS), _("地址"))
    yield File(
        f"{address}dues.csv",
        to_csv(head, ([r["site"], r["period"], *(r[name] for _label, name in COLUMNS), r["href"]] for r in rows)),
    )


def account(network: Network, item: Item) -> dict[str, Any]:
    """The account as a table, what the money was spent on as bars, and the closing balances as a trend."""
    _ = network.settings.gettext
    fields = item.fields
    rows = [
        {"label": _("上期结存"), "amount": fields["opening"], "sign": ""},
        {"label": _("收缴党费"), "amount": fields["received"], "sign": "+"},
    ]
    rows += [{"label": _("上级下拨"), "amount": fields["granted"], "sign": "+"}] if money(fields["granted"]) else []
    rows += [{"label": _("上缴上级"), "amount": fields["handed_up"], "sign": "-"}]
    rows += [{"label": row["purpose"], "amount": row["amount"], "sign": "-"} for row in fields["spent"]]
    rows += [{"label": _("本期结存"), "amount": fields["closing"], "sign": "="}]
    series = sorted(
        (other for other in network.standing(item.site) if other.kind == "dues"), key=lambda other: other.fields["period"]
    )
    points = [
        {"label": network.settings.period_in_words(other.fields["period"]), "value": float(money(other.fields["closing"]))}
        for other in series
    ]
    return {
        "period": network.settings.period_in_words(fields["period"]),
        "account": rows,
        "balances": points if len(points) > 1 else [],
    }


DUES = Kind(
    "dues", "党费收支", "dues", "党费", dated=True, schema=DuesFields, check=balances, check_text=no_persons, values=account,
    stream=False, area="公开", own_list=True, body="需要说明的写在这里；只写汇总数，不写谁交了多少。\n",
)  # fmt: skip
