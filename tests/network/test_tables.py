"""CSV files as tables."""

import pytest

from plugins.network.problems import Problem
from plugins.network.tables import Table, from_json, read_table, to_json


def test_the_first_row_names_the_columns_and_cells_are_trimmed() -> None:
    table = read_table('\ufeff项目, 人数\r\n甲 ,3\r\n\r\n"乙,丙",4\r\n'.encode(), "a/x.csv")
    assert table == Table(("项目", "人数"), (("甲", "3"), ("乙,丙", "4")))
    assert table.column("人数") == ("3", "4")
    assert from_json(to_json(table)) == table


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        ("项目,人数\n甲\n".encode(), "ZB-312", 2),
        ("项目,项目\n".encode(), "ZB-312", 1),
        (b"", "ZB-113", 0),
        ('项目,人数\n"甲,3\n'.encode(), "ZB-312", 0),
        ("项目,人数\n甲,3\n".encode("gbk"), "ZB-101", 1),
    ],
)
def test_what_is_no_table_is_told(raw: bytes, code: str, line: int) -> None:
    found = read_table(raw, "a/x.csv")
    assert isinstance(found, Problem)
    assert (found.code, found.path) == (code, "a/x.csv")
    assert code != "ZB-312" or found.line == line
