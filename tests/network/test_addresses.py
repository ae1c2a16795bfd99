"""Addresses: the same everywhere, short, safe on every system, and never the same for two names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.network.addresses import (
    RESERVED_NAMES,
    SLUG_BYTES,
    date_in_name,
    distinct_slugs,
    file_address,
    remember,
    slug_of,
    slugs,
    stem_of,
)

NAMES = st.text(st.characters(codec="utf-8"), max_size=120)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("2026-03-05-winter", "2026-03-05-winter"),
        ("Winter Check", "winter-check"),
        ("现场巡查", "xian-chang-xun-cha"),
        ("重庆", "chong-qing"),
        ("行长", "hang-zhang"),
        ("5S 检查表", "5s-jian-cha-biao"),
        ("ＡＢＣ１２３", "abc123"),
        ("--a__b--", "a-b"),
    ],
)
def test_a_name_in_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(NAMES)
def test_a_slug_is_safe_on_every_system(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= SLUG_BYTES
    assert slug not in RESERVED_NAMES


@given(NAMES)
def test_a_slug_of_a_slug_is_itself(name: str) -> None:
    assert slug_of(slug_of(name)) == slug_of(name)


def test_names_that_must_be_cut_stay_apart() -> None:
    long = "很长的名字" * 20
    assert slug_of(long + "甲") != slug_of(long + "乙")
    assert len(slug_of(long)) == SLUG_BYTES or len(slug_of(long)) < SLUG_BYTES


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "！！！", ""])
def test_names_that_cannot_be_used_get_one_of_their_own(name: str) -> None:
    assert slug_of(name) != name.casefold()
    assert slug_of(name)


@given(st.sets(NAMES, max_size=12))
def test_every_word_has_a_slug_of_its_own_whatever_their_order(words: set[str]) -> None:
    found = distinct_slugs(words)
    assert found.keys() == words
    assert len(set(found.values())) == len(words)
    assert distinct_slugs(sorted(words, reverse=True)) == found


def test_words_that_sound_alike_are_numbered() -> None:
    assert distinct_slugs(["公示", "公式", "攻势"]) == {"公式": "gong-shi", "公示": "gong-shi-2", "攻势": "gong-shi-3"}


def test_slugs_can_be_remembered_from_another_process() -> None:
    remember({"生僻词语测试": "from-elsewhere"})
    assert slug_of("生僻词语测试") == "from-elsewhere"
    assert slugs()["生僻词语测试"] == "from-elsewhere"
    assert all(not name.isascii() for name in slugs())


@pytest.mark.parametrize(
    ("path", "stem", "date"),
    [
        ("a/news/2026-03-05-x.md", "2026-03-05-x", "2026-03-05"),
        ("a/news/2026-03-05.md", "2026-03-05", "2026-03-05"),
        ("a/news/2026-03-051.md", "2026-03-051", ""),
        ("a/school/course/index.md", "course", ""),
        ("a/news/index.md", "index", ""),
        ("a/news/v1.2.md", "v1.2", ""),
    ],
)
def test_what_a_path_says(path: str, stem: str, date: str) -> None:
    assert (stem_of(path), date_in_name(path)) == (stem, date)


def test_a_file_keeps_its_name_in_the_english_folder() -> None:
    assert file_address("a/动态/门.png", "/a/", "news") == "/a/news/门.png"
    assert file_address("a/media/x/门.png", "/a/", "") == "/a/media/x/门.png"
    assert file_address("root/card.csv", "/", "") == "/card.csv"
