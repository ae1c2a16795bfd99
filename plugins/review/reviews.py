"""Who has reviewed an item (三审), and where a reprint comes from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from plugins.network.items import Item
from plugins.network.problems import Code, Problem, finds
from plugins.network.sites import Settings
from plugins.review.lists import review_rules

UNREVIEWED = Code(
    "ZB-730", "error", "item",
    "“审核”里缺少：{missing}", "请由相应岗位审核后补上；只写岗位，不写姓名。",
    "the review lacks: {missing}", "Have it reviewed and add the posts; no names of persons.",
    "审核: {起草: 宣传委员, 审核: 支部书记, 签发: 党委宣传部, 保密审查: 党委办公室}",
)  # fmt: skip
ONE_POST = Code(
    "ZB-731", "warning", "nothing",
    "起草、审核、签发都是“{post}”", "三审应当由不同的岗位负责，请核实。",
    'one post, "{post}", drafted, checked and approved it', "The three reviews belong to different posts.",
)  # fmt: skip
NO_SOURCE = Code(
    "ZB-610", "error", "item",
    "栏目是“{column}”，却没有写全来源的名称和网址", "请写“来源: 名称 网址”，例如“来源: 示例日报 https://example.cn/1”。",
    'the column "{column}" is for reprints but source name and URL are not both given', "Add source: name and URL.",
    "来源: 示例日报 https://example.cn/1",
)  # fmt: skip

STEPS: Mapping[str, tuple[str, ...]] = {
    "起草": ("起草", "拟稿", "drafted"), "审核": ("审核", "复核", "checked"), "签发": ("签发", "审批", "approved"),
    "保密审查": ("保密审查", "secrecy"),
}  # fmt: skip
"""What each step of a review may be called."""


def _post(item: Item, step: str) -> str:
    return next((post.strip() for name in STEPS.get(step, (step,)) if (post := item.review.get(name, "")).strip()), "")


@finds(UNREVIEWED, ONE_POST)
def reviewed_as_required(item: Item, settings: Settings, _committed: date | None) -> Iterable[Problem]:
    """An item has every review that its kind needs for its readers, by more than one post."""
    line = item.lines.get("review", 1)
    missing = list(dict.fromkeys(step for step in _required(item, settings) if not _post(item, step)))
    if missing:
        yield UNREVIEWED.at(item.path, line, missing="、".join(missing))
    posts = {_post(item, step) for step in ("起草", "审核", "签发")}
    if len(posts) == 1 and "" not in posts:
        yield ONE_POST.at(item.path, line, post=posts.pop())


def _required(item: Item, settings: Settings) -> Iterator[str]:
    for rule in review_rules(settings.files)["required"]:
        if item.audience in rule["audiences"] and (item.kind in rule["kinds"] or "all" in rule["kinds"]):
            yield from rule["posts"]


@finds(NO_SOURCE)
def reprints_name_their_source(item: Item, settings: Settings, _committed: date | None) -> Iterable[Problem]:
    """A reprint names where it comes from and links there."""
    if item.column in review_rules(settings.files)["reprint_columns"]:
        source = item.source
        if source is None or not source.url or source.name in ("", source.url):
            yield NO_SOURCE.at(item.path, item.lines.get("source") or item.lines.get("column", 1), column=item.column)
