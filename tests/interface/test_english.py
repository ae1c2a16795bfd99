"""A network whose writers write English reads English: what is not theirs comes from the catalogue."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.build.capabilities import capabilities
from tests.networks import Place, different

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HEAD = "---\ntitle: {}\n{}---\n{}\n"
NUMBER = "示委〔2026〕14号"
"""Official documents are numbered in Chinese (GB/T 9704, section 7.2.5)."""
BOXES = """[TOC]

## Found

Three things.[^1]

::: warning
Mind the step.
:::

::: details
More of it.
:::

::: tip A tip of our own
Look up.
:::

!!! danger
    Keep out.

[^1]: As last year.
"""
ENGLISH: Mapping[str, str | bytes] = {
    "network.yaml": "name: Example Works\nbase_url: https://works.example.cn/\nlanguage: en\n",
    "root/site.yaml": "title: Works Committee\nkind: committee\nslogan: Small things well done\ncontacts:\n  - {post: Secretary, email: post@example.cn}\n",
    "root/notices/2026-11-02-winter.md": HEAD.format("Winter check", "to: all\ndeadline: 2026-12-01\n", "See [the round](/a/news/2026-10-01-round.md)."),
    "root/news/2026-09-01-open.md": HEAD.format("The site is open", "tags: [network]\n", "It is open."),
    "root/pages/about.md": "# About us\n\nWho we are.\n",
    "a/site.yaml": "title: Assembly Branch\nkind: branch\nparent: root\n",
    "a/news/2026-10-01-round.md": HEAD.format("A round of the hall", "tags: [safety, hall]\n", BOXES),
    "a/news/2026-10-08-again.md": HEAD.format("Another round of the hall", "tags: [safety, hall]\n", "All well."),
    "a/notices/2026-10-20-meeting.md": HEAD.format("Meeting on Friday", "", "On Friday."),
    "a/publicity/2026-11-18-member.md": HEAD.format(
        "A new member", "类型: 发展对象\nstart: 2026-11-18\n工作日: 5\nobjection: [{post: Secretary, mailbox: post@example.cn}]\n"
        "subjects: [{name: Mr Example, unit: Line 1}]\n", "On the branch's recommendation.",
    ),
    "a/events/2026-11-01-training.md": HEAD.format("Training", "开始: 2026-12-05 14:00\n结束: 2026-12-05 16:00\n", "How it works."),
    "a/goals/2026-handover.md": HEAD.format(
        "Clear handover", "date: 2026-01-08\n指标: gaps\n计量单位: gaps\n必达: 6\n挑战: 3\n方向: 越少越好\n负责岗位: Foreman\n实绩: [{期间: 2026-Q1, 数值: 2, 依据: ../news/2026-10-01-round.md}]\n",
        "Noted by the next shift.",
    ),
    "a/meetings/2026-10-09-committee.md": HEAD.format("October committee", "类型: 支委会\n召开: 2026-10-08\n应到: 5\n实到: 5\n", "Two points."),
    "root/chronicle/2026-10-12-entry.md": HEAD.format("Skills week", "记事: Six teams took part.\n出处: Bulletin\n", ""),
    "root/documents/2026-11-13-rules.md": HEAD.format("Rules on notices", f"文号: {NUMBER}\n发文单位: Works Committee\n施行日期: 2026-12-01\n", "They hang for five days."),
    "library/site.yaml": "title: Library\nkind: library\nparent: root\n",
    "library/safety/first-aid.md": HEAD.format("First aid", "date: 2026-01-05\nsource: Example Clinic\nlicence: CC BY 4.0\nattachments: [card.csv]\n", "Look first."),
    "library/safety/card.csv": "step,what\n1,call\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The network, built."""
    place = Place(tmp_path_factory.mktemp("english")).write_all(ENGLISH)
    told = place.build()
    assert (told.code, [problem.code for problem in told.problems if problem.severity == "error"]) == (0, [])
    return place


def chinese(source: str) -> list[str]:
    """The lines of a page that hold Chinese."""
    return [line for line in source.splitlines() if CHINESE.search(line)]


@pytest.mark.parametrize("address", [
    "/", "/a/", "/a/news/", "/news/", "/a/notices/", "/notices/", "/a/news/2026-10-01-round/", "/notices/2026-11-02-winter/",
    "/notices/2026-11-02-winter/share/", "/a/goals/2026-handover/", "/library/safety/first-aid/", "/a/goals/", "/search/", "/a/search/",
    "/404.html", "/sitemap/", "/tree/", "/a/tree/", "/a/card/", "/calendar/", "/a/publicity/", "/a/publicity/2026-11-18-member/", "/boards/network/", "/a/events/",
    "/a/events/2026-11-01-training/",
])  # fmt: skip
def test_a_page_holds_no_chinese(english: Place, address: str) -> None:
    page = english.page(address)
    assert page.soup.html is not None and page.soup.html["lang"] == "en"
    assert [line for line in chinese(page.source) if not any(words in line for words in rules())] == []


