"""决策参考: how the whole network is doing, quarter over quarter, as a page, CSV and JSON; small numbers of letters stay hidden."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plugins.health.bulletin import Quarters
from plugins.health.tally import SHELVES, Row, mean, shelf, total
from plugins.health.timely import FORMULA
from plugins.network.cells import Cell, is_small, protected
from plugins.network.network import Network
from plugins.network.outputs import File, Output, Page, to_csv, to_json
from plugins.network.periods import period_zh
from plugins.network.sites import Site

NAME = "决策参考"
HIDDEN = "不公开"


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
    Indicator("信息", "篇", "当季发布、通过检查的，每篇一次", lambda _, rows: sum(map(total, rows))),
    Indicator("有更新的单位", "个", "当季至少有一篇的站点", lambda _, rows: sum(total(row) > 0 for row in rows)),
    Indicator("板块覆盖", "个", f"有更新的单位平均在几个板块里有内容，一共 {len(SHELVES) - 1} 个板块", _coverage),
    Indicator("按期率", "%", FORMULA.partition("；")[0].partition("= ")[2], _timely),
    Indicator("逾期", "件", "当季的事项里已经逾期的", lambda _, rows: sum(row["timely"][1] for row in rows)),
    Indicator("质量分", "分", "各篇的平均，公式见季度通报", lambda _, rows: mean(rows)),
    Indicator("来信", "件", "当季收到的；太少的不公开，写作 —", _letters),
    Indicator("答复用时", "天", "已答复来信的中位数；太少的不公开，写作 —", _waited),
)


def indicators(network: Network, site: Site) -> Iterator[Output]:
    """The numbers of each quarter for a site with others below it, the letters of every unit, the goals of the year."""
    told = network.digest("health.reports", site.id)
    if not told or not told["bulletin"] or not network.children(site.id):
        return
    quarters: Quarters = dict(reversed(told["bulletin"].items()))
    numbers = {quarter: [one.of(network, list(rows.values())) for one in INDICATORS] for quarter, rows in quarters.items()}
    letters, data, year = _table(network, quarters), f"{site.base}data/network/", told["running"][:4]
    columns = ["单位", *map(_short, quarters), "合计"]
    values = {
        "totals": [_newest(site, place, numbers, told["running"]) for place in (0, 2, 3, 5)],
        "columns": ["指标", *map(_short, quarters), "较上季"],
        "rows": [_row(site, place, numbers, told["running"]) for place in range(len(INDICATORS))],
        "trends": [(INDICATORS[place].name, INDICATORS[place].unit, _points(place, numbers)) for place in (0, 3, 5)],
        "goals": _goals([row for quarter, rows in quarters.items() if quarter[:4] == year for row in rows.values()], year, site),
        "letter_columns": columns,
        "letters": letters,
        "formula": [(one.name, one.about) for one in INDICATORS],
        "limit": _limit(network),
        "files": [("指标 CSV", f"{data}indicators.csv"), ("指标 JSON", f"{data}indicators.json")]
        + ([("来信 CSV", f"{data}letters.csv")] if letters else []),
    }  # fmt: skip
    yield Page(f"{site.base}health/indicators/", "indicators.html", NAME, values, "活跃、覆盖、按期、质量、来信，一季一季地比",
               "indicators", "方针管理", ((site.title, site.base),))  # fmt: skip
    yield from _files(site, numbers, letters, columns, data)


def _short(quarter: str) -> str:
    """2026-Q3 as a heading: 26 年三季度."""
    return f"{quarter[2:4]} 年{'一二三四'[int(quarter[-1]) - 1]}季度"


Numbers = Mapping[str, Sequence[float | None]]


def _finished(numbers: Numbers, running: str) -> list[str]:
    """The quarters to compare: those that are over, or the only one."""
    return [quarter for quarter in numbers if quarter != running] or list(numbers)


def _newest(site: Site, place: int, numbers: Numbers, running: str) -> tuple[str, object, str, str, str]:
    """The number of the newest quarter that is over."""
    quarter, one = _finished(numbers, running)[-1], INDICATORS[place]
    number = numbers[quarter][place]
    return (
        one.name,
        "—" if number is None else f"{number:g}",
        one.unit,
        period_zh(quarter),
        f"{site.base}health/bulletin/{quarter}/",
    )


def _row(site: Site, place: int, numbers: Numbers, running: str) -> list[object]:
    """An indicator in every quarter, each number with its bulletin, and how it changed between the last two that are over."""
    one = INDICATORS[place]
    cells = [
        {"text": "—" if row[place] is None else row[place], "href": f"{site.base}health/bulletin/{quarter}/", "number": True}
        for quarter, row in numbers.items()
    ]
    last = [numbers[quarter][place] for quarter in _finished(numbers, running)[-2:]]
    return [f"{one.name}（{one.unit}）", *cells, {"text": _change(last), "number": True}]


def _change(last: Sequence[float | None]) -> str:
    """+9 · −3.5 · 持平; a dash where one is missing."""
    if len(last) < 2 or last[0] is None or last[1] is None:
        return "—"
    apart = round(last[1] - last[0], 1)
    return f"+{apart:g}" if apart > 0 else f"−{-apart:g}" if apart else "持平"


def _points(place: int, numbers: Numbers) -> list[dict[str, object]]:
    return [{"label": _short(quarter), "value": row[place]} for quarter, row in numbers.items()]


def _goals(rows: Sequence[Row], year: str, site: Site) -> tuple[str, object, str, str, str] | None:
    """How many of the year's goals that are due have been reached."""
    met, due = (sum(row["goals"][place] for row in rows) for place in (0, 1))
    return (
        (
            f"{year} 年目标达成",
            f"{round(100 * met / due)}%",
            "",
            f"已到填报期 {due} 个，达到必达或挑战 {met} 个",
            f"{site.base}boards/network/",
        )
        if due
        else None
    )


