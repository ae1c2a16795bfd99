"""Elections: steps, rules and numbers; votes are cast on paper at a meeting and never here."""

from collections.abc import Mapping
from typing import Any

from plugins.elections.checks import adds_up
from plugins.elections.fields import STAGES, ElectionFields
from plugins.elections.states import state, view
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.kinds import Kind
from plugins.network.network import Network
from plugins.network.sites import Settings

NUMBERS = (
    ("electors", N_("应到")), ("present", N_("到会")), ("issued", N_("发出选票")), ("ballots", N_("收回选票")), ("valid", N_("有效票")),
    ("invalid", N_("无效票")), ("votes", N_("得票总数")), ("elected", N_("当选人数")),
)  # fmt: skip


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """What an election's page shows beyond its fields; a withdrawn one shows nothing."""
    _ = network.settings.gettext
    if item.state is None:
        return {}
    candidates = item.fields["candidates"]
    voted = any(row["votes"] is not None for row in candidates)
    return {
        "steps": _steps(item, network.settings),
        "rules": _rules(item, network.settings),
        "columns": [_("候选人"), _("单位和岗位"), _("简介"), *([_("得票"), _("结果")] if voted else [])],
        "rows": [_candidate(row, network.settings, voted=voted) for row in candidates],
        "numbers": [[_(label), item.fields[name]] for name, label in NUMBERS if item.fields[name] is not None],
    }


def _steps(item: Item, settings: Settings) -> list[dict[str, Any]]:
    """The steps in order, each as far as its stage has come."""
    assert item.state is not None
    now = STAGES.index("结果" if item.state.id == "plain" else item.state.id)
    found: list[dict[str, Any]] = []
    for row in sorted(item.fields["steps"], key=lambda row: (STAGES.index(row["stage"]), row["date"])):
        place = STAGES.index(row["stage"])
        tone = "positive" if place < now or item.state.id in ("结果", "plain") else "active" if place == now else "off"
        current = place == now and not any(step["current"] for step in found)
        found.append(
            {"label": settings.gettext(row["stage"]), "text": row["what"], "date": row["date"], "tone": tone, "current": current}
        )
    return found


def _rules(item: Item, settings: Settings) -> list[tuple[str, str]]:
    """What is elected how, and what the rules ask."""
    _ = settings.gettext
    fields, quorum, majority = item.fields, settings.figures["election.quorum"], settings.figures["election.majority"]
    word = _("规定") if quorum.confirmed and majority.confirmed else _("参考")
    return [
        (_("选举事项"), fields["body_elected"]),
        (_("名额"), _("%(seats)s 名，%(method)s选举", seats=fields["seats"], method=_(fields["method"]))),
        (_("候选人"), _("%(count)s 名", count=fields["standing"]) if fields["standing"] is not None else ""),
        (
            word,
            _(
                "到会不少于应到的 %(quorum)s 会议有效；得票超过到会人数的 %(majority)s 始得当选",
                quorum=format(quorum.value, ".0%"),
                majority=format(majority.value, ".0%"),
            ),
        ),
        (_("依据"), quorum.source),
    ]


def _candidate(row: Mapping[str, Any], settings: Settings, *, voted: bool) -> list[Any]:
    """One row of the table of candidates."""
    cells: list[Any] = [row["name"], row["unit"], row["about"]]
    if voted:
        cells += [
            row["votes"],
            {"text": settings.gettext("当选"), "tone": "positive"} if row["elected"] else settings.gettext("未当选"),
        ]
    return cells


ELECTION = Kind(
    "election", "选举", "elections", "选举", dated=True, schema=ElectionFields, state=state, states=STAGES, view=view,
    values=values, check=adds_up, area="公开", audience="org", opened_by="public",
    body="## 为什么选举\n\n\n## 怎样提名\n\n\n## 怎样投票\n\n会议上当场发票、无记名投票、当场计票。\n",
)  # fmt: skip

KINDS = (ELECTION,)
