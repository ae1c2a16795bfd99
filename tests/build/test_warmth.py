"""When a build begins to warm up: as soon as it is clear that few folders changed, never for nothing."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from plugins.build.last_run import LastRun, hidden_names
from plugins.build.templates import Warm, compile_templates
from plugins.cli import checking

MANY = checking.MANY_SITES
LAST = LastRun("", hidden_names({f"s{number}": "as it was" for number in range(40)}), "", "", "", (), "", {}, ())


@pytest.mark.parametrize(
    ("changed", "after"),
    [
        ({20}, 20),  # one in the middle
        ({3}, MANY),  # one so early that it might be a new checkout
        (set(), None),
        (set(range(40)), None),  # a new checkout: most likely nothing is to be done
        (set(range(0, 40, 2)), None),
    ],
)
def test_the_fork_server_starts_once_few_folders_are_seen_to_differ(
    changed: set[int], after: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(checking, "_warm_up", begun.append)
    watch = checking._Watch(LAST)
    for number in range(40):
        watch.met(f"s{number}", "new" if number in changed else "as it was")
        assert watch.begun is (after is not None and number >= after)
    assert begun == (["FEW"] if after is not None else [])


def test_as_many_folders_as_there_are_tell_how_much_will_be_made_at_first(tmp_path: Path) -> None:
    assert checking._for_everything(tmp_path / "none") == "FEW"
    for number in range(MANY):
        assert checking._for_everything(tmp_path) == "MANY_FILES"
        (tmp_path / str(number)).mkdir()
    assert checking._for_everything(tmp_path) == "MANY_SITES"


def test_without_a_last_run_nothing_is_known_to_differ() -> None:
    watch = checking._Watch(None)
    watch.met("a", "new")
    assert not watch.begun


def compiled(place: Path, **templates: str) -> Warm:
    """What a process knows after it has compiled these templates, and has kept what it knows."""
    warm = Warm()
    warm.recall(place)
    compile_templates(
        Environment(loader=DictLoader({f"{name}.html": text for name, text in templates.items()}), bytecode_cache=warm)
    )
    warm.keep(place)
    return warm


def test_compiled_templates_are_kept_until_they_are_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    place = tmp_path / "kept"
    first = compiled(place, a="甲", b="乙")
    assert len(first.compiled) == 2
    written = place.stat().st_mtime_ns
    assert compiled(place, a="甲", b="乙").compiled == first.compiled
    assert place.stat().st_mtime_ns == written
    compiled(place, a="甲", b="丙")
    again = Warm()
    again.recall(place)
    assert len(again.compiled) == 2
    assert len(again.compiled.keys() & first.compiled.keys()) == 1
