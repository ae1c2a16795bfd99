"""What careless Chinese writers type or paste: it means what a reader of the source would take it for."""

import time

import pytest

from plugins.network.bodies import parse
from plugins.network.markdown.habits import understood


def html(source: str) -> str:
    """The HTML of a body, line breaks between blocks left out."""
    return parse(source, "a.md").html.replace(">\n", ">")


def test_a_line_indented_as_in_print_is_a_paragraph() -> None:
    assert html("\u3000\u3000第一段。\n\u3000\u3000第二段。") == "<p>第一段。</p><p>第二段。</p>"
    assert html("> \u3000\u3000甲。\n> \u3000\u3000乙。") == "<blockquote><p>甲。</p><p>乙。</p></blockquote>"
    assert html("&emsp;&emsp;甲。\n&emsp;&emsp;乙。").count("<p>") == 2
    assert html("&nbsp;&nbsp;&nbsp;&nbsp;甲。\n&nbsp;&nbsp;&nbsp;&nbsp;乙。").count("<p>") == 2
    assert html("- 甲\n\u3000\u3000续") == "<ul><li>甲续</li></ul>"


@pytest.mark.parametrize(
    "lines",
    [
        ["要点：", "1、学习", "2、检查"],
        ["要点：", "一、学习", "二、检查"],
        ["要点：", "（一）学习", "（二）检查"],
        ["要点：", "1.打扫", "2.整理"],
        ["要点：", "（1）打扫", "（2）整理"],
        ["要点：", "① 断电", "② 挂牌"],
        ["要点：", "·戴安全帽", "·系安全带"],
        ["要点：", "-买水", "-买面包"],
        ["一、总体情况", "检查很顺利。"],
        ["各党支部：", "现将有关事项通知如下。"],
        ["要点：", "\uf0d8学习", "\uf0d8检查"],
        ["第一条 为了安全，制定本办法。", "第二条 本办法适用于车间。"],
        ["单位：示例支部", "时间：三月五日", "地点：会议室"],
    ],
)
def test_points_and_labels_keep_their_lines(lines: list[str]) -> None:
    assert html("\n".join(lines)) == f"<p>{'<br>'.join(lines)}</p>"


