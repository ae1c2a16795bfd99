"""review.yaml and wording.yaml: which reviews an operator requires, and how words are to be written."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from plugins.network.audience import NAMES, Audience
from plugins.network.rules import RulesFile
from plugins.network.schema import Before, Schema, defaults_of, told

_SEVERITIES = {"提醒": "warning", "错误": "error"}


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [word for part in value.replace("，", "、").split("、") if (word := part.strip())]


def _audiences(value: Any) -> Any:
    listed = _listed(value)
    return [NAMES.get(name, name) for name in listed] if isinstance(listed, list) else listed


def _severity(value: Any) -> Any:
    return _SEVERITIES.get(value, value)


Words = Annotated[list[str], Before(_listed)]
Audiences = Annotated[list[Audience], Before(_audiences)]
Severity = Annotated[Literal["warning", "error"], Before(_severity)]


class RequiredFile(Schema):
    """Who must have reviewed the items of some kinds, where some readers may see them."""

    kinds: Words = told("哪几类", "zhibu kinds 列出的名称，例如 notice；写 all 表示每一类")
    audiences: Audiences = told("范围", "公开、系统内、局域网 中的哪几种", default=["public"])
    posts: Words = told("环节", "起草、审核、签发、保密审查 中的哪几项", default=["起草", "审核", "签发"])


class ReviewFile(Schema):
    """review.yaml beside network.yaml."""

    required: list[RequiredFile] = told("三审要求", "哪几类内容必须写明审核", default=[])
    reprint_columns: Words = told("转载栏目", "这些栏目的文章必须写来源的名称和网址", default=["转载"])
    imported: date | None = told("导入日期", "这一天以前首次提交的文件是旧内容导入，不核对日期", default=None)
    early_dates: Severity = told("可疑日期", "提醒 或 错误；写“错误”就不发布", default="warning")


class WordFile(Schema):
    """One word that is often written wrongly."""

    wrong: str = told("错误写法", "原样查找", min_length=1)
    right: str = told("正确写法", "提示里给出", min_length=1)
    severity: Severity = told("程度", "提醒 或 错误；写“错误”就不发布", default="warning")
    unless: Words = told("除外", "出现在这些词里时不算", default=[])


class WordingFile(Schema):
    """wording.yaml beside network.yaml."""

    words: list[WordFile] = told("用词", "每条写错误写法和正确写法", default=[])


REVIEW = RulesFile("review", ReviewFile)
WORDING = RulesFile("wording", WordingFile, Path(__file__).with_name("wording.yaml"))


def review_rules(files: Any) -> Any:
    """What review.yaml says, or the defaults."""
    return files.get(REVIEW.name) or defaults_of(ReviewFile)
