"""What an item is worth as information: points for what readers need of it, and the formula in words."""

from collections.abc import Iterator, Mapping, Sequence

from plugins.health.timely import is_late
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.references import Link
from plugins.network.sites import Settings

Links = Sequence[Link | None]
PARTS: Mapping[str, str] = {
    "elements": N_("要素"), "length": N_("篇幅"), "source": N_("出处"), "pictures": N_("图片说明"), "time": N_("时效"), "links": N_("链接"),
}  # fmt: skip
"""What counts, each with a figure `quality-…` that says how many points it is worth."""


def shares(item: Item, links: Links, settings: Settings) -> Mapping[str, float]:
    """How much of each part an item has, from 0 to 1."""
    wanted = (item.date, item.summary, item.tags)
    enough = settings.figure("quality-characters")
    described = not item.undescribed and (item.cover is None or item.cover.alt)
    return {
        "elements": sum(map(bool, wanted)) / len(wanted),
        "length": min(1, _written(item) / enough) if enough and item.body else 1,
        "source": float(bool(item.source.url if item.source else item.author)),
        "pictures": float(bool(described)),
        "time": float(not is_late(item) and not item.stale),
        "links": sum(link is not None for link in links) / len(links) if links else 1,
    }


def _written(item: Item) -> int:
    """How many characters a writer gave, in the text and in the fields of its Kind."""
    return item.characters + sum(len(text) for value in item.fields.values() for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, Sequence):
        yield from (text for inner in value for text in _texts(inner))


def points(item: Item, links: Links, settings: Settings) -> Mapping[str, float]:
    """The points of each part."""
    return {name: share * settings.figure(f"quality-{name}") for name, share in shares(item, links, settings).items()}


def score(item: Item, links: Links, settings: Settings) -> int:
    """The whole, as a reader sees it."""
    return round(sum(points(item, links, settings).values()))


def lost(item: Item, links: Links, settings: Settings) -> list[str]:
    """The parts that cost it points, in words: 出处 −20."""
    missing = {name: settings.figure(f"quality-{name}") - got for name, got in points(item, links, settings).items()}
    return [f"{settings.gettext(PARTS[name])} −{round(gone)}" for name, gone in missing.items() if round(gone)]


def formula(settings: Settings) -> list[tuple[str, str]]:
    """The formula as a page prints it: the sum, then what each part asks for."""
    _ = settings.gettext
    figures = {name: settings.figures[f"quality-{name}"] for name in PARTS}
    whole = " + ".join(f"{_(PARTS[name])} {figure.value:g}" for name, figure in figures.items())
    rows = [(_("质量分"), _("%(sum)s；单位的质量分是当季各篇的平均数，四舍五入到整数", sum=whole))]
    rows += [(_(PARTS[name]), figure.meaning.partition("：")[2]) for name, figure in figures.items()]
    enough = settings.figures["quality-characters"]
    return [*rows, (_("规定字数"), _("%(count)g 字", count=enough.value)), (_("依据"), _source(settings))]


def _source(settings: Settings) -> str:
    """Where the points are written; what nobody has confirmed is a suggestion."""
    _ = settings.gettext
    figures = [settings.figures[name] for name in (*(f"quality-{part}" for part in PARTS), "quality-characters")]
    words = _("规定") if all(figure.confirmed for figure in figures) else _("参考")
    return _("%(word)s：%(source)s", word=words, source=_("；").join(dict.fromkeys(figure.source for figure in figures)))
