"""Fields of numbers, amounts, periods, entries and tables, and what the network makes of them."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.build import capabilities
from plugins.build.gather import Gathering
from plugins.build.reading_task import Unread
from plugins.network.items import Item, State
from plugins.network.kinds import Amount, Count, Fields, Kind, Kinds, Line, Number, Period, Row, Url, Words, rows_of, told
from plugins.network.reading import read
from plugins.network.readings import Reading
from plugins.network.sites import Settings
from tests.networks import AS_OF, SMALL, Place


class ActualRow(Row):
    """One entry."""

    month: Period = told("月份", "哪个月", "2026-03")
    value: Number = told("实绩", "数字", "95", default=None)
    evidence: Line = told("证据", "链接", "../news/a.md", default="", reference=True)


class RecordFields(Fields):
    """A schema with every sort of field."""

    people: Count = told("人数", "多少人", "12", default=None)
    money: Amount = told("金额", "多少元", "12.50", default="")
    actuals: rows_of(ActualRow) = told("实绩表", "每月一项", "", default=())  # type: ignore[valid-type]
    papers: Words = told("材料", "相关文章", "a.md", default=(), reference=True)
    numbers: Line = told("表格", "CSV 文件", "a.csv", default="", table=True)
    site: Url = told("网站", "网址", "https://example.cn/", default="")
    note: Line = told("批注", "别的站点也看得到", "好", default="", listed=True)


def over(item: Item, as_of: datetime, _settings: Settings) -> State:
    """Names are shown until 2026-11-21 06:00."""
    return State("over", "已结", "off") if as_of >= AS_OF else State("on", "公示中", "active", until=AS_OF)


def without_names(item: Item, _settings: Settings) -> Item:
    """Nothing but the title when it is over."""
    from msgspec.structs import replace

    return replace(item, body=False, fields={**item.fields, "note": ""}) if item.state and item.state.id == "over" else item


RECORD = Kind("record", "记录", "records", "记录", dated=True, schema=RecordFields, state=over, view=without_names)
KINDS = Kinds.of([RECORD])
GOOD = """---
标题: 一月
人数: １２
金额: 1,234.5元
实绩表:
  - 月份: 2026年3月
    实绩: 95%
    证据: ../news/2026-10-01-walk.md
  - month: 2026-04
材料: [../news/2026-10-08-again.md, 没有.md]
表格: t.csv
网站: https://example.cn/
批注: 张
---
正文写到张。
"""


def reading(text: str) -> Reading:
    """The Reading of a record."""
    return read(text.encode(), "record", KINDS)


def test_numbers_amounts_periods_and_entries_become_plain_values() -> None:
    assert reading(GOOD).problems == ()
    fields = reading(GOOD).fields or {}
    assert (fields["people"], fields["money"]) == (12, "1234.50")
    assert fields["actuals"] == [
        {"month": "2026-03", "value": 95.0, "evidence": "../news/2026-10-01-walk.md"},
        {"month": "2026-04", "value": None, "evidence": ""},
    ]


@pytest.mark.parametrize(
    ("line", "at", "words"),
    [
        ("人数: 十二", 3, "“人数”的值“十二”"),
        ("人数: -1", 3, "0、1、2"),
        (f"人数: {'9' * 16}", 3, "0、1、2"),
        (f"人数: {'9' * 5000}", 3, "0、1、2"),
        ("金额: Infinity", 3, "1234.50"),
        (f"金额: {'9' * 16}", 3, "1234.50"),
        ("金额: 1.234", 3, "1234.50"),
        ("网站: example.cn", 3, "https://"),
        ("实绩表: 三月", 3, "每项一组"),
        ("实绩表:\n  - 月份: 三月份", 4, "实绩表第 1 项 月份"),
        ("实绩表:\n  - 月份: 2026-03\n  - 实绩: 3", 5, "实绩表第 2 项 月份"),
        ("实绩表:\n  - 月份:\n    实绩: 3", 4, "实绩表第 1 项 月份"),
        ("实绩表:\n  - 月份: 2026-03\n    负责人: 张", 5, "没有这一栏"),
    ],
)
def test_a_wrong_value_is_told_with_its_line(line: str, at: int, words: str) -> None:
    (problem,) = reading(f"---\n标题: 一\n{line}\n---\n文。\n").problems
    assert words in problem.message["zh"] + problem.remedy["zh"]
    assert problem.line == at
    assert problem.stops == "item"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A small network whose branches can write records; checked in this process, for other processes do not know them."""
    listed = Kinds.of([*capabilities.kinds().by_id.values(), RECORD])
    for module in ("plugins.build.build.kinds", "plugins.build.gather.kinds", "plugins.build.reading_task.kinds"):
        monkeypatch.setattr(module, lambda: listed)
    monkeypatch.setattr("plugins.build.gather.Gathering._submitted", _here)
    monkeypatch.setattr("plugins.build.gather.pageless", lambda _item, look: None)  # no theme knows them either
    place = Place(tmp_path).write_all(SMALL)
    place.write("a/records/2026-11-01-jan.md", GOOD)
    place.write("a/records/t.csv", "项目,人数\n甲,3\n")
    return place


