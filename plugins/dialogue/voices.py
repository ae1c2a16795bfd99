"""What has been asked and answered on a site and on those below it: counts, median days, what is open, what people care about."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from plugins.dialogue.letters import days_taken, taking
from plugins.dialogue.topics import heard
from plugins.network.digests import Digest, Glance
from plugins.network.items import Item
from plugins.network.network import Network, is_standing
from plugins.network.sites import Settings, Site

ASKED = ("consultation", "survey", "topic")
KINDS = frozenset({*ASKED, "letter", "suggestion", "qa"})
OPEN, LETTERS, TOPICS, SUMMED_UP, QUESTIONS = 20, 20, 10, 10, 100
"""How many of each a page shows at most."""


def voices(network: Network) -> Digest:
    """For each site that has any: the voices of the site itself and of all below it."""
    found: dict[str, list[Item]] = {}
    for item in filter(is_standing, network.of_kind(*KINDS)):
        for site_id in _upwards(network, item.site):
            found.setdefault(site_id, []).append(item)
    told = {site_id: _of(network, network.sites[site_id], items) for site_id, items in found.items()}
    glances = {site_id: _glance(network, network.sites[site_id], one["ledger"]) for site_id, one in told.items()}
    return Digest(told, glance={site_id: glance for site_id, glance in glances.items() if glance})


def _glance(network: Network, site: Site, letters: Mapping[str, Any]) -> Glance | None:
    """Letters that were answered and how fast, if there were any."""
    if not letters["received"] or {"dialogue", "dialogue.letters"} & network.switched_off(site.id):
        return None
    _ = network.settings.gettext
    late = [_("逾期 %(count)s 封", count=letters["late"])] if letters["late"] else []
    middle = [_("答复用时中位数 %(days)s 天", days=letters["median"])] if letters["median"] is not None else []
    note = _("、").join((*middle, *late)) or _("等待答复")
    unit = _("/ %(count)s 封", count=letters["received"])
    return Glance(_("来信已答复"), letters["answered"], unit, note, f"{site.base}mailbox/", letters["received"])


def _upwards(network: Network, site_id: str) -> Iterable[str]:
    """A site and every site above it."""
    while site_id in network.sites:
        yield site_id
        site_id = network.sites[site_id].parent


def _of(network: Network, site: Site, items: Sequence[Item]) -> dict[str, Any]:
    letters = [item for item in items if item.kind == "letter"]
    return {
        "ledger": ledger(letters),
        "units": _units(network, site, letters),
        "open": [_row(item) for item in sorted(items, key=_closing) if item.kind in ASKED and _at(item) == "open"][:OPEN],
        "answered": [
            _letter(item, network.settings) for item in sorted(letters, key=_answered, reverse=True) if _at(item) == "answered"
        ][:LETTERS],
        "waiting": [_letter(item, network.settings) for item in sorted(letters, key=_received) if _at(item) != "answered"],
        "cared": Counter(topic for item in items if (topic := item.fields.get("topic"))).most_common(TOPICS),
        "hot": _hot([item for item in items if item.kind == "topic"]),
        "questions": [_question(item, network.settings) for item in items if item.kind == "qa"][:QUESTIONS],
        "kinds": sorted({item.kind for item in items}),
    }


def ledger(letters: Sequence[Item]) -> dict[str, Any]:
    """Letters received and answered, those that are late, and the median of the days that answers took."""
    from statistics import median  # brings fractions along, which nothing else of planning needs

    days = [taken for item in letters if _at(item) == "answered" and (taken := days_taken(item)) is not None]
    middle = median(days) if days else None
    return {
        "received": len(letters),
        "answered": sum(_at(item) == "answered" for item in letters),
        "late": sum(_at(item) in ("overdue", "forgotten") for item in letters),
        "median": int(middle) if middle is not None and middle == int(middle) else middle,
    }


def _units(network: Network, site: Site, letters: Sequence[Item]) -> list[dict[str, Any]]:
    """A ledger for each unit that has had letters, in tree order; none for a site that stands alone."""
    if not network.below(site.id):
        return []
    by_site: dict[str, list[Item]] = {}
    for item in letters:
        by_site.setdefault(item.site, []).append(item)
    return [{"site": unit, **ledger(by_site[unit])} for unit in network.sites if unit in by_site]


def _hot(topics: Sequence[Item]) -> list[dict[str, Any]]:
    """Topics by how many opinions they have had, the newest first among equals."""
    ranked = sorted(topics, key=lambda item: (heard(item), _received_or_date(item)), reverse=True)[:SUMMED_UP]
    return [{**_row(item), "heard": heard(item), "outcome": item.fields["outcome"]} for item in ranked]


def _at(item: Item) -> str:
    return item.state.id if item.state else ""


def _row(item: Item) -> dict[str, Any]:
    """An item as a list of other sites shows it."""
    state = {"label": item.state.label, "tone": item.state.tone} if item.state else None
    return {"title": item.title, "address": item.address, "site": item.site, "kind": item.kind, "state": state}


def _letter(item: Item, settings: Settings) -> dict[str, Any]:
    fields = item.fields
    return {
        **_row(item), "date": fields["received"][:10], "days": taking(days_taken(item), settings), "to": fields["addressee"],
        "answer": fields["answer"], "answered": fields["answered"][:10],
    }  # fmt: skip


def _question(item: Item, settings: Settings) -> dict[str, Any]:
    fields = item.fields
    asked = _at(item) == "asked"
    return {
        "question": item.title, "href": item.address, "topic": fields["topic"], "answer": "" if asked else item.summary,
        "note": settings.gettext("待答复") if asked else settings.gettext("%(post)s答复", post=fields["answered_by"]), "site": item.site,
    }  # fmt: skip


def _closing(item: Item) -> str:
    return str(item.fields.get("closes", ""))


def _answered(item: Item) -> str:
    return str(item.fields["answered"])


def _received(item: Item) -> str:
    return str(item.fields["received"])


def _received_or_date(item: Item) -> datetime:
    assert item.date is not None
    return item.date


def by_topic(questions: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Questions under their topics, the largest first; those without one last."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for question in questions:
        grouped.setdefault(question["topic"], []).append(question)
    return sorted(grouped.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
