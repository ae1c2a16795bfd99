"""The quarterly bulletin: every item counts once, units add up to the portal's numbers and to the CSV, each number has its evidence."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.build.capabilities import kinds
from plugins.cli.checking import OK
from plugins.health import quality
from plugins.health.bulletin import bulletins, unit_address
from plugins.health.reports import reports
from plugins.health.tally import KEPT, tally
from plugins.health.timely import JUDGED, in_time, rate
from plugins.network.items import Picture, Source, State
from plugins.network.network import Network
from plugins.network.outputs import Page
from plugins.network.periods import period_of
from plugins.network.references import Link
from plugins.release.releases import Releases
from tests.health.networks import SETTINGS, item, network_of, networks, site
from tests.links import faults, parsed
from tests.networks import AS_OF, SMALL, Place, different

pytestmark = pytest.mark.xdist_group("bulletin")

BASE = "https://wang.example.cn/"


# every item once --------------------------------------------------------------------------------


def written(network: Network, of: str) -> dict[str, Any]:
    """What a site's reports write, by address."""
    return {output.address: output for output in bulletins(network, network.sites[of])}


def table(file: Any) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def quarters(network: Network, sites: list[str]) -> Counter[str]:
    """How many items sites have in each quarter, counted by hand."""
    own = (one for one in network.items.values() if one.site in sites and one.date and not one.withdrawn and one.kind != "letter")
    return Counter(period_of(one.date.date(), "quarter") for one in own if one.date)


def numbers(row: list[Any]) -> list[Any]:
    """The numbers of a row of the table."""
    return [cell["text"] for cell in row[1:]]


@settings(max_examples=25)
@given(networks())
def test_units_add_up_to_the_portal_and_to_the_csv_and_every_item_counts_once(network: Network) -> None:
    told = {name: written(network, name) for name in network.sites}
    for portal in (name for name in network.sites if network.children(name)):
        below = [portal, *(one.id for one in network.below(portal))]
        for quarter, count in quarters(network, below).items():
            address = f"{network.sites[portal].base}health/bulletin/{quarter}/"
            if quarter not in ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
                assert address not in told[portal]
                continue
            page: Any = told[portal][address]
            columns, *_, summed = page.values["columns"], page.values["rows"][-1]
            whole = columns.index("合计")
            rows = page.values["rows"][:-1]
            assert summed[whole]["text"] == count == page.values["totals"][0][1]
            for place in range(1, whole + 2):
                assert summed[place]["text"] == sum(row[place]["text"] for row in rows)
            assert sum(summed[place]["text"] for place in range(1, whole)) == count
            assert sum(int(row["合计"]) for row in table(told[portal][f"{address}counts.csv"])) == count
            assert sum(int(row["合计"]) for row in table(told[portal][f"{address}units.csv"])) == count
            evidence = [told[name].get(unit_address(network, name, quarter)) for name in below]
            assert sum(page.values["totals"][0][1] for page in evidence if page) == count


@settings(max_examples=25)
@given(networks())
def test_what_a_unit_lists_is_what_the_portal_says_of_it(network: Network) -> None:
    rows = (network.digest("health.reports", "root") or {"bulletin": {}})["bulletin"]
    told = {name: written(network, name) for name in network.sites}
    for quarter, of_quarter in rows.items():
        for name, row in of_quarter.items():
            page: Any = told[name][unit_address(network, name, quarter)]
            listed = [cells for _, part in page.values["parts"] for cells in part]
            assert len(listed) == sum(map(sum, row["counts"].values()))
            assert sum(cells[5] for cells in listed) == row["points"]
            assert len(page.values["joint"]) == row["partner"]
            assert sum(cells[3].startswith("转载") for cells in listed) == sum(pair[1] for pair in row["counts"].values())


@settings(max_examples=25)
@given(networks())
def test_every_number_leads_to_a_page_that_is_written(network: Network) -> None:
    told = {address: output for name in network.sites for address, output in written(network, name).items()}
    for page in told.values():
        if isinstance(page, Page) and page.template == "bulletin.html":
            assert {cell["href"] for row in page.values["rows"][:-1] for cell in row if cell.get("href")} <= told.keys()


def test_an_item_of_three_sites_counts_for_the_one_that_wrote_it() -> None:
    sites = {name: site(name, "root" if name != "root" else "") for name in ("root", "a", "b", "c")}
    network = network_of(sites, [item(1, "a", joint=("b", "c"))])
    page: Any = written(network, "root")["/health/bulletin/2026-Q3/"]
    place = page.values["columns"].index("合计")
    assert {row[0]["text"]: (row[place]["text"], row[place + 1]["text"]) for row in page.values["rows"][:-1]} == {
        "a支部": (1, 0), "b支部": (0, 1), "c支部": (0, 1),
    }  # fmt: skip
    assert page.values["rows"][-1][place]["text"] == 1


