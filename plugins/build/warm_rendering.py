"""What a fork server does before very many sites are rendered: what pages need is imported and compiled once for all its children."""

import gc

import css_inline  # noqa: F401  # what outputs import when they are asked for
import feedgenerator  # noqa: F401
import icalendar  # noqa: F401
import segno  # noqa: F401

from plugins.build import warm_reading  # noqa: F401  # those sites have files
from plugins.build.capabilities import capabilities
from plugins.build.site import environment
from plugins.build.templates import COMPILED, WARM, compile_templates
from plugins.build.theme import THEMES, speaking, theme
from plugins.network.interface import SOURCE, languages

for language in (SOURCE, *languages()):
    compile_templates(environment(speaking(theme(THEMES / "zhibu"), language), language))
WARM.keep(COMPILED)
for capability in capabilities():
    for work in capability.warm:
        work()
gc.freeze()
