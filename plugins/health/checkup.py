"""The check-up 体检 of every site against the figures for government sites: what is fresh, late, blank or unanswered, and a score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from plugins.health.bulletin import unit_address
from plugins.health.tally import Below
from plugins.network.digests import Glance
from plugins.network.interface import N_
from plugins.network.items import Tone
from plugins.network.listing import PER_PAGE, page_address, pager
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.periods import ends
from plugins.network.sites import Settings, Site

NAME = N_("体检")
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "news": (N_("动态要闻"), ("news",)),
    "notice": (N_("通知公告、政策文件"), ("notice", "document", "publicity", "disclosure")),
    "plan": (N_("人事、规划计划"), ("goal", "decision", "election", "honor")),
}
"""The sorts of columns that have a time of their own, each with a figure `checkup-…-days`, and the Kinds that they hold."""
RULES: Mapping[str, str] = {
    "home": N_("首页更新"), **{name: label for name, (label, _) in GROUPS.items()}, "own": N_("自设栏目"), "blank": N_("空白栏目"),
    "letters": N_("互动渠道和来信"), "undated": N_("没有日期"), "links": N_("打不开的链接"),
}  # fmt: skip
FRESH = ("home", "news", "notice", "plan", "own")
"""The rules that ask for something new within so many days."""

PRICES: Mapping[str, str] = {
    "home": "home", **dict.fromkeys(FRESH[1:], "late"), "blank": "blank", "letters": "letters", "undated": "undated", "links": "links",
}  # fmt: skip
"""The figure `checkup-points-…` by which each rule costs."""
FATAL: Mapping[str, tuple[tuple[str, ...], str]] = {
    "home": (("home",), N_("首页没有按期更新")),
    "news": (("news", "notice"), N_("动态、通知、文件类栏目逾期 %(count)s 个")),
    "late": (FRESH[1:], N_("逾期栏目 %(count)s 个")),
    "blank": (("blank",), N_("空白栏目 %(count)s 个")),
    "letters": (("letters",), N_("没有互动渠道，或有来信长期没有答复")),
}
"""What fails a site at once, as many faults of some rules as the figure `checkup-fail-…` says, in words."""
Faults = Mapping[str, int]
"""Rule → how many faults."""


class Finding(NamedTuple):
    """What one rule says of one thing.

    `name` is what was looked at, or the first that is at fault. `day` is when it was last new, `due` the last day on which
    that is enough. `faults` is how many there are, 0 where the finding is itself the fault.
    """

    rule: str
    name: str
    ok: bool
    day: str = ""
    due: str = ""
    faults: int = 0
    href: str = ""


Told = Mapping[str, Any]


def checkups(network: Network, tallies: Mapping[str, Told], below: Below, today: date) -> tuple[dict[str, Told], datetime | None]:
    """For each site its findings, and for one with others below the short of all; and when one changes by itself."""
    found = {site: [*_findings(network, network.sites[site], told, today)] for site, told in tallies.items() if told["newest"]}
    short = {site: _short(findings, network.settings) for site, findings in found.items()}
    sites: dict[str, Told] = {
        site: {"findings": findings, "units": {unit: short[unit] for unit in below.get(site, ()) if unit in short}}
        for site, findings in found.items()
    }
    days = (one.due for findings in found.values() for one in findings if one.ok and one.due)
    first = min(days, default=None)
    return sites, ends(first, network.zone) if first else None


def up_to_date(network: Network, site: Site, found: Mapping[str, Told], below: Below) -> Glance | None:
    """How many of the units below a site have written something within the days that a home page may be still."""
    units = [unit for unit in below.get(site.id, ()) if unit != site.id and network.sites[unit].kind != "library"]
    if not units or {"health", "health.checkup"} & network.switched_off(site.id):
        return None
    _, days = network.settings.gettext, int(network.settings.figure("checkup-home-days"))
    number = sum(any(one.rule == "home" and one.ok for one in found[unit]["findings"]) for unit in units if unit in found)
    unit = _("/ %(count)s 个单位", count=len(units))
    return Glance(_("按期更新"), number, unit, _("%(days)s 天内有新内容", days=days), f"{site.base}health/", len(units))


def _short(findings: Sequence[Finding], settings: Settings) -> tuple[float, int, Faults]:
    """Score, how many things fail a site at once, faults by rule as far as it has something to look at."""
    faults = count(findings)
    return score(faults, settings), len(fails(faults, settings)), faults


def count(findings: Iterable[Finding]) -> Faults:
    """How many faults there are under each rule that looked at something."""
    found: dict[str, int] = {}
    for one in findings:
        found[one.rule] = found.get(one.rule, 0) + (0 if one.ok else max(one.faults, 1))
    return found


def _findings(network: Network, site: Site, told: Told, today: date) -> Iterator[Finding]:
    """Everything that is looked at on a site."""
    yield from (_fresh(network.settings, rule, name, day, href, today) for rule, name, day, href in _columns(network, site, told))
    yield from (Finding("blank", name, ok=False) for name, _, address in told["own"] if not address)
    yield _letters(network, site, told["forgotten"])
    for rule in ("undated", "links"):
        count, title, href = told[rule]
        yield Finding(rule, title, not count, faults=count, href=href)


def _fresh(settings: Settings, rule: str, name: str, day: str, href: str, today: date) -> Finding:
    """Whether something new came within the days that a rule gives."""
    if not day:
        return Finding(rule, name, ok=False, href=href)
    due = date.fromisoformat(day) + timedelta(days=settings.figure(f"checkup-{rule}-days"))
    return Finding(rule, name, today <= due, day, due.isoformat(), href=href)


def _columns(network: Network, site: Site, told: Told) -> Iterator[tuple[str, str, str, str]]:
    """(rule, name, newest day, address) of everything that must be kept fresh; a library is there to be looked up."""
    _ = network.settings.gettext
    if site.kind == "library":
        return
    yield "home", _("首页"), told["fresh"], site.base
    for rule, (_, held) in GROUPS.items():
        for kind in held:
            if kind in told["newest"]:
                yield rule, network.labels[kind], told["newest"][kind], f"{site.base}{network.folders[kind]}/"
    yield from (("own", name, day, address) for name, day, address in told["own"] if address)


def _letters(network: Network, site: Site, forgotten: int) -> Finding:
    """Whether people can write to somebody, and get an answer within months."""
    above = [site]
    while parent := above[-1].parent:
        above.append(network.sites[parent])
    reached = any(contact.email for one in above for contact in one.contacts) or bool(network.settings.footer.contact)
    return Finding("letters", "", reached and not forgotten, faults=forgotten)


# points -----------------------------------------------------------------------------------------


def fails(faults: Faults, settings: Settings) -> list[str]:
    """What fails a site at once, in words."""
    counts = {name: sum(faults.get(rule, 0) for rule in rules) for name, (rules, _) in FATAL.items()}
    limits = {name: settings.figure(f"checkup-fail-{name}") for name in FATAL}
    return [settings.gettext(words, count=counts[name]) for name, (_, words) in FATAL.items() if counts[name] >= limits[name]]


def lost(faults: Faults, settings: Settings) -> dict[str, float]:
    """The points that each rule costs; many faults of one sort cost so many at most."""
    most = settings.figure("checkup-points-most")
    costs = {rule: many * settings.figure(f"checkup-points-{PRICES[rule]}") for rule, many in faults.items() if many}
    return {rule: round(min(most, cost), 1) for rule, cost in costs.items()}


def score(faults: Faults, settings: Settings) -> float:
    """100 less what the rules cost, never below 0."""
    return round(max(0, 100 - sum(lost(faults, settings).values())), 1)


# pages ------------------------------------------------------------------------------------------


def checkup(network: Network, site: Site) -> Iterator[Output]:
    """What was found on a site, its score and why; for a site with others below all of them, and CSV."""
    _ = network.settings.gettext
    told = network.digest("health.reports", site.id)
    if not told or not told["checkup"]:
        return
    findings, units = told["checkup"]["findings"], told["checkup"]["units"]
    address, many = f"{site.base}health/", max(1, -(-len(units) // PER_PAGE))
    for number in range(1, many + 1):
        values = {
            "heading": network.settings.gettext("%(site)s体检", site=site.short),
            "official": _official(network, site),
            "score": _scored(count(findings), network.settings) if number == 1 else None,
            "findings": [_row(one, network.settings) for one in findings] if number == 1 else (),
            "columns": [_("得分"), _("单项否决"), *map(_, RULES.values())],
            "units": [_unit(network, *unit) for unit in [*units.items()][(number - 1) * PER_PAGE : number * PER_PAGE]],
            "formula": _formula(network.settings),
            "quarters": [(network.settings.period_in_words(quarter), unit_address(network, site.id, quarter)) for quarter, rows in told["bulletin"].items()
                         if site.id in rows] if number == 1 else (),
            "csv": f"{address}checkup.csv" if units else "",
            "pager": pager(address, number, many),
            "tier": network.tier,
        }  # fmt: skip
        yield Page(
            page_address(address, number), "checkup.html", network.settings.gettext(NAME), values, network.settings.gettext("首页、栏目、来信是不是按期更新和答复"),
            "health", "方针管理" if number == 1 else "", ((site.title, site.base),), robots="noindex" if number > 1 else "",
        )  # fmt: skip
    if units:
        yield File(f"{address}checkup.csv", _csv(network, units))


def _official(network: Network, site: Site) -> bool:
    """Whether a site is a government's, so that the figures bind it."""
    return (urlsplit(site.url or network.settings.base_url).hostname or "").endswith(".gov.cn")


