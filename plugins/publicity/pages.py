"""A publicity's page, and the board of all publicities of a site and of the sites below it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from plugins.network.digests import Digest
from plugins.network.items import Item
from plugins.network.listing import PER_PAGE, list_feeds, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Settings, Site
from plugins.publicity.fields import TYPES
from plugins.publicity.states import Span, closed_at, span

ORDER = ("early", "open", "waiting", "settled", "plain")
"""The states, one after the other."""
RESULTS = "结果"
PARTS = (("进行中", ("open", "early")), ("期满，等待结果", ("late", "waiting")), (RESULTS, ("settled", "plain")))
"""The parts of a board and the states that stand in each."""


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """What a publicity's page shows beyond its fields; a withdrawn one shows nothing."""
    if item.state is None:
        return {}
    fields = item.fields
    period = span(fields, network.settings)
    columns, rows = _subjects(fields["subjects"])
    return {
        "steps": _steps(item, period, network.settings),
        "facts": _facts(item, period, network.settings),
        "columns": columns,
        "rows": rows,
        "result": fields["result"][0] if fields["result"] and item.state.id in ("settled", "plain") else None,
        "outcome": _outcome(fields["outcome"]),
        "board": f"{network.sites[item.site].base}publicity/",
    }


def _facts(item: Item, period: Span, settings: Settings) -> list[tuple[str, ...]]:
    """What a reader must know: period, rule, and while it runs how to object."""
    assert item.state is not None
    fields, figure = item.fields, settings.figures[TYPES[item.fields["type"]]]
    found: list[tuple[str, ...]] = [
        ("类型", fields["type"]),
        ("公示期", _period_words(period)),
        ("人数", f"{fields['people']}" if fields["people"] is not None else ""),
        ("天数依据", f"{'规定' if figure.confirmed else '参考'}：至少 {figure.value:g} 个工作日（{figure.source}）"),
    ]
    return [*found, *_ways(item, period)] if item.state.id in ("early", "open") else found


def _ways(item: Item, period: Span) -> Iterator[tuple[str, ...]]:
    """How to object: every office, and a mail that already quotes the publicity's code."""
    code = item.fields["code"] or f"公示-{period.begin:%Y-%m%d}"
    for row in item.fields["objection"]:
        details = "，".join(part for part in (row["address"], row["line"], row["hours"]) if part)
        yield ("怎样反映", f"{row['post']}（{details}）" if details else row["post"])
        if row["mailbox"]:
            yield ("来信", f"{row['mailbox']}，注明 {code}", f"mailto:{row['mailbox']}?subject={quote(f'[{code}] {item.title}')}")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _period_words(period: Span) -> str:
    """2026年11月18日至11月24日（5 个工作日，已按放假安排计算）."""
    first, last = period.begin.date(), period.last
    until = _day(last) if last.year != first.year else f"{last.month}月{last.day}日"
    return f"{_day(first)}至{until}（{period.days} 个工作日，已按放假安排计算）"


def _steps(item: Item, period: Span, settings: Settings) -> list[dict[str, Any]]:
    """公示中 → 期满待结 → 已结 → 已脱敏 as a line of steps, each with the day on which it begins."""
    assert item.state is not None
    now = ORDER.index("waiting" if item.state.id == "late" else item.state.id)
    closed = closed_at(item.fields, period, settings)
    plain = closed + timedelta(days=settings.figure("publicity.plain_days")) if closed else None
    begins = (period.begin, period.end, closed, plain)
    left = item.state.label.partition(" · ")[2]
    found = []
    for place, (label, moment) in enumerate(zip(("公示中", "期满待结", "已结", "已脱敏"), begins, strict=True), 1):
        tone = "positive" if place < now else item.state.tone if place == now else "off"
        day = moment.date().isoformat() if moment else ""
        found.append({"label": label, "date": day, "tone": tone, "text": left if place == now else "", "current": place == now})
    return found