@pytest.mark.parametrize(
    "source",
    [
        "会议研究了两件事\n情和三个人",
        "一、加强学习，认真组织大家学习有关文件的精神并切实做好\n学习记录。",
        "分管第1、\n2、3组的同志",
        "see\n(1) below",
        "经过：大家商量\n以后决定了",
    ],
)
def test_wrapped_text_stays_one_line(source: str) -> None:
    assert "<br>" not in html(source)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("##一、体会\n很深。", '<h2 id="一体会">一、体会</h2><p>很深。</p>'),
        ("###（一）认识", '<h3 id="一认识">（一）认识</h3>'),
        ("1) 甲\n2) 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("如下：\n1) 甲\n2) 乙", "<p>如下：</p><ol><li>甲</li><li>乙</li></ol>"),
        ("\u3000\u3000- 甲\n\u3000\u3000- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("\u3000\u3000## 题", '<h2 id="题">题</h2>'),
        ("1 、甲\n2 、乙", "<p>1 、甲<br>2 、乙</p>"),
        ("**时间：**三月\n**地点**：车间", "<p><strong>时间：</strong>三月<br><strong>地点</strong>：车间</p>"),
        ("- 甲\n\u3000- 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("- 甲\n- 乙\n1. 丙\n2. 丁", "<ul><li>甲</li><li>乙</li></ul><ol><li>丙</li><li>丁</li></ol>"),
        ("1. 甲\n- 乙", "<ol><li>甲</li></ol><ul><li>乙</li></ul>"),
        ("** 重点 **后文", "<p><strong>重点</strong>后文</p>"),
        ("**重点 **后文，** 再说**", "<p><strong>重点</strong>后文，<strong>再说</strong></p>"),
        ("**甲** 和 **乙**", "<p><strong>甲</strong> 和 <strong>乙</strong></p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
    ],
)
def test_missing_and_misplaced_spaces(source: str, made: str) -> None:
    assert html(source) == made


TABLE = (
    '<div class="table"><table><thead><tr><th scope="col">姓名</th><th scope="col">班组</th></tr></thead>'
    "<tbody><tr><td>甲</td><td>一班</td></tr><tr><td>乙</td><td>二班</td></tr></tbody></table></div>"
)


@pytest.mark.parametrize(
    "source",
    [
        "姓名\t班组\n甲\t一班\n乙\t二班",
        "|姓名|班组|\n|甲|一班|\n|乙|二班|",
        "｜姓名｜班组｜\n｜---｜---｜\n｜甲｜一班｜\n｜乙｜二班｜",
        "|姓名|班组|\n|——|——|\n|甲|一班|\n|乙|二班|",
    ],
)
def test_pasted_cells_are_a_table(source: str) -> None:
    assert html(source) == TABLE
    assert html(f"名单：\n{source}\n以上。") == f"<p>名单：</p>{TABLE}<p>以上。</p>"


def test_what_follows_a_table_is_no_row() -> None:
    assert html("|甲|乙|\n|--|--|\n|一|二|\n以上。").endswith("</div><p>以上。</p>")


@pytest.mark.parametrize("source", ["1.\t学习\n2.\t检查", "\ta\tb\n\tc\td", "甲\t乙", "甲|乙\n--|--\n|一|二|\n|三|四|"])
def test_other_tabs_and_pipes_mean_what_they_always_do(source: str) -> None:
    assert html(source).count("<th ") == (2 if "--" in source else 0)


def test_full_width_brackets_after_square_ones_hold_a_target() -> None:
    body = parse("！[合影]（合影 照片.png）\n\n见[大图]（a.jpg）和[说明]（b.md#甲），[注]（见上文）太好了！[丙](c.md)", "a.md", 5)
    assert [(r.role, r.target, r.line) for r in body.references] == [
        ("image", "合影 照片.png", 5),
        ("link", "a.jpg", 7),
        ("link", "b.md#甲", 7),
        ("link", "c.md", 7),
    ]
    assert "[注]（见上文）太好了！<a" in body.html
    mixed = parse("[甲](a.md）和[乙]（b.md)，[丙](c（1）.md)", "a.md")
    assert [r.target for r in mixed.references] == ["a.md", "b.md", "c（1）.md"]


def test_lines_count_as_written() -> None:
    source = "\u3000\u3000甲\n\u3000\u3000乙\n名\t班\n一\t二\n##题\n[链](x.md)<script>"
    body = parse(source, "a.md", 10)
    assert [(r.target, r.line) for r in body.references] == [("x.md", 15)]
    assert [problem.line for problem in body.problems] == [15]


def test_code_stays_as_it_is() -> None:
    assert "##题\n1、甲\n2、乙\n" in html("```\n##题\n1、甲\n2、乙\n```")
    assert html("`！[图]（a.jpg）` 和 `** 甲 **`") == "<p><code>！[图]（a.jpg）</code> 和 <code>** 甲 **</code></p>"


@pytest.mark.parametrize("text", ["## 题\n\n正文。\n\n- 甲\n- 乙\n\n|a|b|\n|-|-|\n|c|d|\n", "中文\n中文", ""])
def test_a_text_without_such_habits_is_left_alone(text: str) -> None:
    assert understood(text) is text


def test_a_bold_point_stands_alone() -> None:
    assert html("**一、总体情况**\n检查很顺利。") == "<p><strong>一、总体情况</strong><br>检查很顺利。</p>"
    assert html("前文\n**（一）范围**") == "<p>前文<br><strong>（一）范围</strong></p>"


def test_a_picture_on_its_own_line_is_a_figure() -> None:
    figure = '<figure><img src="zhibu:0" alt="合影"></figure>'
    assert html("前文\n![合影](a.jpg)\n后文") == f"<p>前文</p>{figure}<p>后文</p>"
    assert html("![合影](a.jpg)\n图为合影") == f"{figure}<p>图为合影</p>"
    assert html("![甲](a.jpg)\n![乙](b.jpg)").count("<p>") == 1


@pytest.mark.parametrize("row", ["|甲|乙|", "甲\t乙", "\t甲\t乙", "｜甲｜乙｜"])
def test_many_rows_take_time_in_proportion(row: str) -> None:
    start = time.perf_counter()
    understood("a|b\n" + f"{row}\n" * 20_000)
    assert time.perf_counter() - start < 2
