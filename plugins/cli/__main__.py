"""`python -m plugins.cli` is `zhibu`."""

from plugins.cli.main import run

run()