def test_reprints_stand_apart_and_withdrawn_and_undated_items_do_not_count() -> None:
    sites = {"root": site("root", ""), "a": site("a")}
    network = network_of(sites, [
        item(1, "a"), item(2, "a", source=Source("示例日报")), item(3, "a", withdrawn="有误"), item(4, "a", None, "page"),
    ])  # fmt: skip
    page: Any = written(network, "root")["/health/bulletin/2026-Q3/"]
    assert dict(zip(page.values["columns"][1:], numbers(page.values["rows"][0]), strict=True)) == {
        "动态": 1, "转载": 1, "合计": 2, "参与联合": 0, "按期率": "—", "质量分": page.values["rows"][0][-1]["text"],
    }  # fmt: skip


def test_many_units_and_many_items_are_told_page_by_page() -> None:
    sites = {"root": site("root", ""), **{f"s{number:02}": site(f"s{number:02}") for number in range(41)}}
    items = [item(number, f"s{number:02}") for number in range(41)] + [item(100 + number, "s00") for number in range(60)]
    network = network_of(sites, items)
    told = written(network, "root")
    pages: list[Any] = [told[f"/health/bulletin/2026-Q3/{more}"] for more in ("", "page/2/", "page/3/")]
    assert [len(page.values["rows"]) - 1 for page in pages] == [20, 20, 1]
    assert {page.values["rows"][-1][-4]["text"] for page in pages} == {101}
    units: list[Any] = [written(network, "s00")[f"/s00/health/bulletin/2026-Q3/{more}"] for more in ("", "page/2/")]
    assert [sum(len(rows) for _, rows in page.values["parts"]) for page in units] == [60, 1]


def test_silent_units_are_named_and_features_come_from_every_unit() -> None:
    sites = {name: site(name, "root" if name != "root" else "") for name in ("root", "a", "b")}
    network = network_of(sites, [item(number, "a", promote=True) for number in range(5)])
    page: Any = written(network, "root")["/health/bulletin/2026-Q3/"]
    assert page.values["silent"] == [("b党支部", "/b/")]
    assert [pick[0] for pick in page.values["picks"]] == ["a支部"] * 3


# time -------------------------------------------------------------------------------------------


def known(day: date) -> dict[str, Any]:
    """What the bulletin says at the first instant of a day."""
    network = network_of({"root": site("root", ""), "a": site("a")}, [item(1, "a"), item(2, "a", date(2026, 10, 1))])
    found = reports(replace(network, as_of=AS_OF.replace(year=day.year, month=day.month, day=day.day, hour=0))).sites
    return {name: (told["running"], told["bulletin"]) for name, told in found.items()}


def test_the_bulletin_is_the_same_every_day_until_a_quarter_begins() -> None:
    first = known(date(2026, 10, 1))
    assert first["root"][0] == "2026-Q4"
    assert known(date(2026, 12, 31)) == first
    assert known(date(2027, 1, 1))["root"][0] == "2027-Q1"
    assert known(date(2026, 9, 30))["root"][0] == "2026-Q3"


def test_the_front_is_the_newest_quarter_that_is_over() -> None:
    sites = {"root": site("root", ""), "a": site("a")}
    both: Any = written(network_of(sites, [item(1, "a"), item(2, "a", date(2026, 10, 1))]), "root")
    assert both["/health/bulletin/"].values["heading"] == "2026年第3季度信息通报"
    assert both["/health/bulletin/2026-Q4/"].values["heading"] == "2026年第4季度信息通报（未完）"
    running: Any = written(network_of(sites, [item(2, "a", date(2026, 10, 1))]), "root")
    assert running["/health/bulletin/"].values["heading"] == "2026年第4季度信息通报（未完）"


def test_a_site_tells_its_newest_quarters_only() -> None:
    items = [item(number, "a", date(2026, 11, 1) - timedelta(days=91 * number)) for number in range(20)]
    network = network_of({"root": site("root", ""), "a": site("a")}, items)
    assert len(tally(network, network.sites["a"])["quarters"]) == KEPT
    assert len(network.digest("health.reports", "root")["bulletin"]) == 5


# in time ----------------------------------------------------------------------------------------


def test_only_kinds_that_know_a_time_are_judged() -> None:
    late, told = State("late", "迟", "warning"), State("told", "已公开", "positive")
    items = [item(1, "a", kind="disclosure", state=late), item(2, "a", kind="disclosure", state=told), item(3, "a", state=late)]
    assert in_time(items) == (1, 1)
    assert (rate(1, 1), rate(2, 1), rate(0, 0)) == ("50%", "67%", "—")


def test_states_that_are_judged_are_words_of_kinds_that_exist() -> None:
    """The kinds are strangers to this capability: their ids are looked up in what they really give."""
    assert set(JUDGED) <= set(kinds().by_id)


