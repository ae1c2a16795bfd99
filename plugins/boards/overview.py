"""All units at a glance: which goals each has reached, what the year is worth, who stands where; and the same as CSV."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.boards import scores, unit
from plugins.boards.checks import boards
from plugins.boards.goals import plain
from plugins.boards.standing import GRADES, NONE, judged
from plugins.network.digests import Digest, Glance
from plugins.network.hrefs import Hrefs
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.sites import Settings, Site

SHARED = 2
"""A measure has a column of its own from so many units on."""
COLUMNS = 12
"""The most columns that a reader takes in."""

Unit = Mapping[str, Any]
Year = tuple[int, Sequence[Unit]]


def overview(network: Network) -> Digest:
    """For every site that has sites below: the goals, counts, score and diagnoses of each unit, by year."""
    shown = {site for site in network.sites if not {"boards", "boards.unit_boards"} & network.switched_off(site)}
    units = {key: _unit(network, *key, goals) for key, goals in boards(network.of_kind("goal")).items() if key[0] in shown}
    sites: dict[str, Any] = {}
    for site in network.sites.values():
        chosen = {site.id, *(child.id for child in network.below(site.id))} if network.children(site.id) and units else set()
        years = sorted({year for one, year in units if one in chosen and one != site.id}, reverse=True)
        if years:
            sites[site.id] = [[year, [units[one, year] for one in network.sites if one in chosen and (one, year) in units]]
                              for year in years]  # fmt: skip
    own: dict[str, list[Year]] = {}
    for (site_id, year), one in sorted(units.items(), key=lambda row: row[0][1], reverse=True):
        own.setdefault(site_id, []).append((year, [one]))
    glances = {site: _glance(network, network.sites[site], sites.get(site) or own[site]) for site in {**own, **sites}}
    return Digest(sites, glance={site: glance for site, glance in glances.items() if glance})


def current_year(years: Sequence[Year]) -> int:
    """The newest year of which anything is due already, or else the newest."""
    begun = (year for year, units in years if any(set(one["counts"]) - {"pending"} for one in units))
    return next(begun, years[0][0] if years else 0)


def _glance(network: Network, site: Site, years: Sequence[Year]) -> Glance | None:
    """How many of the goals of the current year are reached."""
    if {"boards", "boards.unit_boards", "boards.overview_pages"} & network.switched_off(site.id):
        return None
    _, whole = network.settings.gettext, any(one["site"] != site.id for _, units in years for one in units)
    counts = sum((Counter(one["counts"]) for one in dict(years)[current_year(years)]), Counter[str]())
    words = [f"{_(GRADES[grade][0])} {counts[grade]}" for grade in ("stretch", "short", "missing") if counts[grade]]
    number, of = counts["must"] + counts["stretch"], counts.total()
    address = f"{site.base}boards/network/" if whole else f"{site.base}goals/"
    return Glance(_("目标达到必达"), number, _("/ %(count)s 项", count=of), " · ".join(words), address, of)


def _unit(network: Network, site: str, year: int, goals: Sequence[Item]) -> Unit:
    weights = scores.weights([item.fields["weight"] for item in goals])
    grades = [item.state.id if item.state else "pending" for item in goals]
    return {
        "site": site,
        "goals": [_goal(network, item) for item in goals],
        "counts": dict(Counter(grades)),
        "score": scores.score(zip(grades, weights, strict=True), network.settings),
        "diagnoses": unit.diagnosis_rows(network, network.sites[site], year),
    }


def _goal(network: Network, item: Item) -> Mapping[str, str]:
    assert network.as_of is not None
    _, counted = judged(item, network.as_of, network.settings)
    value = item.fields["actuals"][counted]["value"] if counted != NONE else None
    state = item.state
    return {
        "measure": item.fields["measure"],
        "title": item.title,
        "text": f"{plain(value)}{item.fields['unit']}" if value is not None else "",
        "grade": state.id if state else "pending",
        "href": item.address,
    }


def overview_pages(network: Network, site: Site) -> Iterator[Output]:
    """The matrix and roll-up of all units below a site, a page for each year; the current one also at `boards/network/`."""
    _ = network.settings.gettext
    years = network.digest("boards.overview", site.id) or []
    current = current_year(years)
    base = f"{site.base}boards/network/"
    listed = [(str(year), len(units), f"{base}{year}/") for year, units in years]
    for year, units in years:
        values = {
            "heading": _("%(year)s 年方针目标：全部单位", year=year),
            **_matrix(network, year, units),
            "rollup": _rollup(network, site, year, units),
            "formula": scores.formula(network.settings),
            "legend": _legend(network.settings),
            "missing": _without(network, site, units),
            "years": unit.year_facet(year, listed, network.settings),
            "csv": f"{base}{year}/units.csv",
        }
        about = _("%(count)s 个单位 %(year)s 年的方针目标、得分和名次", count=len(units), year=year)
        crumbs = ((site.title, site.base), (_("全网方针目标"), base))
        yield Page(
            f"{base}{year}/",
            "boards.html",
            _("%(year)s 年全网方针目标", year=year),
            values,
            about,
            "boards-network",
            crumbs=crumbs,
        )
        yield File(f"{base}{year}/units.csv", _csv(network, year, site, units))
        if year == current:
            yield Page(base, "boards.html", _("全网方针目标"), values, about, "boards-network", menu="方针管理", crumbs=crumbs[:1],
                       canonical=Hrefs(network.settings.base_url, network.sites).whole(f"{base}{year}/"))  # fmt: skip


def _shared(units: Sequence[Unit]) -> list[str]:
    """The measures that several units have, the most widespread first."""
    spread = Counter(measure for one in units for measure in {goal["measure"] for goal in one["goals"]})
    first = {goal["measure"]: place for place, goal in reversed(list(enumerate(goal for one in units for goal in one["goals"])))}
    ranked = sorted(spread, key=lambda measure: (-spread[measure], first[measure]))
    return [measure for measure in ranked if spread[measure] >= SHARED][:COLUMNS]


def _matrix(network: Network, year: int, units: Sequence[Unit]) -> dict[str, Any]:
    """Units by shared measures, and what else each unit has set itself."""
    columns = _shared(units)
    rows = [
        {
            "label": network.sites[one["site"]].short,
            "href": _board(network, one, year),
            "cells": _cells(network.settings, one, columns),
        }
        for one in units
    ]
    others = [
        [
            _named(network, one, year),
            {"text": goal["title"], "href": goal["href"]},
            goal["measure"],
            _cell(network.settings, goal),
        ]
        for one in units
        for goal in one["goals"]
        if goal["measure"] not in columns
    ]
    return {"columns": columns, "matrix": rows, "others": others}


def _cells(settings: Settings, one: Unit, columns: Sequence[str]) -> list[Mapping[str, str]]:
    by_measure = {goal["measure"]: goal for goal in one["goals"]}
    return [_cell(settings, by_measure[name]) if name in by_measure else {"text": "—", "tone": "off"} for name in columns]


def _cell(settings: Settings, goal: Mapping[str, str]) -> Mapping[str, str]:
    """98.5% 已达挑战, leading to the goal with its evidence."""
    label, tone = GRADES[goal["grade"]]
    return {
        "text": f"{goal['text']} {settings.gettext(label)}".strip(),
        "tone": tone,
        "href": goal["href"],
        "title": goal["title"],
    }


def _board(network: Network, one: Unit, year: int) -> str:
    return f"{network.sites[one['site']].base}boards/{year}/"


def _named(network: Network, one: Unit, year: int) -> Mapping[str, str]:
    return {"text": network.sites[one["site"]].title, "href": _board(network, one, year)}


def _ranked(site: Site, units: Sequence[Unit]) -> tuple[dict[str, int], list[Unit]]:
    """The rank of each unit below a site, and all units, the best first; the site itself stands outside the ranking."""
    ranks = scores.ranks({one["site"]: one["score"] for one in units if one["score"] is not None and one["site"] != site.id})
    return ranks, sorted(units, key=lambda one: ranks.get(one["site"], len(units) + 1))


COUNTED = ("stretch", "must", "short", "missing", "pending")


def _rollup(network: Network, site: Site, year: int, units: Sequence[Unit]) -> dict[str, Any]:
    """The rows of the year's table; every number leads to the unit's board."""
    _ = network.settings.gettext
    ranks, ordered = _ranked(site, units)
    grades = [grade for grade in COUNTED if any(one["counts"].get(grade) for one in units)]
    diagnosed = any(one["diagnoses"] for one in units)
    columns = [
        _("单位"),
        _("名次"),
        _("得分"),
        _("目标"),
        *(_(GRADES[grade][0]) for grade in grades),
        *([_("最近诊断")] if diagnosed else []),
    ]
    rows = []
    for one in ordered:
        board = _board(network, one, year)
        numbers = [ranks.get(one["site"]), one["score"], len(one["goals"]), *(one["counts"].get(grade, 0) for grade in grades)]
        cells = [{"text": "—" if number is None else number, "href": board, "number": True} for number in numbers]
        rows.append([_named(network, one, year), *cells, *([_newest(network, one, site)] if diagnosed else [])])
    return {"columns": columns, "rows": rows}


def _newest(network: Network, one: Unit, site: Site) -> Mapping[str, str] | str:
    _ = network.settings.gettext
    if not one["diagnoses"]:
        return "—" if one["site"] == site.id else _("还没有")
    row = one["diagnoses"][0]
    return {"text": f"{row['quarter'][5:]} {row['told']}", "href": row["href"]}


def _without(network: Network, site: Site, units: Sequence[Unit]) -> list[tuple[str, str]]:
    """The units that show no goals."""
    have = {one["site"] for one in units}
    return [
        (child.title, child.base)
        for child in network.below(site.id)
        if child.kind in ("branch", "online") and child.id not in have
    ]


def _legend(settings: Settings) -> list[Mapping[str, str]]:
    _ = settings.gettext
    notes = (
        _("达到挑战目标"),
        _("达到必达，没有达到挑战"),
        _("没有达到必达"),
        _("到了时间还没有填报"),
        _("第一期还没有到填报时间"),
    )
    return [{"text": _(label), "tone": tone, "note": note} for (label, tone), note in zip(GRADES.values(), notes, strict=True)]


def _csv(network: Network, year: int, site: Site, units: Sequence[Unit]) -> bytes:
    _ = network.settings.gettext
    ranks, ordered = _ranked(site, units)
    columns = (_("年度"), _("单位"), _("名次"), _("得分"), _("目标"), *(_(GRADES[grade][0]) for grade in COUNTED), _("看板"))
    return to_csv(
        columns,
        [
            [
                year, network.sites[one["site"]].title, ranks.get(one["site"], ""), "" if one["score"] is None else one["score"],
                len(one["goals"]), *(one["counts"].get(grade, 0) for grade in COUNTED), _board(network, one, year),
            ]
            for one in ordered
        ],
    )  # fmt: skip
