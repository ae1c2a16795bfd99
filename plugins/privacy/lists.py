"""privacy.yaml: what an operator allows, each entry with a reason, and which words and domains tell a person."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from plugins.network.rules import RulesFile
from plugins.network.settings import read_file
from plugins.network.sites import Settings

SHIPPED = Path(__file__).with_name("privacy.yaml")


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [word for part in value.replace("，", "、").split("、") if (word := part.strip())]


Words = Annotated[list[str], BeforeValidator(_listed)]


class AllowedFile(BaseModel):
    """One datum that may be published, and why."""

    model_config = ConfigDict(extra="forbid")

    value: str = Field(min_length=1, title="内容", description="号码、邮箱、地址等，空格和短横线不影响比较")
    reason: str = Field(min_length=2, title="理由", description="为什么可以公开，例如“办公室值班电话，主动公开”")


class PrivacyFile(BaseModel):
    """privacy.yaml beside network.yaml; what it does not name stays as shipped."""

    model_config = ConfigDict(extra="forbid")

    allowed: list[AllowedFile] = Field(default_factory=list, title="允许公开", description="每条写内容和理由")
    mail_domains: Words = Field(default_factory=list, title="单位邮箱域名", description="这些域名的邮箱是单位的，不提醒")
    private_mail: Words | None = Field(None, title="个人邮箱域名", description="这些域名的邮箱按个人邮箱处理")
    name_columns: Words | None = Field(None, title="姓名列", description="表格里写姓名的列名")
    personal_columns: Words | None = Field(None, title="个人信息列", description="列名含有这些词，就是个人信息")
    authors: Words | None = Field(None, title="通用作者名", description="文件属性里的作者写这些名称时不报")
    author_units: Words | None = Field(None, title="单位用字", description="作者名里含有这些字时看作单位，不报")


FILE = RulesFile("privacy", PrivacyFile, SHIPPED)


def lists(settings: Settings) -> Mapping[str, Any]:
    """The operator's lists, ours where they say nothing."""
    own = settings.files.get(FILE.name) or {}
    return {**_shipped(), **{name: value for name, value in own.items() if value is not None}}


@cache
def _shipped() -> Mapping[str, Any]:
    value, found = read_file(PrivacyFile, SHIPPED.read_bytes(), SHIPPED.name)
    if found:
        raise ValueError(found)
    return dict(value)
