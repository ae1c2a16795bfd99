"""Publicity: who is to be admitted, appointed or honoured, shown for so many working days; then the names are gone."""

from plugins.network.kinds import Kind
from plugins.publicity.checks import is_concluded, is_lawful
from plugins.publicity.fields import ALLOWED, PublicityFields
from plugins.publicity.pages import board, boards, values
from plugins.publicity.states import state, view

PUBLICITY = Kind(
    "publicity", "公示", "publicity", "公示", dated=True, schema=PublicityFields, state=state, view=view, values=values,
    check=is_lawful, area="公开", own_list=True, states=("未开始", "公示中", "期满待结", "已结", "已脱敏"),
    body="按照有关规定，经……研究，拟……，现予公示。公示期内，如有意见，请按上面的办法反映；反映情况请实事求是。\n",
)  # fmt: skip

KINDS = (PUBLICITY,)
CHECKS = (is_concluded,)
DIGESTS = (board,)
OUTPUTS = (boards,)
FILES = (ALLOWED,)
