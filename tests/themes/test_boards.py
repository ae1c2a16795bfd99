"""Boards, grids, charts and forms say everything in words: colour, drawing and script only add to it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.themes.rendering import component


def shown(name: str, **parameters: Any) -> BeautifulSoup:
    """A component with these parameters."""
    return BeautifulSoup(component(name, {"parameters": parameters, "content": None}), "html.parser")


def words(soup: BeautifulSoup, selector: str) -> list[str]:
    """The text of each element that a selector finds."""
    return [" ".join(found.get_text().split()) for found in soup.select(selector)]


# Tables and grids


def test_numbers_of_a_table_are_aligned_and_every_cell_knows_its_column() -> None:
    table = shown(
        "table", caption="来信", columns=["单位", "收到", "状态"], rows=[["甲", 1240, {"text": "在办", "tone": "active"}]]
    )
    assert words(table, "th[scope=row]") == ["甲"]
    assert words(table, "td.number") == ["1,240"]
    assert [cell["data-label"] for cell in table.select("td")] == ["收到", "状态"]
    assert words(table, "td .state-active") == ["在办"]


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    (box,) = shown("table", caption="参加情况", columns=["单位"], rows=[], wide=True).select("div.scroll")
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "group", "参加情况")


def test_a_table_without_rows_says_so() -> None:
    assert words(shown("table", caption="问卷", columns=["问卷", "截止"], rows=[]), "td[colspan='2']") == ["还没有可以列出的内容"]


def test_every_cell_of_a_matrix_has_words_and_a_link_to_its_evidence() -> None:
    cells = [{"text": "按期", "tone": "positive", "href": "/a/1/", "title": "1 月 9 日"}, {"text": "缺", "tone": "negative"}]
    grid = shown(
        "matrix", caption="支委会", columns=["1 月", {"label": "2 月", "href": "/2/"}], rows=[{"label": "甲", "cells": cells}]
    )
    assert words(grid, "td") == ["按期", "缺"]
    assert [(link["href"], link.get("title")) for link in grid.select("td a")] == [("/a/1/", "1 月 9 日")]
    assert [head["scope"] for head in grid.select("th")] == ["col", "col", "col", "row"]


def test_an_account_signs_its_amounts_and_rules_the_total_off() -> None:
    rows = [{"label": "收缴", "amount": "1860.00", "sign": "+"}, {"label": "上缴", "amount": 1116, "sign": "-"}]
    account = shown("account", caption="党费", rows=[*rows, {"label": "结存", "amount": 744, "sign": "="}])
    assert words(account, "td") == ["+1,860.00", "−1,116.00", "744.00"]
    assert words(account, "th[scope=row]") == ["收收缴", "支上缴", "计结存"]
    assert words(account, ".account-total td") == ["744.00"]


# Charts


@pytest.mark.parametrize(
    ("value", "direction", "said"),
    [
        (98.5, "up", "已达挑战目标"),
        (96, "up", "已达必达目标"),
        (90, "up", "未达必达目标"),
        (None, "up", "数据缺"),
        (90, "down", "已达必达目标"),
    ],
)
def test_a_goal_says_in_words_how_it_stands(value: float | None, direction: str, said: str) -> None:
    chart = shown(
        "bullet", title="整改率", value=value, must=95, stretch=98 if direction == "up" else 85, direction=direction, unit="%"
    )
    assert words(chart, ".state") == [said]
    assert chart.select_one("svg title").get_text() == f"整改率：{said}"  # type: ignore[union-attr]


def test_a_goal_shows_its_numbers_as_text() -> None:
    chart = shown("bullet", title="用时", value=4, must=7, stretch=5, base=9, direction="down", unit=" 天")
    assert words(chart, ".bullet-axis > span") == ["0", "实际 4 天必达 ≤ 7 天挑战 ≤ 5 天基数 9 天", "10 天"]


def test_the_state_that_a_goal_is_given_goes_before_its_numbers() -> None:
    chart = shown("bullet", title="覆盖率", value=86, must=90, stretch=100, state={"label": "整改至 12-15", "tone": "negative"})
    assert words(chart, ".state") == ["整改至 12-15"]


def test_bars_are_in_proportion_and_a_missing_number_is_said() -> None:
    bars = shown(
        "bars",
        title="原创",
        unit=" 篇",
        rows=[{"label": "甲", "value": 8}, {"label": "乙", "value": 2}, {"label": "丙", "value": None}],
    )
    assert [bar["width"] for bar in bars.select("rect:not(.bar-ground)")] == ["100%", "25%"]
    assert words(bars, ".bars-text") == ["8 篇", "2 篇", "没有数据"]


def test_a_trend_has_its_numbers_in_a_table() -> None:
    trend = shown(
        "trend",
        title="率",
        unit="%",
        points=[{"label": "1 月", "value": 91}, {"label": "2 月", "value": None}, {"label": "3 月", "value": 95.5}],
    )
    assert words(trend, "details td") == ["91%", "缺", "95.5%"]
    assert words(trend, "figcaption") == ["率 3 月 95.5%"]


def test_a_trend_of_one_number_draws_nothing() -> None:
    assert shown("trend", title="率", points=[{"label": "1 月", "value": 91}]).select("svg") == []


def test_a_score_says_why() -> None:
    score = shown("score", title="体检", score=97, most=100, reasons=[{"text": "缺替代文字", "points": -3}])
    assert words(score, "li") == ["缺替代文字−3"]


# Processes and dates


def test_the_current_step_is_marked_for_those_who_do_not_see_it() -> None:
    steps = shown(
        "progress",
        steps=[{"label": "已收", "tone": "positive"}, {"label": "办理", "text": "逾期", "tone": "negative", "current": True}],
    )
    assert words(steps, "[aria-current=step]") == ["办理逾期"]


def test_a_deadline_reads_a_date_or_words() -> None:
    assert words(shown("deadline", label="截止", moment="11 月底"), "b") == ["11 月底"]


def test_a_month_says_its_weekdays_once_it_is_a_list() -> None:
    days = [{"day": number} for number in range(1, 7)]
    month = shown("calendar", month={"title": "六月", "weeks": [[*days, {"day": 7, "entries": [{"text": "志愿服务"}]}]]})
    assert words(month, "td")[-1] == "7 日 星期日 志愿服务"
    assert len(month.select("td.calendar-free")) == 6


# Forms


def test_a_quiz_can_be_answered_without_script() -> None:
    quiz = shown("quiz", questions=[
        {"text": "先做什么？", "kind": "single", "options": [{"text": "挂牌", "right": True}, {"text": "加油", "right": False}], "explanation": "不挂牌不上手"},
        {"text": "几张？", "kind": "fill", "options": [], "answers": ["3/三"]},
    ])  # fmt: skip
    assert words(quiz, "details p") == ["挂牌", "不挂牌不上手", "3 或 三"]
    assert words(quiz, ".scripted") == ["交卷"]
    assert [choice["type"] for choice in quiz.select("input")] == ["radio", "radio", "text"]


def test_the_mail_carries_its_case_in_the_subject() -> None:
    box = shown("mailto_box", code="征集-7", address="x@example.cn", subject="征集-7 食堂")
    assert box.select("form") == []
    assert {link["href"] for link in box.select("a")} == {"mailto:x@example.cn?subject=%E5%BE%81%E9%9B%86-7%20%E9%A3%9F%E5%A0%82"}


def test_a_form_stands_only_where_something_receives_it() -> None:
    (form,) = shown("mailto_box", code="征集-7", address="x@example.cn", subject="食堂", form_action="/letters/").select("form")
    assert (form["method"], form["action"]) == ("post", "/letters/")


# Navigation and media


def test_what_the_navigation_folds_is_grouped_and_works_without_script() -> None:
    nav = shown("nav", entries=[["home", "首页", "/"]], section="dues", more=[["公开", [["dues", "党费", "/dues/"]]]])
    assert words(nav, "details summary") == ["更多"]
    assert words(nav, "details [aria-current]") == ["党费"]
    assert shown("nav", entries=[["home", "首页", "/"]]).select("details") == []


def test_a_film_has_captions_and_its_text() -> None:
    film = shown("media", title="微党课", address="/a.mp4", captions="/a.vtt", transcript="/a/text/")
    assert [track["kind"] for track in film.select("track")] == ["captions"]
    assert words(film, "a") == ["文字稿", "下载"]
    assert film.select_one("video")["preload"] == "none"  # type: ignore[index]
