"""千网一面: how far every site differs from the others, in what it sets itself and in what it publishes; the formula is printed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from plugins.health.bulletin import Quarters, unit_address
from plugins.health.tally import Row, total
from plugins.network.interface import N_
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.sites import Settings, Site

NAME = N_("各站特色")
PARTS: Mapping[str, str] = {
    "columns": N_("独有栏目"), "accent": N_("主题色"), "motif": N_("纹样"), "slogan": N_("口号"), "pages": N_("自办页面"), "own": N_("原创"),
    "single": N_("独家"),
}  # fmt: skip
"""What makes a site different, each with a figure `variety-…` that says how many points it is worth."""


class Likeness(NamedTuple):
    """What of a site others have too: for each part how much of it is its own, from 0 to 1, and that in words."""

    shares: Mapping[str, float]
    words: Mapping[str, str]


def likeness(site: Site, others: list[Site], rows: list[Row], pages: int, settings: Settings) -> Likeness:
    """How much of a site is its own.

    Args:
        others: the other sites that are compared. rows: what it did in each quarter. pages: how many pages of its own it has.
    """
    _ = settings.gettext
    own = _own_columns(site, others)
    looks = {name: sum(getattr(other, name) == getattr(site, name) for other in others) for name in ("accent", "motif", "slogan")}
    items, reprints = sum(map(total, rows)), sum(pair[1] for row in rows for pair in row["counts"].values())
    joint, enough = sum(row["joint"] for row in rows), settings.figure("variety-enough-pages")
    shares = {
        "columns": len(own) / len(site.columns) if site.columns else 0,
        **{name: 1 / (1 + same) if getattr(site, name) else 0 for name, same in looks.items()},
        "pages": min(1, pages / enough) if enough else 1,
        "own": 1 - reprints / items if items else 0,
        "single": 1 - joint / items if items else 0,
    }
    words = {
        "columns": f"{len(own)} / {len(site.columns)}",
        **{
            name: (settings.ngettext("与 %(count)s 个站相同", same) if same else _("独有"))
            if getattr(site, name)
            else _("没有写")
            for name, same in looks.items()
        },
        "pages": settings.ngettext("%(count)s 页", pages),
        "own": _("转载 %(share)s", share=_share(reprints, items)),
        "single": _("联合 %(share)s", share=_share(joint, items)),
    }
    return Likeness(shares, words)


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "—"


def _own_columns(site: Site, others: list[Site]) -> list[str]:
    """The columns that no other site has."""
    taken = {column for other in others for column in other.columns}
    return [column for column in site.columns if column not in taken]


def score(found: Likeness, settings: Settings) -> int:
    """From 0, a copy of the others, to 100, all its own."""
    return round(sum(share * settings.figure(f"variety-{name}") for name, share in found.shares.items()))


def closest(site: Site, others: list[Site]) -> Site | None:
    """The site that has the most columns, colour and motif in common with this one; None if it has nothing in common."""
    common = Counter(
        {
            other.id: len({*site.columns, site.colour, site.motif} & {*other.columns, other.colour, other.motif})
            for other in others
        }
    )
    best = max(others, key=lambda other: common[other.id], default=None)
    return best if best is not None and common[best.id] else None


def variety(network: Network, site: Site) -> Iterator[Output]:
    """Every unit below a site beside the others, with what is its own; CSV."""
    _ = network.settings.gettext
    told = network.digest("health.reports", site.id)
    if not told or not told["pages"]:
        return
    units = [network.sites[unit] for unit in told["pages"] if network.sites[unit].kind != "library"]
    quarters: Quarters = told["bulletin"]
    found = {unit.id: likeness(unit, [one for one in units if one is not unit], [rows[unit.id] for rows in quarters.values() if unit.id in rows],
                               told["pages"][unit.id], network.settings) for unit in units}  # fmt: skip
    ranked = sorted(units, key=lambda unit: -score(found[unit.id], network.settings))
    address, newest = f"{site.base}health/variety/", next(iter(quarters), "")
    values = {
        "columns": [_("单位"), _("得分"), *map(_, PARTS.values()), _("最像")],
        "rows": [
            _row(network, unit, found[unit.id], units, newest if unit.id in quarters.get(newest, {}) else "") for unit in ranked
        ],
        "bars": [{"label": unit.short, "value": score(found[unit.id], network.settings), "href": unit.base} for unit in ranked],
        "formula": _formula(network.settings),
        "csv": f"{address}variety.csv",
    }
    yield Page(
        address,
        "variety.html",
        network.settings.gettext(NAME),
        values,
        _("各站的栏目、样子和内容，有多少是自己的"),
        "variety",
        "方针管理",
        ((site.title, site.base),),
    )
    lines = [
        [
            unit.title,
            score(found[unit.id], network.settings),
            *found[unit.id].words.values(),
            (alike.title if (alike := _like(unit, units)) else ""),
            unit.base,
        ]
        for unit in ranked
    ]
    yield File(f"{address}variety.csv", to_csv((_("单位"), _("得分"), *map(_, PARTS.values()), _("最像"), _("地址")), lines))


def _like(unit: Site, units: list[Site]) -> Site | None:
    return closest(unit, [one for one in units if one is not unit])


def _row(network: Network, unit: Site, found: Likeness, units: list[Site], quarter: str) -> list[Any]:
    """A unit with its score and what of each part is its own, leading to where one sees it."""
    alike, evidence = _like(unit, units), unit_address(network, unit.id, quarter) if quarter else unit.base
    cells = [{"text": found.words[name], "href": evidence if name in ("own", "single") else unit.base} for name in PARTS]
    last = {"text": alike.short, "href": alike.base} if alike else "—"
    return [{"text": unit.short, "href": unit.base}, {"text": score(found, network.settings), "number": True}, *cells, last]


def _formula(settings: Settings) -> list[tuple[str, str]]:
    _ = settings.gettext
    figures = {name: settings.figures[f"variety-{name}"] for name in PARTS}
    whole = " + ".join(f"{_(PARTS[name])} {figure.value:g}" for name, figure in figures.items())
    rows = [(_("得分"), whole), *((_(PARTS[name]), figure.meaning.partition("：")[2]) for name, figure in figures.items())]
    return [
        *rows,
        (
            _("依据"),
            _("；").join(
                dict.fromkeys(
                    _("%(word)s：%(source)s", word=_("规定") if one.confirmed else _("参考"), source=one.source)
                    for one in figures.values()
                )
            ),
        ),
    ]