def _scored(faults: Faults, settings: Settings) -> dict[str, Any]:
    """The score with what it lost, the word for it, and what fails the site at once."""
    _ = settings.gettext
    found, failed = score(faults, settings), fails(faults, settings)
    tone = _tone(found, len(failed), settings)
    reasons = [
        {"text": _("%(rule)s：%(count)s 处", rule=_(RULES[rule]), count=faults[rule]), "points": -cost}
        for rule, cost in lost(faults, settings).items()
    ]
    word = {"negative": _("不合格"), "warning": _("合格"), "positive": _("良好")}[tone]
    return {"score": found, "reasons": reasons, "fails": failed, "word": word}


def _row(one: Finding, settings: Settings) -> list[object]:
    """One finding as a row: rule, what was looked at, how it stands, when it was new, until when it had to be."""
    _ = settings.gettext
    tone: Tone = "positive" if one.ok else "negative" if one.rule in ("home", "letters") else "warning"
    name = one.name + (_("等") if one.faults > 1 and one.name else "") or _("全站")
    named = {"text": name, "href": one.href} if one.href else name
    return [named, _(RULES[one.rule]), {"text": _word(one, settings), "tone": tone}, one.day or "—", one.due or "—"]


def _word(one: Finding, settings: Settings) -> str:
    _ = settings.gettext
    if one.rule in FRESH:
        return _("按期") if one.ok else _("逾期") if one.day else _("没有更新")
    if one.rule == "letters":
        return _("通畅") if one.ok else _("%(count)s 封长期未答复", count=one.faults) if one.faults else _("没有渠道")
    return (
        {
            "blank": _("空白"),
            "undated": settings.ngettext("%(count)s 篇", one.faults),
            "links": _("%(count)s 处", count=one.faults),
        }[one.rule]
        if not one.ok
        else _("没有")
    )


