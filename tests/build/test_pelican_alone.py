"""Pelican comes without what it never uses here, and leaves that to whoever does use it."""

import subprocess
import sys


def said(program: str) -> str:
    """What a program prints in a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def test_rendering_imports_neither_docutils_nor_pillow() -> None:
    listed = said("import plugins.build.site, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))").split()
    assert "pelican" in listed
    assert not {"docutils", "PIL"} & {*listed}


def test_who_imports_docutils_later_gets_the_real_one() -> None:
    for order in ("import plugins.build.site, docutils.core", "import docutils.core, plugins.build.site"):
        assert "<emphasis>" in said(f"{order}; print(docutils.core.publish_string('*a*', writer_name='pseudoxml').decode())")
