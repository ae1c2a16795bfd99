"""Kinds: fields under Chinese and English names, values forgiven or refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from plugins.build.capabilities import kinds
from plugins.network.kinds import Fields, Kind, Kinds, Line, one_of, told
from plugins.network.schema import Told, checked


def field(name: str, value: Any) -> Any:
    """What a field becomes."""
    return checked(Fields, {name: value})[name]


def refused(name: str, value: Any) -> str:
    """How a field's value is refused."""
    with pytest.raises(ValidationError) as fault:
        checked(Fields, {name: value})
    return fault.value.errors()[0]["type"]


@pytest.mark.parametrize("yes", ["是", "对", "true", "Yes", " 1 ", "on"])
def test_yes(yes: str) -> None:
    assert field("pinned", yes) is True


@pytest.mark.parametrize("no", ["否", "不", "false", "NO", "0", "off", ""])
def test_no(no: str) -> None:
    assert field("pinned", no) is False


def test_anything_else_is_neither() -> None:
    assert refused("pinned", "也许") == "flag"


@pytest.mark.parametrize(
    "written", ["安全、学习", "安全，学习", "安全, 学习", "安全;学习", "安全；学习；", ["安全", "学习", "安全"]]
)
def test_words_are_parted_by_any_comma_and_named_once(written: object) -> None:
    assert field("attachments", written) == ["安全", "学习"]


@pytest.mark.parametrize("wrong", [{"a": "b"}, [["a"]], [{"a": "b"}]])
def test_words_are_words(wrong: object) -> None:
    assert refused("to", wrong) == "words"


@pytest.mark.parametrize(
    ("written", "name", "url"),
    [
        ("示例日报 https://example.cn/1", "示例日报", "https://example.cn/1"),
        ("示例日报（https://example.cn/1）", "示例日报", "https://example.cn/1"),
        ("示例日报", "示例日报", ""),
        ("https://example.cn/1", "https://example.cn/1", "https://example.cn/1"),
        ({"name": "示例日报", "url": "https://example.cn/1"}, "示例日报", "https://example.cn/1"),
        ({"名称": "示例日报", "网址": "https://example.cn/1"}, "示例日报", "https://example.cn/1"),
        ({"链接": "https://example.cn/1"}, "https://example.cn/1", "https://example.cn/1"),
    ],
)
def test_a_source_is_a_name_and_a_url(written: object, name: str, url: str) -> None:
    assert field("source", written) == {"name": name, "url": url}


@pytest.mark.parametrize("wrong", [{"name": "x", "phone": "1"}, {"name": ["x"]}, {"name": "x", "url": "javascript:alert(1)"}])
def test_a_source_is_nothing_else(wrong: object) -> None:
    assert refused("source", wrong) == "source"


def test_texts_stay_on_one_line() -> None:
    assert field("title", "  一\n 二 ") == "一 二"
    assert refused("title", ["一"]) == "text"
    assert refused("title", {"一": "二"}) == "text"


def test_dates_are_real_or_absent() -> None:
    assert field("publish", "2026年2月1日") == "2026-02-01"
    assert field("publish", "  ") == ""
    assert refused("publish", "2026-02-30") == "day"
    assert refused("publish", ["2026-02-01"]) == "day"


def test_facts_are_a_small_mapping_of_texts() -> None:
    assert field("review", {"起草": "安全员", "签发": "书记"}) == {"起草": "安全员", "签发": "书记"}
    assert refused("review", "安全员") == "facts"
    assert refused("review", {"起草": ["安全员"]}) == "facts"


class Coloured(Fields):
    """A Kind with a choice and a reference."""

    colour: one_of("红", "蓝") = told("颜色", "红 或 蓝", "红", default="红")  # type: ignore[valid-type]
    about: Line = told("关于", "另一篇", "x.md", default="", reference=True, also=("涉及",))


COLOURED = Kind("coloured", "彩色", "colours", "颜色集", dated=False, schema=Coloured)


def test_a_choice_is_one_of_its_words() -> None:
    assert checked(Coloured, {"colour": " 蓝 "})["colour"] == "蓝"
    with pytest.raises(ValidationError, match="choice"):
        checked(Coloured, {"colour": "绿"})


def test_every_field_has_its_names_in_both_languages_and_its_further_ones() -> None:
    assert COLOURED.keys["颜色"] == COLOURED.keys["colour"] == "colour"
    assert COLOURED.keys["涉及"] == "about"
    assert COLOURED.keys["标题"] == "title"
    assert COLOURED.references == ("about",)
    assert COLOURED.label("about") == "关于"


@pytest.mark.parametrize("written", ["coloured", "彩色", "colours", "颜色集"])
def test_a_kind_is_found_by_any_of_its_names(written: str) -> None:
    registry = Kinds.of([COLOURED])
    assert registry.named(written) is COLOURED
    assert registry.named("") is None
    assert registry.named("别的") is None
    assert registry.folders == "colours/（彩色）"


def test_the_kinds_of_the_house_share_no_name_and_no_folder() -> None:
    listed = list(kinds().by_id.values())
    names = [name for kind in listed for name in {kind.id, kind.name}]
    folders = [folder for kind in listed for folder in {kind.folder, kind.folder_zh} if folder]
    assert len(names) == len(set(names))
    assert len(folders) == len(set(folders))


def example(info: Told) -> Any:
    """The example of a field; of one that holds several, an entry made of theirs."""
    return {name: example(part) for name, part in info.entry.fields.items()} if info.entry else info.example


@pytest.mark.parametrize("kind", kinds().by_id.values(), ids=lambda kind: kind.id)
def test_every_field_tells_what_to_write_and_its_own_example_is_accepted(kind: Kind) -> None:
    required = {name: example(info) for name, info in kind.schema.fields.items() if info.required}
    for name, info in kind.schema.fields.items():
        assert info.title, name
        assert info.about, name
        if example(info):
            checked(kind.schema, {**required, name: example(info)})
