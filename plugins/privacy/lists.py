"""privacy.yaml: what an operator allows, each entry with a reason, and which words and domains tell a person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from plugins.network.rules import RulesFile, shipped
from plugins.network.schema import Before, Schema, told
from plugins.network.sites import Settings

SHIPPED = Path(__file__).with_name("privacy.yaml")


def _listed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [word for part in value.replace("，", "、").split("、") if (word := part.strip())]


Words = Annotated[list[str], Before(_listed)]


class AllowedFile(Schema):
    """One datum that may be published, and why."""

    value: str = told("内容", "号码、邮箱、地址等，空格和短横线不影响比较", min_length=1)
    reason: str = told("理由", "为什么可以公开，例如“办公室值班电话，主动公开”", min_length=2)


class PrivacyFile(Schema):
    """privacy.yaml beside network.yaml; what it does not name stays as shipped."""

    allowed: list[AllowedFile] = told("允许公开", "每条写内容和理由", default=[])
    mail_domains: Words = told("单位邮箱域名", "这些域名的邮箱是单位的，不提醒", default=[])
    private_mail: Words | None = told("个人邮箱域名", "这些域名的邮箱按个人邮箱处理", default=None)
    name_columns: Words | None = told("姓名列", "表格里写姓名的列名", default=None)
    personal_columns: Words | None = told("个人信息列", "列名含有这些词，就是个人信息", default=None)
    authors: Words | None = told("通用作者名", "文件属性里的作者写这些名称时不报", default=None)
    author_units: Words | None = told("单位用字", "作者名里含有这些字时看作单位，不报", default=None)


FILE = RulesFile("privacy", PrivacyFile, SHIPPED, fills=True)


def lists(settings: Settings) -> Mapping[str, Any]:
    """The operator's lists, ours where they say nothing."""
    value: Mapping[str, Any] = settings.files.get(FILE.name) or shipped(FILE)
    return value
