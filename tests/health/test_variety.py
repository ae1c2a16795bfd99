"""千网一面: what of a site is its own, what a copy of others, and that the printed formula gives the score."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.health.variety import PARTS, closest, likeness, score, variety
from plugins.network.items import Source
from plugins.network.network import Network
from plugins.network.sites import Site
from tests.health.networks import SETTINGS, item, network_of, networks, site

OWN = site("a", accent="#111111", motif="gears", slogan="自己的话", columns=("现场", "技能"))
OTHER = site("b", accent="#222222", motif="waves", slogan="别的话", columns=("读书",))
ROW: Mapping[str, Any] = {"counts": {"news": (10, 0)}, "joint": 0}


def found(one: Site, others: list[Site], row: Mapping[str, Any] = ROW, pages: int = 3) -> int:
    """The score of a site among others."""
    return score(likeness(one, others, [row], pages, SETTINGS), SETTINGS)


def test_a_site_that_shares_nothing_has_all_points_and_a_copy_few() -> None:
    assert found(OWN, [OTHER]) == 100
    assert found(OWN, [replace(OWN, id="b")]) == 0 + 5 + 5 + 5 + 10 + 20 + 10
    assert found(site("a"), [OTHER], {"counts": {}, "joint": 0}, 0) == 0


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"columns": ("读书", "现场")}, 15),
        ({"columns": ()}, 30),
        ({"accent": "#222222"}, 5),
        ({"motif": "waves"}, 5),
        ({"slogan": "别的话"}, 5),
        ({"slogan": ""}, 10),
    ],
)
def test_what_others_have_too_costs_points(change: dict[str, Any], lost: int) -> None:
    assert found(replace(OWN, **change), [OTHER]) == 100 - lost


@pytest.mark.parametrize(
    ("row", "pages", "lost"),
    [
        ({"counts": {"news": (5, 5)}, "joint": 0}, 3, 10),
        ({"counts": {"news": (10, 0)}, "joint": 5}, 3, 5),
        (ROW, 0, 10),
        (ROW, 99, 0),
        ({"counts": {"news": (0, 4), "notice": (4, 0)}, "joint": 4}, 3, 15),
    ],
)
def test_reprints_joint_items_and_missing_pages_cost_points(row: dict[str, Any], pages: int, lost: int) -> None:
    assert found(OWN, [OTHER], row, pages) == 100 - lost


def test_the_more_sites_share_a_look_the_less_it_is_worth() -> None:
    same = [replace(OTHER, id=f"c{n}", accent=OWN.accent) for n in range(3)]
    assert likeness(OWN, same, [ROW], 3, SETTINGS).shares["accent"] == 0.25
    assert likeness(OWN, same, [ROW], 3, SETTINGS).words["accent"] == "与 3 个站相同"


def test_the_closest_site_has_most_in_common() -> None:
    near = replace(OTHER, id="c", columns=("现场", "技能"))
    assert closest(OWN, [replace(OTHER, accent=OWN.accent), near]) is near
    assert closest(OWN, [OTHER]) is None
    assert closest(OWN, []) is None


def outputs(of: Network) -> dict[str, Any]:
    """What the portal writes, by address."""
    return {one.address: one for one in variety(of, of.sites["root"])}


def test_the_page_prints_the_formula_and_leaves_libraries_out() -> None:
    sites = {"root": site("root", ""), "a": OWN, "b": OTHER, "l": replace(site("l"), kind="library")}
    page = outputs(network_of(sites, [item(1, "a"), item(2, "a", source=Source("示例日报")), item(3, "l")]))["/health/variety/"]
    assert page.values["formula"][0] == ("得分", "独有栏目 30 + 主题色 10 + 纹样 10 + 口号 10 + 自办页面 10 + 原创 20 + 独家 10")
    assert [row[0]["text"] for row in page.values["rows"]] == ["a支部", "b支部", "root支部"]
    own = dict(zip(page.values["columns"], page.values["rows"][0], strict=True))
    assert own["原创"] == {"text": "转载 50%", "href": "/a/health/bulletin/2026-Q3/"}


@settings(max_examples=25)
@given(networks())
def test_scores_lie_between_0_and_100_and_the_csv_says_the_same(of: Network) -> None:
    told = outputs(of)
    if not told:
        assert not of.children("root") or not of.digest("health.reports", "root")
        return
    rows = list(csv.DictReader(io.StringIO(told["/health/variety/variety.csv"].content.decode("utf-8-sig"))))
    page = told["/health/variety/"].values
    assert [int(row["得分"]) for row in rows] == [row[1]["text"] for row in page["rows"]]
    assert all(0 <= int(row["得分"]) <= 100 for row in rows)
    assert len(rows) == 1 + len(of.below("root"))
    assert [[row[name] for name in PARTS.values()] for row in rows] == [
        [cell["text"] for cell in row[2:-1]] for row in page["rows"]
    ]
