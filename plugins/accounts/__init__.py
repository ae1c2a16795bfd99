"""Accounts in the open: dues 党费 as totals that add up and follow on, statistics 统计 as open data."""

from plugins.accounts.dues import DUES, chained, ledger, ledger_page
from plugins.accounts.statistics import STATS, index, open_data

KINDS = (DUES, STATS)
CHECKS = (chained,)
DIGESTS = (ledger, index)
OUTPUTS = (ledger_page, open_data)
