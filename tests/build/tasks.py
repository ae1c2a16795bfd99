"""Tasks that go wrong in their own process, in the place of those that a build hands out."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from plugins.build.pool import Steps
from plugins.build.reading_task import Unread, read_files
from plugins.build.site_task import SiteTask, render_site
from plugins.build.store import Tree
from plugins.network.sites import Limits

VICTIM = "slow"


def slow_readings(steps: Steps, content: Path, files: Sequence[Unread], limits: Limits) -> None:
    """Reads as ever, but never comes back from one file."""
    for file in files:
        if VICTIM in file.path:
            steps.begin(file.path)
            time.sleep(60)
        read_files(steps, content, [file], limits)


def dying_readings(steps: Steps, content: Path, files: Sequence[Unread], limits: Limits) -> None:
    """Reads as ever, but one file kills the process."""
    for file in files:
        if VICTIM in file.path:
            steps.begin(file.path)
            os._exit(9)
        read_files(steps, content, [file], limits)


def raising_readings(steps: Steps, content: Path, files: Sequence[Unread], limits: Limits) -> None:
    """Reads as ever, but one file takes all the memory there is."""
    for file in files:
        if VICTIM in file.path:
            steps.begin(file.path)
            raise MemoryError
        read_files(steps, content, [file], limits)


def raising_site(steps: Steps, task: SiteTask) -> Tree:
    """Renders as ever, but site `a` fails."""
    if task.site_id == "a":
        raise LookupError("no such thing")
    return render_site(steps, task)


def dying_site(steps: Steps, task: SiteTask) -> Tree:
    """Renders as ever, but the process of site `a` dies."""
    if task.site_id == "a":
        steps.begin("a/news/x.md")
        os._exit(9)
    return render_site(steps, task)
