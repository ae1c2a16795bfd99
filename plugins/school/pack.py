"""学习包: what a site published for study in a month, as a booklet to print, a book and a zip file to take along."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from plugins.network.digests import Digest
from plugins.network.headers import media_type
from plugins.network.hrefs import Hrefs
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.outputs import Archive, Book, Output, Page, Pdf
from plugins.network.printing import can_print
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings, Site

NAME = N_("学习包")
AREA = "学习"
CARRIED = {"pdf": N_("打印版"), "epub": N_("电子书"), "zip": N_("全文和附件")}
"""What readers call the files of a pack, by extension."""

Months = Mapping[str, list[Item]]


NO_PRINTER = Code(
    "ZB-856", "warning", "nothing",
    "要求有 PDF，但没有装 WeasyPrint 或它需要的 Pango", "请运行 make pdf，再装 libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0 和一种中文字体；不要 PDF，就删去 network.yaml 中的 pdf。其余照常生成。",
    "PDF is asked for, but WeasyPrint, or Pango that it needs, is not installed",
    "Run make pdf, then install libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 and a Chinese font; or remove pdf from network.yaml. All else is built.",
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk",
)  # fmt: skip


@finds(NO_PRINTER)
def can_be_printed(network: Network) -> Iterable[Problem]:
    """What makes PDF is here if PDF is asked for."""
    if network.settings.pdf and not can_print():
        yield NO_PRINTER.at("network.yaml", 1)


def packs(network: Network) -> Digest:
    """How many texts each site below published for study in each month, for the sites that have others below."""
    counted = {site.id: {month: len(items) for month, items in _months(network, site).items()} for site in network.sites.values()}
    found = {}
    for site in network.sites:
        rows: dict[str, list[tuple[str, int]]] = {}
        for below in network.below(site):
            for month, count in counted[below.id].items():
                rows.setdefault(month, []).append((below.id, count))
        if rows:
            found[site] = rows
    return Digest(found)


def _months(network: Network, site: Site) -> Months:
    """What a site published for study, by month; a library's records stay, they are not of a month."""
    kinds = [kind for kind, area in network.areas.items() if area == AREA]
    dated = [item for item in network.standing(site.id, *kinds) if item.date] if site.kind != "library" else []
    months: dict[str, list[Item]] = {}
    for item in sorted(dated, key=lambda item: (str(item.date), item.path)):
        months.setdefault(str(item.date)[:7], []).append(item)
    return months


def study_packs(network: Network, site: Site) -> Iterator[Output]:
    """A booklet and a zip file for each month, and the list of them."""
    _ = network.settings.gettext
    own, below = _months(network, site), network.digest("school.packs", site.id) or {}
    months = sorted({*own, *below}, reverse=True)
    if not months:
        return
    base, home = f"{site.base}study/", ((site.title, site.base),)
    rows = [_row(network.settings, f"{base}{month}/", month, own.get(month, ()), below.get(month, ())) for month in months]
    values = {"title": _(NAME), "columns": [_("月份"), _("本单位"), *([_("下级单位")] if below else [])],
              "rows": [row if below else row[:2] for row in rows]}  # fmt: skip
    yield Page(base, "study_packs.html", _(NAME), values, section="study", menu=AREA, crumbs=home)
    for month in months:
        yield from _pack(network, site, month, own.get(month, []), below.get(month, ()))


def _row(settings: Settings, address: str, month: str, own: Sequence[Item], below: Iterable[tuple[str, int]]) -> list[object]:
    return [{"text": settings.period_in_words(month), "href": address}, len(own), sum(count for _, count in below)]


def _pack(network: Network, site: Site, month: str, own: Sequence[Item], below: Iterable[tuple[str, int]]) -> Iterator[Output]:
    _ = network.settings.gettext
    base = f"{site.base}study/"
    address, title = f"{base}{month}/", _("%(month)s学习包", month=network.settings.period_in_words(month))
    values = {
        "title": title,
        "chapters": [{"item": item, "id": f"text-{number}", "label": network.labels[item.kind]} for number, item in enumerate(own, 1)],
        "events": _events(network, site, month),
        "units": [(network.settings.ngettext("%(count)s 篇", count), network.sites[unit].title, f"{network.sites[unit].base}study/{month}/") for unit, count in below],
    }  # fmt: skip
    pack = Page(address, "study_pack.html", title, values, section="study", texts=tuple(item.path for item in own))
    attached = tuple(_attached(network, site, pack, f"{address}xuexibao-{month}", own)) if own else ()
    carried = [_carried(network.settings, one.address) for one in attached]
    crumbs = ((site.title, site.base), (_(NAME), base))
    yield replace(pack, values={**values, "carried": carried}, crumbs=crumbs, attached=attached)


def _attached(network: Network, site: Site, pack: Page, stem: str, own: Sequence[Item]) -> Iterator[Pdf | Book | Archive]:
    """What the texts of a pack are carried away in."""
    files = _files(network, own)
    pictures = {name: path for name, path in files.items() if media_type(name).startswith("image/")}
    if network.settings.pdf and can_print():
        whole = Hrefs(network.settings.base_url, network.sites).whole
        chapters = [{**chapter, "whole": whole(chapter["item"].address)} for chapter in pack.values["chapters"]]
        values = {**pack.values, "chapters": chapters, "whole": whole(pack.address)}
        yield Pdf(f"{stem}.pdf", replace(pack, template="study_pack_print.html", values=values), pictures)
    plain = {
        f"picture-{number}{PurePosixPath(name).suffix.lower()}": path for number, (name, path) in enumerate(pictures.items(), 1)
    }
    yield Book(f"{stem}.epub", f"{site.title}{pack.title}", pack.texts, plain)  # no old reader trips over such names
    yield Archive(f"{stem}.zip", replace(pack, template="study_pack_plain.html"), files)


def _carried(settings: Settings, address: str) -> Mapping[str, str]:
    """What readers are told of such a file."""
    extension = address.rpartition(".")[2]
    return {"name": settings.gettext(CARRIED[extension]), "format": extension.upper(), "address": address}


def _events(network: Network, site: Site, month: str) -> list[list[object]]:
    """What is on in the month: day, what, where."""
    held = [item for item in network.standing(site.id, "event") if item.fields["start"].startswith(month)]
    ranked = sorted(held, key=lambda item: (item.fields["start"], item.path))
    return [
        [{"text": item.title, "href": item.address}, item.fields["start"][:16].replace("T", " "), item.fields["place"]]
        for item in ranked
    ]


def _files(network: Network, items: Iterable[Item]) -> dict[str, str]:
    """The attachments and pictures of these items: names inside the archive, and paths."""
    paths = {address: path for path, (_, address) in network.media.items()}
    shown = [paths[file.address] for item in items for file in item.attachments if file.address in paths]
    shown += [link.medium for item in items for link in network.links.get(item.path, ()) if link and link.medium in network.media]
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for path in dict.fromkeys(shown):
        name = PurePosixPath(path).name
        taken[name.casefold()] += 1
        number = taken[name.casefold()]
        names[f"files/{name}" if number == 1 else f"files/{number}/{name}"] = path
    return names
