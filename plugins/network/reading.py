"""One file read: front matter typed by its Kind's schema, body parsed; a pure function of bytes and Kind.

A Reading knows neither its path nor the network, so it is cached by content hash and moves for free.
"""

import contextlib
import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from plugins.network import problems as p
from plugins.network.audience import NAMES, narrower
from plugins.network.frontmatter import FrontMatter
from plugins.network.frontmatter import read as read_front_matter
from plugins.network.interface import SOURCE
from plugins.network.items import Heading
from plugins.network.kinds import NOT_FOR_ITEMS, Kind, Kinds, truthy
from plugins.network.patterns import pattern
from plugins.network.periods import normal
from plugins.network.problems import Problem
from plugins.network.readings import Reading
from plugins.network.schema import Schema, checked, everyday
from plugins.network.text import BIDI, decode

if TYPE_CHECKING:
    from pydantic import ValidationError

    from plugins.network.bodies import Body

SUMMARY_CHARACTERS = 110
_SENTENCE = pattern(r"[。！？；，：.!?]")


def read(
    raw: bytes,
    folder_kind: str,
    kinds: Kinds,
    *,
    header_limit: int = 65_536,
    title_limit: int = 200,
    tag_limit: int = 50,
    language: str = SOURCE,
    examine: Callable[[str], Iterable[Problem]] = lambda _text: (),
) -> Reading:
    """The Reading of a file's bytes.

    Args:
        folder_kind: the id of the Kind that its folder names, or empty.
        language: of the words that a body has beside the writer's.
        examine: what must not be published of the whole text, header and comments included.
    """
    text, found = decode(raw, "")
    if any(problem.stops == "item" for problem in found):
        return Reading(problems=found)
    found += tuple(examine(text))
    front = read_front_matter(text, "", kinds.names)
    if (size := len(text[: len(text) - len(front.body)].encode())) > header_limit:
        return Reading(problems=(*found, p.LONG_HEADER.at("", 1, size=_kilobytes(size), limit=_kilobytes(header_limit))))
    found += front.problems
    kind = _kind(front, folder_kind, kinds)
    if kind is None:
        return Reading(problems=(*found, _no_kind(front, kinds)))
    values, lines, complaints = _known(front, kind)
    found += complaints
    told, places, text = kind.fields_in_text(front.body, front.body_line)
    values, lines = {**values, **told}, {**lines, **places}
    fields, complaints = _typed(values, lines, kind)
    found += complaints
    from plugins.network.bodies import parse  # the Markdown library is for the processes that read

    body = parse(text, "", front.body_line, language)
    found += (*body.problems, *_needs(fields, body, front, title_limit, tag_limit, lines))
    found += () if told or body.html or body.title or body.problems or kind.wordless else (p.EMPTY_FILE.at("", front.body_line),)
    found += tuple(kind.check_text(fields, front.body, front.body_line)) if fields else ()
    if any(problem.stops_item("lan") for problem in found) or not fields:
        return Reading(
            kind=kind.id, lines=lines, references=body.references, anchors=body.anchors, wishes=_wishes(values, kind),
            problems=found,
        )  # fmt: skip
    return Reading(
        kind.id,
        {name: value for name, value in fields.items() if name not in kind.defaults or value != kind.defaults[name]},
        lines,
        _cut(fields["title"] or body.title, title_limit),
        fields["summary"] or _summary(body),
        max(1, round(len(body.text) / 400)),
        len(body.text),
        body.references,
        tuple(Heading(h.level, h.id, h.text) for h in body.headings),
        body.anchors,
        found,
        body.html,
        _wishes(values, kind),
    )


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} KB"


def _cut(title: str, limit: int) -> str:
    """A title as it is shown: lists of other sites show it too."""
    return title if len(title) <= limit else f"{title[:limit]}…"


def _kind(front: FrontMatter, folder_kind: str, kinds: Kinds) -> Kind | None:
    _, written = _written_kind(front)
    return kinds.named(written) if written else kinds.by_id.get(folder_kind)


def _written_kind(front: FrontMatter) -> tuple[str, str]:
    """The field that names a kind and what it says, or two empty texts."""
    return next(((k, v) for k in ("kind", "类别") if isinstance(v := front.values.get(k), str) and v), ("", ""))


def _no_kind(front: FrontMatter, kinds: Kinds) -> Problem:
    key, written = _written_kind(front)
    if not written:
        return p.NO_KIND.at("", known=kinds.folders)
    names = "、".join(kind.name for kind in kinds.by_id.values())
    return p.BAD_VALUE.at("", front.lines.get(key, 1), key=key, value=written, what="没有这一类", what_en="there is no such kind",
                          expected=names, expected_en=f"one of {'、'.join(kinds.by_id)}")  # fmt: skip


