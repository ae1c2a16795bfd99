"""The check-up: what is fresh, late, blank or unanswered, one second before and at the moment, and what it costs."""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.build.capabilities import kinds
from plugins.cli.checking import OK
from plugins.health.checkup import FATAL, GROUPS, PRICES, RULES, Finding, checkup, count, fails, lost, score
from plugins.health.reports import reports
from plugins.network.figures import Figure
from plugins.network.items import State
from plugins.network.network import Network
from plugins.network.references import Link
from plugins.network.sites import Contact, Footer
from tests.health.networks import SETTINGS, item, network_of, networks, site
from tests.links import faults, parsed
from tests.networks import SMALL, ZONE, Place

pytestmark = pytest.mark.xdist_group("checkup")

BASE = "https://wang.example.cn/"
SECOND = timedelta(seconds=1)
OFFICE = (Contact("组织委员", email="a@example.cn"),)


def at(day: str) -> datetime:
    """The first instant of a day."""
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


def findings(network: Network, name: str = "a") -> dict[tuple[str, str], Finding]:
    """What is said of a site, by rule and by what was looked at."""
    return {(one.rule, one.name): one for one in reports(network).sites[name]["checkup"]["findings"]}


def network(*items: Any, as_of: str = "2026-11-21", **more: Any) -> Network:
    """A committee and branch a with some items."""
    return network_of({"root": site("root", ""), "a": site("a", **{"contacts": OFFICE, **more})}, list(items), at(as_of))


# time -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "rule", "name", "late"),
    [
        ("news", "home", "首页", "2026-08-18"),
        ("news", "news", "动态", "2026-08-18"),
        ("notice", "notice", "通知", "2027-02-03"),
        ("disclosure", "notice", "党务公开", "2027-02-03"),
        ("goal", "plan", "目标", "2027-08-04"),
    ],
)
def test_a_column_is_late_at_the_midnight_after_its_last_day(kind: str, rule: str, name: str, late: str) -> None:
    of = network(item(1, "a", date(2026, 8, 3), kind))
    before = findings(replace(of, as_of=at(late) - SECOND))[rule, name]
    assert (before.ok, before.day) == (True, "2026-08-03")
    assert before.due == (at(late) - SECOND).date().isoformat()
    assert not findings(replace(of, as_of=at(late)))[rule, name].ok
    assert not findings(replace(of, as_of=at(late) + SECOND))[rule, name].ok


def test_a_revision_keeps_a_column_fresh_but_is_nothing_new_for_the_home_page() -> None:
    told = findings(network(item(1, "a", date(2026, 8, 3), updated=at("2026-11-20"))))
    assert (told["news", "动态"].ok, told["home", "首页"].ok) == (True, False)


def test_only_the_stream_is_news_for_the_home_page() -> None:
    of = network(item(1, "a"), item(2, "a", date(2026, 11, 20), "goal"))
    assert findings(of)["home", "首页"].day == "2026-08-03"


def test_a_home_page_without_anything_new_ever_is_at_fault() -> None:
    assert findings(network(item(1, "a", None, "page")))["home", "首页"] == Finding("home", "首页", ok=False, href="/a/")


@settings(max_examples=25)
@given(networks())
def test_nothing_changes_before_the_moment_that_was_told_and_something_does_at_it(of: Network) -> None:
    first = reports(of)
    if first.until is None:
        assert first.sites == {}
        return
    assert reports(replace(of, as_of=first.until - SECOND)).sites == first.sites
    assert reports(replace(of, as_of=first.until)).sites != first.sites


# what else is looked at ---------------------------------------------------------------------------


def test_own_columns_are_blank_or_kept_up() -> None:
    of = network(item(1, "a", column="现场"), item(2, "a", kind="essay"), columns=("现场", "技能", "essay 随笔"))
    told = findings(of)
    assert told["own", "现场"].href == "/a/columns/xian-chang/"
    assert told["own", "随笔"].href == "/a/essay/"
    assert [name for rule, name in told if rule == "blank"] == ["技能"]


