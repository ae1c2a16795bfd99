"""The board of one unit and year: every goal with its bullet, its PDCA and its evidence; and the same as CSV."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from plugins.boards import diagnoses, scores
from plugins.boards.checks import boards
from plugins.boards.evidence import evidence
from plugins.boards.goals import DIRECTIONS, plain
from plugins.boards.standing import GRADES, NONE, STEPS, Open, judged, next_change, open_actions, turn, year_of
from plugins.network.digests import Digest
from plugins.network.hrefs import Hrefs
from plugins.network.interface import N_
from plugins.network.items import Item, State
from plugins.network.listing import Facets, list_pages
from plugins.network.network import Network, newest
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.periods import first_and_last
from plugins.network.sites import Settings, Site

Row = Mapping[str, Any]
Years = Sequence[tuple[str, int, str]]
"""(year, number of goals or units, address) of every board."""


def standings(network: Network) -> Digest:
    """For every goal of a site the actual that counts now and the actions that are open, by path."""
    assert network.as_of is not None
    sites: dict[str, dict[str, Any]] = {}
    moments = []
    for item in network.of_kind("goal"):
        if not item.withdrawn:
            _, counted = judged(item, network.as_of, network.settings)
            still = open_actions(item, network.as_of, network.zone)
            rows = [[action.step, action.number, action.since, action.late] for action in still]
            sites.setdefault(item.site, {})[item.path] = {"counted": counted, "open": rows}
            moments.append(next_change(item, network.as_of, network.zone))
    return Digest(sites, min((moment for moment in moments if moment), default=None))


def goal_values(network: Network, item: Item) -> Row:
    """What the page of a goal shows beyond its fields."""
    standing = (network.digest("boards.standings", item.site) or {}).get(item.path)
    return {"goal": goal_row(network, item, standing), "board": f"{network.sites[item.site].base}boards/{year_of(item)}/"}


def goal_row(network: Network, item: Item, standing: Row | None) -> Row:
    """A goal as the board shows it."""
    fields = item.fields
    counted = standing["counted"] if standing else NONE
    actual = fields["actuals"][counted] if counted != NONE else None
    still = {(row[0], row[1]): Open(*row) for row in (standing["open"] if standing else ())}
    state = item.state or State("pending", *GRADES["pending"])
    return {
        "title": item.title,
        "href": item.address,
        "measure": fields["measure"],
        "owner": fields["owner"],
        "unit": fields["unit"],
        "must": fields["must"],
        "stretch": fields["stretch"],
        "base": fields["base"],
        "direction": "down" if turn(fields) < 0 else "up",
        "weight": fields["weight"],
        "points": scores.points(state.id, network.settings),
        "state": {"label": state.label, "tone": state.tone, "id": state.id},
        "value": actual["value"] if actual else None,
        "period": actual["period"] if actual else "",
        "told": network.settings.period_in_words(actual["period"]) if actual else "",
        "evidence": evidence(network, actual["evidence"]) if actual else [],
        "actuals": [_actual(network, row) for row in sorted(fields["actuals"], key=lambda row: row["period"])],
        "steps": [_step(network, fields, step, still) for step in STEPS],
    }


def _part(settings: Settings, period: str) -> str:
    """第1季度 or 3月, of a year the whole."""
    year, _, part = period.partition("-")
    words = settings.period_in_words(period)
    return words.replace(settings.period_in_words(year), "").strip() or words if part else words


def _actual(network: Network, row: Row) -> Row:
    return {"label": _part(network.settings, row["period"]), "value": row["value"], "note": row["note"],
            "evidence": evidence(network, row["evidence"])}  # fmt: skip


def _step(network: Network, fields: Mapping[str, Any], step: str, still: Mapping[tuple[str, int], Open]) -> Row:
    """One column of PDCA: its entries, and in a word where it stands."""
    _ = network.settings.gettext
    entries = [_entry(network, row, still.get((step, number))) for number, row in enumerate(fields[step])]
    waiting = [entry for entry in entries if entry["open"]]
    late = any(entry["late"] for entry in waiting)
    word, tone = (_("有逾期"), "negative") if late else (_("进行中"), "warning") if waiting else (_("已完成"), "positive")
    return {
        "label": _(STEPS[step]),
        "text": word if entries else _("还没有"),
        "tone": tone if entries else "off",
        "entries": entries,
    }


def _entry(network: Network, row: Row, waiting: Open | None) -> Row:
    return {
        "date": row["date"],
        "text": row["text"],
        "due": row["due"],
        "closed": row["closed"],
        "open": waiting is not None,
        "since": waiting.since if waiting else "",
        "late": waiting is not None and waiting.late,
        "evidence": evidence(network, row["evidence"]),
    }


def unit_boards(network: Network, site: Site) -> Iterator[Output]:
    """A board for each year in which the site has goals; the current one stands at `goals/`, where navigation leads."""
    standing = network.digest("boards.standings", site.id) or {}
    years = sorted(((year, goals) for (_, year), goals in boards(network.of(site.id)).items()), reverse=True)
    listed = [(str(year), len(goals), _address(site, year)) for year, goals in years]
    sent = newest(item for item in (*network.handed_down(site.id), *network.shared_with(site.id)) if item.kind == "goal")
    current = next((year for year, goals in years if any(map(_begun, goals))), years[0][0] if years else 0)
    for year, goals in years:
        rows = [goal_row(network, item, standing.get(item.path)) for item in _in_order(goals)]
        page = _page(network, site, year, rows, listed, sent)
        yield page
        yield File(f"{_address(site, year)}board.csv", _csv(network.settings, site, year, rows))
        if year == current:
            yield from _current(network, site, page)
    if sent and not years:
        yield from list_pages(
            network.settings,
            f"{site.base}goals/",
            network.labels["goal"],
            sent,
            crumbs=((site.title, site.base),),
            section="goal",
        )


def _current(network: Network, site: Site, board: Page) -> Iterator[Page]:
    """The board of the current year where lists stand, and where its address without the year leads."""
    address, home = f"{site.base}goals/", ((site.title, site.base),)
    canonical = Hrefs(network.settings.base_url, network.sites).whole(board.address)
    yield replace(board, address=address, title=network.labels["goal"], crumbs=home, canonical=canonical)
    values = {"target": address}
    yield Page(f"{site.base}boards/", "redirect.html", board.title, values, robots="noindex", canonical=canonical)


def _begun(goal: Item) -> bool:
    """Whether something of a goal is due already."""
    return goal.state is not None and goal.state.id != "pending"


def year_facet(year: int, listed: Years, settings: Settings) -> Facets:
    """The other years as links; nothing while there is only one."""
    choices = [(label, count, address, label == str(year)) for label, count, address in listed]
    return [(settings.gettext("年度"), choices)] if len(choices) > 1 else []


def _address(site: Site, year: int) -> str:
    return f"{site.base}boards/{year}/"


def _in_order(goals: Sequence[Item]) -> list[Item]:
    """Goals by weight, the heaviest first, then by title."""
    return sorted(goals, key=lambda item: (-(item.fields["weight"] or 0), item.address))


def _page(network: Network, site: Site, year: int, rows: Sequence[Row], years: Years, sent: Sequence[Item]) -> Page:
    _ = network.settings.gettext
    weights = scores.weights([row["weight"] for row in rows])
    graded = [(row["state"]["id"], weight) for row, weight in zip(rows, weights, strict=True)]
    found, diagnosed = scores.score(graded, network.settings), diagnosis_rows(network, site, year)
    values = {
        "heading": _("%(title)s %(year)s 年方针目标", title=site.title, year=year),
        "note": _note(rows, found, diagnosed, network.settings),
        "goals": rows,
        "formula": scores.formula(network.settings),
        "diagnoses": [
            [{"text": row["quarter"], "href": row["href"]}, *("" if score is None else score for score in row["scores"])]
            for row in diagnosed
        ],
        "sent": sent,
        "years": year_facet(year, years, network.settings),
        "csv": f"{_address(site, year)}board.csv",
    }
    crumbs = ((site.title, site.base), (network.labels["goal"], f"{site.base}goals/"))
    about = _("%(title)s %(year)s 年 %(count)s 个目标的实绩、状态和依据", title=site.title, year=year, count=len(rows))
    return Page(_address(site, year), "board.html", _("%(year)s 年方针目标", year=year), values, about, "goal", crumbs=crumbs)


def _reach(row: Row) -> date:
    """Until when the number of a goal reaches."""
    return first_and_last(row["period"])[1] if row["period"] else date.min


def _note(rows: Sequence[Row], score: float | None, diagnosed: Sequence[Row], settings: Settings) -> str:
    """How the board stands, in a line: the score, the newest diagnosis, the weights, until when its numbers reach."""
    _ = settings.gettext
    newest, weight = max(rows, key=_reach)["told"], sum(row["weight"] or 0 for row in rows)
    told = (
        _("得分 %(score)s", score=plain(score)) if score is not None else "",
        f"{diagnosed[0]['quarter']}{diagnosed[0]['told']}" if diagnosed and diagnosed[0]["told"] else "",
        _("权重合计 %(weight)s", weight=plain(weight)) if weight else "",
        _("实绩截至%(period)s", period=newest) if newest else "",
    )
    return "　|　".join(part for part in told if part)


def diagnosis_rows(network: Network, site: Site, year: int) -> list[Row]:
    """The diagnoses of a site's year that this tier shows, the newest first."""
    own = [item for item in network.of(site.id) if item.kind == "diagnosis" and not item.withdrawn]
    chosen = sorted((item for item in own if item.fields["quarter"][:4] == str(year)), key=lambda item: item.fields["quarter"])
    return [
        {
            "quarter": network.settings.period_in_words(item.fields["quarter"]),
            "scores": [item.fields["own"], item.fields["committee"], diagnoses.difference(item)],
            "told": diagnoses.scores(item, network.settings),
            "href": item.address,
        }
        for item in reversed(chosen)
    ]


CSV_COLUMNS = (N_("年度"), N_("单位"), N_("目标"), N_("指标"), N_("计量单位"), N_("方向"), N_("基数"), N_("必达"), N_("挑战"), N_("权重"), N_("负责岗位"), N_("期间"), N_("实绩"), N_("状态"),
               N_("分值"), N_("依据"))  # fmt: skip


def _csv(settings: Settings, site: Site, year: int, rows: Sequence[Row]) -> bytes:
    _ = settings.gettext
    words = {value: key for key, value in DIRECTIONS.items()}
    return to_csv(
        [_(name) for name in CSV_COLUMNS],
        [
            [
                year, site.title, row["title"], row["measure"], row["unit"], _(words[row["direction"]]),
                *(_cell(row[name]) for name in ("base", "must", "stretch", "weight")), row["owner"], row["told"],
                _cell(row["value"]), row["state"]["label"], _cell(row["points"]), " ".join(address for _, address in row["evidence"]),
            ]
            for row in rows
        ],
    )  # fmt: skip


def _cell(number: float | None) -> str:
    return "" if number is None else plain(number)
