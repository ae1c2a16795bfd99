"""What can be wrong with documents: a number given twice, chains that do not hold, an interpretation of nothing."""

from collections.abc import Iterable

from plugins.network.items import Item
from plugins.network.network import Network
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.sites import Settings
from plugins.network.versions import CHAIN_CODES, broken, older, successors

SAME_NUMBER = Code(
    "ZB-640", "error", "nothing",
    "文号 {number} 与 {other} 相同", "请核对两份文件的文号，改正其中一个；同一份文件只登记一次，别处用链接。",
    "the number {number} is also that of {other}", "Check both numbers and correct one; register a document once and link to it elsewhere.",
)  # fmt: skip
STILL_WHOLE = Code(
    "ZB-641", "error", "nothing",
    "已被 {other} 修改，却仍写着“有效”", "请把“效力”改为 已修改。",
    'it is amended by {other} but still says "有效"', "Set validity to 已修改.",
    "效力: 已修改",
)  # fmt: skip
NOT_A_DOCUMENT = Code(
    "ZB-642", "warning", "nothing",
    "“{key}”指的 {path} 不是一份文件", "请改成 文件 文件夹里的那一份，或删去这一行。",
    '{path} under "{key}" is no document', "Name the file of a document, or remove the line.",
)  # fmt: skip
LABELS = {"supersedes": "取代", "amends": "修改文件", "document": "解读文件"}
"""What the fields are called that name documents."""


@finds(DATES_REVERSED)
def ends_after_it_begins(item: Item, _settings: Settings) -> Iterable[Problem]:
    """A document is not over before it begins."""
    begin, until = item.fields["effective"], item.fields["valid_until"]
    if begin and until and until < begin:
        yield DATES_REVERSED.at(
            item.path, item.lines.get("valid_until", 1), later_key="有效期至", later=until, earlier_key="施行日期", earlier=begin
        )


@finds(SAME_NUMBER)
def numbers_are_unique(network: Network) -> Iterable[Problem]:
    """A number is given once in the whole network."""
    first: dict[str, Item] = {}
    for item in network.of_kind("document"):
        if not item.withdrawn:
            other = first.setdefault(item.fields["number"], item)
            if other is not item:
                number = item.fields["number"]
                yield SAME_NUMBER.at(item.path, item.lines.get("number", 1), number=number, other=other.path)


@finds(*CHAIN_CODES, STILL_WHOLE, NOT_A_DOCUMENT)
def chains_hold(network: Network) -> Iterable[Problem]:
    """What is superseded or amended is a document and says so, from the day on which its successor is in force."""
    yield from broken(network, "document", LABELS["supersedes"], in_force=in_force)
    for item in network.of_kind("document"):
        amending = next((one for one in successors(network, item, "amends") if in_force(one)), None)
        if amending and item.fields["validity"] == "有效":
            yield STILL_WHOLE.at(item.path, item.lines.get("validity", 1), other=amending.path)
    for item in network.of_kind("document", "interpretation"):
        yield from _strangers(network, item)


def in_force(item: Item) -> bool:
    """Whether a document is already in force."""
    return item.state is None or item.state.id != "coming"


def _strangers(network: Network, item: Item) -> Iterable[Problem]:
    """References to items that are no documents."""
    fields = {"document": ("supersedes", "amends"), "interpretation": ("document",)}.get(item.kind, ())
    for field in fields:
        for path in older(item, field):
            if path in network.items and network.kind_of(path) != "document":
                yield NOT_A_DOCUMENT.at(item.path, item.lines.get(field, 1), key=LABELS[field], path=path)
