"""Publicity: periods by the holidays, states to the second, names that are gone when the period is over."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.build.capabilities import rules
from plugins.network.figures import Figure
from plugins.network.items import Item
from plugins.network.rules import read_rules
from plugins.network.sites import Settings
from plugins.publicity import PUBLICITY
from plugins.publicity.states import span
from tests.networks import SMALL, ZONE, Place, tree
from tests.search.asking import Published

NOTHING: dict[str, bytes] = {}
SETTINGS = read_rules(Settings("示例", "https://x.example.cn/"), rules(), NOTHING.get)[0]
SECOND = timedelta(seconds=1)
HEAD = """---
标题: 关于拟接收预备党员的公示
日期: 2026-11-18
类型: 发展对象
开始: 2026-11-18
工作日: 5 个工作日
"""
SUBJECTS = """对象:
  - 姓名: 丁一二
    单位: 总装一班
    情况: {列为积极分子: 2025年3月}
  - 姓名: 丙三四
    单位: 总装一班
"""
OBJECTION = "反映: {岗位: 支部组织委员, 地址: 二楼活动室, 信箱: xinxiang@example.cn}\n"
RESULT = "结果: {结论: 没有收到异议, 日期: 2026-11-26, 异议: 0}\n"
BODY = "附件: [材料.csv]\n---\n拟接收丁一二、丙三四为预备党员，现予公示。\n"
NAMES = ("丁一二", "丙三四")
PATH = "a/publicity/2026-11-18-new.md"
ADDRESS = "/a/publicity/2026-11-18-new/"


def at(text: str) -> datetime:
    """A moment of local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def item(**fields: Any) -> Item:
    """A publicity as the reader would hand it over."""
    own = {name: PUBLICITY.defaults.get(name) for name in PUBLICITY.own}
    own |= {
        "type": "发展对象",
        "start": "2026-11-18",
        "objection": [{"post": "岗", "address": "楼", "mailbox": "", "line": "", "hours": ""}],
    }
    own |= {"subjects": [{"name": "丁一二", "unit": "总装一班", "facts": {}}]}
    return Item(PATH, "a", "publicity", "2026-11-18-new", ADDRESS, "公示", date=at("2026-11-18"), fields=own | fields)


