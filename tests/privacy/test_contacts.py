"""Contacts and footers tell of offices, never of a person."""

from pathlib import Path

import pytest

from tests.networks import SMALL, Place
from tests.privacy.planted import MOBILE


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network."""
    return Place(tmp_path).write_all(SMALL)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a/site.yaml", "contacts: [{post: 支部书记, hours: '电话 {datum}'}]"),
        ("a/site.yaml", "contacts: [{post: '支部书记 {datum}'}]"),
        ("a/site.yaml", "slogan: 找我 {datum}"),
        ("network.yaml", "footer: {contact: '电话 {datum}'}"),
        ("network.yaml", "footer: {organizer: '示例党委 {datum}'}"),
    ],
)
def test_what_is_a_persons_own_is_told_masked_and_an_offices_is_not(place: Place, path: str, line: str) -> None:
    written = SMALL[path]
    assert isinstance(written, str)
    place.write(path, f"{written}{line.replace('{datum}', MOBILE)}\n")
    (problem,) = place.check().problems
    assert (problem.code, problem.path) == ("ZB-717", path)
    assert MOBILE not in str(problem)
    place.write(path, f"{written}{line.replace('{datum}', '一楼 104 室')}\n")
    assert place.check().problems == ()
