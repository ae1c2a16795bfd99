"""One site's Pelican settings, derived from the network: `SITE=zhuangpei pelican -s pelicanconf.py`."""

import os

from plugins.build.stock import stock_settings

globals().update(stock_settings(os.environ.get("SITE", ""), strict=False))
