"""A publicity's page, and the board of all publicities of a site and of the sites below it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.listing import PER_PAGE, list_feeds, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Settings, Site
from plugins.publicity.fields import TYPES
from plugins.publicity.states import Span, closed_at, span

ORDER = ("early", "open", "waiting", "settled", "plain")
"""The states, one after the other."""
RESULTS = N_("结果")
PARTS = ((N_("进行中"), ("open", "early")), (N_("期满，等待结果"), ("late", "waiting")), (RESULTS, ("settled", "plain")))
"""The parts of a board and the states that stand in each."""


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """What a publicity's page shows beyond its fields; a withdrawn one shows nothing."""
    if item.state is None:
        return {}
    fields = item.fields
    period = span(fields, network.settings)
    columns, rows = _subjects(fields["subjects"], network.settings)
    return {
        "steps": _steps(item, period, network.settings),
        "facts": _facts(item, period, network.settings),
        "columns": columns,
        "rows": rows,
        "result": fields["result"][0] if fields["result"] and item.state.id in ("settled", "plain") else None,
        "outcome": _outcome(fields["outcome"], network.settings),
        "board": f"{network.sites[item.site].base}publicity/",
    }


def _facts(item: Item, period: Span, settings: Settings) -> list[tuple[str, ...]]:
    """What a reader must know: period, rule, and while it runs how to object."""
    _ = settings.gettext
    assert item.state is not None
    fields, figure = item.fields, settings.figures[TYPES[item.fields["type"]]]
    found: list[tuple[str, ...]] = [
        (_("类型"), _(fields["type"])),
        (_("公示期"), _period_words(period, settings)),
        (_("人数"), f"{fields['people']}" if fields["people"] is not None else ""),
        (
            _("天数依据"),
            _(
                "%(word)s：至少 %(days)g 个工作日（%(source)s）",
                word=_("规定") if figure.confirmed else _("参考"),
                days=figure.value,
                source=figure.source,
            ),
        ),
    ]
    return [*found, *_ways(item, period, settings)] if item.state.id in ("early", "open") else found


def _ways(item: Item, period: Span, settings: Settings) -> Iterator[tuple[str, ...]]:
    """How to object: every office, and a mail that already quotes the publicity's code."""
    _ = settings.gettext
    code = item.fields["code"] or _("公示-%(day)s", day=period.begin.strftime("%Y-%m%d"))
    for row in item.fields["objection"]:
        details = _("，").join(part for part in (row["address"], row["line"], row["hours"]) if part)
        yield (_("怎样反映"), _("%(post)s（%(details)s）", post=row["post"], details=details) if details else row["post"])
        if row["mailbox"]:
            address = f"mailto:{row['mailbox']}?subject={quote(f'[{code}] {item.title}')}"
            yield (_("来信"), _("%(mailbox)s，注明 %(code)s", mailbox=row["mailbox"], code=code), address)


def _period_words(period: Span, settings: Settings) -> str:
    """2026年11月18日至11月24日（5 个工作日，已按放假安排计算）."""
    first, last = period.begin.date(), period.last
    until = settings.date_in_words(last) if last.year != first.year else settings.day_in_words(last)
    return settings.ngettext(
        "%(first)s至%(last)s（%(count)s 个工作日，已按放假安排计算）",
        period.days,
        first=settings.date_in_words(first),
        last=until,
    )


def _steps(item: Item, period: Span, settings: Settings) -> list[dict[str, Any]]:
    """公示中 → 期满待结 → 已结 → 已脱敏 as a line of steps, each with the day on which it begins."""
    _ = settings.gettext
    assert item.state is not None
    now = ORDER.index("waiting" if item.state.id == "late" else item.state.id)
    closed = closed_at(item.fields, period, settings)
    plain = closed + timedelta(days=settings.figure("publicity.plain_days")) if closed else None
    begins = (period.begin, period.end, closed, plain)
    left = item.state.label.partition(" · ")[2]
    found = []
    for place, (label, moment) in enumerate(zip((_("公示中"), _("期满待结"), _("已结"), _("已脱敏")), begins, strict=True), 1):
        tone = "positive" if place < now else item.state.tone if place == now else "off"
        day = moment.date().isoformat() if moment else ""
        found.append({"label": label, "date": day, "tone": tone, "text": left if place == now else "", "current": place == now})
    return found


def _subjects(subjects: list[dict[str, Any]], settings: Settings) -> tuple[list[str], list[list[str]]]:
    """The table of who it is about: a column for each fact that somebody has."""
    _ = settings.gettext
    facts = list(dict.fromkeys(fact for row in subjects for fact in row["facts"]))
    rows = [[row["name"] or _("（集体）"), row["unit"], *(row["facts"].get(fact, "") for fact in facts)] for row in subjects]
    return [_("姓名"), _("单位"), *facts], rows


def _outcome(outcome: list[dict[str, Any]], settings: Settings) -> list[list[Any]]:
    """Unit, people, passed of every unit, and their sums."""
    _ = settings.gettext
    rows = [[row["unit"], row["people"], _or_blank(row["passed"])] for row in outcome]
    if len(rows) > 1:
        rows.append([_("合计"), sum(row["people"] or 0 for row in outcome), _or_blank(passed(outcome))])
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
    _ = network.settings.gettext
    address = f"{site.base}publicity/"
    held = (*network.standing(site.id), *network.handed_down(site.id), *network.shared_with(site.id))
    running = sum(row["state"][0] == "open" for row in rows)
    return Page(
        page_address(address, number),
        "publicity_board.html",
        _("公示栏") if number == 1 else _("%(title)s（第 %(number)s 页）", title=_("公示栏"), number=number),
        {
            "parts": [(_(title), [_cells(network, row) for row in part]) for title, part in parts.items() if part],
            "note": _("公示中 %(running)s 件 · 共 %(count)s 件", running=running, count=len(rows)),
            "late": sum(row["state"][0] == "late" for row in rows),
            "pager": pager(address, number, count),
        },
        description=_("%(title)s的公示：进行中、已结束和结果", title=site.title),
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
    last = row["last"][5:] if row["last"][:4] == row["first"][:4] else row["last"]
    _ = network.settings.gettext
    cells: list[Any] = [
        {"text": row["title"], "href": row["address"]},
        network.sites[row["site"]].short,
        _(row["type"]),
        {"text": _("%(start)s 至 %(end)s", start=row["first"], end=last), "number": True},
        _or_blank(row["people"]),
        {"text": label, "tone": tone},
    ]
    if state_id in ("settled", "plain"):
        cells.append(_result(row, network.settings))
    return cells


def _result(row: Mapping[str, Any], settings: Settings) -> str:
    _ = settings.gettext
    passed = "" if row["passed"] is None else _("通过 %(count)s", count=row["passed"])
    objections = "" if row["objections"] is None else _("异议 %(count)s 件", count=row["objections"])
    return _("；").join(part for part in (row["conclusion"], passed, objections) if part) or _("已公布")
