"""Tests of one group run in one worker: what is dear to make is made once, and ports and caches have one user."""

import pytest


@pytest.mark.xdist_group("grouped")
def test_a_group_is_heeded(request: pytest.FixtureRequest) -> None:
    """Some versions of pytest and pytest-xdist together forget groups without a word."""
    alone = getattr(request.config, "workerinput", None) is None
    assert alone or request.node.nodeid.endswith("@grouped")
