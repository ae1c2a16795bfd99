"""Cases that people write about: their code, the office mailbox that takes their letters, the way from open to answered."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from plugins.network.items import Item, State
from plugins.network.network import Network, is_standing
from plugins.network.periods import begins, ends
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Contact, Settings, Site

NO_OUTCOME = Code(
    "ZB-800", "warning", "nothing",
    "{closes} 已经截止，{days} 天过去还没有公布结果", "请写“{key}”，把收到多少、采纳哪些、没有采纳的为什么写清楚。",
    "it closed on {closes}; {days} days later there is no outcome", 'Write "{key_en}": how many answers, what is taken up, what is not and why.',
    "结果: 收到 41 条，采纳 17 条",
)  # fmt: skip
NO_MAILBOX = Code(
    "ZB-801", "warning", "nothing",
    "没有可以来信的公共信箱，页面上不会出现“写邮件”", "请在 {path_of_site} 的“contacts”里给受理的岗位写上 email，不写个人信箱。",
    "there is no office mailbox, so the page cannot say where to write", "Give the post an email in the contacts of {path_of_site}; never a personal one.",
    "contacts: [{post: 支部组织委员, email: zhuangpei@example.cn}]",
)  # fmt: skip
SAME_CODE = Code(
    "ZB-802", "error", "nothing",
    "编号“{code}”与 {other} 相同", "请给其中一篇写上不同的“编号”，来信才不会混在一起。",
    'the case code "{code}" is also that of {other}', "Give one of them another code, so that letters are not mixed up.",
    "编号: 征集意见-2026-zhuangpei-02",
)  # fmt: skip
MORE_ADOPTED = Code(
    "ZB-803", "error", "item",
    "采纳 {adopted} 条，多于收到的 {received} 条", "请核对两个数字，改正写错的一个。",
    "{adopted} adopted, more than the {received} received", "Check both numbers and correct the wrong one.",
    "收到: 41 采纳: 17",
)  # fmt: skip

PREFIXES: Mapping[str, str] = {
    "consultation": "征集意见",
    "survey": "调查",
    "topic": "讨论",
    "letter": "来信",
    "suggestion": "建议",
}


class Words(Struct, frozen=True):
    """What the steps of a Kind are called, and the field that ends them."""

    open: str
    closed: str
    answered: str
    overdue: str
    outcome: str
    """The Chinese name of the field with the outcome."""


def code(item: Item) -> str:
    """What a letter about a case quotes: the writer's code, or one made of site, year and address that never changes."""
    if item.fields.get("code"):
        return str(item.fields["code"])
    number = int(hashlib.sha256(item.address.encode()).hexdigest()[:8], 16) % 9000 + 1000
    return f"{PREFIXES[item.kind]}-{item.year}-{item.site}-{number}"


def mailbox(network: Network, site: Site, post: str = "") -> Contact | None:
    """The office mailbox of a site, rather that of `post`; without one that of the site above, or None."""
    held = [contact for contact in site.contacts if contact.email]
    found = next((contact for contact in held if contact.post == post), held[0] if held else None)
    above = network.sites.get(site.parent)
    return found or (mailbox(network, above, post) if above else None)


def way_to_write(network: Network, item: Item) -> dict[str, str] | None:
    """What a page tells about writing: code, address, subject, post, form and its note; None if no mailbox is known."""
    box = mailbox(network, network.sites[item.site], item.fields.get("contact", ""))
    if box is None:
        return None
    form = network.settings.files.get("forms") or {}
    return {
        "code": code(item), "address": box.email, "subject": f"[{code(item)}] {item.title}", "post": box.post,
        "form": form.get("endpoint", ""), "note": form.get("note", ""),
    }  # fmt: skip


def outcome_from(item: Item, settings: Settings) -> datetime | None:
    """Since when the outcome is known: its day, or if only the outcome is written the closing; None without one."""
    fields = item.fields
    if fields["answered"]:
        return begins(fields["answered"], settings.zone)
    return ends(fields["closes"], settings.zone) if fields["outcome"] else None


def standing(item: Item, as_of: datetime, settings: Settings, words: Words) -> State:
    """Open until the end of the closing day, then closed, after n days overdue; answered as soon as an outcome is told."""
    known = outcome_from(item, settings)
    if known is not None and as_of >= known:
        return State("answered", words.answered, "positive")
    closes = ends(item.fields["closes"], settings.zone)
    late = closes + timedelta(days=settings.figure("outcome_days"))
    until = min((moment for moment in (closes, late, known) if moment and moment > as_of), default=None)
    if as_of < closes:
        day, _ = item.fields["closes"], settings.gettext
        return State(
            "open", _("%(state)s · %(day)s截止", state=_(words.open), day=settings.day_in_words(day)), "active", until=until
        )
    if as_of < late:
        return State("closed", words.closed, "off", until=until)
    return State("overdue", words.overdue, "negative", until=until)


def steps(item: Item, words: Words, settings: Settings) -> list[dict[str, Any]]:
    """The line of steps of a case, with the days that count."""
    at = item.state.id if item.state else ""
    overdue, _ = at == "overdue", settings.gettext
    return [
        {"label": _(words.open), "tone": "active" if at == "open" else "positive", "text": "", "current": at == "open",
         "date": item.date},
        {"label": _("已截止") if not overdue else _(words.overdue), "tone": "off" if at == "open" else "negative" if overdue else "positive",
         "text": "", "current": at in ("closed", "overdue"), "date": item.fields["closes"]},
        {"label": _(words.answered), "tone": "positive" if at == "answered" else "off", "text": "", "current": at == "answered",
         "date": item.fields["answered"]},
    ]  # fmt: skip


def dates_in_order(item: Item, pairs: Iterable[tuple[str, str, str, str]]) -> Iterable[Problem]:
    """DATES_REVERSED for every (later field, its label, earlier day, its label) of which the later lies before."""
    for field, label, earlier, earlier_label in pairs:
        later = item.fields[field][:10]
        if later and earlier and later < earlier[:10]:
            yield DATES_REVERSED.at(
                item.path, item.lines.get(field, 1), later_key=label, later=later, earlier_key=earlier_label, earlier=earlier[:10]
            )


def closing_in_order(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A case closes after its own date and is answered after that."""
    began = item.date.date().isoformat() if item.date else ""
    yield from dates_in_order(item, [("closes", "截止日期", began, "日期"), ("answered", "反馈日期", began, "日期")])


OUTCOMES: Mapping[str, str] = {"consultation": "结果", "survey": "结果", "topic": "小结"}


@finds(NO_OUTCOME, NO_MAILBOX, SAME_CODE)
def cases_hold(network: Network) -> Iterable[Problem]:
    """Every case has a code of its own, someone to write to while it is open, and an outcome in time."""
    seen: dict[str, str] = {}
    for item in filter(is_standing, network.of_kind(*OUTCOMES)):
        other = seen.setdefault(code(item), item.path)
        if other != item.path:
            yield SAME_CODE.at(item.path, item.lines.get("code", 1), code=code(item), other=other)
        if item.state is not None and item.state.id == "overdue":
            days = int(network.settings.figure("outcome_days"))
            yield NO_OUTCOME.at(
                item.path,
                item.lines.get("closes", 1),
                closes=item.fields["closes"],
                days=days,
                key=OUTCOMES[item.kind],
                key_en="outcome",
            )
        if item.state is not None and item.state.id == "open" and way_to_write(network, item) is None:
            yield NO_MAILBOX.at(item.path, 0, path_of_site=f"{item.site}/site.yaml")
