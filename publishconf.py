"""The same for publishing: anything wrong with the site's files stops Pelican before it writes."""

import os

from plugins.build.stock import stock_settings

globals().update(stock_settings(os.environ.get("SITE", ""), strict=True))
