"""What operators say about dialogue: where a form sends what it holds, and which official channels take reports."""

from pathlib import Path

from plugins.network.rules import RulesFile
from plugins.network.schema import Schema, told

_URL = r"^https?://[^\s/]+(/\S*)?$"


class FormsFile(Schema):
    """forms.yaml beside network.yaml: without it pages offer mail only."""

    endpoint: str = told("接收地址", "接收网页表单的地址，由本单位的服务器提供", pattern=_URL)
    note: str = told("说明", "表单旁边的一句话，例如提交到哪里、保存多久", default="")


class ChannelFile(Schema):
    """One official channel."""

    url: str = told("网址", "官方网站", pattern=_URL)
    about: str = told("受理什么", "一句话说清受理范围", default="")


ChannelsFile = dict[str, ChannelFile]
"""channels.yaml beside network.yaml: official channels by name, in the order in which they are shown."""
FORMS = RulesFile("forms", FormsFile)
CHANNELS = RulesFile("channels", ChannelsFile, Path(__file__).with_name("channels.yaml"))
