"""A short message (SMS) about an item, and how many are sent for it."""

from plugins.network.items import Item
from plugins.network.patterns import pattern
from plugins.network.sites import Settings, Site

ALONE, JOINED = 70, 67
"""UTF-16 units in one message, and in each of several that phones join again (3GPP TS 23.040, section 9.2.3.24.1)."""
MOST = 3
"""Messages that a summary may take up."""
_SENTENCE = pattern("[^。！？]*[。！？]+")


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as phones count: a rare character or a picture is two."""
    return len(text.encode("utf-16-le")) // 2


def messages(text: str) -> int:
    """How many messages a text is sent as."""
    length = units(text)
    return 1 if length <= ALONE else -(-length // JOINED)


def message(item: Item, site: Site, address: str, settings: Settings) -> str:
    """Who says what, when and where, as many whole sentences as fit, and where to read on."""
    fields = item.fields
    told = [item.title, *(str(fields.get(name) or "").replace("T", " ") for name in ("start", "place"))]
    _ = settings.gettext
    text = _("【%(site)s】%(told)s。", site=site.short, told=_("，").join(filter(None, told)))
    for sentence in _SENTENCE.findall(str(fields.get("sms") or "") or item.summary):
        if messages(text + sentence + address) > MOST:
            break
        text += sentence
    return text + address
