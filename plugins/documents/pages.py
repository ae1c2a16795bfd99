"""A document's page with its chain and interpretations; the register of all documents of a site and those below."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plugins.network.digests import Digest
from plugins.network.interface import N_
from plugins.network.items import Item
from plugins.network.listing import list_feeds, page_address, pager
from plugins.network.network import Network, newest
from plugins.network.outputs import File, Output, Page, to_csv
from plugins.network.sites import Site
from plugins.network.versions import chain, predecessors, successors

ROWS = 50
"""Documents on one page of a register."""
COLUMNS = (
    N_("文号"),
    N_("标题"),
    N_("发文单位"),
    N_("成文日期"),
    N_("施行日期"),
    N_("有效期至"),
    N_("效力"),
    N_("登记于"),
    N_("地址"),
)


def document_values(network: Network, item: Item) -> Mapping[str, Any]:
    """The chain of a document, what it amends and is amended by, and its interpretations on any site."""
    _ = network.settings.gettext
    amended = [(one, _("修改本件")) for one in reversed(successors(network, item, "amends"))]
    amending = [(one, _("由本件修改")) for one in predecessors(network, item, "amends")]
    return {
        "chain": [*amended, *(chain(network, item) or ([(item, _("本页"))] if amended or amending else [])), *amending],
        "interpretations": [one for one in network.referring(item) if one.kind == "interpretation"],
        "register": f"{network.sites[item.site].base}documents/",
    }


def interpretation_values(network: Network, item: Item) -> Mapping[str, Any]:
    """The document that is interpreted, if it is one of the network, and its other interpretations."""
    named = item.fields.get("document", "")
    document = network.items.get(named)
    return {"document": document, "outside": "" if document or "://" not in named else named}


def entries(network: Network) -> Digest:
    """Every document for the registers of the sites that show it."""
    found: dict[str, list[dict[str, str]]] = {}
    for item in newest(item for item in network.of_kind("document") if not item.withdrawn):
        row = _row(network, item)
        for site in network.shown_on(item):
            found.setdefault(site, []).append(row)
    return Digest(found)


def _row(network: Network, item: Item) -> dict[str, str]:
    assert item.state is not None
    assert item.date is not None
    day = item.date.date().isoformat()
    fields = item.fields
    return {
        "文号": fields["number"],
        "标题": item.title,
        "发文单位": fields["issuer"],
        "成文日期": day,
        "施行日期": (fields["effective"] or day)[:10],
        "有效期至": fields["valid_until"][:10],
        "效力": item.state.label.partition(" · ")[0],
        "登记于": network.sites[item.site].title,
        "地址": item.address,
        "tone": item.state.tone,
    }


def registers(network: Network, site: Site) -> Iterator[Output]:
    """The register of a site as pages of a table and as CSV."""
    rows = network.digest("documents.entries", site.id)
    if not rows:
        return
    base = f"{site.base}documents/"
    _ = network.settings.gettext
    cells = ([_(row[name]) if name == "效力" else row[name] for name in COLUMNS] for row in rows)
    yield File(f"{base}register.csv", to_csv([_(name) for name in COLUMNS], cells))
    count = max(1, -(-len(rows) // ROWS))
    for number in range(1, count + 1):
        yield _page(network, site, rows, number, count)


def _page(network: Network, site: Site, rows: list[dict[str, str]], number: int, count: int) -> Page:
    _ = network.settings.gettext
    base = f"{site.base}documents/"
    held = (*network.standing(site.id), *network.handed_down(site.id), *network.shared_with(site.id))
    own = bool(network.standing(site.id, "document"))
    validity = Counter(row["效力"] for row in rows)
    return Page(
        page_address(base, number),
        "documents.html",
        _("文件登记") if number == 1 else _("%(title)s（第 %(number)s 页）", title=_("文件登记"), number=number),
        {
            "rows": [_cells(row) for row in rows[(number - 1) * ROWS : number * ROWS]],
            "note": _("共 %(count)s 件 · ", count=len(rows))
            + " · ".join(f"{_(word)} {many}" for word, many in validity.most_common()),
            "files": [(_("CSV 全表"), f"{base}register.csv")],
            "pager": pager(base, number, count),
        },
        description=_("%(title)s的文件：文号、发文单位、施行日期和效力", title=site.title),
        section="document",
        menu="" if any(item.kind == "document" for item in held) else "公开",
        crumbs=((site.title, site.base),),
        feeds=list_feeds(network, site, network.labels["document"], base) if own else (),
        robots="noindex" if number > 1 else "",
    )


def _cells(row: Mapping[str, str]) -> list[Any]:
    """One row of a register's table."""
    return [
        {"text": row["标题"], "href": row["地址"]},
        row["文号"],
        row["发文单位"],
        {"text": row["成文日期"], "number": True},
        {"text": row["施行日期"], "number": True},
        {"text": row["效力"], "tone": row["tone"]},
    ]
