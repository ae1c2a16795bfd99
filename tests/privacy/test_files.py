"""What files tell beside their text: rosters, authors, hidden sheets, places; and files made to hurt."""

from collections.abc import Mapping

import pytest

from plugins.build.capabilities import examined, rules
from plugins.network.documents import TooMuchError, archives, said_in
from plugins.network.problems import Problem
from plugins.network.rules import read_rules
from plugins.network.said import Said, written
from plugins.network.sites import Settings
from tests.privacy import carriers as c

SETTINGS, _ = read_rules(Settings("示例网络", "https://dangjian.example.cn/"), rules(), lambda _path: None)


def codes(said: Said) -> list[str]:
    """The codes of what is found, in order."""
    return [problem.code for problem in examined(said, SETTINGS)]


def found(said: Said) -> Problem:
    """The only finding."""
    (problem,) = examined(said, SETTINGS)
    return problem


# rosters ----------------------------------------------------------------------------------------

HEAD = ("姓名", "部门", "应缴")
ROWS = [("甲", "装配", "5"), ("乙", "质检", "6"), ("丙", "物流", "7")]
CELLS = [HEAD, *ROWS]
ROSTERS = {
    "markdown": written("标题: 甲\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in [HEAD, ("---",) * 3, *ROWS]) + "\n"),
    "bare markdown": written("标题: 甲\n\n" + "\n".join(" | ".join(row) for row in [HEAD, ("---",) * 3, *ROWS]) + "\n"),
    "html": written("标题: 甲\n\n<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in CELLS) + "</table>"),
    "code": written("标题: 甲\n\n```\n" + "\n".join(",".join(row) for row in CELLS) + "\n```\n"),
    "csv": said_in(".csv", "\n".join(",".join(row) for row in CELLS).encode()),
    "csv with a heading": said_in(".csv", ("三月\n" + "\n".join(",".join(row) for row in CELLS)).encode()),
    "xlsx": said_in(*c.xlsx("".join(
        "<row>" + "".join(f'<c r="{"ABC"[n]}1" t="inlineStr"><is><t>{cell}</t></is></c>' for n, cell in enumerate(row)) + "</row>"
        for row in CELLS
    ))),
    "docx": said_in(*c.docx("<w:tbl>" + "".join(
        "<w:tr>" + "".join(f"<w:tc>{c.run(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in CELLS
    ) + "</w:tbl>")),
}  # fmt: skip


@pytest.mark.parametrize("carrier", ROSTERS)
def test_names_beside_what_is_theirs_alone_are_a_roster(carrier: str) -> None:
    problem = found(ROSTERS[carrier])
    assert (problem.code, problem.stops) == ("ZB-710", "item")
    assert "应缴" in problem.message["zh"] and "3" in problem.message["zh"]
    assert not any(name in problem.message["zh"] for name, *_ in ROWS)


def test_two_persons_are_no_roster_unless_the_figure_says_so() -> None:
    text = "\n".join(",".join(row) for row in CELLS[:3])
    assert codes(said_in(".csv", text.encode())) == []
    files = {"figures.yaml": "roster_rows:\n  value: 2\n  source: 示例办法\n".encode()}
    stricter, faults = read_rules(Settings("示例", "https://x.example.cn/"), rules(), files.get)
    assert faults == ()
    assert [problem.code for problem in examined(said_in(".csv", text.encode()), stricter)] == ["ZB-710"]


def test_a_cell_that_is_left_out_does_not_move_the_others() -> None:
    row = '<row><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="C{0}"><v>{2}</v></c></row>'
    head = "".join(f'<c r="{"ABC"[n]}1" t="inlineStr"><is><t>{cell}</t></is></c>' for n, cell in enumerate(HEAD))
    sheet = f"<row>{head}</row>" + "".join(row.format(n, "甲乙丙"[n - 2], n) for n in (2, 3, 4))
    assert codes(said_in(*c.xlsx(sheet))) == ["ZB-710"]


# properties -------------------------------------------------------------------------------------

AUTHORED: Mapping[str, c.Carrier] = {
    "docx": lambda name: c.docx("", {"docProps/core.xml": c.CORE.format(author=name, text="")}),
    "docx comment": lambda name: c.docx(
        "", {"word/comments.xml": f'<w:comments {c.W}><w:comment w:author="{name}"/></w:comments>'}
    ),
    "docx revision": lambda name: c.docx(f'<w:p><w:ins w:author="{name}"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>'),
    "odt": lambda name: (
        ".odt",
        c.zipped({"content.xml": "<a/>", "meta.xml": f"<m xmlns:d='d'><d:creator>{name}</d:creator></m>"}),
    ),
    "pdf": lambda name: c.pdf(information=f"<< /Author {c.hexed(name)} >>"),
    "jpeg artist": lambda name: c.jpeg({0x013B: name}),
    "jpeg author of windows": lambda name: c.jpeg({0x9C9D: f"{name}\0".encode("utf-16-le")}),
    "zip": lambda name: (".zip", c.zipped({"a.jpg": c.jpeg({0x013B: name})[1]})),
}


@pytest.mark.parametrize("carrier", AUTHORED)
def test_a_person_who_wrote_a_file_is_found_and_not_named(carrier: str) -> None:
    problem = found(said_in(*AUTHORED[carrier]("Mou Jia")))
    assert (problem.code, problem.stops) == ("ZB-711", "item")
    assert "Mou Jia" not in str(problem)


@pytest.mark.parametrize("carrier", AUTHORED)
def test_a_name_that_is_nobodys_is_let_through(carrier: str) -> None:
    assert codes(said_in(*AUTHORED[carrier]("Administrator"))) == []
    assert codes(said_in(*AUTHORED[carrier](""))) == []


def test_a_unit_may_be_an_author() -> None:
    assert codes(said_in(*AUTHORED["docx"]("装配党支部"))) == []
    assert codes(said_in(*AUTHORED["pdf"]("党群工作部"))) == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_found_and_a_shown_one_is_not(state: str) -> None:
    assert codes(said_in(*c.inline("甲", state))) == ["ZB-712"]
    assert codes(said_in(*c.inline("甲"))) == []


def test_a_picture_that_tells_its_place_is_found_and_one_without_is_not() -> None:
    assert codes(said_in(*c.jpeg(gps=True))) == ["ZB-713"]
    assert codes(said_in(*c.jpeg())) == []


def test_a_picture_inside_a_document_is_looked_into() -> None:
    assert codes(said_in(*c.docx("", {"word/media/image1.jpeg": c.jpeg(gps=True)[1]}))) == ["ZB-713"]


# files that cannot be read, or hurt --------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".zip", ".pdf"])
def test_a_damaged_file_is_told_and_published(suffix: str) -> None:
    start = b"%PDF-1.4\n" if suffix == ".pdf" else b"PK\x03\x04"
    problem = found(said_in(suffix, start + b"nothing of the kind" * 5))
    assert (problem.code, problem.stops) == ("ZB-714", "nothing")


def test_what_is_packed_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    with pytest.raises(TooMuchError):
        archives.packed(".zip", c.zipped({"a.txt": b"0" * 2_000_000}), archives.Budget(left=1_000_000), lambda *_: None)


def test_an_archive_in_an_archive_without_end_is_told() -> None:
    inner = c.zipped({"a.txt": "甲".encode()})
    for _ in range(5):
        inner = c.zipped({"a.zip": inner})
    assert codes(said_in(".zip", inner)) == ["ZB-714"]


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    assert codes(said_in(".docx", c.zipped({"word/document.xml": bomb}))) == ["ZB-714"]


def test_every_byte_cut_from_a_document_ends_in_a_finding_or_none() -> None:
    whole = c.docx(c.run("甲乙丙"))[1]
    for end in range(0, len(whole), 7):
        assert set(codes(said_in(".docx", whole[:end]))) <= {"ZB-714"}


def test_a_number_in_a_sheet_is_read_as_it_is_shown() -> None:
    from plugins.network.documents.sheets import whole

    assert whole("1.50000001E10") == "15000000100"
    assert whole("0.5") == "0.5"
    assert whole("1E400") == "1E400"


def test_an_encrypted_part_is_told() -> None:
    raw = bytearray(c.zipped({"a.txt": "甲".encode()}))
    raw[6] |= 1  # the flag of the local header
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert codes(said_in(".zip", bytes(raw))) == ["ZB-714"]
