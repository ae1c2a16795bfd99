"""决策参考: how the whole network is doing, quarter over quarter, as a page, CSV and JSON; small numbers of letters stay hidden."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plugins.health.bulletin import Quarters
from plugins.health.tally import SHELVES, Row, mean, shelf, total
from plugins.network.cells import Cell, is_small, protected
from plugins.network.interface import N_
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv, to_json
from plugins.network.sites import Settings, Site

NAME = N_("决策参考")
HIDDEN = N_("不公开")
QUARTERS = (N_("%(year)s 年一季度"), N_("%(year)s 年二季度"), N_("%(year)s 年三季度"), N_("%(year)s 年四季度"))


class Indicator(NamedTuple):
    """One number of a quarter: what it is called, its unit, how it comes about, and how it is worked out."""

    name: str
    unit: str
    about: str
    of: Callable[[Network, Sequence[Row]], float | None]


def _coverage(network: Network, rows: Sequence[Row]) -> float | None:
    """How many groups a unit that published anything published in, on the average."""
    held = [len({shelf(network, kind) for kind in row["counts"]} & set(SHELVES[:-1])) for row in rows if row["counts"]]
    return round(sum(held) / len(held), 1) if held else None


def _timely(_network: Network, rows: Sequence[Row]) -> float | None:
    good, late = (sum(row["timely"][place] for row in rows) for place in (0, 1))
    return round(100 * good / (good + late)) if good + late else None


def _letters(network: Network, rows: Sequence[Row]) -> float | None:
    """How many letters came, unless so few that a writer could be recognised."""
    count = sum(len(row["letters"]) for row in rows)
    return None if is_small(count, _limit(network)) else count


def _waited(network: Network, rows: Sequence[Row]) -> float | None:
    """The median of the days that letters waited, unless so few that one could be recognised."""
    days = sorted(day for row in rows for day in row["letters"] if day is not None)
    middle = len(days) // 2
    return round((days[middle] + days[~middle]) / 2, 1) if days and not is_small(len(days), _limit(network)) else None


def _limit(network: Network) -> int:
    return int(network.settings.figure("health-small-cell"))


INDICATORS = (
    Indicator(N_("信息"), N_("篇"), N_("当季发布、通过检查的，每篇一次"), lambda _, rows: sum(map(total, rows))),
    Indicator(N_("有更新的单位"), N_("个"), N_("当季至少有一篇的站点"), lambda _, rows: sum(total(row) > 0 for row in rows)),
    Indicator(N_("板块覆盖"), N_("个"), N_("有更新的单位平均在几个板块里有内容，一共 %(count)s 个板块"), _coverage),
    Indicator(N_("按期率"), "%", N_("按期 ÷（按期 + 逾期）"), _timely),
    Indicator(N_("逾期"), N_("件"), N_("当季的事项里已经逾期的"), lambda _, rows: sum(row["timely"][1] for row in rows)),
    Indicator(N_("质量分"), N_("分"), N_("各篇的平均，公式见季度通报"), lambda _, rows: mean(rows)),
    Indicator(N_("来信"), N_("件"), N_("当季收到的；太少的不公开，写作 —"), _letters),
    Indicator(N_("答复用时"), N_("天"), N_("已答复来信的中位数；太少的不公开，写作 —"), _waited),
)


def _named(one: Indicator, settings: Settings) -> str:
    """信息（篇）."""
    return settings.gettext("%(name)s（%(unit)s）", name=settings.gettext(one.name), unit=_unit(one, settings).strip())


def _unit(one: Indicator, settings: Settings) -> str:
    return settings.ngettext(one.unit, 2)


def _about(one: Indicator, settings: Settings) -> str:
    return settings.gettext(one.about, count=len(SHELVES) - 1)


def indicators(network: Network, site: Site) -> Iterator[Output]:
    """The numbers of each quarter for a site with others below it, the letters of every unit, the goals of the year."""
    _ = network.settings.gettext
    told = network.digest("health.reports", site.id)
    if not told or not told["bulletin"] or not network.children(site.id):
        return
    quarters: Quarters = dict(reversed(told["bulletin"].items()))
    numbers = {quarter: [one.of(network, list(rows.values())) for one in INDICATORS] for quarter, rows in quarters.items()}
    letters, data, year = _table(network, quarters), f"{site.base}data/network/", told["running"][:4]
    columns = [_("单位"), *(_short(quarter, network.settings) for quarter in quarters), _("合计")]
    values = {
        "totals": [_newest(network, site, place, numbers, told["running"]) for place in (0, 2, 3, 5)],
        "columns": [_("指标"), *(_short(quarter, network.settings) for quarter in quarters), _("较上季")],
        "rows": [_row(network, site, place, numbers, told["running"]) for place in range(len(INDICATORS))],
        "trends": [(_(INDICATORS[place].name), _unit(INDICATORS[place], network.settings), _points(place, numbers, network.settings)) for place in (0, 3, 5)],
        "goals": _goals([row for quarter, rows in quarters.items() if quarter[:4] == year for row in rows.values()], year, site, network.settings),
        "letter_columns": columns,
        "letters": letters,
        "formula": [(_(one.name), _about(one, network.settings)) for one in INDICATORS],
        "limit": _limit(network),
        "files": [(_("指标 CSV"), f"{data}indicators.csv"), (_("指标 JSON"), f"{data}indicators.json")]
        + ([(_("来信 CSV"), f"{data}letters.csv")] if letters else []),
    }  # fmt: skip
    yield Page(f"{site.base}health/indicators/", "indicators.html", network.settings.gettext(NAME), values, network.settings.gettext("活跃、覆盖、按期、质量、来信，一季一季地比"),
               "indicators", "方针管理", ((site.title, site.base),))  # fmt: skip
    yield from _files(network.settings, site, numbers, letters, columns, data)


def _short(quarter: str, settings: Settings) -> str:
    """2026-Q3 as a heading: 26 年三季度."""
    return settings.gettext(QUARTERS[int(quarter[-1]) - 1], year=quarter[2:4])


Numbers = Mapping[str, Sequence[float | None]]


def _finished(numbers: Numbers, running: str) -> list[str]:
    """The quarters to compare: those that are over, or the only one."""
    return [quarter for quarter in numbers if quarter != running] or list(numbers)


def _newest(network: Network, site: Site, place: int, numbers: Numbers, running: str) -> tuple[str, object, str, str, str]:
    """The number of the newest quarter that is over."""
    quarter, one = _finished(numbers, running)[-1], INDICATORS[place]
    number = numbers[quarter][place]
    return (
        network.settings.gettext(one.name),
        "—" if number is None else f"{number:g}",
        _unit(one, network.settings),
        network.settings.period_in_words(quarter),
        f"{site.base}health/bulletin/{quarter}/",
    )


def _row(network: Network, site: Site, place: int, numbers: Numbers, running: str) -> list[object]:
    """An indicator in every quarter, each number with its bulletin, and how it changed between the last two that are over."""
    one = INDICATORS[place]
    cells = [
        {"text": "—" if row[place] is None else row[place], "href": f"{site.base}health/bulletin/{quarter}/", "number": True}
        for quarter, row in numbers.items()
    ]
    last = [numbers[quarter][place] for quarter in _finished(numbers, running)[-2:]]
    return [_named(one, network.settings), *cells, {"text": _change(last, network.settings), "number": True}]


def _change(last: Sequence[float | None], settings: Settings) -> str:
    """+9 · −3.5 · 持平; a dash where one is missing."""
    _ = settings.gettext
    if len(last) < 2 or last[0] is None or last[1] is None:
        return "—"
    apart = round(last[1] - last[0], 1)
    return f"+{apart:g}" if apart > 0 else f"−{-apart:g}" if apart else _("持平")


def _points(place: int, numbers: Numbers, settings: Settings) -> list[dict[str, object]]:
    return [{"label": _short(quarter, settings), "value": row[place]} for quarter, row in numbers.items()]


def _goals(rows: Sequence[Row], year: str, site: Site, settings: Settings) -> tuple[str, object, str, str, str] | None:
    """How many of the year's goals that are due have been reached."""
    _ = settings.gettext
    met, due = (sum(row["goals"][place] for row in rows) for place in (0, 1))
    return (
        (
            _("%(year)s 年目标达成", year=year),
            f"{round(100 * met / due)}%",
            "",
            _("已到填报期 %(due)s 个，达到必达或挑战 %(met)s 个", due=due, met=met),
            f"{site.base}boards/network/",
        )
        if due
        else None
    )