def _subjects(subjects: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """The table of who it is about: a column for each fact that somebody has."""
    facts = list(dict.fromkeys(fact for row in subjects for fact in row["facts"]))
    rows = [[row["name"] or "（集体）", row["unit"], *(row["facts"].get(fact, "") for fact in facts)] for row in subjects]
    return ["姓名", "单位", *facts], rows


def _outcome(outcome: list[dict[str, Any]]) -> list[list[Any]]:
    """Unit, people, passed of every unit, and their sums."""
    rows = [[row["unit"], row["people"], _or_blank(row["passed"])] for row in outcome]
    if len(rows) > 1:
        rows.append(["合计", sum(row["people"] or 0 for row in outcome), _or_blank(passed(outcome))])
    return rows


def _or_blank(number: int | None) -> int | str:
    return "" if number is None else number


def passed(outcome: list[dict[str, Any]]) -> int | None:
    """How many passed in all units together; None while not every unit says so."""
    numbers = [row["passed"] for row in outcome]
    return sum(numbers) if numbers and None not in numbers else None


# boards -----------------------------------------------------------------------------------------


def board(network: Network) -> Digest:
    """Every publicity for the board of its own site, of each site above it, and of those it is handed to or shared with."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in network.of_kind("publicity"):
        if item.state is not None:
            row = _row(network, item)
            for site in network.shown_on(item):
                found.setdefault(site, []).append(row)
    return Digest(
        {site: sorted(rows, key=lambda row: (row["first"], row["address"]), reverse=True) for site, rows in found.items()}
    )


def _row(network: Network, item: Item) -> dict[str, Any]:
    assert item.state is not None
    period = span(item.fields, network.settings)
    result = item.fields["result"][0] if item.fields["result"] and item.state.id in ("settled", "plain") else {}
    return {
        "title": item.title,
        "address": item.address,
        "site": item.site,
        "type": item.fields["type"],
        "state": [item.state.id, item.state.label, item.state.tone],
        "first": period.begin.date().isoformat(),
        "last": period.last.isoformat(),
        "people": item.fields["people"],
        "passed": passed(item.fields["outcome"]),
        "conclusion": result.get("conclusion", ""),
        "objections": result.get("objections"),
    }


def boards(network: Network, site: Site) -> Iterator[Output]:
    """The list of a site's publicities as a board: what runs, what waits for its result, what came of the others."""
    rows = network.digest("publicity.board", site.id)
    if not rows:
        return
    parts = {title: [row for row in rows if row["state"][0] in states] for title, states in PARTS}
    results = parts[RESULTS]
    count = max(1, -(-len(results) // PER_PAGE))
    for number in range(1, count + 1):
        shown = {} if number > 1 else parts
        yield _board(network, site, {**shown, RESULTS: results[(number - 1) * PER_PAGE : number * PER_PAGE]}, number, count, rows)


def _board(
    network: Network, site: Site, parts: Mapping[str, list[dict[str, Any]]], number: int, count: int, rows: list[dict[str, Any]]
) -> Page:
    """One page of a board."""
    address = f"{site.base}publicity/"
    held = (*network.standing(site.id), *network.handed_down(site.id), *network.shared_with(site.id))
    running = sum(row["state"][0] == "open" for row in rows)
    return Page(
        page_address(address, number),
        "publicity_board.html",
        "公示栏" if number == 1 else f"公示栏（第 {number} 页）",
        {
            "parts": [(title, [_cells(network, row) for row in part]) for title, part in parts.items() if part],
            "note": f"公示中 {running} 件 · 共 {len(rows)} 件",
            "late": sum(row["state"][0] == "late" for row in rows),
            "pager": pager(address, number, count),
        },
        description=f"{site.title}的公示：进行中、已结束和结果",
        section="publicity",
        menu="" if any(item.kind == "publicity" for item in held) else "公开",
        crumbs=((site.title, site.base),),
        feeds=_feeds(network, site, address),
        robots="noindex" if number > 1 else "",
    )


def _feeds(network: Network, site: Site, address: str) -> tuple[tuple[str, str, str], ...]:
    """The feeds of the site's own publicities, if there are any."""
    own = any(item.kind == "publicity" for item in network.standing(site.id))
    return list_feeds(network, site, network.labels["publicity"], address) if own else ()


def _cells(network: Network, row: Mapping[str, Any]) -> list[Any]:
    """One row of a board's table."""
    state_id, label, tone = row["state"]
    cells: list[Any] = [
        {"text": row["title"], "href": row["address"]},
        network.sites[row["site"]].short,
        row["type"],
        {"text": f"{row['first']} 至 {row['last'][5:] if row['last'][:4] == row['first'][:4] else row['last']}", "number": True},
        _or_blank(row["people"]),
        {"text": label, "tone": tone},
    ]
    if state_id in ("settled", "plain"):
        cells.append(_result(row))
    return cells


def _result(row: Mapping[str, Any]) -> str:
    passed = "" if row["passed"] is None else f"通过 {row['passed']}"
    objections = "" if row["objections"] is None else f"异议 {row['objections']} 件"
    return "；".join(part for part in (row["conclusion"], passed, objections) if part) or "已公布"
