"""How each site looks its own: its accent, with the contrast checked and mended."""

from plugins.theming.accents import accents_are_readable, site_css

CHECKS = (accents_are_readable,)
OUTPUTS = (site_css,)
