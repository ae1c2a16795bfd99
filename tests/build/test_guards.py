"""A slip in the code of one Kind or one check costs one item or that check, never the network."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.build import build as building
from plugins.build import gather
from plugins.build.capabilities import active, kinds
from plugins.network.items import Item
from plugins.network.kinds import Kinds
from plugins.network.network import Network
from plugins.network.problems import Problem
from tests.networks import Place

WALK = "a/news/2026-10-01-walk.md"


def raising(item: Item, *_more: object) -> Any:
    """A check or state that did not expect one item."""
    if item.path == WALK:
        raise ZeroDivisionError("division by zero")
    return None if isinstance(next(iter(_more), None), datetime) else ()


def only_news(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    """The house with other news."""
    made = Kinds.of(replace(kind, **changed) if kind.id == "news" else kind for kind in kinds().by_id.values())
    monkeypatch.setattr(gather, "kinds", lambda: made)
    monkeypatch.setattr(building, "kinds", lambda: made)


def test_an_item_on_which_its_kind_fails_is_named_and_the_others_are_published(
    small: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_news(monkeypatch, check=raising)
    small.edit(WALK, "title: 现场巡查记录", "title: 巡查又一次")
    told = small.build()
    assert ("ZB-507", WALK) in [(one.code, one.path) for one in told.problems]
    assert told.code == 10
    assert small.has("/b/news/2026-10-05-visit/")


def test_an_item_whose_state_fails_is_named_and_the_others_are_published(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    only_news(monkeypatch, state=raising)
    small.edit(WALK, "title: 现场巡查记录", "title: 巡查又一次")
    told = small.build()
    assert ("ZB-507", WALK) in [(one.code, one.path) for one in told.problems]
    assert small.has("/a/news/2026-10-08-again/")


def broken(network: Network) -> Iterable[Problem]:
    """A check that does not expect this network."""
    raise KeyError("goals")


def test_a_check_that_fails_is_told_and_everything_is_published(small: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_broken(network: Any, site: Any) -> Any:
        return tuple(replace(one, checks=(*one.checks, broken)) if one.name == "boards" else one for one in active(network, site))

    monkeypatch.setattr(building, "active", with_broken)
    small.edit(WALK, "title: 现场巡查记录", "title: 巡查又一次")
    told = small.build()
    assert [(one.code, one.path) for one in told.problems] == [("ZB-903", "network.yaml")]
    assert "boards.broken" in told.problems[0].message["zh"]
    assert "巡查又一次" in small.text("/a/news/2026-10-01-walk/")
