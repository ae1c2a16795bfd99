"""What takes long to import is imported where it is used, not by the process that plans every build."""

import subprocess
import sys

HEAVY = {"PIL", "cryptography", "css_inline", "docutils", "numpy", "opencc", "pelican", "pypdf", "segno", "ssl", "weasyprint"}


def test_planning_imports_nothing_that_only_some_pages_need() -> None:
    program = "import plugins.build.build, plugins.build.capabilities as c, sys; c.kinds(); print(*sys.modules)"
    listed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert "plugins.search.segments" in listed
    assert not HEAVY & {name.partition(".")[0] for name in listed}
