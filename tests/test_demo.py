"""The demonstration network shows every Kind in every state, complains only where it means to, and its lists and feeds agree."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import unquote, urljoin

import pytest

from plugins.boards.standing import year_of
from plugins.build.build import Checked
from plugins.build.capabilities import kinds
from plugins.feeds import ENTRIES
from plugins.network.digests import GLANCE
from plugins.network.items import Item
from plugins.network.kinds import Kind
from plugins.network.network import Network, newest
from plugins.network.sites import Settings
from tests.links import Site, parsed
from tests.networks import ZONE, Place, words

pytestmark = pytest.mark.xdist_group("demo")  # all pages are parsed once

KINDS = tuple(kinds().by_id.values())
LEAST_ITEMS = 420
LEAST_OF_A_KIND = 3
SECOND = timedelta(seconds=1)
LONG_AGO = datetime(2010, 1, 1, tzinfo=ZONE)
FAR_AHEAD = datetime(2040, 1, 1, tzinfo=ZONE)

DELIBERATE: Mapping[str, str] = {
    "dangwei/qa/mailbox-anonymous.md": "ZB-815",
    "wuliu/consultations/2026-09-15-dock-shelter.md": "ZB-800",
    "wuliu/goals/2026-on-time.md": "ZB-684",
    "wuliu/publicity/2026-10-12-new-member.md": "ZB-638",
    "wuliu/suggestions/2026-08-10-scale.md": "ZB-814",
    "wuliu/surveys/2026-09-21-route-board.md": "ZB-800",
    "zhijian/topics/2026-09-07-gauge-loan.md": "ZB-800",
    "zidonghua/live/2026-11-03-gui-ling-live.md": "ZB-656",
}
"""What the demonstration leaves late or undone on purpose, and what the check says of it."""
DELIBERATE_INSIDE: Mapping[str, str] = {
    "lituixiu/site.yaml": "ZB-680",
    "zhijian/letters/2026-07-20-old.md": "ZB-809",
    "zhuangpei/letters/2026-10-12-shift-table.md": "ZB-809",
}
"""The same of what only the organisation sees."""


def name_of(kind: Kind) -> str:
    """A Kind as test reports call it."""
    return kind.id


@pytest.fixture(scope="module")
def checked(demo: Place) -> Checked:
    """What is known of the public demonstration network."""
    return demo.check()


@pytest.fixture(scope="module")
def inside(demo: Place) -> Checked:
    """What is known of it within the organisation."""
    return demo.check(tier="org")


@pytest.fixture(scope="module")
def network(checked: Checked) -> Network:
    """The public demonstration network."""
    return checked.scanned.network


@pytest.fixture(scope="module")
def site(demo: Place) -> Site:
    """Its pages."""
    return parsed(demo.current)


def of_kind(kind: Kind, checked: Checked, inside: Checked) -> list[Item]:
    """The items of a Kind: in public, or within the organisation if the Kind is closed."""
    known = checked if kind.audience == "public" else inside
    return [item for item in known.scanned.network.items.values() if item.kind == kind.id]


# what it shows ----------------------------------------------------------------------------------


def test_it_has_many_items(network: Network) -> None:
    assert len(network.items) >= LEAST_ITEMS


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_kind_is_demonstrated(kind: Kind, checked: Checked, inside: Checked) -> None:
    assert len(of_kind(kind, checked, inside)) >= LEAST_OF_A_KIND


def says(state: str, label: str) -> bool:
    """Whether the words beside an item tell of a state; 某日 and 若干 stand for what is filled in."""
    pattern = re.escape(state).replace("某日", r"\d+月\d+日").replace("若干", r" \d+ ")
    return re.search(pattern, label) is not None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.states], ids=name_of)
def test_every_state_of_every_kind_is_demonstrated(kind: Kind, checked: Checked, inside: Checked) -> None:
    labels = {item.state.label for item in of_kind(kind, checked, inside) if item.state}
    unseen = [state for state in kind.states if not any(says(state, label) for label in labels)]
    assert unseen == [], labels


def test_a_state_that_nothing_shows_would_be_found() -> None:
    assert says("某日截止", "11月30日截止")
    assert says("迟若干天公开", "迟 6 天公开")
    assert says("公示中", "公示中 · 剩 4 个工作日")
    assert not says("某日截止", "已截止")
    assert not says("已公开", "迟 6 天公开")


def test_a_kind_without_words_for_its_states_has_no_states(checked: Checked, inside: Checked) -> None:
    without = [kind for kind in KINDS if not kind.states]
    assert [item.path for kind in without for item in of_kind(kind, checked, inside) if item.state] == []


def said(kind: Kind, item: Item, moment: datetime, settings: Settings) -> tuple[str, str]:
    """The id and words of an item's state at a moment, empty if it has none."""
    state = kind.state(item, moment, settings)
    return (state.id, state.label) if state else ("", "")


