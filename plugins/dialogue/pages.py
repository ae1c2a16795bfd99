"""The pages of dialogue: the mailbox with its ledger, “我要…” with everything one can do here, questions by topic."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.dialogue.cases import mailbox
from plugins.dialogue.voices import by_topic
from plugins.network.network import Network
from plugins.network.outputs import Output, Page
from plugins.network.sites import Site

Entry = tuple[str, str, str]
"""(words, title, address) of one thing that can be done."""

NOTHING: Mapping[str, Any] = {
    "ledger": {"received": 0, "answered": 0, "late": 0, "median": None}, "units": (), "open": (), "answered": (), "waiting": (),
    "cared": (), "hot": (), "questions": (), "kinds": (),
}  # fmt: skip


def _voices(network: Network, site: Site) -> Mapping[str, Any]:
    return network.digest("dialogue.voices", site.id) or NOTHING


def _has_dialogue(network: Network, site: Site) -> bool:
    """Whether a site takes letters, or shows any of what people said."""
    return site.kind != "library" and (mailbox(network, site) is not None or bool(_voices(network, site)["kinds"]))


def _letter_to(network: Network, site: Site, subject: str) -> dict[str, str] | None:
    """How to write to a site about `subject`; None if no mailbox is known."""
    box = mailbox(network, site)
    code = f"{subject}-{site.id}"
    form = network.settings.files.get("forms") or {}
    return {
        "code": code, "address": box.email, "subject": f"[{code}] ", "post": box.post,
        "form": form.get("endpoint", ""), "note": form.get("note", ""),
    } if box else None  # fmt: skip


def letters(network: Network, site: Site) -> Iterator[Output]:
    """The mailbox of a site: how to write, what is being asked, what was answered and how fast."""
    _ = network.settings.gettext
    if not _has_dialogue(network, site):
        return
    found = _voices(network, site)
    yield Page(
        f"{site.base}mailbox/",
        "mailbox.html",
        _("信箱"),
        {
            "mail": _letter_to(network, site, _("来信")),
            "totals": _totals(network, site, found["ledger"]),
            "units": _unit_rows(network, found["units"]),
            "open": found["open"],
            "answered": found["answered"],
            "waiting": found["waiting"] if network.tier != "public" else (),
            "cared": [{"label": topic, "value": count} for topic, count in found["cared"]],
            "hot": found["hot"],
            "limit": int(network.settings.figure("letter_working_days")),
            "confirmed": network.settings.figures["letter_working_days"].confirmed,
            "public": network.tier == "public",
            "channels": _channels(network),
        },
        description=_("写信给%(title)s：怎么写、多久答复、答复了什么。", title=site.title),
        section="mailbox",
        menu="互动",
        crumbs=((site.title, site.base),),
    )


def _totals(network: Network, site: Site, ledger: Mapping[str, Any]) -> list[tuple[str, Any, str, str, str]]:
    """The ledger as numbers that lead to the letters."""
    _ = network.settings.gettext
    if not ledger["received"]:
        return []
    own = _list(network, site, "letter")
    which = _("公开的来信") if network.tier == "public" else _("全部来信")
    totals = [(_("收到"), ledger["received"], _("件"), which, own), (_("已答复"), ledger["answered"], _("件"), "", own)]
    if ledger["median"] is not None:
        totals.append((_("答复用时"), ledger["median"], _("天"), _("中位数，从收到到答复"), own))
    if network.tier != "public" and ledger["late"]:
        totals.append((_("逾期"), ledger["late"], _("件"), _("只在内网版里显示"), own))
    return totals


def _unit_rows(network: Network, units: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The ledgers of units as rows of a table; late ones only in closed tiers."""
    late = network.tier != "public"
    rows = []
    for unit in units:
        site = network.sites[unit["site"]]
        middle = network.settings.ngettext("%(count)s 天", unit["median"]) if unit["median"] is not None else "–"
        row = [{"text": site.title, "href": f"{site.base}mailbox/"}, unit["received"], unit["answered"], middle]
        rows.append([*row, unit["late"]] if late else row)
    return rows


def _channels(network: Network) -> list[dict[str, str]]:
    return [{"name": name, **channel} for name, channel in (network.settings.files.get("channels") or {}).items()]


def wishes(network: Network, site: Site) -> Iterator[Output]:
    """“我要…”: five things people come for, and what this network has for each."""
    _ = network.settings.gettext
    if not _has_dialogue(network, site):
        return
    yield Page(
        f"{site.base}ask/",
        "ask.html",
        _("我要……"),
        {"wishes": [wish for wish in _wishes(network, site) if wish["entries"] or wish["mail"]], "channels": _channels(network)},
        description=_("有疑问查一查，有困难求帮助，有需求说一说，有见解提建议，有线索走官方渠道。"),
        section="ask",
        menu="互动",
        crumbs=((site.title, site.base),),
    )


def _wishes(network: Network, site: Site) -> list[dict[str, Any]]:
    _ = network.settings.gettext
    found = _voices(network, site)
    library, asked = network.library(), len(found["open"])
    return [
        _wish(_("查一查"), _("有疑问，先看看有没有现成的答案。"), [
            (_("常见的问题和答复"), _("答疑"), f"{site.base}qa/" if found["questions"] else ""),
            (_("办事要什么材料、走哪几步"), _("办事指南"), _list(network, site, "guide")),
            (_("资料、模板、手册"), _("资源库"), library.base if library else ""),
            (_("所有栏目和标签"), _("网站地图"), f"{site.base}sitemap/"),
        ]),
        _wish(_("求帮助"), _("有困难，找得到人。"), [
            (_("按地点、行业、拼音找"), _("找党组织"), f"{network.root.base}tree/"),
            (_("写信，限期答复"), _("信箱"), f"{site.base}mailbox/"),
        ]),
        _wish(_("说需求"), _("正在问大家的，这里都有。"), [
            (network.settings.ngettext("%(count)s 件正在征集意见", asked), _("征集和调查"), f"{site.base}mailbox/" if asked else ""),
            (_("以前征集过什么，结果怎样"), _("征集"), _list(network, site, "consultation")),
        ], _letter_to(network, site, _("需求"))),
        _wish(_("提建议"), _("每条建议都看得到走到哪一步。"), [
            (_("已经提过的建议"), _("建议"), _list(network, site, "suggestion")),
            (_("大家正在讨论的"), _("热点讨论"), _list(network, site, "topic")),
        ], _letter_to(network, site, _("建议"))),
    ]  # fmt: skip


def _wish(title: str, about: str, entries: Sequence[Entry], mail: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"title": title, "about": about, "entries": [entry for entry in entries if entry[2]], "mail": mail}


def _list(network: Network, site: Site, kind: str) -> str:
    """The address of the site's list of a Kind, or empty if it has none."""
    held = any(item.kind == kind for item in network.standing(site.id))
    return f"{site.base}{network.folders[kind]}/" if held else ""


def questions(network: Network, site: Site) -> Iterator[Output]:
    """Questions and answers of a site and of those below it, by topic."""
    _ = network.settings.gettext
    found = _voices(network, site)["questions"]
    if not found:
        return
    yield Page(
        f"{site.base}qa/",
        "questions.html",
        _("答疑"),
        {
            "groups": [(topic or _("其他"), rows) for topic, rows in by_topic(found)],
            "total": len(found),
            "mail": _letter_to(network, site, _("答疑")),
        },
        description=_("常见的问题和答复。"),
        section="qa",
        menu="" if _list(network, site, "qa") else "互动",
        crumbs=((site.title, site.base),),
    )
