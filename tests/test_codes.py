"""Every code that a capability can find is named by that capability's own tests, which show it found and mended."""

from pathlib import Path

import pytest

from plugins.build.capabilities import Capability, capabilities
from plugins.network.problems import codes_of

TESTS = Path(__file__).parent


def found_by(capability: Capability) -> set[str]:
    """The numbers of the codes that a capability can find, shared ones too."""
    of_kinds = (check for kind in capability.kinds for check in (kind.check, kind.check_text, kind.check_table))
    checks = (*capability.checks, *capability.scans, *capability.gates, *of_kinds)
    return {code.id for check in checks for code in codes_of(check)}


@pytest.mark.parametrize("capability", [one for one in capabilities() if found_by(one)], ids=lambda one: one.name)
def test_every_code_of_a_capability_is_named_by_its_tests(capability: Capability) -> None:
    tests = "".join(file.read_text("utf-8") for file in sorted((TESTS / capability.name).rglob("*.py")))
    assert sorted(code for code in found_by(capability) if f'"{code}' not in tests) == []
