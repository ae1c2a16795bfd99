"""Who must hold which meeting how often: the operator's list, and the figures with their source."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from plugins.meetings.meeting import TYPES
from plugins.network.interface import N_
from plugins.network.network import Network
from plugins.network.passing import recipients
from plugins.network.periods import first_and_last
from plugins.network.problems import UNKNOWN_RECIPIENT, Problem, finds
from plugins.network.rules import RulesFile
from plugins.network.schema import Schema, told
from plugins.network.sites import Settings

FIGURES = {
    "支部党员大会": "meetings_general", "支委会": "meetings_committee", "党小组会": "meetings_group", "主题党日": "meetings_day",
    "党课": "meetings_lecture", "组织生活会": "meetings_life", "民主评议": "meetings_review",
}  # fmt: skip
"""The figure that says how many a type needs in each of its periods."""
Every = Literal["month", "quarter", "year"]
EVERY_ZH: Mapping[str, str] = {"month": N_("每月"), "quarter": N_("每季度"), "year": N_("每年")}
Type = Literal["支部党员大会", "支委会", "党小组会", "党课", "主题党日", "组织生活会", "民主评议"]


class RequiredFile(Schema):
    """Who must hold meetings of one type."""

    every: Every = told("周期", "month、quarter 或 year")
    sites: list[str] = told("站点", "同“下发”：all、kind:branch、under:站点、站点名")


class MeetingsFile(Schema):
    """meetings.yaml beside network.yaml."""

    since: str = told("起", "从哪个月算起；不写从第一次记录算起", default="", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")
    required: dict[Type, RequiredFile] = told("要求", "哪些站点按什么周期召开")


MEETINGS = RulesFile("meetings", MeetingsFile, Path(__file__).with_name("meetings.yaml"))


class Rule(Struct, frozen=True):
    """One type of meeting: so many in each period, by these sites; `rule` tells whether its source is confirmed."""

    type: str
    every: Every
    times: int
    sites: frozenset[str]
    source: str
    rule: bool


def rules_of(network: Network) -> tuple[Rule, ...]:
    """Every type that somebody must hold, in the order of `TYPES`."""
    required = network.settings.files["meetings"]["required"]
    return tuple(_rule(name, required[name], network) for name in TYPES if name in required)


def _rule(name: str, row: Mapping[str, object], network: Network) -> Rule:
    figure = network.settings.figures[FIGURES[name]]
    words: list[str] = list(row["sites"])  # type: ignore[call-overload]  # plain values of RequiredFile
    sites = frozenset(site for word in words for site in recipients(word, network.sites))
    every: Every = row["every"]  # type: ignore[assignment]  # as above
    return Rule(name, every, int(figure.value), sites, figure.source, figure.confirmed)


def since(settings: Settings, first: date) -> date:
    """The day from which meetings are counted: the operator's month, or else the month of the first one."""
    written = settings.files["meetings"]["since"]
    return first_and_last(written)[0] if written else first.replace(day=1)


@finds(UNKNOWN_RECIPIENT)
def words_name_sites(network: Network) -> Iterable[Problem]:
    """Every word of meetings.yaml means a site."""
    for name, row in network.settings.files["meetings"]["required"].items():
        for word in row["sites"]:
            if not recipients(word, network.sites) and not word.startswith("kind:"):
                yield UNKNOWN_RECIPIENT.at("meetings.yaml", 1, key=name, value=word, suggestion="", suggestion_en="")
