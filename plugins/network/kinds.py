"""What writers can write: a Kind is a schema, a folder, a template and its states, declared once."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Struct

from plugins.network.audience import Audience
from plugins.network.items import Item, State
from plugins.network.patterns import pattern
from plugins.network.periods import normal, period
from plugins.network.problems import Problem
from plugins.network.schema import Before, Schema, Unfit, defaults_of
from plugins.network.schema import told as told  # noqa: PLC0414  # a schema is declared with it and the types below

if TYPE_CHECKING:
    from plugins.network.network import Network
    from plugins.network.sites import Settings
    from plugins.network.tables import Table

AREAS = ("动态", "公开", "组织生活", "方针管理", "学习", "互动", "荣誉", "服务")
"""What a Kind belongs to in the navigation of sites that have many."""


_SEPARATORS = pattern(r"[、，,;；]")
_TAG_EDGES = pattern(r"[\s【】]+")
_CHINESE = pattern("[\u4e00-\u9fff]")
DIGITS = 15
"""The most that a number of a field has before the point: what a page can reckon with exactly."""
_YES = {"true", "yes", "是", "对", "1", "on"}
_NO = {"false", "no", "否", "不", "0", "off", ""}


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("text")
    return " ".join(value.split())


def _day(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("day")
    if not value.strip():
        return ""
    try:
        return normal(value)
    except ValueError:
        raise Unfit("day") from None


def truthy(value: Any) -> bool:
    """Whether a value means yes; anything unclear does not."""
    return str(value).strip().casefold() in _YES


def _flag(value: Any) -> bool:
    folded = str(value).strip().casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise Unfit("flag")


def _words(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list | tuple) else _SEPARATORS.split(value) if isinstance(value, str) else None
    if parts is None or any(not isinstance(part, str) for part in parts):
        raise Unfit("words")
    return tuple(dict.fromkeys(word for part in parts if (word := " ".join(part.split()))))


def _tags(value: Any) -> tuple[str, ...]:
    """As `_words`; Chinese words with only spaces or 【】 around them are tags of their own too."""
    if isinstance(value, str) and not _SEPARATORS.search(value):
        parts = [part for part in _TAG_EDGES.split(value) if part]
        value = parts if "【" in value or all(_CHINESE.search(part) for part in parts) else value
    return _words(value)


def _source(value: Any) -> dict[str, str] | None:
    if isinstance(value, str):
        url = re.search(r"https?://\S+", value)
        name = value.replace(url[0], "") if url else value
        value = {"name": name.strip(" ,，（()）"), "url": url[0].rstrip(")）") if url else ""}
    named = {{"名称": "name", "网址": "url", "链接": "url"}.get(k, k): v for k, v in dict(value).items()}
    if set(named) - {"name", "url"} or not all(isinstance(v, str) for v in named.values()):
        raise Unfit("source")
    if named.get("url") and not re.match(r"https?://", named["url"]):
        raise Unfit("source")
    return {"name": named.get("name") or named.get("url", ""), "url": named.get("url", "")}


def _facts(value: Any) -> dict[str, str]:
    """A mapping, also written on one line: 起草 宣传委员、审核 支部书记."""
    if isinstance(value, str):
        pairs = [
            re.split(r"[:：\s]+", part.strip(), maxsplit=1) for part in _SEPARATORS.split(value.strip(" {}")) if part.strip()
        ]
        value = {pair[0]: pair[-1] for pair in pairs} if all(len(pair) == 2 for pair in pairs) else None
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise Unfit("facts")
    return dict(value)


def _plain_number(value: Any, kind: str) -> str:
    """A number as typed, full-width digits and thousands separators straightened; empty if none."""
    if not isinstance(value, str):
        raise Unfit(kind)
    return unicodedata.normalize("NFKC", value).replace(",", "").strip()


def _count(value: Any) -> int | None:
    text = _plain_number(value, "count")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        raise Unfit("count")
    return int(text) if text else None


def _exact(text: str, kind: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unfit(kind) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** DIGITS:
        raise Unfit(kind)
    return number


def _number(value: Any) -> float | None:
    text = _plain_number(value, "number").removesuffix("%").strip()
    return float(_exact(text, "number")) if text else None


def _amount(value: Any) -> str:
    text = _plain_number(value, "amount").removesuffix("元").removeprefix("¥").strip()
    number = _exact(text, "amount") if text else None
    if number is not None and number != number.quantize(Decimal("0.01")):
        raise Unfit("amount")
    return f"{number:.2f}" if number is not None else ""


def _period(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit("period")
    try:
        return period(value) if value.strip() else ""
    except ValueError:
        raise Unfit("period") from None


def _year(value: Any) -> int | None:
    named = _period(value)
    if "-" in named:
        raise Unfit("period")
    return int(named) if named else None


def _url(value: Any) -> str:
    text = _line(value)
    if text and not re.match(r"https?://[^\s/]+", text):
        raise Unfit("url")
    return text


Line = Annotated[str, Before(_line)]
"""Text on one line."""
Day = Annotated[str, Before(_day)]
"""A date as ISO text, with a time only if one was written; empty if none."""
Flag = Annotated[bool, Before(_flag)]
"""是 or 否."""
Words = Annotated[tuple[str, ...], Before(_words)]
"""Several words, as a YAML list or separated by 、 ， , or ；."""
Tags = Annotated[tuple[str, ...], Before(_tags)]
"""Several Chinese words, also with only spaces between them."""
SourceText = Annotated[dict[str, str] | None, Before(_source)]
"""A name and a URL, as a mapping or in one line."""
Facts = Annotated[dict[str, str], Before(_facts)]
"""A small mapping of texts."""
Count = Annotated[int | None, Before(_count)]
"""A whole number from 0, or None."""
Number = Annotated[float | None, Before(_number)]
"""A number, also written as a percentage, or None."""
Amount = Annotated[str, Before(_amount)]
"""An amount of money in yuan with two decimals as text (`Decimal` reads it), or empty."""
Period = Annotated[str, Before(_period)]
"""A year, quarter or month: `2026`, `2026-Q1`, `2026-03`; empty if none."""
Year = Annotated[int | None, Before(_year)]
"""A year, or None."""
Url = Annotated[str, Before(_url)]
"""An http or https URL, or empty."""


class Row(Schema):
    """One entry of a field that holds several: a small schema of `told` fields."""


def rows_of(schema: type[Row], *, short: str = "") -> Any:
    """A list of entries, each a mapping with Chinese or English keys of `schema`; plain JSON mappings in an Item.

    Args:
        short: the field that is meant where only words are written.
    """
    names = _keys(schema)

    def translated(value: Any) -> Any:
        if short and (isinstance(value, str) or (isinstance(value, list) and all(isinstance(part, str) for part in value))):
            return [{short: word} for word in _words(value)]
        entries = [value] if isinstance(value, dict) else value
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise Unfit("rows", labels="、".join(str(f.title) for f in schema.fields.values()))
        return [{names.get(key, key): part for key, part in entry.items()} for entry in entries]

    return Annotated[tuple[schema, ...], Before(translated)]  # type: ignore[valid-type]  # a type made from data


def one_of(*choices: str) -> Any:
    """A text that must be one of `choices`."""

    def check(value: Any) -> str:
        text = _line(value)
        if text not in choices:
            raise Unfit("choice", choices="、".join(choices))
        return text

    return Annotated[str, Before(check)]


class Fields(Schema):
    """The fields that every Kind has (contract: Items)."""

    title: Line = told("标题", "一句话说清是什么事，不超过 32 个字为好", "冬季行车安全提示", default="")
    date: Day = told("日期", "发布日期；文件名以日期开头时可以不写", "2026-01-05", default="")
    updated: Day = told("修订", "最近一次修订的日期", "2026-01-08", default="", also=("modified",))
    summary: Line = told("摘要", "列表里显示的两三句话；不写则取正文开头", "入冬以来的三条提醒", default="")
    author: Line = told("作者", "部门、班组或岗位", "安全员小组", default="", also=("authors",))
    source: SourceText = told("来源", "转载时写原出处的名称和网址", "示例日报 https://example.cn/1", default=None)
    tags: Tags = told("标签", "两到四个词，用顿号隔开", "安全、物流", default=())
    column: Line = told("栏目", "本站自己的栏目名", "现场", default="", also=("category",))
    audience: Line = told("范围", "公开、系统内 或 局域网；只能比所在位置更窄", "公开", default="")
    draft: Flag = told("草稿", "写“是”就暂不发布", "是", default=False)
    withdrawn: Line = told("撤回", "撤回的理由；页面改为撤回说明", "数据有误，另行发布", default="")
    publish: Day = told("发布", "到这一天才出现", "2026-02-01", default="")
    expires: Day = told("截止", "过了这一天不再出现在列表里", "2026-03-01", default="")
    pinned: Flag = told("置顶", "在本站列表中置顶", "是", default=False)
    promote: Flag = told("推荐", "推荐给上级站点的首页", "是", default=False)
    to: Words = told("下发", "发给哪些站点：all、kind:branch、under:站点、站点名", "all", default=())
    joint: Words = told("联合", "与哪些支部联合，写站点文件夹名", "zhijian", default=())
    cover: Line = told("封面", "封面图片，放在文章旁边或 media 文件夹", "../media/cover.jpg", default="")
    alt: Line = told("替代文字", "给看不到图的人：一句话说明封面画面", "工人正在点检设备", default="")
    attachments: Words = told("附件", "附件文件名，放在文章旁边或 media 文件夹", "checklist.pdf", default=())
    review: Facts = told("审核", "起草、审核、签发各由什么岗位负责", "", default={})
    slug: Line = told("网址名", "网址的最后一段；不写则用文件名", "winter-driving", default="")
    aliases: Words = told("旧网址", "以前用过的网址，会跳转到这里", "/old/notice-5/", default=())
    kind: Line = told("类别", "所在文件夹不能说明类别时才写", "notice", default="")


NOT_FOR_ITEMS = frozenset({"save_as", "url", "template", "status", "lang", "translation", "url_save_as"})
"""What Pelican would let a file decide about its own output; here such keys are ignored (promises.md §B)."""


def no_state(_item: Item, _as_of: datetime, _settings: "Settings") -> State | None:
    """The state of Kinds that have none."""
    return None


def whole(item: Item, _settings: "Settings") -> Item:
    """The view of Kinds whose items are always shown as written."""
    return item


def no_values(_network: "Network", _item: Item) -> Mapping[str, Any]:
    """The template values of Kinds whose page shows nothing beyond its fields."""
    return {}


def no_problems(_item: Item, _settings: "Settings") -> Iterable[Problem]:
    """The check of Kinds that need none."""
    return ()


def no_fields_in_text(text: str, _line: int) -> tuple[Mapping[str, Any], Mapping[str, int], str]:
    """What Kinds take from the text whose text is nothing but text."""
    return {}, {}, text


def no_text_problems(_fields: Mapping[str, Any], _text: str, _line: int) -> Iterable[Problem]:
    """The check of texts of Kinds that may say anything."""
    return ()


def no_table_problems(_item: Item, _field: str, _table: "Table", _settings: "Settings") -> Iterable[Problem]:
    """The check of tables of Kinds whose tables may hold anything."""
    return ()


class Kind(Struct, frozen=True, dict=True):
    """One thing writers can write.

    Args:
        id: its name in code and templates; its page template is `kinds/<id>.html`.
        name: its Chinese name, as navigation and lists show it.
        folder, folder_zh: the folder of a site that holds it; a resource's is its collection, so both are empty.
        own_list: whether an output of its capability writes the page at its folder's address.
        on_shelf: whether its folder means this Kind in a library too, where every other folder is a collection.
        inner: the id of the Kind that the files beside `index.md` in its subfolders are (a course's lessons); their
            addresses lie below the folder's.
        dated: whether every item has a date; dated Kinds are Pelican Articles, others Pages.
        schema: its fields.
        state: where an item stands at the as-of instant.
        states: the words for where it can stand, in the order in which they come.
        view: the item as it may be shown in its state, for Kinds that take names back after a period
            (`Item.body` off drops text, cover, attachments and summary).
        check: what can be wrong beyond types; declared with `problems.finds`.
        fields_in_text: the values of the `in_text` fields, where each was written (`questions.0`), and the text that is left,
            which is a beginning of it; gets the Markdown and the line of the file on which it begins.
        check_text: what can be wrong in the text itself; gets the fields, the Markdown and the line of the file on which
            it begins, while the file is read. Its Problems name no path.
        check_table: what can be wrong in a CSV file that a field names; one with an error is not published.
        area: where navigation groups it.
        audience: who may see its items if neither item nor operator says otherwise (kinds.md, last paragraph).
        opened_by: the flag by which a writer opens a single item of a closed Kind to everyone; no operator can do it for all.
        values: what its page shows beyond its fields, by the names its template uses.
        stream: whether its items belong to the newest things of a site.
        body: what `zhibu new` writes below the fields.
    """

    id: str
    name: str
    folder: str
    folder_zh: str
    dated: bool
    schema: type[Fields]
    state: Callable[[Item, datetime, "Settings"], State | None] = no_state
    view: Callable[[Item, "Settings"], Item] = whole
    check: Callable[[Item, "Settings"], Iterable[Problem]] = no_problems
    fields_in_text: Callable[[str, int], tuple[Mapping[str, Any], Mapping[str, int], str]] = no_fields_in_text
    check_text: Callable[[Mapping[str, Any], str, int], Iterable[Problem]] = no_text_problems
    check_table: Callable[[Item, str, "Table", "Settings"], Iterable[Problem]] = no_table_problems
    values: Callable[["Network", Item], Mapping[str, Any]] = no_values
    stream: bool = True
    body: str = "在这里写正文。\n"
    states: tuple[str, ...] = ()
    area: str = "动态"
    audience: Audience = "public"
    opened_by: str = ""
    inner: str = ""
    own_list: bool = False
    on_shelf: bool = False

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Every accepted name of a field, Chinese or English, and the field it means."""
        return _keys(self.schema)

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The fields that hold links to other items; `actuals.*.evidence` is one of each entry."""
        return tuple(_marked(self.schema, "reference"))

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The fields that hold the path of a CSV file."""
        return tuple(_marked(self.schema, "table"))

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The fields that hold pictures, those of entries as `photos.*.file`."""
        return tuple(_marked(self.schema, "picture"))

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The fields that other sites' lists see."""
        return tuple(_marked(self.schema, "listed"))

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What each field is when it is not written, as plain JSON values; a Reading keeps only what differs."""
        return defaults_of(self.schema)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The fields that this Kind has beyond the common ones."""
        return tuple(name for name in self.schema.fields if name not in Fields.fields)

    @cached_property
    def wordless(self) -> bool:
        """Whether an item needs no text: its Kind has required fields of its own, which say what there is to say."""
        return any(self.schema.fields[name].required for name in self.own)

    def label(self, field_name: str) -> str:
        """The Chinese label of a field."""
        return self.schema.fields[field_name].title


def _keys(schema: type[Schema]) -> dict[str, str]:
    written = {name: one for name, one in schema.fields.items() if not one.in_text}
    return {accepted: name for name, one in written.items() for accepted in (name, one.title, *one.also)}


def _marked(schema: type[Schema], mark: str) -> Iterable[str]:
    """The fields of a schema that `told` marks, those of entries as `field.*.name`."""
    for name, one in schema.fields.items():
        if getattr(one, mark):
            yield name
        if one.entry is not None:
            yield from (f"{name}.*.{inner}" for inner in _marked(one.entry, mark))


class Kinds(Struct, frozen=True):
    """All Kinds of a network, found by id or by folder."""

    by_id: Mapping[str, Kind]
    by_folder: Mapping[str, Kind]
    names: frozenset[str]
    """Every accepted field name of any Kind, for plain headers."""

    @classmethod
    def of(cls, kinds: Iterable[Kind]) -> "Kinds":
        """The registry of these Kinds."""
        listed = tuple(kinds)
        return cls(
            {kind.id: kind for kind in listed},
            {folder: kind for kind in listed for folder in (kind.folder, kind.folder_zh) if folder},
            frozenset(key.casefold() for kind in listed for key in kind.keys) | NOT_FOR_ITEMS,
        )

    @property
    def streams(self) -> frozenset[str]:
        """The Kinds whose items count as new things of a site."""
        return frozenset(kind.id for kind in self.by_id.values() if kind.stream and kind.dated)

    def outer(self, kind: Kind) -> Kind | None:
        """The Kind in whose subfolders the items of a Kind lie, or None."""
        return next((one for one in self.by_id.values() if one.inner == kind.id), None)

    def named(self, written: str) -> Kind | None:
        """The Kind that a writer means by `kind: …`: its id, its Chinese name or a folder."""
        for kind in self.by_id.values():
            if written in (kind.id, kind.name, kind.folder, kind.folder_zh) and written:
                return kind
        return None

    @property
    def folders(self) -> str:
        """The folders to choose from, for messages."""
        return "、".join(f"{kind.folder}/（{kind.name}）" for kind in self.by_id.values() if kind.folder)
