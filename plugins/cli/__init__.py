"""Floor 5: the `zhibu` command, one file per command; help in Chinese, English with LANG=en."""

from plugins.cli.main import main, run

__all__ = ["main", "run"]
