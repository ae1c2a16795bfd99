"""Progress on a terminal; silence elsewhere."""

import sys
from typing import Any


class Progress:
    """Called with (what, done, all); shows a rich bar when someone is watching."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far it is."""
        if self._quiet or total < 2:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total)
        self._bar.update(self._tasks[what], completed=done)
        if done >= total and all(task.finished for task in self._bar.tasks):
            self._bar.stop()
            self._bar, self._tasks = None, {}