def _table(network: Network, quarters: Quarters) -> list[list[object]]:
    """The letters of each unit and quarter with totals: small counts hidden, and as many more as must be."""
    units = [site for site in network.sites if any(rows[site]["letters"] for rows in quarters.values() if site in rows)]
    counts = [[len(rows[site]["letters"]) if site in rows else 0 for rows in quarters.values()] for site in units]
    if not units:
        return []
    shown = [[_shown(cell) for cell in row] for row in protected(counts, _limit(network))]
    names: list[object] = [{"text": network.sites[unit].short, "href": f"{network.sites[unit].base}mailbox/"} for unit in units]
    return [[name, *row] for name, row in zip([*names, "全部单位"], shown, strict=True)]


def _shown(cell: Cell) -> object:
    return {"text": HIDDEN if cell is None else cell, "number": True}


def _files(site: Site, numbers: Numbers, letters: Sequence[Sequence[Any]], columns: Sequence[str], data: str) -> Iterator[File]:
    """The same numbers to be worked with: one row a quarter, and the letters as the page shows them."""
    head = ["季度", *(f"{one.name}（{one.unit}）" for one in INDICATORS)]
    rows = [[quarter, *("" if number is None else number for number in row)] for quarter, row in numbers.items()]
    document = {
        "title": f"{site.title}{NAME}", "site": site.title, "address": f"{site.base}health/indicators/", "period": "", "unit": "",
        "base": "；".join(f"{one.name}：{one.about}" for one in INDICATORS), "source": "", "columns": head,
        "rows": [[quarter, *row] for quarter, row in numbers.items()],
    }  # fmt: skip
    yield File(f"{data}indicators.csv", to_csv(head, rows))
    yield File(f"{data}indicators.json", to_json(document))
    if letters:
        yield File(
            f"{data}letters.csv",
            to_csv(columns, [[cell["text"] if isinstance(cell, dict) else cell for cell in row] for row in letters]),
        )