# quality ----------------------------------------------------------------------------------------


GOOD = item(1, "a", author="宣传委员", summary="一句话。", tags=("安全",), characters=120)
LINK = Link("/a/news/2/")
PICTURE = Picture("/a/media/x.png", 1, 1, "")


@pytest.mark.parametrize(
    ("change", "links", "wanted"),
    [
        ({}, (), []),
        ({"tags": ()}, (), ["要素 −7"]),
        ({"summary": "", "tags": ()}, (), ["要素 −13"]),
        ({"characters": 60}, (), ["篇幅 −10"]),
        ({"characters": 0, "fields": {"what": "字" * 60, "rows": [{"text": "字" * 60}]}}, (), []),
        ({"author": ""}, (), ["出处 −20"]),
        ({"source": Source("示例日报")}, (), ["出处 −20"]),
        ({"source": Source("示例日报", "https://example.cn/1")}, (), []),
        ({"undescribed": 1}, (), ["图片说明 −10"]),
        ({"cover": PICTURE}, (), ["图片说明 −10"]),
        ({"cover": replace(PICTURE, alt="门口")}, (), []),
        ({"stale": True}, (), ["时效 −15"]),
        ({"kind": "disclosure", "state": State("late", "迟", "warning")}, (), ["时效 −15"]),
        ({"state": State("late", "迟", "warning")}, (), []),
        ({}, (LINK, None), ["链接 −8"]),
        ({}, (LINK, LINK), []),
        ({"characters": 0, "body": False}, (), []),
    ],
)
def test_quality_loses_points_for_what_is_missing_and_says_so(change: Any, links: Any, wanted: list[str]) -> None:
    changed = replace(GOOD, **change)
    assert quality.lost(changed, links, SETTINGS) == wanted
    taken = sum(int(word.partition("−")[2]) for word in wanted)
    assert abs(100 - taken - quality.score(changed, links, SETTINGS)) <= 1


def test_the_formula_says_every_figure_and_that_it_is_a_suggestion() -> None:
    rows = dict(quality.formula(SETTINGS))
    assert rows["质量分"].startswith("要素 20 + 篇幅 20 + 出处 20 + 图片说明 10 + 时效 15 + 链接 15；")
    assert rows["规定字数"] == "120 字"
    assert rows["依据"].startswith("参考：")
    assert all(rows[name] for name in quality.PARTS.values())


# as it is built ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small network with a joint item and a reprint."""
    place = Place(tmp_path_factory.mktemp("bulletin")).write_all(SMALL)
    place.write("a/news/2026-08-03-joint.md", "---\ntitle: =合办\njoint: b\npromote: 是\n---\n![](../media/door.png)\n")
    place.write("b/news/2026-08-04-print.md", "---\ntitle: 转来的\nsource: 示例日报 https://example.cn/1\n---\n照登。\n")
    assert place.build().code == OK
    return place


def test_every_link_of_the_bulletin_leads_somewhere(place: Place) -> None:
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []


def test_the_portal_shows_the_bulletin_in_its_navigation(place: Place) -> None:
    assert "季度通报" in " ".join(place.page("/").texts("nav a"))
    page = place.page("/health/bulletin/")
    assert page.texts("h1") == ["2026年第3季度信息通报"]
    assert "要素 20 + 篇幅 20" in page.words


def test_the_page_of_a_unit_says_what_each_item_lost(place: Place) -> None:
    words = place.page("/a/health/bulletin/2026-Q3/").words
    for part in ("=合办", "联合", "图片说明 −10", "出处 −20"):
        assert part in words
    assert "=合办" in place.page("/b/health/bulletin/2026-Q3/own/").words


def test_an_edit_of_words_alone_leaves_the_portal_as_it_is(small: Place) -> None:
    before = small.tree()
    small.edit("a/news/2026-10-01-walk.md", "三处。", "三处，都改好了。")
    small.build()
    assert [path for path in different(small.tree(), before) if path.startswith("health/")] == []


def test_who_switches_reports_off_pays_nothing(small: Place) -> None:
    small.edit("network.yaml", "per_branch: 2", "per_branch: 2\ncapabilities: [-health]")
    assert small.build().code == OK
    assert [path for path in small.tree() if "health/" in path] == []
    assert "health.reports" not in small.check().scanned.network.digests


def test_a_build_in_which_nothing_changed_makes_no_release(small: Place) -> None:
    before = Releases(small.folder / "output/public").ids()
    assert small.build(AS_OF + timedelta(days=9)).code == OK
    assert Releases(small.folder / "output/public").ids() == before


def test_remembered_and_new_tallies_are_the_same(small: Place) -> None:
    first: Mapping[str, Any] = small.check().scanned.network.digests["health.reports"]
    second: Mapping[str, Any] = small.check().scanned.network.digests["health.reports"]
    assert first == second
