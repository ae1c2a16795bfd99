"""What large networks need follows from what small ones were measured to cost, by nothing but arithmetic."""

from pathlib import Path

import pytest

from bench import scale
from bench.report import BEGIN, END
from bench.scale import COUNTY, POINTS, Cost, Costs, Point, combined, fitted, needs, read, tables


def same(figure: float) -> Cost:
    """A cost whose figures are all the same."""
    return Cost(*[figure] * len(Cost.__dataclass_fields__))


def points(once: float, branch: float, article: float) -> list[Point]:
    """What would be measured if nothing disturbed it."""
    return [Point(many, each, same(once + many * branch + many * each * article)) for many, each in POINTS]


@pytest.mark.parametrize("true", [(5.0, 2.0, 0.5), (0.0, 3.0, 0.0), (1.0, 0.0, 0.25)])
def test_what_small_networks_have_in_common_is_found_again(true: tuple[float, float, float]) -> None:
    costs = fitted(points(*true))
    for found, figure in zip((costs.once, costs.branch, costs.article), true, strict=True):
        assert found.work == pytest.approx(figure, abs=1e-9)
        assert found == same(found.work)
    assert costs.of(1000, 50_000).sent == pytest.approx(true[0] + 1000 * true[1] + 50_000 * true[2])


def test_no_cost_is_less_than_nothing() -> None:
    noisy = [Point(many, each, same(100.0 - many)) for many, each in POINTS]
    assert fitted(noisy).branch.plan == 0


COSTS = Costs(same(0.0), same(0.1), same(0.001))
"""A network of 2,000 branches with 50 articles each: 300 of everything."""


def test_a_county_is_one_network_and_what_it_needs_can_be_worked_out_by_hand() -> None:
    county = needs(COUNTY, COSTS)
    assert (county.networks, county.articles, county.edits, county.machines) == (1, 100_000, 571, 1)
    assert county.hours == pytest.approx(600 / 3600)
    assert county.minutes == pytest.approx((300 / scale.CORES + 300) / 60)
    assert county.daily == pytest.approx(571 * 300 / 3600)
    assert county.cores_daily == 2
    assert [county.memory, county.stored] == pytest.approx([300, 300])


def test_more_branches_are_more_networks_which_nobody_plans_at_once() -> None:
    province = needs(300_000, COSTS)
    assert province.networks == 150
    assert province.memory == pytest.approx(300)
    assert province.hours == pytest.approx(150 * 600 / 3600)
    assert province.minutes <= scale.MINUTES
    assert (province.machines - 1) * scale.CORES * (scale.MINUTES * 60 - 300) < 150 * 600 - 300


def test_the_document_says_what_follows_from_the_measurements() -> None:
    text = scale.DOCUMENT.read_text("utf-8")
    between = text.partition(BEGIN.format(part="scale"))[2].partition(END.format(part="scale"))[0]
    assert between.strip() == tables(read())


def test_measurements_are_kept_as_they_are(tmp_path: Path) -> None:
    scale.keep(points(5.0, 2.0, 0.5), tmp_path / "costs.yaml")
    assert list(read(tmp_path / "costs.yaml")) == points(5.0, 2.0, 0.5)


def test_a_small_network_is_measured_with_all_its_costs(tmp_path: Path) -> None:
    cost = scale.measured(2, 2, tmp_path).cost
    assert combined(lambda figure: figure > 0, cost) == same(True)
    assert cost.written < cost.stored < cost.sent
    assert cost.quiet < cost.edit < cost.plan + cost.work
