"""The second example network, a fictional county: it builds without a complaint, is whole, and shares nothing with the first."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from plugins.build.build import Checked
from plugins.network.network import Network
from tests.links import faults, parsed
from tests.networks import Place

pytestmark = pytest.mark.xdist_group("county")

BASE = "https://xian.example.cn/"
OF_THE_THEME = ("assets/", "gallery/")
"""What every network publishes: the theme's own files and the examples of its components."""


@pytest.fixture(scope="module")
def checked(county: Place) -> Checked:
    """What is known of the county."""
    return county.check()


@pytest.fixture(scope="module")
def network(checked: Checked) -> Network:
    """The county."""
    return checked.scanned.network


def test_it_builds_without_an_error_or_a_warning(checked: Checked) -> None:
    assert [str(problem) for problem in checked.problems if problem.severity != "note"] == []


def test_within_the_organisation_it_builds_without_an_error(county: Place) -> None:
    assert [str(problem) for problem in county.check(tier="org").problems if problem.severity == "error"] == []


def test_it_shows_a_year_of_many_kinds(network: Network) -> None:
    items = network.items.values()
    assert len(items) >= 80
    assert len({item.kind for item in items}) >= 15
    months = {f"{item.date:%Y-%m}" for item in items if item.date}
    assert months >= {"2025-12", *(f"2026-{month:02}" for month in range(1, 12))}


def test_it_is_a_portal_six_townships_an_online_branch_and_a_library(network: Network) -> None:
    kinds = Counter(site.kind for site in network.below(network.root.id))
    assert kinds == {"committee": 6, "online": 1, "library": 1}


def test_every_site_has_a_look_columns_and_a_voice_of_its_own(network: Network) -> None:
    sites = network.sites.values()
    for looks in ([site.accent for site in sites], [site.slogan for site in sites], [site.columns for site in sites]):
        assert len(set(looks)) == len(looks)
    assert all(site.slogan and site.columns for site in sites)
    assert [site.id for site in sites if not site.accent] == ["xianwei"]  # it has that of the look
    assert len({site.motif for site in sites}) >= 6
    for site in sites:
        written = {item.column for item in network.of(site.id) if item.column}
        assert written <= {column.partition(" ")[0] for column in site.columns}, site.id


def test_every_link_anchor_and_asset_resolves(county: Place) -> None:
    site = parsed(county.current)
    assert len(site.pages) > 300
    assert faults(site, {BASE: "."}, BASE) == []


def test_every_page_says_that_it_is_an_example(county: Place) -> None:
    pages = parsed(county.current).pages.items()
    assert [
        path for path, root in pages if "示例" not in "".join(root.itertext()) and not root.xpath("//meta[@http-equiv]")
    ] == []


# nothing of one network in the other ------------------------------------------------------------


def marks(network: Network) -> Iterator[str]:
    """What only this network says: its name and address, its sites' folders, titles and slogans, its items' titles."""
    yield from (network.settings.name, network.settings.base_url.split("/")[2], network.settings.footer.organizer)
    for site in network.sites.values():
        yield from (f"/{site.id}/", site.title, site.slogan)
    yield from (item.title for item in network.items.values() if len(item.title) > 6)


def found(marks: Iterator[str], tree: Mapping[str, bytes]) -> list[str]:
    """The marks that a published tree holds, outside of what belongs to the theme."""
    published = b"\0".join(content for path, content in tree.items() if not path.startswith(OF_THE_THEME))
    return [mark for mark in marks if mark and mark.encode() in published]


def test_a_mark_of_its_own_would_be_found(network: Network, county: Place) -> None:
    assert set(marks(network)) - set(found(marks(network), county.tree())) == {"/xianwei/"}  # the root has no folder


def test_nothing_of_the_county_is_in_the_first_network(network: Network, demo: Place) -> None:
    assert found(marks(network), demo.tree()) == []


def test_nothing_of_the_first_network_is_in_the_county(demo: Place, county: Place) -> None:
    assert found(marks(demo.check().scanned.network), county.tree()) == []
