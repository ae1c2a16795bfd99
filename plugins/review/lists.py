"""review.yaml and wording.yaml: which reviews an operator requires, and how words are to be written."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from plugins.network.audience import NAMES, Audience
from plugins.network.rules import RulesFile

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


Words = Annotated[list[str], BeforeValidator(_listed)]
Audiences = Annotated[list[Audience], BeforeValidator(_audiences)]
Severity = Annotated[Literal["warning", "error"], BeforeValidator(_severity)]


class RequiredFile(BaseModel):
    """Who must have reviewed the items of some kinds, where some readers may see them."""

    model_config = ConfigDict(extra="forbid")

    kinds: Words = Field(title="哪几类", description="zhibu kinds 列出的名称，例如 notice；写 all 表示每一类")
    audiences: Audiences = Field(default=["public"], title="范围", description="公开、系统内、局域网 中的哪几种")
    posts: Words = Field(default=["起草", "审核", "签发"], title="环节", description="起草、审核、签发、保密审查 中的哪几项")


class ReviewFile(BaseModel):
    """review.yaml beside network.yaml."""

    model_config = ConfigDict(extra="forbid")

    required: list[RequiredFile] = Field(default_factory=list, title="三审要求", description="哪几类内容必须写明审核")
    reprint_columns: Words = Field(default=["转载"], title="转载栏目", description="这些栏目的文章必须写来源的名称和网址")
    imported: date | None = Field(None, title="导入日期", description="这一天以前首次提交的文件是旧内容导入，不核对日期")
    early_dates: Severity = Field("warning", title="可疑日期", description="提醒 或 错误；写“错误”就不发布")


class WordFile(BaseModel):
    """One word that is often written wrongly."""

    model_config = ConfigDict(extra="forbid")

    wrong: str = Field(min_length=1, title="错误写法", description="原样查找")
    right: str = Field(min_length=1, title="正确写法", description="提示里给出")
    severity: Severity = Field("warning", title="程度", description="提醒 或 错误；写“错误”就不发布")
    unless: Words = Field(default_factory=list, title="除外", description="出现在这些词里时不算")


class WordingFile(BaseModel):
    """wording.yaml beside network.yaml."""

    model_config = ConfigDict(extra="forbid")

    words: list[WordFile] = Field(default_factory=list, title="用词", description="每条写错误写法和正确写法")


REVIEW = RulesFile("review", ReviewFile)
WORDING = RulesFile("wording", WordingFile, Path(__file__).with_name("wording.yaml"))
_DEFAULTS = ReviewFile().model_dump(mode="json")


def review_rules(files: Any) -> Any:
    """What review.yaml says, or the defaults."""
    return files.get(REVIEW.name) or _DEFAULTS