def _here(gathering: Gathering, _pool: object, chunk: list[Unread]) -> tuple[list[Unread], object]:
    """Read in this process instead of a forked one."""
    from concurrent.futures import Future

    from plugins.build.pool import Steps
    from plugins.build.reading_task import ReadingTask, read_files

    class Kept:
        def __init__(self) -> None:
            self.entries: list[tuple[str, str, str]] = []

        def begin(self, _step: str) -> None: ...

        def done(self, *entries: tuple[str, str, str]) -> None:
            self.entries += entries

    kept, future = Kept(), Future()  # type: ignore[var-annotated]
    steps: Steps = kept  # type: ignore[assignment]
    read_files(steps, ReadingTask(gathering.content, chunk, gathering._readers))
    future.set_result(kept.entries)
    return chunk, future


BEFORE = AS_OF - timedelta(seconds=1)


def test_links_in_fields_are_resolved_and_count_as_references(place: Place) -> None:
    checked = place.check(BEFORE)
    network = checked.scanned.network
    item = network.items["a/records/2026-11-01-jan.md"]
    assert item.fields["actuals"][0]["evidence"] == "a/news/2026-10-01-walk.md"
    assert item.fields["papers"] == ["a/news/2026-10-08-again.md", ""]
    assert item.related == ("a/news/2026-10-01-walk.md", "a/news/2026-10-08-again.md")
    assert item.path in network.backlinks["a/news/2026-10-08-again.md"]
    assert [(p.code, p.line) for p in checked.problems if p.path == item.path] == [("ZB-301", 10)]


def test_a_table_is_read_and_offered_as_a_file(place: Place) -> None:
    network = place.check(BEFORE).scanned.network
    item = network.items["a/records/2026-11-01-jan.md"]
    assert item.fields["numbers"] == "a/records/t.csv"
    assert network.tables["a/records/t.csv"].rows == (("甲", "3"),)
    assert [file.name for file in item.attachments] == ["t.csv"]
    assert "a/records/t.csv" in network.seen_by("a").tables
    assert not network.seen_by("b").tables


def test_other_sites_see_only_the_listed_fields(place: Place) -> None:
    place.write("b/news/2026-11-02-see.md", "---\ntitle: 看\n---\n[记录](/a/records/2026-11-01-jan.md)\n")
    seen = place.check(BEFORE).scanned.network.seen_by("b").items["a/records/2026-11-01-jan.md"]
    assert seen.fields == {"note": "张"}


def test_what_a_kind_takes_back_is_gone_from_the_network_at_that_instant(place: Place) -> None:
    before, after = place.check(BEFORE).scanned, place.check(AS_OF).scanned
    path = "a/records/2026-11-01-jan.md"
    assert "张" in repr(before.network.items[path])
    assert before.next_change == AS_OF
    item = after.network.items[path]
    assert (item.title, item.body, item.summary, item.attachments) == ("一月", False, "", ())
    assert "张" not in repr(item)
    assert after.network.tables == {}
    assert after.network.links[path] == ()
