"""What operators say about dialogue: where a form sends what it holds, and which official channels take reports."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, RootModel

from plugins.network.rules import RulesFile

_URL = r"^https?://[^\s/]+(/\S*)?$"


class FormsFile(BaseModel):
    """forms.yaml beside network.yaml: without it pages offer mail only."""

    model_config = ConfigDict(extra="forbid")

    endpoint: str = Field(pattern=_URL, title="接收地址", description="接收网页表单的地址，由本单位的服务器提供")
    note: str = Field("", title="说明", description="表单旁边的一句话，例如提交到哪里、保存多久")


class ChannelFile(BaseModel):
    """One official channel."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(pattern=_URL, title="网址", description="官方网站")
    about: str = Field("", title="受理什么", description="一句话说清受理范围")


class ChannelsFile(RootModel[dict[str, ChannelFile]]):
    """channels.yaml beside network.yaml: official channels by name, in the order in which they are shown."""


FORMS = RulesFile("forms", FormsFile)
CHANNELS = RulesFile("channels", ChannelsFile, Path(__file__).with_name("channels.yaml"))
