"""A live broadcast: announced, on, and afterwards to be watched or read again; the player is a link to an allowed host."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup

from plugins.agenda.times import moment_in_words, over, reversed_times, span_in_words
from plugins.network.items import Item, State
from plugins.network.kinds import Day, Fields, Kind, Line, Url, told
from plugins.network.network import Network
from plugins.network.periods import begins
from plugins.network.players import FOREIGN_HOST, host_of, player_of
from plugins.network.problems import DATES_REVERSED, Code, Problem, finds
from plugins.network.rules import RulesFile
from plugins.network.schema import Schema
from plugins.network.sites import Settings

NO_RECORD = Code(
    "ZB-656", "warning", "nothing",
    "直播结束已超过 {days} 天，还没有文字实录", "请写“实录”，链接到整理好的文字稿，方便听不到、看不了的同志。",
    "the broadcast ended more than {days} days ago and has no written record", 'Link the written record under "record".',
    "实录: ../news/2026-11-12-kai-jiang-shi-lu.md",
)  # fmt: skip


class HostFile(Schema):
    """One host that broadcasts may use; its subdomains too."""

    host: str = told("网站", "域名，例如 live.example.cn", pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    name: str = told("名称", "读者看到的平台名称", min_length=1)


class PlayersFile(Schema):
    """players.yaml beside network.yaml."""

    hosts: list[HostFile] = told("平台", "直播和回看可以链接到的网站")


PLAYERS = RulesFile("players", PlayersFile, Path(__file__).with_name("players.yaml"))


class LiveFields(Fields):
    """What a broadcast says beyond the common fields."""

    start: Day = told("开始", "哪一天、几点开始", "2026-12-08 19:00", also=("开始时间",), listed=True)
    end: Day = told("结束", "什么时候结束；不写按两小时算", "2026-12-08 20:30", default="", also=("结束时间",), listed=True)
    speaker: Line = told("主讲", "主讲的岗位，不写姓名", "总装工艺组", default="")
    player: Url = told(
        "直播网址", "到哪里看；只能是允许的平台", "https://live.example.cn/room/12", default="", also=("直播链接",)
    )
    recording: Url = told(
        "回看网址", "结束后到哪里回看；只能是允许的平台", "https://live.example.cn/v/12", default="", also=("回看链接",)
    )
    record: Line = told("实录", "文字实录的链接", "../news/2026-12-10-shi-lu.md", default="", reference=True, also=("文字实录",))
    place: Line = told("地点", "集中收看的地方", "食堂二楼", default="", listed=True)


def ended(item: Item, settings: Settings) -> datetime:
    """The instant at which a broadcast is over; without an end after the usual hours."""
    start, end = item.fields["start"], item.fields["end"]
    if end or "T" not in start:
        return over(start, end, settings.zone)
    return begins(start, settings.zone) + timedelta(hours=settings.figure("live_hours"))


def due(item: Item, settings: Settings) -> datetime:
    """The instant by which the written record should be there."""
    return ended(item, settings) + timedelta(days=settings.figure("live_record_days"))


def state(item: Item, as_of: datetime, settings: Settings) -> State:
    """预告, 直播中, 回看; a record that is missing for too long is told."""
    start, end = begins(item.fields["start"], settings.zone), ended(item, settings)
    if as_of < start:
        return State(
            "ahead", settings.gettext("预告　%(day)s", day=moment_in_words(item.fields["start"], settings)), "active", until=start
        )
    if as_of < end:
        return State("on", "直播中", "positive", until=end)
    if item.fields["record"]:
        return State("over", "回看", "off")
    late = as_of >= due(item, settings)
    return State("late", "回看　缺文字实录", "warning") if late else State("over", "回看", "off", until=due(item, settings))


@finds(DATES_REVERSED, FOREIGN_HOST)
def links_are_allowed(item: Item, settings: Settings) -> Iterable[Problem]:
    """A broadcast ends after it starts, and leads only to hosts that the operator allows."""
    start, end = item.fields["start"], item.fields["end"]
    if end and reversed_times(start, end, settings.zone):
        yield DATES_REVERSED.at(
            item.path, item.lines.get("end", 1), later_key="结束", later=end, earlier_key="开始", earlier=start
        )
    for name in ("player", "recording"):
        url = item.fields[name]
        if url and not player_of(url, settings):
            yield FOREIGN_HOST.at(item.path, item.lines.get(name, 1), key=LIVE.label(name), host=host_of(url))


@finds(NO_RECORD)
def record_follows(network: Network) -> Iterable[Problem]:
    """A written record is there some days after a broadcast."""
    for item in network.of_kind("live"):
        if not item.withdrawn and item.state and item.state.id == "late":
            days = int(network.settings.figure("live_record_days"))
            yield NO_RECORD.at(item.path, item.lines.get("start", 1), days=days)


def values(network: Network, item: Item) -> Mapping[str, Any]:
    """Where to watch, as a link and a QR code; the written record, by title and address."""
    _ = network.settings.gettext
    fields, settings = item.fields, network.settings
    past = item.state is not None and item.state.id in ("over", "late")
    url = fields["recording"] if past else fields["player"]
    record = network.items.get(fields["record"])
    return {
        "span": span_in_words(fields["start"], fields["end"], settings),
        "watch": (_("%(way)s（%(where)s）", way=_("回看") if past else _("观看直播"), where=player_of(url, settings)), url)
        if url
        else None,
        "code": qr(url) if url else "",
        "record": (record.title, record.address) if record else ((_("文字实录"), fields["record"]) if fields["record"] else None),
        "entry": f"{item.address}entry.ics",
    }


def qr(url: str) -> Markup:
    """The QR code of a URL as SVG."""
    import segno  # only where a code is drawn

    return Markup(segno.make(url, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))  # noqa: S704  # modules of a code, no text


LIVE = Kind(
    "live", "直播", "live", "直播", dated=True, schema=LiveFields, state=state, check=links_are_allowed, values=values,
    states=("预告", "直播中", "回看"), area="学习", body="讲什么、适合谁听、怎样提问。\n\n## 提纲\n\n1. \n",
)  # fmt: skip
