"""The arithmetic of an election, and consent: every fault names both numbers."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

from plugins.elections.fields import STAGES
from plugins.elections.states import counted
from plugins.network.figures import Figure
from plugins.network.items import Item
from plugins.network.names import NAME_STAYS, staying
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings

TOO_MANY = Code(
    "ZB-643", "error", "item",
    "“{key}”{number} 多于 {bound_key} {bound}", "请核对两个数字。",
    '"{field}" {number} is more than {bound} ({bound_en})', "Check both numbers.",
)  # fmt: skip
NO_QUORUM = Code(
    "ZB-644", "error", "item",
    "到会 {present} 人，应到 {electors} 人，至少要到 {least} 人会议才有效（{source}）", "请核对人数；确实不够的，选举无效，另行召开。",
    "{present} of {electors} are present; at least {least} make the meeting valid", "Check the numbers; if they are right, the election is void.",
)  # fmt: skip
WRONG_SUM = Code(
    "ZB-645", "error", "item",
    "有效票 {valid} 加无效票 {invalid} 是 {total}，收回的选票是 {ballots}", "请核对计票单。",
    "{valid} valid and {invalid} invalid ballots make {total}, but {ballots} were returned", "Check the count.",
)  # fmt: skip
NO_MAJORITY = Code(
    "ZB-646", "error", "item",
    "候选人第 {number} 项得票 {votes}，没有超过到会 {present} 人的一半以上要求（须多于 {bound}，{source}），不能写当选", "请核对得票；没有过半的不算当选。",
    "entry {number} of the candidates has {votes} votes, not more than {bound} of {present} present, and cannot be elected", "Check the votes.",
)  # fmt: skip
NO_SURPLUS = Code(
    "ZB-647", "warning", "nothing",
    "差额选举应选 {seats} 人，候选人 {standing} 人；至少要 {least} 人（{source}）", "请增加候选人，或核对名额；本来就是等额的，写“方式: 等额”。",
    "{standing} candidates stand for {seats} seats; at least {least} are needed", "Add candidates, or check the seats; an election without surplus says 等额.",
)  # fmt: skip
NO_CONSENT = Code(
    "ZB-648", "error", "item",
    "候选人第 {number} 项没有写本人同意", "请征得本人同意后写“本人同意: 是”，或删去这一项。",
    "entry {number} of the candidates is without consent", "Ask for consent, then say so, or remove the entry.",
    "候选人:\n  - 姓名: 示例甲\n    本人同意: 是",
)  # fmt: skip
OPEN_NAMES = Code(
    "ZB-649", "error", "item",
    "写了“公开: 是”，却列着 {count} 名候选人", "对外公开的不列候选人：请改写“候选人数”并删去“候选人”，或删去“公开”。",
    "it is public and lists {count} candidates", "Give their number instead of the list, or do not make it public.",
)  # fmt: skip
LASTING = {"body_elected": "选举事项", "steps": "步骤", "result": "结果"}
"""What stays of an election when its names are taken back, and how it is called."""


@finds(TOO_MANY, NO_QUORUM, WRONG_SUM, NO_MAJORITY, NO_SURPLUS, NO_CONSENT, OPEN_NAMES, NAME_STAYS, DATES_REVERSED)
def adds_up(item: Item, settings: Settings) -> Iterable[Problem]:
    """The numbers of an election agree with each other and with the rules; nobody is named without consent."""
    yield from _numbers(item)
    yield from _rules(item, settings)
    yield from _candidates(item, settings)
    yield from _order(item)
    yield from staying(item, item.fields["candidates"], LASTING)


def _numbers(item: Item) -> Iterator[Problem]:
    found = counted(item.fields)
    seats, ballots = found["seats"], found["ballots"]
    most = ballots * seats if ballots is not None and seats is not None else None
    for field, key, bound, bound_key, bound_en in (
        ("present", "到会", found["electors"], "应到", "electors"),
        ("issued", "发出选票", found["present"], "到会", "present"),
        ("ballots", "收回选票", found["issued"], "发出选票", "issued"),
        ("votes", "得票总数", most, f"收回选票 {ballots} × 名额 {seats} =", "ballots × seats"),
        ("elected", "当选人数", seats, "名额", "seats"),
        ("elected", "当选人数", found["standing"], "候选人数", "standing"),
    ):
        number = found[field]
        if number is not None and bound is not None and number > bound:
            yield TOO_MANY.at(item.path, item.lines.get(field, 1), key=key, field=field, number=number,
                              bound_key=bound_key, bound=bound, bound_en=bound_en)  # fmt: skip
    valid, invalid = found["valid"], found["invalid"]
    if None not in (valid, invalid, ballots) and valid + invalid != ballots:
        yield WRONG_SUM.at(
            item.path, item.lines.get("ballots", 1), valid=valid, invalid=invalid, total=valid + invalid, ballots=ballots
        )


def _rules(item: Item, settings: Settings) -> Iterator[Problem]:
    found, figures = counted(item.fields), settings.figures
    electors, present, seats, standing = (found[name] for name in ("electors", "present", "seats", "standing"))
    if electors is not None and present is not None:
        least = _share(electors, figures["election.quorum"])
        if present < least:
            yield NO_QUORUM.at(item.path, item.lines.get("present", 1), present=present, electors=electors, least=least,
                               source=figures["election.quorum"].source)  # fmt: skip
    if item.fields["method"] == "差额" and seats and standing is not None:
        least = seats + max(1, _share(seats, figures["election.surplus"]))
        if standing < least:
            line = item.lines.get("candidates", item.lines.get("standing", 1))
            yield NO_SURPLUS.at(
                item.path, line, seats=seats, standing=standing, least=least, source=figures["election.surplus"].source
            )


def _share(count: int, figure: Figure) -> int:
    """The fewest that make a share of a number: four fifths of 35 are 28, whatever binary fractions say."""
    return math.ceil(round(count * figure.value, 6))


def _candidates(item: Item, settings: Settings) -> Iterator[Problem]:
    fields, figure = item.fields, settings.figures["election.majority"]
    if fields["public"] and fields["candidates"]:
        yield OPEN_NAMES.at(item.path, item.lines.get("public", 1), count=len(fields["candidates"]))
    for number, row in enumerate(fields["candidates"], 1):
        line = item.lines.get(f"candidates.{number - 1}") or item.lines.get("candidates", 1)
        if not row["consented"]:
            yield NO_CONSENT.at(item.path, line, number=number)
        votes, valid, present = row["votes"], fields["valid"], fields["present"]
        if votes is not None and valid is not None and votes > valid:
            yield TOO_MANY.at(item.path, line, key=f"候选人第 {number} 项得票", field="votes", number=votes, bound_key="有效票",
                              bound=valid, bound_en="valid ballots")  # fmt: skip
        if row["elected"] and votes is not None and present is not None and votes <= present * figure.value:
            yield NO_MAJORITY.at(item.path, line, number=number, votes=votes, present=present,
                                 bound=f"{present * figure.value:g}", source=figure.source)  # fmt: skip


def _order(item: Item) -> Iterator[Problem]:
    """A later stage does not begin before an earlier one."""
    steps = sorted(item.fields["steps"], key=lambda row: STAGES.index(row["stage"]))
    for earlier, later in pairwise(steps):
        if later["date"] < earlier["date"]:
            yield DATES_REVERSED.at(item.path, item.lines.get("steps", 1), later_key=later["stage"], later=later["date"],
                                    earlier_key=earlier["stage"], earlier=earlier["date"])  # fmt: skip