def _table(network: Network, quarters: Quarters) -> list[list[object]]:
    """The letters of each unit and quarter with totals: small counts hidden, and as many more as must be."""
    _ = network.settings.gettext
    units = [site for site in network.sites if any(rows[site]["letters"] for rows in quarters.values() if site in rows)]
    counts = [[len(rows[site]["letters"]) if site in rows else 0 for rows in quarters.values()] for site in units]
    if not units:
        return []
    shown = [[_shown(cell, network.settings) for cell in row] for row in protected(counts, _limit(network))]
    names: list[object] = [{"text": network.sites[unit].short, "href": f"{network.sites[unit].base}mailbox/"} for unit in units]
    return [[name, *row] for name, row in zip([*names, _("全部单位")], shown, strict=True)]


def _shown(cell: Cell, settings: Settings) -> object:
    return {"text": settings.gettext(HIDDEN) if cell is None else cell, "number": True}


def _files(
    settings: Settings, site: Site, numbers: Numbers, letters: Sequence[Sequence[Any]], columns: Sequence[str], data: str
) -> Iterator[File]:
    """The same numbers to be worked with: one row a quarter, and the letters as the page shows them."""
    _ = settings.gettext
    head = [_("季度"), *(_named(one, settings) for one in INDICATORS)]
    rows = [[quarter, *("" if number is None else number for number in row)] for quarter, row in numbers.items()]
    document = {
        "title": _("%(title)s决策参考", title=site.title), "site": site.title, "address": f"{site.base}health/indicators/", "period": "", "unit": "",
        "base": _("；").join(_("%(label)s：%(value)s", label=_(one.name), value=_about(one, settings)) for one in INDICATORS), "source": "", "columns": head,
        "rows": [[quarter, *row] for quarter, row in numbers.items()],
    }  # fmt: skip
    yield File(f"{data}indicators.csv", to_csv(head, rows))
    yield File(f"{data}indicators.json", to_json(document))
    if letters:
        yield File(
            f"{data}letters.csv",
            to_csv(columns, [[cell["text"] if isinstance(cell, dict) else cell for cell in row] for row in letters]),
        )
