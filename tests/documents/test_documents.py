"""Documents: numbers in one form and given once, validity by day and by chain, the register, interpretations."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.documents.fields import number
from plugins.network.schema import Unfit
from tests.networks import AS_OF, SMALL, ZONE, Place

SECOND = timedelta(seconds=1)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A small network without documents."""
    return Place(tmp_path).write_all(SMALL)


def document(place: Place, path: str, number: str, **fields: str) -> str:
    """Write a document; its path."""
    lines = {"title": f"办法{number}", "number": f"'{number}'", "issuer": "示例党委", **fields}
    place.write(path, "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n一、全文。\n")
    return path


def codes(place: Place, as_of: datetime = AS_OF) -> list[tuple[str, str]]:
    """(path, code) of what is found about documents and interpretations."""
    found = place.check(as_of).problems
    return [(problem.path, problem.code) for problem in found if "/documents/" in problem.path or "/interp" in problem.path]


# numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "示委〔2026〕3号",
        "示委[2026]3号",
        "示委【2026】3号",
        "示委（2026）3号",
        "示委［２０２６］０３号",
        "示委 〔2026〕 第 3 号",
        "示委(2026)3",
    ],
)
def test_a_number_has_one_normal_form(written: str) -> None:
    assert number(written) == "示委〔2026〕3号"


@pytest.mark.parametrize(
    "written", ["", "示委2026-3号", "〔2026〕3号", "示委〔26〕3号", "示委〔2026〕0号", "示委〔2026〕三号", 3]
)
def test_what_is_no_number_is_refused(written: object) -> None:
    with pytest.raises(Unfit):
        number(written)


def test_a_wrong_number_is_told_with_the_right_form(place: Place) -> None:
    path = document(place, "root/documents/2026-03-02-a.md", "示委三号文")
    (problem,) = [one for one in place.check().problems if one.path == path]
    assert (problem.code, problem.line, problem.stops) == ("ZB-116", 3, "item")
    assert "示委〔2026〕3号" in problem.remedy["zh"]


def test_a_number_given_twice_is_told_with_both_documents(place: Place) -> None:
    first = document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号")
    second = document(place, "a/documents/2026-04-02-b.md", "示委[2026]3号")
    (problem,) = [one for one in place.check().problems if one.code == "ZB-640"]
    assert {problem.path, *[path for path in (first, second) if path in problem.message["zh"]]} == {first, second}
    place.edit(second, "示委[2026]3号", "示委[2026]4号")
    assert codes(place) == []


# validity ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [("2026-04-01", "尚未施行 · 4月1日起", "有效"), ("2026-07-01", "有效", "失效")],
)
def test_validity_changes_to_the_second(place: Place, moment: str, before: str, after: str) -> None:
    path = document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号", effective="2026-04-01", valid_until="2026-06-30")
    when = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    states = [place.check(instant).scanned.network.items[path].state for instant in (when - SECOND, when, when + SECOND)]
    assert [state.label for state in states if state] == [before, after, after]
    assert states[0]
    assert states[0].until == when


@pytest.mark.parametrize("validity", ["失效", "废止"])
def test_what_is_stated_over_is_over_whatever_its_days_say(place: Place, validity: str) -> None:
    path = document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号", effective="2027-01-01", validity=validity)
    state = place.check().scanned.network.items[path].state
    assert state
    assert state.label == validity


def test_a_document_is_not_over_before_it_begins(place: Place) -> None:
    path = document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号", effective="2026-04-01", valid_until="2026-03-31")
    assert codes(place) == [(path, "ZB-102")]
    place.edit(path, "2026-03-31", "2026-04-01")
    assert codes(place) == []


# chains -----------------------------------------------------------------------------------------


def test_what_is_superseded_says_so_as_soon_as_its_successor_is_in_force(place: Place) -> None:
    old = document(place, "root/documents/2024-03-02-a.md", "示委〔2024〕3号")
    document(place, "root/documents/2026-03-02-b.md", "示委〔2026〕3号", supersedes="2024-03-02-a.md", effective="2026-11-21")
    assert codes(place, datetime(2026, 11, 21, tzinfo=ZONE) - SECOND) == []
    assert codes(place, datetime(2026, 11, 21, tzinfo=ZONE)) == [(old, "ZB-622")]
    place.edit(old, "issuer:", "validity: 废止\nissuer:")
    assert codes(place) == []


def test_what_is_amended_says_so(place: Place) -> None:
    old = document(place, "root/documents/2024-03-02-a.md", "示委〔2024〕3号")
    document(place, "a/documents/2026-03-02-b.md", "示装支〔2026〕3号", amends="/root/documents/2024-03-02-a.md")
    assert codes(place) == [(old, "ZB-641")]
    place.edit(old, "issuer:", "validity: 已修改\nissuer:")
    assert codes(place) == []


def test_one_document_may_supersede_several_but_not_two_the_same(place: Place) -> None:
    for name in "ab":
        document(place, f"root/documents/2024-03-02-{name}.md", f"示{name}〔2024〕3号", validity="废止")
    document(place, "root/documents/2026-03-02-c.md", "示委〔2026〕3号", supersedes="[2024-03-02-a.md, 2024-03-02-b.md]")
    assert codes(place) == []
    second = document(place, "root/documents/2026-04-02-d.md", "示委〔2026〕4号", supersedes="2024-03-02-a.md")
    assert codes(place) == [(second, "ZB-621")]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_is_told_once(place: Place, length: int) -> None:
    for one in range(length):
        older = f"2026-03-0{(one + 1) % length + 1}-x.md"
        document(place, f"root/documents/2026-03-0{one + 1}-x.md", f"示委〔2026〕{one + 1}号", validity="废止", supersedes=older)
    assert [code for _, code in codes(place)] == ["ZB-620"]