def moments(kind: Kind, item: Item, settings: Settings) -> list[datetime]:
    """The moments at which an item's state says that it changes, from the first to the last."""
    found: list[datetime] = []
    state = kind.state(item, LONG_AGO, settings)
    while state and state.until:
        assert state.until > (found[-1] if found else LONG_AGO), f"{item.path}: {state}"
        found.append(state.until)
        state = kind.state(item, state.until, settings)
    return found


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.states], ids=name_of)
def test_a_state_holds_to_the_second_until_when_it_says(kind: Kind, checked: Checked, inside: Checked) -> None:
    """Nothing changes before a moment, what it says then holds the second after, and after the last nothing changes."""
    settings = checked.scanned.network.settings
    changes, announced = 0, 0
    for item in of_kind(kind, checked, inside):
        marks = [LONG_AGO, *moments(kind, item, settings), FAR_AHEAD]
        for start, end in pairwise(marks):
            begun = [said(kind, item, moment, settings) for moment in (start, start + SECOND, end - SECOND)]
            assert begun == [begun[0]] * 3, f"{item.path} from {start} to {end}"
            changes += begun[0] != said(kind, item, end, settings)
        announced += len(marks) - 2
    assert bool(changes) == bool(announced)


# what it complains of ---------------------------------------------------------------------------


def complaints(checked: Checked, severity: str) -> list[tuple[str, str]]:
    """(path, code) of every Problem of a severity."""
    return sorted((problem.path, problem.code) for problem in checked.problems if problem.severity == severity)


def test_nothing_is_wrong_in_public_or_inside(checked: Checked, inside: Checked) -> None:
    assert complaints(checked, "error") == []
    assert complaints(inside, "error") == []


def test_the_warnings_are_those_that_are_shown_on_purpose(checked: Checked, inside: Checked) -> None:
    assert complaints(checked, "warning") == sorted(DELIBERATE.items())
    assert complaints(inside, "warning") == sorted({**DELIBERATE, **DELIBERATE_INSIDE}.items())


# lists, feeds, counts ---------------------------------------------------------------------------


def list_of(item: Item) -> str:
    """The address of the list that an item belongs to: its folder, its collection, its course."""
    return item.address.rstrip("/").rpartition("/")[0] + "/"


def standing(network: Network, kind: Kind) -> Iterator[Item]:
    """The items of a Kind that lists show, on all sites."""
    for site in network.sites.values():
        yield from (item for item in network.standing(site.id) if item.kind == kind.id)


def linked(site: Site, path: str) -> set[str]:
    """The addresses that a page links to."""
    hrefs = site.pages[path].xpath("//main//a/@href")
    return {unquote(urljoin(f"/{path.removesuffix('index.html')}", href)) for href in hrefs}