def result(day: str = "2026-11-26") -> list[dict[str, Any]]:
    """A result of a day."""
    return [{"conclusion": "没有异议", "date": day, "objections": 0}]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network in which branch a publishes a publicity."""
    place = Place(tmp_path).write_all(SMALL)
    place.write("a/publicity/材料.csv", "姓名,单位\n丁一二,总装一班\n")
    place.write(PATH, HEAD + SUBJECTS + OBJECTION + BODY)
    return place


def codes(place: Place, as_of: datetime) -> list[tuple[str, str]]:
    """(code, what it stops) of every error and warning of the publicity."""
    found = place.check(as_of).problems
    return [(problem.code, problem.stops) for problem in found if problem.path == PATH and problem.severity != "note"]


# periods ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-18", 5, date(2026, 11, 24)),  # over a week-end
        ("2026-11-18", 1, date(2026, 11, 18)),
        ("2026-11-21", 1, date(2026, 11, 23)),  # begins on a Saturday
        ("2026-09-29", 5, date(2026, 10, 10)),  # over National Day; the Saturday after it is worked
    ],
)
def test_a_period_ends_on_its_last_working_day(start: str, days: int, last: date) -> None:
    period = span(item(start=start, working_days=days).fields, SETTINGS)
    assert (period.last, period.end) == (last, at(f"{last + timedelta(days=1)}"))


def test_without_a_number_a_period_lasts_as_long_as_its_type_asks() -> None:
    assert span(item(type="任前").fields, SETTINGS).days == 5
    longer = replace(SETTINGS, figures={**SETTINGS.figures, "publicity.days.appointment": Figure(7, "", "示例办法")})
    assert span(item(type="任前").fields, longer).days == 7


# states -----------------------------------------------------------------------------------------

BOUNDARIES = [
    ("2026-11-18", [], "未开始 · 11月18日起", "公示中 · 剩 5 个工作日"),
    ("2026-11-19", [], "公示中 · 剩 5 个工作日", "公示中 · 剩 4 个工作日"),
    ("2026-11-21", [], "公示中 · 剩 3 个工作日", "公示中 · 剩 2 个工作日"),
    ("2026-11-24", [], "公示中 · 剩 2 个工作日", "公示中 · 剩 1 个工作日"),
    ("2026-11-25", [], "公示中 · 剩 1 个工作日", "期满待结"),
    ("2026-11-25", result(""), "公示中 · 剩 1 个工作日", "已结"),
    ("2026-11-26", result(), "期满待结", "已结"),
    ("2026-12-10", [], "期满待结", "期满待结 · 逾期未公布结果"),
    ("2026-12-20", result("2026-12-20"), "期满待结 · 逾期未公布结果", "已结"),
    ("2026-12-26", result(), "已结", "已脱敏"),
]


@pytest.mark.parametrize(("moment", "found", "before", "after"), BOUNDARIES)
def test_a_state_ends_and_begins_to_the_second(moment: str, found: list[Any], before: str, after: str) -> None:
    one, when = item(result=found), at(moment)
    states = [PUBLICITY.state(one, instant, SETTINGS) for instant in (when - SECOND, when, when + SECOND)]
    assert [state.label for state in states if state] == [before, after, after]
    assert states[1]
    assert states[1].until is None or states[1].until > when


@pytest.mark.parametrize("found", [[], result(), result(""), result("2026-12-20")])
def test_every_change_is_announced_by_the_state_before_it(found: list[Any]) -> None:
    one, moment, seen = item(result=found), at("2026-11-17"), []
    while (now := PUBLICITY.state(one, moment, SETTINGS)) and now.until:
        seen.append(now.label)
        just_before = PUBLICITY.state(one, now.until - SECOND, SETTINGS)
        assert just_before == now
        moment = now.until
    assert len(seen) >= 7
    assert now
    assert now.label == ("已脱敏" if found else "期满待结 · 逾期未公布结果")


# what can be wrong ------------------------------------------------------------------------------

WRONG = [
    ("ZB-630", "工作日: 5 个工作日", "工作日: 4"),
    ("ZB-632", SUBJECTS, ""),
    ("ZB-632", "姓名: 丙三四\n    单位: 总装一班", "情况: {性别: 男}"),
    ("ZB-633", "列为积极分子", "出生日期"),
    ("ZB-633", "列为积极分子", "身份证号"),
    ("ZB-633", "列为积极分子", "家庭住址"),
    ("ZB-634", "关于拟接收预备党员的公示", "关于拟接收丁一二为预备党员的公示"),
    ("ZB-634", "类型: 发展对象", "类型: 发展对象\n标签: [发展, 丙三四]"),
    ("ZB-634", "类型: 发展对象", "类型: 发展对象\n作者: 丙三四"),
    ("ZB-634", "类型: 发展对象", "类型: 发展对象\nslug: 2026-ding-yi-er"),
    ("ZB-634", OBJECTION, OBJECTION + "结果: 丁一二没有异议\n"),
    ("ZB-634", OBJECTION, OBJECTION + "各单位结果: [{单位: 丁一二所在班, 人数: 1}]\n"),
    ("ZB-635", "地址: 二楼活动室, 信箱: xinxiang@example.cn", "时间: 上午"),
    ("ZB-636", OBJECTION, OBJECTION + "结果: {结论: 无异议, 日期: 2026-11-24}\n"),
]


@pytest.mark.parametrize(("code", "old", "new"), WRONG)
def test_what_is_wrong_stops_the_publicity_and_its_twin_passes(place: Place, code: str, old: str, new: str) -> None:
    moment = at("2026-11-20")
    assert codes(place, moment) == []
    place.edit(PATH, old, new)
    assert codes(place, moment) == [(code, "item")]


def test_a_period_too_short_is_told_the_lawful_end(place: Place) -> None:
    place.edit(PATH, "类型: 发展对象", "类型: 任前")
    place.edit(PATH, "工作日: 5 个工作日", "工作日: 3")
    (problem,) = [one for one in place.check(at("2026-11-20")).problems if one.path == PATH]
    told = problem.message["zh"] + problem.remedy["zh"]
    for part in ("只有 3 个工作日", "至少 5 个", "按规定", "2014年", "2026-11-24"):
        assert part in told
    assert problem.line == 6


def test_a_figure_that_nobody_confirmed_is_called_a_reference(place: Place) -> None:
    place.edit(PATH, "工作日: 5 个工作日", "工作日: 3")
    (problem,) = [one for one in place.check(at("2026-11-20")).problems if one.path == PATH]
    assert "参考至少 5 个" in problem.message["zh"]


def test_a_year_without_holidays_is_told_and_never_guessed(place: Place) -> None:
    place.edit(PATH, "开始: 2026-11-18", "开始: 2031-01-04")
    moment = at("2026-11-20")
    assert codes(place, moment) == [("ZB-631", "item")]
    place.write("holidays.yaml", "'2031': {off: [2031-01-01], work: [2031-01-04], source: 示例}\n")
    assert codes(place, moment) == []
    assert span(item(start="2031-01-04").fields, place.check(moment).tree.settings).last == date(2031, 1, 9)


def test_a_publicity_that_appears_after_its_start_is_told(place: Place) -> None:
    place.edit(PATH, "日期: 2026-11-18", "日期: 2026-11-19")
    assert codes(place, at("2026-11-20")) == [("ZB-637", "nothing")]


def test_a_result_that_does_not_come_is_told_until_it_comes(place: Place) -> None:
    assert codes(place, at("2026-12-10") - SECOND) == []
    assert codes(place, at("2026-12-10")) == [("ZB-638", "nothing")]
    place.edit(PATH, OBJECTION, OBJECTION + RESULT)
    assert codes(place, at("2026-12-10")) == []


def test_when_it_is_over_the_writer_is_reminded_of_the_names_in_the_file(place: Place) -> None:
    place.edit(PATH, OBJECTION, OBJECTION + RESULT)
    told = [one for one in place.check(at("2026-11-26")).problems if one.path == PATH]
    assert [(one.code, one.severity) for one in told] == [("ZB-639", "note")]
    place.edit(PATH, SUBJECTS, "人数: 2\n")
    place.edit(PATH, "附件: [材料.csv]\n", "")
    place.edit(PATH, "丁一二、丙三四", "两名同志")
    assert [one for one in place.check(at("2026-11-26")).problems if one.path == PATH] == []


def test_the_facts_that_may_be_shown_are_the_operators(place: Place) -> None:
    place.edit(PATH, "列为积极分子", "工龄")
    assert codes(place, at("2026-11-20")) == [("ZB-633", "item")]
    place.write("publicity.yaml", "facts: [工龄]\n")
    assert codes(place, at("2026-11-20")) == []


# names ------------------------------------------------------------------------------------------


def holding(folder: Path, words: tuple[str, ...]) -> Iterator[str]:
    """The files of a release that hold one of the words, in their bytes or in the escapes of JSON."""
    forms = [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]
    for path, content in tree(folder).items():
        if any(form in content or form in path.encode() for form in forms):
            yield path
    manifest = (folder / "manifest.json").read_bytes()
    assert not any(form in manifest for form in forms)


def test_names_stand_on_the_publicitys_own_page_and_nowhere_else(place: Place) -> None:
    assert place.build(at("2026-11-25") - SECOND).code == 0
    assert list(holding(place.current, NAMES)) == ["a/publicity/2026-11-18-new/index.html", "a/publicity/材料.csv"]
    page = place.page(ADDRESS)
    assert page.texts("table th[scope=row]") == list(NAMES)
    assert page.meta("robots") == "noindex, noarchive"
    search = Published(place.current)
    assert (search.ask("拟接收"), search.ask(NAMES[0]), search.ask("现予公示")) == ({ADDRESS[1:]}, set(), set())


@pytest.mark.parametrize("tier", ["public", "org"])
@pytest.mark.parametrize("written", ["", RESULT])
@pytest.mark.parametrize("moment", ["2026-11-25", "2026-11-26", "2026-12-26", "2027-06-01"])
def test_after_the_period_the_names_are_in_no_byte_of_a_release(place: Place, moment: str, written: str, tier: str) -> None:
    place.edit(PATH, OBJECTION, OBJECTION + written)
    place.edit(PATH, "附件: [材料.csv]", "附件: [材料.csv]\n封面: ../media/door.png\n替代文字: 丁一二")
    place.write("a/news/2026-11-20-see.md", f"---\ntitle: 公示开始\n---\n请看[公示](/{PATH})。\n")
    place.build(at("2026-11-20"), tier=tier)
    current = place.folder / "output" / tier / "current"
    assert list(holding(current, NAMES))
    place.build(at(moment), tier=tier)
    assert list(holding(current, NAMES)) == []
    assert not (current / "a/publicity/材料.csv").exists()
    assert (current / "a/publicity/2026-11-18-new/index.html").exists()


def test_a_broken_file_does_not_bring_the_names_back(place: Place) -> None:
    place.build(at("2026-11-20"))
    place.edit(PATH, "工作日: 5 个工作日", "工作日: 三")
    assert place.build(at("2026-11-25")).code == 10
    assert list(holding(place.current, NAMES)) == []
    assert "期满待结" in place.page(ADDRESS).words


def test_before_its_start_a_publicity_names_nobody(place: Place) -> None:
    place.build(at("2026-11-18") - SECOND)
    assert list(holding(place.current, NAMES)) == []
    assert "未开始" in place.page(ADDRESS).words


def test_a_withdrawn_publicity_names_nobody(place: Place) -> None:
    place.edit(PATH, "类型:", "撤回: 材料有误\n类型:")
    assert place.build(at("2026-11-20")).code == 0
    assert list(holding(place.current, NAMES)) == []


def test_the_result_stands_at_the_same_address_in_numbers(place: Place) -> None:
    place.edit(PATH, OBJECTION, OBJECTION + RESULT)
    place.build(at("2026-11-26"))
    page = place.page(ADDRESS)
    for part in ("没有收到异议", "0 件", "总装一班", "2026年11月26日"):
        assert part in page.words
    place.build(at("2026-12-26"))
    page = place.page(ADDRESS)
    assert "没有收到异议" not in page.words
    assert "总装一班" in page.words


def test_a_result_in_one_line_is_its_conclusion(place: Place) -> None:
    place.edit(PATH, OBJECTION, OBJECTION + "结果: 没有异议，报上级审批\n")
    place.build(at("2026-11-25"))
    assert "没有异议，报上级审批" in place.page(ADDRESS).words


# boards -----------------------------------------------------------------------------------------


def test_the_portals_board_shows_every_branchs_publicity_by_state(place: Place) -> None:
    place.write("b/publicity/2026-10-12-x.md", HEAD.replace("2026-11-18", "2026-10-12") + SUBJECTS + OBJECTION + "---\n请看。\n")
    place.write("b1/公示/2026-10-13-y.md", HEAD.replace("2026-11-18", "2026-10-13") + SUBJECTS + OBJECTION + RESULT.replace("11", "10") + "---\n请看。\n")  # fmt: skip
    place.build(at("2026-11-20"))
    board = place.page("/publicity/")
    assert board.texts("caption") == ["进行中", "期满，等待结果", "结果"]
    assert [href.split("/")[-3:-1] for href in board.hrefs("table a")] == [
        ["publicity", "2026-11-18-new"], ["publicity", "2026-10-12-x"], ["publicity", "2026-10-13-y"],
    ]  # fmt: skip
    assert "公示中 1 件" in board.words
    assert "共 3 件" in board.words
    assert "1 件期满已久" in board.words
    assert place.page("/b/publicity/").texts("caption") == ["期满，等待结果", "结果"]
    assert place.page("/a/publicity/").texts("caption") == ["进行中"]
    assert not place.has("/library/publicity/")


def test_what_is_closed_is_on_no_public_board(place: Place) -> None:
    place.edit(PATH, "类型:", "范围: 系统内\n类型:")
    place.build(at("2026-11-20"))
    assert not place.has("/publicity/")
    assert not place.has("/a/publicity/")


def test_what_is_handed_down_stands_on_the_boards_it_is_handed_to(place: Place) -> None:
    place.edit(PATH, "类型:", "联合: b\n类型:")
    place.write("root/publicity/2026-11-18-all.md", HEAD.replace("关于拟", "党委关于拟").replace("类型:", "下发: b1\n类型:") + SUBJECTS + OBJECTION + "---\n请看。\n")  # fmt: skip
    place.build(at("2026-11-20"))
    assert "共 2 件" in place.page("/publicity/").words
    assert place.page("/b/publicity/").hrefs("table a") == ["../../a/publicity/2026-11-18-new/"]
    assert place.page("/b1/publicity/").hrefs("table a") == ["../../publicity/2026-11-18-all/"]


def test_many_results_fill_several_pages(place: Place) -> None:
    text = HEAD.replace("2026-11-18", "2026-10-12") + SUBJECTS + OBJECTION + RESULT.replace("11", "10") + "---\n请看。\n"
    for number in range(25):
        place.write(f"b/publicity/2026-10-12-{number:02d}.md", text)
    place.build(at("2026-11-20"))
    first, second = place.page("/publicity/"), place.page("/publicity/page/2/")
    assert (len(first.hrefs("table a")), len(second.hrefs("table a"))) == (21, 5)
    assert set(first.hrefs("table a")).isdisjoint(second.hrefs("table a"))
    assert second.texts("caption") == ["结果"]


def test_a_network_without_publicity_has_no_board(tmp_path: Path) -> None:
    place = Place(tmp_path).write_all(SMALL)
    assert place.check().scanned.network.digests["publicity.board"] == {}