@pytest.mark.parametrize("field", ["supersedes", "amends"])
def test_only_documents_are_superseded_or_amended(place: Place, field: str) -> None:
    path = document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号", **{field: "/root/news/2026-09-01-open.md"})
    assert codes(place) == [(path, "ZB-642")]


def test_the_chain_and_the_amendments_stand_on_the_page(place: Place) -> None:
    document(place, "root/documents/2022-03-02-a.md", "示委〔2022〕1号", validity="废止")
    document(place, "root/documents/2024-03-02-b.md", "示委〔2024〕2号", validity="废止", supersedes="2022-03-02-a.md")
    document(place, "root/documents/2026-03-02-c.md", "示委〔2026〕3号", validity="已修改", supersedes="2024-03-02-b.md")
    document(place, "root/documents/2026-05-02-d.md", "示委〔2026〕4号", amends="2026-03-02-c.md")
    place.build()
    middle = place.page("/documents/2024-03-02-b/")
    assert [text.split()[1] for text in middle.texts(".chain li")] == ["更新的版本", "本页", "更早的版本"]
    assert "废止" in middle.texts(".banner")[0]
    newest = place.page("/documents/2026-03-02-c/")
    assert [text.split()[1] for text in newest.texts(".chain li")] == ["修改本件", "本页", "更早的版本", "更早的版本"]
    assert [text.split()[1] for text in place.page("/documents/2026-05-02-d/").texts(".chain li")] == ["本页", "由本件修改"]


# interpretations --------------------------------------------------------------------------------

INTERPRETATION = "---\ntitle: 看懂办法\n解读文件: /root/documents/2026-03-02-a.md\n---\n三件事。\n"


def test_a_document_and_its_interpretations_show_each_other_across_sites(place: Place) -> None:
    document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号")
    place.write("a/interpretations/2026-03-05-x.md", INTERPRETATION)
    place.write("b1/解读/2026-03-06-y.md", INTERPRETATION)
    assert place.build().code == 0
    shown = place.page("/documents/2026-03-02-a/").hrefs("main section a")
    assert "../../a/interpretations/2026-03-05-x/" in shown
    assert "../../b1/interpretations/2026-03-06-y/" in shown
    back = place.page("/a/interpretations/2026-03-05-x/")
    assert "../../../documents/2026-03-02-a/" in back.hrefs(".facts a")
    assert "示委〔2026〕3号" in back.words
    assert "有效" in back.words


def test_an_interpretation_needs_a_document(place: Place) -> None:
    path = "a/interpretations/2026-03-05-x.md"
    place.write(path, INTERPRETATION)
    assert codes(place) == [(path, "ZB-301")]
    place.edit(path, "/root/documents/2026-03-02-a.md", "/root/news/2026-09-01-open.md")
    assert codes(place) == [(path, "ZB-642")]
    place.edit(path, "/root/news/2026-09-01-open.md", "https://example.cn/1")
    assert codes(place) == []
    place.edit(path, "解读文件: https://example.cn/1\n", "")
    assert codes(place) == [(path, "ZB-117")]


# registers --------------------------------------------------------------------------------------


def register(place: Place, address: str) -> list[dict[str, str]]:
    """The rows of a register's CSV."""
    return list(csv.DictReader(io.StringIO(place.text(f"{address}register.csv").removeprefix("\ufeff"))))


def test_the_portals_register_holds_every_sites_documents(place: Place) -> None:
    document(place, "root/documents/2026-03-02-a.md", "示委〔2026〕3号", to="b1", effective="2027-01-01")
    document(place, "a/documents/2026-04-02-b.md", "示甲〔2026〕1号", title="'=1+1'")
    document(place, "b1/documents/2026-05-02-c.md", "示班〔2026〕1号", audience="系统内")
    place.build()
    rows = register(place, "/documents/")
    assert [(row["文号"], row["效力"]) for row in rows] == [("示甲〔2026〕1号", "有效"), ("示委〔2026〕3号", "尚未施行")]
    assert rows[0]["标题"] == "'=1+1"
    page = place.page("/documents/")
    assert page.hrefs("table a") == ["../a/documents/2026-04-02-b/", "../documents/2026-03-02-a/"]
    assert "共 2 件" in page.words
    assert [row["文号"] for row in register(place, "/a/documents/")] == ["示甲〔2026〕1号"]
    assert [row["文号"] for row in register(place, "/b1/documents/")] == ["示委〔2026〕3号"]
    assert not place.has("/library/documents/")


def test_a_long_register_has_several_pages_and_one_csv(place: Place) -> None:
    for one in range(1, 53):
        document(place, f"a/documents/2026-03-02-{one:02d}.md", f"示甲〔2026〕{one}号")
    place.build()
    assert len(place.page("/documents/").hrefs("table a")) == 50
    assert len(place.page("/documents/page/2/").hrefs("table a")) == 2
    assert len(register(place, "/documents/")) == 52
