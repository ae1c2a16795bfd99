"""What every forked process finds already imported and compiled; the fork server imports this module once.

Nothing here reads content: a process that renders one site must not inherit another's words.
"""

import gc

import markdown  # noqa: F401  # imported for the processes that fork from here
import nh3  # noqa: F401
import pelican  # noqa: F401

from plugins.build import reading_task, site_task  # noqa: F401
from plugins.build.site import environment
from plugins.build.theme import THEMES, warm

warm(environment(THEMES / "zhibu"))
gc.collect()
gc.freeze()
