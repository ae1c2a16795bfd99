"""决策参考: every quarter's numbers agree with the bulletin, small numbers of letters stay hidden, the files say the same."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.cli.checking import OK
from plugins.health.indicators import INDICATORS, indicators
from plugins.network.figures import Figure
from plugins.network.items import State
from plugins.network.network import Network
from tests.health.networks import SETTINGS, item, network_of, networks, site
from tests.links import faults, parsed
from tests.networks import SMALL, Place

pytestmark = pytest.mark.xdist_group("indicators")

BASE = "https://wang.example.cn/"
THIRD, SECOND = date(2026, 8, 3), date(2026, 5, 3)


def written(network: Network, name: str = "root") -> Mapping[str, Any]:
    """What a site writes, by address."""
    return {one.address: one for one in indicators(network, network.sites[name])}


def rows(network: Network) -> dict[str, list[Any]]:
    """The indicators of the portal, each with its numbers by quarter, the oldest first, and the change at last."""
    page = written(network)["/health/indicators/"]
    return {row[0].partition("（")[0]: [cell["text"] for cell in row[1:]] for row in page.values["rows"]}


def network(*items: Any) -> Network:
    """A committee with branches a and b and some items."""
    return network_of({name: site(name, "root" if name != "root" else "") for name in ("root", "a", "b")}, list(items))


def letter(number: int, where: str, day: date = THIRD, days: int | None = None) -> Any:
    """A letter that was answered after so many days."""
    answered = date.fromordinal(day.toordinal() + days).isoformat() if days is not None else ""
    return item(number, where, day, "letter", fields={"received": day.isoformat(), "answered": answered})


def test_quarters_stand_side_by_side_and_the_running_one_is_not_compared() -> None:
    late = State("late", "迟", "warning")
    told = rows(network(
        item(1, "a", SECOND), item(2, "a"), item(3, "b"), item(4, "b", kind="disclosure", state=late), item(5, "a", date(2026, 10, 3)),
    ))  # fmt: skip
    assert told["信息"] == [1, 3, 1, "+2"]
    assert told["有更新的单位"] == [1, 2, 1, "+1"]
    assert told["板块覆盖"] == [1, 1.5, 1, "+0.5"]
    assert told["按期率"] == ["—", 0, "—", "—"]
    assert told["逾期"] == [0, 1, 0, "+1"]
    page = written(network(item(2, "a"), item(5, "a", date(2026, 10, 3))))["/health/indicators/"]
    assert page.values["totals"][0][1:4] == ("1", "篇", "2026年第3季度")


@settings(max_examples=25)
@given(networks())
def test_indicators_agree_with_the_bulletin_and_with_their_files(of: Network) -> None:
    told = (of.digest("health.reports", "root") or {}).get("bulletin")
    if not told or not of.children("root"):
        assert written(of) == {}
        return
    files = written(of)
    lines = list(csv.reader(io.StringIO(files["/data/network/indicators.csv"].content.decode("utf-8-sig"))))
    document = json.loads(files["/data/network/indicators.json"].content)
    assert lines[0] == document["columns"] == ["季度", *(f"{one.name}（{one.unit}）" for one in INDICATORS)]
    assert [line[0] for line in lines[1:]] == [row[0] for row in document["rows"]] == sorted(told)
    for line, row in zip(lines[1:], document["rows"], strict=True):
        units = told[row[0]].values()
        assert row[1] == sum(sum(map(sum, unit["counts"].values())) for unit in units)
        assert row[5] == sum(unit["timely"][1] for unit in units)
        assert [text and float(text) for text in line[1:]] == ["" if number is None else number for number in row[1:]]


# letters ------------------------------------------------------------------------------------------


def test_letters_and_their_times_are_told_from_five_on() -> None:
    few = [letter(n, "a", days=n) for n in range(4)]
    assert rows(network(*few, item(9, "a")))["来信"] == ["—", "—"]
    assert rows(network(*few, letter(4, "b", days=10)))["来信"] == [5, "—"]
    assert rows(network(*few, letter(4, "b", days=10)))["答复用时"] == [2, "—"]
    assert rows(network(*few, letter(4, "b")))["答复用时"] == ["—", "—"]
    assert rows(network(*few, letter(4, "b", days=10), letter(5, "b", days=11)))["答复用时"] == [2.5, "—"]


def test_a_small_count_of_letters_and_what_would_give_it_away_are_hidden() -> None:
    of = network(*(letter(n, "a") for n in range(3)), *(letter(10 + n, "b") for n in range(7)),
                 *(letter(20 + n, "a", SECOND) for n in range(6)), *(letter(40 + n, "b", SECOND) for n in range(20)))  # fmt: skip
    told = written(of)
    shown = [[cell["text"] for cell in row[1:]] for row in told["/health/indicators/"].values["letters"]]
    assert shown == [["不公开", "不公开", 9], ["不公开", "不公开", 27], [26, 10, 36]]
    text = told["/data/network/letters.csv"].content.decode()
    assert text.count("不公开") == 4
    assert "a支部,不公开,不公开,9" in text


def test_no_letters_make_no_table_and_operators_say_how_few_are_few() -> None:
    assert "/data/network/letters.csv" not in written(network(item(1, "a")))
    figures = {**SETTINGS.figures, "health-small-cell": Figure(1, "", "本地办法")}
    of = replace(network(letter(1, "a", days=3)), settings=replace(SETTINGS, figures=figures))
    assert rows(of)["来信"] == [1, "—"]


def test_goals_of_the_year_are_told_as_far_as_they_are_due() -> None:
    states = ("stretch", "must", "short", "missing", "pending")
    goals = [item(n, "a", date(2026, 1, 9), "goal", state=State(state, "词", "off")) for n, state in enumerate(states)]
    last_year = item(9, "a", date(2025, 12, 9), "goal", state=State("short", "未达", "negative"))
    page = written(network(*goals, last_year))["/health/indicators/"]
    assert page.values["goals"][:4] == ("2026 年目标达成", "50%", "", "已到填报期 4 个，达到必达或挑战 2 个")
    assert written(network(item(1, "a")))["/health/indicators/"].values["goals"] is None


# built --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small network with a goal."""
    place = Place(tmp_path_factory.mktemp("indicators")).write_all(SMALL)
    place.write("a/goals/g.md", "---\n标题: 关得及时\n日期: 2026-01-09\n指标: 及时率\n计量单位: '%'\n必达: 95\n挑战: 98\n"
                "实绩:\n  - {期间: 2026-10, 数值: 96, 依据: ../news/2026-10-01-walk.md}\n---\n好。\n")  # fmt: skip
    assert place.build().code == OK
    return place


def test_every_number_leads_to_the_bulletin_of_its_quarter(place: Place) -> None:
    page = place.page("/health/indicators/")
    assert "../../health/bulletin/2026-Q3/" in page.hrefs("main a")
    assert "2026 年目标达成" in page.words
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_only_a_site_with_others_below_it_has_indicators(place: Place) -> None:
    assert place.has("/b/health/indicators/")
    assert not place.has("/a/health/indicators/")
