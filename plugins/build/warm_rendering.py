"""What a fork server does before very many sites are rendered: what pages need is imported and compiled once for all its children."""

import contextlib
import gc
import io

import css_inline  # noqa: F401  # what outputs import when they are asked for
import feedgenerator  # noqa: F401
import icalendar  # noqa: F401
import pelican
import segno  # noqa: F401

from plugins.build import warm_reading  # noqa: F401  # those sites have files
from plugins.build.capabilities import capabilities
from plugins.build.site import environment
from plugins.build.templates import COMPILED, WARM, compile_templates
from plugins.build.theme import THEMES, speaking, theme
from plugins.network.interface import SOURCE, languages

known = len(WARM.compiled)
for language in (SOURCE, *languages()):
    compile_templates(environment(speaking(theme(THEMES / "zhibu"), language), language))
if len(WARM.compiled) > known:
    WARM.keep(COMPILED)
for capability in capabilities():
    for work in capability.warm:
        work()
with contextlib.redirect_stdout(io.StringIO()):
    pelican.console.print("1 article in 0.10 seconds.")  # what every run ends with; its highlighter compiles large patterns
gc.freeze()
