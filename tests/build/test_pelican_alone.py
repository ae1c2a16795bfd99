"""Pelican comes without what it never uses here, and leaves that to whoever does use it."""

import subprocess
import sys

import pytest


def said(program: str) -> str:
    """What a program prints in a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def test_rendering_imports_nothing_that_pelican_wants_for_itself_alone() -> None:
    listed = said("import plugins.build.site, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))").split()
    assert "pelican" in listed
    assert not {"PIL", "dateutil", "docutils", "feedgenerator", "http", "rich", "ssl", "watchfiles"} & {*listed}


def test_pelican_says_nothing_on_a_terminal() -> None:
    program = "import plugins.build.site, pelican\nwith pelican.console.status('...'): pelican.console.print('x')\nprint('y')"
    assert said(program) == "y\n"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("pelican.writers.Atom1Feed('某', '/', '某').num_items()", "0"),
        ("pelican.utils.get_date('2026-11-30 8:00').hour", "8"),
    ],
)
def test_what_is_called_after_all_is_there(call: str, told: str) -> None:
    assert said(f"import plugins.build.site, pelican; print({call})").strip() == told


def test_who_imports_docutils_later_gets_the_real_one() -> None:
    for order in ("import plugins.build.site, docutils.core", "import docutils.core, plugins.build.site"):
        assert "<emphasis>" in said(f"{order}; print(docutils.core.publish_string('*a*', writer_name='pseudoxml').decode())")