def listed(site: Site, kind: Kind, address: str, items: set[str]) -> set[str]:
    """The addresses that a list links to on all its pages; a list that its capability makes itself may lead on to its years."""
    others = site.pages.keys() - {f"{item[1:]}index.html" for item in items}
    pages = {path for path in others if path.startswith(address[1:])}
    if kind.own_list:
        pages |= {f"{found[1:]}index.html" for path in pages for found in linked(site, path)} & others
    return {found for path in pages for found in linked(site, path)}


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_item_stands_in_the_list_of_its_kind(kind: Kind, network: Network, site: Site) -> None:
    lists: dict[str, set[str]] = {}
    for item in standing(network, kind):
        lists.setdefault(list_of(item), set()).add(item.address)
    missing = {address: items - listed(site, kind, address, items) for address, items in lists.items()}
    assert {address: items for address, items in missing.items() if items} == {}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.stream and kind.dated], ids=name_of)
def test_the_feed_of_a_kind_tells_its_newest_items(kind: Kind, demo: Place, network: Network) -> None:
    for site in network.sites.values():
        own = [item for item in newest(network.standing(site.id)) if item.kind == kind.id]
        if own:
            told = json.loads(demo.text(f"{site.base}{kind.folder}/feed.json"))["items"]
            assert [f"/{entry['url'].removeprefix(network.settings.base_url)}" for entry in told] == [
                item.address for item in own[:ENTRIES]
            ]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.folder and not kind.own_list], ids=name_of)
def test_a_list_counts_what_it_lists(kind: Kind, demo: Place, network: Network) -> None:
    for site in network.sites.values():
        everything = [*network.standing(site.id), *network.handed_down(site.id), *network.shared_with(site.id)]
        count = len({item.path for item in everything if item.kind == kind.id})
        if count:
            assert f"共 {count} 条" in demo.page(f"{site.base}{kind.folder}/").words


def test_a_closed_kind_has_no_list_and_no_feed_but_of_what_was_opened(demo: Place, network: Network) -> None:
    for kind in KINDS:
        if kind.audience != "public":
            shown = {item.site for item in standing(network, kind)}
            lists = {site.id for site in network.sites.values() if demo.has(f"{site.base}{kind.folder}/")}
            assert lists == shown, kind.id


def test_the_counts_of_the_sites_are_those_of_their_items_and_add_up_to_that_of_the_portal(demo: Place, network: Network) -> None:
    held = Counter(item.site for item in network.items.values())
    told = {
        unquote(urljoin("/tree/", str(entry.a["href"]))): int(found[1])
        for entry in demo.page("/tree/").soup.select(".tree-site")
        if entry.a and (found := re.search(r"(\d+) 篇", words(entry)))
    }
    below = network.below(network.root.id)
    assert told == {site.base: held[site.id] for site in below}
    assert f"各单位内容 {sum(held[site.id] for site in below if site.kind != 'library')} 篇" in demo.page("/").words


def test_the_home_page_of_every_site_tells_how_goals_letters_and_meetings_stand(site: Site, network: Network) -> None:
    """Each number is counted again here from the items, and its page is there."""
    shown = 0
    for one in network.sites.values():
        glances = {glance.label: glance for glance in network.digest(GLANCE, one.id) or ()}
        units = {one.id, *(child.id for child in network.below(one.id))}
        letters = [item for item in network.of_kind("letter") if item.site in units and not item.withdrawn]
        if letters:
            answered = sum(item.state is not None and item.state.id == "answered" for item in letters)
            assert glances["来信已答复"][1:3] == (answered, f"/ {len(letters)} 封")
        goals = [item for item in network.of_kind("goal") if item.site in units and not item.withdrawn and year_of(item) == 2026]
        if goals:
            reached = sum(item.state is not None and item.state.id in ("must", "stretch") for item in goals)
            assert glances["目标达到必达"][1:3] == (reached, f"/ {len(goals)} 项")
        for glance in glances.values() if one.kind != "library" else ():
            assert 0 <= glance.number <= glance.of
            assert f"{glance.address[1:]}index.html" in site.pages
            assert glance.address in linked(site, f"{one.base[1:]}index.html")
            shown += 1
    assert shown > 15