def test_a_library_is_not_asked_for_something_new() -> None:
    of = network(item(1, "a", kind="resource"))
    of = replace(of, sites={**of.sites, "a": replace(of.sites["a"], kind="library")})
    assert {rule for rule, _ in findings(of)} == {"letters", "undated", "links"}


@pytest.mark.parametrize(
    ("contacts", "above", "footer", "ok"),
    [
        (OFFICE, (), "", True),
        ((), OFFICE, "", True),
        ((), (), "来信：党委信箱", True),
        ((Contact("书记", "一楼"),), (), "", False),
    ],
)
def test_a_site_can_be_reached_itself_or_above(contacts: Any, above: Any, footer: str, ok: bool) -> None:
    of = network(item(1, "a"), contacts=contacts)
    of = replace(
        of,
        settings=replace(SETTINGS, footer=Footer(contact=footer)),
        sites={"root": site("root", "", contacts=above), "a": of.sites["a"]},
    )
    assert findings(of)["letters", ""].ok is ok


def test_a_letter_that_nobody_answered_for_months_fails_a_site() -> None:
    letters = [
        item(n, "a", kind="letter", state=State(state, "词", "negative")) for n, state in enumerate(("forgotten", "overdue"))
    ]
    assert findings(network(*letters))["letters", ""] == Finding("letters", "", ok=False, faults=1)


def test_what_has_no_date_and_links_that_lead_nowhere_are_counted_with_the_first() -> None:
    undated = [item(1, "a", None, "guide"), item(2, "a", None, "guide"), item(3, "a", None, "guide", updated=at("2026-11-01"))]
    of = network(item(4, "a"), item(5, "a", None, "page"), *undated)
    of = replace(of, links={"a/news/0004.md": (None, Link("/a/"), None)})
    told = {rule: one for (rule, _), one in findings(of).items()}
    assert told["undated"] == Finding("undated", "第 1 篇", ok=False, faults=2, href="/a/guide/1/")
    assert told["links"] == Finding("links", "第 4 篇", ok=False, faults=2, href="/a/news/4/")


def test_the_kinds_of_every_group_exist() -> None:
    assert {kind for _, held in GROUPS.values() for kind in held} <= set(kinds().by_id)


# points -------------------------------------------------------------------------------------------


def many(rule: str, number: int) -> list[Finding]:
    """So many faults of one rule."""
    return [Finding(rule, f"{n}", ok=False) for n in range(number)]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ([], 100),
        (many("home", 1), 80),
        (many("news", 1), 95),
        (many("blank", 2), 94),
        ([Finding("undated", "", ok=False, faults=3)], 98.5),
        ([Finding("links", "", ok=False, faults=3)], 99.7),
        ([Finding("undated", "", ok=False, faults=1000)], 70),
        (many("letters", 1), 80),
        ([Finding("news", "动态", ok=True)], 100),
        (many("home", 9) + many("news", 9) + many("notice", 9) + many("plan", 9), 0),
    ],
)
def test_faults_cost_what_the_figures_say(found: list[Finding], wanted: float) -> None:
    assert score(count(found), SETTINGS) == wanted
    assert round(max(0, 100 - sum(lost(count(found), SETTINGS).values())), 1) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (many("home", 1), ["首页没有按期更新"]),
        (many("news", 2) + many("notice", 2), []),
        (many("news", 2) + many("notice", 3), ["动态、通知、文件类栏目逾期 5 个"]),
        (many("own", 9), []),
        (many("own", 5) + many("plan", 5), ["逾期栏目 10 个"]),
        (many("blank", 4), []),
        (many("blank", 5), ["空白栏目 5 个"]),
        (many("letters", 1), ["没有互动渠道，或有来信长期没有答复"]),
    ],
)
def test_some_faults_fail_a_site_at_once(found: list[Finding], wanted: list[str]) -> None:
    assert fails(count(found), SETTINGS) == wanted