def _known(front: FrontMatter, kind: Kind) -> tuple[dict[str, Any], dict[str, int], tuple[Problem, ...]]:
    """The values under their English names; unknown keys become Problems that name the nearest known one."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    found: list[Problem] = []
    for key, value in front.values.items():
        line = front.lines.get(key, 1)
        name = kind.keys.get(key)
        if name is None or (key in NOT_FOR_ITEMS and name != key):
            found.append(_unknown(key, line, kind))
        elif name in values:
            found.append(p.DUPLICATE_KEY.at("", line, key=key, first=lines[name]))
        else:
            values[name], lines[name] = value, line
            lines.update((name + k[len(key):], v) for k, v in front.lines.items() if k.startswith(key + "."))  # fmt: skip
    return values, lines, tuple(found)


_OTHER_NAMES = {
    **dict.fromkeys(("题目", "题名", "名称"), "标题"),
    **dict.fromkeys(("时间", "发布时间", "发布日期", "成文日期"), "日期"),
    **dict.fromkeys(("发布人", "供稿", "撰稿", "编辑"), "作者"),
    **dict.fromkeys(("关键词", "关键字"), "标签"),
    **dict.fromkeys(("简介", "概要", "导语"), "摘要"),
    **dict.fromkeys(("图片", "配图", "题图"), "封面"),
    **dict.fromkeys(("转载", "出处"), "来源"),
    "分类": "栏目", "文件": "附件", "有效期": "截止", "keywords": "tags", "description": "summary", "image": "cover",
}  # fmt: skip
"""What writers also call a field; only suggested, for another Kind may mean something else by it."""


def _unknown(key: str, line: int, kind: Kind) -> Problem:
    if key in NOT_FOR_ITEMS:
        return p.FIELD_NOT_YOURS.at("", line, key=key)
    meant = _OTHER_NAMES.get(key, "")
    if meant not in kind.keys:
        meant = next(iter(difflib.get_close_matches(key, list(kind.keys), n=1, cutoff=0.7 if key.isascii() else 0.5)), "")
    zh, en = (f"是不是想写“{meant}”？", f'Did you mean "{meant}"? ') if meant else ("", "")
    return p.UNKNOWN_FIELD.at("", line, key=key, suggestion=zh, suggestion_en=en)


def _typed(values: dict[str, Any], lines: dict[str, int], kind: Kind) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    if (fields := everyday(kind.schema, values)) is not None:
        return fields, ()
    from pydantic import ValidationError  # only processes that read what is not everyday need it

    try:
        return checked(kind.schema, values), ()
    except ValidationError as fault:
        return {}, tuple(_field_problems(fault, values, lines, kind))


_EXPECTED = {
    "text": ("一行文字", "text on one line"),
    "flag": ("是 或 否", "true or false"),
    "words": ("用顿号隔开的词", "words separated by commas"),
    "source": ("名称和 https 网址", "a name and an https URL"),
    "facts": ("“岗位: 部门”这样的几行", "lines of the form key: value"),
    "count": ("0、1、2 这样的整数", "a whole number from 0"),
    "number": ("数字", "a number"),
    "amount": ("金额，例如 1234.50", "an amount in yuan such as 1234.50"),
    "period": ("年、季度或月份，例如 2026、2026-Q1、2026-03", "a year, quarter or month: 2026, 2026-Q1, 2026-03"),
    "url": ("以 https:// 开头的网址", "a URL that begins with https://"),
    "rows": ("每项一组的列表，以“- ”开头", "a list of entries that begin with a hyphen"),
}


def _field_problems(fault: "ValidationError", values: dict[str, Any], lines: dict[str, int], kind: Kind) -> Iterator[Problem]:
    for error in fault.errors(include_url=False):
        name = str(error["loc"][0])
        told = kind.schema.fields[name]
        key, example, value, line = told.title, told.example, values.get(name, ""), lines.get(name, 1)
        if len(error["loc"]) > 1 and (entry := told.entry) is not None:
            yield _entry_problem(error, entry, key, lines)
            continue
        if error["type"] == "missing":
            yield p.MISSING_FIELD.at("", 1, kind=kind.name, kind_en=kind.id, key=key, key_en=name, example=example)
        elif error["type"] == "day":
            yield p.BAD_DATE.at("", line, key=key, value=value)
        elif error["type"] == "choice":
            choices = error.get("ctx", {}).get("choices", "")
            yield p.BAD_VALUE.at("", line, key=key, value=value, what="不在可选范围内", what_en="not one of the choices",
                                 expected=choices, expected_en=f"one of {choices}")  # fmt: skip
        else:
            zh, en = _EXPECTED.get(error["type"], (f"像“{example}”这样的写法", f'a value like "{example}"'))
            yield p.BAD_VALUE.at("", line, key=key, value=value, what="写法不对", what_en="wrong form",
                                 expected=zh, expected_en=en)  # fmt: skip


def _entry_problem(error: Any, entry: type[Schema], key: str, lines: dict[str, int]) -> Problem:
    """What is wrong with one entry of a field that holds several."""
    name, number, inner = str(error["loc"][0]), int(error["loc"][1]), str(error["loc"][-1])
    line = lines.get(f"{name}.{number}.{inner}") or lines.get(f"{name}.{number}") or lines.get(name, 1)
    told = entry.fields.get(inner)
    label = told.title if told else inner
    whole = f"{key}第 {number + 1} 项 {label}"
    labels = "、".join(one.title for one in entry.fields.values())
    if error["type"] == "extra_forbidden":
        zh, en = ("没有这一栏", "unknown"), (labels, labels)
    elif error["type"] == "missing":
        zh, en = ("没有写", "it is missing"), (f"像“{told.example}”这样的内容" if told and told.example else labels, labels)
    else:
        choices = error.get("ctx", {}).get("choices")
        zh, en = ("写法不对", "wrong form"), (choices, choices) if choices else _EXPECTED.get(error["type"], (labels, labels))
    value = "" if error["type"] == "missing" else error["input"]
    return p.BAD_VALUE.at("", line, key=whole, value=value, what=zh[0], what_en=zh[1], expected=en[0], expected_en=en[1])


def _needs(
    fields: dict[str, Any], body: "Body", front: FrontMatter, title_limit: int, tag_limit: int, lines: dict[str, int]
) -> Iterator[Problem]:
    """What every item needs, whatever its Kind; silent about fields that already failed."""
    if not fields:
        return
    title = fields["title"] or body.title
    if not title and not any(problem.stops == "item" for problem in front.problems):
        yield p.NO_TITLE.at("", 1)
    if bidi := BIDI.search(body.title):
        above = len(front.body) - len(front.body.lstrip("\n"))
        yield p.BIDI_CHARACTER.at("", front.body_line + above, key="标题", character=f"U+{ord(bidi[0]):04X}")
    if len(title) > title_limit:
        yield p.LONG_TITLE.at("", lines.get("title", 1), count=len(title), limit=title_limit)
    if len(fields["tags"]) > tag_limit:
        yield p.MANY_TAGS.at("", lines.get("tags", 1), count=len(fields["tags"]), limit=tag_limit)
        fields["tags"] = fields["tags"][:tag_limit]
    if fields["audience"] and fields["audience"] not in NAMES:
        yield p.BAD_AUDIENCE.at("", lines.get("audience", 1), value=fields["audience"])
    if fields["cover"] and not fields["alt"]:
        yield p.NO_ALT.at("", lines.get("cover", 1))


def _wishes(values: dict[str, Any], kind: Kind) -> dict[str, str]:
    """The fields that close an item, as far as they can be understood; a misspelt audience closes it."""
    found = {name: " ".join(value.split()) for name in ("audience", "withdrawn") if isinstance(value := values.get(name), str)}
    wishes = {name: value for name, value in found.items() if value}
    if kind.opened_by and not truthy(values.get(kind.opened_by, "")):
        wishes["audience"] = narrower(NAMES.get(wishes.get("audience", "public"), "lan"), kind.audience)
    if truthy(values.get("draft", "")):
        wishes["draft"] = "true"
    with contextlib.suppress(ValueError):
        if isinstance(expires := values.get("expires"), str) and expires.strip():
            wishes["expires"] = normal(expires)
    return wishes


def _summary(body: "Body") -> str:
    """The opening sentences of a body without its headings and tables, cut after a sentence if one ends in time."""
    headings = {heading.text for heading in body.headings}
    rows = [row for row in body.text.splitlines() if row.strip() not in headings]
    flat = "".join(row.strip() for row in rows if _SENTENCE.search(row)) or " ".join(rows)
    if len(flat) <= SUMMARY_CHARACTERS:
        return flat
    cut = flat[:SUMMARY_CHARACTERS]
    end = max(cut.rfind(mark) for mark in "。！？；")
    return cut[: end + 1] if end > SUMMARY_CHARACTERS // 2 else cut.rstrip("，、：（“ ") + "……"
