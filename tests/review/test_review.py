"""Secrecy marks, wording, three reviews, reprints and dates: each fault is found, its corrected twin is not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from plugins.build.capabilities import examined, judged, rules
from plugins.network.items import Item, Source
from plugins.network.problems import Problem
from plugins.network.readings import Reading
from plugins.network.rules import read_rules
from plugins.network.said import published, written
from plugins.network.sites import Settings


def settings(**files: str) -> Settings:
    """The settings of a network with these files beside network.yaml."""
    raw = {f"{name}.yaml": text.encode() for name, text in files.items()}
    made, faults = read_rules(Settings("示例网络", "https://dangjian.example.cn/"), rules(), raw.get)
    assert faults == ()
    return made


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


# secrecy marks ----------------------------------------------------------------------------------

MARKED = (
    "机密★1年\n\n# 通知\n正文。", "# 通知\n\n绝密 ★ 长期\n正文。", "秘密\n\n# 通知", "**机密**\n\n正文。", "> 秘密★一年\n\n正文", "# 绝密\n\n正文。",
    "<p align=right>机密</p>\n\n正文。", "密级：秘密\n\n正文。", "标题: 通知\n密级: 机密\n\n正文。", "【机密】\n关于工作的通知", "★机密\n\n正文", "机 密\n\n正文",
    "正文很长。\n\n附件一\n机密★长期\n",
)  # fmt: skip
INTERNAL = (
    "内部资料\n\n正文。", "内部资料 注意保存\n\n正文。", "（内部文件，不得外传）\n\n正文", "标题: 工作要点【内部资料】\n\n正文。", "内部文件\n\n# 要点",
    "仅供内部使用\n\n正文。", "内部刊物，注意保存\n\n正文。", "**内部资料，请勿外传**\n\n正文。",
)  # fmt: skip
EVERYDAY = (
    "标题: 保守党的秘密\n\n正文。", "标题: 内部材料\n\n正文。", "标题: 内部资料\n\n正文。", "标题: 保密知识答题\n\n什么是国家秘密、机密和绝密？",
    "标题: 通知\n\n内部资料不要发到群里。", "标题: 通知\n\n商业秘密受法律保护。", "标题: 选举\n\n采用无记名投票，填票秘密进行。", "标题: 读书\n\n《绝密跟踪》放映。",
    "标题: 内部资料管理办法\n\n第一条 内部文件由专人保管。", "标题: 装配的秘密\n\n秘密在扭矩。", "标题: 课程\n\n密级分为绝密、机密、秘密三级。", "标题: 通知\n审核: {起草: 甲, 保密审查: 保密员}\n\n正文。",
    "标题: 问答\n\n- 秘密投票\n- 公开计票", "标题: 设备\n\n本机密封良好。", "标题: 规定\n\n" + "一句。\n" * 40 + "内部资料\n",
)  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_a_secrecy_mark_is_found(text: str) -> None:
    (problem,) = examined(written(text), settings())
    assert (problem.code, problem.stops, problem.within) == ("ZB-720", "item", "org")


@pytest.mark.parametrize("text", INTERNAL)
def test_a_mark_for_internal_use_is_found(text: str) -> None:
    (problem,) = examined(written(text), settings())
    assert (problem.code, problem.stops, problem.within) == ("ZB-721", "item", "org")


@pytest.mark.parametrize("text", EVERYDAY)
def test_the_same_words_in_a_sentence_are_no_mark(text: str) -> None:
    assert examined(written(text), settings()) == ()


def test_a_mark_tells_its_line() -> None:
    (problem,) = examined(written("---\n标题: 甲\n---\n\n机密★1年\n"), settings())
    assert problem.line == 5


def test_a_mark_in_a_last_good_version_is_found_in_its_html() -> None:
    marked = Reading("news", {"title": "甲"}, {}, "甲", html="<p>机密★1年</p>\n<p>正文</p>")
    assert codes(examined(published(marked), settings())) == ["ZB-720"]
    assert examined(published(Reading("news", {}, {}, "内部资料", html="<p>正文</p>")), settings()) == ()


# wording ----------------------------------------------------------------------------------------


def test_a_wrong_word_is_found_with_its_right_form() -> None:
    (problem,) = examined(written("标题: 甲\n\n大家再接再励。"), settings())
    assert (problem.code, problem.severity, problem.stops, problem.line) == ("ZB-726", "warning", "nothing", 3)
    assert "再接再厉" in problem.remedy["zh"]
    assert examined(written("标题: 甲\n\n大家再接再厉。"), settings()) == ()


def test_a_word_of_the_operators_can_stop_an_item() -> None:
    own = settings(wording="words:\n  - wrong: 甲乙\n    right: 乙甲\n    severity: 错误\n    unless: 甲乙丙\n")
    (problem,) = examined(written("标题: 甲\n\n说甲乙丙，又说甲乙。"), own)
    assert (problem.code, problem.stops) == ("ZB-725", "item")
    assert examined(written("标题: 甲\n\n说甲乙丙。再接再励"), own) == ()


# three reviews ----------------------------------------------------------------------------------

REQUIRED = "required:\n  - kinds: notice\n    audiences: 公开\n    posts: 起草、审核、签发、保密审查\n"
WHOLE = {"起草": "宣传委员", "审核": "支部书记", "签发": "党群工作部", "保密审查": "保密员"}
DAY = datetime(2026, 3, 5, tzinfo=UTC)


def item(**values: Any) -> Item:
    """A notice of a branch."""
    return Item(
        **{
            "path": "a/notices/x.md",
            "site": "a",
            "kind": "notice",
            "slug": "x",
            "address": "/a/notices/x/",
            "title": "甲",
            "date": DAY,
            **values,
        }
    )


def gate(one: Item, own: Settings, committed: date | None = None) -> list[str]:
    return codes(judged(one, own, committed))


def test_a_required_review_must_be_there() -> None:
    (problem,) = judged(item(review={"起草": "宣传委员"}), settings(review=REQUIRED), None)
    assert (problem.code, problem.stops) == ("ZB-730", "item")
    assert "审核、签发、保密审查" in problem.message["zh"]
    assert gate(item(review=WHOLE), settings(review=REQUIRED)) == []
    english = {"drafted": "a", "checked": "b", "approved": "c", "secrecy": "d"}
    assert gate(item(review=english), settings(review=REQUIRED)) == []


def test_it_is_required_by_kind_and_audience_only() -> None:
    assert gate(item(kind="news"), settings(review=REQUIRED)) == []
    assert gate(item(audience="org"), settings(review=REQUIRED)) == []
    assert gate(item(), settings()) == []
    assert gate(item(kind="news"), settings(review=REQUIRED.replace("notice", "all"))) == ["ZB-730"]


def test_one_post_for_all_three_is_told() -> None:
    same = {"起草": "书记", "审核": "书记", "签发": "书记"}
    (problem,) = judged(item(review=same), settings(), None)
    assert (problem.code, problem.severity, problem.stops) == ("ZB-731", "warning", "nothing")
    assert gate(item(review={**same, "签发": "党群工作部"}), settings()) == []


# reprints ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [None, Source("示例日报"), Source("https://example.cn/1", "https://example.cn/1")])
@pytest.mark.parametrize("kind", ["news", "notice", "page"])
def test_a_reprint_of_any_kind_names_its_source_and_links_there(source: Source | None, kind: str) -> None:
    assert gate(item(kind=kind, column="转载", source=source), settings()) == ["ZB-610"]


def test_a_reprint_with_name_and_address_passes_and_other_columns_need_none() -> None:
    assert gate(item(column="转载", source=Source("示例日报", "https://example.cn/1")), settings()) == []
    assert gate(item(column="现场"), settings()) == []
    assert gate(item(column="媒体"), settings(review="reprint_columns: 转载、媒体\n")) == ["ZB-610"]


# dates ------------------------------------------------------------------------------------------


def test_a_date_long_before_the_first_commit_is_told() -> None:
    assert gate(item(), settings(), date(2026, 4, 5)) == ["ZB-735"]
    assert gate(item(), settings(), date(2026, 4, 4)) == []  # 30 days
    assert gate(item(), settings(), date(2026, 1, 1)) == []
    assert gate(item(), settings(), None) == []


def test_the_operator_decides_how_grave_it_is_and_what_was_imported() -> None:
    (problem,) = judged(item(), settings(review="early_dates: 错误\n"), date(2026, 9, 5))
    assert (problem.code, problem.stops) == ("ZB-736", "item")
    assert gate(item(), settings(review="imported: 2026-09-05\n"), date(2026, 9, 5)) == []
    assert gate(item(), settings(review="imported: 2026-09-04\n"), date(2026, 9, 5)) == ["ZB-735"]
    assert gate(item(), settings(figures="publication_lag_days:\n  value: 365\n  source: 示例办法\n"), date(2026, 9, 5)) == []
