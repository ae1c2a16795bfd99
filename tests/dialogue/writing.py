"""What the tests of dialogue write: items of the small network, with a mailbox that takes letters."""

from datetime import datetime
from pathlib import Path

from plugins.network.items import Item
from plugins.network.kinds import Kind
from plugins.network.rules import shipped_figures
from plugins.network.sites import Settings
from tests.networks import SMALL, ZONE, Place

FIGURES = shipped_figures(Path("plugins/dialogue/figures.yaml"))
SETTINGS = Settings("示例", "https://x.example.cn/", figures=FIGURES)
CONTACT = "contacts:\n  - post: 组织委员\n    email: {site}@example.cn\n"


def at(written: str) -> datetime:
    """An instant in the network's time zone."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def item(kind: Kind, date: str = "2026-03-02", **fields: object) -> Item:
    """An item of a Kind with some fields written and the others by default."""
    known = {name: kind.defaults.get(name, "") for name in kind.own}
    return Item(
        f"a/{kind.folder}/{date}-x.md", "a", kind.id, "x", f"/a/{kind.folder}/x/", "一件事", at(date), fields={**known, **fields}
    )


def office(folder: Path) -> Place:
    """The small network, unbuilt; the committee and branch a have office mailboxes, branch b has none of its own."""
    place = Place(folder).write_all(SMALL)
    for site in ("root", "a"):
        path = place.content / site / "site.yaml"
        path.write_text(path.read_text("utf-8") + CONTACT.format(site=site), "utf-8")
    return place


def matter(body: str = "正文。\n", **fields: object) -> str:
    """A file of front matter and body."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{body}"