def _unit(network: Network, site: str, short: tuple[float, int, Faults]) -> dict[str, Any]:
    """One site as a row of the matrix."""
    _ = network.settings.gettext
    points, failed, faults = short
    cells = [{"text": _("%(points)s 分", points=format(points, "g")), "tone": _tone(points, failed, network.settings)},
             {"text": _("%(count)s 项", count=failed) if failed else _("没有"), "tone": "negative" if failed else "positive"}]  # fmt: skip
    for rule in RULES:
        many = faults.get(rule)
        text = "—" if many is None else _("%(count)s 处", count=many) if many else _("没有问题")
        cells.append({"text": text, "tone": "off" if many is None else "warning" if many else "positive"})
    href = f"{network.sites[site].base}health/"
    return {"label": network.sites[site].short, "href": href, "cells": [{**cell, "href": href} for cell in cells]}


def _tone(points: float, failed: int, settings: Settings) -> Tone:
    if failed or points < settings.figure("checkup-pass"):
        return "negative"
    return "positive" if points > settings.figure("checkup-good") else "warning"


def _formula(settings: Settings) -> list[list[object]]:
    """What each figure asks for, and where it is written."""
    _ = settings.gettext
    figures = (figure for name, figure in settings.figures.items() if name.startswith("checkup-"))
    return [
        [one.meaning, one.value, _("%(word)s：%(source)s", word=_("依据") if one.confirmed else _("参考"), source=one.source)]
        for one in figures
    ]


def _csv(network: Network, units: Mapping[str, tuple[float, int, Faults]]) -> bytes:
    _ = network.settings.gettext
    rows = [
        [
            network.sites[site].title,
            points,
            failed,
            *(faults.get(rule, "") for rule in RULES),
            f"{network.sites[site].base}health/",
        ]
        for site, (points, failed, faults) in units.items()
    ]
    return to_csv((_("单位"), _("得分"), _("单项否决"), *map(_, RULES.values()), _("地址")), rows)