def test_every_rule_has_a_price_and_every_failure_a_figure() -> None:
    assert set(PRICES) == set(RULES)
    assert {f"checkup-points-{name}" for name in PRICES.values()} | {f"checkup-fail-{name}" for name in FATAL} <= set(
        SETTINGS.figures
    )


def test_operators_can_give_other_figures() -> None:
    figures = {**SETTINGS.figures, "checkup-home-days": Figure(200, "", "本地办法")}
    of = network(item(1, "a"))
    assert findings(replace(of, settings=replace(SETTINGS, figures=figures)))["home", "首页"].ok


# pages --------------------------------------------------------------------------------------------


def outputs(of: Network, name: str) -> Mapping[str, Any]:
    """What a site writes, by address."""
    told = replace(of, digests={"health.reports": reports(of).sites})
    return {one.address: one for one in checkup(told, told.sites[name])}


@settings(max_examples=25)
@given(networks())
def test_the_portal_says_of_every_unit_what_the_unit_says_of_itself(of: Network) -> None:
    told = reports(of).sites
    for portal in (name for name in told if of.children(name) and told[name]["checkup"]):
        rows = list(
            csv.DictReader(
                io.StringIO(outputs(of, portal)[f"{of.sites[portal].base}health/checkup.csv"].content.decode("utf-8-sig"))
            )
        )
        units = [name for name in (portal, *(one.id for one in of.below(portal))) if told.get(name, {}).get("checkup")]
        assert [row["地址"] for row in rows] == [f"{of.sites[name].base}health/" for name in units]
        for name, row in zip(units, rows, strict=True):
            own = told[name]["checkup"]["findings"]
            assert float(row["得分"]) == score(count(own), of.settings)
            assert [int(row[RULES[rule]] or 0) for rule in RULES] == [count(own).get(rule, 0) for rule in RULES]


def test_many_units_are_told_page_by_page() -> None:
    sites = {"root": site("root", ""), **{f"s{n:02}": site(f"s{n:02}") for n in range(25)}}
    told = outputs(network_of(sites, [item(n, f"s{n:02}") for n in range(25)] + [item(99, "root")]), "root")
    assert [len(told[f"/health/{more}"].values["units"]) for more in ("", "page/2/")] == [20, 6]
    assert [told[f"/health/{more}"].menu for more in ("", "page/2/")] == ["方针管理", ""]


@pytest.mark.parametrize(("base", "url", "official"), [
    ("https://wang.example.cn/", "", False), ("https://www.shili.gov.cn/dj/", "", True), ("https://wang.example.cn/", "https://a.gov.cn", True),
])  # fmt: skip
def test_only_a_government_site_is_bound_by_the_figures(base: str, url: str, official: bool) -> None:
    of = network(item(1, "a"), url=url)
    page = outputs(replace(of, settings=replace(SETTINGS, base_url=base)), "a")["/a/health/"]
    assert page.values["official"] is official


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small network, and a branch with nothing."""
    place = Place(tmp_path_factory.mktemp("checkup")).write_all(SMALL)
    place.write("c/site.yaml", "title: 丙支部\nkind: branch\nparent: root\n")
    assert place.build().code == OK
    return place


def test_a_page_says_what_was_found_and_that_it_is_a_yardstick(place: Place) -> None:
    page = place.page("/a/health/")
    for part in (
        "单项否决 首页没有按期更新",
        "没有渠道",
        "2026-10-20",
        "2026-11-03",
        "本站不是政府网站",
        "国办秘函〔2019〕19号",
        "不合格",
    ):
        assert part in page.words
    assert not place.has("/c/health/")


def test_every_link_of_a_checkup_leads_somewhere(place: Place) -> None:
    assert faults(parsed(place.current), {BASE: "."}, BASE) == []