def rules() -> tuple[str, ...]:
    """Where figures come from is quoted as it was published, or as the administrator wrote it."""
    return tuple(figure.source for capability in capabilities() for figure in capability.figures.values())


def test_navigation_lists_and_heads_are_english(english: Place) -> None:
    page = english.page("/a/news/")
    assert page.texts(".nav a")[:2] == ["Home", "News"]
    assert page.texts("h1") == ["News"]
    assert page.texts("title") == ["News - Assembly Branch"]
    assert "2 in all" in page.words
    assert page.texts(".skip") == ["Skip to content"]
    assert {"Three boards", "Check-up", "Library"} <= set(page.texts(".nav a"))
    assert page.texts(".tool-name") == ["Large text", "Contrast", "Dark", "Print"]


def test_dates_and_states_are_english(english: Place) -> None:
    notice = english.page("/notices/2026-11-02-winter/")
    assert notice.texts(".byline time") == ["2 November 2026"]
    assert "Until 1 December" in notice.words
    assert (
        "18 November 2026 to 24 November (5 working days, public holidays considered)"
        in english.page("/a/publicity/2026-11-18-member/").words
    )
    assert "Open · 2 working days left" in english.page("/a/publicity/").words


def test_what_a_body_says_beside_its_writers_words_is_english(english: Place) -> None:
    page = english.page("/a/news/2026-10-01-round/")
    assert page.texts(".prose .note-title, .prose summary") == ["Warning", "Details", "A tip of our own", "Danger"]
    labels = [str(found["aria-label"]) for found in page.soup.select(".prose [aria-label]")]
    assert labels == ["Contents", "Footnotes", "Back to the text"]


def test_tables_to_work_with_are_english(english: Place) -> None:
    files = sorted(file.relative_to(english.current).as_posix() for file in english.current.rglob("*.csv"))
    assert {Path(file).name for file in files} >= {
        "units.csv", "board.csv", "catalogue.csv", "chronicle.csv", "register.csv", "2026.csv", "checkup.csv", "counts.csv", "variety.csv"
    }  # fmt: skip
    told = {file: english.text(f"/{file}").replace(NUMBER, "") for file in files}
    assert {file: lines for file, text in told.items() if (lines := chinese(text))} == {}


def test_scripts_are_english(english: Place) -> None:
    (script,) = english.current.glob("assets/share.*.js")
    assert "Copied" in script.read_text("utf-8")
    assert chinese(script.read_text("utf-8")) == []


def test_feeds_say_their_language(english: Place) -> None:
    assert 'xml:lang="en"' in english.text("/a/news/feed.atom")
    assert "Assembly Branch · News" in english.text("/a/news/feed.atom")


def test_another_language_makes_every_page_anew_as_a_clean_build_does(english: Place, tmp_path: Path) -> None:
    place = english.copied(tmp_path / "again")
    place.edit("network.yaml", "language: en", "language: zh-CN")
    place.build()
    clean = Place(tmp_path / "clean").write_all({**ENGLISH, "network.yaml": ENGLISH["network.yaml"].replace("en\n", "zh-CN\n")})  # type: ignore[arg-type]  # a text
    clean.build()
    assert different(place.tree(), clean.tree()) == []
    assert place.page("/a/news/").texts("h1") == ["动态"]
    assert place.page("/notices/2026-11-02-winter/").texts(".byline time") == ["2026年11月2日"]


def test_a_language_without_a_catalogue_is_named_and_its_words_stay_chinese(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(ENGLISH)
    place.edit("network.yaml", "language: en", "language: bo-CN")
    assert place.build().code == 0
    page = place.page("/404.html")
    assert page.soup.html is not None and page.soup.html["lang"] == "bo-CN"
    assert "这一页没有找到" in page.words


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["自己的话 别处没有的话 Search & <more>"]), ("zh-CN", ["自己的话 别处没有的话 搜索 & <more>"])]
)
def test_a_theme_of_an_operator_needs_no_catalogue(tmp_path: Path, language: str, words: list[str]) -> None:
    place = Place(tmp_path).write_all(ENGLISH)
    place.edit("network.yaml", "language: en", f"language: {language}\ntheme: own")
    place.write("themes/own/theme.yaml", "inherits: zhibu\n")
    own = "<h1>自己的话 {{ _('别处没有的话') }} {{ _('搜索') }} {{ '& <more>' }}</h1>"
    place.write("themes/own/templates/404.html", '{% extends "base.html" %}{% block main %}' + own + "{% endblock %}\n")
    assert place.build().code == 0
    assert place.page("/404.html").texts("h1") == words
